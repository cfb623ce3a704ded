"""Decides what a run of digits is, once everything that is no digit has been taken away."""

from __future__ import annotations

import re
from typing import NamedTuple

import phonenumbers

from matcher.domain.numbers.plans import Region, is_described, is_mobile, kind_of, plan_of
from matcher.domain.numbers.ranges import UK, shape_of
from matcher.domain.numbers.reading import Certainty, Kind, Number, Reading, Status, Unusable

STEP_NO_PLUS = "plus sign assumed"
STEP_LOST_ZERO = "lost leading zero assumed"
STEP_TRUNK = "removed trunk zero after the country code"

#: ITU-T E.164: a number has at most 15 digits; fewer than 7 behind a plus sign are nobody's.
LONGEST = 15
SHORTEST = 7

#: Numbers that networks, emergency and public services answer (domain 11.1 and 11.6). Never a subscriber.
_SERVICE_CODES = frozenset(
    {"999", "112", "911", "100", "101", "105", "111", "116", "119", "121", "123", "150", "151", "155", "159", "191", "195", "202", "222"}
    | {"333", "443", "453", "901", "1470", "1471", "1475", "1476", "1571", "7726", "18000", "18001", "18002"}
)
#: Six digits: European social services, and directory enquiries.
_SERVICE_STARTS = ("116", "118")

#: 083, 085, 086, 087, 089 and seven digits: an Irish mobile in its home form, or a UK number with a digit missing.
_IRISH_MOBILES = frozenset({"83", "85", "86", "87", "89"})

#: Area codes behind `2` that are in use: 020 3, 4, 7 and 8, 023, 024, 028 and 029.
_LONDON = frozenset("3478")
_OTHER_TWOS = frozenset({"23", "24", "28", "29"})

#: Year, month, day, hour and minute, as files and pictures are named; some mobiles of Egypt look like it.
_TIMESTAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?", re.ASCII)

_TOO_LONG = "more digits than a telephone number has"
_LOCAL = "only a local number: without its area code it could be many numbers"
_FOREIGN_OR_UK = "this could be a UK number that lost its zero, or the number of another country"
_REFERENCE = "this reads like a reference number"
_MOMENT = "this reads like a date and a time"
_NO_COUNTRY = "no country has this calling code"
_SHORT = "digits are missing"
_NOT_A_NUMBER = "there are too few digits for a telephone number"


