"""What a role sees of an answer (domain 4.4): which of the stored answers, and what of it.

An answer is kept several times where the list holds restricted lines: as a whole, as if those lines had never stood on the list, and for
each unit that owns some as if those of other units had not. Whoever is not cleared is given one of the latter and nothing made of the
first, so that no difference can tell. Here answers are JSON values, as they are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, Form, ObjectFacts, knows_all_lines, may, may_see_line, owns_lines
from matcher.domain.alerts.rule import Recipient
from matcher.domain.answers.concern import Origin, concern_of
from matcher.domain.answers.own_part import EVERY_UNIT
from matcher.domain.answers.plain_view import by_line_name, masked_unusable, trimmed_subject, without_file_names
from matcher.domain.answers.release import open_facts
from matcher.domain.line import Line, LineList
from matcher.domain.screening import Screening

Json = dict[str, Any]

#: Recipients of what only the owning unit may know.
_OWNER = {Recipient.OWNER_UNIT.value}


class Audience(StrEnum):
    """For whom an answer was made; the words under which it is stored."""

    #: Everything the list holds.
    WHOLE = "whole"
    #: As if restricted lines were not on the list.
    OPEN = "open"
    #: By the unit that owns restricted lines, an answer as if those of other units were not on the list.
    OWN = "own"
    #: As if no line were on it: what is seen before a reviewer confirmed a match, where that comes first.
    UNREVIEWED = "unreviewed"


class Sight(StrEnum):
    """Which restricted lines somebody may know of."""

    NONE = "none"
    #: Those of their own unit.
    OWN_UNIT = "own_unit"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class MatchView:
    """What somebody may see of the answer of one submission."""

    form: Form
    sight: Sight = Sight.NONE
    shows_grading: bool = False
    shows_identity: bool = False
    #: Child's views and context flags.
    shows_context: bool = False
    #: Numbers and labels of contacts that match nothing.
    unmatched: Form = Form.NOTHING


@dataclass(frozen=True, slots=True)
class Answers:
    """The stored answers of one submission, as JSON values; `whole` is None where the list holds no restricted line."""

    open: Json
    whole: Json | None = None
    #: By the unit that owns restricted lines; None where its answer is the open one.
    own: Mapping[str, Json | None] = field(default_factory=dict)


def open_answer(screening: Screening, line_list: LineList) -> Screening:
    """Give what was judged against the open part of a list the name of that part: the hash of the whole would tell of the rest."""
    return replace(screening, line_list=open_facts(line_list))


def shows_identity(actor: Actor, facts: ObjectFacts) -> bool:
    """Whether somebody may know whose phone it is; file names and references tell."""
    return _may_otherwise(actor, Action.SUBJECT_READ, facts)


def audiences_of(view: MatchView) -> frozenset[Audience]:
    """Say which of the stored answers are needed for what somebody may see: nobody's answer is made of more than that."""
    if view.sight is Sight.ALL or view.form is Form.SANITISED:
        return frozenset({Audience.OPEN, Audience.WHOLE})
    return frozenset({Audience.OPEN, Audience.OWN} if view.sight is Sight.OWN_UNIT else {Audience.OPEN})


def each_answer(stored: Mapping[Audience, Json]) -> Iterator[Json]:
    """Yield the stored answers of a submission one by one, those for single units too."""
    for audience, kept in stored.items():
        yield from filter(None, kept.values()) if audience is Audience.OWN else (kept,)


def view_of(actor: Actor, facts: ObjectFacts) -> MatchView:
    """Say what somebody may see of an answer; `Form.NOTHING` where nothing."""
    decision = may(actor, Action.SUBMISSION_READ_RESULT, facts)
    if not decision.allowed:
        return MatchView(Form.NOTHING)
    is_full = decision.form is Form.FULL
    return MatchView(
        decision.form,
        sight=sight_of(actor) if is_full else Sight.NONE,
        shows_grading=is_full and _may_otherwise(actor, Action.MATCH_READ_GRADING, facts),
        shows_identity=shows_identity(actor, facts),
        shows_context=_may_otherwise(actor, Action.SUBJECT_READ_CONTEXT, facts),
        unmatched=_form_otherwise(actor, Action.UNMATCHED_REVEAL, facts),
    )


