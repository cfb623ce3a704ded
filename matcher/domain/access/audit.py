"""The audit trail: what was done, by whom, to what, and why; each event holds the hash of the one before it.

Nothing here holds a number, a name or a text of a case. The reason somebody typed stands in the chain by its hash only, so that it
can be erased.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self


class Verb(StrEnum):
    """What DPA 2018 s.62 wants on record."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


class AuditAction(StrEnum):
    """Everything that leaves a trace, read as subject:verb. A new use case adds its own."""

    verb: Verb

    def __new__(cls, value: str, verb: Verb) -> Self:
        """Make the word and keep its verb of s.62 with it."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.verb = verb
        return made

    SUBMISSION_RECEIVED = "submission:received", Verb.COLLECTION
    SUBMISSION_REFUSED = "submission:refused", Verb.COLLECTION
    SUBMISSION_READ = "submission:read", Verb.COLLECTION
    SUBMISSION_MATCHED = "submission:matched", Verb.COMBINATION
    SUBMISSION_MATCHED_LATER = "submission:matched_later", Verb.COMBINATION
    SUBMISSION_RECALLED = "submission:recalled", Verb.DISCLOSURE
    SUBMISSION_RESTORED = "submission:restored", Verb.DISCLOSURE
    SUBMISSION_FAILED = "submission:failed", Verb.ALTERATION
    SUBMISSION_RETRIED = "submission:retried", Verb.ALTERATION
    SUBMISSION_RERUN = "submission:rerun", Verb.COMBINATION
    SUBMISSION_STATUS_CONSULTED = "submission:status_consulted", Verb.CONSULTATION
    SUBMISSION_LISTED = "submission:listed", Verb.CONSULTATION
    SUBMISSION_RESULT_CONSULTED = "submission:result_consulted", Verb.CONSULTATION
    SUBMISSION_RESULT_EXPORTED = "submission:result_exported", Verb.DISCLOSURE
    SUBMISSION_ERASED = "submission:erased", Verb.ERASURE
    ORIGINAL_ERASED = "original:erased", Verb.ERASURE
    INTERVIEW_RECEIVED = "interview:received", Verb.COLLECTION
    NUMBERS_CHECKED = "numbers:checked", Verb.COMBINATION
    NUMBERS_CHECK_REFUSED = "numbers:check_refused", Verb.COMBINATION
    UNUSUAL_USE_REPORTED = "unusual_use:reported", Verb.DISCLOSURE
    MATCH_REVIEWED = "match:reviewed", Verb.ALTERATION
    ALERT_RAISED = "alert:raised", Verb.DISCLOSURE
    ALERT_CONSULTED = "alert:consulted", Verb.CONSULTATION
    ALERT_ACKNOWLEDGED = "alert:acknowledged", Verb.ALTERATION
    ALERT_CLOSED = "alert:closed", Verb.ALTERATION
    #: Its submission was erased, and it stands with another one of the case.
    ALERT_HANDED_OVER = "alert:handed_over", Verb.ALTERATION
    NOTICE_CONSULTED = "notice:consulted", Verb.CONSULTATION
    SUBJECT_CONSULTED = "subject:consulted", Verb.CONSULTATION
    UNMATCHED_REVEALED = "unmatched:revealed", Verb.DISCLOSURE
    UNMATCHED_EXPIRED = "unmatched:expired", Verb.ERASURE
    CHECKS_EXPIRED = "checks:expired", Verb.ERASURE
    PROTECTED_REVEALED = "protected:revealed", Verb.DISCLOSURE
    LINES_IMPORTED = "lines:imported", Verb.COLLECTION
    LINES_IMPORT_REFUSED = "lines:import_refused", Verb.COLLECTION
    LINES_IMPORT_MAPPED = "lines:import_mapped", Verb.ALTERATION
    LINES_PROPOSED = "lines:proposed", Verb.COLLECTION
    LINES_PUBLISHED = "lines:published", Verb.ALTERATION
    LINES_REJECTED = "lines:rejected", Verb.ALTERATION
    LINES_LOOKED_BACK = "lines:looked_back", Verb.COMBINATION
    LINES_WITHDRAWN = "lines:withdrawn", Verb.ALTERATION
    LINES_CONSULTED = "lines:consulted", Verb.CONSULTATION
    #: What was looked for is kept nowhere.
    LINES_SEARCHED = "lines:searched", Verb.CONSULTATION
    LINES_EXPORTED = "lines:exported", Verb.DISCLOSURE
    WATCH_CREATED = "watch:created", Verb.COLLECTION
    WATCH_CONSULTED = "watch:consulted", Verb.CONSULTATION
    #: It was changed in the store, so it could tell nothing.
    WATCH_PASSED_BY = "watch:passed_by", Verb.COMBINATION
    WATCH_RENEWED = "watch:renewed", Verb.ALTERATION
    WATCH_ENDED = "watch:ended", Verb.ALTERATION
    WATCH_EXPIRED = "watch:expired", Verb.ERASURE
    GUARD_ADDED = "number_list:added", Verb.COLLECTION
    GUARD_CONSULTED = "number_list:consulted", Verb.CONSULTATION
    GUARD_REMOVED = "number_list:removed", Verb.ALTERATION
    GUARD_APPLIED = "number_list:applied", Verb.ERASURE
    #: It was changed in the store, so that everything goes on without it.
    GUARD_PASSED_BY = "number_list:passed_by", Verb.COMBINATION
    REPORT_CONSULTED = "report:consulted", Verb.CONSULTATION
    AUDIT_CONSULTED = "audit:consulted", Verb.CONSULTATION
    AUDIT_EXPORTED = "audit:exported", Verb.DISCLOSURE
    AUDIT_VERIFIED = "audit:verified", Verb.CONSULTATION
    ACCESS_DENIED = "access:denied", Verb.CONSULTATION
    ACCOUNT_CREATED = "account:created", Verb.COLLECTION
    ACCOUNT_LISTED = "account:listed", Verb.CONSULTATION
    PASSWORD_CHANGED = "account:password_changed", Verb.ALTERATION
    SESSIONS_ENDED = "account:sessions_ended", Verb.ALTERATION
    ACCOUNT_CHANGED = "account:changed", Verb.ALTERATION
    ACCOUNT_LOCKED = "account:locked", Verb.ALTERATION
    ACCOUNT_DISABLED = "account:disabled", Verb.ALTERATION
    SIGNED_IN = "account:signed_in", Verb.CONSULTATION
    SIGN_IN_FAILED = "account:sign_in_failed", Verb.CONSULTATION
    SIGNED_OUT = "account:signed_out", Verb.ALTERATION
    TOKEN_CREATED = "token:created", Verb.COLLECTION
    TOKEN_REVOKED = "token:revoked", Verb.ALTERATION
    ORGANISATION_CREATED = "organisation:created", Verb.COLLECTION
    STORE_CREATED = "store:created", Verb.COLLECTION
    STORE_BACKED_UP = "store:backed_up", Verb.DISCLOSURE
    STORE_RESTORED = "store:restored", Verb.ALTERATION
    RETENTION_RUN = "store:retention_run", Verb.ERASURE
    KEYS_ROTATED = "keys:rotated", Verb.ALTERATION


#: Type of the object of a look at a case that only an alert opens to whoever looks, where no alert that everybody may know of does: that it
#: was looked at tells that there is another one. Such events are shown to the cleared only.
CONCERN = "concern"

#: What an administrator may read of the trail: running the service, no case (domain 4.4, "technical events only").
TECHNICAL_SUBJECTS = frozenset({"account", "token", "organisation", "store", "keys"})


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    DENIED = "denied"
    FAILED = "failed"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: What the first event has in place of a predecessor.
FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that was done, and its place in the chain."""

    #: Counted from 1, without gaps, over the whole store.
    sequence: int
    #: Aware, UTC.
    at: datetime
    organisation_id: str | None
    #: None where the service itself acted.
    actor_id: str | None
    action: AuditAction
    object_type: str
    object_id: str | None
    outcome: Outcome
    #: Where it came from: an address, `command-line`, `worker`.
    origin: str
    #: SHA-256 of the reason somebody typed; see `hash_of_reason`.
    reason_sha256: str
    previous_hash: str
    hash: str
    #: The reason itself where it is still there and may be read; no part of the chain but by its hash.
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain as somebody noted it: how many events, and the hash of the last."""

    sequence: int = 0
    hash: str = FIRST


class ChainFaultKind(StrEnum):
    """What can have been done to a chain."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out-of-order"
    BROKEN_LINK = "broken-link"
    REASON_CHANGED = "reason-changed"
    #: A reason is gone, and no erasure that stands in the chain took it away.
    REASON_GONE = "reason-gone"
    #: The report of an erasure that stands in the chain is gone or another one, or one stands there that the chain knows nothing of.
    ERASURE_CHANGED = "erasure-changed"
    CUT = "cut"
    BEYOND_HEAD = "beyond-head"
    OTHER_END = "other-end"
    #: The end was put there by somebody without the key.
    FORGED_END = "forged-end"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One thing wrong with a chain, at one place."""

    kind: ChainFaultKind
    #: The sequence number it was found at.
    sequence: int
    sentence: str


def hash_of_reason(reason: str | None) -> str:
    """Give the hash a reason stands in the chain with; no reason has one as well, of nothing."""
    return hashlib.sha256((reason or "").encode("utf-8", "surrogatepass")).hexdigest()


#: Writes a text as JSON does, in ASCII.
_quote = json.encoder.encode_basestring_ascii


def hash_of(event: AuditEvent) -> str:
    """Give the hash of an event: SHA-256 of its fields as one JSON list, the hash of the event before it among them."""
    return hash_behind(Head(event.sequence - 1, event.previous_hash), event, moment_of(event), event.reason_sha256)


def moment_of(told: AuditEvent | Deed) -> str:
    """Write the moment of an event as it stands in the chain."""
    since = told.at - _EPOCH
    return f"{_second_at(since.days, since.seconds)}.{since.microseconds:06}Z"


# Thousands of events fall into one second; writing the moment of each anew takes three times as long.
@lru_cache(maxsize=64)
def _second_at(days: int, seconds: int) -> str:
    return (_EPOCH + timedelta(days, seconds)).isoformat()[:-6]


def hash_behind(head: Head, told: AuditEvent | Deed, moment: str, reason_sha256: str) -> str:
    """Give the hash of what is told behind the end of a chain, from parts that were made already."""
    return hash_of_written(head.sequence + 1, head.hash, written_of(told, moment, reason_sha256))


def written_of(told: AuditEvent | Deed, moment: str, reason_sha256: str) -> str:
    """Write all of what is told but its place in the chain, for `hash_of_written`."""
    # A list of texts, numbers and nulls has one way to be written without blanks, and no two lists are written alike. An encoder takes
    # three times as long, and this is done for every event of a trail.
    return (
        f"{_quote(moment)},{_or_null(told.organisation_id)},{_or_null(told.actor_id)},{_quote(told.action)},{_quote(told.object_type)},"
        f"{_or_null(told.object_id)},{_quote(told.outcome)},{_quote(told.origin)},{_quote(reason_sha256)}"
    )


def hash_of_written(sequence: int, previous_hash: str, written: str) -> str:
    """Give the hash of what was written by `written_of`, in its place in a chain."""
    return hashlib.sha256(f'["linewatch.audit/1",{sequence},{written},{_quote(previous_hash)}]'.encode("ascii")).hexdigest()


def _or_null(text: str | None) -> str:
    return "null" if text is None else _quote(text)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be put on record, before it has a place in the chain."""

    at: datetime
    organisation_id: str | None
    actor_id: str | None
    action: AuditAction
    object_type: str
    object_id: str | None = None
    outcome: Outcome = Outcome.DONE
    origin: str = ""
    reason: str | None = None


