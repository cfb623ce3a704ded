"""Loads a line list file as a version of the organisation's list, all or nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.audit import AuditAction, Deed, Outcome
from matcher.domain.permission import Action, ObjectFacts, may
from matcher.domain.screening import ListFacts, facts_of
from matcher.errors import BadLineList, TooLarge
from matcher.service.line_lists import LineLists
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.line_lists import NewList, insert_version, latest_version
from matcher.store.vault import Vault

_ACTION = Action.LINES_IMPORT
_LARGEST_BYTES = 256 << 20
_LONGEST_NAME = 200


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
    decision = may(actor, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
    if not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "line_list"), now=now, origin=origin)
    if len(file.content) > _LARGEST_BYTES:
        raise TooLarge("The file is larger than a line list can be.", hint="Export the list alone, as CSV or XLSX.")
    name = _last_part(file.name)
    try:
        line_list = await asyncio.to_thread(lists.parse, file.content, name)
    except BadLineList:
        action = AuditAction.LINES_IMPORT_REFUSED
        deed = Deed(now, actor.organisation_id, actor.user_id, action, "line_list", outcome=Outcome.FAILED, origin=origin)
        async with vault.db.write() as connection:
            await put_on_record(connection, vault.keys, [deed])
        raise
    facts = facts_of(line_list)
    new = NewList(actor.organisation_id, name, facts.sha256, actor.user_id, facts.lines, facts.numbers, file.content)
    async with vault.db.write() as connection:
        current = await latest_version(connection, actor.organisation_id)
        if current is not None and current.sha256 == facts.sha256:
            return ImportedList(current.id, current.number, replace(facts, version=str(current.number)), is_new=False)
        if dry_run:
            number = current.number + 1 if current else 1
            return ImportedList(None, number, replace(facts, version=str(number)), is_new=True)
        version = await insert_version(connection, vault.keys, new, now=now)
        deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.LINES_IMPORTED, "line_list", version.id, origin=origin)
        await put_on_record(connection, vault.keys, [deed])
    return ImportedList(version.id, version.number, replace(facts, version=str(version.number)), is_new=True)


def _last_part(name: str) -> str:
    shown = "".join(each for each in name.replace("\\", "/").rsplit("/", 1)[-1] if each.isprintable()).strip()
    return shown[-_LONGEST_NAME:] or "lines.csv"
