"""Bad input gets one clear sentence, the right code, and leaves nothing behind."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from commands import linewatch

LIST = "line_id,number\nL1,07700 900123\n"

ERROR = re.compile(r"linewatch: error: ([a-z0-9-]+): \S.*")

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Jay\nTEL:07700 900123\nEND:VCARD\n"

WORKBOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
</Relationships>"""
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'

REPORT = (
    '<?xml version="1.0" encoding="utf-8"?>{doctype}<project id="1" name="x" xmlns="http://pa.cellebrite.com/report/2.0">{body}</project>'
)


def a_zip(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip holding these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_workbook(rows: str, sheet_head: str = "") -> bytes:
    """A minimal spreadsheet with these rows of XML."""
    return a_zip(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet_head + SHEET.format(rows=rows),
        }
    )


def encrypted(data: bytes) -> bytes:
    """The same zip with the flag that says its members need a password."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def overlapping(copies: int = 60) -> bytes:
    """A zip whose many entries all point at the same bytes."""
    base = a_zip({"report.xml": b"<project>" + b"a" * 500_000})
    start = base.find(b"PK\x01\x02")
    end = base.find(b"PK\x05\x06")
    entry = base[start:end]
    directory = b"".join(entry.replace(b"report.xml", b"report%03d!" % index) for index in range(copies))
    tail = bytearray(base[end:])
    tail[8:10] = tail[10:12] = copies.to_bytes(2, "little")
    tail[12:16] = len(directory).to_bytes(4, "little")
    return base[:start] + directory + bytes(tail)


LAUGHS = (
    "<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1 if n > 1 else str()};' * 10}'>" for n in range(1, 9))
    + "]>"
)

REFUSED = [
    pytest.param(b"", "empty-extraction", id="no bytes"),
    pytest.param(b" \n\n\t ", "empty-extraction", id="nothing but blanks"),
    pytest.param(bytes(range(256)) * 40, None, id="random bytes"),
    pytest.param(b'{"some": "json"}', "unknown-format", id="unknown text"),
    pytest.param(b"XRY\x00" + b"\x01" * 500, "unsupported-format", id="native XRY"),
    pytest.param(b"\x2d\x06\x52\x6d" + b"\x01" * 500, "locked-extraction", id="protected report.xml"),
    pytest.param(a_zip({"report.xml": b"\x2d\x06\x52\x6d" + b"\x01" * 500}), "locked-extraction", id="protected UFDR"),
    pytest.param(encrypted(a_zip({"report.xml": REPORT.format(doctype="", body="")})), "locked-extraction", id="encrypted zip"),
    pytest.param(a_zip({"report.xml": REPORT.format(doctype="", body="")})[:-60], "damaged-extraction", id="zip cut short"),
    pytest.param(overlapping(), "unsafe-extraction", id="overlap bomb"),
    pytest.param(a_zip({"report.xml": b"<project>" + b"\x20" * (60 << 20)}), "unsafe-extraction", id="zip bomb"),
    pytest.param(a_zip({"report.xml": REPORT.format(doctype=LAUGHS, body="&a8;")}), "unsafe-extraction", id="billion laughs"),
    pytest.param(
        REPORT.format(doctype="<!DOCTYPE p SYSTEM 'x.dtd'>", body="").encode(), "unsafe-extraction", id="DOCTYPE in a bare report"
    ),
    pytest.param(
        REPORT.format(doctype="", body="<decodedData>" + "<model>" * 100_000 + "</model>" * 100_000 + "</decodedData>").encode(),
        "unsafe-extraction",
        id="nested a hundred thousand deep",
    ),
    pytest.param(
        a_workbook("<row r='1'><c r='A1' t='inlineStr'><is><t>Phone</t></is></c></row>", "<!DOCTYPE worksheet>"),
        "unsafe-extraction",
        id="DOCTYPE in a sheet",
    ),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600, "locked-extraction", id="password"
    ),
]


@pytest.fixture
def lines(tmp_path):
    """A line list without a fault."""
    path = tmp_path / "lines.csv"
    path.write_text(LIST)
    return path


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_a_bad_file_is_refused_in_one_line(tmp_path, lines, content, code):
    """A file that cannot be read ends with exit code 3, one error line, no answer, no traceback and no page."""
    phone, page = tmp_path / "phone", tmp_path / "page.html"
    phone.write_bytes(content)

    said = linewatch("match", phone, "--lines", lines, "--json", "--html", page)

    told = [line for line in said.err.splitlines() if line.startswith("linewatch: error:")]
    assert said.code == 3
    assert len(told) == 1
    assert ERROR.fullmatch(told[0])
    assert code is None or ERROR.fullmatch(told[0])[1] == code
    assert "Traceback" not in said.err
    assert said.out == ""
    assert not page.exists()


def test_a_folder_is_refused(tmp_path, lines):
    """A folder in place of a file is told as such."""
    said = linewatch("extract", tmp_path)

    assert said.code == 3
    assert "is a folder" in said.err


def test_a_missing_file_is_refused(tmp_path):
    """A file that does not exist is told as such."""
    said = linewatch("extract", tmp_path / "nothing.vcf")

    assert said.code == 3
    assert "does not exist" in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    """A file that may not be opened is told as such."""
    phone = tmp_path / "phone.vcf"
    phone.write_text(CARD)
    phone.chmod(0)

    assert "may not be opened" in linewatch("extract", phone).err


def test_the_far_corner_sheet_is_read_without_harm(tmp_path):
    """A sheet with cells in A1 and XFD1048576 is answered quickly, not by a crash."""
    cell = "<row r='{row}'><c r='{ref}' t='inlineStr'><is><t>{text}</t></is></c></row>"
    rows = cell.format(row=1, ref="A1", text="Phone") + cell.format(row=1_048_576, ref="XFD1048576", text="07700 900123")
    phone = tmp_path / "far.xlsx"
    phone.write_bytes(a_workbook(rows))

    said = linewatch("extract", phone, "--json")

    assert said.code in {0, 3}
    assert "Traceback" not in said.err


def test_nul_bytes_in_a_table_do_not_hide_its_rows(tmp_path, lines):
    """A NUL byte in one cell leaves the other rows readable."""
    phone = tmp_path / "phone.csv"
    phone.write_bytes(b"Name,Phone\nKit\x00,07700 900124\nJay,07700 900123\n")

    said = linewatch("match", phone, "--lines", lines, "--json")

    assert [match["number"] for match in said.answer["matches"]] == ["+447700900123"]


def test_a_formula_is_text_and_never_evaluated(tmp_path):
    """A formula cell of a CSV is read as the text it is."""
    phone = tmp_path / "phone.csv"
    phone.write_text('Name,Phone\n"=HYPERLINK(""http://x"")",07700 900123\n')

    assert [row["e164"] for row in linewatch("extract", phone, "--json").lines if row["type"] == "sighting"] == ["+447700900123"]


def test_one_bad_file_does_not_stop_the_others(tmp_path, lines):
    """With several files the good ones are answered and the exit code is 3."""
    good, bad = tmp_path / "good.vcf", tmp_path / "bad.vcf"
    good.write_text(CARD)
    bad.write_bytes(b"XRY\x00" + b"\x01" * 100)

    said = linewatch("match", bad, good, "--lines", lines, "--json")

    assert said.code == 3
    assert len(said.answer["matches"]) == 1


def test_a_cut_file_is_answered_and_flagged(tmp_path, lines):
    """A vCard that ends in the middle is answered, marked as cut short, and still a failure."""
    phone = tmp_path / "phone.vcf"
    phone.write_text(CARD + "BEGIN:VCARD\nVERSION:3.0\nFN:K")

    said = linewatch("match", phone, "--lines", lines, "--json")

    assert said.code == 3
    assert said.answer["screening"]["sources"][0]["truncated"] is True
    assert "truncated-extraction" in said.err
    assert len(said.answer["matches"]) == 1


def test_four_kinds_of_nothing_are_four_answers(tmp_path, lines):
    """`0 found`, `cut short`, `refused` and `no readable rows` can be told apart."""
    files = {
        "none.vcf": CARD.replace("900123", "900999"),
        "cut.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:K",
        "refused.vcf": "XRY\x00....",
        "norows.csv": "Name,Phone\nKit,\nJay,\n",
    }
    answers = set()
    for name, content in files.items():
        path = Path(tmp_path / name)
        path.write_text(content)
        said = linewatch("match", path, "--lines", lines, "--json", "--at", "2026-04-20T12:00:00Z")
        codes = tuple(ERROR.findall(said.err))
        warned = bool(said.out) and bool(said.answer["warnings"])
        answers.add((said.code, codes, warned))

    assert len(answers) == 4


def test_every_fault_of_a_list_is_told_at_once(tmp_path):
    """A list with several faults ends with code 4, one error line, and each fault with its row and column."""
    phone, lines = tmp_path / "phone.vcf", tmp_path / "lines.csv"
    phone.write_text(CARD)
    lines.write_text("line_id,number,status,first_seen\nL1,900123,active,2026-02-31\nL2,07700 900123,open,\n,07700 900124,,\n")

    said = linewatch("match", phone, "--lines", lines, "--json")

    assert said.code == 4
    assert [ERROR.fullmatch(line)[1] for line in said.err.splitlines() if line.startswith("linewatch: error:")] == ["bad-line-list"]
    for row, column in ((2, "number"), (2, "first_seen"), (3, "status"), (4, "line_id")):
        assert re.search(rf"row {row}, column {column}\b", said.err)
    assert said.out == ""


def test_no_error_repeats_a_number(tmp_path):
    """The faults of a list and the refusal of a file never quote a number."""
    phone, lines = tmp_path / "07700900555.vcf", tmp_path / "lines.csv"
    phone.write_text(CARD)
    lines.write_text("line_id,number\nL1,07700 9001\nL1,07700900123x\nL2,0770090012345\n")

    said = linewatch("match", phone, "--lines", lines)

    assert not re.search(r"\d{7}", re.sub(r"[^\d\n]", "", said.err))


def test_a_note_whose_digits_are_typed_as_letters_is_looked_at(tmp_path):
    """It holds fewer figures than a telephone number, and is one all the same: letters O are read as zeros (domain 5.1)."""
    phone = tmp_path / "phone.csv"
    phone.write_text("Name,Phone,Notes\nAl Pell,07700 900303,new one O77OO 9OO123\n")

    found = [row["e164"] for row in linewatch("extract", phone, "--json").lines if row["type"] == "sighting"]

    assert found == ["+447700900303", "+447700900123"]
