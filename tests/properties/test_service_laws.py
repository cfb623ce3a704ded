"""Laws of what people send in, of the permissions and of the audit trail, for anything that can come."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from legal_metadata import ADULT, EXAMPLE, FALLBACK, NOW, OTHER, PACE, REVIEWED, S40, WARRANT, metadata
from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.audit import AuditAction, Deed, Head, append, hash_of, head_of, verify
from matcher.domain.access.permission import Action, ObjectFacts, may, may_at_all
from matcher.domain.legal.faults import faults_of, open_tasks
from matcher.domain.submissions.metadata_reading import read_metadata, write_metadata

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)

#: Every path of the metadata that a case of the tests sets.
PATHS = sorted(
    {path for change in (S40, PACE, WARRANT, ADULT, OTHER, FALLBACK, REVIEWED) for path in change}
    | {f"{group}.{name}" for group, inner in EXAMPLE.items() if isinstance(inner, dict) for name in inner}
)


@given(JSON)
def test_whatever_is_sent_is_read_or_told(raw):
    """No value at all makes the reading of metadata fail, and what was read can be judged."""
    read, _ = read_metadata(raw)

    assert isinstance(faults_of(read, NOW), tuple)
    assert isinstance(open_tasks(read), tuple)


@given(st.dictionaries(st.sampled_from(PATHS), JSON, max_size=4))
def test_metadata_with_anything_in_its_fields_are_read_to_the_same_again(changes):
    """Whatever stands in a field, what was understood of it is written and comes back the same."""
    read, _ = read_metadata(metadata({path: value for path, value in changes.items() if path.count(".") == 1}))

    assert read_metadata(json.loads(json.dumps(write_metadata(read)))) == (read, ())


@given(st.sampled_from(PATHS))
def test_taking_an_answer_away_never_makes_a_refused_basis_good(path):
    """A basis for which nobody but the child agreed stays refused, whatever else is left out."""
    kept = {"legal_basis.power", "legal_basis.agreement", "legal_basis.agreement.by"}
    changes = {} if path in kept or path.startswith("subject.") else {path: None}
    read, _ = read_metadata(metadata(changes, {"legal_basis.agreement.by": "child", "legal_basis.power": "pcsc-s37"}))

    assert "legal_basis.agreement.by" in {fault.field for fault in faults_of(read, NOW)}


OBJECTS = st.builds(
    ObjectFacts,
    organisation_id=st.sampled_from(["org-1", "org-2"]),
    unit_id=st.sampled_from(["unit-1", "unit-2", None]),
    submitter_id=st.sampled_from(["usr-1", "usr-2", None]),
    areas=st.frozensets(st.sampled_from(["Estmoor", "Vale of Tarn"])),
    assigned_to=st.frozensets(st.sampled_from(["usr-1", "unit-1", "safeguarding", "usr-2"])),
    is_restricted=st.booleans(),
    owner_unit=st.sampled_from([None, "Estmoor Intelligence", "Tarn Intelligence"]),
    lead_accepted=st.booleans(),
    recorded_need=st.sampled_from([None, "", "Complaint 7"]),
    proposed_by=st.sampled_from([None, "usr-1", "usr-2"]),
)
ACTORS = st.builds(
    Actor,
    user_id=st.just("usr-1"),
    organisation_id=st.just("org-1"),
    unit_id=st.just("unit-1"),
    roles=st.frozensets(st.sampled_from(Role)),
    unit_name=st.sampled_from(["Estmoor Intelligence", "Tarn Intelligence", ""]),
    is_cleared=st.booleans(),
    areas=st.frozensets(st.sampled_from(["Estmoor", "Vale of Tarn"])),
)


@given(ACTORS, st.sampled_from(Action), OBJECTS)
def test_a_permission_is_narrow(actor, action, facts):
    """Nothing is allowed across organisations, without a role, or where no object could be; a role more never takes anything away."""
    decision = may(actor, action, facts)

    if decision.allowed:
        assert facts.organisation_id == actor.organisation_id
        assert actor.roles
        assert may_at_all(actor, action)
        assert may(replace(actor, roles=frozenset(Role)), action, facts).allowed
        assert may(replace(actor, is_cleared=True), action, facts).allowed
    assert not may(replace(actor, roles=frozenset()), action, facts).allowed


@given(st.integers(min_value=2, max_value=30), st.randoms(use_true_random=False))
def test_whatever_is_done_to_a_trail_is_found(length: int, chance: random.Random):
    """A change, deletion, swap, insertion or cut, hashes worked out anew or not, is found by the trail and its known end."""
    head, events = Head(), []
    for number in range(length):
        at = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=number)
        events.append(append(head, Deed(at, "org-1", f"usr-{number}", AuditAction.LINES_CONSULTED, "line", f"L-{number}")))
        head = head_of(events[-1])
    at = chance.randrange(length)
    other = chance.choice([each for each in range(length) if each != at])
    match chance.choice(["change", "forge", "delete", "swap", "insert", "cut"]):
        case "change":
            events[at] = replace(events[at], actor_id="usr-x")
        case "forge":
            forged = replace(events[at], actor_id="usr-x")
            events[at] = replace(forged, hash=hash_of(forged))
        case "delete":
            del events[at]
        case "swap":
            events[at], events[other] = events[other], events[at]
        case "insert":
            events.insert(at, append(head_of(events[at]), Deed(events[at].at, None, None, AuditAction.SIGNED_IN, "account")))
        case _:
            del events[at:]

    assert verify(events, expected=head)
