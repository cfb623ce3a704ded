"""A spreadsheet saved as CSV where the comma is the decimal sign: semicolons, a mark of the byte order, day before month."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import Dialect, by_kind, place, put, write_rows

CARRIES = Carries(contacted=True, created=True)

_HEADER = ("Name", "Mobile", "Mobile 2", "Landline", "Landline 2", "E-mail", "Created", "Last contacted")


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))]
    return write_rows(rows, Dialect(delimiter=";", encoding="utf-8-sig"))


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"Name": person.name, "E-mail": person.email or ""}
    for column, moment in (("Created", person.created), ("Last contacted", person.contacted)):
        if moment:
            cells[column] = f"{moment:%d/%m/%Y %H:%M}"
    mobiles, others = by_kind(numbers)
    put(cells, ("Mobile", "Mobile 2"), mobiles)
    put(cells, ("Landline", "Landline 2"), others)
    return cells
