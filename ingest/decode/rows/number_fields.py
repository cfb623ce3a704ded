"""What the cells of a list's columns for numbers give, by what the columns are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from ingest.decode.values.number_shape import has_digit, is_sender, is_withheld, looks_like_number, may_be_number
from ingest.decode.values.parties import Party, read_entries, read_messenger_ids, read_numbers, read_parties
from ingest.decode.values.typed_lines import is_linked_entry
from ingest.decode.words.headers import Column
from ingest.records import Written

#: Cells that need a closer look than being passed on: addresses, several lines, formulas.
is_special = re.compile(r"[@\n\r]|^\s*=(?!\")").search


def read_field(cell: str) -> Iterable[Party]:
    """Read a cell meant for numbers: whatever has a digit in it or stands for one, except formulas and addresses."""
    if is_special(cell):
        return () if cell.lstrip().startswith("=") else read_numbers(cell)
    return (Party(cell, Written.NUMBER),) if has_digit(cell) or is_withheld(cell) or is_sender(cell) else ()


def read_possible_field(cell: str) -> Iterable[Party]:
    """Read a cell that may hold a number: only what looks like one, like what became of one, or a link with a name beside it."""
    return read_field(cell) if looks_like_number(cell) or may_be_number(cell) or is_linked_entry(cell) else ()


def _read_entries(cell: str) -> Iterable[Party]:
    parties, name = read_entries(cell)
    return [party._replace(name=name) for party in parties]


def _read_people(cell: str) -> Iterable[Party]:
    return [party for party in read_parties(cell) if has_digit(party.raw)]


READ_BY: Final[dict[Column, Callable[[str], Iterable[Party]]]] = {
    Column.PHONE: read_field,
    Column.MAYBE_PHONE: read_possible_field,
    Column.ENTRIES: _read_entries,
    Column.MESSENGER_ID: read_messenger_ids,
    Column.PARTY: _read_people,
    Column.FROM: _read_people,
    Column.TO: _read_people,
    Column.PARTICIPANTS: _read_people,
}