def append(head: Head, deed: Deed) -> AuditEvent:
    """Give a deed its place at the end of a chain."""
    reason_sha256 = hash_of_reason(deed.reason)
    return AuditEvent(
        head.sequence + 1,
        deed.at.astimezone(UTC),
        deed.organisation_id,
        deed.actor_id,
        deed.action,
        deed.object_type,
        deed.object_id,
        deed.outcome,
        deed.origin,
        reason_sha256,
        head.hash,
        hash_behind(head, deed, moment_of(deed), reason_sha256),
        deed.reason,
    )


def head_of(event: AuditEvent) -> Head:
    """Give the end of a chain whose last event this is."""
    return Head(event.sequence, event.hash)


def verify(
    events: Iterable[AuditEvent], *, expected: Head | None = None, noted: Iterable[Head] = (), start: Head | None = None
) -> tuple[ChainFault, ...]:
    """Find whatever was changed, left out, swapped, put in or cut off; none means the chain is whole.

    Args:
        events: In the order of their sequence numbers. They are read once, one after the other.
        expected: The end the chain must have. Without it nobody can see that events at the end are gone.
        noted: Earlier ends that were put down elsewhere. Whoever makes the whole chain anew cannot give it these.
        start: The end the first event follows; the beginning of everything if left out.
    """
    return tuple(_faults(events, expected, {head.sequence: head.hash for head in noted}, start or Head()))


