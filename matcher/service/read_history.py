"""Gives the history of a line: every field before and after, who proposed it, who published it, when and why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.register import Record, RecordKind
from matcher.domain.upkeep.line_history import HistoryStep, Publication, known_changes
from matcher.domain.upkeep.proposal import may_know_proposal
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, Look, knows_line, look
from matcher.store.accounts import names_of
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.line_lists import read_reason
from matcher.store.list_changes import StoredChange, find_changes, open_changes
from matcher.store.proposals import find_proposal
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Steps of the history of a line, the newest first."""

    items: tuple[HistoryStep, ...]
    cursor: str | None
    #: Account -> its name: who proposed and who published.
    account_names: Mapping[str, str]


async def read_history(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    lists: LineLists,
    line_id: str,
    *,
    now: datetime,
    origin: str,
    record_id: str | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> HistoryPage:
    """Give the history of a line and all that hangs on it.

    With `record_id`, of this number, person or line alone.

    Raises:
        BadCursor: the cursor was not given out for this person and this line.
        NotAllowed: the role reads no list.
        NotFound: there is no line of this id that they may know of.
    """
    of = f"line-history:{line_id[:100]}:{(record_id or '')[:100]}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    seen = await look(Asking(vault, actor, lists, now, origin), lambda standing, register: knows_line(standing, register, line_id))
    latest = seen.version.number if seen.version else 0
    up_to = min(latest, int(behind[1])) if behind is not None else latest
    async with vault.db.read() as connection:
        rows = await find_changes(connection, actor.organisation_id, line_id, up_to=latest)
    kept = await asyncio.to_thread(open_changes, vault.keys, rows)
    # A page that goes on shows nothing that came in between.
    changes = [
        each
        for each in known_changes(seen.register, line_id, kept, seen.sees)
        if each[0] <= up_to and (record_id is None or each[2].id == record_id)
    ]
    start = int(behind[0]) if behind else 0
    end = start + max(1, limit)
    shown = changes[start:end]
    publications = await _publications(vault, lists, seen, kept, {number for number, _, _ in shown})
    lensed = await asyncio.to_thread(seen.lens.changes, [change for _, _, change in shown])
    items = tuple(HistoryStep(publications[number], deed, change) for (number, deed, _), change in zip(shown, lensed, strict=True))
    more = write_cursor(vault.keys, of, actor.user_id, (str(end), str(up_to))) if end < len(changes) else None
    return HistoryPage(items, more, await _names(vault, actor, publications.values()))


def _may_know_all(seen: Look, records: Iterable[Record]) -> bool:
    """Whether somebody may know of every line of a version, as it was and as it is by now."""
    sees = seen.sees
    lines = [record for record in records if record.kind is RecordKind.LINE]
    by_now = (seen.register.line(line.id) for line in lines)
    return all(map(sees, lines)) and all(sees(line) for line in by_now if line is not None)


async def _names(vault: Vault, actor: Actor, publications: Iterable[Publication]) -> Mapping[str, str]:
    accounts = {each for by in publications for each in (by.published_by, by.proposed_by or "")}
    async with vault.db.read() as connection:
        return await names_of(connection, actor.organisation_id, accounts)


async def _publications(
    vault: Vault, lists: LineLists, seen: Look, kept: tuple[StoredChange, ...], numbers: set[int]
) -> Mapping[int, Publication]:
    found: dict[int, Publication] = {}
    actor = seen.actor
    async with vault.db.read() as connection:
        for each in kept:
            if each.number not in numbers or each.number in found:
                continue
            bare = Publication(each.version_id, each.number, each.published_at, each.published_by)
            if each.proposal_id is None and (reason := await read_reason(connection, vault.keys, each.version_id)) is not None:
                whole = (await lists.register_of(connection, each.version_id)).records.values()
                if _may_know_all(seen, whole):
                    bare = replace(bare, reason=reason)
            proposal = None
            if each.proposal_id is not None:
                proposal = await find_proposal(connection, vault.keys, each.proposal_id, organisation_id=actor.organisation_id)
            # What was said of several lines together is told to those alone who may know of all of them.
            if proposal is None or not may_know_proposal(actor, proposal, seen.register):
                found[each.number] = bare
                continue
            found[each.number] = Publication(
                each.version_id,
                each.number,
                each.published_at,
                each.published_by,
                proposal.id,
                proposal.proposed_by,
                proposal.proposed_at,
                proposal.reason,
                proposal.decision,
            )
    return found
