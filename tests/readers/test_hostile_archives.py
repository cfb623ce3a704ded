"""Archives that lie, overlap, hide or never end: refused in one sentence, in little time and memory, before anything is unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

import cellebrite_reports as made
from ingest import IngestError
from raw_zips import Part, a_raw_zip, deflated
from readings import read_bytes, read_path

XML = made.report(made.group("Contact", made.contact("Mo", made.phone("07700 900123")))).encode()
REPORT = Part(content=XML)
STORED = REPORT.but(method=0)
PICTURE = Part(b"files/Image/a.jpg", b"\xff\xd8" + bytes(400), method=0)


def zip64_field(*values: int) -> bytes:
    """The extra field that holds sizes of more than four bytes."""
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values)


def quoted_overlap() -> bytes:
    """A first member whose bytes are the whole second member, as quoted bombs do it."""
    inner = a_raw_zip(STORED)
    second = inner[: inner.index(b"PK\1\2")]
    first = Part(b"a.bin", second, method=0)
    return a_raw_zip(first, STORED.but(offset=30 + len(b"a.bin")))


def one_of_many(count: int) -> bytes:
    """An archive with so many empty members, as its zip64 end record says truly."""
    whole = a_raw_zip(*[Part(b"a", b"", method=0)] * 1)
    local, entry = whole[: whole.index(b"PK\1\2")], whole[whole.index(b"PK\1\2") : whole.index(b"PK\5\6")]
    table = entry * count
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(table), len(local))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + len(table), 1)
    return local + table + end + locator + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def nested_zip() -> bytes:
    """The report in an archive in an archive."""
    return made.ufdr(made.ufdr(XML), name="phone.ufdr")


REFUSED = [
    pytest.param(a_raw_zip(STORED, *[STORED.but(name=b"r%d.bin" % n, offset=0) for n in range(50)]), "unsafe-extraction", id="overlap"),
    pytest.param(quoted_overlap(), "unsafe-extraction", id="quoted overlap"),
    pytest.param(a_raw_zip(REPORT.but(content=b"<project>" + b" " * (60 << 20))), "unsafe-extraction", id="ratio of a bomb"),
    pytest.param(a_raw_zip(REPORT.but(size=1 << 31)), "unsafe-extraction", id="promises more than it can hold"),
    pytest.param(one_of_many(300_000), "unsafe-extraction", id="too many members"),
    pytest.param(a_raw_zip(REPORT, count=0xFFFE), "damaged-extraction", id="fewer members than it says"),
    pytest.param(a_raw_zip(REPORT, PICTURE, count=1), "damaged-extraction", id="more members than it says"),
    pytest.param(a_raw_zip(REPORT, REPORT), "unsafe-extraction", id="two members of one name"),
    pytest.param(a_raw_zip(REPORT, REPORT.but(name=b"Report.XML")), "unsafe-extraction", id="two reports, told apart by case"),
    pytest.param(
        a_raw_zip(REPORT.but(name=b"a/report.xml"), REPORT.but(name=b"b/report.xml")), "unsafe-extraction", id="two reports side by side"
    ),
    pytest.param(a_raw_zip(REPORT.but(flags=1)), "locked-extraction", id="encrypted"),
    pytest.param(a_raw_zip(REPORT.but(flags=0x41)), "locked-extraction", id="strongly encrypted"),
    pytest.param(a_raw_zip(REPORT.but(method=99, flags=1)), "locked-extraction", id="encrypted with AES"),
    pytest.param(a_raw_zip(REPORT, PICTURE.but(mode=0o120777)), "unsafe-extraction", id="a symbolic link"),
    pytest.param(a_raw_zip(REPORT, PICTURE.but(mode=0o020666)), "unsafe-extraction", id="a device"),
    pytest.param(a_raw_zip(REPORT.but(name=b"report.xml\x00.txt")), "unsafe-extraction", id="NUL in a name"),
    pytest.param(a_raw_zip(REPORT.but(crc=1)), "damaged-extraction", id="wrong checksum"),
    pytest.param(a_raw_zip(STORED.but(crc=1)), "damaged-extraction", id="wrong checksum, stored"),
    pytest.param(a_raw_zip(REPORT.but(size=len(XML) - 300)), "unsafe-extraction", id="unpacks to more than it says"),
    pytest.param(a_raw_zip(REPORT.but(size=len(XML) + 300)), "damaged-extraction", id="unpacks to less than it says"),
    pytest.param(a_raw_zip(REPORT.but(packed=b"\xff" * 400)), "damaged-extraction", id="is not compressed at all"),
    pytest.param(a_raw_zip(REPORT.but(packed_size=10)), "damaged-extraction", id="packed size too small"),
    pytest.param(a_raw_zip(REPORT.but(packed_size=1 << 30)), "damaged-extraction", id="reaches past the end"),
    pytest.param(a_raw_zip(STORED.but(size=0xFFFFFFFF, packed_size=0xFFFFFFFF)), "damaged-extraction", id="zip64 without its sizes"),
    pytest.param(
        a_raw_zip(STORED.but(size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=zip64_field(len(XML), 1 << 40))),
        "damaged-extraction",
        id="zip64 that lies about what it takes",
    ),
    pytest.param(
        a_raw_zip(STORED.but(size=0xFFFFFFFF, extra=zip64_field(1 << 40))), "unsafe-extraction", id="zip64 that lies about what it gives"
    ),
    pytest.param(a_raw_zip(REPORT.but(local_name=b"report.txt")), "damaged-extraction", id="two names for one member"),
    pytest.param(a_raw_zip(REPORT, PICTURE.but(offset=1 << 31)), "damaged-extraction", id="starts behind the end"),
    pytest.param(a_raw_zip(REPORT)[:-30], "damaged-extraction", id="cut in the table of contents"),
    pytest.param(a_raw_zip(REPORT)[: len(XML) // 3], "damaged-extraction", id="cut in a member"),
    pytest.param(a_raw_zip(REPORT, table_offset=7), "damaged-extraction", id="table of contents elsewhere"),
    pytest.param(a_raw_zip(REPORT, prefix=b"PK\3\4" + b"\0" * 100, table_offset=5), "damaged-extraction", id="something in front"),
    pytest.param(a_raw_zip(REPORT) + a_raw_zip(REPORT), "damaged-extraction", id="two archives in a row"),
    pytest.param(b"MZ" + b"\0" * 100 + a_raw_zip(REPORT), "unknown-format", id="a program with an archive behind it"),
    pytest.param(a_raw_zip(REPORT.but(method=9)), "unsupported-format", id="deflate64"),
    pytest.param(a_raw_zip(REPORT.but(method=14)), "unsupported-format", id="LZMA"),
    pytest.param(nested_zip(), "unknown-format", id="an archive in an archive"),
    pytest.param(a_raw_zip(), "unknown-format", id="no members"),
    pytest.param(a_raw_zip(PICTURE), "unknown-format", id="no report"),
    pytest.param(a_raw_zip(REPORT.but(content=b"")), "unknown-format", id="an empty report"),
    pytest.param(a_raw_zip(REPORT.but(content=b"\x2d\x06\x52\x6d" + bytes(200))), "locked-extraction", id="a protected report"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_a_hostile_archive_is_refused_in_one_sentence(tmp_path, content, code):
    """The refusal has a stable code, one sentence, advice, and not one word of what is inside."""
    with pytest.raises(IngestError) as caught:
        read_bytes(tmp_path, content)

    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert "\n" not in caught.value.sentence
    assert caught.value.hint
    assert "900123" not in caught.value.sentence + caught.value.hint


HARMLESS = [
    pytest.param(a_raw_zip(REPORT, Part(b"../../etc/passwd", b"x")), id="a name that climbs out"),
    pytest.param(a_raw_zip(REPORT, Part(b"/private/var/report.txt", b"x")), id="an absolute name"),
    pytest.param(a_raw_zip(REPORT, Part(b"C:\\con\\aux.txt", b"x")), id="a reserved name"),
    pytest.param(a_raw_zip(REPORT, Part("files/\u202efdp.xml".encode(), b"x", flags=0x800)), id="a name that turns its direction"),
    pytest.param(a_raw_zip(REPORT, Part(b"files/" + b"n" * 4000, b"x")), id="a name of four thousand bytes"),
    pytest.param(a_raw_zip(REPORT, Part(b"files/\xff\xfe\x80", b"x", flags=0x800)), id="a name in no encoding"),
    pytest.param(a_raw_zip(REPORT, PICTURE, PICTURE), id="two pictures of one name"),
    pytest.param(
        a_raw_zip(REPORT.but(name=b"a/report.xml"), REPORT.but(name=b"files/Text/report.xml")), id="a report among the phone's files"
    ),
    pytest.param(a_raw_zip(REPORT.but(flags=8)), id="sizes behind the data"),
    pytest.param(a_raw_zip(STORED.but(size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=zip64_field(len(XML), len(XML)))), id="zip64"),
    pytest.param(a_raw_zip(REPORT, comment=b"exported for EXH-1"), id="a comment"),
    pytest.param(a_raw_zip(REPORT) + b"\0" * 40, id="zeros at the end"),
    pytest.param(a_raw_zip(Part(b"files/", b"", method=0, mode=0o040755), REPORT), id="a folder"),
]


@pytest.mark.parametrize("content", HARMLESS)
def test_an_odd_but_honest_archive_is_read(tmp_path, content):
    """Names are never paths, and what is only unusual is no reason to refuse."""
    assert read_bytes(tmp_path, content).others == {"07700 900123"}


def test_a_report_written_to_a_pipe_is_read(tmp_path):
    """An archive that was written without seeking keeps its sizes behind the data."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.xml", XML)

    assert read_bytes(tmp_path, out.getvalue()).others == {"07700 900123"}


MEASURED = [
    pytest.param(lambda: a_raw_zip(REPORT.but(content=b"<project>" + b" " * (80 << 20))), id="a bomb"),
    pytest.param(lambda: a_raw_zip(REPORT.but(packed=deflated(bytes(80 << 20)), size=5000)), id="a bomb that hides its size"),
    pytest.param(lambda: one_of_many(1_000_000), id="a million members"),
]


@pytest.mark.parametrize("make", MEASURED)
def test_refusing_takes_little_memory(tmp_path, make):
    """An archive made to fill the memory is refused with a few megabytes in use."""
    path = tmp_path / "phone"
    path.write_bytes(make())
    tracemalloc.start()
    try:
        with pytest.raises(IngestError):
            read_path(path)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 20 << 20
