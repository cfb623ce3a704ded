"""How much may be asked about typed numbers and tiny files before the answers become a way to read the list (AR-25, domain 14.6).

A pure function of counts in windows of time. It never asks what the answers were: a cap that depends on them would itself tell something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

#: The code a refused request is answered with.
CHECK_CAP = "check-cap"

#: The rule that tells the auditor.
UNUSUAL_USE = "AR-25"


#: Requests of one account in an hour that were refused because it may not, before the auditor hears of it.
DENIALS_PER_HOUR = 10


@dataclass(frozen=True, slots=True)
class Caps:
    """The figures; an operator may change them. A cap is the most that is allowed."""

    numbers_per_request: int = 20
    requests_per_minute: int = 30
    numbers_per_hour: int = 60
    numbers_per_day: int = 200
    #: Checks of a single number with different references; many look like a search through the list.
    single_checks_per_hour: int = 30
    #: Numbers under one reference, whoever asks: a case has a few people, and each a few numbers.
    reference_numbers_per_day: int = 200
    #: Numbers of all accounts of an organisation together.
    organisation_numbers_per_hour: int = 1000
    organisation_numbers_per_day: int = 5000
    #: How often one person may ask for the same number in a day before the auditor hears of it; never refused.
    same_number_per_day: int = 5
    #: Files with one number or none, from one person in an hour, before the auditor hears of it (S8).
    tiny_submissions_per_hour: int = 5
    #: Requests refused for a missing reference, purpose or basis in an hour before the auditor hears of it.
    refusals_per_hour: int = 5


class Usage(NamedTuple):
    """What one account, its organisation and the reference were asked for before this request, in windows that end now."""

    requests_last_minute: int = 0
    numbers_last_hour: int = 0
    numbers_last_day: int = 0
    single_checks_last_hour: int = 0
    reference_numbers_last_day: int = 0
    organisation_numbers_last_hour: int = 0
    organisation_numbers_last_day: int = 0
    #: Of the numbers now asked for, how often the most repeated one was asked for by this account in the last day.
    same_number_last_day: int = 0
    tiny_submissions_last_hour: int = 0
    refusals_last_hour: int = 0


class Cap(StrEnum):
    """What ran over, for the audit trail and the alert."""

    NUMBERS_PER_REQUEST = "numbers-per-request"
    REQUESTS_PER_MINUTE = "requests-per-minute"
    NUMBERS_PER_HOUR = "numbers-per-hour"
    NUMBERS_PER_DAY = "numbers-per-day"
    SINGLE_CHECKS_PER_HOUR = "single-checks-per-hour"
    REFERENCE_NUMBERS_PER_DAY = "reference-numbers-per-day"
    ORGANISATION_NUMBERS_PER_HOUR = "organisation-numbers-per-hour"
    ORGANISATION_NUMBERS_PER_DAY = "organisation-numbers-per-day"
    SAME_NUMBER_PER_DAY = "same-number-per-day"
    TINY_SUBMISSIONS_PER_HOUR = "tiny-submissions-per-hour"
    REFUSALS_PER_HOUR = "refusals-per-hour"
    DENIALS_PER_HOUR = "denials-per-hour"


#: What only asking for many different numbers runs over, which is how a list is searched through.
SEARCHING = frozenset(
    {
        Cap.REQUESTS_PER_MINUTE,
        Cap.NUMBERS_PER_HOUR,
        Cap.NUMBERS_PER_DAY,
        Cap.SINGLE_CHECKS_PER_HOUR,
        Cap.REFERENCE_NUMBERS_PER_DAY,
        Cap.ORGANISATION_NUMBERS_PER_HOUR,
        Cap.ORGANISATION_NUMBERS_PER_DAY,
    }
)


#: Seconds after which asking again makes sense.
_WAIT = {
    Cap.REQUESTS_PER_MINUTE: 60,
    Cap.NUMBERS_PER_HOUR: 3600,
    Cap.SINGLE_CHECKS_PER_HOUR: 3600,
    Cap.ORGANISATION_NUMBERS_PER_HOUR: 3600,
    Cap.NUMBERS_PER_DAY: 86400,
    Cap.REFERENCE_NUMBERS_PER_DAY: 86400,
    Cap.ORGANISATION_NUMBERS_PER_DAY: 86400,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request is answered, and whether the auditor hears of it."""

    allowed: bool
    #: `check-cap` where it is not.
    code: str | None = None
    #: Every cap that refuses.
    exceeded: tuple[Cap, ...] = ()
    retry_after_seconds: int | None = None
    #: `AR-25` where the auditor has to hear of it; the account goes on until a person decides.
    alert: str | None = None
    #: Every cap that the auditor is told about.
    alerting: tuple[Cap, ...] = ()


#: Made once: nearly every request is of this kind.
_AS_USUAL = Verdict(allowed=True)


