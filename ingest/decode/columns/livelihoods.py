"""Columns that say what everybody listed does for a living, which is not what they are to whoever has the list.

Somebody kept as `Solicitor`, or in a column `Relation`, is the child's. Where nearly every row has a job and hardly one stands twice, the
column tells of people at large: the nurse there is somebody's mother, and her number is no confidential one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.teams import find_teams
from ingest.decode.words.headers import Column

#: Headers for what somebody does for a living. A title or a role may be held towards the child.
_LIVELIHOODS: Final = frozenset({"job", "jobs", "occupation", "profession", "employment"})
#: From so many rows on; those who work with one child are fewer, and many of them have the same profession.
_LEAST: Final = 30
#: Shares of rows with a job, and of jobs that are not the same.
_FILLED: Final = 0.9
_DIFFERENT: Final = 0.75


def find_livelihoods(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str], *, rows: int) -> None:
    """Tell columns of livelihoods from those that say what somebody is to the owner; `rows` were judged."""
    for at, column in enumerate(columns):
        if column is Column.ABOUT and header[at].strip().casefold() in _LIVELIHOODS:
            told = [cell.strip().casefold() for cell in samples[at]]
            if len(told) >= max(_LEAST, _FILLED * rows) and len(set(told)) >= _DIFFERENT * len(told):
                columns[at] = Column.LIVELIHOOD


def find_callings(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str], *, rows: int) -> None:
    """Tell which columns say what people are to the owner: teams in words do, and what everybody does for a living does not."""
    find_livelihoods(columns, samples, header, rows=rows)
    find_teams(columns, samples, header)
