"""A command in a forked process is what one is that was started with an interpreter of its own."""

import hashlib
import io
import os
import signal
import time
from pathlib import Path

import pytest

import forked
from commands import linewatch
from forked_readers import ForkedReader
from ingest import read_in_jail

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Jay\nTEL:07700 900123\nEND:VCARD\n"


@pytest.mark.parametrize(
    ("arguments", "text_in"),
    [
        (("extract", "phone.vcf", "--json"), None),
        (("check", "07700 900123", "--lines", "lines.csv", "--at", "2026-04-20T12:00:00Z"), None),
        (("init", "--data", "store", "--password-file", "-"), "short\n"),
        (("match", "nothing"), None),
    ],
)
def test_it_says_what_a_started_one_says(tmp_path, monkeypatch, arguments, text_in):
    """Folder, environment, standard input and exit code come to it as to any other."""
    (tmp_path / "phone.vcf").write_text(CARD)
    (tmp_path / "lines.csv").write_text("line_id,name,number\nL1,Larkspur,07700 900123\n")
    monkeypatch.setenv("COLUMNS", "61")

    assert linewatch(*arguments, cwd=tmp_path, text_in=text_in) == linewatch(*arguments, cwd=tmp_path, text_in=text_in, is_started=True)


def test_it_can_be_stopped_and_has_nothing_of_ours(tmp_path):
    """A signal ends it with the code of that signal; it has its three streams and no other file."""
    ours, theirs = os.pipe()
    running = forked.family("matcher").start(["init", "--data", "store", "--password-file", "-"], [ours, theirs, theirs], tmp_path)
    pipe = Path(f"/proc/self/fd/{ours}").readlink()
    deadline = time.monotonic() + 60
    while (opened := files_of(running.pid)) != {pipe} and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    os.close(ours)
    os.close(theirs)

    assert (running.wait(60), opened) == (-signal.SIGKILL, {pipe})


def files_of(process):
    """Give what a process has open, or nothing where one of them is closed meanwhile."""
    try:
        return {each.readlink() for each in Path(f"/proc/{process}/fd").iterdir()}
    except FileNotFoundError:
        return set()


@pytest.mark.parametrize("name", ["PYTHONHASHSEED", "LC_ALL"])
def test_what_an_interpreter_reads_at_its_start_starts_one(monkeypatch, name):
    """Where the environment would have made another interpreter of it, none is forked."""
    family = forked.family("matcher")
    monkeypatch.setenv(name, "7")

    assert not family.can_start(os.environ)


def test_a_reader_says_what_a_started_one_says(monkeypatch):
    """It is locked in behind the same walls, which it would not get past without, and gives the same records."""

    def read():
        data = CARD.encode()
        return list(read_in_jail(io.BytesIO(data), name="phone.vcf", size=len(data), sha256=hashlib.sha256(data).hexdigest()).items())

    started = read()
    monkeypatch.setattr("ingest.jail_process._started", ForkedReader)

    assert started
    assert read() == started
