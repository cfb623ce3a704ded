"""Logs of one thread, whose title alone names the other: `SMS thread with Jay (07…)` above rows of times and texts without a number.

The number of the title is put into each row, as a column for parties would have it: all of the rows are of that one person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ingest.decode.arrangement.cards import Arrangement
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.header_rows import is_header
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
        if len(others) != 1 or len(owners) > 1 or any(party.name and mentions_number(party.name) for party in parties):
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


class _Table(NamedTuple):
    """The columns of a log without numbers of its own."""

    header: tuple[str, ...]
    sender: int | None

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Table | None:
        """Read a row as its header; None where it is none, or has a column for numbers."""
        kinds = [classify(cell) for cell in cells]
        if Column.TIME not in kinds or _OF_LOGS.isdisjoint(kinds) or any(kind in NUMBER_COLUMNS - _OF_LOGS for kind in kinds):
            return None
        return cls(tuple(cells), next((at for at, kind in enumerate(kinds) if kind in _SENDERS), None))


def thread_of(rows: Sequence[NumberedRow], place: Place) -> Arrangement | None:
    """Say how the rows of threads become those of a log; None where they are something else, or have numbers of their own.

    Args:
        rows: the first rows of a table, or of several below each other.
        place: where they stand.
    """
    tables = frozenset(_tables_in(rows))
    last = rows[-1][0] if rows else 0
    return Arrangement(lambda all_rows: _with_others(all_rows, tables, last), place) if tables else None


def _tables_in(rows: Sequence[NumberedRow]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the headers of threads, each with the number of its row, below which no row has a number."""
    at: int | None = None
    header: tuple[str, ...] = ()
    is_awaited = has_number = False
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and _Thread.of(filled[0]) is not None:
            if at is not None and not has_number:
                yield at, header
            at, is_awaited = None, True
        elif is_awaited and len(filled) > 1 and _Table.of(cells) is not None:
            at, header, is_awaited, has_number = number, tuple(cells), False, False
        elif at is not None and len(filled) > 1:
            has_number |= any(map(looks_like_number, filled))
    if at is not None and not has_number:
        yield at, header


def _with_others(rows: Iterable[NumberedRow], known: Collection[tuple[int, tuple[str, ...]]], last: int) -> Iterator[NumberedRow]:
    """Put the other of each thread into its rows; `known` are the headers up to the row `last`, below which they have no number.

    A title that speaks of a thread and gives no number ends what the one before it says, unless it may be more of a text: below a row, with
    no header below it.
    """
    headers = frozenset(header for _, header in known)
    thread: _Thread | None = None
    table: _Table | None = None
    # A title that ends the thread where a header follows; whether there is nothing between it and the row above it.
    is_ended, before = False, 0
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) < 2:
            if filled and _speaks_of_thread(filled[0]):
                named = _Thread.of(filled[0])
                is_more = named is None and table is not None and number == before + 1 and not mentions_number(filled[0])
                is_ended, thread = is_more, thread if is_more else named
            before = number if filled else before
            yield number, cells
            continue
        before = number
        found = _Table.of(cells)
        if found is not None:
            thread = None if is_ended else thread
            is_known = (number, found.header) in known or (number > last and found.header in headers)
            table = found if is_known or (table is not None and table.header == found.header) else None
        elif table is not None and is_header(cells):
            table = None
        is_ended = False
        if table is None:
            yield number, cells
            continue
        width, sender = len(table.header), cells[table.sender] if table.sender is not None and table.sender < len(cells) else ""
        added = "" if thread is None else thread.header if found is not None else thread.cell(sender)
        yield number, [*cells[:width], *[""] * (width - len(cells)), added, *cells[width:]]


def _speaks_of_thread(title: str) -> bool:
    """Whether a title says that what is below it is a thread or the calls with somebody, whether it gives a number or none."""
    words = words_of(title)
    is_kind = kind_named(title) in _HEADERS or not _THREADS.isdisjoint(words)
    return is_kind and len(title) <= _LONGEST and not (_WITH | _THREADS).isdisjoint(words)
