"""Text tables of any layout (formats facts 12.2, 13): how they are written, where their header stands, what is no number in them."""

from __future__ import annotations

import tracemalloc

import pytest

from ingest import IngestError, Scope, Source, UnsafeExtraction, read_extraction, read_table
from readings import ALL, read_bytes

TABLE = "Name,Phone\nJay,07700 900123\nKim,07700 900124\n"
BOTH = ["07700 900123", "07700 900124"]

WRITTEN = [
    pytest.param(TABLE.encode(), id="plain"),
    pytest.param(TABLE.replace(",", ";").encode("utf-8-sig"), id="semicolons and a mark"),
    pytest.param(TABLE.replace(",", "\t").encode("utf-16"), id="tabs in UTF-16"),
    pytest.param(TABLE.encode("utf-16-le"), id="UTF-16 without a mark"),
    pytest.param(TABLE.replace(",", "|").encode(), id="bars"),
    pytest.param(("sep=;\n" + TABLE.replace(",", ";")).encode(), id="named delimiter"),
    pytest.param(TABLE.replace("\n", "\r").encode(), id="CR only"),
    pytest.param(TABLE.replace("\n", "\r\n").encode(), id="CRLF"),
    pytest.param(TABLE.replace("\n", "\r\r\n").encode(), id="CR CR LF"),
    pytest.param(TABLE.replace("Jay,", '"Jay\nthe second, ""J""",').encode(), id="quoted line breaks and commas"),
    pytest.param(TABLE.replace(",", ', "').replace("\n", '"\n').encode(), id="blanks before quotation marks"),
    pytest.param(TABLE.rstrip("\n").encode(), id="no end of the last line"),
    pytest.param(TABLE.replace("Phone", "Phone,").encode(), id="header one cell longer"),
    pytest.param(TABLE.replace("900123", "900123,,,").encode(), id="row longer than the header"),
    pytest.param(("OFFICIAL-SENSITIVE\nDownload of exhibit AB/1\n\n" + TABLE).encode(), id="below a banner"),
    pytest.param(("OFFICIAL-SENSITIVE,\nExhibit,AB/1\n,\n" + TABLE).encode(), id="below a banner as wide as the table"),
    pytest.param(TABLE.replace("Kim", "Name,Phone\nKim").encode(), id="header repeated"),
    pytest.param(TABLE.replace("Kim", "\ufeffName,Phone\nKim").encode("utf-8-sig"), id="mark and header again"),
    pytest.param(("Name,Phone\n" + TABLE.partition("\n")[2].replace(",", "\t")).encode(), id="header with commas, rows with tabs"),
    pytest.param(TABLE.replace("Jay", "Ren\xe9").encode("cp1252"), id="cp1252"),
    pytest.param(TABLE.replace("Name,Phone", "名前,電話").encode("shift_jis"), id="Shift_JIS"),
    pytest.param(TABLE.replace("Jay", '"Jay').encode(), id="quotation mark never closed"),
]


@pytest.mark.parametrize("content", WRITTEN)
def test_numbers_are_found_however_the_table_is_written(tmp_path, content):
    """Delimiter, quotes, line ends, encoding and what stands above the header change nothing."""
    read = read_bytes(tmp_path, content)

    assert read.reader == "csv"
    assert [mention.raw for mention in read.mentions] == BOTH


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_without_header_is_read_by_its_content(tmp_path, delimiter):
    """Numbers are told by their form; IMEI, ICCID and dates beside them are none, and the guess is told."""
    rows = [
        ("Jay/M", "07700900123", "356938035643809", "8944110068012345678", "01/02/2009"),
        ("Mum", "07700900124", "356938035643817", "8944110068012345686", "11/12/1975"),
    ]

    read = read_bytes(tmp_path, "".join(delimiter.join(row) + "\n" for row in rows))

    assert [(mention.raw, mention.label) for mention in read.mentions] == [("07700900123", "Jay/M"), ("07700900124", "Mum")]
    assert read.remarks == {"header-guessed"}


def test_a_list_of_numbers_alone_is_read(tmp_path):
    """One number to a line is a table of one column."""
    assert read_bytes(tmp_path, "07700900123\n07700900124\n").others == {"07700900123", "07700900124"}


