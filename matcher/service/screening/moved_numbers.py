"""What had been told of a number by a line that the list has it for no more: who goes on being told of it under another line.

Part of looking at one submission for a version (`later_case`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.domain.access.actor import Role
from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.watch import RULES
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.plain_view import name_of
from matcher.domain.answers.role_view import each_answer
from matcher.domain.line import LineList
from matcher.domain.upkeep.list_effects import lines_of
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import CLOSED, SETTLED, StoredAlert
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch
from matcher.store.retro import later_of
from matcher.store.vault import Connection

Json = dict[str, Any]

#: Who is told of a match by its name. Whoever handed the phone in is told in any case, and partners of a concern.
_BY_NAME = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class Heard:
    """What had been told of one number of one phone."""

    #: The lines it was told of with, as sentences name them; none where not everybody might know of any.
    lines: tuple[str, ...] = ()
    #: The urgency of the alerts nobody closed that do not stand without it; None where there were none.
    urgency: str | None = None
    #: Who had these.
    roles: frozenset[Role] = frozenset()
    #: What had brought the case to partners.
    concern: Json | None = None


async def heard_of(
    connection: Connection, keys: Keys, submission_id: str, known: Mapping[tuple[str, str], StoredMatch], listed: LineList
) -> dict[str, Heard]:
    """Say what had been told of numbers by lines that the list has them for no more.

    Args:
        connection: The transaction.
        keys: Open alerts and answers.
        submission_id: Of which.
        known: Matches of these numbers, by line and number.
        listed: The list, whole.
    """
    left: dict[str, list[StoredMatch]] = {}
    for (line_id, number), row in known.items():
        if row.state != REJECTED and line_id not in lines_of(listed, number):
            left.setdefault(number, []).append(row)
    if not left:
        return {}
    grounds = await read_grounds(connection, keys, submission_id)
    told = {each["id"]: each["line"] for answer in each_answer(grounds.answers) for each in answer["matches"]}
    later = await later_of(connection, keys, submission_id, with_restricted=True)
    names = {key: name_of(line) for key, line in (told | {each.row.id: each.told["match"]["line"] for each in later}).items()}
    return {number: _heard(grounds, names, rows) for number, rows in left.items()}


def _heard(grounds: AlertGrounds, names: Mapping[str, str], rows: Sequence[StoredMatch]) -> Heard:
    # One that is gone for longer was told of under the line after it.
    newest = [row for row in rows if row.recall_id is None] or rows
    opened = sorted((row for row in newest if not row.is_restricted and row.id in names), key=lambda row: row.id)
    fallen = [each for each in grounds.alerts if _is_heard(each) and _falls(grounds, each, {row.id for row in opened})]
    roles = [{Role(each.for_role)} if each.for_role else _routed(each) for each in fallen if each.recipient_id is None]
    return Heard(
        tuple(dict.fromkeys(names[row.id] for row in opened)),
        min((each.urgency for each in fallen), default=None),
        frozenset().union(*roles) & _BY_NAME,
        grounds.concern_by({row.id for row in newest}),
    )


def _is_heard(alert: StoredAlert) -> bool:
    """Whether somebody was told by it who is told of matches by name, of what everybody may know of, and nobody is done with it."""
    is_plain = not alert.is_restricted and alert.rule not in RULES
    return is_plain and alert.state not in {CLOSED, SETTLED}


def _falls(grounds: AlertGrounds, alert: StoredAlert, without: Collection[str]) -> bool:
    return bool(grounds.rests_on(alert) & frozenset(without)) and not grounds.stands(alert, without=without)


def _routed(alert: StoredAlert) -> frozenset[Role]:
    return roles_for(alert.rule, alert.body["recipients"], alert.urgency)
