"""What the fixed words of an answer are called where people read them."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.answers.release import hidden_line_of, is_for_owner_only, needs_care
from matcher.domain.line import Line, LineStatus, ListEntry, NumberRole, Visibility
from matcher.domain.match import GRADE_WORDS, Association, Contact, Lead, TimeRelation
from matcher.domain.numbers.reading import Status
from matcher.domain.screening import Alert, Screening, Subject, Urgency
from matcher.domain.sighting import Role, Sighting

#: Stands with every match until a person has looked at it.
UNREVIEWED = "Unreviewed: a match about a number"

OWNER_ONLY = "For the owning unit only"
WITH_CARE = "Handle with care: not for parents or carers; a supervisor decides"

#: Who may be told what; stands beside the marking.
ROUTES = (
    "For police and the owning unit. To other agencies pass only the fact of a concern: no numbers, line names, other people or sources."
)

VISIBILITIES = {
    Visibility.OPEN_TO_FORCE: "open to the force",
    Visibility.OWNER_UNIT_ONLY: "RESTRICTED LINE – owning unit only",
    Visibility.COVERT: "COVERT LINE – owning unit only",
}

LINE_STATUSES = {status: status.value for status in LineStatus} | {
    LineStatus.CLOSED_TYPE1: "closed (type 1)",
    LineStatus.CLOSED_TYPE2: "closed (type 2)",
}

NUMBER_ROLES = {
    NumberRole.DEAL_LINE: "deal line",
    NumberRole.BULK_TEXT_SENDER: "sender of bulk texts",
    NumberRole.HOLDER_PERSONAL: "personal number of whoever holds the line",
    NumberRole.WORKER_HANDSET: "worker's handset: may be another child's phone",
    NumberRole.SOCIAL_HANDLE: "social media account",
    NumberRole.UNKNOWN: "not given",
}

GRADES = GRADE_WORDS

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


def say_counts(screening: Screening) -> str:
    """Say what was read in one sentence; the phone's own numbers are matched but not among the different ones."""
    counts = screening.counts
    own = len({match.number for match in screening.matches if match.contact is Contact.OWN_NUMBER})
    matched = f"{counts.matched_numbers} matched" + (f", {own} of them the phone's own" if own else "")
    return (
        f"{say_count(counts.records, 'record')} read, {say_count(counts.numbers, 'different number')}, {matched}, "
        f"{counts.unusable} doubtful, {counts.skipped} skipped"
    )


def say_named(people: Iterable[Association]) -> str:
    """Say how many numbers belong to people the list names; empty for none."""
    numbers = len({person.number for person in people})
    if not numbers:
        return ""
    return f"{say_count(numbers, 'number')} {'is' if numbers == 1 else 'are'} recorded for a person the list itself links to a line."


def mark_of_line(line: Line | None) -> str:
    """Say that a line is the owning unit's own; empty for an open one."""
    return VISIBILITIES[line.visibility] if line is not None and line.visibility.is_restricted else ""


def mark_of_lead(lead: Lead) -> str:
    """Say that a lead is for the owning unit only; empty where it is not."""
    return mark_of_line(lead.line) or (OWNER_ONLY if lead.restricted else "")


def mark_of_alert(alert: Alert, screening: Screening) -> str:
    """Say who an alert is for where it is not for everybody it names; empty otherwise."""
    if is_for_owner_only(alert):
        return OWNER_ONLY
    if not needs_care(alert):
        return ""
    hidden = hidden_line_of(alert, screening)
    return f"{VISIBILITIES[hidden]}. {WITH_CARE}" if hidden else WITH_CARE


def say_handling(entry: ListEntry) -> str:
    """Say how the list lets an entry be passed on."""
    conditions = f" ({entry.handling_conditions})" if entry.handling_conditions else ""
    match entry.handling:
        case "P":
            return f"P, may be shared{conditions}"
        case "C":
            return f"C, shared under conditions{conditions or ' (ask the owning unit for them)'}"
        case None:
            return f"not given{conditions}"
        case other:
            return f"{other}{conditions}"


def say_markers(line: Line) -> str:
    """Name the harm linked to a line; empty for none."""
    return ", ".join(sorted(marker.value for marker in line.markers)).replace("_", " ")


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