@pytest.mark.parametrize(
    "header",
    [
        "Phone IMEI",
        "phoneIMEI",
        "SIM ICCID",
        "IMSI",
        "Custody Number",
        "Custody Record No",
        "Occurrence No",
        "Crime Number",
        "Crime Ref No.",
        "Case Number",
        "Account Number",
        "Serial Number",
        "House Number",
        "NHS Number",
        "Exhibit Number",
        "URN",
        "Reference Number",
        "Phone Type",
        "Phone Model",
        "Service Center Number",
        "Job number",
        "Badge number",
        "Duration",
        "Postcode",
        "Lat",
        "Long",
        "GPS latitude",
        "Altitude",
        "Phone GPS",
        "MAC address",
        "BSSID",
        "IP address",
        "Device UUID",
    ],
)
def test_references_are_never_numbers(tmp_path, header):
    """A column of references is none of numbers, even where its cells look like one."""
    read = read_bytes(tmp_path, f"Name,{header},Mobile\nJay,01632960123,07700900123\nKim,01632960124,07700900124\n")

    assert read.others == {"07700900123", "07700900124"}


@pytest.mark.parametrize(
    "header",
    [
        "Phone",
        "Mobile",
        "Cell",
        "Tel",
        "Tel.",
        "Telephone No",
        "MSISDN",
        "Number",
        "Fax",
        "Pager",
        "Contact No",
        "Mobile Number",
        "PHONE_NUMBER",
        "phoneNumber",
        "Mob",
        "Home Phone",
        "Phone 1 - Value",
        "Car Phone",
        "TTY/TDD Phone",
        "Assistant's Phone",
        "Telefon",
        "Handy",
        "Rufnummer",
    ],
)
def test_headers_that_mean_a_number(tmp_path, header):
    """The words of address books for a number are known (formats facts 12.2)."""
    assert read_bytes(tmp_path, f"Name,{header}\nJay,07700900123\n").others == {"07700900123"}


def test_what_a_spreadsheet_did_to_a_number_stays_visible(tmp_path):
    """Lost zeros, floats, scientific text and protecting signs come out as they stand; what is lost is not made up."""
    cells = ["4.4770E+11", "7700900123", "447700900124.0", "'07700900125", '"=""07700900126"""']

    read = read_bytes(tmp_path, "Name,Phone\n" + "".join(f"Jay,{cell}\n" for cell in cells))

    assert [mention.raw for mention in read.mentions] == ["4.4770E+11", "7700900123", "447700900124.0", "'07700900125", '="07700900126"']


def test_formulas_are_not_evaluated(tmp_path):
    """A cell that would run something gives nothing and is accounted for."""
    read = read_bytes(tmp_path, "Name,Phone\nJay,07700900123\nKim,=cmd|'/c calc'!A1+07700900124\n")

    assert read.others == {"07700900123"}
    assert len(read.skipped) == 1


def test_a_cell_with_several_numbers_gives_all(tmp_path):
    """Lines of a cell are told apart; what stands on one line is told apart by whoever reads the number."""
    read = read_bytes(tmp_path, 'Name,Phone\nJay,"Mobile: 07700900123\nHome: 01632 960123\na@b.example"\nKim,07700900124 ::: 07700900125\n')

    assert [mention.raw for mention in read.mentions] == ["07700900123", "01632 960123", "07700900124 ::: 07700900125"]


def test_a_table_below_another_is_read_by_its_own_header(tmp_path):
    """Two tables in one file lose nothing, whichever has the longer header."""
    contacts = "Name,Number\nJay,07700900123\n"
    calls = "Date,Direction,Number,Duration,Name\n2026-03-01 12:00,Incoming,07700900124,3,Kim\n"

    for text in (f"Contacts\n{contacts}\nCalls\n{calls}", f"Calls\n{calls}\nContacts\n{contacts}"):
        read = read_bytes(tmp_path, text)
        assert {(mention.raw, mention.role.value, mention.label) for mention in read.mentions} == {
            ("07700900123", "contact", "Jay"),
            ("07700900124", "call", "Kim"),
        }


def test_facts_about_the_phone_above_the_table_are_its_owners(tmp_path):
    """The phone's own number above a table is the owner's; a number of the examiner there is no contact."""
    above = "Exhibit,AB/1\nHandset number,07700 900999\nExaminer phone,01632 960999\n\n"

    read = read_bytes(tmp_path, above + TABLE)

    assert read.own == {"07700 900999"}
    assert read.others == set(BOTH)


