"""Finds lines of a list by what people call them: id, name, area, group, or one of their numbers in any spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from matcher.domain.line import Line, LineList
from matcher.domain.register import Conventions

#: A longer text is none that anybody looks for.
LONGEST_SOUGHT = 200


class Sought(NamedTuple):
    """What somebody looks for."""

    #: All of them have to be found, each as a part of what is said of the line.
    words: tuple[str, ...]
    #: E.164; empty where the text holds no number.
    number: str


def read_sought(text: str, conventions: Conventions) -> Sought:
    """Read what was typed: its words, and the number it is, read as the numbers of the list are."""
    return Sought(tuple(_folded(text).split()), conventions.key_of(text))


def find_lines(sought: Sought, line_list: LineList, known: Iterable[Line], group_of: Callable[[str], str]) -> tuple[Line, ...]:
    """Give the lines that are called so or have the number, a person linked to them included, in the order they came.

    Args:
        sought: What is looked for.
        line_list: Where the numbers stand; what is protected is not among them.
        known: The lines whoever asks may know of: no other is looked at.
        group_of: Gives the group behind a line; an empty text where none is named.
    """
    having = {entry.line_id for entry in line_list.entries.get(sought.number, ())}
    having |= {person.line_id for person in line_list.associates.get(sought.number, ())}
    return tuple(line for line in known if line.id in having or _is_called(line, group_of(line.id), sought.words))


def _is_called(line: Line, group: str, words: tuple[str, ...]) -> bool:
    said = (line.id, line.name, *line.aliases, line.exporting_area, *line.importing_areas, group, line.ocg_urn)
    text = _folded("\n".join(filter(None, said)))
    return bool(words) and all(word in text for word in words)


def _folded(text: str) -> str:
    """Give a text as it is compared: without case and accents."""
    if text.isascii():
        return text.casefold()
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(each))
