"""A Samsung phone book as PC tools write it: a mark of the byte order, and the time of the last contact."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import Dialect, by_kind, place, put, write_rows

CARRIES = Carries(notes=True, contacted=True)

_HEADER = (
    "Display Name", "First Name", "Last Name", "Mobile Number", "Mobile Number 2", "Home Number", "Work Number", "E-mail", "Memo",
    "Last Time Contacted",
)  # fmt: skip


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))]
    return write_rows(rows, Dialect(encoding="utf-8-sig"))


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"Display Name": person.name, "First Name": person.given, "Last Name": person.family, "E-mail": person.email or ""}
    if person.note:
        cells["Memo"] = person.note.text
    if person.contacted:
        cells["Last Time Contacted"] = f"{person.contacted:%Y-%m-%d %H:%M:%S}"
    mobiles, others = by_kind(numbers)
    put(cells, ("Mobile Number", "Mobile Number 2"), mobiles)
    put(cells, ("Home Number", "Work Number"), others)
    return cells
