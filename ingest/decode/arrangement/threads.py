"""Logs of one thread, whose title alone names the other: `SMS thread with Jay (07…)` above rows of times and texts without a number.

The number of the title is put into each row, as a column for parties would have it: all of the rows are of that one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ingest.decode.arrangement.cards import Arrangement
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.header_rows import find_header
from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.values.parties import Party, owners_alone, read_parties
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, classify, words_of
from ingest.decode.words.kinds import kind_named
from ingest.decode.words.sets import set_of

_LONGEST: Final = 120
_THREADS: Final = set_of("thread conversation chat chats conversations threads")
#: What stands in such a title before the other, and what says that the number is that of the phone.
_WITH: Final = set_of("with between")
_OF_THE_PHONE: Final = set_of("for on of handset device exhibit subject")
_OF_LOGS: Final = frozenset({Column.BODY, Column.DIRECTION, Column.FROM, Column.TO, Column.DURATION, Column.TYPE})
_SENDERS: Final = frozenset({Column.FROM, Column.FROM_NAME})
_HEADERS: Final = {"calls": "Call with", "messages": "Chat with"}


class _Thread(NamedTuple):
    """What a title says of a thread."""

    header: str
    other: Party
    owner: Party | None

    @classmethod
    def of(cls, title: str) -> _Thread | None:
        """Read a title; None where it names nobody, several others, or the phone itself."""
        words = words_of(title)
        kind = kind_named(title) or ("messages" if not _THREADS.isdisjoint(words) else None)
        is_thread = kind in _HEADERS and not _OF_THE_PHONE & {*words} and not (_WITH | _THREADS).isdisjoint(words)
        if not is_thread or len(title) > _LONGEST or not mentions_number(title):
            return None
        start = max((title.casefold().find(f" {word} ") + len(word) + 2 for word in _WITH if f" {word} " in title.casefold()), default=0)
        parties = list(read_parties(title[start or title.find(":") + 1 :]))
        others, owners = ([party for party in parties if party.is_owner is is_owner] for is_owner in (False, True))
        if len(others) != 1 or len(owners) > 1:
            return None
        return cls(_HEADERS[kind or "messages"], others[0], owners[0] if owners else None)

    def cell(self, sender: str) -> str:
        """Give the cell of a row that was sent by somebody, who may be told by name."""
        name, who = self.other.name or "", sender.strip().casefold()
        before, behind = "", ""
        if who and owners_alone(sender):
            before, behind = "To: ", "From: "
        elif who and who == name.casefold():
            before, behind = "From: ", "To: "
        told = f"{before}{self.other.raw} {name}".strip()
        return told if self.owner is None else f"{told}\n{behind}{self.owner.raw} (owner)"


def thread_of(rows: Sequence[NumberedRow], place: Place) -> Arrangement | None:
    """Say how the rows of a thread become those of a log; None where they are something else, or have numbers of their own.

    Args:
        rows: the first rows of a table.
        place: where they stand.
    """
    cells = [row for _, row in rows]
    at = find_header(cells)
    titles = [filled[0] for row in cells[:at] if len(filled := [cell.strip() for cell in row if cell.strip()]) == 1]
    thread = next((found for title in titles if (found := _Thread.of(title)) is not None), None) if at else None
    if at is None or thread is None:
        return None
    header = cells[at]
    kinds = [classify(cell) for cell in header]
    if Column.TIME not in kinds or _OF_LOGS.isdisjoint(kinds) or any(looks_like_number(cell) for row in cells[at + 1 :] for cell in row):
        return None
    if any(kind in NUMBER_COLUMNS - _OF_LOGS for kind in kinds):
        return None
    sender = next((column for column, kind in enumerate(kinds) if kind in _SENDERS), None)
    return Arrangement(lambda all_rows: _with_other(all_rows, rows[at][0], len(header), sender, thread), place)


def _with_other(rows: Iterable[NumberedRow], header: int, width: int, sender: int | None, thread: _Thread) -> Iterator[NumberedRow]:
    """Put the other into each row below the header that has more than one cell; a title has one."""
    for number, cells in rows:
        if number < header or sum(map(bool, cells)) < 2:
            yield number, cells
            continue
        added = thread.header if number == header else thread.cell(cells[sender] if sender is not None and sender < len(cells) else "")
        yield number, [*cells[:width], *[""] * (width - len(cells)), added, *cells[width:]]
