"""Says before a publication what it takes back: how many phones that were answered before rest on numbers that leave their lines."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from matcher.domain.alerts.watch import RULES
from matcher.domain.register import Change, Conventions, RecordKind, Register, is_number, slots_of
from matcher.domain.upkeep.list_effects import TakenBackCount, numbers_taken_off, people_taken_off, still_listed
from matcher.errors import SealBroken
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import CLOSED, SETTLED
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch
from matcher.store.people import StoredPerson, people_met
from matcher.store.recalls import holding_matches
from matcher.store.vault import Connection

#: So many submissions are opened, the newest first, to say which of their alerts would stand.
MOST_OPENED = 200
#: So many numbers are looked for.
_MOST_NUMBERS = 50_000


async def count_taken_back(
    connection: Connection, keys: Keys, organisation_id: str, register: Register, changes: Sequence[Change], conventions: Conventions
) -> TakenBackCount:
    """Count what changes would recall.

    It is for those who may decide about the whole proposal, and so know of every line it touches, and for nobody else. An alert that
    rests on another restricted line as well is not counted, for they may not know of that one.

    Args:
        connection: A transaction.
        keys: Make the tokens, and open what the alerts rest on.
        organisation_id: Whose submissions.
        register: The list as it stands, whole.
        changes: What is proposed.
        conventions: How numbers are read.
    """
    off, left = await asyncio.to_thread(_leaving, register, changes, conventions)
    lines, people = [await asyncio.to_thread(lines_by_token, keys, sorted(each)[:_MOST_NUMBERS]) for each in (off, left)]
    is_cut = max(len(off), len(left)) > _MOST_NUMBERS
    return await count_resting(connection, keys, organisation_id, lines, people=people, is_cut=is_cut)


def lines_by_token(keys: Keys, found: Iterable[tuple[str, str]]) -> dict[bytes, set[str]]:
    """Give the lines that numbers stand on, of line and number, by every token of the number; it blocks for as long as that takes."""
    lines: dict[bytes, set[str]] = {}
    for line_id, number in found:
        for token in keys.every_token(number):
            lines.setdefault(token, set()).add(line_id)
    return lines


async def count_resting(
    connection: Connection,
    keys: Keys,
    organisation_id: str,
    lines: Mapping[bytes, AbstractSet[str]],
    *,
    people: Mapping[bytes, AbstractSet[str]] | None = None,
    is_cut: bool = False,
) -> TakenBackCount:
    """Count what rests on numbers of lines.

    Args:
        connection: A transaction.
        keys: Open what the alerts rest on.
        organisation_id: Whose submissions.
        lines: Token of a number, under every key, and the lines it stands on.
        people: The same of people these lines name.
        is_cut: Whether there are more numbers than these.
    """
    taken: dict[str, list[StoredMatch | StoredPerson]] = {}
    for row in await holding_matches(connection, organisation_id, lines):
        if row.line_id in lines[row.number_token]:
            taken.setdefault(row.submission_id, []).append(row)
    for person in await people_met(connection, organisation_id, people or {}):
        taken.setdefault(person.submission_id, []).append(person)
    # Their ids sort by time.
    newest = sorted(taken, reverse=True)[:MOST_OPENED]
    is_cut = is_cut or len(newest) < len(taken)
    alerts = 0
    for submission_id in newest:
        try:
            grounds = await read_grounds(connection, keys, submission_id)
        except SealBroken:
            # What cannot be opened keeps nobody from deciding; it is told of where it is looked at again.
            is_cut = True
            continue
        alerts += _retracted(grounds, {each.id for each in taken[submission_id]})
    return TakenBackCount(len(taken), alerts, is_at_least=is_cut)


def _leaving(register: Register, changes: Sequence[Change], conventions: Conventions) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Give line and number of what no record of the line has any more: its numbers, and those of people it names."""
    found = []
    for kind, taken_off in ((RecordKind.NUMBER, numbers_taken_off), (RecordKind.ASSOCIATE, people_taken_off)):
        records = [each.record for each in taken_off(changes, conventions)]
        off = {(record.line_id, slot) for record, slot in zip(records, slots_of(records, conventions), strict=True) if is_number(slot)}
        found.append(off - still_listed(register, changes, {line_id for line_id, _ in off}, conventions, kind))
    return found[0], found[1]


def _retracted(grounds: AlertGrounds, taken: Collection[str]) -> int:
    """Count the live alerts of a submission that would not stand without some of its matches."""
    # What brings a case to partners is counted with what the owning unit was told.
    told = [each for each in grounds.alerts if each.rule not in RULES and not each.is_of_concern]
    live = [each for each in told if each.recall_id is None and each.state not in {CLOSED, SETTLED} and grounds.stands(each)]
    counted = 0
    for alert in live:
        resting = grounds.rests_on(alert)
        # One that is told to fewer people rests on a line they know of, and on no other; the one in its place is counted by itself.
        is_known = not alert.is_restricted or (resting <= frozenset(taken) and alert.instead_of is None)
        counted += bool(resting & frozenset(taken)) and is_known and not grounds.stands(alert, without=taken)
    return counted
