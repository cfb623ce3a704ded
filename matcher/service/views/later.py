"""What came of an answer afterwards, as somebody may see it: matches that later versions of the list found, and what was taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Form, ObjectFacts, may_see_line
from matcher.domain.answers.live_grounds import RECALLED, LineNumber
from matcher.domain.answers.reviewed_view import CONFIRMED
from matcher.domain.answers.role_view import Sight, view_of
from matcher.domain.looking_back.later_concern import CONCERN, with_later
from matcher.domain.looking_back.later_match import later_by_line_name
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.views.verdict import verdict_notes
from matcher.store.alerts import AlertState, alerts_of, is_for_owners
from matcher.store.matches import StoredMatch
from matcher.store.moments import to_text
from matcher.store.people import StoredPerson
from matcher.store.recalls import facts_of_recalls
from matcher.store.retro import LaterTold, later_of
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection, Vault

Json = dict[str, Any]

_SHOWN_BY_NAME = frozenset({"A", "B", "C"})


async def told_of_recalls(connection: Connection, recall_ids: Iterable[str | None]) -> dict[str, Json]:
    """Say of recalls by which version and when the number was taken back, and what that means."""
    facts = await facts_of_recalls(connection, {each for each in recall_ids if each})
    return {
        each: {"version": told.version, "at": to_text(told.at), "cause": told.cause.value, "reason": told.cause.sentence}
        for each, told in facts.items()
    }


async def recalls_seen(
    connection: Connection, matches: Collection[StoredMatch], alerts: Collection[AlertState]
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Give what is told of recalls, by id of the matches and of the alerts they are about."""
    told = await told_of_recalls(connection, [*(each.recall_id for each in matches), *(each.recall_id for each in alerts)])
    recalled = {each.id: told[each.recall_id] for each in matches if each.recall_id}
    return recalled, {each.id: told[each.recall_id] for each in alerts if each.recall_id}


def fallen_matches(rows: Iterable[StoredMatch], told: Mapping[str, Json]) -> dict[str, Json]:
    """Give the matches that are not live, by their ids: each with its state, and with what is told of a recall.

    Args:
        rows: Matches.
        told: What is told of recalls, by their ids.
    """
    return {
        each.id: {"review": each.state, **({RECALLED: told[each.recall_id]} if each.recall_id else {})} for each in rows if not each.is_live
    }


async def people_left(connection: Connection, met: Mapping[LineNumber, StoredPerson]) -> dict[LineNumber, Json]:
    """Give what is told of recalls, by line and number of people their lines name no longer."""
    told = await told_of_recalls(connection, [each.recall_id for each in met.values()])
    return {place: told[each.recall_id] for place, each in met.items() if each.recall_id}


async def with_found_later(
    vault: Vault, connection: Connection, found: StoredSubmission, whole: Json, rows: Collection[StoredMatch]
) -> Json:
    """Give the whole answer, as a concern is made of it, with restricted lines that later versions found, and numbers that were set free.

    Args:
        vault: Opens them.
        connection: A transaction.
        found: Which submission.
        whole: As it was answered.
        rows: All its matches.
    """
    alerts = [each for each in await alerts_of(connection, vault.keys, found.id) if is_for_owners(each) or each.is_of_concern]
    fallen = fallen_matches(rows, await told_of_recalls(connection, [each.recall_id for each in rows]))
    later = await later_of(connection, vault.keys, found.id, with_restricted=True)
    # Of an open line, and of a number that went behind a restricted one, it is kept with the match, and told alike of the same file that
    # was handed in twice (S12). What the unit of the line is told is more urgent, and says nothing of what partners had.
    kept = {each.row.id for each in later if CONCERN in each.told}
    parts = [(part["match"], part["alert"]) for each in alerts for part in each.body["about"] if part["match"] not in kept]
    parts += [(each.row.id, alert) for each in later for alert in each.told.get(CONCERN, ())]
    return with_later(whole, parts, {each.row.id: each.told["match"]["strength"] for each in later}, fallen)


async def later_seen(
    vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, *, need: str | None, policy: SubmissionPolicy
) -> Json:
    """Give the matches later versions of the list found, as somebody may see them; nothing for those who see no match of any answer.

    The same is asked of the store whatever there is: nobody can tell by the time it takes that there is more than they see.
    """
    view = view_of(actor, found.facts_with(need))
    if view.form not in {Form.NUMBER_AND_LINE_NAME, Form.FULL}:
        return {}
    later = await later_of(connection, vault.keys, found.id, with_restricted=view.sight is not Sight.NONE)
    recalls = await told_of_recalls(connection, (each.row.recall_id for each in later))
    notes = await verdict_notes(vault, connection, [each.row for each in later])
    shown = []
    for each in later:
        line = each.told["match"]["line"]
        facts = ObjectFacts(actor.organisation_id, is_restricted=each.row.is_restricted, owner_unit=line["owner_unit"])
        if may_see_line(actor, facts) and (view.form is Form.FULL or _is_for_line_names(each, policy)):
            shown.append(_later(each, recalls, notes, by_line_name=view.form is not Form.FULL))
    return {"later_matches": shown}


def _is_for_line_names(each: LaterTold, policy: SubmissionPolicy) -> bool:
    """Whether those who see numbers and names of lines see it: what can only have been reissued is for the unit that keeps the list."""
    is_released = not policy.is_reviewed_first or each.row.state == CONFIRMED
    return is_released and not each.row.is_restricted and each.row.grade in _SHOWN_BY_NAME


def _later(each: LaterTold, recalls: dict[str, Json], notes: dict[str, Json], *, by_line_name: bool) -> Json:
    match = {"id": each.row.id, **each.told["match"], "review": each.row.state, **notes.get(each.row.id, {})}
    if each.row.recall_id:
        match["recalled"] = recalls[each.row.recall_id]
    told = later_by_line_name(match) if by_line_name else match
    return {**told, "version": each.told["version"], "found_at": each.told["found_at"]}
