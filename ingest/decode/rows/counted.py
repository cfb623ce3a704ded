"""What a row of a summary counts: the calls and messages of the one number in it, each way told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.counts import counted_by, is_counted
from ingest.decode.columns.layout import Layout
from ingest.decode.words.headers import Column
from ingest.records import Mention, Role, Scope

_SCOPES: Final = {Role.CALL: Scope.CALLS, Role.MESSAGE: Scope.MESSAGES}


class CountedColumns:
    """The columns of a layout that count calls and messages."""

    def __init__(self, layout: Layout, scopes: frozenset[Scope]) -> None:
        """Ask the layout once; what is outside the scopes is not read."""
        counted = [(at, what) for at in layout.all_of(Column.COUNTED) if (what := counted_by(layout.header[at]))]
        self._columns = tuple((at, what) for at, what in counted if _SCOPES[what.role] in scopes)
        self.are_there = bool(self._columns)

    def told(self, cells: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
        """Give the number of a row once for each way in which something is counted; of several nobody knows whose the counts are."""
        others = [mention for mention in mentions if mention.role is Role.CONTACT]
        told = dict.fromkeys(what for at, what in self._columns if is_counted(cells[at].strip()))
        return [others[0]._replace(role=what.role, direction=what.way) for what in told] if len(others) == 1 else []
