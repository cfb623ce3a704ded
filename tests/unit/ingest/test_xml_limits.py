"""Reports made to exhaust time, memory or the stack: read in flat memory, or refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cellebrite_reports as made
from ingest import Scope, UnsafeExtraction
from readings import read_bytes, read_path

MO = made.contact("Mo", made.phone("07700 900123"))
AL = made.contact("Al", made.phone("07700 900124"))
BOTH = {"07700 900123", "07700 900124"}

_MEASURED = """
import resource, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from ingest import IngestError, Source, read_extraction
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    found = sum(1 for _ in read_extraction(Source(Path(sys.argv[1]))).items())
except IngestError as err:
    found = err.code
print(found, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def _written(path: Path, pieces: Iterator[bytes]) -> Path:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    return path


def _around(middle: Iterator[bytes], kind: str = "Contact") -> Iterator[bytes]:
    whole = made.report(made.group(kind, MO, "@@", AL)).encode()
    before, after = whole.split(b"@@")
    yield before
    yield from middle
    yield after


def _long_text(opening: bytes, closing: bytes, megabytes: int = 100) -> Iterator[bytes]:
    yield b'<model type="Contact" id="x" deleted_state="Intact"><field name="Name" type="String"><value type="String">' + opening
    for _ in range(megabytes):
        yield b"<model> 07700 900125 ]] > &#x0; " * (1 << 15)
    yield closing + b"</value></field></model>"


def _repeated(piece: bytes, count: int) -> Iterator[bytes]:
    for _ in range(count // 1000):
        yield piece * 1000


EMPTY = b'<model type="Contact" id="e" deleted_state="Intact" decoding_confidence="High" isrelated="False" extractionId="0"/>\n'

LARGE = [
    pytest.param(lambda: _around(_long_text(b"<![CDATA[", b"]]>")), id="one CDATA section of 100 MB"),
    pytest.param(lambda: _around(_long_text(b"<!--", b"-->")), id="one comment of 100 MB"),
    pytest.param(lambda: _around(_repeated(EMPTY, 100_000)), id="100,000 empty models"),
    pytest.param(lambda: _around(_repeated(b"<field name='x'>", 300_000)), id="300,000 tags that never end"),
    pytest.param(
        lambda: _around(iter([b'<model type="Contact" id="x">', *_repeated(b"<field name='x'><empty/></field>", 150_000), b"</model>"])),
        id="one model of 150,000 fields",
    ),
    pytest.param(lambda: _around(_repeated(b"<", 30_000_000)), id="thirty million opening brackets"),
    pytest.param(lambda: _around(_repeated(b" " * 1000, 100_000)), id="100 MB of blanks"),
]


@pytest.mark.parametrize("make", LARGE)
def test_memory_stays_flat(tmp_path, make):
    """Whatever is large in a report, reading it takes no more than a few dozen megabytes, and the records around it are read."""
    path = _written(tmp_path / "report.xml", make())
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, path, root], capture_output=True, text=True, check=True, timeout=100, cwd=tmp_path
    )
    found, megabytes = done.stdout.split()

    assert int(found) >= 1
    assert int(megabytes) < 110


def test_a_text_of_many_megabytes_costs_only_itself(tmp_path):
    """The contacts before and after a huge text are read, the one that holds it is accounted for, and the cut is told."""
    got = read_path(_written(tmp_path / "report.xml", _around(_long_text(b"<![CDATA[", b"]]>", 20))))

    assert got.others == BOTH
    assert len(got.records) + len(got.skipped) == 3
    assert "lossy-text" in got.remarks


DEEP = [
    pytest.param("<model>" * 100_000 + "</model>" * 100_000, id="models"),
    pytest.param('<model type="Contact">' + "<a>" * 100_000 + "</a>" * 100_000 + "</model>", id="unknown elements"),
]


@pytest.mark.parametrize("body", DEEP)
def test_nesting_without_end_is_refused_or_passed_over(tmp_path, body):
    """Nesting no report has is refused in a sentence, and the stack holds."""
    with pytest.raises(UnsafeExtraction) as caught:
        read_bytes(tmp_path, made.report(made.group("Contact", MO, body)))

    assert "deeper" in caught.value.sentence


@pytest.mark.parametrize("name", ["a", "modelType", "decodedData", "field"])
def test_nesting_around_the_records_is_refused(tmp_path, name):
    """Who reads the answer is told that the file is none to be read, and not that it is empty."""
    body = f"<{name}>" * 100_000 + made.group("Contact", MO) + f"</{name}>" * 100_000

    with pytest.raises(UnsafeExtraction) as caught:
        read_bytes(tmp_path, made.report(body))

    assert "deeper" in caught.value.sentence


def test_nesting_that_never_ends_is_told_as_broken(tmp_path):
    """Ten thousand models that only begin are no record; the one before them is read, and the markup is told as broken."""
    got = read_bytes(tmp_path, made.report(made.group("Contact", MO, "<model>" * 10_000)))

    assert got.others == {"07700 900123"}
    assert got.remarks == {"broken-markup"}


def test_a_tag_of_absurd_length_is_refused(tmp_path):
    """Two hundred thousand attributes in one tag are refused in a sentence."""
    attributes = " ".join(f'a{n}="{n:04}"' for n in range(200_000))

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, made.report(made.group("Contact", MO, f'<model type="Contact" {attributes}></model>')))


def test_an_attribute_of_a_gigabyte_is_refused_early(tmp_path):
    """A tag with an attribute that never ends is refused after a megabyte, not at its end."""
    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, made.report(made.group("Contact", MO, '<model type="Contact" id="' + "A" * (30 << 20))))


@pytest.mark.parametrize("scopes", [frozenset({Scope.CALLS}), frozenset(Scope)], ids=["outside the scope", "inside"])
def test_bulk_outside_the_models_is_passed_over(tmp_path, scopes):
    """A list of a hundred thousand files is passed over, whatever was asked for."""
    files = "".join(f'<file fs="x" path="/a/07700900{n % 1000:03}.jpg" size="1"/>' for n in range(100_000))
    got = read_bytes(tmp_path, made.report(made.group("Contact", MO), head=f"<taggedFiles>{files}</taggedFiles>"), scopes=scopes)

    assert got.others <= BOTH
    assert "truncated" not in got.remarks


def test_an_empty_record_that_is_broken_is_passed_over_once(tmp_path):
    """A model that is start and end in one, and not well-formed, costs itself and nothing else."""
    broken = '<model type="Contact" type="Contact" id="x"/>'
    got = read_bytes(tmp_path, made.report(made.group("Contact", MO, broken, broken, AL)))

    assert got.others == BOTH
    assert len(got.skipped) == 2
