"""A line list is read whole or refused whole, and every fault names its row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from builders import a_number_set, number_lists
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import DatePrecision, LineList, LineStatus, Marker, NumberRole, Visibility
from matcher.domain.line_list import rows as list_rows
from matcher.domain.line_list.columns import COLUMNS, damage_of, fault_of_id
from matcher.domain.line_list.parsing import ListOrigin, parse_line_list
from matcher.domain.matching.labels import name_key
from matcher.errors import BadLineList
from matcher.service.load_number_lists import load_number_lists

CONFIG = Path(__file__).resolve().parents[4] / "config"
ORIGIN = ListOrigin("lines.csv", "0" * 64)


def read(header: str, *rows: str, lists: NumberLists | None = None) -> LineList:
    """Read a list written with bars between the cells; the header is row 1."""
    return parse_line_list(_cells(header), _numbered(rows), origin=ORIGIN, lists=lists or number_lists())


def faults_of(header: str, *rows: str, lists: NumberLists | None = None) -> list[str]:
    """The places of the faults of a list that is refused."""
    with pytest.raises(BadLineList) as refused:
        read(header, *rows, lists=lists)
    return [fault.place for fault in refused.value.faults]


def sentences_of(header: str, *rows: str, lists: NumberLists | None = None) -> list[str]:
    """The sentences of the faults of a list that is refused."""
    with pytest.raises(BadLineList) as refused:
        read(header, *rows, lists=lists)
    return [fault.sentence for fault in refused.value.faults]


def _cells(text: str) -> list[str]:
    return [cell.strip(" ") for cell in text.split("|")]


def _numbered(rows: Sequence[str]) -> list[tuple[int, list[str]]]:
    return [(number, _cells(row)) for number, row in enumerate(rows, start=2)]


def the_entry(header: str, row: str):
    """The one entry of a list of one row."""
    ((entry,),) = read(header, row).entries.values()
    return entry


def the_line(header: str, *rows: str):
    """The one line of a list."""
    (line,) = read(header, *rows).lines.values()
    return line


class TestColumns:
    """Which columns there are, and what becomes of them."""

    def test_two_columns_make_a_list(self):
        """A list needs line_id and number and nothing else."""
        line_list = read("line_id|number", "L-1|07700 900123")

        assert list(line_list.entries) == ["+447700900123"]
        assert line_list.lines["L-1"].status is LineStatus.ACTIVE
        assert line_list.lines["L-1"].visibility is Visibility.OPEN_TO_FORCE

    @pytest.mark.parametrize(
        "header",
        [
            pytest.param("Line ID|Number", id="capitals and a space"),
            pytest.param(" line-id |NUMBER ", id="hyphen and spaces around"),
            pytest.param("\ufeffline_id|number", id="byte order mark"),
            pytest.param("LINE_ID|Number\n", id="line break"),
        ],
    )
    def test_headers_are_read_in_any_case_and_spacing(self, header: str):
        """A header is known whatever its case, gaps and hyphens."""
        assert list(read(header, "L-1|07700 900123").entries) == ["+447700900123"]

    def test_every_column_of_the_contract_is_kept(self):
        """Each known column arrives where it belongs."""
        cells = {
            "line_id": "L-1",
            "number": "+44 7700 900123",
            "name": "Larkspur",
            "aliases": "Lark; Spur",
            "status": "dormant",
            "exporting_area": "Estmoor",
            "importing_areas": "Vale of Tarn;Beckford",
            "number_role": "bulk_text_sender",
            "first_seen": "2026-02-01",
            "last_seen": "19/04/2026",
            "date_precision": "month",
            "source_grade": "2",
            "intel_grade": "B",
            "handling": "C",
            "handling_conditions": "ask first",
            "visibility": "owner_unit_only",
            "owner_unit": "Estmoor Intelligence",
            "markers": "knife;child_exploitation",
            "ocg_urn": "U-7",
            "review_due": "2026-06-30",
            "closure_type": "",
            "closed_on": "",
            "ddtro_ref": "R-9",
            "associate_name": "",
            "associate_role": "",
            "notes": "seen twice",
            "entry_id": f"num_{'0' * 26}",
            "predecessor": "07700 900124",
            "successor": "",
            "reported_by_sources": "2",
            "associate_confidence": "",
            "associate_justification": "",
            "commodities": "crack; heroin",
            "group": "",
        }
        assert set(cells) == set(COLUMNS)
        line_list = read("|".join(cells), "|".join(cells.values()))
        line, ((entry,),) = line_list.lines["L-1"], line_list.entries.values()

        assert (line.name, line.aliases, line.status) == ("Larkspur", ("Lark", "Spur"), LineStatus.DORMANT)
        assert (line.exporting_area, line.importing_areas) == ("Estmoor", ("Vale of Tarn", "Beckford"))
        assert (line.visibility, line.owner_unit, line.ocg_urn) == (Visibility.OWNER_UNIT_ONLY, "Estmoor Intelligence", "U-7")
        assert (line.markers, line.review_due) == (frozenset({Marker.KNIFE, Marker.CHILD_EXPLOITATION}), date(2026, 6, 30))
        assert (entry.raw, entry.e164, entry.role) == ("+44 7700 900123", "+447700900123", NumberRole.BULK_TEXT_SENDER)
        assert (entry.first_seen, entry.last_seen, entry.date_precision) == (date(2026, 2, 1), date(2026, 4, 19), DatePrecision.MONTH)
        assert (entry.grading, entry.handling, entry.handling_conditions, entry.ddtro_ref) == ("2B", "C", "ask first", "R-9")

    def test_an_unknown_column_is_tolerated_with_a_note(self):
        """A column nobody knows is named in a note and ignored."""
        line_list = read("line_id|number|colour", "L-1|07700 900123|blue")

        assert any("colour" in note for note in line_list.notes)

    @pytest.mark.parametrize("missing", ["line_id", "number"])
    def test_a_missing_required_column_is_named(self, missing: str):
        """A list without line_id or number is refused with the name of the column."""
        header = "number|name" if missing == "line_id" else "line_id|name"

        assert faults_of(header, "x|y") == [f"row 1, column {missing}"]

    def test_a_column_that_stands_twice_is_a_fault(self):
        """Two columns of one name cannot both be believed."""
        assert faults_of("line_id|number|status|Status", "L-1|07700 900123|active|dormant") == ["row 1, column status"]

    def test_a_note_repeats_no_number(self):
        """Of a file without a header no number is repeated in the faults or notes."""
        with pytest.raises(BadLineList) as refused:
            read("L-1|07700 900123", "L-2|07700 900124")

        assert "900123" not in str([refused.value, refused.value.faults])

    def test_a_list_without_rows_is_refused(self):
        """A header alone is no list."""
        assert faults_of("line_id|number") == ["row 1"]

    def test_blank_rows_are_nothing(self):
        """Blank rows between the others are passed over, and row numbers stay those of the file."""
        line_list = read("line_id|number", "|", "L-1|07700 900123", " | ")

        assert [entry.row for (entry,) in line_list.entries.values()] == [3]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        pytest.param("2026-04-05", date(2026, 4, 5), id="ISO"),
        pytest.param("05/04/2026", date(2026, 4, 5), id="British: day before month"),
        pytest.param("5/4/2026", date(2026, 4, 5), id="British without zeros"),
        pytest.param("2026-04-05 00:00:00", date(2026, 4, 5), id="a spreadsheet's date with its time"),
        pytest.param("2026-04-05T10:00:00Z", date(2026, 4, 5), id="a full timestamp"),
        pytest.param("29/02/2024", date(2024, 2, 29), id="leap day"),
    ],
)
def test_dates_are_iso_or_british(cell: str, day: date):
    """A date is read as yyyy-mm-dd or dd/mm/yyyy."""
    assert the_entry("line_id|number|first_seen", f"L-1|07700 900123|{cell}").first_seen == day


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("31/02/2026", id="no such day"),
        pytest.param("2026-13-01", id="no such month"),
        pytest.param("29/02/2026", id="no leap year"),
        pytest.param("04/25/2026", id="month before day"),
        pytest.param("1/4/26", id="two-digit year"),
        pytest.param("last spring", id="words"),
        pytest.param("46113", id="a spreadsheet's day count"),
        pytest.param("1926-04-05", id="before mobile phones"),
        pytest.param("2206-04-05", id="a century ahead"),
    ],
)
@pytest.mark.parametrize("column", ["first_seen", "last_seen", "closed_on", "review_due"])
def test_an_impossible_date_is_a_fault(column: str, cell: str):
    """A date that cannot be is told with its row and column."""
    assert faults_of(f"line_id|number|{column}", f"L-1|07700 900123|{cell}") == [f"row 2, column {column}"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("status", "open"),
        ("number_role", "boss"),
        ("date_precision", "week"),
        ("visibility", "secret"),
        ("markers", "knife; swords"),
        ("source_grade", "4"),
        ("intel_grade", "F"),
        ("handling", "X"),
        ("closure_type", "type3"),
    ],
)
def test_a_value_outside_its_enumeration_is_a_fault(column: str, cell: str):
    """An unknown word is told with its row and column, and the allowed words, not with what was written."""
    header, row = f"line_id|number|{column}", f"L-1|07700 900123|{cell}"

    assert faults_of(header, row) == [f"row 2, column {column}"]
    assert cell.rpartition(" ")[2] not in sentences_of(header, row)[0].split()


@pytest.mark.parametrize(
    ("column", "cell"),
    [("status", "Closed Type1"), ("markers", "Child-Exploitation"), ("visibility", "COVERT"), ("number_role", "Deal line")],
)
def test_enumerations_are_read_in_any_case_and_spacing(column: str, cell: str):
    """Words of an enumeration are known whatever their case, gaps and hyphens."""
    assert read(f"line_id|number|{column}", f"L-1|07700 900123|{cell}").entries


class TestGrading:
    """The 3x5x2 codes of a row."""

    @pytest.mark.parametrize("cell", ["2B", "2/B/P", "2 B", "2b"])
    def test_a_combined_grading_is_read(self, cell: str):
        """A grading written in one cell fills the columns beside it."""
        assert the_entry("line_id|number|source_grade", f"L-1|07700 900123|{cell}").grading == "2B"

    def test_a_combined_grading_may_not_contradict_the_columns_beside_it(self):
        """A cell that says 2B beside a column that says C is a contradiction."""
        assert faults_of("line_id|number|source_grade|intel_grade", "L-1|07700 900123|2B|C") == ["row 2, column intel_grade"]

    def test_handling_with_conditions_needs_the_conditions(self):
        """Handling code C without its conditions is a fault (domain 4.3)."""
        assert faults_of("line_id|number|handling", "L-1|07700 900123|C") == ["row 2, column handling_conditions"]


class TestNumbers:
    """One number in each row, read by the same normaliser as the phones."""

    @pytest.mark.parametrize(
        "cell", ["07700 900123", "+44 (0)7700 900123", "7700900123", "0044 7700 900123", "'07700900123", "(07700) 900123"]
    )
    def test_a_list_number_may_be_written_any_way(self, cell: str):
        """Every spelling of one number gives one key."""
        assert list(read("line_id|number", f"L-1|{cell}").entries) == ["+447700900123"]

    def test_what_the_list_wrote_is_kept(self):
        """The entry keeps the text of the cell, to be quoted."""
        assert the_entry("line_id|number", "L-1|+44 (0)7700-900123").raw == "+44 (0)7700-900123"

    def test_a_repaired_number_is_marked(self):
        """A list number that needed a repair says so."""
        assert the_entry("line_id|number", "L-1|O7700 9OO123").repaired

    @pytest.mark.parametrize(
        "cell",
        [
            pytest.param("", id="empty"),
            pytest.param("07700 900123 / 07700 900124", id="two numbers"),
            pytest.param("07700900123;07700900124", id="two numbers with a semicolon"),
            pytest.param("900123", id="ambiguous"),
            pytest.param("07700 90012", id="a digit missing"),
            pytest.param("+44 7700 900 1xx", id="digits not known"),
            pytest.param("7.7009E+09", id="digits lost in a spreadsheet"),
            pytest.param("999", id="service number"),
            pytest.param("60777", id="short code"),
            pytest.param("unknown", id="a word"),
            pytest.param("47/12345/26", id="a crime reference"),
            pytest.param("07700 900123 (was 07700 900124)", id="an older number in brackets"),
            pytest.param("07700 900123 was 900124", id="the end of an older number behind"),
            pytest.param("07700 900123 24hrs", id="opening hours"),
            pytest.param("07700 900123 (2)", id="a digit in brackets"),
            pytest.param("07700 900123 since 2024", id="a year behind"),
            pytest.param("07700 900123*", id="an asterisk"),
            pytest.param("x07700 900123", id="a sign for a hidden digit"),
            pytest.param("07700 900123 x4", id="an extension"),
            pytest.param("07700900123,,1", id="digits to press"),
            pytest.param("07700 900123 not in use", id="words that turn it round"),
            pytest.param("Jay 07700 900123", id="a name"),
        ],
    )
    def test_a_cell_that_is_not_one_number_is_a_fault(self, cell: str):
        """A cell without exactly one telephone number is told with its row and column, and its digits are not repeated."""
        places, (sentence,) = faults_of("line_id|number", f"L-1|{cell}"), sentences_of("line_id|number", f"L-1|{cell}")

        assert places == ["row 2, column number"]
        assert not any(digits in sentence for digits in re.findall(r"\d{3,}", cell))

    @pytest.mark.parametrize("cell", ["0800 1111", "+44 808 800 5000", "0808 801 9999", "116 123", "85258", "116999"])
    def test_a_protected_number_refuses_the_list(self, cell: str):
        """A helpline on a list is a fault of the list, told with row and column and not with its name (domain 11.5)."""
        lists = load_number_lists(CONFIG)
        header, rows = "line_id|number", ("L-1|07700 900123", f"L-1|{cell}")

        assert faults_of(header, *rows, lists=lists) == ["row 3, column number"]
        assert "protected" in sentences_of(header, *rows, lists=lists)[0]

    def test_a_protected_number_of_an_associate_refuses_the_list(self):
        """A named person's number is held to the same."""
        lists = number_lists(protected=a_number_set(numbers=["+447700900456"]))

        assert faults_of("line_id|number|associate_name", "L-1|07700 900456|Alex Example", lists=lists) == ["row 2, column number"]

    def test_a_social_handle_is_passed_over_with_a_note(self):
        """A row whose role is social_handle needs no number; handles are not compared, and the list says so."""
        line_list = read("line_id|number|number_role", "L-1|07700 900123|deal_line", "L-1|@larkspur|social_handle")

        assert list(line_list.entries) == ["+447700900123"]
        assert any("handle" in note for note in line_list.notes)


