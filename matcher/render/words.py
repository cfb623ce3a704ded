"""What the fixed words of an answer are called where people read them."""

from __future__ import annotations

from matcher.domain.match import Contact, Grade, TimeRelation
from matcher.domain.numbers.reading import Status
from matcher.domain.screening import Counts, Subject, Urgency
from matcher.domain.sighting import Role, Sighting

#: Stands with every match until a person has looked at it.
UNREVIEWED = "Unreviewed: a match about a number"

GRADES = {
    Grade.A: "dated match",
    Grade.B: "undated match",
    Grade.C: "outside the dates",
    Grade.D: "possible reissue",
    Grade.E: "lead only",
}

TIME_RELATIONS = {
    TimeRelation.OVERLAPS: "the dates overlap",
    TimeRelation.NEAR: "the dates are near each other",
    TimeRelation.OUTSIDE: "outside the dates",
    TimeRelation.POSSIBLE_REISSUE: "possibly reissued",
    TimeRelation.UNDATED: "undated",
}

CONTACTS = {contact: contact.value for contact in Contact}

ROLES = {
    Role.CONTACT: "saved contact",
    Role.SHARED_CONTACT: "shared contact",
    Role.CALL: "call",
    Role.MESSAGE: "message",
    Role.TEXT: "in a message text",
    Role.CHAT: "chat",
    Role.GROUP: "group",
    Role.NOTE: "note",
    Role.OWNER: "the phone's own",
    Role.ACCOUNT: "own account",
    Role.INTERVIEW: "interview",
    Role.LIST_CHECK: "typed",
}

URGENCIES = {
    Urgency.P1: "look now, within the hour",
    Urgency.P2: "look in this shift",
    Urgency.P3: "look within 72 hours",
    Urgency.P4: "information",
}

LEADS = {
    "brand_label": "Label reads like a line's name",
    "near_brand_label": "Label is one letter away from a line's name",
    "partial_number": "Part of a listed number",
    "entry_suspected_false": "List entry suspected to be false",
    "line_handset": "The phone may serve a line",
}

STATUSES = {
    Status.OK: "read",
    Status.OK_REPAIRED: "read after a repair",
    Status.AMBIGUOUS: "ambiguous",
    Status.PARTIAL: "digits missing",
    Status.SHORT_CODE: "short code",
    Status.SERVICE: "service number",
    Status.ALPHANUMERIC: "a name, not a number",
    Status.WITHHELD: "withheld",
    Status.UNPARSABLE: "not readable",
}


def say_traffic(sighting: Sighting) -> str:
    """Say how many calls and messages passed: `2 calls in, 1 message out`; empty for none."""
    parts = (
        (sighting.calls_in, "call", "in"),
        (sighting.calls_out, "call", "out"),
        (sighting.messages_in, "message", "in"),
        (sighting.messages_out, "message", "out"),
    )
    return ", ".join(f"{count} {what}{'' if count == 1 else 's'} {way}" for count, what, way in parts if count)


def say_counts(counts: Counts) -> str:
    """Say what was read in one sentence."""
    return (
        f"{say_count(counts.records, 'record')} read, {say_count(counts.numbers, 'different number')}, {counts.matched_numbers} matched, "
        f"{counts.unusable} doubtful, {counts.skipped} skipped"
    )


def say_subject(subject: Subject) -> tuple[str, ...]:
    """Say what was stated of the person; sex and ethnicity are said nowhere."""
    parts = [f"status: {subject.status.value}"]
    if subject.age is not None:
        parts.append(f"age {subject.age}{' (uncertain)' if subject.age_uncertain else ''}")
    flags = (
        (subject.looked_after, "looked after by a council"),
        (subject.placed_out_of_area, "placed out of area"),
        (subject.adult_at_risk, "adult at risk"),
        (subject.home_takeover, "address flagged as a possible home takeover"),
        (subject.returned, "known to be back"),
    )
    parts += [words for holds, words in flags if holds]
    if subject.home_area:
        parts.append(f"home area: {subject.home_area}")
    if subject.found_area:
        parts.append(f"found in: {subject.found_area}")
    return tuple(parts)


def say_count(number: int, what: str) -> str:
    """Say how many there are: `1 line`, `2 lines`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
