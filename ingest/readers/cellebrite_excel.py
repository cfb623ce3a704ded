"""The Excel report of Cellebrite Physical Analyzer, Reader and Inseyets."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.decode.tables.books import Use, is_account_sheet, read_book
from ingest.decode.workbooks.makers import Maker, maker_of
from ingest.reader import Claim
from ingest.records import Part, Scope
from ingest.source import Source

_FACTS = ("device info", "summary", "extraction summary")
_SIM = ("sim data", "sim card data", "simdata")
_TEXTS = ("notes", "searched items", "user dictionary")
_PEOPLE = ("contact", "call", "sms", "mms", "message", "chat", "participant", "voicemail", "shared")
#: The same records once more, in the order of time.
_REPEATS = ("timeline", "analyzed data", "activity")
_OTHERS = (
    "installed app", "wireless", "web ", "bookmark", "cookie", "location", "image", "video", "audio", "document", "application", "database",
    "configuration", "text file", "password", "power", "cell tower", "autofill", "email", "calendar", "device event", "device user",
    "file download", "journey", "networks", "bluetooth", "tags", "malware", "archive", "log entr", "device connectivity", "user event",
)  # fmt: skip


class CellebriteExcel:
    """The Excel report analysts circulate: a sheet per kind of data, or single sheets cut out of it.

    Made by Cellebrite Physical Analyzer and Reader 5 to 8 and Inseyets. A title such as `Contacts (480)` may stand above the header; the
    first column is `#`. Contacts carry all numbers in one cell, `Entries`, as lines `Phone-Mobile: …`; calls name their `Parties` as
    `From: …` or `To: …`; chats list participants with `(owner)` behind the phone's user. `User Accounts` and the MSISDN of `Device Info`
    and of `SIM Data` are the owner's numbers; the lists of the SIM are contacts and calls by their names. The time line and
    sheets about files, places and networks are not read. Reference: formats facts 2.5.
    """

    name = "cellebrite-excel"
    made_by = "Cellebrite Physical Analyzer, Reader or Inseyets: the Excel report, or sheets cut out of it"
    scopes = frozenset(Scope)

    def recognise(self, source: Source) -> Claim:
        """Be sure where a sheet has the headers only this report has."""
        return Claim.SURE if maker_of(source) is Maker.CELLEBRITE else Claim.NO

    def read(self, source: Source, scopes: frozenset[Scope]) -> Iterator[Part]:
        """Yield contacts, calls, messages and the owner's numbers.

        Raises:
            DamagedExtraction: parts of the workbook are broken or missing.
            UnsafeExtraction: it would take an absurd amount of memory or time.
        """
        return read_book(source, scopes, _use)


def _use(title: str, titles: tuple[str, ...]) -> Use:
    low = title.casefold()
    if is_account_sheet(title):
        return Use.OWN
    if any(word in low for word in _REPEATS):
        has_originals = any(word in other.casefold() for other in titles for word in _PEOPLE)
        return Use.NONE if has_originals else Use.TABLE
    if low.startswith(_SIM):
        return Use.SIM
    if low.startswith(_FACTS):
        return Use.FACTS
    if low.startswith(_TEXTS):
        return Use.TEXTS
    if any(word in low for word in _PEOPLE):
        return Use.TABLE
    return Use.NONE if any(word in low for word in _OTHERS) else Use.TABLE