def _form_otherwise(actor: Actor, action: Action, facts: ObjectFacts) -> Form:
    # A token that may read answers sees in them what its owner sees: scopes say which questions it may ask.
    return may(replace(actor, scopes=None), action, facts).form


def _may_otherwise(actor: Actor, action: Action, facts: ObjectFacts) -> bool:
    return _form_otherwise(actor, action, facts) is not Form.NOTHING


def sight_of(actor: Actor) -> Sight:
    """Say which restricted lines somebody may know of at all."""
    if knows_all_lines(actor):
        return Sight.ALL
    return Sight.OWN_UNIT if owns_lines(actor) else Sight.NONE


def seen_by(answers: Answers, actor: Actor, facts: ObjectFacts, origin: Origin | None = None) -> Json | None:
    """Give the answer as somebody may see it; None where they may not see that there is one.

    Args:
        answers: As they are stored.
        actor: Who asks.
        facts: What decides.
        origin: What a partner is told beside the concern.
    """
    view = view_of(actor, facts)
    if view.form is Form.NOTHING:
        return None
    if view.form is Form.SANITISED:
        return concern_of(answers.open, answers.whole or answers.open, origin or Origin())
    if view.form is Form.NUMBER_AND_LINE_NAME:
        return by_line_name(_without_owner_only(answers.open), shows_context=view.shows_context, shows_identity=view.shows_identity)
    answer = _full(answers, actor, view.sight)
    return _of_person({**answer, "unusable": masked_unusable(answer["unusable"], view.unmatched)}, view)


def _full(answers: Answers, actor: Actor, sight: Sight) -> Json:
    if sight is Sight.NONE:
        return _without_owner_only(answers.open)
    if sight is Sight.ALL:
        return _for_owner(answers.whole or answers.open, actor)
    unit = actor.unit_name if actor.unit_name in answers.own else EVERY_UNIT
    return _for_owner(answers.own.get(unit) or answers.open, actor)


def _for_owner(answer: Json, actor: Actor) -> Json:
    """Leave out what is for the unit that owns the line, where it is another one. Clearance is no ownership (domain 4.3, grade E)."""
    kept = [each for each in answer["leads"] if not each["restricted"] or _owns(actor, each) or _is_of_cleared(actor, each)]
    return {**answer, "leads": kept}


def _is_of_cleared(actor: Actor, lead: Json) -> bool:
    """Whether a lead is restricted for its line alone, and somebody is cleared for that."""
    return actor.is_cleared and lead["kind"] != "entry_suspected_false"


def _owns(actor: Actor, lead: Json) -> bool:
    return actor.has(Role.ANALYST) and lead["line"] is not None and (lead["line"]["owner_unit"] or actor.unit_name) == actor.unit_name


def _without_owner_only(answer: Json) -> Json:
    return {
        **answer,
        "leads": [each for each in answer["leads"] if not each["restricted"]],
        "alerts": [each for each in answer["alerts"] if not is_left_to_owner(each)],
    }


def is_left_to_owner(alert: Json) -> bool:
    """Whether an alert of an answer is for the unit that owns the line and for nobody else: whoever handed the phone in does not see it."""
    return bool(alert["restricted"]) and set(alert["recipients"]) <= _OWNER


def _of_person(answer: Json, view: MatchView) -> Json:
    """Leave out who the person is and what is known of them, where the role may not know."""
    if view.shows_identity and view.shows_context:
        return answer
    screening = dict(answer["screening"])
    screening["subject"] = trimmed_subject(screening["subject"], shows_identity=view.shows_identity, shows_context=view.shows_context)
    trimmed = {**answer, "screening": screening}
    return trimmed if view.shows_identity else without_file_names(trimmed)


def lines_seen_by(line_list: LineList, actor: Actor) -> tuple[Line, ...]:
    """Give the lines of a list somebody may know of, in the order of their ids."""
    seen = [line for line in line_list.lines.values() if may_see_line(actor, facts_of_line(line, actor.organisation_id))]
    return tuple(sorted(seen, key=lambda line: line.id))


def facts_of_line(line: Line, organisation_id: str) -> ObjectFacts:
    """Give what a decision about a line depends on."""
    return ObjectFacts(organisation_id, is_restricted=line.visibility.is_restricted, owner_unit=line.owner_unit)
