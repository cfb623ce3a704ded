"""The reference of the command line is made from what is really there."""

from __future__ import annotations

from functools import cache

import pytest

from matcher.cli import reference

#: Written once for all that is asked of it.
command_reference = cache(reference.command_reference)

OPTIONS = [
    "--region",
    "--format",
    "--scope",
    "--json",
    "--subject-age",
    "--status",
    "--looked-after",
    "--home-area",
    "--found-area",
    "--at",
]
OPTIONS += ["--list-only", "--lines", "--html", "--csv", "--age-uncertain", "--placed-out-of-area", "--adult-at-risk", "--home-takeover"]
OPTIONS += ["--returned", "--sex", "--ethnicity", "--own-number", "--household-number", "--device", "--sha256", "--restricted"]


@pytest.mark.parametrize("command", ["match", "extract", "check", "formats", "lines validate"])
def test_every_command_is_described(command):
    """Each command has its heading."""
    assert f"## `linewatch {command}`" in command_reference()


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_of_match_is_described(option):
    """Each option of the main command stands in its table."""
    part = command_reference().split("## `linewatch match`")[1].split("\n## ")[0]

    assert f"`{option}" in part


def test_choices_are_named():
    """An option with fixed words names them."""
    assert "missing\\|found\\|custody\\|other" in command_reference()
