"""Loads a line list file as a version of the organisation's list, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.screening import ListFacts
from matcher.service.line_lists import LineLists
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A list that is sound."""

    #: None in a dry run.
    version_id: str | None
    #: The version every answer names; in a dry run the one it would have.
    number: int
    facts: ListFacts
    #: False where the file is that of the current version, which then stays.
    is_new: bool


async def import_line_list(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, file: ListFile, *, now: datetime, origin: str, dry_run: bool = False
) -> ImportedList:
    """Check a list and publish it as a new version; with any fault nothing changes.

    Raises:
        BadLineList: with every fault, each with row and column.
        NotAllowed: the role imports no lists.
        TooLarge: it is larger than a list can be.
    """
    raise NotImplementedError
