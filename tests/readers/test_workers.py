"""Whoever works for a line or a firm: `Worker` means a social worker only where nothing says for whom else (formats 13)."""

from __future__ import annotations

import pytest

from readings import read_bytes

HIS, HERS = "07700 900124", "07700 900126"


@pytest.mark.parametrize("first", ["Line", "Line name", "Employer", "Runner", "OCG"])
@pytest.mark.parametrize("header", ["Worker number", "Workers phone", "Worker contact"])
def test_workers_of_a_line_or_a_firm_are_no_practitioners(tmp_path, first, header):
    """Their numbers are the very ones that are looked for."""
    read = read_bytes(tmp_path, f"{first},Worker,{header}\nRed,Zed,{HIS}\nBlue,Jay,{HERS}\n")

    assert {mention.raw for mention in read.mentions} == {HIS, HERS}
    assert all("social worker" not in f"{mention.about}" for mention in read.mentions)


@pytest.mark.parametrize("header", ["S/W tel", "Allocated worker tel", "Lead professional phone"])
def test_a_practitioner_in_so_many_words_is_one_beside_a_line_too(tmp_path, header):
    """Nobody else is called so."""
    read = read_bytes(tmp_path, f"Line,Name,Mobile,{header}\nRed,Mia,{HIS},{HERS}\n")

    assert {mention.raw: mention.about for mention in read.mentions}[HERS] == "social worker"


def test_a_contact_in_figures_behind_a_social_worker_is_theirs(tmp_path):
    """It is a number like any, and not the child's."""
    read = read_bytes(tmp_path, f"Child,Mobile,Social worker,Contact\nMia,{HIS},Jo Hart,{HERS}\n")

    told = {mention.raw: (mention.label, mention.about) for mention in read.mentions}
    assert told[HIS] == ("Mia", None)
    assert told[HERS][0] == "Jo Hart"
    assert "social worker" in told[HERS][1]
