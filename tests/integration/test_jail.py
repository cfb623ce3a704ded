"""Files are read in the jail as they are outside it, and a reader that goes wrong ends in one sentence and leaves nothing behind."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import (
    READERS,
    IngestError,
    JailedExtraction,
    JailFailure,
    JailLimits,
    NoSandbox,
    Scope,
    Source,
    UnknownFormat,
    UnreadableExtraction,
    offers,
    read_extraction,
    read_in_jail,
)
from ingest.jail import JailedSource
from ingest.jail_process import JailProcess
from matcher.bootstrap import build
from matcher.service.screening.intake import Intake, IntakeRequest
from samples_of_others import EXPECTED, SAMPLES, needs_samples

pytestmark = pytest.mark.skipif(bool(offers().missing), reason="this machine has no Landlock or no seccomp")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EVERYTHING = frozenset(Scope)
VCF = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Person Example\nTEL:07700 900{n % 1000:03d}\nEND:VCARD\n" for n in range(5000)).encode()
JCARD = json.dumps([["vcard", [["fn", {}, "text", "Mo"], ["tel", {}, "uri", "tel:+44-7700-900123"]]]] * 3).encode()
XCARD = (
    b'<?xml version="1.0"?><vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0"><vcard><fn><text>Mo</text></fn>'
    b"<tel><uri>tel:+44-7700-900123</uri></tel></vcard></vcards>"
)
SHIFT_JIS = "名前,電話\n山田,07700 900123\n".encode("cp932")


def _jailed(data, name="phone.vcf", **how):
    return read_in_jail(io.BytesIO(data), name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), **how)


def _outcome(open_it):
    """Every record, reason and remark, and the error they ended with."""
    items = []
    try:
        items.extend(open_it().items())
    except IngestError as error:
        items.append((error.code, error.sentence, error.hint))
    return items


def _both_ways(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return (
        _outcome(lambda: read_extraction(Source(path), scopes=EVERYTHING)),
        _outcome(lambda: _jailed(data, name, scopes=EVERYTHING)),
    )


SAMPLES_OF_EACH_KIND = [
    "csv/thunderbird_shiftjis_addressbook.csv",
    *[
        next((name for name in sorted(EXPECTED) if name.startswith(kind)), "")
        for kind in ("vcard/", "spreadsheet/", "csv/", "ios/", "case/")
    ],
]


@pytest.mark.parametrize("name", ["s-17-phone.ufdr", "s-17-phone.vcf", "s-17-google.csv", "every-case-cellebrite.xlsx"])
def test_an_example_gives_the_same_in_the_jail(tmp_path, name):
    """Records, reasons, remarks and their order are those of reading without a jail."""
    free, jailed = _both_ways(tmp_path, name, (EXAMPLES / "phones" / name).read_bytes())

    assert jailed == free
    assert len(free) > 1


@needs_samples
@pytest.mark.parametrize("name", SAMPLES_OF_EACH_KIND)
def test_a_real_file_gives_the_same_in_the_jail(tmp_path, name):
    """Files of real programs, those that are refused included, give the same in the jail as outside it."""
    free, jailed = _both_ways(tmp_path, Path(name).name, (SAMPLES / name).read_bytes())

    assert jailed == free


def _zipped(names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("phone.json", JCARD, id="jCard"),
        pytest.param("phone.xml", XCARD, id="xCard"),
        pytest.param("phone.csv", SHIFT_JIS, id="an encoding to be guessed"),
        pytest.param("phone.vcf", VCF.replace(b"FN:", b"FN;CHARSET=KOI8-R:\xf0"), id="an encoding by name"),
        pytest.param("phone.vcf", VCF.replace(b"FN:", b"FN;CHARSET=ISO-8859-99:\xf0"), id="an encoding nobody knows"),
        pytest.param("phone.xry", b"XRY\x00" + b"\x01" * 900, id="a kind that is refused"),
        pytest.param("phone.zip", _zipped(["a.txt"]), id="an archive of nothing"),
        pytest.param("phone.ufdr", _zipped(["report.xml", "a/report.xml"]), id="two reports"),
        pytest.param("phone.ufdr", _zipped(["report.xml"])[:-10], id="a broken archive"),
        pytest.param("phone.bin", b"\x00\x01\x02" * 500, id="no format at all"),
    ],
)
def test_a_made_file_gives_the_same_in_the_jail(tmp_path, name, data):
    """Other formats, encodings that are found out late, and refusals with their sentence and hint come out as they are outside."""
    free, jailed = _both_ways(tmp_path, name, data)

    assert jailed == free


def test_it_looks_like_an_extraction():
    """What the use cases ask of an extraction is there: the file, its reader, the scopes, how far it is, and the items one by one."""
    with _jailed(VCF, scopes=frozenset({Scope.CONTACTS})) as extraction:
        assert (extraction.source.name, extraction.source.size) == ("phone.vcf", len(VCF))
        assert extraction.source.sha256 == hashlib.sha256(VCF).hexdigest()
        assert extraction.reader in READERS
        assert extraction.reader.name == "vcard"
        assert extraction.scopes == {Scope.CONTACTS}
        assert len(list(extraction.items())) == 5000
        assert 0 < extraction.source.read_share() <= 1


def test_each_reading_starts_anew():
    """A file whose numbers turn out to be confidential is read a second time: it gives the same once more."""
    with _jailed(VCF) as extraction:
        assert list(extraction.parts()) == list(extraction.parts())


def test_a_named_reader_reads():
    """The reader that was named is asked, and one that does not exist is told as outside the jail."""
    with pytest.raises(IngestError) as caught:
        list(_jailed(VCF, reader_name="jcard").parts())
    assert caught.value.code == "damaged-extraction"
    with pytest.raises(UnknownFormat) as caught:
        _jailed(VCF, reader_name="no-such-reader")
    assert "no-such-reader" in caught.value.sentence


def test_only_bytes_that_are_asked_for_leave_the_parent(tmp_path):
    """The child gets no file: what it reads went through the stream the parent holds, which here decrypts."""

    class Sealed(io.BytesIO):
        def read(self, size=-1):
            return bytes(byte ^ 0x5A for byte in super().read(size))

    data = VCF[:5000]
    with read_in_jail(Sealed(bytes(byte ^ 0x5A for byte in data)), name="phone.vcf", size=len(data), sha256="0" * 64) as extraction:
        assert next(extraction.items()).mentions[0].raw == "07700 900000"


def test_a_file_that_shrank_is_told():
    """A stream that ends before the size that was promised is an error of the file."""
    with pytest.raises(UnreadableExtraction):
        list(read_in_jail(io.BytesIO(VCF[:100]), name="phone.vcf", size=len(VCF), sha256="0" * 64).parts())


def test_a_fault_of_the_stream_is_its_own():
    """An exception of the stream, such as a chunk that was tampered with, reaches the caller as it is."""

    class Tampered(io.BytesIO):
        def read(self, size=-1):
            raise ValueError("tampered")

    with pytest.raises(ValueError, match="tampered"):
        read_in_jail(Tampered(VCF), name="phone.vcf", size=len(VCF), sha256="0" * 64)


def test_nothing_is_read_where_a_wall_is_missing(monkeypatch):
    """A machine without Landlock is refused when the sandbox is required."""
    monkeypatch.setattr("ingest.jail.offers", lambda: offers()._replace(landlock=0))

    with pytest.raises(NoSandbox) as caught:
        _jailed(VCF)
    assert caught.value.code == "no-sandbox"
    assert "landlock" in caught.value.sentence


def test_a_reader_that_needs_too_much_memory_is_told():
    """A limit on memory ends a reading with a code of its own."""
    row = b"Person Example,07700 900123," + b"x" * (14 << 20) + b"\n"

    with pytest.raises(JailFailure) as caught:
        list(_jailed(b"Name,Phone,Notes\n" + row * 3, "phone.csv", limits=replace(JailLimits(), memory_bytes=100 << 20)).parts())
    assert caught.value.code == "reader-out-of-memory"


def test_a_reader_that_needs_too_much_time_is_told():
    """A limit on processor time ends a reading with a code of its own."""
    with pytest.raises(JailFailure) as caught:
        list(_jailed(VCF * 100, limits=replace(JailLimits(), cpu_seconds=1, asked_bytes=1 << 30)).parts())
    assert caught.value.code == "reader-timeout"


# Readers that were taken over: programs that say what they like.

_SAY = """
import os, signal, struct, sys, time
def say(kind, payload=b""):
    os.write(1, struct.pack("<BI", kind, len(payload)) + payload)
