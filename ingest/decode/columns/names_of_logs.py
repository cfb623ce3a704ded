"""Columns of a log that say who is on the other end, whatever their headers are called: by what stands in all of them.

A list of people has its names in the first column of words (`name_labels`). A log has more columns of words: masts, networks, services,
states of calls. So one is taken for names only where the same number has the same words in each of its rows and other numbers have others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from ingest.decode.columns.owners import tells_phones_apart
from ingest.decode.columns.pairs_beside import Beside, Pairs
from ingest.decode.values.number_shape import has_digit, is_nothing, looks_like_number, mentions_number
from ingest.decode.values.person import is_no_name, is_speaker, label_of_number
from ingest.decode.values.typed_lines import is_name
from ingest.decode.words.column_kinds import NAMING
from ingest.decode.words.headers import Column, words_of
from ingest.decode.words.kinds import kind_named
from ingest.decode.words.log_columns import is_called_of_somebody, is_open_to_names, may_head_names
from ingest.decode.words.months import FILLERS, MONTHS, plain
from ingest.decode.words.networks import NETWORKS
from ingest.decode.words.sets import set_of
from ingest.decode.words.ways import is_state_of_call, is_way, way_of
from ingest.records import Direction

#: Columns of no other use, in which names may stand; ids of a messenger are names where nobody has a number or an address there.
_MAYBE: Final = frozenset({Column.OTHER, Column.MESSENGER_ID, Column.MAYBE_PHONE})
_UNSIDED: Final = (Column.PHONE, Column.MAYBE_PHONE, Column.PARTY)
_SIDES: Final = (Column.FROM, Column.TO)
_PARTIES: Final = frozenset({Column.PARTY, *_SIDES})
_NAMES_OF_SIDES: Final = (Column.FROM_NAME, Column.TO_NAME)
_NAMED: Final = frozenset({*NAMING, *_NAMES_OF_SIDES})
_WAYS: Final = frozenset({Column.DIRECTION, Column.TYPE})
#: Share of different cells that are names, and of names among numbers.
_MOST: Final = 0.8
_HALF: Final = 0.5
#: Numbers from which on different names beside them are no accident, and from which on none below words that may say whose phone it was.
_FEWEST: Final = 2
_FEWEST_BESIDE_OWNERS: Final = 3
_FEWEST_BELOW_ANY: Final = 5
#: A figure that tells one of several with the same name from another, and one that is what somebody is called below a word for names.
_LONGEST_FIGURE: Final = 2
_LONGEST_CODE: Final = 4
#: Columns of numbers around one of words whose names these may be; a table has as many as it likes.
_MOST_BESIDE: Final = 8
_ANSWERS: Final = set_of("yes no y n true false x ok")
#: What carries calls, and what is paid for them.
_OF_NETWORKS: Final = NETWORKS | set_of(
    "mobile landline national international local standard free freephone roaming uk gb voicemail premium data gprs voice lte volte gsm"
    " wifi"
)


def find_names_of_log(
    columns: list[Column], rows: Sequence[Sequence[str]], samples: Sequence[Sequence[str]], header: Sequence[str]
) -> None:
    """Take columns of a log for the names of its parties where their headers do not say so, and those of a side for that side's.

    Args:
        columns: what the columns hold so far; changed.
        rows: the rows that are judged.
        samples: the filled cells of each column.
        header: their headers.
    """
    numbers = [at for at, column in enumerate(columns) if column in (*_UNSIDED, *_SIDES) and any(map(looks_like_number, samples[at]))]
    if not numbers:
        return
    beside = Beside(rows)
    if not _find_pairs(columns, beside, samples, header, numbers):
        _take_back_side(columns, rows, numbers)
        _find_one(columns, beside, samples, header, numbers)


def _find_one(
    columns: list[Column], beside: Beside, samples: Sequence[Sequence[str]], header: Sequence[str], numbers: Sequence[int]
) -> None:
    """Take one column for the names of the rows where none is known: the nearest to a number, and before others one that says so."""
    known = frozenset(numbers)
    is_named = not _NAMED.isdisjoint(columns) or any(
        columns[at] in _PARTIES and at not in known and samples[at] and not any(map(has_digit, samples[at])) for at in range(len(columns))
    )
    if is_named:
        return
    has_text = Column.BODY in columns
    found: list[tuple[bool, int, int, Column]] = []
    for at in _candidates(columns, samples, header):
        near = _nearest(numbers, at)
        kinds = ((number, _kind_beside(columns, beside, header[at], at, number, has_text=has_text)) for number in near)
        nearest, kind = next(((number, kind) for number, kind in kinds if kind), (numbers[0], None))
        kind = kind or _of_others(columns, beside, header[at], at, numbers, has_text=has_text)
        if kind:
            found.append((not is_called_of_somebody(header[at]), abs(at - nearest), at, kind))
    if found:
        *_, at, kind = min(found, key=lambda each: each[:3])
        columns[at] = kind


def _nearest(numbers: Sequence[int], at: int) -> list[int]:
    """Give the columns of numbers around another, the nearest first, and the one before it before the one behind it."""
    place = bisect_left(numbers, at)
    around = numbers[max(0, place - _MOST_BESIDE) : place + _MOST_BESIDE]
    return sorted(around, key=lambda number: (abs(at - number), number > at))[:_MOST_BESIDE]


def _candidates(columns: Sequence[Column], samples: Sequence[Sequence[str]], header: Sequence[str]) -> list[int]:
    found = [
        at for at, column in enumerate(columns) if column in _MAYBE and may_head_names(header[at]) and _are_names(samples[at], header[at])
    ]
    # A field in which a number may stand, and none does: `Details`.
    return [at for at in found if columns[at] is not Column.MAYBE_PHONE or not any(map(mentions_number, samples[at]))]


def _are_names(sample: Sequence[str], header: str) -> bool:
    """Whether most of the different cells of a column may be names of people, and hardly any is a word for something else."""
    told = {text for cell in sample if (text := cell.strip()) and not is_nothing(text) and not is_no_name(text)}
    longest = _LONGEST_CODE if is_called_of_somebody(header) else _LONGEST_FIGURE
    # People are called April and Jan, but not all of them.
    return bool(told) and sum(_may_be_name(text, longest) for text in told) >= _MOST * len(told) and not all(map(_is_day, told))


def _is_day(text: str) -> bool:
    return all(word in FILLERS or word in MONTHS for word in map(plain, words_of(text)))


def _may_be_name(text: str, longest: int) -> bool:
    words = words_of(text)
    figures = [word for word in words if word.isdecimal()]
    bare = " ".join(word for word in words if not word.isdecimal())
    if not bare or len(figures) > 1 or any(len(figure) > longest for figure in figures):
        return False
    is_else = is_way(text) or kind_named(text) in {"calls", "messages"} or is_state_of_call(text) or label_of_number(text) is None
    return is_name(bare) and not is_else and _ANSWERS.isdisjoint(words[:1]) and _OF_NETWORKS.isdisjoint(words)


def _kind_beside(columns: Sequence[Column], beside: Beside, header: str, at: int, number: int, *, has_text: bool) -> Column | None:
    """Say whose names a column has, if they are those of the numbers of another: the row's, or those of a side of it."""
    if not _are_of(beside.pairs(number, at), header, at, [number], has_text=has_text):
        return None
    if columns[number] not in _SIDES:
        return Column.NAME
    is_alone = Column.FROM not in columns or Column.TO not in columns
    return Column.NAME if is_alone else _NAMES_OF_SIDES[_SIDES.index(columns[number])]


