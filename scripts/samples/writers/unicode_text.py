"""A spreadsheet saved as `Unicode Text`: tabs, UTF-16 with its mark, several numbers of a cell on lines of their own."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Phone
from scripts.samples.writers.text_table import Dialect, write_rows

CARRIES = Carries()


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [
        (person.name, "\n".join(number.text for number in numbers), person.email or "") for person, numbers in contacts_in(phone, CARRIES)
    ]
    return write_rows([("Name", "Phone numbers", "Email"), *rows], Dialect(delimiter="\t", encoding="utf-16-le"))
