"""What readers yield, as bytes that can be checked: JSON of columns, so that a million records are checked by columns and not one by one.

The writing side is the jailed reader, which a hostile file may have taken over; the reading side believes nothing. A batch is a list of
runs of parts of one kind, and a run a list of columns. A column whose values are all the same travels as that one value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby, islice, repeat
from typing import Any, NoReturn, TypeVar

from ingest.errors import UnsafeExtraction
from ingest.records import Direction, Mention, Part, Record, Remark, Role, Rows, Skipped, Written

#: What a message holds besides texts; it grows twentyfold when it is taken apart. Honest messages stay below it, texts included, unless a
#: single record is larger.
_ORDINARY_BYTES = 1 << 20
#: A text, also one without an end, so that looking for texts takes time in proportion to the message whatever it holds.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
#: Half of a character, written out; the writing side sends none.
_SURROGATE = re.compile(rb"(?<!\\)(?:\\\\)*+\\u[dD][89a-fA-F]")
_LONE = re.compile("[\ud800-\udfff]")

_CODE = re.compile(r"[a-z][a-z-]{0,39}")
_LARGEST_ROW = 1 << 53
_LONGEST_PLACE = 4096
_LONGEST_SENTENCE = 1000

_TEXT: frozenset[type] = frozenset({str})
_MAYBE_TEXT: frozenset[type] = frozenset({str, type(None)})
_WHOLE: frozenset[type] = frozenset({int})
_TRUTH: frozenset[type] = frozenset({bool})

T = TypeVar("T")

_ROLES: Mapping[object, Role] = {role.value: role for role in Role}
_DIRECTIONS: Mapping[object, Direction | None] = {None: None, **{each.value: each for each in Direction}}
_WRITTEN: Mapping[object, Written] = {each.value: each for each in Written}


class Garbled(Exception):
    """A message that no honest reader sends."""


def write_batch(parts: Sequence[Part], name: str, most: int) -> Iterator[bytes]:
    """Write parts as messages of at most `most` bytes each.

    Raises:
        UnsafeExtraction: a single record of the file `name` is larger than that.
    """
    runs = [_run(kind, list(run)) for kind, run in groupby(parts, type)]
    text = json.dumps(list(chain.from_iterable(runs)), ensure_ascii=False, separators=(",", ":"))
    try:
        message = text.encode()
    except UnicodeEncodeError:
        message = _LONE.sub("\ufffd", text).encode()
    smaller = _halves(parts) if len(message) > min(_ORDINARY_BYTES, most) else ()
    if not smaller and len(message) <= most:
        yield message
        return
    if not smaller:
        raise UnsafeExtraction(f"'{name}' holds a record of an absurd size.", hint="Ask for the file to be exported again.")
    for half in smaller:
        yield from write_batch(half, name, most)


def _halves(parts: Sequence[Part]) -> tuple[Sequence[Part], ...]:
    if len(parts) > 1:
        middle = len(parts) // 2
        return parts[:middle], parts[middle:]
    (part,) = parts
    if not isinstance(part, Rows) or len(part.raws) < 2:
        return ()
    middle = len(part.raws) // 2
    return [part.between(0, middle)], [part.between(middle, len(part.raws))]


def _run(kind: type[Part], run: list[Part]) -> list[list[object]]:
    if kind is Record:
        return [_records_out([part for part in run if isinstance(part, Record)])]
    if kind is Rows:
        return [["w", rows.before_row, *_rows_out(rows)] for rows in run if isinstance(rows, Rows)]
    columns = list(map(list, zip(*run, strict=True)))
    return [["s" if kind is Skipped else "m", *columns]]


def _rows_out(rows: Rows) -> Iterator[object]:
    yield from (list(rows.numbers), list(rows.raws), list(rows.labels), list(rows.abouts))
    yield from ([list(column) for column in columns] for columns in (rows.notes, rows.words))


def _records_out(records: list[Record]) -> list[object]:
    places, groups, firsts, lasts, deleted = zip(*records, strict=True)
    raws, *others = zip(*chain.from_iterable(groups), strict=True)
    return [
        "r",
        list(places),
        _thin(list(map(len, groups))),
        list(raws),
        *(_thin(list(column)) for column in others),
        _thin([moment and moment.isoformat() for moment in firsts]),
        _thin([moment and moment.isoformat() for moment in lasts]),
        _thin(list(deleted)),
    ]


def _thin(column: list[object]) -> object:
    """Give the one value of a column that has no other."""
    return column[0] if column.count(column[0]) == len(column) else column


def read_batch(message: bytes, name: str) -> list[Part]:
    """Read a message about the file `name`.

    Raises:
        Garbled: anything in it is not what it should be.
    """
    if len(message) > _ORDINARY_BYTES and len(_STRING.sub(b"", message)) > _ORDINARY_BYTES:
        raise Garbled
    if _SURROGATE.search(message):
        raise Garbled
    parts: list[Part] = []
    try:
        for run in _list(json.loads(message.decode(), parse_constant=_refuse, parse_float=_refuse)):
            kind, *columns = _list(run)
            parts += _READ[kind](name, *columns)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as err:
        raise Garbled from err
    return parts


def _refuse(_: str) -> NoReturn:
    raise Garbled


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise Garbled
    return value


def _column(value: object, kinds: frozenset[type], length: int) -> list[Any]:
    """A column of values of these types, as long as the others."""
    column = value if type(value) is list else [value] * length
    if len(column) != length or not kinds.issuperset(map(type, column)):
        raise Garbled
    return column


def _closed(value: object, known: Mapping[object, T], length: int) -> list[T]:
    """A column of words of a closed list."""
    if type(value) is not list:
        return [known[value]] * length
    if len(value) != length:
        raise Garbled
    return list(map(known.__getitem__, value))


def _moments(value: object, length: int) -> list[datetime | None]:
    return [text and datetime.fromisoformat(text) for text in _column(value, _MAYBE_TEXT, length)]


def _places(value: object, name: str) -> list[str]:
    """The column by which a run is counted: every record stands somewhere in the file it came from."""
    places = _list(value)
    if not places or not _TEXT.issuperset(map(type, places)):
        raise Garbled
    if not all(place.startswith(name) for place in places) or max(map(len, places)) > len(name) + _LONGEST_PLACE:
        raise Garbled
    return places


def _sentences(value: object, length: int) -> list[str]:
    sentences = _column(value, _TEXT, length)
    if max(map(len, sentences)) > _LONGEST_SENTENCE:
        raise Garbled
    return sentences


def _records_in(name: str, *columns: object) -> Iterator[Part]:
    places, counts, raws, roles, labels, apps, directions, written, abouts, firsts, lasts, deleted = columns
    places_in = _places(places, name)
    length = len(places_in)
    counts_in = _column(counts, _WHOLE, length)
    raws_in = _list(raws)
    mentioned = len(raws_in)
    if min(counts_in) < 1 or sum(counts_in) != mentioned:
        raise Garbled
    # Made without a call for each, as a large report has millions.
    mentions = map(
        tuple.__new__,
        repeat(Mention),
        zip(
            _column(raws_in, _TEXT, mentioned),
            _closed(roles, _ROLES, mentioned),
            _column(labels, _MAYBE_TEXT, mentioned),
            _column(apps, _MAYBE_TEXT, mentioned),
            _closed(directions, _DIRECTIONS, mentioned),
            _closed(written, _WRITTEN, mentioned),
            _column(abouts, _MAYBE_TEXT, mentioned),
            strict=True,
        ),
    )
    groups = zip(mentions) if mentioned == length else (tuple(islice(mentions, count)) for count in counts_in)
    others = (_moments(firsts, length), _moments(lasts, length), _column(deleted, _TRUTH, length))
    yield from map(tuple.__new__, repeat(Record), zip(places_in, groups, *others, strict=True))


def _rows_in(name: str, before_row: object, *columns: object) -> Iterator[Part]:
    numbers, raws, labels, abouts, *words = columns
    raws_in = _list(raws)
    length = len(raws_in)
    numbers_in = _column(numbers, _WHOLE, length)
    labels_in = _column(labels, _TEXT, length)
    if not raws_in or min(numbers_in) < 0 or max(numbers_in) > _LARGEST_ROW or not all(labels_in):
        raise Garbled
    (before,) = _places([before_row], name)
    # Columns that travel as one value would grow without bounds where there are any number of them.
    notes, said = (tuple(_column(_list(each), _TEXT, length) for each in _list(columns)) for columns in words)
    abouts_in = _column(abouts_in, _TEXT, length) if (abouts_in := _list(abouts)) else ()
    yield Rows(before, numbers_in, _column(raws_in, _TEXT, length), labels_in, abouts_in, notes, said)


def _skipped_in(name: str, reasons: object, places: object) -> Iterator[Part]:
    places_in = _places(places, name)
    return map(Skipped, _sentences(reasons, len(places_in)), places_in)


def _remarks_in(name: str, codes: object, sentences: object, places: object) -> Iterator[Part]:
    places_in = _places(places, name)
    length = len(places_in)
    codes_in = _column(codes, _TEXT, length)
    if not all(map(_CODE.fullmatch, codes_in)):
        raise Garbled
    return map(Remark, codes_in, _sentences(sentences, length), places_in)


_READ: Mapping[object, Callable[..., Iterator[Part]]] = {"r": _records_in, "w": _rows_in, "s": _skipped_in, "m": _remarks_in}
