"""A list somebody typed: no header, a name and its numbers."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Phone
from scripts.samples.writers.text_table import Dialect, write_rows

CARRIES = Carries()


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [(person.name, *[*[number.text for number in numbers], "", ""][:2]) for person, numbers in contacts_in(phone, CARRIES)]
    return write_rows(rows, Dialect(newline="\n"))
