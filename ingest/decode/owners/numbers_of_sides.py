"""The numbers in cells of senders and recipients, as what is known of the owner of a log is found by them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.decode.values.parties import FEWEST_DIGITS, Side, key_of, read_parties
from ingest.records import Written


class Number(NamedTuple):
    """A number in a cell of one side."""

    key: str
    #: The name beside it, if any.
    name: str
    #: Whether the cell marks it as the owner's.
    is_own: bool
    #: On which side the cell itself puts it.
    side: Side | None


def numbers_at(cells: Sequence[str], places: Sequence[int]) -> Sequence[Number]:
    """Give the numbers of one side."""
    if len(places) == 1:
        return numbers_in(cells[places[0]]) if places[0] < len(cells) else ()
    return [number for at in places if at < len(cells) and cells[at] for number in numbers_in(cells[at])]


# The owner stands in every row, and most others in many.
@lru_cache(maxsize=4096)
def numbers_in(cell: str) -> tuple[Number, ...]:
    """Give the numbers of one cell."""
    return tuple(
        Number(key, party.name or "", party.is_owner, party.side)
        for party in read_parties(cell)
        if party.written in {Written.NUMBER, Written.MESSENGER_ID} and (key := key_of(party.raw)).isdecimal() and len(key) >= FEWEST_DIGITS
    )
