"""The numbers of a list that is refused are read once."""

from __future__ import annotations

import pytest

from builders import number_lists
from matcher.domain.line import NumberRole
from matcher.domain.line_list import keys as list_keys
from matcher.domain.line_list.columns import Unfit
from matcher.domain.line_list.keys import KeyReader
from matcher.domain.numbers import read_all


@pytest.fixture
def reader() -> KeyReader:
    """Reads the numbers of a list of this country."""
    return KeyReader(number_lists(), "GB", test_numbers=False)


def test_cells_at_fault_are_read_once(reader, monkeypatch):
    """What was read while the rows were tried in bulk is not read again when they are taken one by one, and is the same."""
    texts = ["07700 900123", "0770090012", "nobody", "0770090012"]
    asked: list[str] = []

    def counted(several, region, *, test_numbers):
        asked.extend(several)
        return read_all(several, region, test_numbers=test_numbers)

    monkeypatch.setattr(list_keys, "read_all", counted)
    with pytest.raises(Unfit):
        reader.read(texts, [NumberRole.UNKNOWN] * len(texts))
    told = reader.read_all(texts)

    assert told == read_all(texts, "GB", test_numbers=False)
    assert [text for text in asked if text == "nobody"] == ["nobody"]
