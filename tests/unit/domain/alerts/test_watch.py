"""What may be watched, by whom and for how long, and what its owner is told."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.alerts.watch import (
    LONGEST,
    RULE_EARLY_HELP,
    RULE_MANAGED,
    WatchDraft,
    WatchKind,
    WatchPurpose,
    facts_of_watch,
    faults_of_renewal,
    faults_of_watch,
    may_watch,
    shows_value,
    watch_alert,
)

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
HERE = ObjectFacts("org-1")

#: Role -> kinds and purposes it may watch (docs/decisions/0031), written out a second time.
MAY = {
    Role.SUBMITTER: ({"number", "subject"}, {"managed", "early_help"}),
    Role.COORDINATOR: ({"number", "subject"}, {"managed", "early_help"}),
    Role.ANALYST: ({"number", "line"}, {"managed"}),
    Role.REVIEWER: ({"number", "line", "subject"}, {"managed"}),
    Role.SUPERVISOR: ({"number", "line", "subject"}, {"managed", "early_help"}),
    Role.SAFEGUARDING: ({"subject"}, {"early_help"}),
    Role.AUDITOR: (set(), set()),
    Role.ADMIN: (set(), set()),
}


def an_actor(*roles: Role, user_id: str = "usr-1") -> Actor:
    """Somebody of one unit."""
    return Actor(user_id, "org-1", "unit-1", frozenset(roles), unit_name="Hillside")


def a_draft(**changed) -> WatchDraft:
    """A watch nothing is wrong with."""
    sound = {
        "kind": WatchKind.NUMBER,
        "value": "07700 900123",
        "purpose": WatchPurpose.MANAGED,
        "reason": "Agreed at the weekly meeting",
        "expires_at": NOW + LONGEST,
    }
    return WatchDraft(**sound | changed)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(WatchKind))
@pytest.mark.parametrize("purpose", list(WatchPurpose))
def test_each_role_watches_what_the_table_says(role, kind, purpose):
    """Who submits watches numbers and subjects, who keeps the list numbers and lines; safeguarding subjects, for early help alone."""
    kinds, purposes = MAY[role]

    assert may_watch(an_actor(role), kind, purpose, HERE) is (kind in kinds and purpose in purposes)


def test_the_right_of_one_role_and_the_purpose_of_another_make_none():
    """Somebody who keeps the list and works for safeguarding watches no line and no number for early help."""
    both = an_actor(Role.ANALYST, Role.SAFEGUARDING)

    assert not may_watch(both, WatchKind.NUMBER, WatchPurpose.EARLY_HELP, HERE)
    assert not may_watch(both, WatchKind.SUBJECT, WatchPurpose.MANAGED, HERE)
    assert may_watch(both, WatchKind.SUBJECT, WatchPurpose.EARLY_HELP, HERE)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        pytest.param({"reason": " "}, "reason", id="no reason"),
        pytest.param({"reason": "x" * 2001}, "reason", id="a reason without end"),
        pytest.param({"expires_at": NOW}, "expires_at", id="over at once"),
        pytest.param({"expires_at": NOW + LONGEST + timedelta(seconds=1)}, "expires_at", id="longer than 90 days"),
        pytest.param({"value": " "}, "value", id="nothing"),
        pytest.param({"value": "x\x00"}, "value", id="no text"),
        pytest.param({"kind": WatchKind.LINE, "purpose": WatchPurpose.EARLY_HELP}, "purpose", id="early help for a line"),
    ],
)
def test_a_watch_needs_a_reason_and_an_end(changed, place):
    """A watch has a reason and ends within 90 days; what is missing is told with its field."""
    assert faults_of_watch(a_draft(), now=NOW) == ()
    assert [fault.place for fault in faults_of_watch(a_draft(**changed), now=NOW)] == [place]


def test_a_renewal_needs_both_again():
    """Whoever needs a watch longer says why anew, for at most 90 days from then on."""
    assert LONGEST.days == 90
    assert faults_of_renewal("Still at risk", NOW + LONGEST, now=NOW) == ()
    assert [each.place for each in faults_of_renewal("", NOW + LONGEST * 2, now=NOW)] == ["reason", "expires_at"]


@pytest.mark.parametrize("kind", list(WatchKind))
def test_early_help_looks_like_no_flag(kind):
    """The two purposes share no rule, title, assessment or advice, and the words of early help speak of help and of nothing else."""
    managed, helping = (watch_alert("wat_1", kind, purpose, unit_name="Hillside") for purpose in WatchPurpose)
    said = json.dumps({**helping, "assessment": ""})

    assert (managed["rule"], helping["rule"]) == (RULE_MANAGED, RULE_EARLY_HELP)
    assert managed["title"] != helping["title"]
    assert managed["assessment"] != helping["assessment"]
    assert set(managed["actions"]) & set(helping["actions"]) == set(managed["actions"][-1:])
    assert not re.search(r"\b(?:flag|offend\w*|suspect\w*|nominal|line holder|intelligence|managed)\b", said, re.IGNORECASE)


def test_an_alert_does_not_hold_what_is_watched():
    """The alert names the watch; number, line and reference stand with the watch alone."""
    told = watch_alert("wat_1", WatchKind.NUMBER, WatchPurpose.MANAGED, unit_name="Hillside")

    assert told["watch"] == "wat_1"
    assert set(told) >= {"rule", "urgency", "title", "facts", "assessment", "actions", "recipients", "restricted"}
    assert told["restricted"] is True


def seen(actor: Actor, purpose: WatchPurpose, line: ObjectFacts | None = None) -> bool:
    """Say whether somebody may know of a watch of `usr-9` of `unit-1`."""
    facts = facts_of_watch("org-1", owner_id="usr-9", unit_id="unit-1", purpose=purpose, line=line)
    return may(actor, Action.WATCH_READ, facts).allowed


@pytest.mark.parametrize("role", list(Role))
def test_others_see_a_watch_by_their_role_and_its_purpose(role):
    """The unit's supervisor and the auditor see both purposes, safeguarding early help; nobody who keeps or judges the list sees any."""
    expected = {
        Role.SUPERVISOR: {WatchPurpose.MANAGED, WatchPurpose.EARLY_HELP},
        Role.AUDITOR: {WatchPurpose.MANAGED, WatchPurpose.EARLY_HELP},
        Role.SAFEGUARDING: {WatchPurpose.EARLY_HELP},
    }

    assert {purpose for purpose in WatchPurpose if seen(an_actor(role), purpose)} == expected.get(role, set())


