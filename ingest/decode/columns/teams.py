"""Columns that say in words of which team or service somebody is: whoever is of a confidential one is known by it.

Letters say less: `SW` below `Team` is the south west as well as a social worker, so where codes stand nothing is taken from the column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.sets import set_of

_TEAMS: Final = set_of("team unit grade name")
#: `MP`, `G.P.`, `B2`; a body has three letters at least.
_CODE = re.compile(r"[A-Za-z]\.?\s?[A-Za-z]?\.?|[A-Za-z]{1,3}[ -]?\d{1,3}|\d+[A-Za-z]?", re.ASCII)


def find_teams(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take columns of teams, units and grades in words for ones that say who somebody is."""
    for at, column in enumerate(columns):
        words = words_of(header[at])
        is_team = column is Column.OTHER and words and _TEAMS.issuperset(words) and samples[at]
        if is_team and not any(_CODE.fullmatch(cell.strip()) for cell in samples[at]):
            columns[at] = Column.ABOUT
