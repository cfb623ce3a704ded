"""The lines of a list, page after page: a version has them all, and where one reads on is a place behind a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.service.read_lines import LinesView, ListedLine
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.key_ring import Keys

_OF = "lines"


@dataclass(frozen=True, slots=True)
class ReadingOn:
    """Where somebody goes on to read."""

    keys: Keys
    account_id: str
    #: Id of the line they have read up to; None at the beginning.
    behind: str | None

    def page(self, found: LinesView, limit: int) -> tuple[Sequence[ListedLine], str | None]:
        """Give the lines that come next, and the place behind the last of them where more follow."""
        left = [each for each in found.lines if self.behind is None or each.line.id > self.behind]
        shown = left[:limit]
        if len(left) <= limit:
            return shown, None
        return shown, write_cursor(self.keys, _OF, self.account_id, (found.version_id, shown[-1].line.id))


def reading_on(keys: Keys, account_id: str, cursor: str | None) -> ReadingOn:
    """Read where somebody goes on.

    Raises:
        BadCursor: it was not given out for lines and this person.
    """
    place = read_cursor(keys, _OF, account_id, cursor)
    return ReadingOn(keys, account_id, None if place is None else place[1])