@pytest.mark.parametrize("line_id", ["L\n1", "L\x001", "L\u202e1", "L" * 101])
def test_a_line_id_can_be_read_and_typed_again(line_id: str):
    """An id with a line break, an unseen sign or no end is a fault: it would stand in every sentence about the line."""
    assert faults_of("line_id|number", f"{line_id}|07700 900123") == ["row 2, column line_id"]


#: One fault of every column of the contract.
FAULTY = {
    "line_id": "",
    "number": "07700 90012",
    "status": "open",
    "number_role": "boss",
    "first_seen": "31/02/2026",
    "last_seen": "45678",
    "date_precision": "roughly",
    "source_grade": "4",
    "intel_grade": "F",
    "handling": "X",
    "visibility": "secret",
    "markers": "knife, firearm",
    "review_due": "2026-01",
    "closure_type": "type3",
    "closed_on": "soon",
    "associate_role": "holder",
    **dict.fromkeys(("name", "aliases", "exporting_area", "importing_areas", "handling_conditions", "owner_unit", "ocg_urn"), "#REF!"),
    **dict.fromkeys(("ddtro_ref", "notes", "predecessor", "successor", "associate_justification", "commodities", "group"), "=A1"),
    "entry_id": "7",
    "reported_by_sources": "many",
    "associate_confidence": "surely",
}


