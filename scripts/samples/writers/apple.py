"""An Apple address book as the small exporters write it: iPhone and Mobile are columns of their own."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import Dialect, by_kind, place, put, write_rows

CARRIES = Carries(notes=True)

_HEADER = (
    "First name",
    "Last name",
    "Company",
    "Mobile",
    "iPhone",
    "Home phone",
    "Work phone",
    "Main phone",
    "Home email",
    "Birthday",
    "Note",
)


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))]
    return write_rows(rows, Dialect(newline="\n"))


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"First name": person.given, "Last name": person.family, "Home email": person.email or ""}
    if person.note:
        cells["Note"] = person.note.text
    mobiles, others = by_kind(numbers)
    put(cells, ("Mobile", "iPhone"), mobiles)
    put(cells, ("Home phone", "Main phone"), others)
    return cells