def test_a_watch_on_a_line_nobody_may_know_of_is_not_there():
    """Whoever may not know of a restricted line does not know that somebody watches it, its owner included."""
    covert = ObjectFacts("org-1", is_restricted=True, owner_unit="Riverside")

    assert not seen(an_actor(Role.SUPERVISOR), WatchPurpose.MANAGED, covert)
    assert not seen(an_actor(Role.ANALYST, user_id="usr-9"), WatchPurpose.MANAGED, covert)
    assert seen(
        an_actor(Role.ANALYST, user_id="usr-9"), WatchPurpose.MANAGED, ObjectFacts("org-1", is_restricted=True, owner_unit="Hillside")
    )


@pytest.mark.parametrize(
    ("actor", "kind", "purpose", "expected"),
    [
        (an_actor(Role.SUBMITTER, user_id="usr-9"), WatchKind.NUMBER, WatchPurpose.MANAGED, True),
        (an_actor(Role.SUPERVISOR), WatchKind.NUMBER, WatchPurpose.MANAGED, False),
        (an_actor(Role.SUPERVISOR), WatchKind.SUBJECT, WatchPurpose.EARLY_HELP, False),
        (an_actor(Role.SUPERVISOR), WatchKind.LINE, WatchPurpose.MANAGED, True),
        (an_actor(Role.AUDITOR), WatchKind.SUBJECT, WatchPurpose.MANAGED, False),
        (an_actor(Role.SAFEGUARDING), WatchKind.SUBJECT, WatchPurpose.EARLY_HELP, True),
        (an_actor(Role.SAFEGUARDING), WatchKind.NUMBER, WatchPurpose.EARLY_HELP, False),
    ],
)
def test_a_number_and_a_child_are_shown_to_the_owner(actor, kind, purpose, expected):
    """Who supervises sees that there is a watch and why; the number and the reference of a child are not for them."""
    assert shows_value(actor, kind, purpose, "usr-9") is expected