def _of_others(columns: Sequence[Column], beside: Beside, header: str, at: int, numbers: Sequence[int], *, has_text: bool) -> Column | None:
    """Take names for those of the other of each row, where one number has a part in all rows, on whichever side."""
    if len(numbers) > _MOST_BESIDE or {columns[number] for number in numbers} != set(_SIDES):
        return None
    keys = [frozenset(filter(None, row)) for row in zip(*map(beside.numbers, numbers), strict=True)]
    told = [(row, text) for row, text in zip(keys, beside.words(at), strict=True) if row]
    common = frozenset.intersection(*[row for row, _ in told]) if told else frozenset()
    if len(common) != 1:
        return None
    pairs = Pairs.of([(key, text) for row, text in told for key in row - common])
    return Column.NAME if _are_of(pairs, header, at, numbers, has_text=has_text) else None


def _are_of(pairs: Pairs, header: str, at: int, numbers: Sequence[int], *, has_text: bool) -> bool:
    """Whether the words of a column are the names of the numbers beside them, and neither of one phone of several nor of many alike."""
    count, names = len(pairs.words), pairs.names
    if not count or not pairs.is_of_numbers or (len(names) == 1 and is_speaker(next(iter(names)))):
        return False
    is_said = is_called_of_somebody(header)
    if tells_phones_apart(header, Column.OTHER):
        return len(names) == count >= _FEWEST_BESIDE_OWNERS
    if has_text and not is_said and not pairs.are_repeated:
        # Short words of messages are as many as these.
        return False
    if not is_open_to_names(header) and not (pairs.are_repeated and len(names) == count >= _FEWEST_BELOW_ANY):
        # The ward a call came from, who was on duty: few are different for each number, and the same whenever it comes back.
        return False
    is_beside = any(abs(at - number) == 1 for number in numbers)
    if len(names) < _FEWEST:
        # All rows are of one number, or of one person.
        return is_beside and is_said and count == 1
    return len(names) >= _HALF * count and (is_said or is_beside or count > _FEWEST)


