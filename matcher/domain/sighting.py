"""A number as one phone holds it: seen in one role, in one app, under one label."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matcher.domain.numbers.reading import Certainty, Kind, Status

#: Readings in which a match could hide; they are shown. A short code or a withheld caller hides none.
DOUBTFUL = frozenset({Status.AMBIGUOUS, Status.PARTIAL, Status.UNPARSABLE})


class Role(StrEnum):
    """What the number was where it was seen (contract section 2)."""

    CONTACT = "contact"
    SHARED_CONTACT = "shared_contact"
    CALL = "call"
    MESSAGE = "message"
    TEXT = "text"
    CHAT = "chat"
    GROUP = "group"
    NOTE = "note"
    OWNER = "owner"
    ACCOUNT = "account"
    INTERVIEW = "interview"
    LIST_CHECK = "list_check"

    @property
    def is_owner(self) -> bool:
        """Whether the number is the phone owner's own."""
        return self in {Role.OWNER, Role.ACCOUNT}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One number, role, app and label within one source, with its counts, first and last time and first place."""

    #: Name of the source the sighting stands in.
    source: str
    raw: str
    e164: str | None
    status: Status
    certainty: Certainty
    kind: Kind
    role: Role
    label: str | None
    app: str | None
    calls_in: int
    calls_out: int
    messages_in: int
    messages_out: int
    #: Aware, in UTC; None when the file gives no time.
    first_seen: datetime | None
    last_seen: datetime | None
    #: False when a time was written without a zone and is taken as if in UTC.
    zone_known: bool
    #: Recovered deleted data.
    deleted: bool
    place: str
    steps: tuple[str, ...]
    #: Why there is no key; None when there is one.
    reason: str | None = None
    #: What the file says of whoever has it, beside the label, is a confidential profession or service; a label speaks for itself.
    is_confidential: bool = False


def bare_sighting(e164: str, *, source: str, role: Role, place: str) -> Sighting:
    """Make the sighting of a number of which nothing is known but that it is one: stated, or kept as a token."""
    return Sighting(
        source=source,
        raw=e164,
        e164=e164,
        status=Status.OK,
        certainty=Certainty.EXACT,
        kind=Kind.UNKNOWN,
        role=role,
        label=None,
        app=None,
        calls_in=0,
        calls_out=0,
        messages_in=0,
        messages_out=0,
        first_seen=None,
        last_seen=None,
        zone_known=True,
        deleted=False,
        place=place,
        steps=(),
    )
