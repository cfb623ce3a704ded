"""The sheet `Contacts` cut out of Cellebrite's Excel report: no title above the header, nothing of the rest."""

from __future__ import annotations

from scripts.samples.carried import Carries
from scripts.samples.model import Phone
from scripts.samples.writers.cellebrite_excel import contact_rows
from scripts.samples.writers.workbook import add_sheet, new_workbook, to_bytes

CARRIES = Carries(created=True, notes=True, app_ids=True)


def write(phone: Phone) -> bytes:
    """Write the sheet."""
    book = new_workbook("Microsoft Excel")
    add_sheet(book, "Sheet1", list(contact_rows(phone)))
    return to_bytes(book)
