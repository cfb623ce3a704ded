"""What is known and not read, unreadable or empty: refused by content with a stable code, one sentence and advice."""

from __future__ import annotations

import os
import random
import struct

import pytest

import cellebrite_reports as made
from ingest import IngestError, Scope, Source, UnreadableExtraction, UnsupportedFormat, read_extraction, read_table
from raw_zips import Part, a_raw_zip
from readings import read_bytes, read_path

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kit\r\nTEL:07700900123\r\nEND:VCARD\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
UFD = b"[General]\r\nFileDump=x\r\n[Dumps]\r\nFileDump=EXTRACTION_FFS.zip\r\n[DeviceInfo]\r\nIMEI1=490154203237518\r\n"
UFDX = b'<?xml version="1.0"?><EvidenceCollection><Extractions><Extraction Path="a\\b.ufd"/></Extractions></EvidenceCollection>'
LAST_PART = a_raw_zip(Part(content=b"<project/>"))[:-22] + struct.pack("<4s4H2LH", b"PK\5\6", 2, 2, 1, 1, 56, 50, 0)

#: As applications save them for people to read: with a line of their own, lines that go on, and marks of the writing direction.
CHATS = (
    "03/04/2026, 21:15 - It is encrypted.\n03/04/2026, 21:15 - +44 7700 900123: yo\n13/04/2026, 21:16 - Kid: call me 07700 900124\nnow\n",
    "[03/04/2026, 21:15:00] +44 7700 900123: yo\n\u200e[03/04/2026, 21:15:09] Kid: \u200eimage omitted\n",
    "4/3/26, 9:15\u202fPM - Kid: yo, 07700 900123\n4/3/26, 9:16\u202fPM - +44 7700 900124: k\n",
)

REFUSED = [
    pytest.param(b"XRY\x00" + b"\x01" * 500, "unsupported-format", "XAMN", id="native XRY"),
    pytest.param(b"SFS\x00" + b"\x01" * 500, "unsupported-format", "XAMN", id="native XRY container"),
    pytest.param(b"\x2d\x06\x52\x6d" + b"\x01" * 500, "locked-extraction", "without protection", id="protected report.xml"),
    pytest.param(made.ufdr(b"\x2d\x06\x52\x6d" + b"\x01" * 500), "locked-extraction", "without protection", id="protected UFDR"),
    pytest.param(b"SQLite format 3\x00" + bytes(500), "unsupported-format", "Ask", id="SQLite"),
    pytest.param(b"ANDROID BACKUP\n5\n1\nnone\n" + bytes(50), "unsupported-format", "Ask", id="Android backup"),
    pytest.param(b"bplist00" + bytes(50), "unsupported-format", "Ask", id="property list"),
    pytest.param(b"%PDF-1.7\n", "unsupported-format", "Excel", id="PDF"),
    pytest.param(b"\x1f\x8b\x08\x00" + bytes(50), "unsupported-format", "Unpack", id="gzip"),
    pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(50), "unsupported-format", "Unpack", id="7z"),
    pytest.param(b"Rar!\x1a\x07\x01\x00" + bytes(50), "unsupported-format", "Unpack", id="rar"),
    pytest.param(b"report.xml".ljust(257, b"\0") + b"ustar\x0000" + bytes(250), "unsupported-format", "Unpack", id="tar"),
    pytest.param(OLE + "Workbook".encode("utf-16-le") + bytes(600), "unsupported-format", ".xlsx", id="old Excel"),
    pytest.param(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "locked-extraction", "password", id="Office with a password"),
    pytest.param(UFD, "unsupported-format", ".ufdr", id=".ufd"),
    pytest.param(b"\xef\xbb\xbf" + UFD, "unsupported-format", ".ufdr", id=".ufd with a mark"),
    pytest.param(UFDX, "unsupported-format", ".ufdr", id=".ufdx"),
    pytest.param(b"PK\x07\x08" + b"PK\x03\x04" + bytes(300), "unsupported-format", "join", id="first part of a split archive"),
    pytest.param(LAST_PART, "unsupported-format", "join", id="last part of a split archive"),
    pytest.param(b"\x11" * 3000 + LAST_PART[-22:], "unsupported-format", "join", id="last part that does not start like one"),
    pytest.param(b"", "empty-extraction", "again", id="no bytes"),
    pytest.param(b" \r\n\t\x00\x00", "empty-extraction", "again", id="blanks"),
    pytest.param(b"\xff\xfe", "empty-extraction", "again", id="a mark and nothing else"),
    pytest.param(b"<html><body>Report</body></html>", "unknown-format", "formats", id="a web page"),
    pytest.param(b"<?xml version='1.0'?><smses count='0'/>", "unknown-format", "formats", id="other XML"),
    pytest.param(b"<project name='build'><target/></project>", "unknown-format", "formats", id="a project of something else"),
    pytest.param(b'{"some": "json"}', "unknown-format", "formats", id="JSON"),
    *[pytest.param(chat.encode(), "unknown-format", "formats", id=f"a chat saved as text, {at}") for at, chat in enumerate(CHATS)],
    pytest.param(random.Random(7).randbytes(9000), "unknown-format", "formats", id="random bytes"),
    pytest.param(
        made.report(doctype="<!DOCTYPE p [<!ENTITY a 'b'>]>\n").encode(),
        "unsafe-extraction",
        "exported again",
        id="document type, internal",
    ),
    pytest.param(made.report(doctype="<!DOCTYPE p SYSTEM 'x.dtd'>\n").encode(), "unsafe-extraction", "exported again", id="document type"),
    pytest.param(
        made.report(doctype="<!-- c -->\n<!doctype p>\n").encode(),
        "unsafe-extraction",
        "exported again",
        id="document type behind a comment",
    ),
    pytest.param(
        b"\xff\xfe" + made.report(doctype="<!DOCTYPE p>").encode("utf-16-le"),
        "unsafe-extraction",
        "exported again",
        id="the same in UTF-16",
    ),
]