def test_every_column_has_its_fault_and_all_are_told_together():
    """One row with a fault in every column tells each of them once, in the order of the columns."""
    columns = [column for column in COLUMNS if column != "associate_name"]
    row = "|".join(FAULTY[column] for column in columns)

    assert faults_of("|".join(columns), row) == [f"row 2, column {column}" for column in columns]


class TestFaultsOfManyRows:
    """Every row at fault is told, and a list of bad rows is still told in a bounded answer."""

    @pytest.mark.parametrize(
        ("column", "cell"),
        [("status", "open"), ("visibility", "secret"), ("markers", "sword"), ("review_due", "soon"), ("owner_unit", "\ufffd")],
    )
    def test_every_row_of_a_line_is_told_its_own_fault(self, column: str, cell: str):
        """A cell that is wrong on three rows of one line is three faults."""
        rows = [f"L-1|07700 90012{at}|{cell}" for at in range(3)]

        assert faults_of(f"line_id|number|{column}", *rows) == [f"row {row}, column {column}" for row in (2, 3, 4)]

    def test_every_row_that_differs_from_the_first_is_told(self):
        """Two rows that each name the line otherwise than the first row are two faults, and a row that agrees is none."""
        rows = ["L-1|07700 900123|Larkspur", "L-1|07700 900124|Kettle", "L-1|07700 900125|Kettle", "L-1|07700 900126|Larkspur"]

        assert faults_of("line_id|number|name", *rows) == ["row 3, column name", "row 4, column name"]

    def test_beyond_a_thousand_faults_are_counted_by_column_and_kind(self):
        """A thousand faults are told one by one; of the others each column and kind is told with its count and first row."""
        rows = ["|07700 900123|open" for _ in range(700)]
        places = faults_of("line_id|number|status", *rows)
        sentences = sentences_of("line_id|number|status", *rows)

        assert places[:2] == ["row 2, column line_id", "row 2, column status"]
        assert places[1000:] == ["further rows, column line_id", "further rows, column status"]
        assert all("200 more faults of this kind, the first in row 502" in sentence for sentence in sentences[1000:])

    def test_what_is_counted_is_told_in_the_words_of_the_first(self):
        """Figures that belong to the sentence stay in it, such as which grades there are."""
        sentences = sentences_of("line_id|number|source_grade", *["L-1|07700 900123|9" for _ in range(1002)])

        assert sentences[-1].startswith("2 more faults of this kind, the first in row 1002: The source grade is 1 (reliable), 2")

    def test_a_protected_number_among_the_counted_is_a_fault_of_its_own(self):
        """Also where faults are only counted, a number of a helpline is told as that."""
        protected = number_lists(protected=a_number_set(numbers=["+447700900999"]))
        rows = [*("L-1|nobody" for _ in range(1000)), "L-1|07700 900999"]
        last = sentences_of("line_id|number", *rows, lists=protected)[-1]

        assert "1 more fault of this kind, the first in row 1002: The number is protected" in last

    def test_a_file_of_faults_is_not_read_to_its_end(self, monkeypatch: pytest.MonkeyPatch):
        """Past so many faults reading ends: they are counted up to there, and the row is named behind which nothing was read."""
        monkeypatch.setattr(list_rows, "MOST_FAULTS", 3000)
        taken: list[int] = []

        def rows():
            for number in range(2, 100_000):
                taken.append(number)
                yield number, ["", "nobody"]

        with pytest.raises(BadLineList) as refused:
            parse_line_list(["line_id", "number"], rows(), origin=ORIGIN, lists=number_lists())

        assert len(taken) < 10_000
        assert f"up to row {taken[-2]}, and was not read any further" in refused.value.sentence
        assert refused.value.faults[-1].place == f"rows behind row {taken[-2]}"
        assert len(refused.value.faults) < 1010

    def test_a_file_that_ends_with_its_last_fault_was_read_whole(self, monkeypatch: pytest.MonkeyPatch):
        """Nothing is said to be left where nothing is."""
        monkeypatch.setattr(list_rows, "MOST_FAULTS", 3)

        assert faults_of("line_id|number", *["L-1|nobody" for _ in range(3)]) == [f"row {row}, column number" for row in (2, 3, 4)]


