"""A list file that is imported: how, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matcher.domain.register import ImportMode, ImportPlan
from matcher.domain.screening import ListFacts


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

    def request_hash(self, *parts: str) -> str:
        """Give what tells one request from another."""
        told = json.dumps([self.mode.value, self.reason, sorted(self.mapping.items()), *parts])
        return hashlib.sha256(told.encode()).hexdigest()


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
    #: None for a file that waits, and for a request that is repeated.
    plan: ImportPlan | None = None

    __hash__ = None  # type: ignore[assignment] # a plan has none
