"""Numbers nobody has, and the ways people write them: the range kept for drama, and the unassigned test namespace."""

from __future__ import annotations

import random
from collections.abc import Callable

#: How people write the number of a phone book, with its weight in per cent (domain 13.2).
_STYLES: tuple[tuple[Callable[[str], str], int], ...] = (
    (lambda digits: f"0{digits}", 46),
    (lambda digits: f"+44{digits}", 14),
    (lambda digits: f"+44 {digits[:4]} {digits[4:]}", 8),
    (lambda digits: f"0{digits[:4]} {digits[4:]}", 18),
    (lambda digits: f"0044{digits}", 4),
    (lambda digits: f"+44 (0){digits[:4]} {digits[4:]}", 3),
    (lambda digits: f"0{digits[:4]}-{digits[4:7]}-{digits[7:]}", 3),
    (lambda digits: f"0{digits} (new)", 4),
)


def drama(last: int) -> str:
    """Give a mobile of the range kept for drama, 07700 900000 to 900999, without its trunk zero."""
    return f"7700900{last:03d}"


def unassigned(draw: random.Random) -> str:
    """Draw a number of the unassigned +44 4 range, without its trunk zero."""
    return f"4{draw.randrange(10**9):09d}"


def key(digits: str) -> str:
    """Give the key of a number."""
    return f"+44{digits}"


def spaced(digits: str) -> str:
    """Write a number as it stands in print."""
    return f"0{digits[:4]} {digits[4:]}"


def written(digits: str, draw: random.Random) -> str:
    """Write a number in one of the ways people do."""
    styles, weights = zip(*_STYLES, strict=True)
    return str(draw.choices(styles, weights)[0](digits))
