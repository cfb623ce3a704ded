"""Logs of one thread, whose title alone names the other: `SMS thread with Jay (07…)` above rows of times and texts without a number.

A title right above such rows that gives a number and a name, and says nothing else, names the other, too: `Jay 07…`, `WhatsApp - 07…`.

The number of the title is put into each row, as a column for parties would have it: all of the rows are of that one person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ingest.decode.arrangement.cards import Arrangement
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.header_rows import is_header
from ingest.decode.values.number_shape import looks_like_number, mentioned_in, mentions_number
from ingest.decode.values.parties import Party, owners_alone, read_parties
from ingest.decode.words.headers import NUMBER_COLUMNS, RELATIONS, Column, classify, words_of
from ingest.decode.words.kinds import kind_named
from ingest.decode.words.own import OF_OTHERS, names_child, says_no_more
from ingest.decode.words.sets import set_of

_LONGEST: Final = 120
_THREADS: Final = set_of("thread conversation chat chats conversations threads")
#: What stands in such a title before the other, and what says that the number is that of the phone.
_WITH: Final = set_of("with between")
_OF_THE_PHONE: Final = set_of("for on of handset device exhibit subject")
_OF_LOGS: Final = frozenset({Column.BODY, Column.DIRECTION, Column.FROM, Column.TO, Column.DURATION, Column.TYPE})
_SENDERS: Final = frozenset({Column.FROM, Column.FROM_NAME})
_HEADERS: Final = {"calls": "Call with", "messages": "Chat with"}
#: What stands beside a number and a name and says nothing of whose the number is.
_BESIDE: Final = set_of(
    "number no contact name to from with between and the a other party recipient sender thread chat chats conversation call calls"
    " voice video text texts sms mms message messages imessage imessages whatsapp signal telegram snapchat snap viber messenger"
    " facebook instagram insta facetime wechat discord"
)
#: Words of titles for whoever has the phone or the case, and for those who are not named.
_NOT_OTHERS: Final = (OF_OTHERS - RELATIONS) | set_of(
    "officer examiner analyst dc ds di pc dci insp inspector sgt sergeant detective op operation case crime incident custody"
    " reference ref urn prepared produced owner own user me my mine self suspect victim witness page total date dated list report"
)
_WORD: Final = re.compile(r"[^\W\d_][\w'\u2019.\-]*")
_LONGEST_NAME: Final = 3
#: Cells of such a title.
_MOST_CELLS: Final = 2


class _Thread(NamedTuple):
    """What a title says of a thread."""

    #: Of the column that is added; empty where the title leaves it to the rows below whether they are calls.
    header: str
    other: Party
    owner: Party | None
    #: The words of the title before whoever it names; empty where there are none.
    opening: tuple[str, ...] = ()

    @classmethod
    def right_above(cls, row: NumberedRow, above: NumberedRow | None) -> _Thread | None:
        """Read the filled cells of a row as a title that gives one number, perhaps a name, and says nothing else.

        One below another with a number, or a name and a number below a header of theirs, is the last of a list.
        """
        number, filled = row
        if above is not None and above[0] == number - 1 and (len(filled) > 1 < len(above[1]) or any(map(_has_number, above[1]))):
            return None
        title = " ".join(filled)
        numbers = mentioned_in(f"{title} ") if 0 < len(filled) <= _MOST_CELLS and len(title) <= _LONGEST else []
        if len(numbers) != 1 or sum(map(str.isdecimal, title)) != sum(map(str.isdecimal, numbers[0])):
            return None
        told = [word for word in _WORD.findall(title.replace(numbers[0], " ")) if word.casefold() not in _BESIDE]
        if len(told) > _LONGEST_NAME or not all(map(_may_be_named, told)) or names_child(" ".join(told)):
            return None
        name = " ".join(told)
        others = list(read_parties(f"{numbers[0]} {name}".strip()))
        return cls("", others[0]._replace(name=name or None), None) if len(others) == 1 else None

    @classmethod
    def of(cls, title: str) -> _Thread | None:
        """Read a title; None where it names nobody, several others, or the phone itself."""
        words = words_of(title)
        kind = kind_named(title) or ("messages" if not _THREADS.isdisjoint(words) else None)
        is_thread = kind in _HEADERS and not _OF_THE_PHONE & {*words} and not (_WITH | _THREADS).isdisjoint(words)
        if not is_thread or len(title) > _LONGEST or not mentions_number(title):
            return None
        opening, named = _parted(title)
        parties = list(read_parties(named))
        others, owners = ([party for party in parties if party.is_owner is is_owner] for is_owner in (False, True))
        if len(others) != 1 or len(owners) > 1 or any(party.name and mentions_number(party.name) for party in parties):
            return None
        return cls(_HEADERS[kind or "messages"], others[0], owners[0] if owners else None, opening)

    def is_opened_alike(self, title: str) -> bool:
        """Whether a title names somebody, and nobody's number, in the words of this one: what it says is no text of a message."""
        opening, named = _parted(title)
        told = _WORD.findall(named)
        return bool(opening) and opening == self.opening and 0 < len(told) <= _LONGEST_NAME and all(map(_may_be_named, told))

    def is_named_again(self, title: str) -> bool:
        """Whether a title is that of this very thread once more, with or without its number, as at the break of a page."""
        opening, named = _parted(title)
        name, told = (words_of(text) for text in (self.other.name or "", named.replace(self.other.raw, " ")))
        return bool(name) and opening == self.opening and told == name

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
    #: The header of the column that is added where the title does not say it.
    added: str

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Table | None:
        """Read a row as its header; None where it is none, or has a column for numbers."""
        kinds = [classify(cell) for cell in cells]
        if Column.TIME not in kinds or _OF_LOGS.isdisjoint(kinds) or any(kind in NUMBER_COLUMNS - _OF_LOGS for kind in kinds):
            return None
        sender = next((at for at, kind in enumerate(kinds) if kind in _SENDERS), None)
        return cls(tuple(cells), sender, _HEADERS["messages" if Column.BODY in kinds else "calls"])


