"""Workbooks as programs store them (formats facts 13): what a person sees in a cell is what is read."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import datetime

import pytest

from ingest import DamagedExtraction, IngestError, Scope, Source, UnsafeExtraction, read_extraction
from ingest.decode.workbooks import part_xml
from readings import ALL, read_bytes
from workbooks import number, row, table, text, workbook

FORMATS = ["00000 000000", "00000000000", '"0"0000 000000', "General", "0"]
HEAD = table(["Name", "Phone"])


def _one(tmp_path, cell: str, **parts):
    """Read a workbook with one contact, whose phone cell is given."""
    return read_bytes(tmp_path, workbook({"S": HEAD + row(2, text("A2", "Jay"), cell)}, formats=FORMATS, **parts))


CELLS = [
    pytest.param(number("B2", "7700900123"), "7700900123", id="integer without its zero"),
    pytest.param(number("B2", "447700900123"), "447700900123", id="integer with country code"),
    pytest.param(number("B2", "447700900123.0"), "447700900123", id="float"),
    pytest.param(number("B2", "4.47700900123E11"), "447700900123", id="all digits in scientific form"),
    pytest.param(number("B2", "7.700900123E9"), "7700900123", id="ten digits in scientific form"),
    pytest.param(number("B2", "4.47701E11"), "4.47701E11", id="digits lost in scientific form"),
    pytest.param(number("B2", str(44_770 * 10**7)), "4.477E+11", id="digits lost before saving"),
    pytest.param(text("B2", "4.47701E+11"), "4.47701E+11", id="digits lost in text"),
    pytest.param(number("B2", "7700900123", 1), "07700 900123", id="zero in the format"),
    pytest.param(number("B2", "7700900123", 2), "07700900123", id="eleven zeros"),
    pytest.param(number("B2", "7700900123", 3), "07700 900123", id="zero as a literal"),
    pytest.param(number("B2", "7700900123", 4), "7700900123", id="general"),
    pytest.param(number("B2", "7700900123", 5), "7700900123", id="integer format"),
    pytest.param(text("B2", "'07700900123"), "'07700900123", id="quote in front"),
    pytest.param('<c r="B2" t="str"><f>CONCATENATE("0",C2)</f><v>07700900123</v></c>', "07700900123", id="formula with its value"),
    pytest.param('<c r="B2" t="str"><f>HYPERLINK("tel:+447700900123","call")</f><v>call</v></c>', "+447700900123", id="link that dials"),
    pytest.param(
        '<c r="B2" t="str"><f>HYPERLINK("https://wa.me/447700900123","chat")</f><v>chat</v></c>',
        "https://wa.me/447700900123",
        id="link that opens a chat",
    ),
    pytest.param('<c r="B2" t="str"><f>HYPERLINK("tel: 07700900123","call")</f><v>call</v></c>', "07700900123", id="blank behind a scheme"),
    pytest.param(
        '<c r="B2" t="str"><f>HYPERLINK("sip: 07700900123@example.org","call")</f><v>call</v></c>',
        "sip:07700900123@example.org",
        id="link that calls a host",
    ),
    pytest.param('<c t="inlineStr"><is><t>07700900123</t></is></c>', "07700900123", id="no reference"),
    pytest.param('<c r="B2" t="inlineStr"><is><r><t>07700 </t></r><r><t>900123</t></r></is></c>', "07700 900123", id="runs"),
    pytest.param('<c r="B2" t="s"><v>0</v></c>', "07700 900123", id="shared runs"),
    pytest.param('<c r="B2" t="s"><v>1</v></c>', "07700900124", id="shared text with its pronunciation"),
]
SHARED = (
    "<si><r><t>07700 </t></r><r><t>900123</t></r></si>"
    '<si><t>07700900124</t><rPh sb="0" eb="1"><t>07700900666</t></rPh></si>'
    "<si><t>07700900125_x000D_\n07700900126</t></si>"
)


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_a_cell_is_read_as_a_person_sees_it(tmp_path, cell, expected):
    """Formats, runs and formulas give the text of the cell; digits that are lost are not made up."""
    read = _one(tmp_path, cell, shared=SHARED)

    assert read.reader == "xlsx"
    assert [mention.raw for mention in read.mentions] == [expected]
    assert read.records[0].place == "phone:S!B2"


def test_line_breaks_in_a_cell_part_its_numbers(tmp_path):
    """The escapes of line breaks are line breaks."""
    assert _one(tmp_path, '<c r="B2" t="s"><v>2</v></c>', shared=SHARED).others == {"07700900125", "07700900126"}


@pytest.mark.parametrize(
    "cell",
    ['<c r="B2"><f>A1+1</f></c>', '<c r="B2" t="e"><v>#REF!</v></c>', '<c r="B2" t="b"><v>1</v></c>', '<c r="B2"/>', '<c r="B2" s="99"/>'],
    ids=["formula without value", "error", "boolean", "empty", "unknown style"],
)
def test_cells_without_a_number_are_accounted_for(tmp_path, cell):
    """A row that gave nothing is skipped with a reason."""
    read = _one(tmp_path, cell)

    assert read.records == []
    assert len(read.skipped) == 1
    assert read.remarks == {"no-readable-rows"}


def test_hidden_sheets_are_read_and_told(tmp_path):
    """Nothing is lost in a sheet that somebody hid."""
    sheets = {"Shown": HEAD + table(["a", "07700900123"], first=2), "Away": HEAD + table(["b", "07700900124"], first=2)}

    read = read_bytes(tmp_path, workbook(sheets, hidden=["Away"]))

    assert read.others == {"07700900123", "07700900124"}
    assert read.remarks == {"hidden-sheet"}


@pytest.mark.parametrize("stated", ["A1:A1", "A1:XFD1048576", "nonsense"])
def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path, stated):
    """The rows that are there are read."""
    sheet = HEAD + table(["a", "07700900123"], first=2)

    assert read_bytes(tmp_path, workbook({"S": sheet}, before=f'<dimension ref="{stated}"/>')).others == {"07700900123"}


def test_two_far_apart_cells_cost_nothing(tmp_path):
    """The first and the last cell there can be are two cells."""
    path = tmp_path / "far"
    path.write_bytes(workbook({"S": row(1, text("A1", "Phone")) + row(1_048_576, text("XFD1048576", "07700900123"))}))
    tracemalloc.start()
    try:
        items = list(read_extraction(Source(path)).items())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert [mention.raw for item in items for mention in getattr(item, "mentions", ())] == ["07700900123"]
    assert peak < 20_000_000


@pytest.mark.parametrize(("is_1904", "serial"), [(False, "46082.5"), (True, "44620.5")])
def test_dates_count_from_the_year_the_workbook_says(tmp_path, is_1904, serial):
    """The same moment is stored as another number where days count from 1904."""
    cells = row(2, text("A2", "07700900123"), number("B2", serial, 1), text("C2", "Incoming"), number("D2", "0.001", 2))
    book = workbook(
        {"Calls": table(["Number", "Date", "Direction", "Duration"]) + cells},
        formats=["dd/mm/yyyy hh:mm", "[h]:mm:ss"],
        properties='<workbookPr date1904="1"/>' if is_1904 else "",
    )

    read = read_bytes(tmp_path, book)

    # Day 46082 of the 1900 system is 1 March 2026; the 1904 system counts 1462 days less.
    assert [record.first for record in read.records] == [datetime(2026, 3, 1, 12)]  # noqa: DTZ001 # a cell has no zone


def test_several_tables_on_a_sheet_are_read_each_by_its_header(tmp_path):
    """A second table below the first is read by its own columns."""
    sheet = table(
        ["Contacts"],
        ["Name", "Number", "Notes"],
        ["Jay", "07700900123"],
        [],
        ["Calls"],
        ["Date", "Direction", "Number", "Duration"],
        ["2026-03-01 12:00", "Incoming", "07700900124", "3"],
    )

    assert read_bytes(tmp_path, workbook({"S": sheet})).numbers == [("07700900123", "contact"), ("07700900124", "call")]


def test_a_header_of_two_rows_is_read(tmp_path):
    """Merged titles above the header belong to it."""
    sheet = row(1, text("A1", "Download")) + row(2, text("A2", "Person"), text("C2", "Numbers"))
    sheet += table(["First name", "Last name", "Mobile", "Home"], ["Jay", "Bee", "07700900123", "01632960123"], first=3)

    read = read_bytes(tmp_path, workbook({"S": sheet}))

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700900123", "Jay Bee"), ("01632960123", "Jay Bee")]


def test_integers_without_a_header_are_numbers(tmp_path):
    """A column is known by its content, lost zeros and all."""
    rows = "".join(row(at, text(f"A{at}", f"Person {at}"), number(f"B{at}", str(7700900100 + at))) for at in range(1, 6))

    assert read_bytes(tmp_path, workbook({"S": rows})).others == {str(7700900100 + at) for at in range(1, 6)}


def test_references_beside_numbers_are_none(tmp_path):
    """IMEI, account and case columns give nothing, whatever number stands there."""
    head = table(["Name", "Phone", "IMEI", "Account number", "Case", "GPS", "VIN", "SSN", "IP"])
    cells = [text("A2", "Jay"), text("B2", "07700900123"), number("C2", "3525716930469390.0"), number("D2", "1632960123")]
    cells += [
        text("E2", "01632 960124"),
        text("F2", "51.5"),
        text("G2", "1HGCM82633A004352"),
        text("H2", "078-05-1120"),
        text("I2", "10.0.0.1"),
    ]

    assert read_bytes(tmp_path, workbook({"S": head + row(2, *cells)})).others == {"07700900123"}


def test_sheets_outside_the_scope_are_not_read(tmp_path):
    """A run for contacts yields no party of a call or a message."""
    sheets = {
        "Contacts": table(["Name", "Number"], ["Jay", "07700900123"]),
        "Call Log": table(["Number", "Date", "Direction", "Duration"], ["07700900124", "2026-03-01", "Incoming", "1"]),
        "SMS": table(["From", "To", "Text", "Date"], ["07700900125", "07700900999", "new 07700900555", "2026-03-01"]),
    }

    assert read_bytes(tmp_path, workbook(sheets), scopes=frozenset({Scope.CONTACTS})).others == {"07700900123"}
    texts = read_bytes(tmp_path, workbook(sheets), scopes=frozenset({Scope.TEXTS}))
    assert (texts.others, texts.prose) == (set(), ["new 07700900555"])


def test_accounts_of_the_phones_user_are_its_owners(tmp_path):
    """Numbers of a sheet of user accounts and of device information are the owner's, whatever was asked for."""
    sheets = {
        "User Accounts": table(["Service", "User name", "Phone"], ["App", "me", "07700900998"]),
        "Device Information": table(["Name", "Value"], ["IMEI", "356938035643809"], ["MSISDN", "07700900999"]),
    }

    for scopes in (ALL, frozenset({Scope.CALLS})):
        read = read_bytes(tmp_path, workbook(sheets), scopes=scopes)
        assert read.own == {"07700900998", "07700900999"}
        assert read.others == set()


