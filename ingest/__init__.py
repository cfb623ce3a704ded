"""A file goes in, records come out; knows formats, not phones; plain, synchronous, no network, no database."""

from ingest.errors import (
    AmbiguousFormat,
    DamagedExtraction,
    EmptyExtraction,
    IngestError,
    JailFailure,
    LockedExtraction,
    NoSandbox,
    ReaderDied,
    ReaderMisbehaved,
    ReaderOutOfMemory,
    ReaderTimeout,
    UnknownFormat,
    UnreadableExtraction,
    UnsafeExtraction,
    UnsupportedFormat,
)
from ingest.jail import JailedExtraction, read_in_jail
from ingest.jail_limits import JailLimits
from ingest.jail_lock import JailOffers, offers
from ingest.reader import Claim, Opened, OpenedSource, Reader
from ingest.records import DEFAULT_SCOPES, Direction, Item, Mention, Part, Record, Remark, Role, Rows, Scope, Skipped, Written
from ingest.registry import READERS, Extraction, read_extraction
from ingest.source import Source
from ingest.table import TableRow, read_table

__all__ = [
    "DEFAULT_SCOPES",
    "READERS",
    "AmbiguousFormat",
    "Claim",
    "DamagedExtraction",
    "Direction",
    "EmptyExtraction",
    "Extraction",
    "IngestError",
    "Item",
    "JailFailure",
    "JailLimits",
    "JailOffers",
    "JailedExtraction",
    "LockedExtraction",
    "Mention",
    "NoSandbox",
    "Opened",
    "OpenedSource",
    "Part",
    "Reader",
    "ReaderDied",
    "ReaderMisbehaved",
    "ReaderOutOfMemory",
    "ReaderTimeout",
    "Record",
    "Remark",
    "Role",
    "Rows",
    "Scope",
    "Skipped",
    "Source",
    "TableRow",
    "UnknownFormat",
    "UnreadableExtraction",
    "UnsafeExtraction",
    "UnsupportedFormat",
    "Written",
    "offers",
    "read_extraction",
    "read_in_jail",
    "read_table",
]
