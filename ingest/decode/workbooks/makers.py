"""Which tool wrote a workbook, by the words of its headers; one function for all readers, so that only one of them is ever sure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import islice
from typing import BinaryIO
from weakref import WeakKeyDictionary

from ingest.decode.archives.archive import Archive, looks_like_zip, open_archive
from ingest.decode.workbooks.sheet_rows import read_rows
from ingest.decode.workbooks.workbook import Workbook, leave_shared_texts, open_workbook
from ingest.errors import IngestError
from ingest.source import Source


class Maker(Enum):
    """Tools whose Excel reports are known by their words."""

    CELLEBRITE = auto()
    XRY = auto()


_CELLEBRITE = frozenset(
    {
        "name", "entries", "source", "account", "interaction statuses", "group", "notes", "organizations", "addresses", "created",
        "modified", "tag", "tags", "deleted", "source file information", "parties", "direction", "status", "duration", "country code",
        "time", "date", "timestamp: time", "timestamp: date", "chat #", "identifier", "start time: time", "participants", "from", "to",
        "body", "folder", "party", "last activity: time", "service type", "username", "value", "video call", "network name", "smsc",
        "attachment #1",
    }
)  # fmt: skip
_ONLY_CELLEBRITE = frozenset(
    {"entries", "source file information", "interaction statuses", "parties", "chat #", "timestamp: time", "start time: time", "entry (2)"}
)
_XRY = frozenset(
    {
        "call type", "direction", "time", "duration", "tel", "number", "name", "name (matched)", "storage", "index", "deleted", "mobile",
        "home", "work", "other", "email home", "address home", "related application", "account name", "picture", "type", "status",
        "text", "message", "folder", "service center", "from", "to", "participants", "application", "source", "attribute", "data",
    }
)  # fmt: skip
_ONLY_XRY = frozenset({"name (matched)", "related application", "service center", "call type"})
_ONLY_XRY_PAIRS = (frozenset({"storage", "index"}), frozenset({"tel", "storage"}), frozenset({"tel", "index"}))
#: Bytes to look for before anything is parsed; one of them stands in every report.
_TRACES = tuple(
    word.encode()
    for word in (
        "entries",
        "source file information",
        "interaction statuses",
        "parties",
        "chat #",
        "timestamp: time",
        "start time: time",
        "name (matched)",
        "related application",
        "service center",
        "call type",
        "storage",
        "index",
    )
)

_LONGEST_TRACE = max(map(len, _TRACES))
_HEADER_ROWS = 25
_JUDGED_SHEETS = 60
_HEAD_BYTES = 256 * 1024

#: Files already judged, as long as somebody holds them: the readers of all tools ask the same.
_judged: WeakKeyDictionary[Source, Maker | None] = WeakKeyDictionary()


def maker_of(source: Source) -> Maker | None:
    """Name the tool whose words stand in the headers of a workbook; None for others and for what is no workbook. Never raises."""
    if source not in _judged:
        _judged[source] = _find_maker(source)
    return _judged[source]


def _find_maker(source: Source) -> Maker | None:
    try:
        if not looks_like_zip(source):
            return None
        with open_archive(source) as archive:
            if not _has_traces(archive):
                return None
            book = open_workbook(source, archive)
            leave_shared_texts(book)
            return _judge(book)
    except IngestError:
        return None


def _judge(book: Workbook) -> Maker | None:
    found: set[Maker] = set()
    for sheet in book.sheets[:_JUDGED_SHEETS]:
        for row in islice(read_rows(book, sheet), _HEADER_ROWS):
            maker = maker_of_header(row.cells)
            if maker is Maker.CELLEBRITE:
                return maker
            if maker is not None:
                found.add(maker)
    return Maker.XRY if found else None


def maker_of_header(cells: Sequence[str]) -> Maker | None:
    """Name the tool that writes such a header."""
    words = frozenset(text for cell in cells if (text := " ".join(cell.casefold().split())))
    if len(words & _CELLEBRITE) >= 3 and ("#" in words or "chat #" in words) and (words & _ONLY_CELLEBRITE or _is_deleted_of(words)):
        return Maker.CELLEBRITE
    is_xry = words & _ONLY_XRY or any(pair <= words for pair in _ONLY_XRY_PAIRS)
    if is_xry and len(words & _XRY) >= 3 and not words & _ONLY_CELLEBRITE:
        return Maker.XRY
    return None


def _is_deleted_of(words: frozenset[str]) -> bool:
    return any(word.startswith("deleted - ") for word in words)


def _has_traces(archive: Archive) -> bool:
    """Whether words of a report stand in the shared texts, or in the first bytes of a sheet that keeps its texts itself."""
    for name in archive.names:
        low = name.casefold()
        if low.endswith("sharedstrings.xml"):
            with archive.open(name) as part:
                if _is_traced(part, to_end=True):
                    return True
        elif "worksheets/" in low and low.endswith(".xml"):
            with archive.open(name) as part:
                if _is_traced(part, to_end=False):
                    return True
    return False


def _is_traced(part: BinaryIO, *, to_end: bool) -> bool:
    tail = b""
    while chunk := part.read(_HEAD_BYTES):
        # A word may be cut by the end of a chunk.
        text = (tail + chunk).lower()
        if any(trace in text for trace in _TRACES):
            return True
        if not to_end:
            return False
        tail = text[-_LONGEST_TRACE:]
    return False