class TestSeveralRows:
    """Rows that speak of one line, or of one number."""

    def test_a_line_has_many_numbers(self):
        """What one row says of a line holds for all its rows."""
        line_list = read("line_id|number|name|markers", "L-1|07700 900123|Larkspur|knife", "L-1|07700 900124||firearm")

        assert line_list.lines["L-1"].name == "Larkspur"
        assert line_list.lines["L-1"].markers == {Marker.KNIFE, Marker.FIREARM}

    @pytest.mark.parametrize(
        ("column", "one", "other"),
        [
            ("name", "Larkspur", "Kettle"),
            ("status", "active", "dormant"),
            ("visibility", "covert", "open_to_force"),
            ("exporting_area", "Estmoor", "Beckford"),
            ("owner_unit", "Estmoor", "Beckford"),
            ("ocg_urn", "U-1", "U-2"),
        ],
    )
    def test_rows_that_contradict_each_other_are_a_fault(self, column: str, one: str, other: str):
        """Two rows may not say two things of one line; the later row names the earlier."""
        header, rows = f"line_id|number|{column}", (f"L-1|07700 900123|{one}", f"L-1|07700 900124|{other}")

        assert faults_of(header, *rows) == [f"row 3, column {column}"]
        assert "row 2" in sentences_of(header, *rows)[0]

    def test_a_number_may_stand_on_two_lines(self):
        """A number that was handed on belongs to both lines."""
        line_list = read("line_id|number", "L-1|07700 900123", "L-2|07700900123")

        assert [entry.line_id for entry in line_list.entries["+447700900123"]] == ["L-1", "L-2"]

    def test_a_number_may_come_back_to_its_line(self):
        """One number with two periods has two entries."""
        header = "line_id|number|first_seen|last_seen"
        line_list = read(header, "L-1|07700 900123|2025-01-01|2025-02-01", "L-1|07700 900123|2026-01-01|2026-02-01")

        assert len(line_list.entries["+447700900123"]) == 2

    def test_a_row_said_twice_counts_once(self):
        """A row that repeats another is no second source; a note tells of it."""
        line_list = read("line_id|number|source_grade", "L-1|07700 900123|2B", "L-1|+447700900123|2B", "L-2|07700 900124|2B")

        assert [len(several) for several in line_list.entries.values()] == [1, 1]
        assert any("1 row repeats" in note for note in line_list.notes)

    def test_a_name_without_a_letter_figure_or_picture_is_told(self):
        """No contact can be found by it, and a note says so; a picture, a figure and a letter of any alphabet are names, and so is none."""
        header = "line_id|number|name|aliases"
        rows = ("L-1|07700 900123|???|--", "L-2|07700 900124|\U0001f98a|24/7", "L-3|07700 900125|\u0436|SW9", "L-4|07700 900126||")

        (told,) = [note for note in read(header, *rows).notes if "picture" in note]
        (one,) = [note for note in read(header, "L-1|07700 900123|???|", *rows[1:]).notes if "picture" in note]

        assert told.startswith("2 names of lines have no letter")
        assert one.startswith("1 name of a line has no letter")
        assert not any("picture" in note for note in read(header, *rows[1:]).notes)

    @pytest.mark.parametrize("name", ["?!", "-", "...", "_", "\u00b4", "\u200b-", "+", "\u2460", "\U0001f98a", "\u0436", "a.", "7"])
    def test_a_name_is_told_that_is_compared_with_nothing(self, name):
        """The note tells of the names, and of them alone, of which nothing is left in the form in which labels are compared."""
        line_list = read("line_id|number|name", f"L-1|07700 900123|{name}")

        assert any("picture" in note for note in line_list.notes) is (name_key(line_list.lines["L-1"].name or "-") == "")

    def test_two_gradings_of_one_number_and_period_are_a_contradiction(self):
        """Two rows about one line, number and dates may not grade it differently."""
        header = "line_id|number|source_grade"

        assert faults_of(header, "L-1|07700 900123|1A", "L-1|07700 900123|3D") == ["row 3, column number"]

    def test_dates_the_wrong_way_round_are_a_fault(self):
        """A number cannot be last seen before it was first seen."""
        header = "line_id|number|first_seen|last_seen"

        assert faults_of(header, "L-1|07700 900123|2026-03-01|2026-02-01") == ["row 2, column last_seen"]

    def test_a_number_closed_before_it_was_seen_is_a_fault(self):
        """A number cannot have been closed before it was first seen, in a row that is read in bulk and in one that is not."""
        header = "line_id|number|first_seen|closed_on|closure_type"
        closed = "L-1|07700 900123|2030-01-01|2029-01-01|type2"

        assert faults_of(header, closed) == ["row 2, column closed_on"]
        assert faults_of(header, closed, "L-2|nobody|||") == ["row 2, column closed_on", "row 3, column number"]

    def test_a_number_closed_within_the_month_it_was_first_seen_in_is_sound(self):
        """With month precision the first day may be any of the month."""
        header = "line_id|number|first_seen|closed_on|closure_type|date_precision"

        assert read(header, "L-1|07700 900123|2026-03-20|2026-03-05|type2|month").notes == ()

    @pytest.mark.parametrize("damage", ["=A1", "#REF!", "0770\x000900123"])
    @pytest.mark.parametrize("column", ["line_id", "number", "associate_name", "handling_conditions"])
    def test_a_damaged_cell_is_told_once(self, column: str, damage: str):
        """A cell that holds a formula, an error or a NUL is told as that, and not as an empty cell as well."""
        sound = ("L-1", "07700 900123", "2B", "C", "ask", "Sam", "carrier")
        columns = ("line_id", "number", "source_grade", "handling", "handling_conditions", "associate_name", "associate_role")
        cells = {**dict(zip(columns, sound, strict=True)), column: damage}

        assert faults_of("|".join(cells), "|".join(cells.values())) == [f"row 2, column {column}"]

    def test_a_damaged_cell_does_not_excuse_the_empty_one_of_another_row(self):
        """Conditions that are missing are told of each row they are missing in."""
        header = "line_id|number|source_grade|handling|handling_conditions"
        rows = ["L-1|07700 900123|2B|C|=A1", "L-1|07700 900124|2B|C|"]

        assert faults_of(header, *rows) == [f"row {row}, column handling_conditions" for row in (2, 3)]

    def test_coarse_dates_are_not_the_wrong_way_round_within_their_month(self):
        """With month precision two days of one month are in no order."""
        header = "line_id|number|first_seen|last_seen|date_precision"

        assert read(header, "L-1|07700 900123|2026-03-20|2026-03-01|month").entries

    def test_a_month_alone_is_a_date_of_month_precision(self):
        """A date without its day is known to the month."""
        assert the_entry("line_id|number|first_seen", "L-1|07700 900123|2026-03").date_precision is DatePrecision.MONTH

    def test_a_row_without_its_line_is_a_fault(self):
        """Every row names its line."""
        assert faults_of("line_id|number", "|07700 900123") == ["row 2, column line_id"]

    def test_a_line_whose_every_number_is_closed_is_closed(self):
        """Without a status, a line all of whose numbers were cut off counts as closed by type 2."""
        line = the_line("line_id|number|closure_type|closed_on", "L-1|07700 900123|type2|2026-01-01")

        assert (line.status, line.closed_on) == (LineStatus.CLOSED_TYPE2, date(2026, 1, 1))

    def test_a_line_with_one_number_left_is_open(self):
        """A line that lost one of two numbers is still active."""
        rows = ("L-1|07700 900123|type2|2026-01-01", "L-1|07700 900124||")

        assert the_line("line_id|number|closure_type|closed_on", *rows).status is LineStatus.ACTIVE

    @pytest.mark.parametrize(
        ("header", "row"),
        [
            pytest.param("line_id|number|status", "L-1|07700 900123|closed_type2", id="a status and no day"),
            pytest.param("line_id|number|status|closure_type", "L-1|07700 900123|closed_type2|type2", id="a type and no day"),
            pytest.param("line_id|number|closed_on", "L-1|07700 900123|2026-01-01", id="a day and no type"),
        ],
    )
    def test_a_closure_without_its_day_or_type_is_told(self, header: str, row: str):
        """Closing takes a type and a day (domain 12); a list that lacks one is read, and says so."""
        assert "closed without a day or a type" in " ".join(read(header, row).notes)

    @pytest.mark.parametrize(
        ("rows", "is_told"),
        [
            pytest.param(["L-1|07700 900123|active|2026-01-01|type2"], True, id="its only number is closed"),
            pytest.param(["L-1|07700 900123|active|2026-01-01|type2", "L-1|07700 900124|active||"], False, id="one number is left"),
            pytest.param(["L-1|07700 900123|closed_type2|2026-01-01|type2"], False, id="the line is closed as well"),
            pytest.param(["L-1|07700 900123|merged|2026-01-01|type2"], False, id="it goes on under another name"),
        ],
    )
    def test_an_active_line_without_a_number_that_is_open_is_told(self, rows: list[str], is_told: bool):
        """A number of an active line may be closed; where all of them are, either the status or a closure is out of date."""
        notes = read("line_id|number|status|closed_on|closure_type", *rows).notes

        assert any("said to be active" in note for note in notes) is is_told

    @pytest.mark.parametrize(
        ("row", "is_told"),
        [
            ("L-1|07700 900123|Doctor||active", True),
            ("L-1|07700 900123|Larkspur|My Solicitor|active", True),
            ("L-1|07700 900123|Doctor||closed_type2", False),
            ("L-1|07700 900123|Doctor Ghost|Calm|active", False),
            ("L-1|07700 900123|New Line|My Work|active", False),
        ],
    )
    def test_a_name_that_is_a_protected_word_is_told(self, row: str, is_told: bool):
        """Contacts saved as a profession are never shown, so whoever calls a line so is told that the name finds nothing."""
        notes = read("line_id|number|name|aliases|status", row, lists=load_number_lists(CONFIG)).notes

        assert any(note.startswith("1 name of a line") for note in notes) is is_told

    def test_a_whole_closure_needs_no_note(self):
        """A line closed with type and day is closed, by its rows or by its status."""
        assert read("line_id|number|closure_type|closed_on", "L-1|07700 900123|type2|2026-01-01").notes == ()
        assert read("line_id|number|status|closed_on", "L-1|07700 900123|closed_type2|2026-01-01").notes == ()

    @pytest.mark.parametrize("column", ["name", "aliases", "exporting_area", "owner_unit", "associate_name", "handling_conditions"])
    def test_a_cell_of_ten_thousand_characters_is_a_fault(self, column: str):
        """What is printed in sentences has the length of a name, not of a document."""
        assert faults_of(f"line_id|number|{column}", f"L-1|07700 900123|{'x' * 10_000}") == [f"row 2, column {column}"]

    def test_a_name_of_two_hundred_characters_is_taken(self):
        """A long name is a name."""
        assert the_line("line_id|number|name", f"L-1|07700 900123|{'x' * 200}").name == "x" * 200

    def test_a_service_number_is_called_so_once(self):
        """The reason of a refusal is not said twice."""
        assert sentences_of("line_id|number", "L-1|999") == ["This is a service number, not a telephone number."]

    @pytest.mark.parametrize("number", ["111.0", "00008001111", "0800 111l", "116123116000"])
    def test_a_damaged_helpline_is_called_protected(self, number: str):
        """A helpline that a spreadsheet damaged is refused as what it is."""
        lists = number_lists(protected=a_number_set(numbers=["+448001111"], codes=["111", "116123", "116000"]))

        assert "protected" in sentences_of("line_id|number", f"L-1|{number}", lists=lists)[0]


