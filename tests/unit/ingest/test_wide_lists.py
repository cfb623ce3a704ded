"""A list of many columns is looked through as often as one of few, whatever stands in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.decode.columns.owners_of_list import find_owners_of_list, leaves_open
from ingest.decode.words.headers import Column

ROWS = 4


class _Counted(list[str]):
    """The cells of a column, which count how often they are looked at."""

    looks = 0

    def __iter__(self) -> Iterator[str]:
        for cell in super().__iter__():
            _Counted.looks += 1
            yield cell


def _looks_at(width, header, own):
    """Give how many cells are looked at of so many columns of own numbers and of others, for each of the columns."""
    columns = [*[Column.PHONE] * width, Column.NAME, *[Column.PHONE] * width]
    headers = [*[header] * width, "Name", *["Number"] * width]
    samples = [
        *(_Counted([own.format(at)] * ROWS) for at in range(width)),
        _Counted([f"N{row}" for row in range(ROWS)]),
        *(_Counted([own.format(0), *(f"07700 9{at:02}{row:03}" for row in range(ROWS - 1))]) for at in range(width)),
    ]
    _Counted.looks = 0
    find_owners_of_list(columns, samples, headers)
    leaves_open(columns, samples, headers)
    return _Counted.looks / len(columns)


@pytest.mark.parametrize("header", ["Mobile", "Subject number", "Device number", "CLI"])
@pytest.mark.parametrize("own", ["07700 900999", "07700 9009{:02}"], ids=["one number", "one each"])
def test_no_column_is_looked_through_again_for_each_of_the_others(header, own):
    """A hostile list has thousands of columns that may each be the phone's own; what they hold is asked once."""
    few, many = (_looks_at(width, header, own) for width in (5, 60))

    assert many <= few + 1
