"""A list file that is imported: how, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.domain.register import Change, ChangeFault, HygieneCode, ImportMode, ImportPlan
from matcher.domain.screening import ListFacts
from matcher.errors import Fault

#: Of a file, and of a list.
LONGEST_NAME = 200


class ImportState(StrEnum):
    """What became of a file."""

    #: The first list of an organisation.
    PUBLISHED = "published"
    #: It waits for another person.
    PROPOSED = "proposed"
    #: The list says all of it already.
    UNCHANGED = "unchanged"
    #: A dry run: nothing was proposed.
    PLANNED = "planned"
    #: A dry run of a file that would be refused, because the list stands against it.
    CONFLICTS = "conflicts"
    #: It waits until somebody says which columns are line_id and number.
    NEEDS_MAPPING = "needs-mapping"


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is imported."""

    mode: ImportMode = ImportMode.WHOLE
    dry_run: bool = False
    #: Why the list is to change; the name of the file where nobody says it.
    reason: str = ""
    #: Header cell -> the column it stands for, or an empty text to leave it out.
    mapping: Mapping[str, str] = field(default_factory=dict)
    #: What the list is called from then on; empty: it keeps its name, and the first one is called like its file.
    list_name: str = ""
    #: Whether a file that is only previewed is kept, to be gone on with. A person has one such file; a newer one takes its place.
    keeps: bool = False

    def request_hash(self, *parts: str) -> str:
        """Give what tells one request from another."""
        told = json.dumps([self.mode.value, self.reason, sorted(self.mapping.items()), self.list_name, *parts])
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Resumption:
    """How a file that waits is gone on with. What is not stated is as it was asked first."""

    mode: ImportMode | None = None
    dry_run: bool | None = None
    reason: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    list_name: str | None = None
    keeps: bool = False

    def over(self, first: Manner) -> Manner:
        """Give how the file is imported: as it was asked first, but for what is stated now."""
        return Manner(
            self.mode if self.mode is not None else first.mode,
            self.dry_run if self.dry_run is not None else first.dry_run,
            self.reason if self.reason is not None else first.reason,
            self.mapping,
            self.list_name if self.list_name is not None else first.list_name,
            self.keeps,
        )

    def request_hash(self, import_id: str) -> str:
        """Give what tells one request from another."""
        stated = [self.mode.value if self.mode is not None else None, self.reason, sorted(self.mapping.items()), self.list_name]
        return hashlib.sha256(json.dumps([*stated, import_id]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What became of a list that is sound, or that waits for its columns to be named."""

    state: ImportState
    #: None until it is published.
    version_id: str | None
    #: The version every answer names, or the one it would be.
    number: int
    #: Of the file.
    facts: ListFacts
    #: False where the list says all of it already.
    is_new: bool
    proposal_id: str | None = None
    #: Names a file that waits, to go on with it.
    import_id: str | None = None
    expires_at: datetime | None = None
    #: Header cells that are no column of a list.
    unknown: tuple[str, ...] = ()
    #: Of a file that waits: columns every list has that no header of it stands for yet.
    missing: tuple[str, ...] = ()
    #: None for a file that waits, and for a request that is repeated.
    plan: ImportPlan | None = None
    #: What it would change as it may be told: without numbers that are protected by now.
    changes: tuple[Change, ...] = ()
    #: Line -> its name, of the lines of these changes.
    line_names: Mapping[str, str] = field(default_factory=dict)
    #: What whoever proposes and decides has to know first; these stand among the notes as well.
    warnings: tuple[str, ...] = ()
    #: Of a preview: what would be to mend on the entries it brings or changes, how often each; None where that was not looked for.
    to_mend: Mapping[HygieneCode, int] | None = None

    __hash__ = None  # type: ignore[assignment] # a plan has none


def faults_at_rows(faults: Sequence[ChangeFault], plan: ImportPlan) -> Iterator[Fault]:
    """Say where in the file a fault of a change is, or of which record where the file does not speak of it."""
    for fault in faults:
        change = plan.changes[fault.at]
        row = plan.rows.get(change.key)
        yield fault.told_of(f"row {row}" if row is not None else f"{change.kind.value} {change.id}")


def file_name_of(said: str) -> str:
    """Give the last part of a name as a file is kept under it."""
    return list_name_of(said.replace("\\", "/").rsplit("/", 1)[-1])[-LONGEST_NAME:] or "lines.csv"


def list_name_of(said: str) -> str:
    """Give the name of a list as it is kept: what can be read of it, on one line."""
    return " ".join("".join(each if each.isprintable() else " " for each in said).split())