class Verdict(NamedTuple):
    """A key, or why there is none."""

    #: Empty when there is none.
    e164: str
    kind: Kind
    certainty: Certainty
    status: Status
    #: Empty when there is a key.
    reason: str
    steps: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the digits are one number."""
        return self.e164 != ""

    @classmethod
    def none(cls, status: Status, reason: str) -> Verdict:
        """Say that there is no key."""
        return cls("", Kind.UNKNOWN, Certainty.PARTIAL, status, reason)

    def weakened(self, certainty: Certainty) -> Verdict:
        """Give the same key with a certainty no better than this one."""
        if _WEAKNESS[certainty] <= _WEAKNESS[self.certainty]:
            return self
        status = Status.OK_REPAIRED if certainty is Certainty.REPAIRED else self.status
        return self._replace(certainty=certainty, status=status)

    def reading(self, raw: str, steps: tuple[str, ...] = (), *, extension: str | None = None, digits: str = "") -> Reading:
        """Make the reading of a raw text; `digits` are those that stood in it."""
        all_steps = (*steps, *self.steps)
        if self.is_number:
            return Number(raw, self.e164, self.status, self.certainty, self.kind, all_steps, extension)
        return Unusable(raw, self.status, self.reason, all_steps, digits if self.status in _KEEPS_DIGITS else "")


_WEAKNESS = {Certainty.EXACT: 0, Certainty.INFERRED: 1, Certainty.REPAIRED: 2, Certainty.PARTIAL: 3}
_KEEPS_DIGITS = frozenset({Status.SHORT_CODE, Status.SERVICE, Status.PARTIAL, Status.AMBIGUOUS})


def _number(e164: str, kind: Kind, certainty: Certainty, *steps: str) -> Verdict:
    status = Status.OK_REPAIRED if certainty is Certainty.REPAIRED else Status.OK
    return Verdict(e164, kind, certainty, status, "", steps)


def judge(text: str, region: Region, *, test_numbers: bool = False) -> Verdict:
    """Judge digits that may begin with a plus sign; `text` holds nothing else."""
    if text.startswith("+"):
        return judge_international(text[1:], test_numbers=test_numbers)
    if not text.strip("0"):
        return Verdict.none(Status.UNPARSABLE, _NOT_A_NUMBER)
    if text.startswith("00") and region.dials_00:
        return judge_international(text[2:], test_numbers=test_numbers)
    if len(text) < SHORTEST:
        return _judge_short(text)
    if len(text) > LONGEST + 2:
        return Verdict.none(Status.UNPARSABLE, _TOO_LONG)
    return _judge_uk(text, test_numbers=test_numbers) if region.is_uk else _judge_abroad(text, region)


def judge_international(digits: str, *, test_numbers: bool = False) -> Verdict:
    """Judge the digits behind a plus sign or `00`."""
    if digits.startswith(UK):
        return _uk_international(digits[2:], test_numbers=test_numbers)
    plan = plan_of(digits)
    if plan is None:
        return Verdict.none(Status.UNPARSABLE, _NO_COUNTRY)
    if not SHORTEST <= len(digits) <= LONGEST + 2:
        return Verdict.none(Status.PARTIAL, _SHORT) if len(digits) < SHORTEST else Verdict.none(Status.UNPARSABLE, _TOO_LONG)
    national = digits[len(plan.calling_code) :]
    steps: tuple[str, ...] = ()
    found = plan.prefix.match(national) if plan.prefix is not None else None
    if found is not None and found.end():
        # A trunk prefix may stand here, with rules of its own in each country: the library knows them.
        shifted = _by_library(f"+{digits}", None)
        if shifted is not None and shifted != digits:
            digits, national, steps = shifted, shifted[len(plan.calling_code) :], (STEP_TRUNK,)
    if len(digits) < SHORTEST:
        return Verdict.none(Status.PARTIAL, _SHORT)
    if national.startswith("0") and not is_described(plan, national):
        return Verdict.none(Status.AMBIGUOUS, "no number of this country begins with a zero")
    if len(national) not in plan.lengths or len(digits) > LONGEST:
        is_short = len(national) < plan.longest
        return Verdict.none(Status.PARTIAL, _SHORT) if is_short else Verdict.none(Status.AMBIGUOUS, _TOO_LONG)
    return _number(f"+{digits}", kind_of(plan, national), Certainty.EXACT, *steps)


def _by_library(text: str, region: str | None) -> str | None:
    """Digits of the key as the library reads the text, or None."""
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]


def _uk_international(national: str, *, test_numbers: bool) -> Verdict:
    steps: tuple[str, ...] = ()
    if national.startswith("0"):
        national, steps = national[1:], (STEP_TRUNK,)
    return _shaped(national, Certainty.EXACT, *steps, test_numbers=test_numbers)


def _shaped(national: str, certainty: Certainty, *steps: str, test_numbers: bool) -> Verdict:
    """Judge a UK national number without its trunk zero."""
    if not national or national.startswith("0"):
        return Verdict.none(Status.UNPARSABLE, "no UK number begins with two zeros")
    shape = shape_of(national, test_numbers=test_numbers)
    if shape.fault is not None:
        return Verdict.none(shape.fault, shape.reason)
    return _number(f"+{UK}{national}", shape.kind, certainty, *steps)


def _judge_short(digits: str) -> Verdict:
    size = len(digits)
    if digits in _SERVICE_CODES or (size == 6 and digits.startswith(_SERVICE_STARTS)):
        return Verdict.none(Status.SERVICE, "a service number")
    if digits.startswith("0"):
        return Verdict.none(Status.PARTIAL, _SHORT) if size > 3 else Verdict.none(Status.UNPARSABLE, _NOT_A_NUMBER)
    if size < 3:
        return Verdict.none(Status.UNPARSABLE, _NOT_A_NUMBER)
    if size < 6:
        return Verdict.none(Status.SHORT_CODE, "a short code")
    return Verdict.none(Status.AMBIGUOUS, _LOCAL)


def _judge_uk(digits: str, *, test_numbers: bool) -> Verdict:
    """Judge digits without a plus sign on a phone that writes UK national numbers."""
    size = len(digits)
    if digits.startswith("0"):
        if size == 10 and digits[1:3] in _IRISH_MOBILES:
            return Verdict.none(Status.AMBIGUOUS, "this could be an Irish mobile number, or a UK number with a digit missing")
        return _shaped(digits[1:], Certainty.EXACT, test_numbers=test_numbers)
    if digits.startswith(f"{UK}0") and size == 13:
        # Nobody writes this on purpose; the plus sign and the trunk zero were both mistaken.
        return _shaped(digits[3:], Certainty.REPAIRED, STEP_NO_PLUS, STEP_TRUNK, test_numbers=test_numbers)
    if digits.startswith(UK) and size == 12:
        return _shaped(digits[2:], Certainty.INFERRED, STEP_NO_PLUS, test_numbers=test_numbers)
    if size > 10:
        return _judge_bare_foreign(digits)
    if size == 10:
        return _judge_lost_zero(digits, test_numbers=test_numbers)
    return Verdict.none(Status.AMBIGUOUS, _LOCAL) if size < 9 else Verdict.none(Status.PARTIAL, _SHORT)


def _judge_lost_zero(digits: str, *, test_numbers: bool) -> Verdict:
    """Ten digits without a zero: a spreadsheet took it, or the number belongs to a country that has none (domain 11.3, formats 1.3)."""
    found = _shaped(digits, Certainty.INFERRED, STEP_LOST_ZERO, test_numbers=test_numbers)
    if not found.is_number:
        return found
    first, second = digits[0], digits[1]
    is_uk = (
        found.kind is Kind.MOBILE
        or first == "1"
        or (first == "2" and (digits[:2] in _OTHER_TWOS or (second == "0" and digits[2] in _LONDON)))
        or (test_numbers and first in "46")
    )
    return found if is_uk else Verdict.none(Status.AMBIGUOUS, _FOREIGN_OR_UK)


def is_bare_foreign(digits: str, verdict: Verdict) -> bool:
    """Whether digits without plus sign or zero were taken for a number of another country."""
    return verdict.certainty is Certainty.INFERRED and STEP_NO_PLUS in verdict.steps and not digits.startswith(UK)


def _judge_bare_foreign(digits: str) -> Verdict:
    """Eleven digits or more without plus sign or zero: only a mobile number of another country is believed to have lost its plus sign."""
    if len(digits) == 11 and digits[2] in "0123" and digits[4] in "01":
        # Two digits of a force, two of a year, a serial number (domain 2).
        return Verdict.none(Status.AMBIGUOUS, _REFERENCE)
    if _TIMESTAMP.fullmatch(digits) is not None:
        return Verdict.none(Status.AMBIGUOUS, _MOMENT)
    if digits.startswith(UK):
        return Verdict.none(Status.AMBIGUOUS, _SHORT if len(digits) < 12 else _TOO_LONG)
    plan = plan_of(digits)
    if plan is None or len(digits) > LONGEST:
        return Verdict.none(Status.UNPARSABLE, _NO_COUNTRY if plan is None else _TOO_LONG)
    national = digits[len(plan.calling_code) :]
    if not is_mobile(plan, national):
        return Verdict.none(Status.AMBIGUOUS, _FOREIGN_OR_UK if len(digits) == 11 else _TOO_LONG)
    return _number(f"+{digits}", kind_of(plan, national), Certainty.INFERRED, STEP_NO_PLUS)


def _judge_abroad(digits: str, region: Region) -> Verdict:
    """Judge digits without a plus sign on a phone that writes the national numbers of another country."""
    try:
        parsed = phonenumbers.parse(digits, region.code)
    except phonenumbers.NumberParseException:
        return Verdict.none(Status.UNPARSABLE, "this is no telephone number of the region")
    match phonenumbers.is_possible_number_with_reason(parsed):
        case phonenumbers.ValidationResult.IS_POSSIBLE:
            return _national_abroad(parsed, digits, region)
        case phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return Verdict.none(Status.AMBIGUOUS, _LOCAL)
        case phonenumbers.ValidationResult.TOO_SHORT:
            return Verdict.none(Status.PARTIAL, _SHORT)
        case _:
            return _bare_abroad(digits)


def _bare_abroad(digits: str) -> Verdict:
    if digits.startswith(f"{UK}7") and len(digits) == 12:
        return _shaped(digits[2:], Certainty.INFERRED, STEP_NO_PLUS, test_numbers=False)
    return _judge_bare_foreign(digits) if len(digits) > 10 and not digits.startswith("0") else Verdict.none(Status.AMBIGUOUS, _TOO_LONG)


def _national_abroad(parsed: phonenumbers.PhoneNumber, digits: str, region: Region) -> Verdict:
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    plan, whole = plan_of(e164[1:]), judge_international(e164[1:])
    if plan is None or whole.e164 != e164:
        return whole if not whole.is_number else Verdict.none(Status.AMBIGUOUS, "the number does not read back as itself")
    national = e164[1 + len(plan.calling_code) :]
    if not is_described(plan, national):
        # Nothing but the region says which country this is: it is only believed where the plan has such a number.
        return Verdict.none(Status.AMBIGUOUS, "this could be a number of the region, or of another country")
    if digits == national and region.trunk:
        return _number(e164, whole.kind, Certainty.INFERRED, STEP_LOST_ZERO)
    if digits != national and digits == e164[1:]:
        return _number(e164, whole.kind, Certainty.INFERRED, STEP_NO_PLUS)
    return _number(e164, whole.kind, Certainty.EXACT)
