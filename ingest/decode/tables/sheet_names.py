"""Names of sheets, which spreadsheet programs cut at 31 characters: `Android WhatsApp Accounts Infor`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_LONGEST_NAME: Final = 31
#: What tells sheets apart whose names were cut to the same, and letters of a word of which the rest was cut.
_COUNTED = re.compile(r"(?:\s?\(\d+\)|[_~.\- ]\d{1,3}|\.{2,3}|\u2026)$")
_SHORTEST_PIECE: Final = 4


def names_any(title: str, texts: Iterable[str]) -> bool:
    """Whether the name of a sheet has one of the texts in it, or as much of one as fits."""
    low = " ".join(title.casefold().split())
    cut = _COUNTED.sub("", low) if len(title) >= _LONGEST_NAME - 1 else ""
    return any(text in low or _ends_with_piece(cut, text) for text in texts)


def _ends_with_piece(cut: str, text: str) -> bool:
    for length in range(len(text) - 1, _SHORTEST_PIECE - 1, -1):
        start = len(cut) - length
        if cut.endswith(text[:length]):
            return start == 0 or not cut[start - 1].isalnum()
    return False
