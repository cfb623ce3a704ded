"""What is printed for people."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from answers import MARKS, a_hidden_answer, a_miss, an_alert, an_answer
from builders import a_line, a_list, a_sighting, an_entry
from matcher.domain.answers.statement import LIMITS
from matcher.domain.line import LineStatus, Marker, NumberRole
from matcher.domain.sighting import Role
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
    marks = ("ends too early", "P1", "P3", "Matches (1)", "People the list names", "Leads (2)", "Doubtful numbers (1)")
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


def test_a_label_without_end_leaves_room_for_the_answer():
    """Of a label as long as a book the beginning is printed."""
    answer = an_answer([a_sighting(label="x" * 10_000)])

    assert "x" * 119 + "…" in printed(answer, width=400)


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


@pytest.mark.parametrize("visibility", list(MARKS))
def test_what_a_restricted_line_gave_is_marked_beside_it(visibility):
    """Match, named person and lead of a restricted line each say so themselves, before their explanation."""
    answer = a_hidden_answer(visibility)
    text = one_line(printed(answer))
    explained = [each.explanation for each in (*answer.matches, *answer.associates, *answer.leads)]

    assert len(explained) == 3
    assert text.count(MARKS[visibility]) == 3
    for explanation in explained:
        before = text[: text.index(one_line(explanation))]
        assert before.rindex(MARKS[visibility]) > len(before) - 200


def test_an_open_line_is_not_marked():
    """Nothing speaks of the owning unit's own where nothing is."""
    assert "owning unit only" not in one_line(printed(an_answer()))


def test_an_alert_for_several_is_not_called_the_owning_units():
    """A restricted alert that goes to a supervisor is to be handled with care; one for the owning unit says so."""
    care = an_alert(rule="AR-22", restricted=True, recipients=("supervisor",))
    own = an_alert(rule="AR-17", restricted=True, recipients=("intelligence unit that owns the line",))

    assert "Handle with care: not for parents or carers; a supervisor decides" in one_line(printed(an_answer(alerts=(care,))))
    assert "owning unit only" not in one_line(printed(an_answer(alerts=(care,))))
    assert "For the owning unit only" in one_line(printed(an_answer(alerts=(own,))))


def test_a_match_says_what_the_number_is_whose_it_is_and_how_it_may_be_shared():
    """Role of the number, owning unit, handling with conditions and harm stand with the match."""
    entry = an_entry(role=NumberRole.WORKER_HANDSET, handling="C", handling_conditions="ask first")
    line = a_line(status=LineStatus.CLOSED_TYPE2, markers=frozenset({Marker.KNIFE}))
    text = one_line(printed(an_answer([a_sighting()], a_list([entry], [line]))))

    assert "may be another child's phone" in text
    assert "owned by: Estmoor Intelligence" in text
    assert "C, shared under conditions (ask first)" in text
    assert "harm linked to the line: knife" in text
    assert "closed (type 2)" in text


def test_the_phones_own_number_is_counted_apart():
    """The phone's own matched number is no different number, and the sentence says so."""
    answer = an_answer([a_sighting(role=Role.OWNER, label=None)])

    assert "1 matched, 1 of them the phone's own" in one_line(printed(answer))
    assert "of them" not in one_line(printed(an_answer()))
