"""Plain tables of names and numbers are read many rows at once, and give exactly what they give row by row."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import Item
from ingest.decode.tables.items import _Table
from readings import Reading, read_bytes

PLAIN = ["Jay,07700900123", "Kim,07700 900124", "Lee,+447700900125"]
OTHERS = [
    "EF_ADN,",
    "EF_MSISDN,",
    "EF_LND,",
    "EF_SDN,",
    ",",
    "Name,Phone",
    "Fullname: Max,07700900126",
    "Mum: home,07700900127",
    '"Ann\nwork",07700900128',
    '"Ann\rwork",07700900128',
    "Me,07700900999",
    "Nobody,",
]


def _table(rows: list[str]) -> str:
    return "\n".join(["Name,Phone", *PLAIN, *rows]) + "\n"


def _row_by_row(folder: Path, content: str) -> list[Item]:
    with patch.object(_Table, "_plain_contacts", lambda self, rows: self._any_rows(rows)):
        return read_bytes(folder, content).items


def _section(folder: Path, heading: str) -> Reading:
    return read_bytes(folder, _table([heading, "First,07700900201", "Second,07700900202"]))


def test_numbers_below_the_heading_of_the_own_number_are_the_owners(tmp_path):
    """What a SIM keeps in EF_MSISDN is the owner's own, and no contact."""
    assert _section(tmp_path, "EF_MSISDN,").own == {"07700900201", "07700900202"}


def test_numbers_below_the_heading_of_the_last_dialled_are_calls(tmp_path):
    """What a SIM keeps in EF_LND was called."""
    assert [role for _, role in _section(tmp_path, "EF_LND,").numbers] == ["contact"] * 3 + ["call"] * 2


def test_numbers_below_the_heading_of_the_network_are_skipped(tmp_path):
    """What a SIM keeps in EF_SDN is the network's, and told as left out."""
    read = _section(tmp_path, "EF_SDN,")

    assert len(read.numbers) == 3
    assert len(read.skipped) == 2


@pytest.mark.parametrize(("cell", "name"), [("Fullname: Max", "Max"), ('"Ann\nwork"', "Ann"), ('"Ann\rwork"', "Ann")])
def test_names_are_tidied_in_plain_tables_too(tmp_path, cell, name):
    """A name is its first line, without the word for a name before it."""
    assert read_bytes(tmp_path, _table([f"{cell},07700900126"])).mentions[-1].label == name


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PLAIN, *OTHERS]), max_size=12))
def test_many_rows_at_once_give_what_each_gives_alone(rows):
    """The short way differs from the long way in nothing but time."""
    with TemporaryDirectory() as folder:
        content = _table(rows)

        assert read_bytes(Path(folder), content).items == _row_by_row(Path(folder), content)


@pytest.mark.parametrize("name", ["Effie", "EFFY", "Efe", "EF"])
def test_a_name_that_begins_like_a_file_of_a_sim_is_a_row(tmp_path, name):
    """Only the name of a file of a SIM is a heading; somebody without a number is a skipped row, and changes nothing below."""
    read = read_bytes(tmp_path, f"Name,Phone\n{name},\nJay,07700900123\n")

    assert [record.mentions[0].role.value for record in read.records] == ["contact"]
    assert len(read.skipped) == 1
