"""Reads a number inside of which a file ends, so that its last digits may be missing."""

from __future__ import annotations

from matcher.domain.numbers.fast import read_all
from matcher.domain.numbers.reading import Number, Reading, Status, Unusable

_UK = "+44"
#: A plus sign, the country code and ten digits: no number of the UK goes on behind them.
_LONGEST_UK = 13

_CUT = "the file ends here, so digits of this number may be missing"


def read_cut(text: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Read the field a file ends in: what could have gone on is partial, because with another digit it is somebody else's number.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    readings = read_all([text], region, test_numbers=test_numbers)[0]
    if not readings or _is_whole(readings[-1]):
        return readings
    return (*readings[:-1], Unusable(text, Status.PARTIAL, _CUT, readings[-1].steps, _digits(text)))


def _is_whole(reading: Reading) -> bool:
    if isinstance(reading, Number):
        return reading.e164.startswith(_UK) and len(reading.e164) == _LONGEST_UK
    return not _digits(reading.raw)


def _digits(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())