def _take_back_side(columns: list[Column], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    """Take the names of one side for those of the only number of each row where calls that went out have different ones, too.

    On the owner's side one name would stand in all of these.
    """
    sides = [at for at, column in enumerate(columns) if column in _NAMES_OF_SIDES]
    if (
        len(sides) != 1
        or len(numbers) != 1
        or columns[numbers[0]] not in _UNSIDED
        or not _NAMED.isdisjoint(set(columns) - {*_NAMES_OF_SIDES})
    ):
        return
    near = Direction.OUT if columns[sides[0]] is Column.FROM_NAME else Direction.IN
    ways = [at for at, column in enumerate(columns) if column in _WAYS]
    own = [cells for cells in rows if any(at < len(cells) and _goes(cells[at], near) for at in ways)]
    pairs, all_pairs = (Beside(several).pairs(numbers[0], sides[0]) for several in (own, rows))
    if len(pairs.words) >= _FEWEST and len(pairs.names) == len(pairs.words) and pairs.is_of_numbers and all_pairs.is_of_numbers:
        columns[sides[0]] = Column.NAME


def _goes(cell: str, way: Direction) -> bool:
    told = way_of(cell)
    return told is not None and told.direction is way


def _find_pairs(
    columns: list[Column], beside: Beside, samples: Sequence[Sequence[str]], header: Sequence[str], numbers: Sequence[int]
) -> bool:
    """Take the names beside the numbers of both sides for those of their sides, and say whether there are such."""
    sides = [at for at in numbers if columns[at] in _SIDES]
    if len(sides) != len(_SIDES) or columns[sides[0]] is columns[sides[1]]:
        return False
    told = [at for at, column in enumerate(columns) if column in _NAMES_OF_SIDES]
    # The same words above both names say of neither on which side it is.
    is_told_apart = len({columns[at] for at in told}) != 1 or len({header[at].strip().casefold() for at in told}) == len(told)
    if told and is_told_apart:
        return False
    known = told or [at for at, column in enumerate(columns) if column in {Column.NAME, Column.NICKNAME}]
    for names in (known, sorted({*known, *_candidates(columns, samples, header)})):
        of_sides = _beside_each(sides, names)
        if of_sides is not None and all(beside.pairs(number, at).is_of_numbers for number, at in zip(sides, of_sides, strict=True)):
            for number, at in zip(sides, of_sides, strict=True):
                columns[at] = _NAMES_OF_SIDES[_SIDES.index(columns[number])]
            return True
    return False


def _beside_each(sides: Sequence[int], names: Sequence[int]) -> tuple[int, int] | None:
    """Give the column of names that stands with each of two columns of numbers: behind each, before each, or in their order."""
    first, second = sides
    between = [at for at in names if first < at < second]
    before, behind = [at for at in names if at < first], [at for at in names if at > second]
    if between and behind and not before:
        return between[0], behind[0]
    if before and between and not behind:
        return before[-1], between[-1]
    if between or len(names) != len(sides):
        return None
    return names[0], names[1]
