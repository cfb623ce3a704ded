"""The shape a UK number must have, by integer ranges: lengths and kinds (domain sections 5.1 and 11.1, Ofcom numbering plan).

Jersey, Guernsey and the Isle of Man share the plan. No range says which network a number is with: numbers are ported.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from matcher.domain.numbers.reading import Kind, Status

UK = "44"


class Shape(NamedTuple):
    """What a national number is, or why it is none."""

    kind: Kind
    #: None for a number of the right shape.
    fault: Status | None = None
    reason: str = ""


class _Range(NamedTuple):
    """First and last value of the first four digits behind the country code, and what numbers there are."""

    first: int
    last: int
    kind: Kind
    lengths: tuple[int, ...] = (10,)


_RANGES = (
    _Range(1100, 1999, Kind.FIXED, (9, 10)),
    _Range(2000, 2999, Kind.FIXED),
    _Range(3000, 3999, Kind.OTHER),
    _Range(5500, 5699, Kind.VOIP),
    _Range(7000, 7099, Kind.PERSONAL),
    _Range(7100, 7599, Kind.MOBILE),
    _Range(7600, 7623, Kind.PAGER),
    # Isle of Man mobiles stand in the middle of the pagers.
    _Range(7624, 7624, Kind.MOBILE),
    _Range(7625, 7699, Kind.PAGER),
    _Range(7700, 7999, Kind.MOBILE),
    _Range(8000, 8009, Kind.FREEPHONE, (9, 10)),
    _Range(8080, 8089, Kind.FREEPHONE, (9, 10)),
    _Range(8400, 8499, Kind.PREMIUM),
    _Range(8700, 8799, Kind.PREMIUM),
    _Range(8000, 8999, Kind.OTHER),
    _Range(9000, 9999, Kind.PREMIUM),
)

#: Unassigned, without subscribers: load tests and simulations use it when asked to.
_TEST_RANGES = (_Range(4000, 4999, Kind.OTHER), _Range(6000, 6999, Kind.OTHER))

#: Whole numbers of seven digits that exist: Childline, and the old health line 0845 46 4x.
_SEVEN_DIGITS = {8001111: Kind.FREEPHONE, **dict.fromkeys(range(8454640, 8454650), Kind.PREMIUM)}

#: Area codes in which some numbers have one digit less; everywhere else nine digits are a number with one missing.
_SHORT_AREAS = frozenset(
    {1204, 1208, 1254, 1276, 1297, 1298, 1363, 1364, 1384, 1386, 1404, 1420, 1460, 1461, 1480, 1488, 1524, 1527, 1562, 1566, 1606}
    | {1629, 1635, 1647, 1659, 1695, 1697, 1726, 1744, 1750, 1768, 1827, 1837, 1884, 1900, 1905, 1935, 1946, 1949, 1963, 1995}
)

#: Areas whose local part may begin with 0 or 1, because the area code is always dialled there.
_CLOSED_AREAS = frozenset({1202, 1224, 1273, 1642, 1908})

_PARTIAL = "digits are missing for a UK number of this range"
_TOO_LONG = "more digits than a UK number of this range has"
_NO_LOCAL = "no UK local number begins so; it may be a reference number"
_UNUSED = "the UK range of this number is not in use"
_TEST_ONLY = "the UK ranges 04 and 06 have no subscribers"


def shape_of(national: str, *, test_numbers: bool = False) -> Shape:
    """Judge the digits behind +44, without the trunk zero."""
    size = len(national)
    if size == 7 and int(national) in _SEVEN_DIGITS:
        return Shape(_SEVEN_DIGITS[int(national)])
    if size < 4:
        return Shape(Kind.UNKNOWN, Status.PARTIAL, _PARTIAL)
    lead = _range_of(int(national[:4]))
    if lead is None:
        if national[0] not in "46":
            return Shape(Kind.UNKNOWN, Status.UNPARSABLE, _UNUSED)
        if not test_numbers:
            return Shape(Kind.UNKNOWN, Status.UNPARSABLE, _TEST_ONLY)
        lead = _TEST_RANGES[0]
    if size not in lead.lengths:
        return Shape(lead.kind, Status.PARTIAL, _PARTIAL) if size < 10 else Shape(lead.kind, Status.AMBIGUOUS, _TOO_LONG)
    if lead.kind is Kind.FIXED:
        return _fixed(national)
    return Shape(lead.kind)


@cache
def _range_of(lead: int) -> _Range | None:
    return next((each for each in _RANGES if each.first <= lead <= each.last), None)


def _fixed(national: str) -> Shape:
    area = int(national[:4])
    if len(national) == 9 and area not in _SHORT_AREAS:
        return Shape(Kind.FIXED, Status.PARTIAL, _PARTIAL)
    if national[_area_size(national)] in "01" and area not in _CLOSED_AREAS:
        return Shape(Kind.FIXED, Status.UNPARSABLE, _NO_LOCAL)
    return Shape(Kind.FIXED)


def _area_size(national: str) -> int:
    """Length of the area code: 2x, then 11x and 1x1, then all others."""
    if national[0] == "2":
        return 2
    return 3 if "1" in (national[1], national[2]) else 4
