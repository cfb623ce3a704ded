"""Numbers of which their record says that they are another country's: written without its code, they are nobody's number here."""

from __future__ import annotations

import re

from matcher.domain.numbers.fast import read_all
from matcher.domain.numbers.reading import Number, Reading, Status, Unusable

_FOREIGN = "the record names another country, and without its code this is a different number there"
#: Whatever stands before its digits, a plus or two zeros say that the code of the country is written, too.
_INTERNATIONAL = re.compile(r"[^\d+]*(?:\+|00)")


def read_foreign(text: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Read a field of which the record says that it holds a number of another country: only what has a country code is one number.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return tuple(map(_doubted, read_all([text], region, test_numbers=test_numbers)[0]))


def _doubted(reading: Reading) -> Reading:
    if not isinstance(reading, Number) or _INTERNATIONAL.match(reading.raw):
        return reading
    digits = "".join(str(int(sign)) for sign in reading.raw if sign.isdecimal())
    return Unusable(reading.raw, Status.AMBIGUOUS, _FOREIGN, reading.steps, digits)
