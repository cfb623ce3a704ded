"""The sentences a practitioner reads as the reason: both raw values, dates in words, facts only."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from matcher.domain.line import DatePrecision, Line, ListEntry
from matcher.domain.line_list.period import SeenDate, widen
from matcher.domain.match import GRADE_WORDS, Contact, Evidence, Grade, TimeRelation
from matcher.domain.matching.evidence import Relation, closure_of
from matcher.domain.sighting import Role, Sighting

#: Further rows about one line and number that are told with their dates; the others are counted.
_NAMED_ROWS = 3

#: A quoted value is a number with its surroundings; more than this is prose and is cut.
_LONGEST_QUOTE = 120

# Not strftime: month names must not depend on the machine's language.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

_SOURCE_WORDS = {"1": "source reliable", "2": "source untested", "3": "source not reliable"}
_INTEL_WORDS = {
    "A": "known directly to the source",
    "B": "known indirectly but corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}

_CONTACT_WORDS = {
    Contact.OWN_NUMBER: "it is the phone's own number",
    Contact.TWO_WAY: "calls or messages passed both ways",
    Contact.RECEIVED: "the phone received calls or messages from it",
    Contact.CALLED: "the phone called it",
    Contact.MESSAGED: "messages were sent to it from the phone",
    Contact.IN_CONTACT: "calls or messages passed, their direction is unknown",
    Contact.SAVED_ONLY: "it is saved, and nothing read shows calls or messages",
    Contact.IN_A_GROUP: "it stands in a group conversation",
    Contact.MENTIONED: "it is mentioned, and nothing read shows contact with it",
    Contact.TYPED: "no phone was read for it",
    Contact.NOT_KEPT: "how it stood on the phone was not kept",
}


def say_day(day: date) -> str:
    """Write a day in words: `2 March 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(moment: datetime) -> str:
    """Write a UTC moment in words: `2 March 2026 at 14:05 UTC`."""
    return f"{say_day(moment.date())} at {moment:%H:%M} UTC"


def quote(raw: str) -> str:
    """Quote a raw value as it stands; line breaks become spaces and invisible characters are dropped, so that the sentence stays one."""
    if not raw.isprintable():
        raw = "".join(" " if each.isspace() else each for each in raw if each.isspace() or unicodedata.category(each)[0] != "C")
    return f"'{raw[:_LONGEST_QUOTE]}{'…' if len(raw) > _LONGEST_QUOTE else ''}'"


def say_line(line: Line) -> str:
    """Name a line: `line L-0043 'Larkspur'`."""
    return f"line {line.id} '{line.name}'" if line.name else f"line {line.id}"


def say_days(count: int) -> str:
    """Write a number of days."""
    return "1 day" if count == 1 else f"{count} days"


def say_places(sightings: Sequence[Sighting]) -> str:
    """Name the first place and how many more there are."""
    more = len(sightings) - 1
    if not more:
        return sightings[0].place
    return f"{sightings[0].place} and {more} more {'place' if more == 1 else 'places'}"


#: Where a number was met when it was not read from a phone.
_ELSEWHERE = {Role.LIST_CHECK: "typed for this check", Role.INTERVIEW: "told in the interview"}

#: Place of an own number that was stated with the request instead of being read from a file.
STATED_OWN = "stated as the phone's own number"


def is_from_phone(sightings: Sequence[Sighting]) -> bool:
    """Whether at least one sighting was read from a phone, so that the phone's times say something."""
    return any(sighting.role not in _ELSEWHERE and sighting.place != STATED_OWN for sighting in sightings)


def say_found(sightings: Sequence[Sighting]) -> str:
    """Quote what was met and say where: `'07700 900123', found on the phone (contacts.vcf:12)`."""
    first = sightings[0]
    if first.role is Role.LIST_CHECK:
        return f"{quote(first.raw)}, {_ELSEWHERE[first.role]}"
    if first.place == STATED_OWN:
        return f"{quote(first.raw)}, {STATED_OWN}"
    return f"{quote(first.raw)}, {_ELSEWHERE.get(first.role, 'found on the phone')} ({say_places(sightings)})"


def explain_match(
    *, line: Line, entries: Sequence[ListEntry], sightings: Sequence[Sighting], evidence: Evidence, judged: tuple[Grade, Relation, Contact]
) -> str:
    """Say in one sentence what stands on the phone, what stands in the list, and how the two lie to each other.

    The first of the entries is the one the match rests on; the others are of the same line and number.
    """
    grade, relation, contact = judged
    entry = entries[0]
    first = sightings[0]
    steps = f", read after these steps: {', '.join(first.steps)}" if first.steps else ""
    return (
        f"{say_found(sightings)}{steps}, equals {quote(entry.raw)}, "
        f"row {entry.row} of the list, for {say_line(line)}, {_say_entry(entry, line)}{_say_others(entries[1:], line)}; "
        f"{_say_contact(contact, sightings)}; {_say_relation(relation, evidence, sightings, is_open=entry.first_seen is None)}"
        f"{_say_grade(grade, relation)}."
    )


def _say_period(entry: ListEntry, line: Line) -> str:
    # The days that are compared, as wide as they are known: only then do the days between add up for the reader.
    first = widen(entry.first_seen, entry.date_precision) if entry.first_seen else None
    last = widen(entry.last_seen, entry.date_precision) if entry.last_seen else None
    closed_on = closure_of(entry, line)
    if entry.date_precision is DatePrecision.UNDATED or (first is None and last is None):
        words = "recorded there without usable dates"
    else:
        words = _say_days_seen(first, last)
        if entry.date_precision in {DatePrecision.MONTH, DatePrecision.QUARTER}:
            words += f" (dates known to the {entry.date_precision.value})"
        if last is None and closed_on is None and line.status.is_closed:
            words += " until a day the list does not give"
    return f"{words}, closed on {say_day(closed_on)}" if closed_on else words


def _say_entry(entry: ListEntry, line: Line) -> str:
    return f"{_say_period(entry, line)} and {_say_grading(entry)}"


def _say_others(entries: Sequence[ListEntry], line: Line) -> str:
    if not entries:
        return ""
    named = [f"row {entry.row}, {_say_entry(entry, line)}" for entry in entries[:_NAMED_ROWS]]
    more = len(entries) - len(named)
    if more:
        named.append("1 more row" if more == 1 else f"{more} more rows")
    return f" (the list gives the number for this line in {'; '.join(named)} as well)"


def _say_days_seen(first: SeenDate | None, last: SeenDate | None) -> str:
    if first and last:
        return f"seen there from {say_day(first.start)} to {say_day(last.end)}"
    if first:
        return f"seen there since {say_day(first.start)}"
    if last and last.start != last.end:
        return f"last seen there between {say_day(last.start)} and {say_day(last.end)}"
    return f"last seen there on {say_day(last.end)}" if last else ""


#: Why a match whose dates agree is not a dated one.
HELD_BY_REPAIR = "would be dated, but the number had to be repaired"


def is_held_by_repair(grade: Grade, time_relation: TimeRelation) -> bool:
    """Whether only the repair of the number keeps a match from grade A."""
    return grade is Grade.B and time_relation in {TimeRelation.OVERLAPS, TimeRelation.NEAR}


def _say_grade(grade: Grade, relation: Relation) -> str:
    if is_held_by_repair(grade, relation.time_relation):
        return f"; the match {HELD_BY_REPAIR}, so it is held at grade {grade.value}"
    return f", so this is {'an' if grade is Grade.B else 'a'} {GRADE_WORDS[grade]} (grade {grade.value})"


def _say_grading(entry: ListEntry) -> str:
    if entry.grading is None:
        return "not graded"
    words = [_SOURCE_WORDS.get(entry.source_grade or ""), _INTEL_WORDS.get(entry.intel_grade or "")]
    return f"graded {entry.grading} ({', '.join(word for word in words if word)})"


def _say_contact(contact: Contact, sightings: Sequence[Sighting]) -> str:
    if contact is Contact.MENTIONED and not is_from_phone(sightings):
        return "it was named, which shows no contact with it"
    return _CONTACT_WORDS[contact]


def _say_relation(relation: Relation, evidence: Evidence, sightings: Sequence[Sighting], *, is_open: bool) -> str:
    if evidence.first is None or evidence.last is None:
        times = "the phone gives no usable time for it" if is_from_phone(sightings) else "no time is known for it"
        if relation.cut_off_on:
            return f"{times}, and the number was cut off {say_days(relation.gap_days)} ago"
        return times
    first, last = say_day(evidence.first.date()), say_day(evidence.last.date())
    times = f"the phone's times for it are {first}" if first == last else f"the phone's times for it run from {first} to {last}"
    if relation.time_relation is TimeRelation.UNDATED:
        return f"{times}, and the list gives no dates to compare"
    days = say_days(relation.gap_days)
    if relation.cut_off_on:
        return f"{times}, {days} after the number was cut off"
    if relation.time_relation is TimeRelation.OVERLAPS:
        return times + (", not after that day; since when the line had the number is not known" if is_open else " and overlap those dates")
    return f"{times}, {days} {'before' if relation.is_before else 'after'} {'that day' if is_open else 'those dates'}"
