"""Answers to typed numbers are no way to read the list (AR-25, domain 14.6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.domain.access.check_limits import (
    CHECK_CAP,
    UNUSUAL_USE,
    Cap,
    Caps,
    Usage,
    judge_check,
    judge_refusal,
    judge_tiny_submission,
)

CAPS = Caps(
    numbers_per_request=20,
    requests_per_minute=30,
    numbers_per_hour=60,
    numbers_per_day=200,
    single_checks_per_hour=30,
    same_number_per_day=5,
    tiny_submissions_per_hour=5,
    refusals_per_hour=5,
)


def test_ordinary_use_is_answered_and_nobody_is_told():
    """A few numbers after a few others."""
    verdict = judge_check(5, Usage(requests_last_minute=2, numbers_last_hour=20, numbers_last_day=100), CAPS)

    assert (verdict.allowed, verdict.code, verdict.alert, verdict.retry_after_seconds) == (True, None, None, None)


@pytest.mark.parametrize(
    ("numbers", "usage", "cap", "wait"),
    [
        (2, Usage(requests_last_minute=30), Cap.REQUESTS_PER_MINUTE, 60),
        (2, Usage(numbers_last_hour=59), Cap.NUMBERS_PER_HOUR, 3600),
        (2, Usage(numbers_last_day=199), Cap.NUMBERS_PER_DAY, 86400),
        (1, Usage(single_checks_last_hour=30), Cap.SINGLE_CHECKS_PER_HOUR, 3600),
        (2, Usage(reference_numbers_last_day=199), Cap.REFERENCE_NUMBERS_PER_DAY, 86400),
        (2, Usage(organisation_numbers_last_hour=999), Cap.ORGANISATION_NUMBERS_PER_HOUR, 3600),
        (2, Usage(organisation_numbers_last_day=4999), Cap.ORGANISATION_NUMBERS_PER_DAY, 86400),
    ],
)
def test_what_goes_over_a_cap_is_refused_and_the_auditor_is_told(numbers, usage, cap, wait):
    """One more than the cap is refused with the code, says when to come back, and raises AR-25."""
    verdict = judge_check(numbers, usage, CAPS)

    assert (verdict.allowed, verdict.code, verdict.exceeded, verdict.retry_after_seconds) == (False, CHECK_CAP, (cap,), wait)
    assert (verdict.alert, verdict.alerting) == (UNUSUAL_USE, (cap,))


@pytest.mark.parametrize(
    ("numbers", "usage"),
    [
        (20, Usage()),
        (2, Usage(requests_last_minute=29)),
        (2, Usage(numbers_last_hour=58)),
        (2, Usage(numbers_last_day=198)),
        (1, Usage(single_checks_last_hour=29)),
        (2, Usage(single_checks_last_hour=999)),
        (2, Usage(same_number_last_day=4)),
        (2, Usage(reference_numbers_last_day=198)),
        (2, Usage(organisation_numbers_last_hour=998)),
        (2, Usage(organisation_numbers_last_day=4998)),
    ],
)
def test_what_reaches_a_cap_is_answered(numbers, usage):
    """A cap is the most that is allowed; single checks do not count against a list of numbers."""
    verdict = judge_check(numbers, usage, CAPS)

    assert (verdict.allowed, verdict.alert) == (True, None)


def test_a_request_that_is_too_long_is_refused_and_no_alarm():
    """Too many numbers at once are a mistake: refused, and no auditor is called."""
    verdict = judge_check(21, Usage(), CAPS)

    assert (verdict.allowed, verdict.exceeded, verdict.alert) == (False, (Cap.NUMBERS_PER_REQUEST,), None)


def test_asking_for_one_number_again_and_again_is_answered_and_told():
    """Repeated probes of one number are never refused, as the refusal would say something, and the auditor hears of them."""
    verdict = judge_check(1, Usage(same_number_last_day=5), CAPS)

    assert (verdict.allowed, verdict.alert, verdict.alerting) == (True, UNUSUAL_USE, (Cap.SAME_NUMBER_PER_DAY,))


def test_many_files_with_one_number_are_told():
    """S8: the file is answered, because a child may hang on it, and from the sixth in an hour on the auditor hears of it."""
    told = [judge_tiny_submission(Usage(tiny_submissions_last_hour=before), CAPS).alert for before in range(10)]

    assert told == [None] * 5 + [UNUSUAL_USE] * 5
    assert all(judge_tiny_submission(Usage(tiny_submissions_last_hour=before), CAPS).allowed for before in range(10))


def test_ten_refusals_in_an_hour_are_told_with_the_figures_as_shipped():
    """S8: ten files in an hour without a reference are refused, and before the tenth the auditor hears of it."""
    told = [judge_refusal(Usage(refusals_last_hour=before)).alert for before in range(10)]

    assert told[0] is None
    assert told[-1] == UNUSUAL_USE


def test_the_answer_plays_no_part():
    """What a check knows is counts of questions: there is no field for what was found."""
    assert not [name for name in Usage._fields if "match" in name or "found" in name]


@pytest.mark.parametrize("name", sorted(Caps.__dataclass_fields__))
def test_every_cap_can_be_changed(name):
    """An operator may raise every figure, and a cap of nothing refuses or tells at once."""
    usage = Usage()
    nothing = replace(CAPS, **{name: 0})

    found = (judge_check(1, usage, nothing), judge_tiny_submission(usage, nothing), judge_refusal(usage, nothing))

    assert any(not verdict.allowed or verdict.alert for verdict in found)
