"""Whose the numbers in rows above a list are: those below a row that names somebody else are that person's, and never the phone's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.words.named_people import gives_telephone, is_device, is_name, is_of_the_case, is_tie, names_holder, names_other

_LONGEST_NAME = 60


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


def named_in(rows: Sequence[NumberedRow]) -> dict[int, Named]:
    """Give whom each row with a number speaks of, by the number of the row; none of the others is there.

    A person is spoken of until an empty row, or one that names somebody else, the holder of the phone, or the phone.
    """
    told: dict[int, Named] = {}
    for block in _blocks(rows):
        named = _named(block)
        facts = [fact for _, fact in block]
        if named is None or (is_of_the_case(named.about) and any(is_device(key) for key, _ in facts)):
            continue
        told |= {number: named for number, (key, value) in block if _is_theirs(key, value)}
    return told


def _is_theirs(key: str, value: str) -> bool:
    """Whether a fact gives a number of whoever is named in its block."""
    return (gives_telephone(key) or names_other(key, "")) and (looks_like_number(value) or mentions_number(value))


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[list[tuple[int, tuple[str, str]]]]:
    """Take rows apart into facts that are of one person."""
    block: list[tuple[int, tuple[str, str]]] = []
    last = None
    for number, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled or (last is not None and number > last + 1):
            yield block
            block = []
        last = number
        for key, value in _facts_in(filled):
            if _begins(key, value, block):
                yield block
                block = []
            block.append((number, (key, value)))
    yield block


def _begins(key: str, value: str, block: Sequence[tuple[int, tuple[str, str]]]) -> bool:
    """Whether a fact begins to speak of somebody else than those before it."""
    if is_tie(key):
        return False
    if is_name(key):
        has_number = any(_is_theirs(*fact) for _, fact in block)
        return has_number or any(is_name(before) or (names_other(before, said) and said) for _, (before, said) in block)
    if is_device(key):
        named = _named(block)
        return named is not None and not is_of_the_case(named.about)
    return names_other(key, value) or names_holder(key)


def _named(block: Sequence[tuple[int, tuple[str, str]]]) -> Named | None:
    """Give whom the facts of a block name, other than the holder of the phone."""
    name = next((value for _, (key, value) in block if is_name(key)), "")
    for _, (key, value) in block:
        if is_tie(key) and names_other(value, ""):
            return Named(value, name)
        # A number beside what somebody is belongs to that row alone.
        if not (is_tie(key) or is_name(key) or looks_like_number(value)) and names_other(key, value):
            return Named(key, name or ("" if mentions_number(value) else value))
    return None


def _facts_in(filled: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the names and values of facts in a row, several of which may stand beside each other."""
    if len(filled) == 1 or all(":" in cell.rstrip(": ") for cell in filled):
        for cell in filled:
            key, _, value = cell.partition(":")
            yield key.strip(), value.strip()
        return
    for at in range(0, len(filled), 2):
        yield filled[at].rstrip(": "), filled[at + 1] if at + 1 < len(filled) else ""
