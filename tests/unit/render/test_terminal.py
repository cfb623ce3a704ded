"""What is printed for people."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from answers import a_miss, an_answer
from builders import a_sighting
from matcher.domain.statement import LIMITS
from matcher.render.terminal import print_screening


def printed(screening, *, width: int = 80, terminal: bool = False) -> str:
    """The answer as it is printed."""
    file = io.StringIO()
    colours = "truecolor" if terminal else None
    console = Console(file=file, width=width, force_terminal=terminal, color_system=colours, markup=False, emoji=False, highlight=False)
    print_screening(console, screening)
    return file.getvalue()


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def test_the_statement_stands_first():
    """The first words are the fixed statement."""
    assert one_line(printed(an_answer())).startswith(an_answer().statement)


def test_the_order_is_warnings_alerts_matches_people_leads_doubts_limits():
    """What must be read first stands first, and the limits last."""
    text = one_line(printed(an_answer()))
    marks = ("ends too early", "P1", "P3", "Matches (1)", "People the list names", "Leads (2)", "could not be read (1)")
    places = [text.index(mark) for mark in marks]

    assert places == sorted(places)
    assert text.endswith(LIMITS)


def test_facts_assessment_and_actions_are_apart():
    """Each alert separates what is known, what it may mean and what may be done."""
    text = printed(an_answer())

    assert text.index("Facts") < text.index("What it may mean") < text.index("What a person may decide to do")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_wider_than_the_terminal(width):
    """Every line fits, even with a label that has no spaces."""
    answer = an_answer([a_sighting(label="x" * 300)])

    assert max(len(line) for line in printed(answer, width=width).splitlines()) <= width


def test_labels_are_never_taken_for_markup():
    """Markup in a label is printed as it is, and no escape of a label reaches the terminal."""
    text = printed(an_answer())

    assert "[red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_colour_is_for_terminals_only():
    """A terminal gets colour; a file gets none."""
    assert "\x1b[" in printed(an_answer(), terminal=True)
    assert "\x1b" not in printed(an_answer(), terminal=False)


def test_a_miss_is_short_and_says_the_fixed_sentence():
    """With nothing found the answer is the statement and the counts."""
    text = one_line(printed(a_miss()))

    assert text.startswith(a_miss().statement)
    assert "Alerts" not in text


def test_many_sightings_are_counted():
    """A match seen in many places names the first ones and counts the rest."""
    seen = [a_sighting(label=f"C{index}", place=f"contacts.vcf:{index}") for index in range(9)]

    assert "and 4 more" in printed(an_answer(seen))