def _faults(events: Iterable[AuditEvent], expected: Head | None, noted: dict[int, str], start: Head) -> Iterator[ChainFault]:
    last = start
    seen = {start.sequence}
    for event in events:
        yield from _faults_of_place(event, last)
        yield from _faults_of_content(event)
        if noted.get(event.sequence, event.hash) != event.hash:
            yield ChainFault(ChainFaultKind.OTHER_END, event.sequence, "The event is not the one whose hash was put down elsewhere.")
        last = head_of(event)
        seen.add(event.sequence)
    for sequence in sorted(noted.keys() - seen):
        yield ChainFault(ChainFaultKind.CUT, sequence, "An event whose hash was put down elsewhere is gone.")
    if expected is not None:
        yield from _faults_of_end(last, expected)


def _faults_of_place(event: AuditEvent, last: Head) -> Iterator[ChainFault]:
    if event.sequence > last.sequence + 1:
        yield ChainFault(ChainFaultKind.MISSING, event.sequence, "One or more events before this one are gone.")
    elif event.sequence <= last.sequence:
        yield ChainFault(ChainFaultKind.OUT_OF_ORDER, event.sequence, "The event stands where its number does not belong.")
    if event.previous_hash != last.hash:
        yield ChainFault(ChainFaultKind.BROKEN_LINK, event.sequence, "The event does not follow the one before it.")


def _faults_of_content(event: AuditEvent) -> Iterator[ChainFault]:
    if hash_of(event) != event.hash:
        yield ChainFault(ChainFaultKind.CHANGED, event.sequence, "The event is not what it was when it was written.")
    if event.reason is not None and hash_of_reason(event.reason) != event.reason_sha256:
        yield ChainFault(ChainFaultKind.REASON_CHANGED, event.sequence, "The reason of the event is not the one that was given.")


def _faults_of_end(last: Head, expected: Head) -> Iterator[ChainFault]:
    if last.sequence < expected.sequence:
        yield ChainFault(ChainFaultKind.CUT, expected.sequence, "The end of the chain is gone.")
    elif last.sequence > expected.sequence:
        yield ChainFault(ChainFaultKind.BEYOND_HEAD, last.sequence, "Events stand behind the end of the chain.")
    elif last.hash != expected.hash:
        yield ChainFault(ChainFaultKind.OTHER_END, last.sequence, "The chain does not end as it did.")
