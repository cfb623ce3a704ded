"""Cells in which an arrow or a word beside a number says who called whom: `→ 07…`, `07… -> Me`, `OUT 07…`.

An arrow before a number points to it or away from it, whoever drew it. Behind a number it may be a sign of the way as well as point at it,
so there it says nothing, unless it is one of those that telephones draw across.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.decode.values.number_shape import has_digit, looks_like_number
from ingest.decode.values.person import is_speaker
from ingest.decode.words.way_vocabulary import Rank, words_in
from ingest.decode.words.ways import says_only_way, way_of
from ingest.records import Direction

_DRAWN: Final = "[\ufe0e\ufe0f]?"
#: A sign of less or more may stand around a number, so by itself it has blanks on both sides.
_ARROW = re.compile(
    rf"(?P<both>[↔⇔⟷]{_DRAWN}|<[-–—=]{{1,4}}>)"
    rf"|(?P<left>[←⬅⇐⟵◀◄]{_DRAWN}|<[-–—=]{{1,4}}|<{{2,4}}|(?<!\S)<(?!\S))"
    rf"|(?P<right>[→➡⇒⟶▶►]{_DRAWN}|[-–—=]{{1,4}}>|>{{2,4}}|(?<!\S)>(?!\S))"
    rf"|(?P<came>[↙⬋]{_DRAWN})"
    rf"|(?P<went>[↗⬈]{_DRAWN})"
)
#: Most cells have none of these.
_may_have = re.compile(r"[<>\u2190-\u21ff\u25b6-\u25c4\u27f0-\u27ff\u2b05-\u2b0b\u27a1]").search
_FROM, _TO, _NOBODY = "From: ", "To: ", ""
_BEFORE: Final = {"left": _FROM, "came": _FROM, "right": _TO, "went": _TO}
_BEHIND: Final = {"came": _FROM, "went": _TO}
#: One number with words before or behind it.
_BESIDE_WORDS = re.compile(
    r"\W*([^\W\d_][^\d+(]{0,23}?)?[\s:(\-\u2013]*(\+?\(?\d[\d() .\-]{5,20}\d)[\s:)(\-\u2013,]*([^\W\d_][^\d+]{0,23}?)?\W*"
)
_LONGEST_BESIDE: Final = 60
_HALF: Final = 0.5


def sided(cell: str) -> str | None:
    """Write a cell with an arrow as lines of who is on which side, as reports do; None for a cell without one."""
    if _may_have(cell) is None or not (found := list(_ARROW.finditer(cell))) or not has_digit(cell):
        return None
    if len(found) > 1:
        return "\n".join(piece for piece in _ARROW.sub("\n", cell).split("\n") if piece.strip())
    kind = found[0].lastgroup or ""
    before, behind = cell[: found[0].start()].strip(), cell[found[0].end() :].strip()
    if not before:
        return f"{_BEFORE.get(kind, _NOBODY)}{behind}"
    if not behind:
        return f"{_BEHIND.get(kind, _NOBODY)}{before}"
    if kind not in {"left", "right"} or not (_may_be_side(before) and _may_be_side(behind)):
        # A name, a time or a kind of call before an arrow is no other party: whose number follows, nobody says.
        return f"{before}\n{behind}"
    return f"{_FROM}{before}\n{_TO}{behind}" if kind == "right" else f"{_FROM}{behind}\n{_TO}{before}"


def _may_be_side(text: str) -> bool:
    return looks_like_number(text) or is_speaker(text)


def has_both_sides(cell: str) -> bool:
    """Whether a cell has an arrow between two parties."""
    told = sided(cell)
    return told is not None and told.startswith(_FROM) and f"\n{_TO}" in told


def beside_way(cell: str) -> str | None:
    """Write a cell of one number beside words that say nothing but its way as a line of its side; None for any other."""
    found = _BESIDE_WORDS.fullmatch(cell) if len(cell) <= _LONGEST_BESIDE else None
    if found is None or bool(found[1]) is bool(found[3]):
        return None
    words = found[1] or found[3]
    way = way_of(words) if says_only_way(words) else None
    if way is None or (way.rank is Rank.STATE and "missed" not in words_in(words)):
        # Somebody may have called the voicemail, and blocked a number.
        return None
    return f"{_FROM if way.direction is Direction.IN else _TO}{found[2]}"


def are_sided(sample: Sequence[str]) -> bool:
    """Whether most cells of a column are numbers at the ends of arrows, or beside words for a way."""
    told = sum(looks_like_number(cell) and (sided(cell) or beside_way(cell)) is not None for cell in sample)
    return told > _HALF * len(sample)