@pytest.mark.parametrize(("content", "code", "advice"), REFUSED)
def test_what_is_not_read_is_refused_with_advice(tmp_path, content, code, advice):
    """Each refusal has its code, is one sentence, and says what to do or to ask for."""
    with pytest.raises(IngestError) as caught:
        read_bytes(tmp_path, content, scopes=frozenset(Scope))

    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert "\n" not in caught.value.sentence
    assert advice in caught.value.hint


@pytest.mark.parametrize("name", ["report.ufdr", "contacts.csv", "phone.xry", "scan.pdf", "noname"])
def test_a_name_decides_nothing(tmp_path, name):
    """A contact card is read as one whatever its file is called."""
    assert read_bytes(tmp_path, CARD, name=name).reader == "vcard"


def test_a_folder_is_refused(tmp_path):
    """A folder in place of a file is told as such."""
    with pytest.raises(UnreadableExtraction, match="folder"):
        Source(tmp_path)


def test_a_missing_file_is_refused(tmp_path):
    """A file that is not there is told as such."""
    with pytest.raises(UnreadableExtraction, match="does not exist"):
        Source(tmp_path / "phone.ufdr")


def test_what_is_no_ordinary_file_is_refused_without_waiting(tmp_path):
    """A pipe nobody writes to is refused at once, not waited for."""
    pipe = tmp_path / "phone.ufdr"
    os.mkfifo(pipe)

    with pytest.raises(UnreadableExtraction, match="ordinary"):
        Source(pipe)


@pytest.mark.parametrize("name", ["n" * 300, "nul\x00name"])
def test_an_impossible_name_is_refused(tmp_path, name):
    """A name no file can have is told in a sentence."""
    with pytest.raises(UnreadableExtraction):
        Source(tmp_path / name)


def test_a_link_that_leads_nowhere_is_refused(tmp_path):
    """A loop of links is told in a sentence."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(UnreadableExtraction):
        Source(tmp_path / "a")


def test_a_file_that_disappears_is_refused(tmp_path):
    """A file that goes between being recognised and being read is told in a sentence."""
    path = tmp_path / "phone.vcf"
    path.write_bytes(CARD)
    extraction = read_extraction(Source(path))
    path.unlink()

    with pytest.raises(UnreadableExtraction):
        list(extraction.items())


def test_no_refusal_tells_where_the_file_lies(tmp_path):
    """A sentence names the file by its last name only."""
    folder = tmp_path / "private"
    folder.mkdir()
    path = folder / "phone.ufdr"
    path.write_bytes(b"XRY\x00")

    with pytest.raises(IngestError) as caught:
        read_path(path)

    assert "private" not in caught.value.sentence + caught.value.hint + caught.value.place


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nline_id,number\n", "is a PDF"),
        (b"SQLite format 3\x00" + bytes(200), "is a raw database of a phone"),
        (b"\xef\xbb\xbfBEGIN:VCARD\r\nTEL:07700900123\r\nEND:VCARD\r\n", "is an address book of cards (vCard)"),
        (b'[{"line_id": "L-1", "number": "07700 900123"}]', "is a JSON file"),
        (b"<!DOCTYPE html><table><tr><td>line_id</td></tr></table>", "is a web page (HTML)"),
        (b"<?xml version='1.0'?><lines/>", "is an XML file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an Office file of the old kind (.xls, .doc)"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(tmp_path, content, what):
    """Whoever gives something else where a table is asked for hears what it is, not that a column is missing."""
    path = tmp_path / "lines.csv"
    path.write_bytes(content)

    with pytest.raises(UnsupportedFormat) as refused:
        list(read_table(Source(path)))

    assert what in refused.value.sentence
    assert refused.value.hint == "Open it in the program it comes from and save the table as .xlsx or .csv."
