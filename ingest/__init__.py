"""A file goes in, records come out; knows formats, not phones; plain, synchronous, no network, no database."""

from ingest.errors import (
    AmbiguousFormat,
    DamagedExtraction,
    EmptyExtraction,
    IngestError,
    LockedExtraction,
    UnknownFormat,
    UnreadableExtraction,
    UnsafeExtraction,
    UnsupportedFormat,
)
from ingest.reader import Claim, Reader
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
    "LockedExtraction",
    "Mention",
    "Part",
    "Reader",
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
    "read_extraction",
    "read_table",
]
