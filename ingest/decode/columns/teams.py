"""Columns that say in words of which team or service somebody is: whoever is of a confidential one is known by it.

Letters say less (`is_code`): where codes stand nothing is taken from the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.values.person import is_code
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.sets import set_of

_TEAMS: Final = set_of("team unit grade name")


def find_teams(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take columns of teams, units and grades in words for ones that say who somebody is."""
    for at, column in enumerate(columns):
        words = words_of(header[at])
        is_team = column is Column.OTHER and words and _TEAMS.issuperset(words) and samples[at]
        if is_team and not any(map(is_code, samples[at])):
            columns[at] = Column.ABOUT