def ask(offset, length):
    say(3, struct.pack("<QI", offset, length))
os.read(0, 65536)
say(2, struct.pack("<I?", 7, True))
say(4, b"vcard")
"""

_BATCH = b'[["s",["no phone number"],["phone.vcf:1"]]]'


def _taken_over(code, *, limits=None, preface=_SAY):
    """An extraction whose reader runs `code`."""
    source = JailedSource(io.BytesIO(VCF), "phone.vcf", len(VCF), "0" * 64, limits or JailLimits())
    program = (sys.executable, "-I", "-S", "-c", preface + code)
    process = source._process = JailProcess(source.given, name=source.name, size=source.size, limits=source.limits, program=program)
    process.give_task(b"[]")
    if preface is _SAY:
        process.receive()
        process.receive()
    return JailedExtraction(source, READERS[0], EVERYTHING, process)


def _is_gone(extraction):
    """Whether nothing of the process is left, not even a zombie."""
    return not Path(f"/proc/{extraction.source._process._process.pid}").exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param("os.write(1, bytes(range(200)))", "reader-misbehaved", id="garbage"),
        pytest.param("say(77)", "reader-misbehaved", id="an unknown kind"),
        pytest.param("say(1)", "reader-misbehaved", id="a task of its own"),
        pytest.param("say(2, struct.pack('<I?', 7, True))", "reader-misbehaved", id="locked twice"),
        pytest.param("say(4, b'csv')", "reader-misbehaved", id="another reader"),
        pytest.param("os.write(1, struct.pack('<BI', 5, 1 << 31))", "reader-misbehaved", id="a message without end"),
        pytest.param("say(5, b'[')", "reader-misbehaved", id="a broken batch"),
        pytest.param('say(5, b\'[["s",["x"],["other.vcf:1"]]]\')', "reader-misbehaved", id="a record of another file"),
        pytest.param("say(6, b'[]')", "reader-misbehaved", id="a broken error"),
        pytest.param("while True: say(5, b'[]' + b' ' * 60000)", "reader-misbehaved", id="a flood of messages"),
        pytest.param(f"ask({len(VCF)} - 1, 2); time.sleep(60)", "reader-misbehaved", id="bytes beyond the end"),
        pytest.param("ask(1 << 63, 10); time.sleep(60)", "reader-misbehaved", id="bytes far beyond the end"),
        pytest.param("ask(0, 0); time.sleep(60)", "reader-misbehaved", id="no bytes"),
        pytest.param("say(3, b'x'); time.sleep(60)", "reader-misbehaved", id="a request that is none"),
        pytest.param("while True: ask(0, 100000)", "reader-misbehaved", id="requests without taking the answers"),
        pytest.param("while True: ask(0, 1000); os.read(0, 1000)", "reader-misbehaved", id="the same bytes for ever"),
        pytest.param("os.close(1); time.sleep(60)", "reader-misbehaved", id="silence with a closed pipe"),
        pytest.param("os.kill(os.getpid(), signal.SIGSYS)", "reader-misbehaved", id="a call of another architecture"),
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", "reader-died", id="killed"),
        pytest.param("os.abort()", "reader-died", id="aborted"),
        pytest.param("os._exit(0)", "reader-died", id="gone without a word"),
        pytest.param("os.write(1, struct.pack('<BI', 5, 100) + b'[[')", "reader-died", id="gone in the middle of a word"),
        pytest.param("1 / 0", "reader-died", id="a fault of ours"),
        pytest.param("os.kill(os.getpid(), signal.SIGXCPU)", "reader-timeout", id="out of processor time"),
        pytest.param("time.sleep(60)", "reader-timeout", id="silence"),
        pytest.param("while True: os.write(1, b'\\x05'); time.sleep(60)", "reader-timeout", id="a word that never ends"),
        pytest.param("while True: say(5, b'[]'); time.sleep(0.05)", "reader-timeout", id="signs of life without end"),
        pytest.param('say(6, b\'["reader-out-of-memory","",""]\')', "reader-out-of-memory", id="out of memory"),
    ],
)
def test_a_reader_that_was_taken_over_ends_in_a_code(code, told):
    """Whatever a reader does, the caller gets one error with a stable code and a sentence, and the process is gone."""
    limits = replace(JailLimits(), silence_seconds=0.6, wall_seconds=1.2, answer_bytes=1 << 20, asked_bytes=1 << 20)
    extraction = _taken_over(code, limits=limits)

    with pytest.raises(JailFailure) as caught:
        list(extraction.parts())

    assert caught.value.code == told
    assert caught.value.sentence.startswith("'phone.vcf' ")
    assert _is_gone(extraction)


@pytest.mark.parametrize("first", ["say(5, b'[]')", "ask(0, 10)", 'say(6, b\'["damaged-extraction","",""]\')', "say(4, b'vcard')"])
def test_nothing_is_given_or_believed_before_the_walls_are_up(first):
    """A reader that asks or tells before it says that it is locked in is ended."""
    extraction = _taken_over(first + "; time.sleep(60)", preface=_SAY.split("os.read", maxsplit=1)[0] + "\n")

    with pytest.raises(JailFailure) as caught:
        extraction.source._process.receive()

    assert caught.value.code == "reader-misbehaved"
    assert _is_gone(extraction)


def test_what_was_said_before_the_end_has_been_given():
    """Parts are handed over as they come; the error comes after them."""
    extraction = _taken_over(f"say(5, {_BATCH!r}); os.abort()")
    given = []

    with pytest.raises(JailFailure):
        given.extend(extraction.parts())

    assert extraction.source._process.reached == 0
    assert _is_gone(extraction)


def test_a_reading_that_is_left_early_leaves_nothing():
    """Whoever stops reading in the middle leaves no process behind, by closing the iterator or by forgetting it."""
    extraction = _taken_over(f"say(5, {_BATCH!r}); time.sleep(60)")
    parts = extraction.parts()
    next(parts)
    parts.close()
    assert _is_gone(extraction)


def test_an_extraction_nobody_reads_leaves_nothing():
    """A reader that was found and never used ends with what held it."""
    extraction = _taken_over("time.sleep(60)")
    process = extraction.source._process._process
    with extraction:
        pass
    assert _is_gone(extraction)

    forgotten = _taken_over("time.sleep(60)")
    process = forgotten.source._process._process
    del forgotten
    gc.collect()
    assert process.returncode is not None


def test_another_thread_may_stop_a_reading():
    """A reading that is cancelled from outside ends at once with a code."""
    extraction = _taken_over("time.sleep(60)")
    threading.Timer(0.1, extraction.stop).start()

    with pytest.raises(JailFailure) as caught:
        list(extraction.parts())

    assert caught.value.code == "reader-died"
    assert _is_gone(extraction)


def test_the_child_has_its_pipes_and_nothing_else(tmp_path):
    """No file descriptor, variable or folder of the parent reaches the child."""
    with (tmp_path / "secret").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        seen = "repr((sorted(os.listdir('/proc/self/fd'))[:-1], dict(os.environ), os.getcwd())).encode()"
        extraction = _taken_over(f"os.write(1, struct.pack('<BI', 6, len({seen})) + {seen})")
        kind, payload = extraction.source._process.receive()
        extraction.close()

    fds, environment, folder = eval(payload, {})
    assert kind == 6
    assert set(fds) <= {"0", "1", "2"}
    assert set(environment) <= {"LC_CTYPE"}
    assert folder == "/"


def test_fifty_readings_leak_nothing():
    """After fifty readers that ended in different ways as many files are open as before, and no child is left."""
    endings = ["say(7)", "os.abort()", "say(77)", f"say(5, {_BATCH!r})", "os.close(1)"]
    before = len(list(Path("/proc/self/fd").iterdir()))

    extractions = [_taken_over(endings[turn % len(endings)]) for turn in range(50)]
    outcomes = [_outcome(lambda extraction=extraction: extraction) for extraction in extractions]

    assert len(outcomes) == 50
    assert all(map(_is_gone, extractions))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_requests_are_answered_by_exactly_those_bytes():
    """A reader gets the bytes of the positions it names."""
    code = f"ask(11, 5); got = os.read(0, 100)\nsay(6, got) if got == {VCF[11:16]!r} else os.abort()"

    assert _taken_over(code).source._process.receive() == (6, VCF[11:16])


@pytest.mark.parametrize("name", ["s-17-phone.ufdr", "s-17-google.csv"])
def test_an_intake_takes_either(name):
    """What is summed up of a phone is the same whether its reader was jailed."""
    path = EXAMPLES / "phones" / name
    intakes = [
        Intake(extraction, IntakeRequest(), build().lists)
        for extraction in (read_extraction(Source(path)), _jailed(path.read_bytes(), name))
    ]

    skipped = [list(intake.run()) for intake in intakes]

    assert sum(skipped[0], ()) == sum(skipped[1], ())
    assert list(intakes[0].sightings()) == list(intakes[1].sightings())
    assert intakes[0].facts() == intakes[1].facts()
