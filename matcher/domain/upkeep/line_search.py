"""Finds lines of a list by what people call them: id, name, area, group, or one of their numbers in any spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from matcher.domain.line import Line, LineList
from matcher.domain.register import Conventions, Register, slots_of

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


def find_lines(
    sought: Sought, line_list: LineList, register: Register, known: Iterable[Line], conventions: Conventions
) -> tuple[Line, ...]:
    """Give the lines that are called so or have the number, a person linked to them included, in the order they came.

    Args:
        sought: What is looked for.
        line_list: Where the numbers stand that count; what is protected is not among them.
        register: The records of that list: what was taken off stands there, and the groups.
        known: The lines whoever asks may know of: no other is looked at.
        conventions: How numbers are read, and which are protected by now; those are found nowhere.
    """
    having = {entry.line_id for entry in line_list.entries.get(sought.number, ())}
    having |= {person.line_id for person in line_list.associates.get(sought.number, ())}
    if sought.number and not conventions.lists.is_protected_number(sought.number):
        having |= _had(register, sought.number, conventions)
    return tuple(line for line in known if line.id in having or _is_called(line, _group(register, line.id), sought.words))


def _had(register: Register, number: str, conventions: Conventions) -> set[str]:
    """Give the lines a number was taken off: why it was is asked about it, too."""
    removed = [each for each in register.records.values() if each.removed is not None and each.get("number")]
    slots = slots_of(removed, conventions)
    return {record.line_id for record, slot in zip(removed, slots, strict=True) if slot == number}


def _group(register: Register, line_id: str) -> str:
    line = register.line(line_id)
    return "" if line is None else line.get("group")


def _is_called(line: Line, group: str, words: tuple[str, ...]) -> bool:
    said = (line.id, line.name, *line.aliases, line.exporting_area, *line.importing_areas, group, line.ocg_urn)
    text = _folded("\n".join(filter(None, said)))
    return bool(words) and all(word in text for word in words)


def _folded(text: str) -> str:
    """Give a text as it is compared: without case and accents."""
    if text.isascii():
        return text.casefold()
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(each))