def test_rows_without_number_are_accounted_for(tmp_path):
    """A row that gave nothing is told with its place and without its content."""
    read = read_bytes(tmp_path, "Name,Phone,Notes\nJay,07700900123,\nKim,,nothing\n,07700900124,\n\nLee,unknown,\n")

    assert [record.place for record in read.records] == ["phone:2", "phone:4"]
    assert [skipped.place for skipped in read.skipped] == ["phone:3", "phone:6"]
    assert not any("Kim" in skipped.reason or "Lee" in skipped.reason for skipped in read.skipped)


def test_a_table_whose_columns_say_nothing_is_searched(tmp_path):
    """Prose in cells is searched, never taken for a number field."""
    read = read_bytes(tmp_path, "Date,Entry\n01/02/2026,Said he rings 07700 900123 for it\n13/02/2026,nothing\n")

    assert read.prose == ["Said he rings 07700 900123 for it"]
    assert len(read.skipped) == 1


CALLS = "Type,Number,Name,Date,Duration\nIncoming,07700900123,Jay,13/03/2026 12:00:05,00:00:10\nOutgoing,07700900124,,13/03/2026 12:01,5\n"
NO_HEADER_CALLS = "13/02/2026 12:00,Incoming,07700900123,Jay\n14/02/2026 12:00,Outgoing,07700900124,Kim\n"
MESSAGES = "Date,From,To,Message,Direction\n2026-03-01,07700900123,07700900999,new no 07700900555,Incoming\n"
MIXED = (
    "Type,Name,Number,Date,Text\nContact,Jay,07700900123,,\nCall,Kim,07700900124,2026-03-01,\n"
    "SMS,Lee,07700900125,2026-03-01,new 07700900556\n"
)


@pytest.mark.parametrize(
    ("content", "scope", "others", "prose"),
    [
        (CALLS, Scope.CALLS, {"07700900123", "07700900124"}, []),
        (CALLS, Scope.CONTACTS, set(), []),
        (CALLS, Scope.MESSAGES, set(), []),
        (NO_HEADER_CALLS, Scope.CALLS, {"07700900123", "07700900124"}, []),
        (NO_HEADER_CALLS, Scope.CONTACTS, set(), []),
        (MESSAGES, Scope.MESSAGES, {"07700900123"}, []),
        (MESSAGES, Scope.TEXTS, set(), ["new no 07700900555"]),
        (MESSAGES, Scope.CONTACTS, set(), []),
        (MIXED, Scope.CONTACTS, {"07700900123"}, []),
        (MIXED, Scope.CALLS, {"07700900124"}, []),
        (MIXED, Scope.MESSAGES, {"07700900125"}, []),
        (MIXED, Scope.TEXTS, set(), ["new 07700900556"]),
        (TABLE, Scope.CONTACTS, set(BOTH), []),
        (TABLE, Scope.CALLS, set(), []),
    ],
)
def test_what_is_outside_the_scope_is_not_read(tmp_path, content, scope, others, prose):
    """Only what was asked for comes out, row by row where a table mixes kinds."""
    read = read_bytes(tmp_path, content, scopes=frozenset({scope}))

    assert (read.others, read.prose) == (others, prose)


def test_a_table_outside_the_scope_is_told(tmp_path):
    """That a table was left out is not the same as that nothing stood in it."""
    assert read_bytes(tmp_path, CALLS, scopes=frozenset({Scope.CONTACTS})).remarks == {"outside-scope"}


def test_a_table_without_any_number_says_so(tmp_path):
    """A recognised table that gave nothing is told apart from an empty phone."""
    assert read_bytes(tmp_path, "Name,Phone\nJay,\nKim,\n").remarks == {"no-readable-rows"}


def test_a_file_cut_inside_quotation_marks_is_told(tmp_path):
    """What was complete is kept."""
    read = read_bytes(tmp_path, 'Name,Phone,Notes\nJay,07700900123,x\nKim,07700900124,"hello\nthere')

    assert read.others == {"07700900123", "07700900124"}
    assert "truncated" in read.remarks


@pytest.mark.parametrize(
    "content", ["<html><table><tr><td>07700900123", '{"a": "07700900123"}', "dn: cn=a\nmobile: 07700900123\n", "A line of prose.\n"]
)
def test_other_texts_are_no_tables(tmp_path, content):
    """Markup, JSON, directory entries and prose are refused, not misread."""
    with pytest.raises(IngestError):
        read_bytes(tmp_path, content)


