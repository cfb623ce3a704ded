"""Line lists as files: CSV and XLSX of any layout, read whole or refused whole."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from builders import number_lists
from matcher.domain.line import LineList
from matcher.errors import BadLineList
from matcher.service.lists.load_line_list import load_line_list
from workbooks import row, table, text, workbook

KEY = "+447700900123"


def load(path: Path) -> LineList:
    """Load a list with nothing set apart."""
    return load_line_list(path, region="GB", lists=number_lists())


def refusal_of(path: Path) -> BadLineList:
    """The refusal of a list that cannot be used."""
    with pytest.raises(BadLineList) as refused:
        load(path)
    return refused.value


@pytest.fixture
def write(tmp_path):
    """Write a text file and return its path."""

    def write_file(text: str, encoding: str = "utf-8", name: str = "lines.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_file


@pytest.fixture
def book(tmp_path):
    """Write a workbook of sheets, each with its rows, and return its path."""

    def write_book(*sheets: tuple[str, list[list[Any]]], hidden: frozenset[str] = frozenset()) -> Path:
        made = Workbook()
        made.remove(made.active)
        for title, rows in sheets:
            sheet = made.create_sheet(title)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
            for each in rows:
                sheet.append(each)
        path = tmp_path / "lines.xlsx"
        made.save(path)
        return path

    return write_book


class TestText:
    """CSV and its kin."""

    @pytest.mark.parametrize(("encoding", "is_told"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)])
    def test_an_encoding_that_had_to_be_guessed_is_told(self, write, encoding: str, is_told: bool):
        """A list that says nowhere how its letters are written is read, and says that it was guessed."""
        notes = load(write("line_id,number,name\nL-1,07700 900123,Café\n", encoding)).notes

        assert notes == (("The file is not UTF-8; it was read as cp1252, so check letters with accents.",) if is_told else ())

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_any_usual_encoding_is_read(self, write, encoding: str):
        """UTF-8 with and without a mark, UTF-16 and Western Windows are read alike."""
        line_list = load(write("line_id,number,name\nL-1,07700 900123,Café\n", encoding))

        assert (list(line_list.entries), line_list.lines["L-1"].name) == ([KEY], "Café")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_any_usual_delimiter_is_read(self, write, delimiter: str):
        """Commas, semicolons and tabs separate cells."""
        rows = [["line_id", "number", "status"], ["L-1", "07700 900123", "active"], ["L-2", "07700 900124", "dormant"]]

        assert len(load(write("\n".join(delimiter.join(row) for row in rows) + "\n")).entries) == 2

    def test_several_values_in_a_cell_of_a_comma_file(self, write):
        """Semicolons inside cells do not make the file semicolon-separated."""
        text = (
            'line_id,number,markers,aliases\nL-1,07700 900123,knife;firearm,"Lark;Spur"\nL-2,07700 900124,knife;rivalry;kidnap,"Ket;Tle"\n'
        )

        assert load(write(text)).lines["L-1"].aliases == ("Lark", "Spur")

    def test_several_values_in_a_quoted_cell_of_a_semicolon_file(self, write):
        """In a semicolon-separated file several values stand in quotation marks."""
        assert load(write('line_id;number;markers\nL-1;07700 900123;"knife;firearm"\n')).lines["L-1"].markers == {"knife", "firearm"}

    def test_a_title_may_stand_above_the_header(self, write):
        """The header is found below a title, and rows are counted as in the file."""
        line_list = load(write("Lines of Estmoor,\nas of April,\n,\nline_id,number\nL-1,07700 900123\n"))

        assert [entry.row for (entry,) in line_list.entries.values()] == [5]

    def test_a_line_break_in_a_cell_does_not_shift_rows_apart(self, write):
        """A cell of two lines is one cell."""
        assert len(load(write('line_id,number,notes\nL-1,07700 900123,"one\ntwo"\nL-2,07700 900124,\n')).entries) == 2

    def test_a_file_cut_short_inside_a_cell_is_refused(self, write):
        """A list that ends inside quotation marks is not taken in part."""
        refused = refusal_of(write('line_id,number,notes\nL-1,07700 900123,ok\nL-2,07700 900124,"never closed and then some words'))

        assert "ends too early" in refused.sentence

    def test_unreadable_characters_are_faults(self, write):
        """A cell with characters that were lost is told."""
        assert "row 2, column name" in [
            fault.place for fault in refusal_of(write("line_id,number,name\nL-1,07700 900123,Caf\ufffd\n")).faults
        ]

    @pytest.mark.parametrize("content", ["", "\n\n", "nothing of the kind\n", "line_id,number\n", "\x00\x01\x02\x03"])
    def test_what_is_no_list_is_refused(self, write, content: str):
        """A file that is no list is refused with a fault that says so."""
        assert refusal_of(write(content)).faults

    def test_a_missing_file_is_refused(self, tmp_path):
        """A file that is not there is a list that cannot be used, and no path is told."""
        refused = refusal_of(tmp_path / "none.csv")

        assert str(tmp_path) not in refused.sentence + refused.hint

    def test_the_hash_of_the_file_is_kept(self, write):
        """The list is known by the hash of its file."""
        assert len(load(write("line_id,number\nL-1,07700 900123\n")).sha256) == 64


class TestWorkbooks:
    """XLSX."""

    def test_numbers_that_lost_their_zero_are_read(self, book):
        """A numeric cell without its leading zero is the mobile it was."""
        assert list(load(book(("List", [["line_id", "number"], ["L-1", 7700900123], ["L-2", 447700900124]]))).entries) == [
            KEY,
            "+447700900124",
        ]

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            pytest.param(datetime(2026, 2, 1), "yyyy-mm-dd h:mm:ss", id="date and time"),  # noqa: DTZ001
            pytest.param(date(2026, 2, 1), "yyyy-mm-dd", id="ISO"),
            pytest.param(date(2026, 2, 1), "dd/mm/yyyy", id="British"),
            pytest.param(date(2026, 2, 1), "mm-dd-yy", id="the built-in short date, shown as the machine likes"),
            pytest.param(date(2026, 2, 1), "d mmm yyyy", id="month in words"),
            pytest.param(date(2026, 2, 1), "[$-809]dd mmmm yyyy;@", id="long British"),
        ],
    )
    def test_real_dates_are_read_whatever_they_look_like(self, tmp_path, value, shown: str):
        """A date cell is the day it holds, not the way it is shown."""
        made = Workbook()
        made.active.append(["line_id", "number", "first_seen"])
        made.active.append(["L-1", "07700 900123", value])
        made.active["C2"].number_format = shown
        made.save(tmp_path / "lines.xlsx")
        ((entry,),) = load(tmp_path / "lines.xlsx").entries.values()

        assert entry.first_seen == date(2026, 2, 1)

    def test_a_day_count_that_is_not_formatted_as_a_date_is_a_fault(self, book):
        """A bare day count could be any number and is not guessed at."""
        refused = refusal_of(book(("List", [["line_id", "number", "first_seen"], ["L-1", "07700 900123", 46054]])))

        assert [fault.place for fault in refused.faults] == ["row 2, column first_seen"]

    def test_the_list_is_found_behind_other_sheets(self, book):
        """A cover sheet without a header is passed over."""
        assert list(
            load(book(("Read me", [["How to use this list"]]), ("List", [["line_id", "number"], ["L-1", "07700 900123"]]))).entries
        ) == [KEY]

    def test_a_header_further_down_is_found(self, book):
        """A title above the header does not hide it, and rows are counted as in the sheet."""
        line_list = load(book(("List", [["Lines"], [], ["line_id", "number"], [], ["L-1", "07700 900123"]])))

        assert [entry.row for (entry,) in line_list.entries.values()] == [5]

    def test_a_second_list_in_the_book_is_told(self, book):
        """A later sheet that also holds a list is not read, and a note says so."""
        rows = [["line_id", "number"], ["L-1", "07700 900123"]]
        line_list = load(book(("Now", rows), ("Notes", [["x"]]), ("Before", [["line_id", "number"], ["L-9", "07700 900199"]])))

        assert list(line_list.entries) == [KEY]
        assert any("'Before'" in note for note in line_list.notes)

    def test_a_hidden_list_is_told(self, book):
        """A list read from a hidden sheet says so."""
        cover, rows = ("Cover", [["Lines"]]), [["line_id", "number"], ["L-1", "07700 900123"]]

        assert any("hidden" in note for note in load(book(cover, ("List", rows), hidden=frozenset({"List"}))).notes)

    def test_a_hidden_sheet_beside_the_list_is_not(self, book):
        """A hidden sheet that is no list is nobody's concern."""
        rows = [["line_id", "number"], ["L-1", "07700 900123"]]

        assert load(book(("List", rows), ("Lookups", [["x"]]), hidden=frozenset({"Lookups"}))).notes == ()

    def test_formulas_without_a_value_are_faults(self, book):
        """A formula that was never computed holds no number."""
        assert refusal_of(book(("List", [["line_id", "number"], ["L-1", "=A1"]]))).faults

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="C2" t="str"><f>TEXT(TODAY(),"yyyy-mm-dd")</f><v>2026-04-19</v></c>',
            '<c r="C2"><f>46130+1</f><v>46131</v></c>',
            '<c r="C2" t="str"><f t="shared" si="0"/><v>2026-04-19</v></c>',
            '<c r="C2"><f t="shared" si="0"/></c>',
        ],
        ids=["a text", "a figure", "filled down", "filled down and never computed"],
    )
    def test_a_formula_is_a_fault_whatever_its_value_was(self, tmp_path, cell):
        """The value of a formula is that of the day it was saved: as in a CSV it is one fault, by row and column."""
        rows = table(("line_id", "number", "last_seen")) + row(2, text("A2", "L-1"), text("B2", "07700 900123"), cell)
        (tmp_path / "lines.xlsx").write_bytes(workbook({"List": rows}))
        faults = refusal_of(tmp_path / "lines.xlsx").faults

        assert [each.place for each in faults] == ["row 2, column last_seen"]
        assert "formula" in faults[0].sentence

    def test_a_formula_that_comes_out_empty_or_stands_beside_the_list_is_none(self, tmp_path):
        """Formulas filled down below the rows, and those of a column that is no column of a list, say nothing."""
        empty = '<c r="B3" t="str"><f>IF(A3="","",A3)</f><v></v></c>'
        beside = '<c r="C2"><f>COUNTA(A:A)</f><v>1</v></c>'
        rows = table(("line_id", "number", "count")) + row(2, text("A2", "L-1"), text("B2", "07700 900123"), beside) + row(3, empty)
        (tmp_path / "lines.xlsx").write_bytes(workbook({"List": rows}))

        assert set(load(tmp_path / "lines.xlsx").entries) == {KEY}

    def test_every_fault_is_told_with_its_row(self, book):
        """Faults of a workbook name the rows of its sheet."""
        rows = [["line_id", "number", "status"], ["L-1", 7.7009e9 + 0.5, "open"], ["L-2", "07700 90012", "active"]]
        places = [fault.place for fault in refusal_of(book(("List", rows))).faults]

        assert places == ["row 2, column number", "row 2, column status", "row 3, column number"]


def test_a_list_of_many_rows_is_as_quick_to_look_up(write):
    """One look-up is one probe of a dictionary: the entries of a number are found without a walk."""
    digits = [f"{index:09d}" for index in range(5000)]
    path = write("line_id,number\n" + "".join(f"L-{each},04{each}\n" for each in digits))
    line_list = load_line_list(path, region="GB", lists=number_lists(), test_numbers=True)

    assert isinstance(line_list.entries, dict)
    assert len(line_list.entries) == 5000


class TestNoFile:
    """A list that is not there, or is no file."""

    def test_a_folder_is_told_in_words_of_lists(self, tmp_path):
        """Whoever gives a folder is told to give the file of the list, not an extraction."""
        refusal = refusal_of(tmp_path)

        assert "a folder" in str(refusal)
        assert "list" in (refusal.hint or "")
        assert "report" not in (refusal.hint or "")

    def test_a_missing_file_is_told_once(self, tmp_path):
        """Nothing is said again below the sentence that says it."""
        refusal = refusal_of(tmp_path / "nothing.csv")

        assert ("does not exist" in str(refusal), refusal.faults) == (True, ())
