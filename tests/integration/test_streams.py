"""How the command ends when a stream is closed or full, or when it is asked to stop."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

from commands import linewatch

COMMAND = f"{shlex.quote(sys.executable)} -I -m matcher"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Jay\nTEL:07700 900123\nEND:VCARD\n"
COMMANDS = ["--version", "--help", "match --help", "formats", "formats --json", "extract phone.vcf", "match phone.vcf --lines lines.csv"]


@pytest.fixture(autouse=True)
def folder(tmp_path):
    """A phone and a list, in a folder of their own."""
    (tmp_path / "phone.vcf").write_text(CARD)
    (tmp_path / "lines.csv").write_text("line_id,name,number\nL1,Larkspur,07700 900123\n")
    return tmp_path


def shell(line: str, folder) -> subprocess.CompletedProcess[str]:
    """Run a line of shell."""
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("sink", [">&-", ">/dev/full", "<&- >&-"])
def test_an_answer_nobody_can_get_is_told(folder, command, sink):
    """Standard output that is closed or full is one line and code 2, whatever was to be written."""
    done = shell(f"{COMMAND} {command} {sink}", folder)

    assert done.returncode == 2
    assert done.stderr.startswith("linewatch: error: cannot-write: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("sink", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [("extract phone.vcf", 0), ("extract phone.vcf nothing", 3), ("match nothing --lines lines.csv", 3), ("bogus", 2), ("--version", 0)],
)
def test_errors_nobody_can_get_change_nothing(folder, arguments, code, sink):
    """Standard error that is closed or full leaves answer and exit code as they are."""
    done = shell(f"{COMMAND} {arguments} {sink}", folder)
    usual = linewatch(*arguments.split(), cwd=folder)

    assert (done.returncode, done.stdout) == (code, usual.out)


def test_a_file_in_the_place_of_a_closed_stream_is_safe(folder):
    """With every stream closed the documents are what they would have been, and the phone is untouched."""
    at = "--at 2026-04-20T12:00:00Z"
    shell(f"{COMMAND} match phone.vcf --lines lines.csv --html closed.html {at} <&- >&- 2>&-", folder)
    linewatch(*f"match phone.vcf --lines lines.csv --html open.html {at}".split(), cwd=folder)

    assert (folder / "phone.vcf").read_text() == CARD
    assert (folder / "closed.html").read_bytes() == (folder / "open.html").read_bytes()


def test_a_table_over_the_answer_is_refused(folder):
    """A document in the very file standard output goes to would take its place, so it is wrong usage."""
    done = shell(f"{COMMAND} match phone.vcf --lines lines.csv --csv same.csv >same.csv", folder)

    assert done.returncode == 2
    assert done.stderr.startswith("linewatch: error: wrong-usage: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_quiet(folder, command):
    """Whoever has seen enough is told nothing."""
    assert shell(f"{COMMAND} {command} | head -c 1 >&2", folder).stderr.count("\n") <= 1
    assert "linewatch: error" not in shell(f"{COMMAND} {command} | true", folder).stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_request_to_stop_is_one_line(folder, number, code):
    """A run that is stopped says so in one line, leaves nothing in the folder, and ends with the code shells give for it."""
    os.mkfifo(folder / "page")
    before = sorted(path.name for path in folder.iterdir())
    # The run waits for more room in the pipe, which is read no further: it is stopped in the middle of writing.
    reader = os.open(folder / "page", os.O_RDONLY | os.O_NONBLOCK)
    many = "".join(CARD.replace("Jay", f"Jay {n}") for n in range(400))
    (folder / "phone.vcf").write_text(many)
    command = [sys.executable, "-I", "-m", "matcher", "match", "phone.vcf", "--lines", "lines.csv", "--html", "page", "--csv", "a.csv"]
    started = {"cwd": folder, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # Whoever runs the tests behind `nohup` or `&` has it ignored, which a command takes over.
    with subprocess.Popen(command, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL), **started) as running:  # noqa: PLW1509 # no thread here
        deadline = time.monotonic() + 60
        while not _is_read(reader) and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(number)
        out, told = running.communicate(timeout=60)
    os.close(reader)

    assert (running.returncode, out) == (code, "")
    assert told == "linewatch: error: interrupted: It was stopped before its end.\n"
    assert sorted(path.name for path in folder.iterdir()) == before


def _is_read(reader: int) -> bool:
    try:
        return bool(os.read(reader, 1))
    except BlockingIOError:
        return False


@pytest.mark.parametrize("columns", ["0", "1", "7", "-5", "wide"])
def test_an_absurd_width_takes_nothing_from_the_answer(folder, columns):
    """Whatever the environment says of the width, the answer is said whole."""
    said = shell(f"COLUMNS={columns} {COMMAND} match phone.vcf --lines lines.csv --at 2026-04-20T12:00:00Z", folder).stdout

    assert "1 number matches 1 line in lines.csv" in " ".join(said.split())
    assert "What would make it wrong" in said


@pytest.mark.parametrize("arguments", ["extract phone.vcf", "match phone.vcf --lines lines.csv --html a.html"])
def test_a_folder_that_is_gone_is_no_fault_of_ours(folder, arguments):
    """Whoever stands in a folder that was removed is told what is not there."""
    done = shell(f"mkdir gone && cd gone && rmdir ../gone && {COMMAND} {arguments}", folder)

    assert done.returncode in {2, 3}
    assert done.stderr.startswith("linewatch: error: ")
    assert "internal-error" not in done.stderr
