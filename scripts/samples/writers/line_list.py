"""The line list as CSV and as a workbook, one row for each number, typed as people type lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from scripts.samples.model import Line, Listed
from scripts.samples.writers.text_table import Dialect, write_rows
from scripts.samples.writers.workbook import add_sheet, new_workbook, to_bytes

COLUMNS = (
    "line_id", "name", "aliases", "status", "exporting_area", "importing_areas", "number", "number_role", "first_seen", "last_seen",
    "date_precision", "source_grade", "intel_grade", "handling", "handling_conditions", "visibility", "owner_unit", "markers", "review_due",
    "closure_type", "closed_on", "associate_name", "associate_role", "notes",
)  # fmt: skip

Cell = str | date | None


def write_csv(lines: tuple[Line, ...]) -> bytes:
    """Write the list as CSV; dates are ISO, and day/month/year where the unit types them so."""
    rows = [[_text(cell, at) for cell in row] for at, row in enumerate(_rows(lines))]
    return write_rows([COLUMNS, *rows], Dialect(newline="\n"))


def write_xlsx(lines: tuple[Line, ...]) -> bytes:
    """Write the list as a workbook: dates are dates, and a number without gaps is an integer that lost its zero or plus."""
    book = new_workbook("Microsoft Excel")
    at = COLUMNS.index("number")
    rows: list[list[str | int | datetime | None]] = []
    for row in _rows(lines):
        cells: list[str | int | datetime | None] = [
            datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell  # noqa: DTZ001 # a day
            for cell in row
        ]
        number = str(cells[at])
        if number.removeprefix("+").isdecimal():
            cells[at] = int(number.removeprefix("+"))
        rows.append(cells)
    sheet = add_sheet(book, "Lines", [COLUMNS, *rows])
    for cells_of_row in sheet.iter_rows(min_row=2):
        for cell in cells_of_row:
            if isinstance(cell.value, datetime):
                cell.number_format = "dd/mm/yyyy"
    return to_bytes(book)


def _text(cell: Cell, at: int) -> str:
    if isinstance(cell, date):
        # Every third row was typed by somebody who writes dates the British way.
        return f"{cell:%d/%m/%Y}" if at % 3 == 2 else cell.isoformat()
    return cell or ""


def _rows(lines: tuple[Line, ...]) -> Iterator[list[Cell]]:
    for line in lines:
        for at, listed in enumerate(line.numbers):
            yield _row(line, listed, is_first=at == 0)
        for person in line.named:
            cells: dict[str, Cell] = {
                "line_id": line.id, "number": person.text, "associate_name": person.name, "associate_role": person.role
            }  # fmt: skip
            yield [cells.get(column) for column in COLUMNS]


def _row(line: Line, listed: Listed, *, is_first: bool) -> list[Cell]:
    cells: dict[str, Cell] = {
        "line_id": line.id, "number": listed.text, "number_role": listed.role, "first_seen": listed.first, "last_seen": listed.last,
        "date_precision": listed.precision, "source_grade": listed.grading[0], "intel_grade": listed.grading[1],
        "handling": listed.grading[2], "handling_conditions": listed.conditions, "closure_type": listed.closure_type,
        "closed_on": listed.closed_on,
    }  # fmt: skip
    if is_first:
        cells |= {
            "name": line.name, "aliases": "; ".join(line.aliases), "status": line.status, "exporting_area": line.exporting,
            "importing_areas": "; ".join(line.importing), "visibility": line.visibility, "owner_unit": line.owner,
            "markers": "; ".join(line.markers), "review_due": line.review_due,
        }  # fmt: skip
    return [cells.get(column) for column in COLUMNS]
