"""Logs whose names say who wrote or called, and not whose the number beside is: `Me` stands beside the number of somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.layout import Layout
from ingest.decode.values.parties import key_of, read_parties
from ingest.decode.values.person import is_no_name, is_owners_name
from ingest.decode.words.headers import Column

_NUMBERS: Final = (Column.PHONE, Column.MAYBE_PHONE, Column.PARTY, Column.MESSENGER_ID)


def may_name_writers(layout: Layout, rows: Iterable[NumberedRow]) -> bool:
    """Whether a name of these rows is the owner's, and beside it stands a number."""
    names = layout.all_of(Column.NAME)
    return bool(names) and any(is_owners_name(_name(cells, names)) for _, cells in rows)


def names_writers(layout: Layout, rows: Iterable[NumberedRow]) -> bool:
    """Whether one number stands beside the name of the owner in one row, and beside another name in the next."""
    names, numbers = layout.all_of(Column.NAME), layout.all_of(*_NUMBERS)
    mine: set[str] = set()
    others: set[str] = set()
    for _, cells in rows:
        name = _name(cells, names)
        if not name or is_no_name(name):
            continue
        is_mine = is_owners_name(name)
        for party in (party for at in numbers if at < len(cells) and cells[at] for party in read_parties(cells[at])):
            key = key_of(party.raw)
            (mine if is_mine else others).add(key)
            if key in (others if is_mine else mine):
                return True
    return False


def _name(cells: Sequence[str], names: Sequence[int]) -> str:
    return next((text for at in names if at < len(cells) and (text := cells[at].strip())), "")
