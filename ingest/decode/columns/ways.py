"""Columns that say which way a call or message went by what stands in all of their cells, whatever their header is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit, is_number_column
from ingest.decode.words.bills import is_of_bill
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.kinds import is_text_kind, kind_named
from ingest.decode.words.way_vocabulary import BY_WORD, Rank, words_in
from ingest.decode.words.ways import (
    are_included,
    are_letters_of_ways,
    asked_way,
    is_answered,
    is_way,
    says_only_way,
    speaks_of_ways,
    tells_way,
    way_of,
)
from ingest.records import Direction

#: Headers below which a letter is enough.
_HEADS: Final = frozenset({"dir", "way", "flow", "traffic", "call", "calls", "mo", "mt", "in", "out", "direction"})
#: Columns that may hold the kinds of rows, and the words of their headers.
_MAYBE_KINDS: Final = frozenset({Column.OTHER, Column.NOTE, Column.APP})
_OF_KINDS: Final = frozenset(
    {
        "description",
        "event",
        "service",
        "usage",
        "activity",
        "product",
        "kind",
        "traffic",
        "item",
        "communication",
        "communications",
        "comms",
        "type",
        "destination",
        *("dienst", "leistung", "usługa", "usługi", "zdarzenie", "serviciu", "shërbimi", "servicio", "servizio"),
    }
)
#: Words of lists of those who asked to be friends or members, of what makes a log of a table, and of headers of what became of something.
_REQUESTS: Final = frozenset({"request", "requests", "requested", "invite", "invites", "invited", "invitation", "invitations", "followers"})
_OF_LOGS: Final = frozenset({Column.DURATION, Column.BODY, Column.FROM, Column.TO, Column.PARTY, Column.PARTICIPANTS})
_STATES: Final = frozenset({"status", "state", "category"})
#: What became of a call, which of it makes calls of rows, and what a column of it may be called.
_TELLING_STATES: Final = frozenset({"missed", "answered", "unanswered", "not answered", "no answer", "rejected", "declined", "voicemail"})
_STATES_OF_CALLS: Final = _TELLING_STATES | {
    *("busy", "engaged", "connected", "not connected", "failed", "cancelled", "canceled", "diverted", "blocked", "ended", "completed"),
    *("missed call", "answered call", "call missed", "call answered", "successful", "unsuccessful"),
}
_ASKING_STATES: Final = frozenset({"status", "state", "outcome", "result", "disposition", "call", "calls", "answer", "answered"})
_ASKING_OUTCOMES: Final = _ASKING_STATES - {"call", "calls"}
#: Columns that say what a call was, and those of its ends.
_OF_WAYS: Final = frozenset({Column.DIRECTION, Column.TYPE})
_OF_SIDES: Final = frozenset({Column.FROM, Column.TO, Column.PARTICIPANTS})
_MOST_KINDS: Final = 12
_LONGEST_KIND: Final = 3
#: Columns in which ways may stand.
_MAYBE_WAYS: Final = frozenset({Column.OTHER, Column.TYPE})
_WORDS_OF_ANSWERS: Final = frozenset({"yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "sí", "tak", "nie", "x"})
_DIGITS_OF_ANSWERS: Final = frozenset({"0", "1", "0.0", "1.0"})


def find_kinds(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take a column of a log for that of its kinds where calls and messages stand in it, whatever its header is called: `Description`.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
    """
    if Column.TIME not in columns or any(column is Column.TYPE and any(map(kind_named, samples[at])) for at, column in enumerate(columns)):
        return
    for at, column in enumerate(columns):
        if column in _MAYBE_KINDS and not _OF_KINDS.isdisjoint(words_of(header[at])) and _are_kinds(samples[at]):
            columns[at] = Column.TYPE
            return


