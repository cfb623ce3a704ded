"""Google Contacts as CSV, since 2024: `Phone 1 - Label`, `Phone 1 - Value`."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.cards import is_mobile
from scripts.samples.writers.text_table import place, write_rows

CARRIES = Carries(notes=True)

_HEADER = (
    "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name", "Name Prefix",
    "Name Suffix", "Nickname", "File As", "Organization Name", "Organization Title", "Organization Department", "Birthday", "Notes",
    "Photo", "Labels", "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label",
    "Phone 2 - Value",
)  # fmt: skip


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    return write_rows([_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))])


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"First Name": person.given, "Last Name": person.family, "Labels": "* myContacts"}
    if person.note:
        cells["Notes"] = person.note.text
    if person.email:
        cells |= {"E-mail 1 - Label": "* ", "E-mail 1 - Value": person.email}
    for at, number in enumerate(numbers, start=1):
        cells |= {f"Phone {at} - Label": "Mobile" if is_mobile(number) else "Home", f"Phone {at} - Value": number.text}
    return cells
