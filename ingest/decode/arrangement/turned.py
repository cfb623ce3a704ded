"""Tables that were turned, with a person in every column: by themselves in a sheet, or above, between and below anything else.

Each is told apart by a row of names and one of numbers below or above it, in the same columns. Where a row tells against it, nothing is
turned: a number that is nobody's is better than one that is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from ingest.decode.arrangement.fact_keys import LONGEST_KEY, have_numbers, is_key, names_fact, names_person, names_relation, names_thing
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.header_rows import is_header
from ingest.decode.values.moments import TimeStyle, read_moment
from ingest.decode.values.number_shape import has_digit, is_nothing, is_withheld, looks_like_number, may_be_number, mentions_number
from ingest.decode.values.person import is_kind_of_phone, is_no_name
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, Column, classify, is_phone_word, says_number, words_of
from ingest.decode.words.sets import set_of

_LONGEST_NAME: Final = 60
#: A name with more digits is a reference or a date.
_MOST_DIGITS: Final = 4
_FEWEST: Final = 2
#: What may stand in the corner above the names of facts, and beside the names of people.
_CORNERS: Final = set_of(
    "detail details info information contact contacts person people persons associate associates friend friends family relative relatives"
    " who fact facts field of the and list"
)
#: Columns of things, and of nobody.
_THINGS: Final = set_of("sim sims phone phones handset handsets device devices line lines card cards number numbers")
_WORDED: Final = frozenset({Column.NOTE, Column.BODY, Column.ABOUT})
#: How the row of names is called where its corner is empty: by itself, and above another one with the names.
_NAME, _TIE, _NUMBER = "Name", "Relationship", "Number"
#: Rows of words for people where no word says what they are: their names, and who they are.
_MOST_BARE: Final = 2


class Turned(NamedTuple):
    """A turned table among the rows of a sheet."""

    #: Its first row, and the one behind its last, counted from 0.
    start: int
    end: int
    #: Its rows, each with the header of the column it becomes in front.
    facts: tuple[NumberedRow, ...]
    #: Whether the sheet has no such headers, and its first column is a person's, too.
    is_bare: bool = False

    def rows(self) -> Iterator[NumberedRow]:
        """Give a row for each of its columns, the header first."""
        width = max(len(cells) for _, cells in self.facts)
        for at in range(width):
            yield at + 1 - self.is_bare, [cells[at] if at < len(cells) else "" for _, cells in self.facts]

    def place(self, place: Place) -> Place:
        """Say where it stands in a sheet of this place."""
        return place._replace(turned=tuple(number for number, _ in self.facts))


def turned_whole(facts: Sequence[NumberedRow]) -> Turned | None:
    """Take the facts a sheet has nothing but for a turned table; None where they are none."""
    keys = [cells[0].strip().casefold() for _, cells in facts]
    if len(set(keys)) < len(keys) or any(_has_number(cells[1:]) and not _may_give_number(cells[0]) for _, cells in facts):
        return None
    names = [cell for _, cells in facts if classify(cells[0]) in NAMES for cell in cells[1:] if cell.strip()]
    is_turned = len(names) >= _FEWEST and all(map(_may_be_name, names)) and have_numbers(facts)
    return Turned(0, len(facts), tuple(facts)) if is_turned else None


def turned_in(rows: Sequence[NumberedRow]) -> list[Turned]:
    """Find the turned tables among the first rows of a sheet, or all of them, in their order."""
    return [turned for start, block in _blocks(rows) for turned in (_bare_in(start, block) or _turned_in(start, block))]


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[tuple[int, Sequence[NumberedRow]]]:
    """Give the rows between empty ones, which a sheet may leave out, and where each begins."""
    start = 0
    for at, (number, cells) in enumerate(rows):
        before = rows[at - 1] if at else None
        is_apart = before is not None and number != before[0] + 1 and not any("\n" in cell or "\r" in cell for cell in before[1])
        is_blank = not any(map(str.strip, cells))
        if is_blank or is_apart:
            if start < at:
                yield start, rows[start:at]
            start = at + is_blank
    if start < len(rows):
        yield start, rows[start:]


def _bare_in(start: int, block: Sequence[NumberedRow]) -> list[Turned]:
    """Take a block for a turned table without names of facts where words for people stand above a single row of nothing but numbers."""
    words, numbers = block[:-1], block[-1][1]
    places = [at for at, cell in enumerate(numbers) if cell.strip()]
    if not 0 < len(words) <= _MOST_BARE or len(places) < _FEWEST or not all(looks_like_number(numbers[at]) for at in places):
        return []
    if any(has_digit(cell) or len(cell.strip()) == 1 for _, cells in words for cell in cells):
        # Columns are counted, too: `MSISDN 1`, `A`.
        return []
    people = [{at for at, cell in enumerate(cells) if cell.strip()} for _, cells in words]
    if not all(_are_people(["", *cells]) and set(places) <= told for (_, cells), told in zip(words, people, strict=True)):
        return []
    tie = next((at for at, (_, cells) in enumerate(words) if len(words) > 1 and any(map(names_relation, cells))), len(words) - 1)
    keys = [_TIE if len(words) > 1 and at == tie else _NAME for at in range(len(words))]
    facts = tuple((number, [key, *cells]) for (number, cells), key in zip(block, (*keys, _NUMBER), strict=True))
    return [Turned(start, start + len(block), facts, is_bare=True)]


def _turned_in(start: int, block: Sequence[NumberedRow]) -> Iterator[Turned]:
    at = 0
    while at < len(block):
        end = next((each for each in range(at, len(block)) if _is_number_row(block[each][1])), None)
        if end is None:
            return
        found = _around(block, at, end)
        if found is None:
            return
        first, last = found
        facts = _keyed(block[first:last])
        if _are_turned(facts):
            yield Turned(start + first, start + last, tuple(facts))
        at = last


def _around(block: Sequence[NumberedRow], start: int, at: int) -> tuple[int, int] | None:
    """Give the rows around one of numbers that may be of one table with it; None where a row beside them tells against it."""
    above = [*takewhile(lambda each: _fits(block[each][1]), range(at - 1, start - 1, -1))]
    first = above[-1] if above else at
    named = [each for each in range(first, at) if _names_people(block[each][1])]
    corner = next((each for each in range(first, at) if _is_corner(block[each][1])), None)
    first = min((each for each in (*named[-1:], corner) if each is not None), default=at)
    first -= sum(1 for _ in takewhile(lambda each: _is_of_several(block[each][1]), above[at - first :]))
    last = at + 1
    has_names = bool(named)
    while last < len(block) and _fits(block[last][1]):
        if has_names and _names_people(block[last][1]):
            break
        has_names |= _names_people(block[last][1])
        last += 1
    if last == len(block):
        return first, last
    # Names below their numbers leave it open where the next table begins.
    is_open = has_names and not named and _names_people(block[last][1])
    return None if is_open or (_lists_numbers(block[last][1]) and not _is_telephone(block[last][1][0])) else (first, last)


def _fits(cells: Sequence[str]) -> bool:
    """Whether a row may be a fact of several people: the name of it, and no number but beside words for telephones or in a note."""
    key = cells[0].strip()
    if len(key) > _LONGEST_NAME or _has_number([key]) or (not key and is_header(cells)):
        return False
    if not any(map(str.strip, cells[1:])):
        return is_key(key)
    is_head = is_header(cells) and classify(key) not in {Column.TYPE, Column.ABOUT}
    return not is_head and (not _has_number(cells[1:]) or _may_give_number(key) or not key)


def _is_of_several(cells: Sequence[str]) -> bool:
    """Whether a row has something to say of several people, and names none of a table above."""
    return sum(map(bool, map(str.strip, cells[1:]))) >= _FEWEST and not names_person(cells[0])


def _lists_numbers(cells: Sequence[str]) -> bool:
    """Whether a row has numbers that are those of no column: it is one of a list, and so are those above it."""
    return any(map(looks_like_number, cells[2:]))


def _is_number_row(cells: Sequence[str]) -> bool:
    """Whether a row has the numbers of several people, and nothing else that might be the name of another fact."""
    values = [cell for cell in cells[1:] if cell.strip()]
    if len(values) < _FEWEST or not _is_telephone(cells[0]):
        return False
    numbers = sum(map(looks_like_number, values))
    return numbers >= _FEWEST and all(map(_may_stand_for_number, values))


def _may_stand_for_number(cell: str) -> bool:
    if looks_like_number(cell) or is_nothing(cell) or is_withheld(cell) or is_no_name(cell) or may_be_number(cell):
        return True
    return not (names_fact(cell) or is_kind_of_phone(cell))


def _is_telephone(key: str) -> bool:
    return not has_digit(key.rstrip(" 0123456789")) and (classify(key) in NUMBER_COLUMNS or is_phone_word(key) or says_number(key))


def _may_give_number(key: str) -> bool:
    return _is_telephone(key) or classify(key) in _WORDED


def _names_people(cells: Sequence[str]) -> bool:
    """Whether a row has the names of several people beside a word that says so."""
    return names_person(cells[0]) and _are_people(cells)


def _is_corner(cells: Sequence[str]) -> bool:
    """Whether a row has several words that may be the names of people, or say who they are, and nothing in front that names a fact."""
    key = cells[0].strip()
    is_open = not key or classify(key) is Column.ABOUT or (len(key) <= LONGEST_KEY and _CORNERS.issuperset(words_of(key)))
    return is_open and _are_people(cells)


def _are_people(cells: Sequence[str]) -> bool:
    names = [cell for cell in cells[1:] if cell.strip()]
    return len(names) >= _FEWEST and all(map(_may_be_name, names))


def _may_be_name(cell: str) -> bool:
    """Whether a cell may be what somebody is called or is, in whatever way: `Jay 2`, `24/7`, `Social worker`."""
    text = cell.strip()
    if is_no_name(text.rstrip(" 0123456789")):
        # Several of whom nobody knows are counted.
        return True
    if len(text) > _LONGEST_NAME or sum(map(str.isdecimal, text)) > _MOST_DIGITS or read_moment(text, TimeStyle()) is not None:
        return False
    return not (names_fact(text) or is_kind_of_phone(text) or _has_number([text]))


def _has_number(cells: Iterable[str]) -> bool:
    return any(looks_like_number(cell) or mentions_number(cell) for cell in cells)


def _keyed(block: Sequence[NumberedRow]) -> list[NumberedRow]:
    """Give each row the name of its fact: that above it where there is none, and one for names that stand in the first row without any."""
    is_named = any(_names_people(cells) for _, cells in block)
    facts: list[NumberedRow] = []
    for number, cells in block:
        key = cells[0].strip()
        if _names_people(cells):
            key = key if classify(key) in NAMES else _NAME
        elif not facts and _is_corner(cells):
            key = key if classify(key) is Column.ABOUT else _TIE if is_named else _NAME
        elif not key and facts and _has_number(cells[1:]):
            key = facts[-1][1][0]
        facts.append((number, [key, *cells[1:]]))
    return facts


def _are_turned(facts: Sequence[NumberedRow]) -> bool:
    """Whether facts are those of people, one in each column, and of no telephones."""
    heads = [cells for _, cells in facts if classify(cells[0]) in NAMES or classify(cells[0]) is Column.ABOUT]
    people = {at for cells in heads if _are_people(cells) for at, cell in enumerate(cells) if at and cell.strip()}
    numbers = {at for _, cells in facts if _is_telephone(cells[0]) for at, cell in enumerate(cells) if at and looks_like_number(cell)}
    is_named = any(classify(cells[0]) in NAMES for cells in heads)
    if len(people) < _FEWEST or not numbers <= people or (not is_named and any(not cells[0] for _, cells in facts)):
        return False
    is_of_things = names_thing(facts) or any(not _THINGS.isdisjoint(words_of(cell)) for cells in heads for cell in cells[1:])
    return not is_of_things
