"""Columns of a log that say by which line of the phone a call went: `Phone: +44 7700 …`, `Internet: 01632 …`, `SIM 1: 07700 …`.

What stands before the number names the line, and no party. Programs that copy phones and telephones at home write so, below any header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.values.number_shape import last_digits, looks_like_number
from ingest.decode.words.headers import Column

_LINED: Final = re.compile(
    r"\s*(?:line|phone|telephone|mobile|sim|internet|voip|sip|isdn|analogue?|landline|festnetz|mobilfunk|telefon|ligne|línea|linea|linia)"
    r"[ -]?\d?\s*[:=]\s*(?P<number>\+?\d[\d ()\-/]{5,20})",
    re.IGNORECASE,
)
_OF_LOGS: Final = frozenset({Column.TIME, Column.DURATION, Column.DIRECTION})
_FEWEST: Final = 2
_HALF: Final = 0.5


def find_own_lines(columns: list[Column], samples: Sequence[Sequence[str]]) -> None:
    """Take such a column for that of the phone's own number, where one number stands in it and others beside it."""
    if _OF_LOGS.isdisjoint(columns):
        return
    for at, sample in enumerate(samples):
        lines = [found["number"] for cell in sample if (found := _LINED.fullmatch(cell)) is not None]
        if len(lines) < max(_FEWEST, _HALF * len(sample)) or len(own := {last_digits(line) for line in lines}) > 1:
            continue
        if any(_are_others(own, samples[other]) for other in range(len(columns)) if other != at):
            columns[at] = Column.OWN


def _are_others(own: set[str], sample: Sequence[str]) -> bool:
    told = {last_digits(cell) for cell in sample if looks_like_number(cell)}
    return bool(told) and own.isdisjoint(told)
