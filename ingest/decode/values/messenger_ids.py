"""Ids of messengers that are telephone numbers, by themselves and among other numbers of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: A search takes time in proportion to the cell, whatever stands in it: what may repeat is bounded.
MESSENGER = re.compile(r"(?<![\w.+])(\+?\d{7,15}(?:[.:][\d:]{1,20})?@(?:s\.whatsapp\.net|c\.us))(?!\w|\.\w)", re.IGNORECASE)
#: Identifiers that are no numbers: e-mail, groups, privacy ids, channels.
OTHER_ADDRESS = re.compile(r"(?<!\S)\S*@\S+")
_EDGES = " \t<>,;:/|&-\u00a0"
_JOINS = re.compile(r"\A(?:or|and)\b|\b(?:or|and)\Z", re.IGNORECASE)


class Piece(NamedTuple):
    """A part of a text: an id, or what stands before or behind one."""

    text: str
    is_id: bool


def is_messenger_id(cell: str) -> bool:
    """Whether a cell is the id of a messenger that is a number, and nothing else."""
    return "@" in cell and MESSENGER.fullmatch(cell.strip()) is not None


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield the ids in a text, and what else stands in it, without what parts them and without other addresses."""
    end = 0
    for found in MESSENGER.finditer(text):
        yield from _between(text[end : found.start()])
        yield Piece(found[1], is_id=True)
        end = found.end()
    yield from _between(text[end:])


def _between(text: str) -> Iterator[Piece]:
    if rest := without_joints(OTHER_ADDRESS.sub(" ", text) if "@" in text else text):
        yield Piece(rest, is_id=False)


def without_joints(text: str) -> str:
    """Take away what parts a text from an id or a number beside it."""
    return _JOINS.sub("", text.strip(_EDGES)).strip(_EDGES)
