"""Gives the list as a file that leaves, as far as somebody may have it; a disclosure, on record with its reason."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, ObjectFacts, Reason, may
from matcher.domain.answers.role_view import Sight, sight_of
from matcher.domain.register import Conventions, Register
from matcher.domain.upkeep.list_export import ListExport, export_list
from matcher.domain.upkeep.proposal import sees_line
from matcher.errors import Fault, NeedNotStated, NoLineList
from matcher.render.list_file import csv_list, xlsx_list
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import OBJECT, Asking, record, refused
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.line_lists import ListVersion
from matcher.store.vault import Vault


class ExportFormat(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class ExportedList:
    """The list as a file."""

    #: It says whether it is the whole list.
    name: str
    content: bytes
    version_id: str
    version: int
    #: Rows of the file, and the lines they are of.
    rows: int
    lines: int
    is_whole: bool
    #: What stayed, of the lines that may be known: entries with conditions, entries that are protected by now, lines without an entry.
    withheld: int
    protected: int
    lines_without_rows: int


async def export_lines(  # noqa: PLR0913 - all but the first three are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    *,
    form: ExportFormat,
    reason: str | None,
    with_conditions: bool = False,
    now: datetime,
    origin: str,
) -> ExportedList:
    """Write the current list as a file.

    With `with_conditions`, entries with handling code C go along, each with its conditions.

    Raises:
        NeedNotStated: nothing was said of what it is for.
        NoLineList: there is no list yet.
        NotAllowed: the role exports no list, or none with entries that have conditions.
    """
    asking = Asking(vault, actor, lists, now, origin)
    async with vault.db.read() as connection:
        version, register = await lists.latest_register(connection, actor.organisation_id)
        conventions = await lists.conventions_of(connection, actor.organisation_id)
        standing = await as_it_stands(connection, actor)
    await _admit(asking, standing, reason, with_conditions=with_conditions)
    if version is None:
        raise NoLineList("Your organisation has no line list yet.", hint="An analyst loads one.")
    table, content = await asyncio.to_thread(_write, standing, register, version.number, conventions, form, with_conditions)
    async with vault.db.write() as connection:
        # It was written for whoever they were when they asked; now it leaves.
        is_still = await as_it_stands(connection, actor) == standing
        if is_still:
            exported = AuditAction.LINES_EXPORTED
            deed = Deed(now, actor.organisation_id, actor.user_id, exported, OBJECT, version.id, origin=origin, reason=reason)
            await put_on_record(connection, vault.keys, [deed])
    if not is_still:
        raise await refused(asking, Decision(allowed=False, reason=Reason.NOT_GRANTED), Action.LINES_EXPORT)
    return ExportedList(
        _name(version, form, table),
        content,
        version.id,
        version.number,
        len(table.rows),
        table.lines,
        table.is_whole,
        table.withheld,
        table.protected,
        table.lines_without_rows,
    )


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """What an export would hold, before anybody asks for it."""

    version: int
    published_at: datetime
    #: Rows that go along in any case, and the lines they are of.
    rows: int
    lines: int
    #: What stays: entries with conditions, unless they are asked for, entries that are protected by now, lines without an entry.
    withheld: int
    protected: int
    lines_without_rows: int
    #: Whether they may know of every line there could be; whoever may not gets a part.
    sees_all: bool
    may_have_conditions: bool


async def offer_export(vault: Vault, actor: Actor, lists: LineLists, *, now: datetime, origin: str) -> ExportOffer | None:
    """Say what an export would hold and what would stay; None where there is no list yet. Nothing leaves by it.

    Raises:
        NotAllowed: the role exports no list.
    """
    asking = Asking(vault, actor, lists, now, origin)
    async with vault.db.read() as connection:
        version, register = await lists.latest_register(connection, actor.organisation_id)
        conventions = await lists.conventions_of(connection, actor.organisation_id)
        standing = await as_it_stands(connection, actor)
    decision = _may_on_need(standing, Action.LINES_EXPORT)
    if decision is not None:
        raise await refused(asking, decision, Action.LINES_EXPORT)
    async with vault.db.write() as connection:
        await record(connection, asking, version.id if version else None)
    if version is None:
        return None
    table = await asyncio.to_thread(_table, standing, register, version.number, conventions, with_conditions=False)
    return ExportOffer(
        version.number,
        version.published_at,
        len(table.rows),
        table.lines,
        table.withheld,
        table.protected,
        table.lines_without_rows,
        sees_all=sight_of(standing) is Sight.ALL,
        may_have_conditions=_may_on_need(standing, Action.LINES_EXPORT_CONDITIONAL) is None,
    )


def _may_on_need(actor: Actor, action: Action) -> Decision | None:
    """Give why somebody may not do it, whatever they say it is for; None where they may."""
    decision = may(actor, action, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
    return None if decision.allowed or decision.reason is Reason.NEED_NOT_RECORDED else decision


async def _admit(asking: Asking, actor: Actor, reason: str | None, *, with_conditions: bool) -> None:
    """Make sure that they may, and that they say why."""
    facts = ObjectFacts(actor.organisation_id, unit_id=actor.unit_id, recorded_need=reason)
    for action in (Action.LINES_EXPORT, *((Action.LINES_EXPORT_CONDITIONAL,) if with_conditions else ())):
        decision = may(actor, action, facts)
        if decision.reason is Reason.NEED_NOT_RECORDED:
            fault = Fault("reason", "It says in a few words what the list is exported for.")
            raise NeedNotStated("A list leaves only with a reason.", hint="Say what it is for; it is put on record.", faults=(fault,))
        if not decision.allowed:
            raise await refused(asking, decision, action)


def _write(
    actor: Actor,
    register: Register,
    version: int,
    conventions: Conventions,
    form: ExportFormat,
    with_conditions: bool,
) -> tuple[ListExport, bytes]:
    """Write the file; it blocks for as long as that takes."""
    table = _table(actor, register, version, conventions, with_conditions=with_conditions)
    return table, (csv_list if form is ExportFormat.CSV else xlsx_list)(table.header, table.rows)


def _table(actor: Actor, register: Register, version: int, conventions: Conventions, *, with_conditions: bool) -> ListExport:
    return export_list(
        register,
        conventions,
        version=version,
        visible=sees_line(actor),
        with_conditions=with_conditions,
        sees_all=sight_of(actor) is Sight.ALL,
    )


def _name(version: ListVersion, form: ExportFormat, table: ListExport) -> str:
    part = "" if table.is_whole else "-part"
    return f"lines-v{version.number}{part}.{form.value}"
