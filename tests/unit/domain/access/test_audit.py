"""The audit trail finds whatever was done to it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from matcher.domain.access.audit import (
    FIRST,
    AuditAction,
    ChainFaultKind,
    Deed,
    Head,
    Outcome,
    Verb,
    append,
    hash_of,
    hash_of_reason,
    head_of,
    moment_of,
    verify,
)
from matcher.store.moments import to_text

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)


def a_deed(number=1, **changes):
    """Somebody looked at a result."""
    deed = Deed(
        at=AT + timedelta(seconds=number),
        organisation_id="org-1",
        actor_id=f"usr-{number}",
        action=AuditAction.SUBMISSION_RESULT_CONSULTED,
        object_type="submission",
        object_id=f"sub-{number}",
        origin="command-line",
        reason="daily meeting",
    )
    return replace(deed, **changes)


def a_chain(length=6):
    """Events one after the other."""
    head, events = Head(), []
    for number in range(length):
        events.append(append(head, a_deed(number)))
        head = head_of(events[-1])
    return events


def kinds(events, **more):
    """What is found, without where."""
    return {fault.kind for fault in verify(events, **more)}


def test_the_verbs_are_those_of_the_act():
    """DPA 2018 s.62 names six, every action has one of them, and every one of them is used."""
    assert {verb.value for verb in Verb} == {"collection", "alteration", "consultation", "disclosure", "combination", "erasure"}
    assert {action.verb for action in AuditAction} == set(Verb)


def test_an_action_reads_as_subject_and_verb():
    """Every action is two words with a colon between, and comes back from its text with its verb."""
    assert all(action.value.count(":") == 1 and action.value.islower() for action in AuditAction)
    assert all(AuditAction(action.value) is action for action in AuditAction)
    assert AuditAction("submission:erased").verb is Verb.ERASURE


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 4, 20, 13, 0, 0, 5, tzinfo=timezone(timedelta(hours=1))), "2026-04-20T12:00:00.000005Z"),
        (datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC), "2024-02-29T23:59:59.999999Z"),
        (datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC), "1969-12-31T23:59:59.000001Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
        (datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_a_moment_is_written_in_utc_with_microseconds(at, written):
    """Whatever its zone and however far away it is, and the same when it is written again."""
    deed = a_deed(at=at)

    assert [moment_of(deed), moment_of(deed), to_text(at)] == [written] * 3


@pytest.mark.parametrize("length", [0, 1, 6])
def test_a_chain_that_nobody_touched_is_whole(length):
    """Nothing is found in it, with and without its end being known."""
    events = a_chain(length)
    head = head_of(events[-1]) if events else Head()

    assert verify(events) == ()
    assert verify(events, expected=head, noted=[head] if events else []) == ()


def test_the_first_event_follows_nothing():
    """Sequence numbers begin at 1, after a predecessor of zeros."""
    first = a_chain(1)[0]

    assert (first.sequence, first.previous_hash) == (1, FIRST)


def test_the_hash_is_the_one_anybody_can_work_out():
    """SHA-256 of the fields as one JSON list: worked out here from the description, not from the code."""
    event = append(Head(), a_deed(0, reason=None, object_id=None, actor_id=None))
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    told = json.dumps(
        [
            "linewatch.audit/1",
            1,
            "2026-04-01T12:00:00.000000Z",
            "org-1",
            None,
            "submission:result_consulted",
            "submission",
            None,
            "done",
            "command-line",
            empty,
            "0" * 64,
        ],
        separators=(",", ":"),
    )

    assert event.hash == hashlib.sha256(told.encode()).hexdigest()


CHANGES = {
    "sequence": 77,
    "at": AT + timedelta(days=1),
    "organisation_id": "org-2",
    "actor_id": None,
    "action": AuditAction.SUBMISSION_ERASED,
    "object_type": "line",
    "object_id": "sub-x",
    "outcome": Outcome.DENIED,
    "origin": "elsewhere",
    "reason_sha256": hash_of_reason("another"),
    "previous_hash": "1" * 64,
    "hash": "1" * 64,
    "reason": "another",
}


def test_every_field_is_among_the_changes():
    """No field of an event is left out of the test of changes."""
    assert set(CHANGES) == {each.name for each in fields(a_chain(1)[0])}


@pytest.mark.parametrize("name", sorted(CHANGES))
@pytest.mark.parametrize("at", [0, 3, 5])
def test_a_change_of_any_field_is_found(name, at):
    """Wherever it stands in the chain, an event of which one field was changed is found, though the end is not known."""
    events = a_chain()
    events[at] = replace(events[at], **{name: CHANGES[name]})

    assert verify(events)


def test_a_change_with_a_new_hash_is_found_at_the_next_event():
    """Whoever changes an event and works out its hash anew breaks the link to the next."""
    events = a_chain()
    forged = replace(events[2], actor_id="usr-x")
    events[2] = replace(forged, hash=hash_of(forged))

    assert kinds(events) == {ChainFaultKind.BROKEN_LINK}


def test_a_whole_chain_made_anew_is_found_by_an_end_put_down_elsewhere():
    """Whoever works out every hash anew cannot give the end, or an earlier end, the hash that was put down."""
    events = a_chain()
    end, early = head_of(events[-1]), head_of(events[3])
    forged, head = [], Head()
    for number, event in enumerate(events):
        forged.append(append(head, a_deed(number, actor_id="usr-x" if number == 1 else event.actor_id)))
        head = head_of(forged[-1])

    assert verify(forged) == ()
    assert kinds(forged, expected=end) == {ChainFaultKind.OTHER_END}
    assert kinds(forged, noted=[early]) == {ChainFaultKind.OTHER_END}


@pytest.mark.parametrize("at", range(5))
def test_a_deletion_is_found(at):
    """An event that is gone leaves a gap in the numbers and a broken link."""
    events = a_chain()
    del events[at]

    assert kinds(events) == {ChainFaultKind.MISSING, ChainFaultKind.BROKEN_LINK}


@pytest.mark.parametrize("at", range(5))
def test_a_swap_is_found(at):
    """Two events in each other's place are found."""
    events = a_chain()
    events[at], events[at + 1] = events[at + 1], events[at]

    assert ChainFaultKind.OUT_OF_ORDER in kinds(events)


