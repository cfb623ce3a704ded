"""Tables that are none as they stand: a person in a column or on several lines is made one in a row, below a header of what stood beside.

Forms (`Name: Jay`, `Mobile: 07700 900123`, one card below the other), sheets that were turned, with every person in a column, and typed
lists with the name on one line and the numbers on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby, pairwise
from typing import NamedTuple

from ingest.decode.arrangement.fact_keys import have_numbers, is_key, names_fact, names_person, names_thing
from ingest.decode.arrangement.headed_cards import CardHeads, key_of
from ingest.decode.arrangement.row_place import Place
from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.arrangement.turned import turned_whole
from ingest.decode.columns.header_rows import is_header
from ingest.decode.values.number_shape import has_digit, looks_like_number, mentions_number
from ingest.decode.values.typed_lines import is_name, is_number_alone
from ingest.decode.words.headers import NAMES, NUMBER_COLUMNS, classify

#: More words for facts of a person stand in no card.
_MOST_FACTS = 40
#: Share of the rows of a sheet of cards that are facts.
_LEAST_FACTS = 0.9
_HEADER = ("Name", "Number")


class _Line(Enum):
    """What a line of a typed list is."""

    BLANK = auto()
    NAME = auto()
    NUMBER = auto()
    OTHER = auto()


class Arrangement(NamedTuple):
    """How rows become those of a table."""

    #: Makes the rows of the table, its header first, of the rows as they stand.
    arrange: Callable[[Iterable[NumberedRow]], Iterator[NumberedRow]]
    place: Place


def arrangement_of(rows: Sequence[NumberedRow], place: Place, *, is_whole: bool) -> Arrangement | None:
    """Say how the first rows must be arranged to be a table; None where they are one, or nothing tells.

    Args:
        rows: the first rows, or all there are.
        place: where they stand.
        is_whole: these are all rows; only then their columns may be taken for rows.
    """
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    widest = max((at + 1 for _, cells in filled for at, cell in enumerate(cells) if cell.strip()), default=0)
    if widest == 1:
        return _arrangement_of_lines(rows, place, is_whole=is_whole)
    if widest == 2 and (heads := CardHeads.of(rows)) is not None:
        told = list(heads.moved(rows))
        headed = _keys_of(_facts_in([(number, cells) for number, cells in told if any(map(str.strip, cells))]), told)
        if headed is not None:
            return Arrangement(lambda all_rows: _carded(heads.moved(all_rows), headed), place._replace(only=1))
    facts = _facts_in(filled)
    if not facts or is_header(filled[0][1]):
        return None
    if widest == 2:
        keys = _keys_of(facts, rows)
        return None if keys is None else Arrangement(lambda all_rows: _carded(all_rows, keys), place._replace(only=1))
    turned = turned_whole(facts) if is_whole and len(facts) <= _MOST_FACTS else None
    return None if turned is None else Arrangement(lambda _: turned.rows(), turned.place(place))


def _arrangement_of_lines(rows: Sequence[NumberedRow], place: Place, *, is_whole: bool) -> Arrangement | None:
    """Say how lines with nothing beside them are arranged: cards with colons, or names and numbers below each other."""
    place = place._replace(only=0)
    heads = CardHeads.of(list(_split(rows)), frozenset(key_of(cells) for _, cells in rows if _line(cells).endswith(":")))
    split = list(_split(rows) if heads is None else heads.moved(_split(rows)))
    keys = _keys_of(_facts_in([(number, cells) for number, cells in split if cells[0]]), split)
    if keys is not None:
        return Arrangement(lambda all_rows: _carded(_split(all_rows) if heads is None else heads.moved(_split(all_rows)), keys), place)
    names_first = _order_of_lines(rows) if is_whole else None
    return None if names_first is None else Arrangement(_after_names if names_first else _before_names, place)


def _split(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """Take what stands before a colon for the name of a fact."""
    for number, cells in rows:
        key, _, value = _line(cells).partition(":")
        yield number, [key.strip(), value.strip()]


def _facts_in(filled: Sequence[NumberedRow]) -> list[NumberedRow]:
    """The rows that begin with the name of a fact, when nearly all do; a title may stand above them, and nothing else may give a number."""
    facts = [(number, cells) for number, cells in filled if is_key(cells[0])]
    others = [cells for _, cells in filled if not is_key(cells[0])]
    if len(facts) < 2 or len(facts) < _LEAST_FACTS * (len(filled) - 1) or any(map(has_digit, (cell for row in others for cell in row))):
        return []
    is_told = any(names_person(cells[0]) for _, cells in facts) and any(classify(cells[0]) in NUMBER_COLUMNS for _, cells in facts)
    return facts if is_told else []


def _keys_of(facts: Sequence[NumberedRow], rows: Sequence[NumberedRow]) -> list[str] | None:
    """The facts of the cards, each as often as it stands in one; None where the rows are no cards."""
    if not facts:
        return None
    person = facts[0][1][0]
    names = [cells[1] for _, cells in facts if len(cells) > 1 and (cells[0] == person or classify(cells[0]) in NAMES)]
    if not names_person(person) or names_thing(facts) or not have_numbers(facts):
        return None
    if not names or any(map(has_digit, names)) or any(map(names_fact, names)):
        return None
    keys: list[str] = []
    for card in _cards(rows, key_of(facts[0][1])):
        present = [key_of(cells) for _, cells in card if is_key(cells[0])]
        keys += [key for key in dict.fromkeys(present) for _ in range(present.count(key) - keys.count(key))]
    return keys if len(keys) <= _MOST_FACTS else None


def _is_blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _cards(rows: Iterable[NumberedRow], first: str) -> Iterator[list[NumberedRow]]:
    """Put the rows of each card together.

    One begins where the first fact of all comes again, and below a blank row where any of the card above does: it may lack the first. A
    blank row inside of a card shows that they divide nothing there.
    """
    card: list[NumberedRow] = []
    is_behind_blank = is_broken = False
    for number, cells in rows:
        if _is_blank(cells):
            is_behind_blank = bool(card)
            continue
        is_behind_blank |= bool(card) and _leave_out(card[-1], number)
        key = key_of(cells)
        is_again = is_behind_blank and not is_broken and any(key_of(each) == key for _, each in card)
        if card and (key == first or is_again or len(card) >= _MOST_FACTS):
            yield card
            card, is_behind_blank, is_broken = [], False, False
        is_broken |= is_behind_blank
        is_behind_blank = False
        card.append((number, cells))
    if card:
        yield card


def _leave_out(row: NumberedRow, number: int) -> bool:
    """Whether rows are left out between one and that of a number, as blank ones are of a sheet; a text counts the lines of its cells."""
    return number > row[0] + 1 and not any("\n" in cell or "\r" in cell for cell in row[1])


def _carded(rows: Iterable[NumberedRow], keys: Sequence[str]) -> Iterator[NumberedRow]:
    """Make one row of each card, which stands where its first number does; what has no place in it stands behind the last column."""
    yield 0, list(keys)
    for card in _cards(rows, keys[0]):
        made = [""] * len(keys)
        for _, cells in card:
            key, value = key_of(cells), _value(cells)
            at = next((at for at, each in enumerate(keys) if each == key and not made[at]), None)
            if at is None:
                made += [value or key]
            else:
                made[at] = value
        yield next((number for number, cells in card if _gives_number(cells)), card[0][0]), made


def _value(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells[1:] if cell.strip())


def _gives_number(cells: Sequence[str]) -> bool:
    """Whether a fact is a number or mentions one."""
    value = _value(cells)
    return looks_like_number(value) or mentions_number(value)


def _order_of_lines(rows: Sequence[NumberedRow]) -> bool | None:
    """Whether names come first in a list of a name on one line and its numbers on the next; None where nothing says so plainly."""
    lines = [_line(cells) for _, cells in rows]
    kinds = [_Line.BLANK if not line else _kind_of(line) for line in lines]
    if kinds.count(_Line.OTHER) > 1 or any(map(_says_number, lines)):
        return None
    blocks = [[kind for kind in block if kind is not _Line.OTHER] for is_blank, block in _blocks_of(kinds) if not is_blank]
    # What stands first is a title where a name ends the block, too; then nobody knows which name is whose.
    ends = [(block[0], block[-1]) for block in blocks if _Line.NUMBER in block and _Line.NAME in block]
    pairs = sum(pair in {(_Line.NAME, _Line.NUMBER), (_Line.NUMBER, _Line.NAME)} for block in blocks for pair in pairwise(block))
    if pairs < 2 or len(set(ends)) != 1 or ends[0][0] is ends[0][1]:
        return None
    return ends[0][0] is _Line.NAME


def _blocks_of(kinds: Sequence[_Line]) -> Iterator[tuple[bool, list[_Line]]]:
    return ((is_blank, list(block)) for is_blank, block in groupby(kinds, key=lambda kind: kind is _Line.BLANK))


def _line(cells: Sequence[str]) -> str:
    return cells[0].strip() if cells else ""


def _kind_of(line: str) -> _Line:
    if is_number_alone(line):
        return _Line.NUMBER
    return _Line.NAME if is_name(line) else _Line.OTHER


def _says_number(line: str) -> bool:
    """Whether a line has a number beside words."""
    return not is_number_alone(line) and has_digit(line) is not None and (looks_like_number(line) or mentions_number(line))


def _after_names(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """Put the name on a line beside every number that follows it at once; a name without one is a row of its own."""
    yield 0, _HEADER
    name: NumberedRow | None = None
    is_used = False
    for number, cells in rows:
        line = _line(cells)
        if line and _kind_of(line) is not _Line.NAME:
            yield number, [_line(name[1]) if name else "", line]
            is_used = True
            continue
        if name is not None and not is_used:
            yield name[0], [_line(name[1]), ""]
        name, is_used = (number, cells) if line else None, False
    if name is not None and not is_used:
        yield name[0], [_line(name[1]), ""]


def _before_names(rows: Iterable[NumberedRow]) -> Iterator[NumberedRow]:
    """Put the name on a line beside the numbers right above it."""
    yield 0, _HEADER
    waiting: list[NumberedRow] = []
    for number, cells in rows:
        line = _line(cells)
        if line and _kind_of(line) is not _Line.NAME:
            waiting.append((number, cells))
            if len(waiting) < _MOST_FACTS:
                continue
            line = ""
        elif line and not waiting:
            yield number, [line, ""]
        for at, held in waiting:
            yield at, [line, _line(held)]
        waiting.clear()
    for at, held in waiting:
        yield at, ["", _line(held)]
