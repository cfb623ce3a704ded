"""How often somebody may try to sign in."""

from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.access.sign_in import Attempts, Credentials, SignInPolicy, Wait, address_of, one_more, one_more_from

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


def test_an_address_is_slowed_and_its_count_runs_down():
    """The fourth of three waits until one pace after the first; then one is free at each pace, and none is lost in between."""
    policy = SignInPolicy(address_failures=3, address_pace=timedelta(seconds=10))
    known = None
    for _ in range(3):
        known = one_more_from(known, policy, now=NOW)
    waits = one_more_from(known, policy, now=NOW + timedelta(seconds=9, microseconds=1))
    next_ = one_more_from(known, policy, now=NOW + timedelta(seconds=15))

    assert (waits.until, waits.seconds(NOW + timedelta(seconds=9, microseconds=1))) == (NOW + timedelta(seconds=10), 1)
    assert next_ == Attempts(3, NOW + timedelta(seconds=10))
    assert one_more_from(next_, policy, now=NOW + timedelta(seconds=15)) == Wait(NOW + timedelta(seconds=20))
    assert one_more_from(next_, policy, now=NOW + timedelta(hours=1)) == Attempts(1, NOW + timedelta(hours=1))


def test_a_clock_that_was_put_back_frees_nobody_and_locks_nobody():
    """What was counted later than now is as if it were now."""
    known = Attempts(2, NOW + timedelta(hours=1))

    assert one_more_from(known, SignInPolicy(), now=NOW) == Attempts(3, NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("command line", "command line"),
    ],
)
def test_a_house_is_one_address(origin, address):
    """Of the newer addresses everybody has a whole network, and takes another one for each guess (RFC 6177)."""
    assert address_of(origin) == address