class TestAssociates:
    """Rows that name a person."""

    HEADER = "line_id|number|associate_name|associate_role|intel_grade|first_seen"

    def test_a_named_person_is_no_number_of_the_line(self):
        """The person's number is kept apart from those of the line."""
        line_list = read(self.HEADER, "L-1|07700 900456|Alex Example|holder||", "L-1|07700 900123||||")
        ((person,),) = line_list.associates.values()

        assert (person.name, person.role, person.e164, person.row) == ("Alex Example", "holder", "+447700900456", 2)
        assert list(line_list.entries) == ["+447700900123"]

    def test_two_people_may_share_a_number(self):
        """One number may be that of two named people."""
        line_list = read(self.HEADER, "L-1|07700 900456|Alex Example||||", "L-1|07700 900456|Sam Example||||")

        assert [person.name for person in line_list.associates["+447700900456"]] == ["Alex Example", "Sam Example"]

    def test_the_other_cells_of_a_persons_row_are_checked_too(self):
        """A bad date in the row of a person is a fault like any other."""
        assert faults_of(self.HEADER, "L-1|07700 900456|Alex Example|||31/02/2026") == ["row 2, column first_seen"]

    def test_a_role_without_a_name_is_a_fault(self):
        """A role belongs to somebody."""
        assert faults_of(self.HEADER, "L-1|07700 900456||holder||") == ["row 2, column associate_role"]

    def test_a_person_named_on_suspected_false_information_is_left_out(self):
        """Graded E, a named person is never shown; the list says how many (domain 4.3)."""
        line_list = read(self.HEADER, "L-1|07700 900456|Alex Example|holder|E|", "L-1|07700 900123||||")

        assert not line_list.associates
        assert any("suspected to be false" in note and "Alex" not in note for note in line_list.notes)

    def test_a_person_named_twice_counts_once(self):
        """The same person with the same number and role on two rows is one person."""
        line_list = read(self.HEADER, "L-1|07700 900456|Alex Example|holder||", "L-1|07700900456|alex example|Holder||")

        assert len(line_list.associates["+447700900456"]) == 1

    def test_a_person_with_two_roles_is_a_contradiction(self):
        """Two rows may not give one person two roles on one line."""
        rows = ("L-1|07700 900456|Alex Example|holder||", "L-1|07700 900456|Alex Example|driver||")

        assert faults_of(self.HEADER, *rows) == ["row 3, column associate_role"]


