"""Rows about a child with somebody else in one cell, by name and number: `Social worker`, and below it `Jo Hart 07700 …` (formats 15)."""

from __future__ import annotations

import pytest

from readings import read_bytes

CHILDS, THEIRS, OTHER = "07700 900301", "07700 900303", "07700 900304"


def _told(tmp_path, header, cell):
    text = f'Name,Mobile,{header}\nSam Reed,{CHILDS},"{cell}"\nKez Bell,07700 900302,\n'
    return [(mention.raw, mention.label, mention.about) for mention in read_bytes(tmp_path, text).mentions if CHILDS not in mention.raw][
        :-1
    ]


@pytest.mark.parametrize(
    "header", ["Social Worker", "Solicitor", "GP", "IRO", "Key worker", "Advocate", "Mother", "Seen with", "Soc worker"]
)
def test_the_number_in_the_cell_of_somebody_else_is_theirs(tmp_path, header):
    """It is called by their name and not by the child's, and who they are is said of it."""
    ((raw, label, about),) = _told(tmp_path, header, f"Jo Hart {THEIRS}")

    assert THEIRS in raw
    assert label == "Jo Hart"
    assert header.casefold().split()[-1] in (about or "").casefold()


def test_several_in_one_cell_have_their_own_names(tmp_path):
    """Each stands before a number."""
    told = _told(tmp_path, "Associates", f"Jay {THEIRS}; Larkspur {OTHER}")

    assert [label for _, label, _ in told] == ["Jay", "Larkspur"]


def test_a_bare_number_there_is_called_by_the_child_and_who_it_is_of(tmp_path):
    """Nobody takes it for the child's own."""
    ((_, label, _),) = _told(tmp_path, "Mother", f"mob {THEIRS} (not after 9)")

    assert label == "Sam Reed: mother"


def test_what_is_told_of_somebody_in_a_column_of_words_is_said_of_the_row(tmp_path):
    """A sentence there is no entry of a list."""
    ((_, label, _),) = _told(tmp_path, "Info", f"met a boy who gave {THEIRS} to her")

    assert label == "Sam Reed"


@pytest.mark.parametrize(
    "header", ["Named social worker", "Social worker details", "Social workers", "Current SW", "Duty SW", "S/W", "SWkr"]
)
def test_what_headers_say_beside_who_somebody_is_is_not_what_they_are(tmp_path, header):
    """The head of what is said is the profession."""
    ((_, label, about),) = _told(tmp_path, header, f"Jo Hart {THEIRS}")

    assert label == "Jo Hart"
    assert (about or "").split("; ")[0] in {"social worker", "social workers", "sw"}
