"""What the rows of a table are by all of its columns: contacts, calls or messages, or some of each, told apart row by row."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.columns.times import is_list_of_members
from ingest.decode.values.number_shape import is_number_column
from ingest.decode.words.headers import Column, classify, words_of
from ingest.decode.words.kinds import CALL_PARTS, CONTACT_PARTS, MESSAGE_PARTS, Shape, is_text_kind, kind_named, named_shape, names_one_of
from ingest.decode.words.phones import names_centre
from ingest.decode.words.times import names_sending
from ingest.decode.words.way_vocabulary import Rank, words_in
from ingest.decode.words.ways import are_arrows, is_state_of_call, is_way, names_calls, say_ways_in_letters, tells_way, way_of

#: Share of filled cells.
_HALF = 0.5
_CALL_WORDS = ("missed", "dialled", "dialed", "voicemail", "rejected", "incoming call", "outgoing call", "answered", "declined")
_WAY_WORDS = ("incoming", "outgoing", "inbound", "outbound", "received", "sent", "inbox", "outbox", *_CALL_WORDS)
#: What became of messages, and of no call.
_MESSAGE_STATES = frozenset(
    {"read", "unread", "delivered", "sent", "unsent", "deliver", "submit", "draft", "drafts", "gelesen", "ungelesen", "gesendet"}
)
#: Columns that make a call or message of a row.
_TELLING = frozenset({Column.TIME, Column.DURATION, Column.BODY})


def shape_of(by: dict[Column, tuple[int, ...]], header: Sequence[str], samples: list[list[str]], title: str) -> Shape:
    """Say what the rows are that no kind of their own tells.

    Args:
        by: the columns by kind, each by its place.
        header: the headers; none where there is no header.
        samples: the filled cells of each column.
        title: what stands above the table, or the name of its sheet.
    """
    named = named_shape(title)
    told = " ".join(header).casefold()
    # A column that is empty throughout says nothing of the rows.
    by = {
        column: places for column, places in by.items() if column not in _TELLING or not any(samples) or any(samples[at] for at in places)
    }
    has_moment = Column.TIME in by or Column.DIRECTION in by
    sides = {Column.FROM, Column.TO, Column.PARTY, Column.PARTICIPANTS} & by.keys()
    if named is not None:
        # A sheet of contacts taken from an application is named after it.
        is_book = named is Shape.MESSAGES and not (Column.BODY in by or sides or has_moment)
        return Shape.CONTACTS if is_book else named
    if Column.DURATION in by and (has_moment or sides or "duration" in told):
        return Shape.CALLS
    if Column.BODY in by and (has_moment or sides):
        return Shape.MESSAGES
    if _go_calls_unnamed(by, header, samples):
        return Shape.CALLS
    types = " | ".join(cell for at in by.get(Column.TYPE, ()) for cell in samples[at][:100]).casefold()
    says_way = any(word in types for word in _WAY_WORDS) or tells_way(types)
    says_way = says_way or any(say_ways_in_letters(samples[at]) or are_arrows(samples[at]) for at in by.get(Column.TYPE, ()))
    is_of_group = Column.DIRECTION not in by and is_list_of_members(tuple(by), header)
    if sides == {Column.PARTICIPANTS} and not ((has_moment and not is_of_group) or says_way):
        # The members of a group, one in a row, spoke to nobody here.
        is_list = all(is_number_column(samples[at]) for at in by[Column.PARTICIPANTS])
        return Shape.CONTACTS if is_list else Shape.MESSAGES
    if Column.DIRECTION in by or sides or (says_way and Column.TIME in by):
        said = " ".join(cell for at, cell in enumerate(header) if not _is_empty_centre(at, header, samples, types)).casefold()
        is_message = any(names_one_of(text, (*MESSAGE_PARTS, "inbox")) for text in (said, types))
        # Nobody sends a call.
        is_message = is_message or any("sent" in words_of(header[at]) for at in by.get(Column.TO, ()) if header)
        is_message = is_message or any(names_sending(header[at]) for at in by.get(Column.TIME, ()) if header)
        is_message = is_message or not _MESSAGE_STATES.isdisjoint(types.split(" | "))
        return Shape.MESSAGES if is_message else Shape.CALLS
    return _shape_of_kinds(by, header, samples, title)


def _is_empty_centre(at: int, header: Sequence[str], samples: Sequence[Sequence[str]], types: str) -> bool:
    """Whether a column for the centre of messages says nothing of the rows: calls have none, and in a log of both it stands empty there.

    A program may give that of the card beside calls, too.
    """
    if not names_centre(header[at]):
        return False
    if any(names_one_of(cell, CALL_PARTS) for cell in header):
        return True
    return len(samples[at]) < _HALF * max(map(len, samples)) or any(word in types for word in (*_CALL_WORDS, *CALL_PARTS))


def _shape_of_kinds(by: dict[Column, tuple[int, ...]], header: Sequence[str], samples: list[list[str]], title: str) -> Shape:
    """Say what rows without sides and ways are, by what their kinds, their times or their title are called."""
    of_kinds = [cell for at, cell in enumerate(header) if any(samples[at : at + 1]) and classify(cell) is Column.TYPE]
    kinds = set(map(kind_named, of_kinds)) if Column.TIME in by else set()
    if "messages" in kinds and "calls" not in kinds:
        return Shape.MESSAGES
    told = [at for at in by.get(Column.TYPE, ()) if Column.TIME in by and header]
    cells = {cell for at in told for cell in samples[at]}
    # The telephone of somebody may be of a type, and so may what to send there; services were paid for.
    are_services = any(classify(header[at]) is not Column.TYPE for at in told) or all(map(kind_named, cells))
    if are_services and any(map(is_text_kind, cells)):
        return Shape.MESSAGES if all(map(is_text_kind, cells)) else Shape.CALLS
    heads = [" ".join(words_of(cell)) for cell in header]
    is_log = "calls" in kinds or any(("call date" in head or "call time" in head) and "last" not in head for head in heads)
    if Column.TIME in by and is_way(title):
        return Shape.CALLS if _MESSAGE_STATES.isdisjoint(words_in(title)) else Shape.MESSAGES
    return Shape.CALLS if is_log or names_calls(title) else Shape.CONTACTS


def is_mixed_of(by: dict[Column, tuple[int, ...]], header: Sequence[str], samples: list[list[str]], shape: Shape) -> bool:
    """Whether the kinds of rows differ, and what stands in them tells which each is."""
    cells = [cell for at in by.get(Column.TYPE, ()) for cell in samples[at]]
    types = " | ".join(cells).casefold()
    if sum(names_one_of(types, parts) for parts in (CONTACT_PARTS, CALL_PARTS, MESSAGE_PARTS)) > 1:
        return True
    kinds = {kind_named(cell) for cell in set(cells)}
    ways = {cell for at in by.get(Column.DIRECTION, ()) for cell in samples[at]}
    # Networks say both in one: `SMS-MT`.
    if len({kind_named(cell) for cell in ways} - {None}) > 1:
        return True
    # What has a duration and is called nothing is a call; what is called a text is none, and all of them may be.
    is_beside_calls = shape is Shape.CALLS and any(map(is_text_kind, {*cells, *ways}))
    is_beside_calls = is_beside_calls or _go_calls_unnamed(by, header, samples)
    return len(kinds - {None}) > 1 or is_beside_calls or _are_missed_beside_messages(by, samples)


def _go_calls_unnamed(by: dict[Column, tuple[int, ...]], header: Sequence[str], samples: list[list[str]]) -> bool:
    """Whether some rows say only which way they went, and others that they are messages: `Incoming`, `Outgoing SMS`.

    Below a header of messages, or where their words stand, what is called nothing is one, too.
    """
    places = [at for column in (Column.TYPE, Column.DIRECTION) for at in by.get(column, ())]
    # Without a header what was written may stand in any column.
    if not header or Column.BODY in by or any(names_one_of(header[at], MESSAGE_PARTS) for at in places):
        return False
    told = {cell for at in places for cell in samples[at]}
    is_named = any(map(is_text_kind, told))
    return is_named and any(kind_named(cell) is None and is_way(cell) and _is_outright(cell) for cell in told)


def _is_outright(cell: str) -> bool:
    way = way_of(cell)
    return way is not None and way.rank is Rank.NAMED


def _are_missed_beside_messages(by: dict[Column, tuple[int, ...]], samples: list[list[str]]) -> bool:
    """Whether kinds and ways name messages, and others say what became of calls without naming them: `Dialled`, `SMS in`."""
    told = {cell for column in (Column.TYPE, Column.DIRECTION) for at in by.get(column, ()) for cell in samples[at]}
    unnamed = [cell for cell in told if kind_named(cell) is None]
    return any(map(is_state_of_call, unnamed)) and any(kind_named(cell) == "messages" for cell in told)
