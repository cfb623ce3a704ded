"""What the kinds of vCard share: folding, escaping, and which number is a mobile."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scripts.samples.numbers import Spelling, spaced

LONGEST_LINE = 75


def fold(line: str) -> str:
    """Fold a line after 75 bytes, never inside a letter."""
    parts: list[str] = []
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            parts.append(part)
            part, size = "", 1
        part += letter
        size += width
    return "\r\n ".join([*parts, part])


def escape(text: str) -> str:
    """Escape a text value as versions 3.0 and 4.0 want it."""
    for sign in "\\,;":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def is_mobile(spelling: Spelling) -> bool:
    """Whether a number goes under mobile; what cannot be read does too, as on a phone."""
    return not spelling.keys or spelling.keys[0].startswith("+447")


def uri_of(spelling: Spelling) -> str | None:
    """Write a number as a tel: URI, where it is written internationally and nothing else."""
    if len(spelling.keys) != 1 or spelling.certainty != "exact" or not spelling.text.startswith("+44") or "(" in spelling.text:
        return None
    return "tel:+44-" + spaced(spelling.keys[0])[1:].replace(" ", "-")


def join(lines: Iterable[str], form: Callable[[str], str] = fold) -> bytes:
    """Join lines with the line ends of the format."""
    return "".join(form(line) + "\r\n" for line in lines).encode()
