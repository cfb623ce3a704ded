"""Whose the numbers in rows above a list are: those below a row that names somebody else are that person's, and never the phone's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.owners.fact_pairs import Pair, pairs_in
from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.words.named_people import gives_telephone, is_device, is_name, is_of_the_case, is_tie, names_holder, names_other

_LONGEST_NAME = 60


#: Facts with the numbers of their rows.
_Block: TypeAlias = list[tuple[int, Pair]]


class Named(NamedTuple):
    """Whom a row names."""

    #: What they are: `Mother`, `Social worker`.
    about: str
    #: What they are called; empty where nobody says.
    name: str

    @property
    def label(self) -> str:
        """What a number of theirs is called."""
        return self.name if self.name and len(self.name) <= _LONGEST_NAME else self.about


def named_in(rows: Sequence[NumberedRow]) -> dict[tuple[int, int], Named]:
    """Give whom each fact with a number speaks of, by the number of its row and its first column; none of the others is there.

    A person is spoken of until an empty row, or a fact that names somebody else, the holder of the phone, or the phone. People whose names
    stand beside each other are spoken of each in the columns below their name.
    """
    told: dict[tuple[int, int], Named] = {}
    for block in _blocks(rows):
        named = _named(block)
        if named is None or (is_of_the_case(named.about) and any(is_device(pair.key) for _, pair in block)):
            continue
        told |= {(number, pair.at): named for number, pair in block if _is_theirs(pair)}
    return told


def _is_theirs(pair: Pair) -> bool:
    """Whether a fact gives a number of whoever is named in its block."""
    return (gives_telephone(pair.key) or names_other(pair.key, "")) and pair.has_number


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[_Block]:
    """Take rows apart into facts that are of one person."""
    #: The facts of whoever is spoken of at present, by the column their name stands in.
    open_: dict[int, _Block] = {0: []}
    last = None
    for number, cells in rows:
        pairs = pairs_in(cells)
        if not pairs or (last is not None and number > last + 1):
            yield from open_.values()
            open_ = {0: []}
        last = number
        for pair in pairs:
            at = max(at for at in open_ if at <= pair.at)
            if _begins(pair, open_[at]):
                yield from (open_.pop(other) for other in tuple(open_) if other > at)
                if at < pair.at and pair is not pairs[0] and _is_person(pair):
                    at = pair.at
                else:
                    yield open_[at]
                open_[at] = []
            open_[at].append((number, pair))
    yield from open_.values()


def _is_person(pair: Pair) -> bool:
    """Whether a fact names somebody whose facts may follow below."""
    return not pair.has_number and (is_name(pair.key) or names_other(pair.key, pair.value) or names_holder(pair.key))


def _begins(pair: Pair, block: _Block) -> bool:
    """Whether a fact begins to speak of somebody else than those before it."""
    if is_tie(pair.key):
        return False
    if is_name(pair.key):
        has_number = any(_is_theirs(before) for _, before in block)
        return has_number or any(is_name(before.key) or (names_other(before.key, before.value) and before.value) for _, before in block)
    if is_device(pair.key):
        named = _named(block)
        return named is not None and not is_of_the_case(named.about)
    return names_other(pair.key, pair.value) or names_holder(pair.key)


def _named(block: _Block) -> Named | None:
    """Give whom the facts of a block name, other than the holder of the phone."""
    name = next((pair.value for _, pair in block if is_name(pair.key)), "")
    for _, (_, key, values, _) in block:
        value = values[0] if values else ""
        if is_tie(key) and names_other(value, ""):
            return Named(value, name)
        # A number beside what somebody is belongs to that row alone.
        if not (is_tie(key) or is_name(key) or looks_like_number(value)) and names_other(key, value):
            return Named(key, name or ("" if mentions_number(value) else value))
    return None
