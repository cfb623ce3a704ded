"""Call logs and messages that somebody grouped: who it was stands in the first row of a group only, and the rows below have blanks there.

A phone that was called by nobody known leaves the same blanks. So a table is grouped only where rows with blanks show it: those that went
out, which had a number. Where a single one does, or callers are withheld, only rows that went out are given the number above; of the others
it is said that they may be of it.

What the owner sent leaves blanks, too: below a sender, for that is the owner; as a draft; and in a chat that another column names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import RowStream
from ingest.decode.columns.layout import JUDGED_ROWS, Layout
from ingest.decode.values.moments import read_moment
from ingest.decode.values.number_shape import has_digit, is_withheld
from ingest.decode.words.column_kinds import NAMING
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.kinds import Shape
from ingest.decode.words.way_vocabulary import Rank, words_in
from ingest.decode.words.ways import way_of
from ingest.records import Direction, Item, Skipped

_NAMED = (*NAMING, Column.FROM_NAME, Column.TO_NAME)
#: Rows with blanks that went out, from which on all others with blanks are taken to be of a group, too.
_SURE = 2
#: Columns that name a chat, which says who it was by itself.
_CHATS = frozenset(
    (
        *(
            "chat",
            "chats",
            "thread",
            "conversation",
            "group",
            "room",
            "channel",
            "unterhaltung",
            "verlauf",
            "gruppe",
            "discussion",
            "groupe",
        ),
        *("conversación", "conversacion", "grupo", "rozmowa", "czat", "grupa"),
    )
)
#: Folders and states of what was sent, or never was: the phone does not always keep to whom.
_KEPT_BY_SENDER = frozenset(
    (
        *(
            "outbox",
            "postausgang",
            "draft",
            "drafts",
            "entwurf",
            "entwurfe",
            "brouillon",
            "brouillons",
            "borrador",
            "borradores",
            "robocze",
        ),
        *("szkic", "bozza", "bozze", "unsent", "failed", "queued", "pending", "sending", "cancelled", "canceled", "sent", "gesendet"),
    )
)
_OF_PROGRAMS = frozenset({Column.APP, Column.DELETED, Column.STORAGE})
_MAY_BE_OF_ABOVE: Final = "no phone number in this row, which may be of the number above or of one that was withheld"


class GroupedRows:
    """Gives rows of a group what its first row says of who it was."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._numbers = layout.all_of(*NUMBER_COLUMNS)
        self._who = tuple(sorted({*self._numbers, *layout.all_of(*_NAMED)}))
        self._times = layout.times
        self._ways = layout.all_of(Column.DIRECTION, Column.TYPE)
        self._is_messages = layout.shape is Shape.MESSAGES
        self._above: Sequence[str] | None = None
        #: Rows with blanks that came in may have been calls of nobody known.
        self._is_unsure = False
        #: The last row was such a one.
        self._is_left = False

    @property
    def sentence(self) -> str:
        """Say which rows were taken for those of a group."""
        if self._is_unsure:
            return (
                "Rows say who it was only where that changes; of those with blanks there, only what went out was taken to be about the same"
                " as above, as what came in may be from a number that was withheld."
            )
        return "Rows say who it was only where that changes; those with blanks there were taken to be about the same as above."

    @classmethod
    def of(cls, layout: Layout, rows: RowStream) -> GroupedRows | None:
        """Tell by its first rows whether a table is grouped; None where nothing shows it."""
        is_log = layout.shape in {Shape.CALLS, Shape.MESSAGES} and layout.header and not layout.is_mixed
        # A table with applications or recovered rows was written by a program: its blanks are lost or withheld numbers.
        if not is_log or not _OF_PROGRAMS.isdisjoint(layout.by) or Column.FROM in layout.by or _names_chat(layout):
            return None
        grouped = cls(layout)
        first = [cells for _, cells in rows.peek(JUDGED_ROWS)]
        shown = grouped._shown(first)
        grouped._is_unsure = shown < _SURE or any(map(grouped._is_of_nobody, first))
        return grouped if shown else None

    def filled(self, cells: Sequence[str]) -> Sequence[str]:
        """Give a row with what the one above it said, where it lacks only that; a row of anything else ends a group."""
        is_blank = self._is_blank(cells)
        self._is_left = is_blank and self._above is not None and self._is_unsure and not self._went_out(cells)
        if is_blank:
            return cells if self._above is None or self._is_left else self._joined(cells, self._above)
        self._above = cells if self._is_headed(cells) else None
        return cells

    def told(self, item: Item, reason: str) -> Item:
        """Say of the row that was last given, where it was skipped for this `reason`, that it may be of the one above."""
        is_left = self._is_left and isinstance(item, Skipped) and item.reason == reason
        return item._replace(reason=_MAY_BE_OF_ABOVE) if is_left and isinstance(item, Skipped) else item

    def _joined(self, cells: Sequence[str], above: Sequence[str]) -> Sequence[str]:
        return [above[at] if at in self._who and at < len(above) else cell for at, cell in enumerate(cells)]

    def _is_blank(self, cells: Sequence[str]) -> bool:
        """Whether a row tells when something was, and nothing of who."""
        if any(cells[at].strip() for at in self._who if at < len(cells)):
            return False
        return any(at < len(cells) and read_moment(cells[at], style) is not None for at, style in self._times)

    def _is_headed(self, cells: Sequence[str]) -> bool:
        return any(at < len(cells) and has_digit(cells[at]) is not None for at in self._numbers)

    def _is_of_nobody(self, cells: Sequence[str]) -> bool:
        """Whether a row says that a number was withheld, as others then may by a blank."""
        return any(at < len(cells) and is_withheld(cells[at]) for at in self._numbers)

    def _went_out(self, cells: Sequence[str]) -> bool:
        told = [cells[at] for at in self._ways if at < len(cells)]
        if self._is_messages and any(not _KEPT_BY_SENDER.isdisjoint(words_in(cell)) for cell in told):
            return False
        return any(_says_out(cell, is_message=self._is_messages) for cell in told)

    def _shown(self, rows: Sequence[Sequence[str]]) -> int:
        """Count the rows below another of their group that show that there are groups; none does where somebody is told twice."""
        before: tuple[str, ...] | None = None
        # None until the first blank of a group, which shows whether it is one: what came in may be from nobody known.
        is_group: bool | None = None
        shown = 0
        for cells in rows:
            if self._is_blank(cells):
                goes_on = before is not None and self._went_out(cells)
                is_group = goes_on if is_group is None else is_group
                shown += goes_on and is_group
                continue
            is_group = None
            who = tuple(cells[at] for at in self._who if at < len(cells))
            if who == before and self._is_headed(cells):
                # Nobody is left out who is the same as above.
                return 0
            before = who if self._is_headed(cells) else None
        return shown


def _names_chat(layout: Layout) -> bool:
    return layout.shape is Shape.MESSAGES and any(not _CHATS.isdisjoint(words_of(header)) for header in layout.header)


def _says_out(cell: str, *, is_message: bool) -> bool:
    way = way_of(cell)
    return way is not None and way.direction is Direction.OUT and (way.rank is Rank.NAMED or (way.rank is Rank.SHARED and not is_message))
