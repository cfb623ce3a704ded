"""What had been told of a number by a line that the list has it for no more: who goes on being told of it under another line.

Part of looking at one submission for a version (`later_case`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.domain.access.actor import Role
from matcher.domain.alerts.routing import roles_for
from matcher.domain.alerts.watch import RULES
from matcher.domain.answers.live_grounds import REJECTED
from matcher.domain.answers.plain_view import name_of
from matcher.domain.answers.role_view import Audience, each_answer
from matcher.domain.line import LineList
from matcher.domain.upkeep.list_effects import lines_of
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import CLOSED, SETTLED, StoredAlert
from matcher.store.key_ring import Keys
from matcher.store.matches import StoredMatch
from matcher.store.repeated_alerts import standing_for
from matcher.store.retro import later_of
from matcher.store.vault import Connection

Json = dict[str, Any]

#: Who is told of a match by its name. Whoever handed the phone in is told in any case, and partners of a concern.
BY_NAME = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class Heard:
    """What had been told of one number of one phone."""

    #: The lines it was told of with, as sentences name them; none where not everybody might know of any.
    lines: tuple[str, ...] = ()
    #: The matches of these, by their ids.
    by: tuple[str, ...] = ()
    #: The urgency of the alerts nobody closed that do not stand without it, and without what else is gone; None where there were none.
    urgency: str | None = None
    #: Who had these.
    roles: frozenset[Role] = frozenset()
    #: What had brought the case to partners.
    concern: Json | None = None


async def heard_under_other_lines(
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
    told = {each["id"]: each for answer in each_answer(grounds.answers) for each in answer["matches"]}
    told |= {each.row.id: each.told["match"] for each in await later_of(connection, keys, submission_id, with_restricted=True)}
    gone, repeated = _gone(grounds, told, listed), await _repeated(connection, grounds, submission_id)
    return {
        number: _heard(grounds, {key: name_of(each["line"]) for key, each in told.items()}, rows, gone, repeated)
        for number, rows in left.items()
    }


def _gone(grounds: AlertGrounds, told: Mapping[str, Json], listed: LineList) -> frozenset[str]:
    """Give all that the list does not have for its line any more: a line that changes its name loses its numbers and its people at once."""
    numbers = {row.id for row in grounds.rows if row.id in told and row.line_id not in lines_of(listed, told[row.id]["number"])}
    people = {
        person.id
        for (line_id, number), person in grounds.people.items()
        if all(each.line_id != line_id for each in listed.associates.get(number, ()))
    }
    return frozenset(numbers | people)


async def _repeated(connection: Connection, grounds: AlertGrounds, submission_id: str) -> list[StoredAlert]:
    """Give the alerts of its answer for which one of another submission stands, as that one stands."""
    standing = await standing_for(connection, submission_id, with_restricted=False)
    bodies = {each["id"]: each for each in grounds.answers.get(Audience.OPEN, {"alerts": ()})["alerts"]}
    return [
        StoredAlert(
            id=key,
            submission_id=submission_id,
            organisation_id=grounds.rows[0].organisation_id,
            rule=bodies[key]["rule"],
            urgency=bodies[key]["urgency"],
            is_restricted=False,
            created_at=before.raised_at,
            body=bodies[key],
            state=before.alert.state,
        )
        for key, before in standing.items()
        if key in bodies
    ]


def _heard(
    grounds: AlertGrounds, names: Mapping[str, str], rows: Sequence[StoredMatch], gone: frozenset[str], repeated: Sequence[StoredAlert]
) -> Heard:
    # One that is gone for longer was told of under the line after it.
    newest = [row for row in rows if row.recall_id is None] or rows
    opened = sorted((row for row in newest if not row.is_restricted and row.id in names), key=lambda row: row.id)
    ids = frozenset(row.id for row in opened)
    # What stands by another number that goes as well does not stand.
    without = ids | gone
    # Of what another submission stands for the roles hear by that one; whoever handed this one in hears as urgently.
    fell = [
        each
        for each in (*grounds.alerts, *repeated)
        if _is_heard(each) and ids & grounds.rests_on(each) and not grounds.stands(each, without=without)
    ]
    fallen = [each for each in fell if each not in repeated]
    roles = [{Role(each.for_role)} if each.for_role else _routed(each) for each in fallen if each.recipient_id is None]
    return Heard(
        tuple(dict.fromkeys(names[row.id] for row in opened)),
        tuple(row.id for row in opened),
        min((each.urgency for each in fell), default=None),
        frozenset().union(*roles) & BY_NAME,
        grounds.concern_by({row.id for row in newest}),
    )


def _is_heard(alert: StoredAlert) -> bool:
    """Whether somebody was told by it who is told of matches by name, of what everybody may know of, and nobody is done with it."""
    is_plain = not alert.is_restricted and alert.rule not in RULES
    return is_plain and alert.state not in {CLOSED, SETTLED}


def _routed(alert: StoredAlert) -> frozenset[Role]:
    return roles_for(alert.rule, alert.body["recipients"], alert.urgency)
