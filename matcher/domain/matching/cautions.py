"""What would make a match wrong: sentences chosen by stated conditions (domain 5.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import Line, LineStatus, ListEntry
from matcher.domain.match import Contact, Grade, TimeRelation
from matcher.domain.matching.evidence import Relation
from matcher.domain.matching.labels import name_key
from matcher.domain.matching.strength import is_weakly_graded
from matcher.domain.sighting import Sighting


class Caution(StrEnum):
    """Every fixed caution, as it is shown."""

    CUSTOMER_OR_VICTIM = "The contact could be a customer or another victim; a match is not proof of offending."
    REISSUED = "The number may have changed hands or been reissued to somebody else."
    HELD_BEFORE = (
        "The number may have changed hands: before the first day the list gives it may have belonged to somebody else, "
        "or the line may have had it for longer than the list knows."
    )
    UNDATED = "The match is undated: phone or list gives no usable time."
    OUT_OF_WINDOW = "The phone's times lie outside the dates of the listed number."
    LINE_CLOSED = "The line is closed."
    NUMBER_CLOSED = "This number of the line is closed."
    LINE_DISPUTED = "The line is disputed."
    LINE_SUSPECTED = "The line is suspected, not confirmed."
    LINE_CONTINUED = "The line was merged or renamed; it may continue under another entry."
    REVIEW_OVERDUE = "The line is past the day its entry was to be reviewed; what the list says of it may be out of date."
    SINGLE_SOURCE = "The list entry rests on a single source as far as the list shows."
    WEAK_GRADING = "The list entry is weakly graded: source not reliable, or intelligence not corroborated."
    UNGRADED = "The list does not grade this entry."
    HANDLING_CONDITIONS = "The entry is shared under conditions; nothing but the fact of a concern may be passed on unless they allow it."
    REPAIRED = "The number had to be repaired before it could be compared."
    CARRYING_FOR_SOMEONE = "Whoever has the phone may be carrying it for someone."
    SHARED_HANDSET = "The handset may be shared or second-hand."
    SYNCED = "The saved contact may come from a synced or family account; presence is not contact."
    MENTIONED_ONLY = "The number is only mentioned, or stands in a group; nothing shows contact with it."
    FAMILY_LABEL = "The number is saved under the name of a relative."
    PROTECTED_LABEL = "The number is saved under the name of a confidential service or person; check before anything is shared."
    NICKNAME = "The label may be a nickname; it reads like the name of the line."
    DELETED = "A sighting of the number was deleted and recovered; it may be incomplete."
    TIMES_LEFT_OUT = "Times that cannot be right (in the future, or before 2005) were left out; check the clock of the device."
    ZONE_UNKNOWN = "The phone's times give no time zone; they may be off by up to a day."


#: How the caution begins that names what an ordinary number is listed as.
ON_WARNING_LIST = "The number or its label is on the warning list of ordinary numbers"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything a caution may depend on."""

    line: Line
    entry: ListEntry
    #: Rows of the list that give this number for this line.
    rows: int
    grade: Grade
    relation: Relation
    contact: Contact
    sightings: Sequence[Sighting]
    is_repaired: bool
    times_left_out: bool
    #: The line should have been reviewed before the moment of judgement.
    is_review_overdue: bool = False


def cautions_for(case: Circumstances, lists: NumberLists) -> tuple[str, ...]:
    """Choose the cautions of one match; the customer-or-victim caution always stands first."""
    labels = sorted({sighting.label for sighting in case.sightings if sighting.label})
    return (
        Caution.CUSTOMER_OR_VICTIM,
        *_of_time(case),
        *_of_list(case),
        *_of_phone(case),
        *_of_labels(case, labels, lists),
    )


def _of_time(case: Circumstances) -> Iterator[str]:
    undated = case.relation.time_relation is TimeRelation.UNDATED
    closed = case.line.status.is_closed
    is_outside, is_before = case.grade in {Grade.C, Grade.D}, case.relation.is_before
    if is_outside and is_before:
        yield Caution.HELD_BEFORE
    # What lies before the dates of a number cannot come from its being given out again after them.
    elif undated or closed or is_outside or case.entry.closed_on is not None:
        yield Caution.REISSUED
    if undated:
        yield Caution.UNDATED
    if is_outside and case.relation.cut_off_on is None:
        yield Caution.OUT_OF_WINDOW
    if closed:
        yield Caution.LINE_CLOSED
    elif case.entry.closed_on is not None:
        yield Caution.NUMBER_CLOSED
    if case.times_left_out:
        yield Caution.TIMES_LEFT_OUT
    if any(not sighting.zone_known and sighting.last_seen is not None for sighting in case.sightings):
        yield Caution.ZONE_UNKNOWN


_OF_STATUS = {
    LineStatus.DISPUTED: Caution.LINE_DISPUTED,
    LineStatus.SUSPECTED: Caution.LINE_SUSPECTED,
    LineStatus.MERGED: Caution.LINE_CONTINUED,
    LineStatus.REBRANDED: Caution.LINE_CONTINUED,
}


def _of_list(case: Circumstances) -> Iterator[str]:
    entry = case.entry
    if (caution := _OF_STATUS.get(case.line.status)) is not None:
        yield caution
    if case.is_review_overdue:
        yield Caution.REVIEW_OVERDUE
    # B says "corroborated": the only grade that promises a second source.
    if case.rows == 1 and entry.intel_grade != "B":
        yield Caution.SINGLE_SOURCE
    if is_weakly_graded(entry) or entry.intel_grade == "C":
        yield Caution.WEAK_GRADING
    if entry.grading is None:
        yield Caution.UNGRADED
    if entry.handling == "C":
        yield Caution.HANDLING_CONDITIONS


def _of_phone(case: Circumstances) -> Iterator[str]:
    if case.is_repaired:
        yield Caution.REPAIRED
    if case.contact is Contact.OWN_NUMBER:
        yield Caution.CARRYING_FOR_SOMEONE
    if case.contact is Contact.OWN_NUMBER or case.relation.is_before:
        yield Caution.SHARED_HANDSET
    if case.contact is Contact.SAVED_ONLY:
        yield Caution.SYNCED
    if case.contact in {Contact.MENTIONED, Contact.IN_A_GROUP}:
        yield Caution.MENTIONED_ONLY
    if any(sighting.deleted for sighting in case.sightings):
        yield Caution.DELETED


def _of_labels(case: Circumstances, labels: Sequence[str], lists: NumberLists) -> Iterator[str]:
    brands = {name_key(name) for name in (case.line.name, *case.line.aliases) if name} - {""}
    if any(name_key(label) in brands for label in labels):
        yield Caution.NICKNAME
    if any(lists.is_family_label(label) for label in labels):
        yield Caution.FAMILY_LABEL
    if any(lists.is_protected_label(label) for label in labels) or any(each.is_confidential for each in case.sightings):
        yield Caution.PROTECTED_LABEL
    if (benign := lists.warning_of(case.entry.e164, labels)) is not None:
        yield f"{ON_WARNING_LIST} ({benign.name})."
