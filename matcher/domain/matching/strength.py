"""What passed between phone and number, and how far a match carries, in words with stated conditions (domain 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.line import Line, LineStatus, ListEntry
from matcher.domain.match import Contact, Grade, Strength, TimeRelation
from matcher.domain.sighting import Role, Sighting

_PARTY = frozenset({Role.CALL, Role.MESSAGE, Role.CHAT})

#: Nothing shows that the phone and the number were ever in touch.
UNUSED = frozenset({Contact.SAVED_ONLY, Contact.IN_A_GROUP, Contact.MENTIONED, Contact.TYPED, Contact.NOT_KEPT})


def contact_of(sightings: Sequence[Sighting], *, is_own: bool) -> Contact:
    """Say what passed between the phone and the number, over all sightings of it."""
    if is_own:
        return Contact.OWN_NUMBER
    came = sum(sighting.calls_in + sighting.messages_in for sighting in sightings)
    called = sum(sighting.calls_out for sighting in sightings)
    messaged = sum(sighting.messages_out for sighting in sightings)
    if came and (called or messaged):
        return Contact.TWO_WAY
    if came:
        return Contact.RECEIVED
    if called:
        return Contact.CALLED
    if messaged:
        return Contact.MESSAGED
    return _contact_by_role({sighting.role for sighting in sightings})


def _contact_by_role(roles: set[Role]) -> Contact:
    if roles & _PARTY:
        return Contact.IN_CONTACT
    if Role.GROUP in roles:
        return Contact.IN_A_GROUP
    if Role.CONTACT in roles:
        return Contact.SAVED_ONLY
    return Contact.TYPED if roles == {Role.LIST_CHECK} else Contact.MENTIONED


def is_weakly_graded(entry: ListEntry) -> bool:
    """Whether the source is not reliable (3), or the intelligence not known to the source (D) or suspected false (E)."""
    return entry.source_grade == "3" or entry.intel_grade in {"D", "E"}


def is_well_graded(entry: ListEntry) -> bool:
    """Whether the source is reliable or untested (1, 2) and the intelligence direct or corroborated (A, B)."""
    return entry.source_grade in {"1", "2"} and entry.intel_grade in {"A", "B"}


@dataclass(frozen=True, slots=True)
class Footing:
    """What the strength of a match rests on."""

    grade: Grade
    time_relation: TimeRelation
    contact: Contact
    entry: ListEntry
    line: Line
    #: Every sighting of the number was deleted and recovered.
    only_deleted: bool = False


def strength_of(footing: Footing) -> Strength:
    """Say how far a match carries.

    Not usable: grade D. Weak: grade C; or a source graded 3 or intelligence graded D; or a disputed line; or grade B without contact,
    without good grading, or from deleted records only. Strong: grade A with overlapping dates, contact (calls, messages, or the phone's
    own number), good grading (1 or 2 with A or B), a line that is not closed, and a record that was not deleted. Moderate: everything
    between.
    """
    grade, line = footing.grade, footing.line
    if grade in {Grade.D, Grade.E}:
        return Strength.NOT_USABLE
    if grade is Grade.C or is_weakly_graded(footing.entry) or line.status is LineStatus.DISPUTED:
        return Strength.WEAK
    # What a tool recovered may be incomplete: it is marked and weakens (domain 14.22).
    carries = footing.contact not in UNUSED and is_well_graded(footing.entry) and not footing.only_deleted
    if grade is Grade.B:
        return Strength.MODERATE if carries else Strength.WEAK
    if carries and footing.time_relation is TimeRelation.OVERLAPS and not line.status.is_closed:
        return Strength.STRONG
    return Strength.MODERATE