def judge_check(numbers: int, usage: Usage, caps: Caps = Caps()) -> Verdict:
    """Decide on a request for this many typed numbers."""
    if _is_usual(numbers, usage, caps):
        return _AS_USUAL
    exceeded = tuple(_exceeded(numbers, usage, caps))
    # One request that is too long is a mistake, not a search.
    alerting = tuple(cap for cap in exceeded if cap is not Cap.NUMBERS_PER_REQUEST) + tuple(_repeated(usage, caps))
    waits = [_WAIT[cap] for cap in exceeded if cap in _WAIT]
    return Verdict(
        allowed=not exceeded,
        code=CHECK_CAP if exceeded else None,
        exceeded=exceeded,
        retry_after_seconds=max(waits, default=None),
        alert=UNUSUAL_USE if alerting else None,
        alerting=alerting,
    )


def _is_usual(numbers: int, usage: Usage, caps: Caps) -> bool:
    """Whether nothing runs over, as nearly always: what `_exceeded` and `_repeated` say together, in one look."""
    return (
        numbers <= caps.numbers_per_request
        and usage.requests_last_minute < caps.requests_per_minute
        and usage.numbers_last_hour + numbers <= caps.numbers_per_hour
        and usage.numbers_last_day + numbers <= caps.numbers_per_day
        and (numbers != 1 or usage.single_checks_last_hour < caps.single_checks_per_hour)
        and usage.reference_numbers_last_day + numbers <= caps.reference_numbers_per_day
        and usage.organisation_numbers_last_hour + numbers <= caps.organisation_numbers_per_hour
        and usage.organisation_numbers_last_day + numbers <= caps.organisation_numbers_per_day
        and usage.same_number_last_day < caps.same_number_per_day
    )


def judge_tiny_submission(usage: Usage, caps: Caps = Caps()) -> Verdict:
    """Decide whether one more file with a single number makes the auditor look. The file itself is answered: a child may hang on it."""
    alerting = tuple(_used_oddly(usage, caps, tiny=1, refused=0))
    return Verdict(allowed=True, alert=UNUSUAL_USE if alerting else None, alerting=alerting)


def judge_refusal(usage: Usage, caps: Caps = Caps()) -> Verdict:
    """Decide whether one more request that was refused for its basis, purpose or reference makes the auditor look."""
    alerting = tuple(_used_oddly(usage, caps, tiny=0, refused=1))
    return Verdict(allowed=True, alert=UNUSUAL_USE if alerting else None, alerting=alerting)


def judge_denial(denied_last_hour: int) -> Verdict:
    """Decide whether one more request that was refused because somebody may not makes the auditor look."""
    alerting = (Cap.DENIALS_PER_HOUR,) if denied_last_hour + 1 > DENIALS_PER_HOUR else ()
    return Verdict(allowed=True, alert=UNUSUAL_USE if alerting else None, alerting=alerting)


def _exceeded(numbers: int, usage: Usage, caps: Caps) -> Iterator[Cap]:
    if numbers > caps.numbers_per_request:
        yield Cap.NUMBERS_PER_REQUEST
    if usage.requests_last_minute + 1 > caps.requests_per_minute:
        yield Cap.REQUESTS_PER_MINUTE
    if usage.numbers_last_hour + numbers > caps.numbers_per_hour:
        yield Cap.NUMBERS_PER_HOUR
    if usage.numbers_last_day + numbers > caps.numbers_per_day:
        yield Cap.NUMBERS_PER_DAY
    if numbers == 1 and usage.single_checks_last_hour + 1 > caps.single_checks_per_hour:
        yield Cap.SINGLE_CHECKS_PER_HOUR
    yield from _exceeded_together(numbers, usage, caps)


def _exceeded_together(numbers: int, usage: Usage, caps: Caps) -> Iterator[Cap]:
    if usage.reference_numbers_last_day + numbers > caps.reference_numbers_per_day:
        yield Cap.REFERENCE_NUMBERS_PER_DAY
    if usage.organisation_numbers_last_hour + numbers > caps.organisation_numbers_per_hour:
        yield Cap.ORGANISATION_NUMBERS_PER_HOUR
    if usage.organisation_numbers_last_day + numbers > caps.organisation_numbers_per_day:
        yield Cap.ORGANISATION_NUMBERS_PER_DAY


def _repeated(usage: Usage, caps: Caps) -> Iterator[Cap]:
    if usage.same_number_last_day + 1 > caps.same_number_per_day:
        yield Cap.SAME_NUMBER_PER_DAY


def _used_oddly(usage: Usage, caps: Caps, *, tiny: int, refused: int) -> Iterator[Cap]:
    if tiny and usage.tiny_submissions_last_hour + tiny > caps.tiny_submissions_per_hour:
        yield Cap.TINY_SUBMISSIONS_PER_HOUR
    if refused and usage.refusals_last_hour + refused > caps.refusals_per_hour:
        yield Cap.REFUSALS_PER_HOUR
