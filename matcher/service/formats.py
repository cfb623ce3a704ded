"""What can be read and what may go wrong with it, for the rooms above: only services enter `ingest` (docs/decisions/0001)."""

from ingest import READERS, IngestError, Reader, Scope

__all__ = ["READERS", "IngestError", "Reader", "Scope"]
