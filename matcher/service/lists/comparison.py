"""A list file beside the list as it stands: what it would change, what stands against it, and what has to be known first. Shared."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.line_list.collector import nothing_collected
from matcher.domain.line_list.columns import PART_COLUMN
from matcher.domain.line_list.rows import bounded
from matcher.domain.register import (
    HygieneCode,
    ImportedRegister,
    ImportMode,
    ImportPlan,
    Register,
    check,
    further_entries,
    part_of,
    plan_import,
    say_days_to_come,
    say_further_entries,
    say_lookalikes,
)
from matcher.domain.screening import facts_of
from matcher.domain.upkeep.import_warnings import (
    Export,
    open_warnings_of,
    say_left_out,
    say_strange_version,
    say_undone,
    shortness_of,
    to_mend,
)
from matcher.domain.upkeep.line_view import lens_of, line_names
from matcher.domain.upkeep.list_import import ImportedList, ImportState, Manner, faults_at_rows
from matcher.domain.upkeep.proposal import Shortness, sees_line
from matcher.errors import BadLineList, Fault
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.publication import Base, read_base
from matcher.store.accounts import as_it_stands
from matcher.store.line_lists import find_number
from matcher.store.vault import Connection, Vault

#: Why a part is not taken for the whole.
_PART = (
    Fault(
        f"row 1, column {PART_COLUMN}",
        "A file with this column is no whole list. Import it with mode `update`, or take the column out if it holds all there is.",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who has a file compared, how, and when."""

    vault: Vault
    actor: Actor
    lists: LineLists
    manner: Manner
    now: datetime
    #: Whether the file says of itself that it is no whole list.
    is_part: bool


class Compared(NamedTuple):
    """A file beside the list."""

    base: Base
    #: The list as far as whoever handed the file in may know of it.
    known: Register
    #: Whole, with what may not be told.
    plan: ImportPlan
    #: The same as it is told to whoever handed the file in.
    told: ImportedList
    #: What a whole file leaves out; None where that is nothing.
    short: Shortness | None
    #: What has to be known beside it: for whoever may know of every line, and in the words for everybody else.
    warnings: tuple[str, ...]
    open_warnings: tuple[str, ...]


async def compare(asked: Asked, imported: ImportedRegister) -> Compared:
    """Compare a file with the list, as far as whoever hands it in may know of it.

    Raises:
        BadLineList: it says of itself that it is a part, or the list would not be sound with it; with every fault.
    """
    owner = asked.actor.organisation_id
    async with asked.vault.db.read() as connection:
        base = await read_base(connection, asked.lists, owner)
        standing = await as_it_stands(connection, asked.actor)
        export = await _export(connection, asked.lists, base, imported.exported_from)
    if asked.is_part and asked.manner.mode is ImportMode.WHOLE and base.version is not None:
        raise BadLineList("The file is a part of a list, and would remove what it does not hold; nothing was changed.", faults=_PART)
    known = part_of(base.register, sees_line(standing))
    found = await asyncio.to_thread(_compare, asked, known, imported, base, export)
    plan, facts = found.plan, facts_of(imported.line_list)
    warnings = (*say_left_out(found.short, lambda _: True), *found.warnings)
    current = base.version.number if base.version is not None else None
    notes = say_strange_version(imported.exported_from, current, is_unclear=imported.is_version_unclear)
    told = ImportedList(
        ImportState.PLANNED,
        None,
        base.next_number,
        replace(facts, version=str(base.next_number), notes=(*warnings, *facts.notes, *notes)),
        is_new=True,
        unknown=imported.unknown,
        plan=plan,
        changes=await asyncio.to_thread(lens_of(standing, base.conventions).changes_told, plan.changes),
        line_names=line_names(known, plan.changes, sees_line(standing)),
        warnings=warnings,
        to_mend=found.mending,
    )
    return Compared(base, known, plan, told, found.short, found.warnings, found.open_warnings)


async def _export(connection: Connection, lists: LineLists, base: Base, number: int | None) -> Export | None:
    """Give what a file was exported from, where that is an older version than the list is at."""
    if number is None or base.version is None or number >= base.version.number:
        return None
    version = await find_number(connection, base.version.organisation_id, number)
    return None if version is None else Export(number, await lists.register_of(connection, version.id))


class _Found(NamedTuple):
    plan: ImportPlan
    short: Shortness | None
    warnings: tuple[str, ...]
    open_warnings: tuple[str, ...]
    mending: Mapping[HygieneCode, int] | None


def _compare(asked: Asked, known: Register, imported: ImportedRegister, base: Base, export: Export | None) -> _Found:
    """Make the plan, and say what has to be known before it is followed; it blocks for as long as that takes."""
    with nothing_collected():
        plan = plan_import(known, imported, asked.manner.mode, base.conventions, is_first=base.version is None)
        faults = check(known, plan.changes, base.conventions, from_file=True)
        if faults:
            told = bounded(tuple(faults_at_rows(faults, plan)))
            raise BadLineList("The list would not be sound with what the file changes; nothing was changed.", faults=told)
        short = shortness_of(known, plan, base.conventions, asked.lists.limits)
        undone = say_undone(export, base.version.number, plan.changes) if export is not None and base.version is not None else ()
        days, lines = say_days_to_come(plan.changes, asked.now, plan.rows), known.records.values()
        further = further_entries(known, plan.changes, base.conventions, spoken_of=plan.rows)
        warnings = (*undone, *say_further_entries(further, plan.rows), *days, *say_lookalikes(plan.changes, lines))
        # Rows of the file count restricted ones; the entry and its line say which it is.
        open_warnings = (*undone, *say_further_entries(further), *open_warnings_of(plan.changes, lines, asked.now))
        mending = to_mend(known, plan, base.conventions, asked.lists.limits, asked.now.date()) if asked.manner.dry_run else None
        return _Found(plan, short, warnings, open_warnings, mending)
