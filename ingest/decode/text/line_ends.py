"""Line ends of several kinds in one text, as files put together from others have: each ends a row, unless in quotation marks."""

from __future__ import annotations

import re

from ingest.decode.text.quotes import QUOTE, behind_quoted

#: A line with its end. CR CR LF is one written twice; of a longer run each CR ends a line, so that no run is looked at twice.
_LINE = re.compile(r"[^\r\n]*+(?:\r{0,2}\n|\r)|[^\r\n]++")
_END = re.compile(r"\r{0,2}\n|\r")


def lines_of(text: str) -> list[str]:
    """Split a text at every line end, of whatever kind; each line keeps its own."""
    return _LINE.findall(text)


def lines_in(text: str, newline: str) -> list[str]:
    """Split a text at every line end, most of which are `newline` (LF, with or without CR, or CR); the lines come without."""
    is_mixed = text.count("\r") > text.count("\r\n") if newline == "\n" else "\n" in text
    return [line.rstrip("\r\n") for line in lines_of(text)] if is_mixed else text.split(newline)


def split_rows(text: str, delimiter: str, *, skips_blanks: bool, is_open: bool) -> list[str]:
    """Split a text at the line ends outside quoted cells; each row keeps its own end.

    `is_open` says that the text begins inside a quoted cell; `skips_blanks`, that blanks may stand before a quotation mark.
    """
    rows: list[str] = []
    start = at = 0
    stop = re.compile(rf"{re.escape(delimiter)}|{_END.pattern}")
    while True:
        if not is_open:
            while skips_blanks and text.startswith(" ", at):
                at += 1
            is_open = text.startswith(QUOTE, at)
            at += is_open
        if is_open:
            at = behind_quoted(text, at)
            is_open = False
            if at < 0:
                break
        found = stop.search(text, at)
        if found is None:
            break
        at = found.end()
        if found[0] != delimiter:
            rows.append(text[start:at])
            start = at
    return [*rows, text[start:]] if start < len(text) else rows
