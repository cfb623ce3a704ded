"""What a token may be made for: questions somebody may ask, and no word that changes nothing."""

from datetime import UTC, datetime

import pytest

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, may_at_all
from matcher.domain.access.token_draft import TokenDraft, faults_of_token, scopes_of

NOW = datetime(2026, 4, 20, tzinfo=UTC)
OF_ANSWERS = {"match:read_grading", "subject:read", "subject:read_context"}


def an_actor(*roles):
    """Somebody of one unit."""
    return Actor("usr-1", "org-1", "unit-1", frozenset(roles), unit_name="Hillside")


@pytest.mark.parametrize("role", list(Role))
def test_a_token_is_made_for_everything_its_owner_can_ask(role):
    """What an answer shows beside its matches is no question; restricted lines are for those whom a clearance means something for."""
    may = {action.value for action in Action if may_at_all(an_actor(role), action)}
    partner = {"match:read_restricted"} if role is Role.SAFEGUARDING else set()

    assert scopes_of(an_actor(role)) == may - OF_ANSWERS - {"interview:create"} - partner


@pytest.mark.parametrize("word", sorted(OF_ANSWERS))
def test_a_word_that_narrows_nothing_is_refused_by_name(word):
    """Whoever asks for a token that leaves something out of answers is told that it would not."""
    draft = TokenDraft("nightly", frozenset({word, "submission:read_result"}))

    (fault,) = faults_of_token(draft, an_actor(Role.REVIEWER), now=NOW, no_later_than=None)

    assert (fault.place, word in fault.sentence) == ("scopes", True)
