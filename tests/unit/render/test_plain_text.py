"""Text from outside is harmless where it is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matcher.render.plain_text import harmless, say_stamp, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Jay", "Jay", id="plain"),
        pytest.param("Zoë 🦊", "Zoë 🦊", id="accents and emoji"),
        pytest.param("e\u0301x" + "\u0335" * 900, "e\u0301x" + "\u0335" * 4, id="marks piled on a letter"),
        pytest.param("one\r\ntwo\tthree", "one two three", id="line breaks and tabs"),
        pytest.param("\x1b[31mred\x1b[0m", "[31mred[0m", id="terminal escapes"),
        pytest.param("\x9b31mred", "31mred", id="one-byte escapes"),
        pytest.param("abc\u202edcba\u2066x\u2069", "abcdcbax", id="bidi marks"),
        pytest.param("a\u200bb\ufeffc\x00d", "abcd", id="invisible characters"),
        pytest.param("a\ud800b", "ab", id="half a surrogate"),
        pytest.param("\u2028top\u2029", "top", id="line separators"),
        pytest.param("[red]no markup[/red]", "[red]no markup[/red]", id="markup stays text"),
    ],
)
def test_text_is_one_harmless_line(text, shown):
    """Nothing a terminal, a page or a spreadsheet would obey is left of a text."""
    assert harmless(text) == shown


def test_moments_are_written_in_utc_for_programs():
    """A moment is RFC 3339 with Z; one that is not known is written as nothing."""
    assert say_stamp(datetime(2026, 3, 1, 12, 5, 9, 123456, tzinfo=UTC)) == "2026-03-01T12:05:09Z"
    assert say_stamp(None) == ""


def test_a_long_text_is_cut():
    """What is longer than it may be ends with an ellipsis, and no sooner."""
    assert (shortened("Jay", 3), shortened("Jayne\t", 3)) == ("Jay", "Ja…")
