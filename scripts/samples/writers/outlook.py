"""Desktop Outlook's contacts as CSV: cp1252, every cell quoted, one column for each kind of telephone."""

from __future__ import annotations

from scripts.samples.carried import Carries, contacts_in
from scripts.samples.model import Person, Phone
from scripts.samples.numbers import Spelling
from scripts.samples.writers.text_table import Dialect, by_kind, place, put, write_rows

CARRIES = Carries(notes=True)

_HEADER = (
    "Title", "First Name", "Middle Name", "Last Name", "Suffix", "Company", "Department", "Job Title", "Business Street",
    "Business City", "Home Street", "Home City", "Assistant's Phone", "Business Fax", "Business Phone", "Business Phone 2",
    "Callback", "Car Phone", "Company Main Phone", "Home Fax", "Home Phone", "Home Phone 2", "ISDN", "Mobile Phone", "Other Fax",
    "Other Phone", "Pager", "Primary Phone", "Radio Phone", "TTY/TDD Phone", "Telex", "Account", "Anniversary", "Birthday",
    "Categories", "E-mail Address", "E-mail Type", "E-mail Display Name", "Gender", "Government ID Number", "Initials", "Keywords",
    "Notes", "Priority", "Private", "Sensitivity", "Web Page",
)  # fmt: skip


def write(phone: Phone) -> bytes:
    """Write the phone book."""
    rows = [_HEADER, *(place(_HEADER, _cells(person, numbers)) for person, numbers in contacts_in(phone, CARRIES))]
    return write_rows(rows, Dialect(encoding="cp1252", quotes_all=True))


def _cells(person: Person, numbers: tuple[Spelling, ...]) -> dict[str, str]:
    cells = {"First Name": person.given, "Last Name": person.family, "Priority": "Normal", "Private": "FALSE", "Sensitivity": "Normal"}
    if person.note:
        cells["Notes"] = person.note.text
    if person.email:
        cells |= {"E-mail Address": person.email, "E-mail Type": "SMTP", "E-mail Display Name": f"{person.name} ({person.email})"}
    mobiles, others = by_kind(numbers)
    put(cells, ("Mobile Phone", "Other Phone"), mobiles)
    put(cells, ("Home Phone", "Home Phone 2"), others)
    return cells
