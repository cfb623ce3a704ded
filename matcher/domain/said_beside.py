"""Whose a number in a text is by the words beside it: `solicitor 07700 900123`, and not `solicitor said ring Jay on 07700 900123`.

Only the words of the same clause count, and those between two numbers belong to the second unless the line begins with a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcher.domain.label_words import Phrases, words_of

#: Further away, nothing is said of a number any more.
_WINDOW = 160
#: A word that such a window cuts.
_CUT_WORD = re.compile(r"\A[^\W\d_]+")

#: What ends a clause: a full stop is no end behind the few abbreviations that stand before names and numbers.
_END = re.compile(
    r"[\n\r|;!?\u2022]|(?<!\b\w)(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bst)(?<!\bno)(?<!\btel)(?<!\bmob)\.(?=\s)", re.IGNORECASE
)
_NEW_LINE = re.compile(r"[\n\r]+")
#: What stands between words and the number they belong to.
_JOINTS = " \t.:,-\u2013\u2014=(<[>*_~\"'\u00a0"
_BRACKETED = re.compile(r"\A\s*(?:\((?P<words>[^()]{1,60})\)|\[(?P<others>[^\[\]]{1,60})\])")
_TOLD_BEHIND = re.compile(r"\s*[)\]]?\s*(?:=|[-\u2013\u2014](?=\s)|(?:is|was|belongs)\b)(?P<words>[^,]{1,60})", re.IGNORECASE)

#: Words between those that name somebody and the number.
_MOST_BETWEEN = 5
_MOST_BETWEEN_BEHIND = 3


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: What may stand beside a number without being anybody's name.
_OF_NUMBERS = _set(
    "tel telephone phone ph mob mobile cell no num number call ring text contact new old on at is it this the to him her them or and his"
    " their direct office work home"
)
#: Behind these somebody else is spoken of.
_TURNING = _set(
    "said says say told tells tell asked asks ask about ring call text gave knows wants meet met see seen saw then but so if not that who"
    " which reports reported states stated believes thinks when after before until with because uses used using also than"
)
#: Behind these whoever writes is spoken of.
_OF_THE_WRITER = _set("me my mine i im us we use try")
_DENYING = _set("no not without dont isnt never")
#: A name, and no sentence.
_LONGEST_FIELD = 3


class Said(NamedTuple):
    """What stands beside one number of a text and may say whose it is."""

    #: The clause up to the number, from the number before it on; the line above where the number is all there is.
    before: str
    #: What follows in brackets, behind a dash or behind `is`.
    tied: str
    #: What follows up to the next number or the end of the clause, where the names of a clause stand behind its numbers.
    behind: str


def said_beside(text: str, places: Sequence[tuple[int, int]]) -> list[Said]:
    """Give what is said beside each of the numbers of a text, whose places come in their order."""
    said: list[Said] = []
    gaps = _gaps(text, places)
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or _END.search(gaps[at]) or len(gaps[at]) > _WINDOW:
            said += _in_clause(gaps[start : at + 1])
            start = at
    return said


def _gaps(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """Give what stands before the first number, between each two, and behind the last."""
    ends = [0, *(end for _, end in places)]
    starts = [*(start for start, _ in places), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _in_clause(gaps: Sequence[str]) -> Iterator[Said]:
    """Yield what is said of the numbers of one clause, given what stands around them."""
    first, last = _end_of(gaps[0]), _beginning_of(gaps[-1])
    between = gaps[1:-1]
    has_front, has_tail = _names(first), _names(last)
    befores = [first if has_front or has_tail or any(map(_names, between)) else _line_above(gaps[0])]
    behinds = [last]
    # What is said of one number is said of those beside it: `solicitor 01632 960222 or 07700 900222`.
    for gap in between:
        befores.append(_BRACKETED.sub("", gap, count=1) if _names(gap) else befores[-1])
    for gap in reversed(between):
        behinds.insert(0, gap if _names(gap) else behinds[0])
    for before, behind in zip(befores, behinds, strict=True):
        tied = _BRACKETED.match(behind)
        words = (tied["words"] or tied["others"]) if tied is not None else ""
        if not words and behind is last and (tied := _TOLD_BEHIND.match(behind)) is not None:
            words = tied["words"]
        yield Said(before if has_front or not has_tail else "", words, "" if has_front else behind)


def _names(text: str) -> bool:
    return not _OF_NUMBERS.issuperset(words_of(text))


def _end_of(text: str) -> str:
    """Give the end of a text, back to where its last clause begins."""
    near = text[-_WINDOW:]
    if len(text) > _WINDOW:
        near = _CUT_WORD.sub("", near)
    ends = [found.end() for found in _END.finditer(near.rstrip(_JOINTS))]
    return near[ends[-1] :] if ends else near


def _beginning_of(text: str) -> str:
    near = text[:_WINDOW]
    found = _END.search(near)
    return near[: found.start()] if found is not None else near


def _line_above(front: str) -> str:
    """Give the line above a number that stands on one of its own."""
    lines = [line for line in _NEW_LINE.split(front[-_WINDOW:]) if line.strip(_JOINTS)]
    return lines[-1] if lines and len(words_of(lines[-1])) <= _LONGEST_FIELD + 1 else ""


def names_whose(said: Said, phrases: Phrases) -> bool:
    """Whether the words beside a number say that it is that of somebody, or a service, the phrases name."""
    return _ends_with(said.before, phrases) or _begins_with(said.tied, phrases) or _begins_with(said.behind, phrases)


def _ends_with(text: str, phrases: Phrases) -> bool:
    """Whether the words before a number name somebody, and nobody else after them."""
    fields = [field for field in text.split(",") if field.strip(_JOINTS)]
    if not fields:
        return False
    near = words_of(fields[-1])
    if _is_told(near, phrases) or phrases.find_name(near) is not None:
        return True
    if len(near) > _LONGEST_FIELD or not _TURNING.isdisjoint(near) or not _OF_THE_WRITER.isdisjoint(near):
        return False
    # `Social worker, Kim`, and what is written behind a comma of the number alone.
    for field in reversed(fields[:-1]):
        words = words_of(field)
        if len(words) > _LONGEST_FIELD and _names(fields[-1]):
            return False
        if _is_told(words, phrases):
            return True
        if _names(field):
            return False
    return False


def _is_told(words: Sequence[str], phrases: Phrases) -> bool:
    found = phrases.find_last(words)
    if found is None:
        return False
    start, end = found
    between = words[end:]
    if len(between) > _MOST_BETWEEN or (start and words[start - 1] in _DENYING) or not _OF_THE_WRITER.isdisjoint(between):
        return False
    turned = next((at for at, word in enumerate(between) if word in _TURNING), None)
    return turned is None or all(word in _OF_NUMBERS or word in _TURNING for word in between[turned:])


def _begins_with(text: str, phrases: Phrases) -> bool:
    """Whether the words behind a number name somebody first of all."""
    words = words_of(text.partition(",")[0] if _names(text.partition(",")[0]) else text)
    if phrases.find_name(words) is not None:
        return True
    found = phrases.find_last(words[: _MOST_BETWEEN_BEHIND + 4])
    if found is None:
        return False
    start, end = found
    before, behind = words[:start], words[end:]
    if len(before) > _MOST_BETWEEN_BEHIND or not _DENYING.isdisjoint(before) or not _TURNING.isdisjoint(before):
        return False
    # `is my social worker`, and not `social worker came round`.
    return len(behind) <= _LONGEST_FIELD