class TestAllFaultsTogether:
    """A list with faults is refused once, with all of them."""

    def test_every_fault_is_told_in_order(self):
        """Faults of different rows and columns come together, by row and column."""
        places = faults_of(
            "line_id|number|status|first_seen|markers",
            "L-1|07700 90012|active|2026-02-30|knife",
            "L-1|07700 900123|open||swords",
            "|07700 900124|||",
        )

        assert places == [
            "row 2, column number",
            "row 2, column first_seen",
            "row 3, column status",
            "row 3, column markers",
            "row 4, column line_id",
        ]

    def test_the_total_is_told_when_not_all_are_named(self):
        """Beyond the faults that are named the rest is counted, and the sentence tells the total."""
        with pytest.raises(BadLineList) as refused:
            read("line_id|number", *(["L-1|x"] * 2500))

        assert "2500 faults" in refused.value.sentence
        assert len(refused.value.faults) == 1001
        assert "1500 more" in refused.value.faults[-1].sentence

    def test_one_fault_takes_nothing(self):
        """A list with one bad row of many is not taken at all."""
        good = [f"L-1|07700 900{index:03d}" for index in range(200)]

        assert faults_of("line_id|number", *good, "L-1|nothing") == ["row 202, column number"]

    @pytest.mark.parametrize("cell", ["=A1", "#REF!", "#N/A", "@SUM(1)", "+sum(A1:A2)", '-HYPERLINK("x")&A1'])
    def test_formulas_and_spreadsheet_errors_are_faults(self, cell: str):
        """A cell that holds a formula or an error is told, wherever it stands."""
        assert "row 2, column name" in faults_of("line_id|number|name", f"L-1|07700 900123|{cell}")

    @pytest.mark.parametrize("cell", ["+44 (0)7700 900123", "-- not sure (2 calls)", "@tern", "-5", "-number(s) unknown", "@SUM(1)"])
    def test_what_only_begins_like_a_formula_is_none(self, cell: str):
        """A number with its plus sign, a handle and a note that begins with a dash are taken as they are, and so is any call in a note."""
        assert read("line_id|number|notes", f"L-1|07700 900123|{cell}").lines
        assert damage_of("- seen | call back!") is None
        assert damage_of("-1+cmd|'/C calc'!A0") is not None
        assert None not in (fault_of_id("@SUM(1)"), fault_of_id("=A1"))

    def test_a_value_beyond_the_last_column_is_a_fault(self):
        """A row wider than the header has lost a quotation mark somewhere."""
        assert faults_of("line_id|number", "L-1|07700 900123|more") == ["row 2"]

    def test_no_fault_repeats_what_the_list_holds(self):
        """Faults name places and reasons, never a number or a name."""
        header = "line_id|number|name|associate_name|associate_role"
        rows = ("L-1|07700 900123 or 07700 900124|Larkspur||", "L-1|07700 900125|Kettle||holder", "L-1|0770090|||")
        with pytest.raises(BadLineList) as refused:
            read(header, *rows)
        text = " ".join([refused.value.sentence, refused.value.hint, *(fault.sentence for fault in refused.value.faults)])

        assert not any(trace in text for trace in ("9001", "0770090", "Larkspur", "Kettle", "holder"))
