"""Workbooks of any layout."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.decode.tables.books import is_workbook, read_book, read_every_sheet
from ingest.reader import Claim
from ingest.records import Part, Scope
from ingest.source import Source


class XlsxTable:
    """Contacts, calls or messages in the sheets of an Excel workbook (.xlsx, .xlsm), with any header or none.

    Made by analysts, by Magnet AXIOM (a sheet per artifact), by Oxygen and MOBILedit, and by anybody who saves a list from a spreadsheet
    program. All sheets are read, hidden ones too. Numbers come as a person sees them: with the zeros of their number format, without the
    `.0` of a float; what a spreadsheet has shortened to `4.47701E+11` stays that, since its digits are lost. Formulas are not evaluated,
    macros are not touched. What lies on cells is read too: links that lead to a number, and comments, as notes on their rows. Reference:
    ECMA-376, transitional and strict.
    """

    name = "xlsx"
    made_by = "Excel, LibreOffice, AXIOM, Oxygen, MOBILedit or a person: a workbook with a table in it"
    scopes = frozenset(Scope)

    def recognise(self, source: Source) -> Claim:
        """Claim any workbook; a reader that knows its maker claims more."""
        return Claim.LIKELY if is_workbook(source) else Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Part]:
        """Yield the records of all sheets.

        Raises:
            DamagedExtraction: parts of the workbook are broken or missing.
            UnsafeExtraction: it would take an absurd amount of memory or time.
        """
        return read_book(source, scopes, read_every_sheet)