def _parted(title: str) -> tuple[tuple[str, ...], str]:
    """Part a title of a thread into the words before whoever it names, and the rest."""
    said = title.casefold()
    start = max((said.find(f" {word} ") + len(word) + 2 for word in _WITH if f" {word} " in said), default=0) or title.find(":") + 1
    return tuple(words_of(title[:start])), title[start:]


def _has_number(cell: str) -> bool:
    return looks_like_number(cell) or mentions_number(cell)


def _may_be_named(word: str) -> bool:
    """Whether a word begins as names do, and is none of those that say whose a number or what a list is."""
    return not word[0].islower() and not says_no_more(word) and (_NOT_OTHERS | _OF_THE_PHONE).isdisjoint(words_of(word))


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
    is_awaited = is_right_above = has_number = False
    senders: _Senders | None = None
    above: NumberedRow | None = None
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        table = _Table.of(cells) if len(filled) > 1 else None
        if len(filled) == 1 and _Thread.of(filled[0]) is not None:
            if at is not None and not has_number:
                yield at, header
            at, is_awaited = None, True
        elif table is not None and (is_awaited or is_right_above):
            if at is not None and not has_number:
                yield at, header
            senders = None if is_awaited else _Senders(table.sender)
            at, header, is_awaited, has_number = number, tuple(cells), False, False
        elif at is not None and len(filled) > 1:
            has_number |= any(map(looks_like_number, filled)) or (senders is not None and senders.are_several(cells))
        if filled:
            is_right_above, above = _Thread.right_above((number, filled), above) is not None, (number, filled)
    if at is not None and not has_number:
        yield at, header


class _Senders:
    """Who sent the rows of a thread, besides the owner of the phone: of several nobody knows whose the number above them is."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self._names: set[str] = set()

    def are_several(self, cells: Sequence[str]) -> bool:
        """Take another row, and say whether there are several by now."""
        sender = cells[self._at].strip().casefold() if self._at is not None and self._at < len(cells) else ""
        if sender and not owners_alone(sender):
            self._names.add(sender)
        return len(self._names) > 1


def _with_others(rows: Iterable[NumberedRow], known: Collection[tuple[int, tuple[str, ...]]], last: int) -> Iterator[NumberedRow]:
    """Put the other of each thread into its rows; `known` are the headers up to the row `last`, below which they have no number.

    A title that speaks of a thread and gives no number ends what the one before it says, unless it may be more of a text: below a row, with
    no header below it, in other words than that one. One that says no more than a number and a name ends what another such says even then:
    it may begin the next thread.
    """
    headers = frozenset(header for _, header in known)
    thread: _Thread | None = None
    right_above: _Thread | None = None
    above: NumberedRow | None
    table: _Table | None = None
    # A title that ends the thread where a header follows; and the row above, which there may be nothing between it and.
    is_ended, above = False, None
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) < 2:
            if filled and _speaks_of_thread(filled[0]):
                is_below = table is not None and above is not None and number == above[0] + 1
                is_ended, thread = _told_by(filled[0], thread, is_below=is_below)
            elif filled:
                right_above = _Thread.right_above((number, filled), above)
                thread = None if right_above and thread and not thread.header else thread
            above = (number, filled) if filled else above
            yield number, cells
            continue
        found = _Table.of(cells)
        if found is not None:
            thread = right_above or (None if is_ended else thread)
            is_known = (number, found.header) in known or (number > last and found.header in headers)
            table = found if is_known or (table is not None and table.header == found.header) else None
        elif table is not None and is_header(cells):
            table = None
        is_ended, right_above, above = False, _Thread.right_above((number, filled), above), (number, filled)
        if table is None:
            yield number, cells
            continue
        width, sender = len(table.header), cells[table.sender] if table.sender is not None and table.sender < len(cells) else ""
        added = "" if thread is None else (thread.header or table.added) if found is not None else thread.cell(sender)
        yield number, [*cells[:width], *[""] * (width - len(cells)), added, *cells[width:]]


def _told_by(title: str, thread: _Thread | None, *, is_below: bool) -> tuple[bool, _Thread | None]:
    """Say whether a title ends the thread above it where a header follows, and of which thread the rows below it are."""
    if thread is not None and thread.is_named_again(title):
        return False, thread
    named = _Thread.of(title)
    is_alike = thread is not None and thread.is_opened_alike(title)
    is_more = named is None and is_below and not mentions_number(title) and not is_alike
    return is_more, thread if is_more else named


def _speaks_of_thread(title: str) -> bool:
    """Whether a title says that what is below it is a thread or the calls with somebody, whether it gives a number or none."""
    words = words_of(title)
    is_kind = kind_named(title) in _HEADERS or not _THREADS.isdisjoint(words)
    return is_kind and len(title) <= _LONGEST and not (_WITH | _THREADS).isdisjoint(words)