@pytest.mark.parametrize("at", range(7))
def test_an_insertion_is_found(at):
    """An event that was put in is found, at the end by the end that is known."""
    events = a_chain()
    end = head_of(events[-1])
    before = head_of(events[at - 1]) if at else Head()
    events.insert(at, append(before, a_deed(9)))

    assert verify(events, expected=end)


@pytest.mark.parametrize("kept", range(6))
def test_a_cut_is_found_by_the_end(kept):
    """Events gone from the end are found by the end that is known, and by an earlier end among those that are gone."""
    events = a_chain()
    end = head_of(events[-1])

    assert kinds(events[:kept], expected=end) == {ChainFaultKind.CUT}
    assert kinds(events[:kept], noted=[end]) == {ChainFaultKind.CUT}


def test_a_part_of_a_chain_is_verified_from_where_it_starts():
    """A page of the trail is checked from the event before it."""
    events = a_chain()

    assert verify(events[3:], start=head_of(events[2])) == ()
    assert verify(events[3:], start=head_of(events[1]))


def test_a_reason_can_be_erased_and_not_changed():
    """An event without its reason keeps its place; one with another reason is found."""
    events = a_chain()
    erased = [replace(event, reason=None) for event in events]
    changed = [replace(events[0], reason="another"), *events[1:]]

    assert verify(erased) == ()
    assert kinds(changed) == {ChainFaultKind.REASON_CHANGED}


def test_the_zone_a_time_is_written_in_does_not_matter():
    """The same moment gives the same hash."""
    event = a_chain(1)[0]
    elsewhere = replace(event, at=event.at.astimezone(timezone(timedelta(hours=5))))

    assert hash_of(elsewhere) == hash_of(event)


def test_no_two_events_are_written_alike():
    """Text that moves from one field to its neighbour gives another hash."""
    one = append(Head(), a_deed(1, object_type="ab", object_id="c"))
    other = append(Head(), a_deed(1, object_type="a", object_id="bc"))

    assert one.hash != other.hash
