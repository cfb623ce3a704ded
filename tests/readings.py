"""Reads bytes as the front door does and sorts what came out, for the tests of the readers."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ingest import DEFAULT_SCOPES, Direction, Item, Mention, Record, Remark, Role, Scope, Skipped, Source, Written, read_extraction

ALL = frozenset(Scope)
OWN = frozenset({Role.OWNER, Role.ACCOUNT})


class Reading(NamedTuple):
    """Everything one file gave."""

    reader: str
    items: list[Item]

    @property
    def records(self) -> list[Record]:
        """The records, in the order of the file."""
        return [item for item in self.items if isinstance(item, Record)]

    @property
    def skipped(self) -> list[Skipped]:
        """The records that gave no number."""
        return [item for item in self.items if isinstance(item, Skipped)]

    @property
    def remarks(self) -> set[str]:
        """Codes of what was said about the file as a whole."""
        return {item.code for item in self.items if isinstance(item, Remark)}

    @property
    def mentions(self) -> list[Mention]:
        """Every mention of every record."""
        return [mention for record in self.records for mention in record.mentions]

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """Raw text and role of every mention but prose."""
        return [(mention.raw, mention.role.value) for mention in self.mentions if mention.written is not Written.PROSE]

    @property
    def others(self) -> set[str]:
        """Raw text of what is somebody else's number."""
        return {mention.raw for mention in self.mentions if mention.role not in OWN and mention.written not in {Written.PROSE, Written.CUT}}

    @property
    def cut(self) -> list[str]:
        """Raw text of numbers inside of which the file ends."""
        return [mention.raw for mention in self.mentions if mention.written is Written.CUT]

    @property
    def own(self) -> set[str]:
        """Raw text of what is the owner's own number."""
        return {mention.raw for mention in self.mentions if mention.role in OWN}

    @property
    def ways(self) -> list[tuple[str, str, Direction | None]]:
        """Raw text, role and direction of every mention but prose."""
        return [(mention.raw, mention.role.value, mention.direction) for mention in self.mentions if mention.written is not Written.PROSE]

    @property
    def prose(self) -> list[str]:
        """The texts that are to be searched for numbers."""
        return [mention.raw for mention in self.mentions if mention.written is Written.PROSE]


def read_bytes(folder: Path, content: bytes | str, *, scopes: frozenset[Scope] = DEFAULT_SCOPES, name: str = "phone") -> Reading:
    """Write the bytes to a file and read it by its content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_path(path, scopes)


def read_path(path: Path, scopes: frozenset[Scope] = DEFAULT_SCOPES) -> Reading:
    """Read a file by its content."""
    extraction = read_extraction(Source(path), scopes=scopes)
    return Reading(extraction.reader.name, list(extraction.items()))
