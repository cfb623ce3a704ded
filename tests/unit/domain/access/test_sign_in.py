"""How often somebody may try to sign in."""

from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.access.sign_in import Attempts, Credentials, SignInPolicy, one_more

NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
POLICY = SignInPolicy(failures=3, lockout=timedelta(minutes=15))


def test_the_last_attempt_locks_before_it_is_made():
    """The third of three is counted as if it had failed: a success forgets it, and nothing else gets past it meanwhile."""
    first = one_more(None, POLICY, now=NOW)
    second = one_more(first, POLICY, now=NOW)
    third = one_more(second, POLICY, now=NOW)

    assert (first.failures, second.failures, third.failures) == (1, 2, 3)
    assert (second.locked_until, third.locked_until) == (None, NOW + timedelta(minutes=15))
    assert one_more(third, POLICY, now=NOW) is None


@pytest.mark.parametrize(
    ("known", "failures"),
    [
        (Attempts(2, NOW - timedelta(minutes=15)), 1),
        (Attempts(2, NOW - timedelta(minutes=14, seconds=59)), 3),
        (Attempts(3, NOW - timedelta(minutes=15), NOW), 1),
        (Attempts(9, NOW - timedelta(hours=9), NOW - timedelta(seconds=1)), 1),
    ],
)
def test_old_failures_are_forgotten(known, failures):
    """After the time a name would wait it begins anew, whether it was locked or not."""
    assert one_more(known, POLICY, now=NOW).failures == failures


def test_what_was_typed_is_not_shown():
    """A value that ends up in a traceback says nothing of name and password."""
    assert repr(Credentials("somebody", "secret")) == "Credentials(…)"
