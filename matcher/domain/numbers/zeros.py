"""Letters O that stand among digits, as people type them for zeros."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"(?<![^\W\d_])[+(]*[\dOo][\dOo().\-]*(?![^\W\d_])")


def with_zeros(text: str) -> str:
    """Write zeros for the letters O that stand among digits; every other character stays in its place."""
    return _TOKEN.sub(_repaired, text) if "O" in text or "o" in text else text


def _repaired(token: re.Match[str]) -> str:
    word = token.group()
    return word.replace("O", "0").replace("o", "0") if any(each.isdecimal() for each in word) else word
