"""Columns of one end of calls and messages whose headers say so only where numbers stand below, or the other end stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.values.arrows import are_sided
from ingest.decode.values.number_shape import are_mostly_numbers, has_digit, last_digits, looks_like_number
from ingest.decode.values.parties import are_beside_owners
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.decode.words.named_sides import are_named_sides
from ingest.decode.words.phones import NUMBER_WORDS, names_calling_line, names_telephone
from ingest.decode.words.way_vocabulary import Rank
from ingest.decode.words.ways import is_way, way_of
from ingest.records import Direction


def _named(end: Column, texts: str) -> dict[str, Column]:
    return dict.fromkeys(texts.split("|"), end)


#: What a header of numbers says without its words for telephones, numbers and parties, in a log.
_ENDS: Final = {
    **_named(Column.FROM, "calls from|texts from|messages from|sms from|incoming|inbound|incoming call|incoming calls|called by|made by"),
    # What originated somewhere came from there.
    "originating": Column.FROM,
    "terminating": Column.TO,
    **_named(Column.FROM, "rang by|call received from|calls received from|texts received from|initiator|initiated by|initiating"),
    **_named(Column.TO, "calls to|texts to|messages to|sms to|outgoing|outbound|outgoing call|outgoing calls|made to|dialled to|texted"),
    **_named(Column.TO, "call made to|calls made to|texts sent to|calls made|calls placed"),
}
#: The same of what means something else as well, unless the other end stands beside it.
_PAIRED: Final = {
    **_named(Column.FROM, "a|source|src|origin|origination|orig|originating|originator|initial|initiating|sender"),
    **_named(Column.TO, "b|destination|dest|dst|term|terminating|recipient|receiver"),
    **_named(Column.TO, "target"),
    # The number by which somebody is dialled into an exchange; then both ends in the words of others.
    **_named(Column.TO, "ddi|did"),
    **_named(Column.FROM, "ausgangsnummer|quellnummer|quelle|sursă|sursa|origine|provenienza|origem|bron|herkomst|źródło|zdroj|kaynak"),
    **_named(Column.TO, "zielnummer|ziel|destinație|destinaţie|destinatie|destinația|destinazione|bestemming|cel|cíl|cieľ|hedef"),
}
#: Whoever is named below these called or wrote.
_CALLED_BY: Final = re.compile(r"(?:called|rang|phoned|texted|messaged|initiated|originated) by", re.IGNORECASE)
#: The ends of a call as networks have always called them.
_LETTERS: Final = frozenset("ab")
#: What became of a call that came in, where a header says it of numbers; other states are of services as well: `Voicemail`, `Blocked`.
_CAME_IN: Final = frozenset({"missed", "rejected", "declined"})
_OF_ELSE: Final = frozenset({"in", "out", "data"})
#: Words by themselves that are ends of calls where numbers were dialled below, and counts, times or masts where none were.
_DIALLED: Final = {"originating": Column.FROM, "terminating": Column.TO, "dialled": Column.TO, "dialed": Column.TO}
#: Rows from which on a number of all of them is the one whose calls they are.
_FEWEST_ROWS: Final = 3
#: Services have three digits; counts rarely do.
_FEWEST_DIALLED: Final = 3
_HALF: Final = 0.5
_BESIDE: Final = NUMBER_WORDS | {"party", "msisdn", "subscriber", "address", "cli"}
#: How headers of the other end begin where one is a source.
_OTHER_ENDS: Final = frozenset({"target", "destination"})
_OF_LOGS: Final = frozenset({Column.TIME, Column.DURATION, Column.BODY})
_SIDES: Final = frozenset({Column.FROM, Column.TO})
_NUMBERS: Final = NUMBER_COLUMNS - _SIDES
_MAYBE_SIDED: Final = frozenset({Column.PHONE, Column.MAYBE_PHONE, Column.COUNT, Column.TYPE, Column.DIRECTION, Column.OTHER})
#: What people are called, too, where their numbers stand below a word for contacts.
_MAYBE_NAMED_SIDES: Final = _MAYBE_SIDED | {Column.NAME, Column.NICKNAME}
_MAYBE: Final = frozenset({*_NUMBERS, Column.OTHER, Column.APP, Column.REFERENCE})


def end_of_dialled(header: str, sample: Sequence[str]) -> Column | None:
    """Say which end of calls a column is whose header is no more than such a word, if what stands below was dialled.

    That is a number among services, codes, and numbers behind a code.
    """
    end = _DIALLED.get(header.strip().casefold())
    if end is None or not any(map(looks_like_number, sample)):
        return None
    dialled = sum(len([each for each in cell if each.isdecimal()]) >= _FEWEST_DIALLED for cell in sample)
    return end if dialled > _HALF * len(sample) else None


def find_ends(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> None:
    """Take columns of numbers for the ends of calls and messages by what their headers may mean: `Source` and `Target`, `Calls from`.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers.
        rows: the rows the cells are of, which say what stands beside what.
    """
    _find_named(columns, samples, header)
    _find_names(columns, samples, header)
    _find_other_end(columns, samples, rows)
    ends = [at for at, column in enumerate(columns) if column is Column.APP and are_mostly_numbers(samples[at])]
    if len(ends) != 1:
        return
    others = [at for at, column in enumerate(columns) if column is Column.TO or _is_other_end(column, samples[at], header[at])]
    is_list = not others and _OF_LOGS.isdisjoint(columns) and len({last_digits(cell) for cell in samples[ends[0]]}) == 1
    # What a list was taken from is in touch with nobody there.
    columns[ends[0]] = Column.OTHER if is_list else Column.FROM if others else Column.PARTY
    for at in others:
        columns[at] = Column.TO


def find_sided(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str] = ()) -> None:
    """Take columns of a log for those of its parties where arrows or words beside the numbers say who called whom, or who the owner is.

    Args:
        columns: what the columns hold so far; changed.
        samples: the filled cells of each.
        header: their headers, if there are any.
    """
    if _OF_LOGS.isdisjoint(columns):
        return
    for at, column in enumerate(columns):
        is_sided = column in _MAYBE_SIDED and samples[at] and (are_sided(samples[at]) or are_beside_owners(samples[at]))
        if is_sided or (column in _MAYBE_NAMED_SIDES and names_sides(samples[at], header)):
            columns[at] = Column.PARTY


def names_sides(sample: Sequence[str], header: Sequence[str] = ()) -> bool:
    """Whether numbers stand in a column behind the words for their sides: `Von: 07\u2026`, and below it `An: 07\u2026`."""
    return bool(sample) and are_named_sides(sample, header) and are_mostly_numbers([cell.partition(":")[2] or cell for cell in sample])


def names_end(header: str) -> bool:
    """Whether a header says of numbers no more than which way their calls went: `Dialled`, `Calls received`, `Missed`."""
    name = _named_in(header)
    return name in _DIALLED or _end_in(name) is not None


def _named_in(header: str) -> str:
    return " ".join(word for word in words_of(header) if word not in _BESIDE and not names_telephone(word))


def _end_in(name: str) -> Column | None:
    """Say which end of calls a header is of that says so by its words, or by their way and nothing else."""
    if name in _ENDS:
        return _ENDS[name]
    words = frozenset(words_of(name))
    # `Number in phone` says where it stands, `Data received` how much.
    way = way_of(name) if is_way(name) and words.isdisjoint(_OF_ELSE) else None
    if way is None or way.direction is None or (way.rank is Rank.STATE and _CAME_IN.isdisjoint(words)):
        return None
    return Column.TO if way.direction is Direction.OUT else Column.FROM


def _find_named(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    named = [_named_in(text) for text in header]
    # Most of those who call an exchange may withhold their numbers.
    callers = {at for at, text in enumerate(header) if names_calling_line(text) and any(map(looks_like_number, samples[at]))}
    known = {at for at, name in enumerate(named) if name in _PAIRED or _end_in(name) is not None} | callers
    # Where a word for telephones was taken back, those are no numbers of anybody: `A Cell`.
    known -= {at for at, text in enumerate(header) if columns[at] is Column.OTHER and "cell" in words_of(text)}
    numbered = [at for at in sorted(known) if columns[at] in _MAYBE and (at in callers or are_mostly_numbers(samples[at]))]
    is_log = not _OF_LOGS.isdisjoint(columns)
    # Beside a number of its own a log counts what was sent and received.
    has_number = any(columns[at] in _NUMBERS and at not in known and are_mostly_numbers(samples[at]) for at in range(len(columns)))
    for at in numbered if is_log else ():
        end = _ENDS.get(named[at]) if has_number else _end_in(named[at])
        columns[at] = end or columns[at]
    # A letter by itself is too little to be one.
    paired = {at: end for at in numbered if (end := _PAIRED.get(named[at])) and len(header[at].strip()) > 1}
    paired.update(dict.fromkeys(callers.intersection(numbered), Column.FROM))
    if any(named[at] in _LETTERS for at in paired):
        # Beside such an end the target is whose records they are.
        paired = {at: end for at, end in paired.items() if named[at] in _LETTERS}
    # A book may have the telephones of two people in a row; it has no parties.
    paired = paired if is_log else {at: end for at, end in paired.items() if "party" in words_of(header[at])}
    # The names of callers stand in a column of their own beside their numbers.
    taken = {columns[at] for at, sample in enumerate(samples) if columns[at] in _SIDES and any(map(has_digit, sample))}
    if not paired or not taken.isdisjoint(paired.values()) or len(set(paired.values())) < len(paired):
        return
    if len(paired) == 1 and _SIDES.isdisjoint(columns):
        # The other end of what a network gave of one number is the B party, whoever called.
        columns[:] = [Column.PARTY if at in paired and _is_other_party(header[at]) else column for at, column in enumerate(columns)]
        return
    # Where one of them is the same throughout, it may be the phone's own, and the columns of rows that tell their way say no sides.
    if all(len(set(samples[at])) > 1 for at in paired) or not _tell_ways(columns, samples):
        for at, end in paired.items():
            columns[at] = end


def _find_other_end(columns: list[Column], samples: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> None:
    """Take the numbers beside one end of calls for the other end where one number has a part in each row: here or there, or here alone.

    Whatever the header is called, and in whatever language: by the one end alone all calls would have gone one way.
    """
    known = [at for at, column in enumerate(columns) if column in _SIDES]
    if len(known) != 1 or _OF_LOGS.isdisjoint(columns):
        return
    others = [at for at, column in enumerate(columns) if column in _MAYBE and are_mostly_numbers(samples[at])]
    here = samples[known[0]]
    ends = [at for at in others if _has_one_in_each(_pairs(rows, known[0], at), len(here))]
    if not ends and len(here) >= _FEWEST_ROWS and are_mostly_numbers(here) and not _tell_ways(columns, samples):
        # A bill of one caller: `Caller, Date, Number`.
        own = {last_digits(cell) for cell in here}
        ends = [
            at for at in others if len(own) == 1 and len(told := {last_digits(cell) for cell in samples[at]}) > 1 and own.isdisjoint(told)
        ]
    if len(ends) == 1:
        columns[ends[0]] = Column.TO if columns[known[0]] is Column.FROM else Column.FROM


def _pairs(rows: Sequence[Sequence[str]], here: int, there: int) -> list[tuple[str, str]]:
    """Give the numbers of two columns that stand in one row; who withholds theirs leaves a blank, which says nothing."""
    told = (row for row in rows if max(here, there) < len(row) and row[here].strip() and row[there].strip())
    return [(last_digits(row[here]), last_digits(row[there])) for row in told]


def _has_one_in_each(pairs: Sequence[tuple[str, str]], filled: int) -> bool:
    """Whether one number, and no second one, stands in each pair, in some of them first and in others second.

    Args:
        pairs: the numbers of two columns that stand in one row.
        filled: how many numbers the first column has, of most of which the row has to name the other.
    """
    if len(pairs) < _FEWEST_ROWS or len(pairs) <= _HALF * filled:
        return False
    found = [key for key in dict.fromkeys(pairs[0]) if all((one == key) is not (other == key) for one, other in pairs)]
    return len(found) == 1 and len({one == found[0] for one, _ in pairs}) > 1


def _find_names(columns: list[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Take words below a header that says who called for the names of those: `Called by`."""
    for at, column in enumerate(columns) if not _OF_LOGS.isdisjoint(columns) else ():
        if column is Column.OTHER and _CALLED_BY.fullmatch(header[at].strip()) and samples[at] and not any(map(has_digit, samples[at])):
            columns[at] = Column.FROM_NAME


def _is_other_party(header: str) -> bool:
    return {"b", "party"} <= set(words_of(header))


def _tell_ways(columns: Sequence[Column], samples: Sequence[Sequence[str]]) -> bool:
    kinds = (at for at, column in enumerate(columns) if column in {Column.DIRECTION, Column.TYPE, Column.OTHER})
    return any(way_of(cell) is not None for at in kinds for cell in set(samples[at]))


def _is_other_end(column: Column, sample: Sequence[str], header: str) -> bool:
    """Whether a column with a header such as `Target` holds who that is, and not only something about them, such as their country."""
    words = words_of(header)
    if not _OTHER_ENDS & {*words[:1]}:
        return False
    if column is Column.OTHER:
        return len(words) == 1 or are_mostly_numbers(sample)
    return column in {Column.PHONE, Column.MAYBE_PHONE, Column.MESSENGER_ID}
