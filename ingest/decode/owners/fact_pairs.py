"""Facts that stand beside each other in one row of a form: the name of each, and what is given for it (`Tel: | 07… | School: | 016…`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.decode.values.number_shape import looks_like_number, mentions_number
from ingest.decode.words.fact_kinds import is_device, is_name, is_tie, names_holder
from ingest.decode.words.headers import is_phone_word, says_number
from ingest.decode.words.named_people import heads_person, names_other
from ingest.decode.words.questions import asked_for, is_question

_LONGEST_KEY: Final = 40
_DETAILS_BEHIND: Final = re.compile(r"(?<=\w)(?: (?:contact|details?|information|info)){1,3}\Z", re.IGNORECASE)
#: Digits of the count of a row, which some tools put in front.
_LONGEST_ORDINAL: Final = 6


class Pair(NamedTuple):
    """The name of a fact and its values, of which there may be none."""

    #: Column of its first cell, from 0.
    at: int
    key: str
    values: tuple[str, ...]
    #: Its cells as they stand.
    cells: tuple[str, ...]

    @property
    def value(self) -> str:
        """The first of its values."""
        return self.values[0] if self.values else ""

    @property
    def has_number(self) -> bool:
        """Whether a number stands in it."""
        return any(map(_has_number, self.cells))

    @property
    def is_question(self) -> bool:
        """Whether it is a question, which its value answers."""
        return is_question(self.key) or self.cells[0].rstrip().endswith("?")

    @property
    def words(self) -> tuple[str, ...]:
        """Its name and those of its values that are words alone."""
        return tuple(text for text in (self.key, *self.values) if text and not _has_number(text))


def pairs_in(cells: Sequence[str]) -> list[Pair]:
    """Take a row apart into its facts.

    A colon ends the name of a fact; without one, words behind a number are the name of the next, and so are known ones behind any value.
    """
    filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
    if len(filled) > 1 and filled[0][1].isdecimal() and len(filled[0][1]) <= _LONGEST_ORDINAL:
        filled = filled[1:]
    if len(filled) == 1 or all(":" in cell.rstrip(": ") for _, cell in filled):
        return [_in_cell(at, cell) for at, cell in filled]
    if all(heads_person(cell) for _, cell in filled):
        # Those whose facts stand below each other, each in columns of their own.
        return [Pair(at, cell.rstrip(": "), (), (cell,)) for at, cell in filled]
    groups: list[list[tuple[int, str]]] = []
    # Who writes numbers in front says behind each whose it is.
    is_behind = _has_number(filled[0][1]) and not _has_number(filled[-1][1])
    has_colons = any(cell.endswith(":") for _, cell in filled)
    for at, cell in filled:
        group = [text for _, text in groups[-1]] if groups else []
        if not group or (_begins_behind(group, cell) if is_behind else _begins(group, cell, has_colons=has_colons)):
            groups.append([])
        groups[-1].append((at, cell))
    if len(groups) > 1 and len(groups[-1]) == 1 and not groups[-1][0][1].endswith(":") and not _is_telephone(groups[-1][0][1]):
        # What stands last and has no value is said of the number before it.
        last = groups.pop()
        groups[-1] += last
    return [_of(group) for group in groups]


def _in_cell(at: int, cell: str) -> Pair:
    key, _, value = cell.partition(":")
    return Pair(at, key.strip() if value.strip() else _heading_in(key.strip()), (value.strip(),) if value.strip() else (), (cell,))


def _heading_in(text: str) -> str:
    """Give whom a heading says the facts below it are about: `Social worker details`, `Details of solicitor`; any other as it stands."""
    about = _DETAILS_BEHIND.sub("", asked_for(text))
    return about if heads_person(about) else text


def _of(group: Sequence[tuple[int, str]]) -> Pair:
    cells = tuple(cell for _, cell in group)
    at = next((at for at, cell in enumerate(cells) if not looks_like_number(cell)), 0)
    values = cells[:at] + cells[at + 1 :]
    return Pair(group[0][0], cells[at].rstrip(": "), values, cells)


def _begins(group: Sequence[str], cell: str, *, has_colons: bool) -> bool:
    """Whether a cell is the name of another fact than that of the cells before it."""
    if cell.endswith(":"):
        return True
    if _has_number(cell):
        return False
    if any(map(_has_number, group)):
        return not has_colons or _is_key(cell)
    # What named the fact before it names one again: `Address | … | Address | …`.
    return len(group) > 1 and (cell.casefold() == group[0].casefold() or _is_key(cell))


def _begins_behind(group: Sequence[str], cell: str) -> bool:
    return _has_number(cell) and not all(map(_has_number, group))


def _is_key(cell: str) -> bool:
    """Whether words are known as the name of a fact about a person or a phone."""
    if len(cell) > _LONGEST_KEY:
        return False
    return _is_telephone(cell) or names_other(cell, "") or names_holder(cell) or is_device(cell) or is_tie(cell) or is_name(cell)


def _is_telephone(cell: str) -> bool:
    return is_phone_word(cell) or says_number(cell)


def _has_number(cell: str) -> bool:
    return looks_like_number(cell) or mentions_number(cell)
