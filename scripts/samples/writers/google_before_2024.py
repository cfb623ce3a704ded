"""Google Contacts as CSV, before 2024: `Phone 1 - Type`, several numbers of one type in one cell joined by ` ::: `."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import Dialect, by_kind, place, write_rows

CARRIES = Carries(notes=True)

_HEADER = (
    "Name", "Given Name", "Additional Name", "Family Name", "Yomi Name", "Given Name Yomi", "Additional Name Yomi",
    "Family Name Yomi", "Name Prefix", "Name Suffix", "Initials", "Nickname", "Short Name", "Maiden Name", "Birthday", "Gender",
    "Location", "Billing Information", "Directory Server", "Mileage", "Occupation", "Hobby", "Sensitivity", "Priority", "Subject",
    "Notes", "Language", "Photo", "Group Membership", "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value",
    "Phone 2 - Type", "Phone 2 - Value",
)  # fmt: skip


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))]
    return write_rows(rows, Dialect(newline="\n"))


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"Name": person.name, "Given Name": person.given, "Family Name": person.family, "Group Membership": "* myContacts"}
    if person.note:
        cells["Notes"] = person.note.text
    if person.email:
        cells |= {"E-mail 1 - Type": "* ", "E-mail 1 - Value": person.email}
    filled = [(kind, values) for kind, values in zip(("Mobile", "Home"), by_kind(numbers), strict=True) if values]
    for at, (kind, values) in enumerate(filled, start=1):
        cells |= {f"Phone {at} - Type": kind, f"Phone {at} - Value": " ::: ".join(values)}
    return cells