HOSTILE = [
    pytest.param(
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'}, UnsafeExtraction, id="document type"
    ),
    pytest.param({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row><c"}, DamagedExtraction, id="cut short"),
    pytest.param({"xl/workbook.xml": "<workbook"}, DamagedExtraction, id="broken main part"),
    pytest.param(
        {"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row><c r="A1" t="s"><v>5</v></c></row></sheetData></worksheet>'},
        DamagedExtraction,
        id="shared text that is not there",
    ),
    pytest.param(
        {"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row><c r="XFE1"><v>5</v></c></row></sheetData></worksheet>'},
        DamagedExtraction,
        id="column that no sheet has",
    ),
]


@pytest.mark.parametrize(("parts", "kind"), HOSTILE)
def test_broken_and_dangerous_parts_are_refused(tmp_path, parts, kind):
    """A sentence and a kind of error, never a traceback."""
    with pytest.raises(kind) as caught:
        read_bytes(tmp_path, _with(workbook({"S": HEAD}), parts))

    assert caught.value.sentence.endswith(".")


def test_a_cell_whose_text_is_lost_costs_its_row_only(tmp_path):
    """One cell that points at no text is told and its row accounted for; every other row is read."""
    rows = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>99</v></c></row>'
        '<row r="4"><c r="B4" t="s"><v>98</v></c></row>'
    )
    book = workbook({"S": HEAD + rows}, shared="<si><t>Jay</t></si><si><t>07700900123</t></si>")

    read = read_bytes(tmp_path, book)

    assert read.others == {"07700900123"}
    assert len(read.skipped) == 2
    assert read.remarks == {"truncated"}


def test_a_lost_text_costs_its_row_only_where_no_texts_are_shared(tmp_path):
    """A program that writes its texts into the cells may leave one that points nowhere; the others are read."""
    rows = row(2, text("A2", "Jay"), text("B2", "07700900123")) + '<row r="3"><c r="B3" t="s"><v>99</v></c></row>'

    read = read_bytes(tmp_path, workbook({"S": HEAD + rows}))

    assert (read.others, len(read.skipped), read.remarks) == ({"07700900123"}, 1, {"truncated"})


def _with(book: bytes, parts: dict[str, str]) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()


def test_deep_nesting_is_flat(tmp_path):
    """Elements inside elements without end cost neither memory nor a stack."""
    deep = "<worksheet><sheetData>" + "<a>" * 100_000 + "</a>" * 100_000 + "</sheetData></worksheet>"

    read = read_bytes(tmp_path, _with(workbook({"S": HEAD}), {"xl/worksheets/sheet1.xml": deep}))

    assert read.remarks == {"no-readable-rows"}


def test_a_million_blank_rows_are_passed_over(tmp_path):
    """Rows without cells are no rows."""
    sheet = HEAD + "<row/>" * 200_000 + table(["a", "07700900123"], first=300_000)

    read = read_bytes(tmp_path, workbook({"S": sheet}))

    assert [record.place for record in read.records] == ["phone:S!B300000"]


def test_a_sheet_of_an_absurd_size_is_refused(tmp_path, monkeypatch):
    """Cells are counted, those a wide row leaves blank included."""
    monkeypatch.setattr("ingest.decode.workbooks.sheet_rows.MAX_CELLS", 1_000_000)
    rows = "".join(row(at, text(f"XFD{at}", "x")) for at in range(1, 70))

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, workbook({"S": rows}))


@pytest.mark.parametrize(
    "links",
    [
        pytest.param("<Relationships><Relationship", id="cut"),
        pytest.param("", id="empty"),
        pytest.param("<Relationships/>", id="names nothing"),
        pytest.param('<R><Relationship Type="http://x/officeDocument" Target="xl/gone.xml"/></R>', id="names what is not there"),
    ],
)
def test_a_broken_list_of_parts_does_not_hide_a_workbook(tmp_path, links):
    """Where the list of parts is broken, the main part is found where every program puts it."""
    read = read_bytes(tmp_path, _with(workbook({"S": HEAD + row(2, text("A2", "Mo"), text("B2", "07700 900123"))}), {"_rels/.rels": links}))

    assert (read.reader, read.others) == ("xlsx", {"07700 900123"})


def test_a_workbook_that_is_unsafe_in_its_list_of_parts_is_refused_for_that(tmp_path):
    """A document type in the list of parts is told as such; the file does not become one of no known format."""
    book = _with(workbook({"S": HEAD}), {"_rels/.rels": '<!DOCTYPE r [<!ENTITY a "b">]><Relationships/>'})

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, book)


def test_the_shared_texts_of_a_report_are_read_once(tmp_path, monkeypatch):
    """However many readers ask whose report it is, its shared texts are parsed once, reading included."""
    parsed = []
    original = part_xml.parse_part

    def counted(source, archive, name, handlers):
        parsed.append(name)
        return original(source, archive, name, handlers)

    for user in ("workbook", "shared_texts"):
        monkeypatch.setattr(f"ingest.decode.workbooks.{user}.parse_part", counted)
    words = ["#", "Name", "Entries", "Source", "Mo", "Phone-Mobile: 07700 900123"]
    cells = [f'<c r="{at}" t="s"><v>{number}</v></c>' for number, at in enumerate(("A1", "B1", "C1", "D1", "B2", "C2"))]
    shared = "".join(f"<si><t>{word}</t></si>" for word in words)
    read = read_bytes(tmp_path, workbook({"Contacts": row(1, *cells[:4]) + row(2, *cells[4:])}, shared=shared))

    assert (read.reader, read.others) == ("cellebrite-excel", {"07700 900123"})
    assert parsed.count("xl/sharedStrings.xml") == 1


def test_another_office_file_is_no_workbook(tmp_path):
    """A document without sheets is refused."""
    book = _with(workbook({"S": HEAD}), {"_rels/.rels": "<Relationships/>"})

    with pytest.raises(IngestError):
        read_bytes(tmp_path, book.replace(b"xl/workbook.xml", b"wd/workbook.xml"))


@pytest.mark.parametrize("header", [["Name", "Contact Number"], ["Contact Name", "Contact No"], ["Saved as", "Ph"], ["Nominal", "Contact"]])
def test_a_contact_number_in_a_sheet_is_one_of_a_contact(tmp_path, header):
    """The words of people for the number of a contact make a phone book of a sheet; what is damaged in it comes out as it stands."""
    cells = ["07700 900123", "07700 900124", "07700 900125", "O7700 9OO126", "Withheld", "0800 1111"]
    rows = [row(at, text(f"A{at}", "Jay"), text(f"B{at}", cell)) for at, cell in enumerate(cells, 2)]

    read = read_bytes(tmp_path, workbook({"S": table(header) + "".join(rows)}), scopes=frozenset({Scope.CONTACTS}))

    assert [(mention.raw, mention.role.value, mention.label) for mention in read.mentions] == [(cell, "contact", "Jay") for cell in cells]


def _pointing(at: str, number: int) -> str:
    return f'<c r="{at}" t="s"><v>{number}</v></c>'


def test_two_texts_for_one_cell_are_both_read(tmp_path):
    """Neither is lost when a program writes a cell twice, and a person is told."""
    twice = row(2, text("A2", "Jay"), text("B2", "07700900123"), text("A2", "Kim"), text("B2", "07700900124"), text("B2", "07700900124"))

    read = read_bytes(tmp_path, workbook({"S": HEAD + twice}))

    assert {(mention.label, mention.raw) for mention in read.mentions} == {
        ("Jay", "07700900123"),
        ("Kim", "07700900124"),
    }
    assert read.remarks == {"repaired-rows"}


def test_a_cell_written_twice_alike_is_read_once(tmp_path):
    """The same text again says nothing new."""
    twice = row(2, text("A2", "Jay"), text("B2", "07700900123"), text("B2", "07700900123"))

    assert [mention.raw for mention in read_bytes(tmp_path, workbook({"S": HEAD + twice})).mentions] == ["07700900123"]


@pytest.mark.parametrize(("length", "cells"), [(960_000, 300), (30_000, 6_000), (2_000_000, 40)])
def test_a_bomb_of_shared_texts_is_refused(tmp_path, length, cells):
    """A small file whose many cells point at one long text is refused before it gives more than any table has."""
    long = "07700 900123 " * (length // 13)
    rows = "".join(row(at, text(f"A{at}", "Jay"), _pointing(f"B{at}", 0)) for at in range(2, cells))
    book = workbook({"S": HEAD + rows}, shared=f"<si><t>{long}</t></si>")

    path = tmp_path / "bomb.xlsx"
    path.write_bytes(book)
    mentions = (mention for item in read_extraction(Source(path)).items() for mention in getattr(item, "mentions", ()))
    given: list[int] = []

    with pytest.raises(UnsafeExtraction):
        given.extend(len(mention.raw) for mention in mentions)
    assert sum(given) < 256 << 20


def test_many_shared_texts_in_a_small_file_are_refused(tmp_path, monkeypatch):
    """Short texts take memory, too."""
    monkeypatch.setattr("ingest.decode.workbooks.shared_texts._KEPT_FREE", 1 << 20)

    with pytest.raises(UnsafeExtraction):
        read_bytes(tmp_path, workbook({"S": HEAD}, shared="<si><t>a b</t></si>" * 100_000))


def test_long_cells_that_many_rows_share_are_no_bomb(tmp_path):
    """Who takes part in a chat of hundreds stands in every row of it."""
    people = "; ".join(f"44770090{at:04}@s.whatsapp.net" for at in range(300))
    rows = "".join(row(at, text(f"A{at}", "hello"), _pointing(f"B{at}", 0)) for at in range(2, 502))

    read = read_bytes(tmp_path, workbook({"Chats": table(["Body", "Participants"]) + rows}, shared=f"<si><t>{people}</t></si>"))

    assert len(read.records) == 500


def test_a_sheet_cut_short_keeps_what_stands_before(tmp_path):
    """What was complete is read, the rest is told, and the next sheet is read."""
    cut = f"<worksheet><sheetData>{HEAD}{table(['Jay', '07700900123'], first=2)}<row r='3'><c r='A3' t='inlineStr'><is><t>Ki"
    book = _with(workbook({"S": HEAD, "T": HEAD + table(["Lee", "07700900125"], first=2)}), {"xl/worksheets/sheet1.xml": cut})

    read = read_bytes(tmp_path, book)

    assert read.others == {"07700900123", "07700900125"}
    assert read.remarks == {"truncated"}


def test_shared_texts_cut_short_keep_what_stands_before(tmp_path):
    """Rows whose text is lost are accounted for, and a person is told."""
    rows = "".join(row(at, text(f"A{at}", "Jay"), _pointing(f"B{at}", at - 2)) for at in range(2, 5))
    cut = "<sst><si><t>07700900123</t></si><si><t>07700900124</t></si><si><t>0770090"
    book = _with(workbook({"S": HEAD + rows}, shared="<si/>"), {"xl/sharedStrings.xml": cut})

    read = read_bytes(tmp_path, book)

    assert read.others == {"07700900123", "07700900124"}
    assert len(read.skipped) == 1
    assert read.remarks == {"truncated"}


def _merging(*areas):
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f"</sheetData><mergeCells>{listed}</mergeCells>"


def test_a_cell_that_reaches_over_rows_is_meant_for_each_of_them(tmp_path):
    """Two people with one telephone, and one person with two: as whoever looks at the sheet sees it."""
    rows = table(["Name", "Phone"], ["Jay", "07700900323"], ["Mo"], ["Kit", "07700900324"], ["", "07700900325"], ["", "07700900326"])
    parts = {"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}{_merging('B2:B3', 'A4:A5')}</worksheet>"}

    read = read_bytes(tmp_path, _with(workbook({"S": HEAD}), parts))

    assert [(mention.raw, mention.label) for mention in read.mentions] == [
        ("07700900323", "Jay"),
        ("07700900323", "Mo"),
        ("07700900324", "Kit"),
        ("07700900325", "Kit"),
        ("07700900326", None),
    ]


def test_a_banner_over_several_rows_and_columns_changes_nothing(tmp_path):
    """Titles are merged, too, and say nothing of the rows."""
    rows = table(["Report of the unit, made on request"], [""], ["Name", "Phone"], ["Jay", "07700900323"])
    parts = {"xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}{_merging('A1:F2')}</worksheet>"}

    read = read_bytes(tmp_path, _with(workbook({"S": HEAD}), parts))

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700900323", "Jay")]
    assert not read.skipped
