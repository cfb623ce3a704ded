"""Finds the listed numbers on a phone and grades each, with its cautions and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import Line, LineList, ListEntry, strictest
from matcher.domain.match import Evidence, Grade, Match, Strength, Thresholds
from matcher.domain.matching.cautions import Circumstances, cautions_for
from matcher.domain.matching.evidence import Relation, evidence_of, relate
from matcher.domain.matching.explanation import STATED_OWN, explain_match
from matcher.domain.matching.order import sighting_order
from matcher.domain.matching.strength import Footing, contact_of, is_weakly_graded, strength_of
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.screening import Subject
from matcher.domain.sighting import Role, Sighting, bare_sighting

_USABLE = frozenset({Status.OK, Status.OK_REPAIRED})

_STRENGTH_ORDER = {strength: at for at, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every number is judged with."""

    line_list: LineList
    at: datetime
    lists: NumberLists
    thresholds: Thresholds
    own_numbers: frozenset[str]


def find_matches(
    sightings: Iterable[Sighting],
    line_list: LineList,
    *,
    at: datetime,
    lists: NumberLists,
    thresholds: Thresholds,
    subject: Subject | None = None,
) -> tuple[Match, ...]:
    """Find every listed number among the sightings, one match for each line and number, best grades first.

    An own number stated with the request counts as seen. Entries graded E (suspected false) never match. The order of the sightings does
    not matter.
    """
    own = subject.own_numbers if subject else frozenset()
    bench = _Bench(line_list, at, lists, thresholds, own)
    seen: dict[str, list[Sighting]] = {}
    entries = line_list.entries
    for sighting in sightings:
        e164 = sighting.e164
        if e164 in entries and e164 is not None and _may_match(sighting):
            seen.setdefault(e164, []).append(sighting)
    for e164 in own & entries.keys():
        seen.setdefault(e164, [_stated(e164)])
    matches = [match for e164, several in seen.items() for match in _match_number(e164, several, bench)]
    return tuple(sorted(matches, key=_order))


def _may_match(sighting: Sighting) -> bool:
    return sighting.status in _USABLE and sighting.certainty is not Certainty.PARTIAL


def _stated(e164: str) -> Sighting:
    """Make the sighting of a number that was stated, not read from a file."""
    return bare_sighting(e164, source="stated with the request", role=Role.OWNER, place=STATED_OWN)


def _match_number(e164: str, seen: Sequence[Sighting], bench: _Bench) -> Iterator[Match]:
    if bench.lists.is_protected_number(e164):
        return
    by_line: dict[str, list[ListEntry]] = {}
    for entry in bench.line_list.entries[e164]:
        if entry.intel_grade != "E":
            by_line.setdefault(entry.line_id, []).append(entry)
    if not by_line:
        return
    ordered = tuple(sorted(seen, key=sighting_order))
    evidence, left_out = evidence_of(ordered, bench.at)
    for line_id, several in by_line.items():
        line = bench.line_list.lines[line_id]
        entry, relation = _best(several, line, evidence, bench)
        others = tuple(each for each in several if each is not entry)
        yield _judge(ordered, _Case(line, _held_strictly(entry, several), others, relation, evidence, left_out), bench)


def _best(entries: Sequence[ListEntry], line: Line, evidence: Evidence, bench: _Bench) -> tuple[ListEntry, Relation]:
    """Choose the entry that carries furthest: by grade, no repair, grading that is not weak, distance in time, then the first row."""
    # Grading before distance: a weak entry would hold an alert down although a better one stands beside it.
    related = ((entry, relate(entry, line, evidence, bench.at, bench.thresholds)) for entry in entries)
    return min(related, key=lambda each: (each[1].grade, each[0].repaired, is_weakly_graded(each[0]), each[1].gap_days, each[0].row))


def _held_strictly(entry: ListEntry, entries: Sequence[ListEntry]) -> ListEntry:
    """Give the entry with the strictest handling of all rows about its line and number: what one source forbids no other row allows."""
    handling, conditions = strictest((each.handling, each.handling_conditions) for each in entries)
    if (handling, conditions) == (entry.handling, entry.handling_conditions):
        return entry
    return replace(entry, handling=handling, handling_conditions=conditions)


@dataclass(frozen=True, slots=True)
class _Case:
    """One line and number met on the phone."""

    line: Line
    entry: ListEntry
    #: The other rows of the list about the same line and number.
    others: tuple[ListEntry, ...]
    relation: Relation
    evidence: Evidence
    left_out: bool


def _judge(sightings: tuple[Sighting, ...], case: _Case, bench: _Bench) -> Match:
    line, entry, relation = case.line, case.entry, case.relation
    number = entry.e164
    is_own = number in bench.own_numbers or any(sighting.role.is_owner for sighting in sightings)
    contact = contact_of(sightings, is_own=is_own)
    is_repaired = entry.repaired or all(sighting.certainty is Certainty.REPAIRED for sighting in sightings)
    grade = Grade.B if is_repaired and relation.grade is Grade.A else relation.grade
    circumstances = Circumstances(
        line, entry, 1 + len(case.others), grade, relation, contact, sightings, is_repaired, case.left_out, _is_review_overdue(line, bench)
    )
    return Match(
        line=line,
        entry=entry,
        number=number,
        grade=grade,
        strength=strength_of(
            Footing(grade, relation.time_relation, contact, entry, line, only_deleted=all(sighting.deleted for sighting in sightings))
        ),
        time_relation=relation.time_relation,
        contact=contact,
        sightings=sightings,
        cautions=cautions_for(circumstances, bench.lists),
        explanation=explain_match(
            line=line, entries=(entry, *case.others), sightings=sightings, evidence=case.evidence, judged=(grade, relation, contact)
        ),
    )


def _is_review_overdue(line: Line, bench: _Bench) -> bool:
    return line.review_due is not None and (bench.at.date() - line.review_due).days > bench.thresholds.review_overdue_days


def _order(match: Match) -> tuple[object, ...]:
    return match.grade, _STRENGTH_ORDER[match.strength], match.line.id, match.number
