"""Thunderbird's address book as CSV."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import by_kind, place, put, write_rows

CARRIES = Carries(notes=True)

_HEADER = (
    "First Name", "Last Name", "Display Name", "Nickname", "Primary Email", "Secondary Email", "Screen Name", "Work Phone",
    "Home Phone", "Fax Number", "Pager Number", "Mobile Number", "Home Address", "Home Address 2", "Home City", "Home County",
    "Home Post Code", "Home Country", "Work Address", "Work Address 2", "Work City", "Work County", "Work Post Code", "Work Country",
    "Job Title", "Department", "Organisation", "Web Page 1", "Web Page 2", "Birth Year", "Birth Month", "Birth Day", "Custom 1",
    "Custom 2", "Custom 3", "Custom 4", "Notes",
)  # fmt: skip


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    return write_rows([_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))])


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"First Name": person.given, "Last Name": person.family, "Display Name": person.name, "Primary Email": person.email or ""}
    if person.note:
        cells["Notes"] = person.note.text
    mobiles, others = by_kind(numbers)
    put(cells, ("Mobile Number", "Work Phone"), mobiles)
    put(cells, ("Home Phone", "Fax Number"), others)
    return cells
