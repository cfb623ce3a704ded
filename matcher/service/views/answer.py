"""The answer of a submission as somebody may see it, with the states of its matches and alerts. Shared by the use cases that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import Form
from matcher.domain.alerts.routing import roles_for
from matcher.domain.answers.concern import Origin
from matcher.domain.answers.fallen_alerts import with_fallen
from matcher.domain.answers.own_part import EVERY_UNIT
from matcher.domain.answers.recalled_answer import RETRACTED, with_recalls
from matcher.domain.answers.reviewed_view import AlertStanding, as_reviewed, with_states, without_settled
from matcher.domain.answers.role_view import Answers, Audience, MatchView, audiences_of, each_answer, seen_by, view_of
from matcher.domain.legal.faults import review_reasons
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.stated_view import stated_view, who_it_is_about
from matcher.domain.submissions.submission import Metadata
from matcher.domain.upkeep.freshness import freshness_object, freshness_of
from matcher.render.plain_text import say_stamp
from matcher.service.views.later import people_left, recalls_seen, with_found_later
from matcher.service.views.verdict import verdict_notes
from matcher.store.alerts import SETTLED, AlertState, alert_states
from matcher.store.known_cases import handed_in_before, known_among
from matcher.store.line_lists import find_version
from matcher.store.matches import matches_of
from matcher.store.moments import to_text
from matcher.store.organisations import name_of_unit
from matcher.store.people import by_place, people_of
from matcher.store.repeated_alerts import standing_for, standing_of
from matcher.store.repeats_of_before import repeats_of_before
from matcher.store.results import read_answers
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection, Vault


async def answer_seen(
    vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, *, need: str | None, policy: SubmissionPolicy
) -> dict[str, Any] | None:
    """Give the answer of a submission as somebody may see it; None where nothing. What is for others is not even read."""
    facts = found.facts_with(need)
    view = view_of(actor, facts)
    audiences = audiences_of(view)
    with_restricted = audiences != {Audience.OPEN}
    is_after_review = policy.is_reviewed_first and view.form is Form.NUMBER_AND_LINE_NAME
    stored = await read_answers(connection, vault.keys, found.id, [*audiences, *([Audience.UNREVIEWED] if is_after_review else [])])
    rows = await matches_of(connection, [found.id], with_restricted=with_restricted)
    reviews = {each.id: each.state for each in rows}
    seen_of = {each: stored[each] for each in audiences if each in stored}
    raised, states = await _standings(vault, connection, actor, found, seen_of, with_restricted=with_restricted)
    recalled, retracted = await recalls_seen(connection, rows, raised)
    settled = {each.id for each in raised if each.state == SETTLED}
    notes = await verdict_notes(vault, connection, rows)
    met = by_place(vault.keys, await people_of(connection, found.id, with_restricted=with_restricted), each_answer(stored))
    left = await people_left(connection, met)

    def stated(answer: dict[str, Any]) -> dict[str, Any]:
        """Lay what became of it over a stored answer."""
        told_of = without_settled(with_states(answer, reviews, states), settled, notes)
        return with_fallen(with_recalls(told_of, recalled, retracted, left))

    opened = stated(stored[Audience.OPEN])
    if is_after_review:
        opened = as_reviewed(opened, stored.get(Audience.UNREVIEWED))
    metadata, unit = found.metadata(vault.keys), await name_of_unit(connection, found.unit_id)
    about = stated_view(metadata, view.form, unit=unit, shows_identity=view.shows_identity, shows_context=view.shows_context)
    origin = Origin(who_it_is_about(about))
    whole = stated(stored[Audience.WHOLE]) if Audience.WHOLE in stored else None
    own = {
        unit: answer and stated(answer) for unit, answer in stored.get(Audience.OWN, {}).items() if unit in {actor.unit_name, EVERY_UNIT}
    }
    if view.form is Form.SANITISED:
        whole = await with_found_later(vault, connection, found, whole or opened, rows)
    seen = seen_by(Answers(opened, whole, own), actor, facts, origin)
    if seen is None:
        return None
    aged = await _with_age(connection, found, seen, policy)
    about["review_reasons"] = _review_reasons(metadata, view, seen["alerts"])
    same_as = (await handed_in_before(connection, actor, [found])).get(found.id)
    return {"id": found.id, "same_as": same_as, **aged, "stated": about, "release": _release(view, policy)}


async def _standings(
    vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, answers: Mapping[Audience, Any], *, with_restricted: bool
) -> tuple[list[AlertState], dict[str, AlertStanding]]:
    """Give the alerts that were raised for a submission or stand for those of its answers, and how each stands by its id there.

    When one was raised is told to those who may know of the case it was raised with.
    """
    raised = await alert_states(connection, [found.id], with_restricted=with_restricted)
    states = {each.id: AlertStanding(each.id, each.state) for each in raised}
    told = await standing_for(connection, found.id, with_restricted=with_restricted)
    told |= await standing_of(connection, await repeats_of_before(connection, vault.keys, found, answers))
    known = await known_among(connection, actor, {each.alert.submission_id for each in told.values() if each.alert.submission_id})
    for alert_id, before in told.items():
        raised.append(before.alert)
        raised_before = to_text(before.raised_at) if before.alert.submission_id in known else None
        states[alert_id] = AlertStanding(before.alert.id, before.alert.state, raised_before)
    return raised, states


async def _with_age(connection: Connection, found: StoredSubmission, seen: dict[str, Any], policy: SubmissionPolicy) -> dict[str, Any]:
    """Say how old the list was that an answer rests on, where it says on which; that it was old is told before anything else."""
    screening = seen.get("screening")
    version = await find_version(connection, found.list_version_id) if found.list_version_id else None
    if version is None or screening is None or screening["line_list"]["version"] is None:
        return seen
    fresh = freshness_of(version.published_at, datetime.fromisoformat(screening["at"]), old_after_days=policy.list_old_after_days)
    told = freshness_object(fresh, say_stamp(version.published_at), version.number)
    warnings = [told["age_warning"]] if fresh.is_old else []
    aged = {**screening, "line_list": {**screening["line_list"], **told}}
    return {**seen, "screening": aged, "warnings": [*warnings, *seen["warnings"]]}


async def is_open_to(vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission) -> bool:
    """Whether alerts that everybody may know of already bring a case to somebody."""
    answers = await read_answers(connection, vault.keys, found.id, [Audience.OPEN])
    raised = answers[Audience.OPEN]["alerts"] if answers else []
    return any(roles_for(each["rule"], each["recipients"], each["urgency"]) & actor.roles for each in raised)


def _review_reasons(metadata: Metadata, view: MatchView, alerts: list[dict[str, Any]]) -> list[str] | None:
    """Say why a supervisor looks at the legal basis again (S2), to those who see who agreed; an alert that was taken back is no reason.

    Only by the alerts they see: what is hidden from them is no reason for them either.
    """
    if not view.shows_identity or view.form is Form.SANITISED:
        return None
    return list(review_reasons(metadata, {each["rule"] for each in alerts if each.get("state") != RETRACTED}))


def _release(view: MatchView, policy: SubmissionPolicy) -> str:
    """Say whether what is shown was looked at by a reviewer; who sees everything sees the state of each match."""
    return "reviewed" if policy.is_reviewed_first and view.form is Form.NUMBER_AND_LINE_NAME else "immediate"
