"""Rows of several people, one on each line of their cells: `Jay`, and below it in the same cell `Kay`, beside a number for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.values.person import is_kind_of_phone, joined_about
from ingest.decode.values.typed_lines import is_name, is_number_alone
from ingest.decode.words.named_people import names_other

#: People from which on nobody takes the lines of a name for what one person is.
_SEVERAL: Final = 3
_NAME_AND_ROLE: Final = re.compile(r"(?P<name>[^()\[\],]+?)(?:\s*[(\[]|,|\s+[-\u2013\u2014]\s)\s*(?P<role>[^()\[\],]+)[)\]]?")


def people_by_line(cells: Sequence[str], name: int, fields: Sequence[int]) -> list[list[str]]:
    """Give a row for each person of one; nothing where the lines of its cells do not say that there are several.

    Of two lines the second may be what the first one is, `Ann Doe` and `Social worker`, who has two telephones: it stays beside both,
    unless it has a name and a role of its own, `Mia` and `Ann Doe (social worker)`.

    Args:
        cells: the row.
        name: the column of the names.
        fields: the columns of numbers.
    """
    names = _lines(cells[name])
    numbers = {at: _lines(cells[at]) for at in fields if cells[at].strip()}
    if len(names) < 2 or not all(map(_is_somebody, names)) or not numbers:
        return []
    if not all(len(lines) == len(names) and all(map(is_number_alone, lines)) for lines in numbers.values()):
        return []
    told = {at: lines for at, cell in enumerate(cells) if len(lines := _lines(cell)) == len(names)}
    made = [[told[at][line] if at in told else cell for at, cell in enumerate(cells)] for line in range(len(names))]
    if len(names) < _SEVERAL and not _has_role(names[-1]):
        for row, others in zip(made, (names[1:], names[:1]), strict=True):
            row[name] = "\n".join((row[name], *others))
    return made


def person_of_card(cell: str) -> tuple[str, str | None, str] | None:
    """Give the name, what else is said and the number of one person whose whole entry stands in a cell; None for any other cell."""
    lines = [line for line in _lines(cell) if line]
    numbers = [line for line in lines if is_number_alone(line)]
    words = [line for line in lines if not is_number_alone(line)]
    if len(numbers) != 1 or not words or not all(map(is_name, words)) or is_kind_of_phone(words[0]):
        return None
    return words[0], joined_about(words[1:], words[0]), numbers[0]


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.strip().splitlines()]


def _has_role(line: str) -> bool:
    """Whether a line is a name and, set apart from it, what that person is."""
    told = _NAME_AND_ROLE.fullmatch(line)
    if told is None:
        return False
    name, role = told["name"].strip(), told["role"].strip()
    return is_name(name) and not name.isupper() and not names_other(name, "") and names_other(role, "")


def _is_somebody(line: str) -> bool:
    return bool(line) and "@" not in line and not is_number_alone(line) and not is_kind_of_phone(line)
