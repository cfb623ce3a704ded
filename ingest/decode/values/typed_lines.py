"""Lists that somebody typed, without a header: which lines are a name and a number, and which are sentences that mention one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.decode.values.links import is_link
from ingest.decode.values.number_shape import has_digit, is_british_mobile, looks_like_number, mentioned_in
from notation.links import find_links

#: Words of sentences; no name has them, nor the remark behind a number.
_SPEAKING = re.compile(
    r"\b(?:he|she|they|his|hers|him|is|was|were|has|had|have|did|does|who|rang|rings|called|calls|texted|texts|uses|used|said|says|told"
    r"|asked|gave|got|met|seen|spoke|went|came|then)\b",
    re.IGNORECASE,
)
#: What parts the phrases of a sentence, and the small words around one of them.
_APART = re.compile(rf"[^\w\s'\u2019&-]|\d+|{_SPEAKING.pattern}", re.IGNORECASE)
_EDGE_WORDS = re.compile(
    r"^(?:\s*\b(?:also|and|then|the|that|it|its|number|for)\b)+|(?:\b(?:on|at|from|by|number|no|and)\b\s*)+$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\([^)]*\)")
_LETTERS = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[^\W\d_]{2}[^\W\d_]*[.!?]\s*$")
_STARTS_WITH_WORDS = re.compile(r"\s*[^\W\d_]{2}")
#: More words beside a number are no name.
_LONGEST_NAME = 4


def is_sentence(cell: str, row: Sequence[str]) -> bool:
    """Whether a cell with a number is a sentence, or the piece of one that the commas of its row cut up."""
    text = _BRACKETS.sub(" ", cell)
    if _speaks(text):
        return True
    return _STARTS_WITH_WORDS.match(text) is not None and len(row) > 1 and _speaks(_BRACKETS.sub(" ", ",".join(row)))


def is_entry_of_list(cell: str) -> bool:
    """Whether a cell is one number, by itself or with a name beside it."""
    if is_british_mobile(cell):
        return True
    return len(mentioned_in(cell)) == 1 and len(_WORD.findall(_BRACKETS.sub(" ", cell))) <= _LONGEST_NAME


def are_sentences(cells: Sequence[str]) -> bool:
    """Whether at least half of the cells with a number say more of it than whose it is."""
    told = [_BRACKETS.sub(" ", cell) for cell in cells if mentioned_in(cell)]
    spoken = sum(_speaks(text) or len(_WORD.findall(text)) > _LONGEST_NAME for text in told)
    return bool(told) and spoken * 2 >= len(told)


def is_linked_entry(cell: str) -> bool:
    """Whether a cell is one link that opens a chat or a call, by itself or with a name beside it: `Jay: https://wa.me/44…`."""
    if is_link(cell):
        return True
    links = find_links(cell)
    if len(links) != 1:
        return False
    before, behind = cell[: links[0].start], cell[links[0].end :].partition(" ")[2]
    beside = _BRACKETS.sub(" ", f"{before} {behind}")
    return len(_WORD.findall(beside)) <= _LONGEST_NAME and not has_digit(beside) and not _speaks(beside)


def is_number_alone(line: str) -> bool:
    """Whether a line is one number with no words beside it."""
    return (looks_like_number(line) and _LETTERS.search(line) is None) or is_link(line)


def is_name(line: str) -> bool:
    """Whether a line without a digit may be somebody's name, and is no sentence."""
    words = _WORD.findall(line)
    return 0 < len(words) <= _LONGEST_NAME and not has_digit(line) and "@" not in line and not _speaks(line)


def phrases_of(text: str) -> list[str]:
    """Give what stands between the numbers, signs and speaking words of a sentence: `rang my solicitor on 07\u2026` has `my solicitor`."""
    pieces = (_EDGE_WORDS.sub("", piece).strip() for piece in _APART.split(text))
    return [piece for piece in pieces if piece]


def _speaks(text: str) -> bool:
    return _SPEAKING.search(text) is not None or (_ENDS.search(text) is not None and len(_WORD.findall(text)) > _LONGEST_NAME)
