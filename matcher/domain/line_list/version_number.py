"""How the number of a version of the line list is written: at the command line, in an address, in a file that was exported."""

from __future__ import annotations

#: No list had so many versions that their number has more digits.
MOST_DIGITS = 9


def read_version_number(said: str) -> int | None:
    """Give the number of a version that is named as `12` or `v12`; None where something else stands there."""
    digits = said.strip().casefold().removeprefix("v")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None
