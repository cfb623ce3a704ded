"""Changes to the line list as lines of text."""

from __future__ import annotations

import pytest

from matcher.domain.upkeep.list_effects import TakenBackCount
from matcher.render.list_text import say_guarded, say_taken_back


@pytest.mark.parametrize(("alerts", "words"), [(0, "0 live alerts"), (1, "1 live alert"), (2, "2 live alerts")])
def test_what_is_taken_back_is_counted_in_words_that_agree(alerts, words):
    """One alert is taken back, several are."""
    told = say_guarded(["L-0043"], TakenBackCount(1, alerts, is_at_least=False))

    assert f"{words} about 1 earlier phone {'is' if alerts == 1 else 'are'} taken back." in told


def test_what_is_not_counted_yet_is_said_in_words():
    """Of dates that are narrowed nobody knows how much they take back until each phone is judged anew; of nothing nothing is said."""
    assert "narrows the dates" in say_taken_back(TakenBackCount(0, 0, is_at_least=True))
    assert say_taken_back(TakenBackCount()) == ""
