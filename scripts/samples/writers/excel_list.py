"""A list kept in Excel: a banner above the header, numbers as integers that lost their zeros, a hidden sheet."""

from __future__ import annotations

from datetime import datetime

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile
from scripts.samples.writers.workbook import add_sheet, new_workbook, to_bytes


def _as_cell(spelling: Spelling) -> Spelling:
    """Say how a spelling looks once Excel took it for a number: without plus and leading zeros, if it is digits and nothing else."""
    text = spelling.text.replace(" ", "") if spelling.is_protected and spelling.text.startswith(("08", "116")) else spelling.text
    is_foreign = bool(spelling.keys) and not spelling.keys[0].startswith("+44")
    if not text.removeprefix("+").isdecimal() or is_foreign:
        return spelling
    if not is_mobile(spelling):
        # The zero stands in the format of the cell only; a person sees it.
        return spelling if text.startswith("0") else Spelling(text, spelling.keys, spelling.status, spelling.certainty)
    certainty = "inferred" if spelling.keys else spelling.certainty
    return Spelling(text.removeprefix("+").lstrip("0"), spelling.keys, spelling.status, certainty, spelling.is_protected)


CARRIES = Carries(contacted=True, respell=_as_cell)

_ZEROS = "0" * 11


def write(phone: Phone) -> bytes:
    """Write the phone book; what was recovered after deletion stands on a hidden sheet."""
    book = new_workbook("Microsoft Excel")
    rows = list(contacts_in(phone, CARRIES))
    shown = [("OFFICIAL-SENSITIVE",), (), ("Name", "Phone", "Phone 2", "E-mail", "Last contact")]
    add_sheet(book, "Contacts", [*shown, *(_row(person, numbers) for person, numbers in rows if not person.is_deleted)])
    hidden = add_sheet(book, "Recovered", [shown[2], *(_row(person, numbers) for person, numbers in rows if person.is_deleted)])
    hidden.sheet_state = "hidden"
    for sheet in book:
        for cells in sheet.iter_rows(min_col=2, max_col=3):
            for cell in cells:
                if isinstance(cell.value, int) and str(cell.value).startswith(("1", "2", "3", "8")) and len(str(cell.value)) == 10:
                    cell.number_format = _ZEROS
    return to_bytes(book)


def _row(person: Person, numbers: tuple[Spelling, ...]) -> tuple[str | int | datetime | None, ...]:
    cells = [*(_cell(number.text) for number in numbers), "", ""][:2]
    contacted = person.contacted.replace(tzinfo=None) if person.contacted else None
    return person.name, *cells, person.email, contacted


def _cell(text: str) -> str | int:
    digits = text.removeprefix("+")
    return int(digits) if digits.isdecimal() and not text.startswith(("+1", "+3")) else text
