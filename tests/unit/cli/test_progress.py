"""The bar shows only where somebody waits and looks."""

from __future__ import annotations

import io

from matcher.cli.progress import ProgressBar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_quick_file_shows_no_bar():
    """A file that is read within a second shows nothing."""
    stream, clock = Terminal(), Clock()
    with ProgressBar(stream, clock) as progress:
        progress("phone.vcf", 0.1)
        clock.now = 0.9
        progress("phone.vcf", 1.0)

    assert stream.getvalue() == ""


def test_a_slow_file_shows_its_bar():
    """A file that takes longer shows its name and how far it is."""
    stream, clock = Terminal(), Clock()
    with ProgressBar(stream, clock) as progress:
        progress("phone.vcf", 0.1)
        clock.now = 1.5
        progress("phone.vcf", 0.25)

    assert "phone.vcf" in stream.getvalue()


def test_where_nobody_looks_there_is_no_bar():
    """Without a terminal nothing is drawn however long it takes."""
    stream, clock = io.StringIO(), Clock()
    with ProgressBar(stream, clock) as progress:
        progress("phone.vcf", 0.1)
        clock.now = 60.0
        progress("phone.vcf", 0.5)

    assert stream.getvalue() == ""


def test_the_name_of_a_file_cannot_speak_to_the_terminal():
    """Escapes and markup in a file name are drawn as harmless text."""
    stream, clock = Terminal(), Clock()
    with ProgressBar(stream, clock) as progress:
        progress("[red]a\x1b[41mb.vcf", 0.1)
        clock.now = 1.5
        progress("[red]a\x1b[41mb.vcf", 0.5)

    assert "[red]a[41mb.vcf" in stream.getvalue()
    assert "\x1b[41m" not in stream.getvalue()