def test_nul_bytes_and_odd_digits_stay_as_they_stand(tmp_path):
    """The raw text is exactly what the file holds."""
    read = read_bytes(tmp_path, "Name,Phone\nJay,0770\x000900123\nKim,０７７００９００１２３\nLee,\u202a+44\u00a07700\u00a0900125\u202c\n")

    assert [mention.raw for mention in read.mentions] == [
        "0770\x000900123",
        "０７７００９００１２３",
        "\u202a+44\u00a07700\u00a0900125\u202c",
    ]


def test_ten_thousand_columns_are_a_table(tmp_path):
    """The width of a table has no limit a person would meet."""
    text = "Name," + ",".join(f"c{at}" for at in range(10_000)) + ",Phone\nJay," + "," * 10_000 + "07700900123\n"

    assert read_bytes(tmp_path, text).others == {"07700900123"}


def _peak(path) -> int:
    tracemalloc.start()
    try:
        for _ in read_extraction(Source(path), scopes=ALL).items():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    """A row longer than any table's is refused, however long it is."""
    path = tmp_path / "line.csv"
    path.write_bytes(TABLE.encode() + b"a,b" * 40_000_000)

    with pytest.raises(UnsafeExtraction):
        _peak(path)


def test_an_open_quotation_mark_does_not_keep_the_file_in_memory(tmp_path):
    """Rows behind a quotation mark that is never closed are read as rows."""
    path = tmp_path / "open.csv"
    path.write_text('Name,Phone\n"Jay,07700900123\n' + "Kim,07700900124\n" * 100)

    assert (
        sum(mention.raw == "07700900124" for item in read_extraction(Source(path)).items() for mention in getattr(item, "mentions", ()))
        == 100
    )


def test_many_rows_take_no_more_memory_than_few(tmp_path):
    """Rows are given one by one."""
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    few.write_text("Name,Phone\n" + "Kim,07700900124\n" * 10_000)
    many.write_text("Name,Phone\n" + "Kim,07700900124\n" * 80_000)
    # What is remembered once, and not for each row, is remembered before.
    _peak(many)

    # Where a block begins moves the peak by a quarter; eight times the rows would move it by far more.
    assert _peak(many) < 1.5 * _peak(few)


def test_a_table_is_given_cell_by_cell_to_whoever_asks(tmp_path):
    """Rows come with their numbers, blank ones included, and cells untouched."""
    path = tmp_path / "list.csv"
    path.write_text('line_id,number\n\nL-1,"07700 900123"\n')

    assert [(row.number, row.cells) for row in read_table(Source(path))] == [
        (1, ("line_id", "number")),
        (2, ()),
        (3, ("L-1", "07700 900123")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\x1a", "\n\x1a", "\r\n\x1a\x1a", "\x00", "\n" + "\x00" * 5000, "\x00" * 200_000, "\n" + "\x1a" * 300])
def test_what_fills_up_or_ends_files_of_old_systems_is_no_row(tmp_path, end, encoding):
    """NUL bytes and the end mark of DOS behind a table are neither data nor damage, for extractions and lists alike."""
    read = read_bytes(tmp_path, ("Name,Phone\nZoë,07700900123\nKim,07700900124" + end).encode(encoding))

    assert read.others == {"07700900123", "07700900124"}
    assert read.skipped == []
    assert read.remarks == set()
    assert [row.cells for row in read_table(Source(tmp_path / "phone"))][1:] == [("Zoë", "07700900123"), ("Kim", "07700900124")]


@pytest.mark.parametrize("control", ["\x01", "\x02", "\x1a", "\x1d", "\x1f"])
def test_a_few_control_characters_in_a_short_table_refuse_nothing(tmp_path, control):
    """Old telephones leave them behind names."""
    read = read_bytes(tmp_path, f"Name,Number\nJay{control},07700 900123\nTay{control},07700 900124\n")

    assert read.others == {"07700 900123", "07700 900124"}


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-16", b"0"), ("utf-16-le", b"0"), ("utf-16-be", b"\x00"), ("utf-32", b"0\x00"), ("utf-8", "Zoé, Renée, Chloé".encode()[:-1])],
)
def test_a_file_that_ends_in_the_middle_of_a_character_was_cut_short(tmp_path, encoding, end):
    """Its characters are as they should be, and some of it is missing."""
    read = read_bytes(tmp_path, "Name,Number\r\nJay,07700900123\r\nZoë,07700900124\r\n".encode(encoding) + end)

    assert read.others == {"07700900123", "07700900124"}
    assert read.remarks == {"truncated"}
