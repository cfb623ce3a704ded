"""Logs that say by which line of the phone a call went: copies of phones say `Phone: +44 7700 …` below any header (formats 13)."""

from __future__ import annotations

import pytest

from ingest import Role
from readings import read_bytes

OWN, FIRST, SECOND = "07700 900999", "07700 900201", "07700 900202"


@pytest.mark.parametrize("line", ["Phone", "Line 1", "SIM", "SIM 2", "Internet", "ISDN"])
@pytest.mark.parametrize("header", ["Service", "Line", "Own number", "Eigene Rufnummer", "Via"])
def test_the_line_of_a_call_is_the_phones_own_and_names_nobody(tmp_path, header, line):
    """Who was called keeps the name of the row."""
    rows = (f"Outgoing,{FIRST},Jay", f"Incoming,{SECOND},Kay", "Missed,,")
    text = "\n".join(
        (f"Call type,Number,Contact,Date,{header}", *(f"{row},2026-03-0{day},{line}: {OWN}" for day, row in enumerate(rows, 1)))
    )

    read = read_bytes(tmp_path, text)

    calls = [(mention.raw, mention.label) for mention in read.mentions if mention.role is Role.CALL]
    assert calls == [(FIRST, "Jay"), (SECOND, "Kay")]
    assert all(raw.endswith(OWN) for raw in read.own)


def test_two_lines_are_of_two_parties(tmp_path):
    """What differs from row to row may be whoever was called."""
    text = f"Date,Direction,Line\n2026-03-01,In,Mobile: {FIRST}\n2026-03-02,Out,Mobile: {SECOND}\n"

    assert read_bytes(tmp_path, text).own == set()
