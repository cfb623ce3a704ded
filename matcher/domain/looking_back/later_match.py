"""A number of a phone that was answered before, found on the list by a later version of it (AR-19).

Of most numbers nothing but a token was kept: how they stood on the phone, since when and under which name is not known any more. What is
said of such a match says that too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from matcher.domain.alerts.raising import SAFE_CONTACT, Evaluation, raise_alerts
from matcher.domain.alerts.rule import Effect, Recipient, Rule
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.answers.plain_view import match_by_line_name, name_of
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.legal.standing_basis import Ended
from matcher.domain.line import LineList
from matcher.domain.match import GRADE_WORDS, Contact, Grade, Match, Thresholds
from matcher.domain.matching.cautions import Caution
from matcher.domain.matching.explanation import quote, say_day, say_line
from matcher.domain.matching.grading import find_matches
from matcher.domain.screening import Alert, Counts, Screening, Subject, Urgency, facts_of
from matcher.domain.sighting import Role, Sighting, bare_sighting

Json = dict[str, Any]

RULE = "AR-19"
#: The phone may be that of a line.
OWN_RULE = "AR-08"
#: A supervisor hears that nothing was looked at.
RULE_BASIS = "AR-24"

_EFFECTS = frozenset({Effect.RAISE_LEVEL, Effect.WITHHOLD, Effect.SUPPRESS})

NOT_KEPT = "How the number stood on the phone was not kept: whether it was saved, rang or was rung, and when, is not known."
OWN_KEPT = "It is the phone's own number or that of an account on it; since when was not kept."


@dataclass(frozen=True, slots=True)
class Ground:
    """What a look back rests on beside the phone."""

    open: LineList
    whole: LineList
    lists: NumberLists
    rules: tuple[Rule, ...]
    thresholds: Thresholds
    at: datetime
    #: The list as each unit may know it that owns restricted lines.
    own: Mapping[str, LineList] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phone:
    """What is still known of one phone."""

    handed_in: datetime
    subject: Subject
    #: Whether it was taken for a handset that serves a line: then no contact of it speaks for itself (LH-01).
    is_line_handset: bool = False
    #: Numbers that are looked for again because they are no longer set apart as protected, by mistake.
    set_free: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LaterMatch:
    """A match, and the sentence that explains it."""

    match: Match
    is_restricted: bool

    @property
    def key(self) -> tuple[str, str]:
        """Line and number: one match each."""
        return self.match.line.id, self.match.number


def later_matches(ground: Ground, phone: Phone, seen: Mapping[str, tuple[Sequence[Sighting], Sequence[Sighting]]]) -> list[LaterMatch]:
    """Judge numbers of a phone by the list as it is now, best grades first.

    Args:
        ground: What it rests on.
        phone: What is known of the phone.
        seen: Number -> where it stood on the phone as the open answer tells, and as the whole one does; nothing where a token was kept.
    """
    found = [_later(each, ground, phone) for each in _matches(ground, phone, seen, is_restricted=False)]
    hidden = [_later(each, ground, phone) for each in _matches(ground, phone, seen, is_restricted=True)]
    return [*(LaterMatch(each, is_restricted=False) for each in found), *(LaterMatch(each, is_restricted=True) for each in hidden)]


def _matches(
    ground: Ground, phone: Phone, seen: Mapping[str, tuple[Sequence[Sighting], Sequence[Sighting]]], *, is_restricted: bool
) -> list[Match]:
    # The open list numbers its rows as if no restricted one stood among them.
    line_list = ground.whole if is_restricted else ground.open
    if is_restricted and ground.whole is ground.open:
        return []
    own = phone.subject.own_numbers
    sightings = [sighting for number, told in seen.items() for sighting in told[is_restricted] or (_kept(number, is_own=number in own),)]
    subject = replace(phone.subject, own_numbers=frozenset())

    def found_on(each: LineList) -> tuple[Match, ...]:
        return find_matches(sightings, each, at=ground.at, lists=ground.lists, thresholds=ground.thresholds, subject=subject)

    matches = [match for match in found_on(line_list) if match.line.visibility.is_restricted is is_restricted]
    if not is_restricted:
        return matches
    # The unit that owns the line reads the row it has where no restricted one is counted: others would be told by it.
    told = {(match.line.id, match.number): match for part in ground.own.values() for match in found_on(part)}
    return [told.get((match.line.id, match.number), match) for match in matches]


def _kept(number: str, *, is_own: bool) -> Sighting:
    """Make the sighting of a number of which only a token was kept."""
    return bare_sighting(number, source="kept number", role=Role.OWNER if is_own else Role.NOTE, place="kept number")


def _is_kept_only(match: Match) -> bool:
    return all(sighting.place == "kept number" for sighting in match.sightings)


def _later(match: Match, ground: Ground, phone: Phone) -> Match:
    """Say of a match what is known of it: where nothing but the number was kept, neither contact nor place."""
    line_list = ground.whole if match.line.visibility.is_restricted else ground.open
    version = f"version {line_list.version} of the list" if line_list.version else "the list as it is now"
    if not _is_kept_only(match):
        return replace(match, explanation=f"Found by {version}, after the phone was handed in: {match.explanation}")
    cautions = tuple(dict.fromkeys(NOT_KEPT if each == Caution.MENTIONED_ONLY else each for each in match.cautions))
    grading = f", graded {match.entry.grading}" if match.entry.grading else ""
    is_own = match.contact is Contact.OWN_NUMBER
    explanation = (
        f"{match.number} stood on the phone that was handed in on {say_day(phone.handed_in.date())}. By {version} it equals "
        f"{quote(match.entry.raw)} for {say_line(match.line)}{grading}. {OWN_KEPT if is_own else NOT_KEPT} So this is "
        f"{'an' if match.grade is Grade.B else 'a'} {GRADE_WORDS[match.grade]} (grade {match.grade.value})."
    )
    contact = match.contact if is_own else Contact.NOT_KEPT
    return replace(match, contact=contact, sightings=(), cautions=cautions, explanation=explanation)


def raised_by(ground: Ground, phone: Phone, matches: Iterable[LaterMatch]) -> list[Alert]:
    """Raise what a look back raises, the most urgent first.

    AR-19 for whoever handed the phone in, AR-08 too where the number is the phone's own, and for the unit that owns a restricted line its
    own. Of a line handset no contact speaks for itself, but its own number does.
    """
    raising = tuple(
        rule for rule in ground.rules if rule.id in {RULE, OWN_RULE} and (rule.stands_on_line_handset or not phone.is_line_handset)
    )
    rules = (*raising, *(rule for rule in ground.rules if rule.effect in _EFFECTS))
    screening = _screening(ground, phone, matches)
    days = max(0, (ground.at.date() - phone.handed_in.date()).days)
    raised = raise_alerts(Evaluation(screening, ground.thresholds, lists=ground.lists, days_since=days), rules)
    is_set_free = any(each.number in phone.set_free for each in screening.matches)
    return [_set_free(each, screening.matches) if is_set_free and each.rule == RULE else each for each in raised]


def raised_today(ground: Ground, phone: Phone, matches: Iterable[LaterMatch]) -> list[Alert]:
    """Raise what a phone that is handed in today raises by these matches: whom that goes to had lost it, where a number was set free."""
    rules = tuple(rule for rule in ground.rules if rule.effect is not Effect.BLOCK)
    screening = _screening(ground, phone, matches)
    today = Evaluation(screening, ground.thresholds, is_line_handset=phone.is_line_handset, lists=ground.lists)
    return list(raise_alerts(today, rules))


def _screening(ground: Ground, phone: Phone, matches: Iterable[LaterMatch]) -> Screening:
    return Screening(
        at=ground.at,
        tool="",
        normaliser="",
        phone_metadata="",
        line_list=facts_of(ground.open),
        sources=(),
        counts=Counts(),
        statement="",
        subject=phone.subject,
        matches=tuple(each.match for each in matches),
    )


_SET_FREE = "A number on a phone that was handed in had been set apart as protected, and is compared again"
_NOT_NEW = (
    "This is not new evidence of conduct: the phone is the same, and a number is compared again that was not for a while. What was told "
    "of it before was taken out meanwhile. Where the person is and how things stand may have changed."
)


def _set_free(alert: Alert, matches: Iterable[Match]) -> Alert:
    """Say what is true of it: a protection was lifted, whether the list has changed or not."""
    first = (
        f"{each.number} is listed for {say_line(each.line)}: grade {each.grade.value}. It was set apart as protected, and that was lifted."
        for each in matches
    )
    said = dict.fromkeys((*first, *alert.facts[1:]))
    return replace(alert, title=_SET_FREE, facts=tuple(said), assessment=_NOT_NEW)


def basis_note(ended: Ended, handed_in: datetime) -> Json:
    """Give what a supervisor hears where the legal basis of a phone carries no further: nothing was matched."""
    urgency = Urgency.P3.value
    return {
        "rule": RULE_BASIS,
        "rule_version": "1",
        "urgency": urgency,
        "title": "A phone was left aside, for its legal basis carries no further",
        "facts": [
            f"The phone was handed in on {say_day(handed_in.date())}.",
            f"{ended.sentence} ({ended.source})",
            "A later version of the list would have been held against it; no match was made, and nobody was told of any.",
        ],
        "assessment": "Nothing follows from this about the person. Holding the phone against a new list needs a basis that still runs.",
        "actions": [
            "A supervisor decides whether there is a basis now; then the phone is handed in again with it.",
            "Where there is none, a supervisor decides whether what is kept of the phone is erased, and records the reason.",
            SAFE_CONTACT,
        ],
        "urgency_steps": [CLOCKS[Urgency(urgency)]],
        "recipients": [Recipient.SUPERVISOR.value],
        "restricted": True,
    }


def later_by_line_name(match: Json) -> Json:
    """Trim a later match to the number and the name of its line, for those who see no more of any match."""
    if match["sightings"]:
        return match_by_line_name(match)
    trimmed = match_by_line_name({**match, "sightings": [{"raw": match["number"], "place": ""}]})
    grade = Grade(match["grade"])
    explanation = (
        f"{match['number']} stood on the phone when it was handed in. It equals {quote(match['list_entry']['raw'])}, listed for "
        f"{name_of(match['line'])}. {OWN_KEPT if match['contact'] == Contact.OWN_NUMBER else NOT_KEPT} "
        f"{GRADE_WORDS[grade].capitalize()} (grade {grade.value})."
    )
    return {**trimmed, "sightings": [], "explanation": explanation}
