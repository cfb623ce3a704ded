"""The Excel export of XAMN, the viewer of XRY extractions."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.decode.tables.books import Use, is_account_sheet, read_book
from ingest.decode.workbooks.makers import Maker, maker_of
from ingest.reader import Claim
from ingest.records import Part, Scope
from ingest.source import Source

_FACTS = ("device", "general information", "summary", "case")
_OTHERS = (
    "file",
    "picture",
    "video",
    "audio",
    "document",
    "web",
    "location",
    "network",
    "application",
    "log",
    "security",
    "calendar",
    "organizer",
)


class XryExcel:
    """Contacts, calls, messages and chats of an XRY extraction, as XAMN writes them to Excel.

    One sheet per category (`Contacts`, `Calls`, `Messages`, `Chats`, `Device`), or all in one (`Events`) with the category in a column.
    The columns are the keys of XRY's reports: `Tel`, `Mobile`, `Name (Matched)`, `Call Type`, `Storage`, `Index`, `Related Application`,
    `From`, `To`, `Deleted`. Times carry a zone and may put day or month first. Service centres are never numbers of anybody. Versions:
    known from published readers of the text export; no genuine workbook was at hand. Reference: formats facts 3.2 and 3.3.
    """

    name = "xry-excel"
    made_by = "MSAB XAMN: the Excel export of an XRY extraction"
    scopes = frozenset(Scope)

    def recognise(self, source: Source) -> Claim:
        """Be sure where a sheet has the headers only this export has."""
        return Claim.SURE if maker_of(source) is Maker.XRY else Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Part]:
        """Yield contacts, calls, messages and the owner's numbers.

        Raises:
            DamagedExtraction: parts of the workbook are broken or missing.
            UnsafeExtraction: it would take an absurd amount of memory or time.
        """
        return read_book(source, scopes, _use)


def _use(title: str, _: tuple[str, ...]) -> Use:
    low = title.casefold()
    if is_account_sheet(title):
        return Use.OWN
    if low.startswith(_FACTS):
        return Use.FACTS
    return Use.NONE if low.startswith(_OTHERS) else Use.TABLE