def _are_kinds(sample: Sequence[str]) -> bool:
    """Whether few words stand in all cells, of calls as well as of messages, or of messages and of what else was paid for.

    Of calls or messages alone they are kinds where they are those of bills and no others, in which nobody is named.
    """
    cells = set(sample)
    if cells and all(map(is_of_bill, cells)) and any(map(kind_named, cells)):
        return True
    if len(cells) > _MOST_KINDS or any(has_digit(cell) or not _is_short(cell) for cell in cells):
        return False
    kinds = {kind_named(cell) for cell in cells}
    return len(kinds) > 1 and "messages" in kinds and "contacts" not in kinds


def _is_short(cell: str) -> bool:
    return len(words_of(cell)) <= _LONGEST_KIND or is_text_kind(cell)


def has_ways(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Whether the ways of calls or messages stand beside numbers in a column, whatever its header is called.

    What was sent and received may be money or a request: below a header of something else those words are too little.
    """
    if NUMBER_COLUMNS.isdisjoint(columns) or is_list_of_requests(columns, header):
        return False
    ways = [at for at, column in enumerate(columns) if column in _MAYBE_WAYS and samples[at] and _are_ways(samples[at], has_sides=False)]
    return any(_is_of_kinds(columns[at], header[at]) or not _are_shared(samples[at]) for at in ways)


def is_list_of_requests(columns: Sequence[Column], header: Sequence[str]) -> bool:
    """Whether a table has who asked whom to be a friend or a member, and nothing of calls and messages: nobody spoke to anybody there."""
    words = frozenset(word for text in header for word in words_of(text))
    is_log = not _OF_LOGS.isdisjoint(columns) or any(kind_named(word) in {"calls", "messages"} for word in words)
    return not is_log and not _REQUESTS.isdisjoint(words)


def _is_of_kinds(column: Column, header: str) -> bool:
    return column is Column.TYPE and _STATES.isdisjoint(words_of(header))


def _are_shared(sample: Sequence[str]) -> bool:
    """Whether no word says a way but those that are said of whatever is sent."""
    return all((way := way_of(cell)) is None or way.rank is Rank.SHARED for cell in set(sample))


def find_ways(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> int | None:
    """Take columns of a log for those of its ways, unless others say them; give the place of one that nothing but its cells tells.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
    """
    is_of_requests = is_list_of_requests(columns, header)
    for at, column in enumerate(columns):
        is_told = is_of_requests and column in {Column.DIRECTION, Column.TYPE}
        columns[at] = Column.OTHER if is_told else _confirmed(column, samples[at])
    if is_of_requests:
        return None
    if any(column is Column.DIRECTION and samples[at] for at, column in enumerate(columns)):
        return None
    unknown = [at for at, column in enumerate(columns) if column is Column.OTHER and samples[at]]
    if Column.TIME not in columns:
        return _find_ways_alone(columns, samples, header, unknown)
    asking = [at for at in unknown if asked_way(words_of(header[at])) is not None]
    # A list may count what went out and what came in, each in a column.
    is_log = not {Column.DURATION, Column.BODY}.isdisjoint(columns)
    are_both = len(asking) == len({asked_way(words_of(header[at])) for at in asking}) > 0
    if are_both and all(_are_answers(samples[at], is_log=is_log) for at in asking):
        for at in asking:
            columns[at] = Column.DIRECTION
        return None
    if any(column is Column.TYPE and any(map(tells_way, samples[at])) for at, column in enumerate(columns)):
        return None
    return _find_ways_beside_times(columns, samples, header, unknown)


def _find_ways_beside_times(
    columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str], unknown: Sequence[int]
) -> int | None:
    has_sides = not {Column.FROM, Column.TO}.isdisjoint(columns)
    untold = None
    for at in unknown:
        if _says_ways(header[at]) and _are_told(samples[at]):
            columns[at] = Column.DIRECTION
        elif _are_states_of_calls(samples[at], header[at]):
            columns[at] = Column.TYPE
        elif not _says_ways(header[at]) and _are_ways(samples[at], has_sides=has_sides):
            columns[at] = Column.TYPE
            untold = at
    return untold


def _are_states_of_calls(sample: Sequence[str], header: str) -> bool:
    """Whether all cells say what became of calls, in more than one way below a header that does not ask for it."""
    states = {" ".join(words_in(cell)) for cell in sample}
    is_asked = not _ASKING_STATES.isdisjoint(words_of(header))
    return states <= _STATES_OF_CALLS and not _TELLING_STATES.isdisjoint(states) and (is_asked or len(states) > 1)


def _find_ways_alone(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str], unknown: Sequence[int]) -> int | None:
    """Find the ways of calls beside numbers where nothing says when they were, which nobody is called by."""
    if NUMBER_COLUMNS.isdisjoint(columns):
        return None
    for at in unknown:
        is_said = _says_ways(header[at])
        if _are_told(samples[at]) if is_said else _are_ways(samples[at], has_sides=False) and any(map(_names_way, set(samples[at]))):
            columns[at] = Column.DIRECTION
            return None if is_said else at
    return None


def find_answers(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> frozenset[int]:
    """Give the columns in which a call that was answered is one that came in, as it is among the missed and the dialled of a telephone.

    Nothing else may say which way calls went, no column of its own and no two ends: there `Answered` is what became of a call, whoever
    made it. So it is below a header that asks for that, unless it gets to know what was dialled.
    """
    if not _OF_SIDES.isdisjoint(columns):
        return frozenset()
    telling = [at for at, column in enumerate(columns) if column in _OF_WAYS and samples[at]]
    found = [at for at in telling if any(map(is_answered, set(samples[at])))]
    if any(columns[at] is Column.DIRECTION or any(map(tells_way, set(samples[at]))) for at in telling if at not in found):
        return frozenset()
    return frozenset(at for at in found if at >= len(header) or not _asks_state(header[at]) or any(map(_goes_out, set(samples[at]))))


def _asks_state(header: str) -> bool:
    """Whether a header asks what became of a call, and not what kind it is or which way it went."""
    return not _ASKING_OUTCOMES.isdisjoint(words_of(header))


def _goes_out(cell: str) -> bool:
    return (way := way_of(cell)) is not None and way.direction is Direction.OUT


def _says_ways(header: str) -> bool:
    """Whether a header has words of ways and no others."""
    return _HEADS.issuperset(words_of(header)) and bool(words_of(header))


def _are_told(sample: Sequence[str]) -> bool:
    """Whether the cells below such a header say ways, a letter each or in words."""
    return are_letters_of_ways(sample) or all(map(way_of, sample)) or speaks_of_ways(sample)


def _names_way(cell: str) -> bool:
    """Whether a cell names a way by a word that says nothing else: who is in may be at home."""
    return any((way := BY_WORD.get(word)) is not None and way.rank is Rank.NAMED for word in words_in(cell))


def _confirmed(column: Column, sample: Sequence[str]) -> Column:
    """Take letters of kinds for no ways, and ways below `To/From` and numbers below `In/Out` for what they are."""
    if column in {Column.TYPE, Column.DIRECTION} and are_letters_of_ways(sample) is False:
        return Column.OTHER
    if column is Column.TYPE and are_included(sample):
        return Column.OTHER
    if column is Column.DIRECTION and is_number_column(sample):
        return Column.PARTY
    return Column.DIRECTION if column is Column.PARTY and sample and all(map(says_only_way, set(sample))) else column


def _are_answers(sample: Sequence[str], *, is_log: bool) -> bool:
    answers = {cell.strip().casefold() for cell in sample}
    return answers <= _WORDS_OF_ANSWERS or (is_log and answers <= _DIGITS_OF_ANSWERS)


def _are_ways(sample: Sequence[str], *, has_sides: bool) -> bool:
    """Whether all cells say a way; where that tells who the owner is, both ways must be among them, and one outright."""
    kinds = dict.fromkeys(sample)
    if not all(map(says_only_way, kinds)):
        return False
    ways = [way for cell in kinds if (way := way_of(cell)) is not None]
    is_outright = any(way.rank is Rank.NAMED for way in ways)
    if len({way.direction for way in ways}) > 1:
        return is_outright or not has_sides
    return is_outright and not has_sides and all(map(is_way, kinds))
