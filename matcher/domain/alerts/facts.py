"""Finds the facts of one screening: a sheet for the whole of it, and one for each match, associate and lead.

Sex and ethnicity are read nowhere in this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from matcher.domain.alerts.rule import ALERT_GRADES
from matcher.domain.alerts.vocabulary import Fact, FactValue, FileHash, LeadKind, LegalBasis, Notice, Scope, Sheet
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import Line
from matcher.domain.match import GRADE_WORDS, Association, Contact, Lead, Match, Strength, Thresholds
from matcher.domain.matching.explanation import HELD_BY_REPAIR, is_held_by_repair, quote, say_days, say_line
from matcher.domain.screening import Screening, Subject
from matcher.domain.sighting import Sighting

_BRANDS = frozenset({LeadKind.BRAND_LABEL, LeadKind.NEAR_BRAND_LABEL})

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class LawfulState:
    """What is on record about the power a phone was examined under. Nothing is stated on the command line."""

    legal_basis: LegalBasis = LegalBasis.NOT_STATED
    notice: Notice = Notice.NOT_STATED
    file_hash: FileHash = FileHash.NOT_STATED


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything alerts are raised from: an answer without its alerts, and what else is known."""

    screening: Screening
    thresholds: Thresholds = field(default_factory=Thresholds)
    is_line_handset: bool = False
    lawful: LawfulState = field(default_factory=LawfulState)
    #: Where given, a match on a protected number is suppressed even if one got this far.
    lists: NumberLists | None = None
    #: Days since the phone was handed in, where a later version of the list found the matches; None where its own screening did.
    days_since: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a rule looks at: its facts, and the words its sentences may use."""

    scope: Scope
    sheet: Sheet
    words: Mapping[str, str]
    #: Whether the person is an adult by what was stated.
    is_about_adult: bool = False
    #: Whether it rests on a line whose matches stay with the owning unit.
    is_restricted: bool = False


def screening_unit(evaluation: Evaluation) -> Unit:
    """Find the facts about the person and the phone as a whole; restricted lines count nowhere."""
    screening, subject = evaluation.screening, evaluation.screening.subject
    matches = [match for match in screening.matches if not match.line.visibility.is_restricted]
    leads = [lead for lead in screening.leads if not _is_restricted(lead) and lead.kind in _BRANDS]
    youngest = _youngest_age(subject, evaluation.thresholds)
    lines = {match.line.id for match in matches if match.grade in ALERT_GRADES}
    values: dict[Fact, FactValue] = {
        Fact.STATUS: subject.status.value,
        Fact.RETURNED: subject.returned,
        Fact.AGE: subject.age,
        Fact.YOUNGEST_AGE: youngest,
        Fact.LOOKED_AFTER: subject.looked_after,
        Fact.PLACED_OUT_OF_AREA: subject.placed_out_of_area,
        Fact.ADULT_AT_RISK: subject.adult_at_risk,
        Fact.HOME_TAKEOVER: subject.home_takeover,
        Fact.FOUND_AWAY: _is_away(subject),
        Fact.MATCHES: len(matches),
        Fact.DISTINCT_LINES: len(lines),
        Fact.BRAND_LEADS: len(leads),
        Fact.LINE_HANDSET: evaluation.is_line_handset,
        Fact.LEGAL_BASIS: evaluation.lawful.legal_basis.value,
        Fact.NOTICE: evaluation.lawful.notice.value,
        Fact.FILE_HASH: evaluation.lawful.file_hash.value,
        Fact.FOUND_LATER: evaluation.days_since is not None,
        Fact.DAYS_SINCE: evaluation.days_since,
    }
    words = {
        "age": str(subject.age) if subject.age is not None else "",
        "youngest_age": str(youngest) if subject.age is not None and youngest != subject.age else "",
        "home_area": _clean(subject.home_area),
        "found_area": _clean(subject.found_area),
        "matches": _count(len(matches), "match", "matches"),
        "distinct_lines": _count(len(lines), "line", "lines"),
        "brand_leads": _count(len(leads), "label", "labels"),
        "days_since": "" if evaluation.days_since is None else say_days(evaluation.days_since),
    }
    return Unit(Scope.SCREENING, Sheet(values), words, is_about_adult=subject.is_adult)


def match_units(evaluation: Evaluation, whole: Unit) -> tuple[Unit, ...]:
    """Find the facts about every match, in the order of the answer."""
    return tuple(_match_unit(match, evaluation, whole) for match in evaluation.screening.matches)


def associate_units(evaluation: Evaluation, whole: Unit) -> tuple[Unit, ...]:
    """Find the facts about every named person of the list who was seen, in the order of the answer."""
    return tuple(_associate_unit(person, evaluation.screening.subject, whole) for person in evaluation.screening.associates)


def lead_units(evaluation: Evaluation, whole: Unit) -> tuple[Unit, ...]:
    """Find the facts about every lead, in the order of the answer."""
    kinds = {kind.value for kind in LeadKind}
    return tuple(_lead_unit(lead, whole) for lead in evaluation.screening.leads if lead.kind in kinds)


def _match_unit(match: Match, evaluation: Evaluation, whole: Unit) -> Unit:
    line, entry, subject = match.line, match.entry, evaluation.screening.subject
    is_protected = evaluation.lists is not None and evaluation.lists.is_protected_number(match.number)
    is_own = (
        match.contact is Contact.OWN_NUMBER or match.number in subject.own_numbers or any(each.role.is_owner for each in match.sightings)
    )
    values: dict[Fact, FactValue] = {
        **whole.sheet.values,
        Fact.GRADE: match.grade.value,
        Fact.TIME_RELATION: match.time_relation.value,
        Fact.CONTACT: match.contact.value,
        Fact.OWN_NUMBER: is_own,
        Fact.LINE_STATUS: line.status.value,
        Fact.LINE_CLOSED: line.status.is_closed,
        Fact.MARKERS: frozenset(marker.value for marker in line.markers),
        Fact.VISIBILITY: line.visibility.value,
        Fact.NUMBER_ROLE: entry.role.value,
        Fact.SOURCE_GRADE: entry.source_grade,
        Fact.INTEL_GRADE: entry.intel_grade,
        Fact.HANDLING: entry.handling,
        Fact.SUPPLIES_FOUND_AREA: _supplies(line, subject.found_area),
        Fact.PROTECTED_NUMBER: is_protected,
        Fact.HOUSEHOLD_NUMBER: match.number in subject.household_numbers,
        Fact.LABELS: _labels(match.sightings),
    }
    words = {
        **whole.words,
        "number": match.number,
        "grade": _say_grade(match),
        "strength": _STRENGTH_WORDS[match.strength],
        "contact": match.contact.value,
        "found_on_phone": quote(match.sightings[0].raw) if match.sightings else "",
        "found_on_list": quote(entry.raw),
        "label": _say_labels(match.sightings),
        **_line_words(line),
    }
    return Unit(Scope.MATCH, Sheet(values), words, subject.is_adult, line.visibility.is_restricted)


def _associate_unit(person: Association, subject: Subject, whole: Unit) -> Unit:
    values: dict[Fact, FactValue] = {
        **whole.sheet.values,
        Fact.HANDLING: person.handling,
        Fact.HOUSEHOLD_NUMBER: person.number in subject.household_numbers,
        Fact.LABELS: _labels(person.sightings),
    }
    words = {
        **whole.words,
        "number": person.number,
        "found_on_phone": quote(person.sightings[0].raw) if person.sightings else "",
        "label": _say_labels(person.sightings),
        **_line_words(person.line),
    }
    return Unit(Scope.ASSOCIATE, Sheet(values), words, subject.is_adult, person.line.visibility.is_restricted)


def _lead_unit(lead: Lead, whole: Unit) -> Unit:
    words = {**whole.words, "explanation": lead.explanation, "label": quote((lead.sighting.label if lead.sighting else None) or "")}
    if lead.line is not None:
        words |= _line_words(lead.line)
    sheet = Sheet({**whole.sheet.values, Fact.LEAD_KIND: lead.kind})
    return Unit(Scope.LEAD, sheet, words, whole.is_about_adult, _is_restricted(lead))


def _say_grade(match: Match) -> str:
    is_held = is_held_by_repair(match.grade, match.time_relation)
    return f"{match.grade.value} ({HELD_BY_REPAIR if is_held else GRADE_WORDS[match.grade]})"


def _is_restricted(lead: Lead) -> bool:
    return lead.restricted or (lead.line is not None and lead.line.visibility.is_restricted)


def _youngest_age(subject: Subject, thresholds: Thresholds) -> int | None:
    if subject.age is None:
        # Doubt without an age leaves every age open; nothing stated leaves it unknown.
        return 0 if subject.age_uncertain else None
    return max(0, subject.age - thresholds.age_uncertainty_years) if subject.age_uncertain else subject.age


def _is_away(subject: Subject) -> bool | None:
    if not (subject.home_area and subject.found_area and _area(subject.home_area) and _area(subject.found_area)):
        # Blanks name no area.
        return None
    return not is_same_area(subject.home_area, subject.found_area)


def _supplies(line: Line, found_area: str | None) -> bool | None:
    if not found_area or not line.importing_areas:
        return None
    return any(is_same_area(area, found_area) for area in line.importing_areas)


def is_same_area(one: str, other: str) -> bool:
    """Whether two names mean one area: the same words in any case, or the one is a part of the other between commas.

    `Tarn` and `Tarn, Westshire` are one area; `Tarn, Westshire` and `Beck, Westshire` are two.
    """
    left, right = _area(one), _area(other)
    if not left or not right:
        return False
    return left in _area_parts(right) or right in _area_parts(left)


def _area(name: str) -> str:
    return _SPACE.sub(" ", name.casefold()).strip(" ,.")


def _area_parts(name: str) -> Iterator[str]:
    yield name
    yield from (part.strip(" .") for part in name.split(","))


def _labels(sightings: Iterable[Sighting]) -> tuple[str, ...]:
    return tuple(sorted({sighting.label for sighting in sightings if sighting.label}))


def _say_labels(sightings: Iterable[Sighting]) -> str:
    return ", ".join(quote(label) for label in _labels(sightings))


def _line_words(line: Line) -> dict[str, str]:
    return {
        "line": say_line(line),
        "line_status": _clean(line.status.value.replace("_", " ")),
        "exporting_area": _clean(line.exporting_area),
        "importing_areas": ", ".join(_clean(area) for area in line.importing_areas),
        "markers": ", ".join(sorted(marker.value.replace("_", " ") for marker in line.markers)),
    }


def _clean(text: str | None) -> str:
    # `quote` drops what a list could smuggle into a sentence: line breaks, control characters.
    return quote(text)[1:-1].strip() if text else ""


def _count(number: int, one: str, many: str) -> str:
    # Nothing to count leaves the sentence out.
    return f"{number} {one if number == 1 else many}" if number else ""


_STRENGTH_WORDS = {strength: f"{strength.value} confidence" for strength in Strength} | {Strength.NOT_USABLE: "not usable"}

#: What a sentence of a rule may name, by what the rule looks at. Restricted matches are named by nothing.
_WHOLE_WORDS = frozenset({"age", "youngest_age", "home_area", "found_area", "matches", "distinct_lines", "brand_leads", "days_since"})
_OF_LINE = frozenset({"line", "line_status", "exporting_area", "importing_areas", "markers"})
PLACEHOLDERS: Mapping[Scope, frozenset[str]] = {
    Scope.SCREENING: _WHOLE_WORDS,
    Scope.MATCH: _WHOLE_WORDS | _OF_LINE | {"number", "grade", "strength", "contact", "found_on_phone", "found_on_list", "label"},
    Scope.ASSOCIATE: _WHOLE_WORDS | _OF_LINE | {"number", "found_on_phone", "label"},
    Scope.LEAD: _WHOLE_WORDS | _OF_LINE | {"explanation", "label"},
}

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def fill(template: str, words: Mapping[str, str]) -> str | None:
    """Put the words into a sentence, or None when one of them is unknown."""
    if any(not words.get(name) for name in PLACEHOLDER.findall(template)):
        return None
    return PLACEHOLDER.sub(lambda found: words[found[1]], template)
