"""Finds telephone numbers among words and other digits: runs of digits that are whole numbers by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.numbers.verdict import Verdict, is_bare_foreign

Judge = Callable[[str], Verdict]

#: Digits with single signs between; a run ends where anything else stands.
_RUN = re.compile(r"(?:\(?\+\s?\(?|\()?\d(?:[ ().\-]{0,3}\d)*", re.ASCII)
_CHUNK = re.compile(r"\S+")
_BETWEEN = str.maketrans("", "", " ().-")

#: Words that may stand straight against a number.
_PHONE_WORD = re.compile(
    r"(?:^|[^\w])(?:tel|telephone|ph|phone|mob|mobile|cell|contact|call|text|t|m|p|h|w|whatsapp|wa|no|num|number|new|old|line)\Z",
    re.IGNORECASE,
)

#: Longest piece of digits that may be a part of a label beside a number: `line 2`, `2 for 1`.
_LONGEST_LEFTOVER = 4

_FEWEST_DIGITS = 7


#: Digits before a bracket behind which it holds no part of the number: `(07700) 900123`, `+44 (0)7700 900123`.
_BEFORE_BRACKET = 4


def brackets_are_plain(text: str) -> bool:
    """Whether brackets stand only where area codes and trunk zeros are written; `0800 1111 (24)` says something else."""
    at = text.rfind("(")
    return at <= _BEFORE_BRACKET or sum(map(str.isdecimal, text[:at])) <= _BEFORE_BRACKET


#: A position or an amount, and an internet address.
_DECIMAL = re.compile(r"\d{1,3}\.\d{4,}|\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)


def reads_as_decimal(text: str) -> bool:
    """Whether digits with full stops read like a position, an amount or an internet address rather than a telephone number."""
    return "." in text and _DECIMAL.fullmatch(text.strip(" -+")) is not None


class Run(NamedTuple):
    """One number found, with its place."""

    start: int
    end: int
    verdict: Verdict


def find_numbers(text: str, judge: Judge) -> list[Run]:
    """Find every number in a piece of a field; nothing where its digits leave a doubt."""
    found: list[Run] = []
    has_words = any(each.isalpha() for each in text)
    for run in _RUN.finditer(text):
        if sum(each.isdecimal() for each in run.group()) < _FEWEST_DIGITS:
            continue
        if not _is_free(text, run.start(), run.end()):
            return []
        digits = _without_counts(run, text)
        several = list(_split(run.start(), digits, judge, may_leave=has_words))
        if len(digits) < len(run.group()):
            if not all(map(_is_told_by_its_length, several)):
                return []
            # Digits were left out as part of the words behind: that is an assumption.
            several = [each._replace(verdict=each.verdict.weakened(Certainty.INFERRED)) for each in several]
        if not several:
            return []
        found += several
    return found


def _is_free(text: str, start: int, end: int) -> bool:
    """Whether no letter or sign against the digits makes them a part of something else."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "_+#*£$€@") and _PHONE_WORD.search(text[:start]) is None:
        return False
    rest = text[end:]
    if not rest or not (rest[0].isalnum() or rest[0] in "_@%*#+"):
        return True
    word = re.match(r"[^\W_]+", rest)
    return word is not None and word.group().isalpha()


def _is_told_by_its_length(run: Run) -> bool:
    """Whether a number would not be one with a digit less, as those of the UK; elsewhere the digits left out may belong to it."""
    return run.verdict.e164.startswith("+44")


def _without_counts(run: re.Match[str], text: str) -> str:
    """Leave out what ends a run and belongs to the words behind it: `07700 90012 3rd`, `… 3 for 2`, `… (24/7)`."""
    digits = run.group()
    at = digits.rfind("(")
    if at >= 0 and not brackets_are_plain(digits):
        digits = digits[:at].rstrip()
    elif run.end() < len(text):
        first, blank, last = digits.rpartition(" ")
        is_glued = text[run.end()].isalpha() and len(last) <= _LONGEST_LEFTOVER
        is_lone = len(last) == 1 and any(each.isalpha() for each in text[run.end() :])
        if blank and (is_glued or is_lone):
            digits = first.rstrip()
    return digits


def _split(start: int, text: str, judge: Judge, *, may_leave: bool) -> Iterator[Run]:
    """Take a run for one number if it is one; else for several whole ones between blanks, with at most short digits left over."""
    if reads_as_decimal(text):
        return
    digits = text.translate(_BETWEEN)
    whole = judge(digits) if "+" not in digits[1:] else None
    # Among words the first digits may belong to them: `Flat 2 0113 496 0123` is no number abroad.
    is_doubtful = may_leave and " " in text and whole is not None and is_bare_foreign(digits, whole)
    if whole is not None and whole.is_number and not is_doubtful:
        yield Run(start, start + len(text), whole)
        return
    chunks = [(each.start() + start, each.end() + start, each.group()) for each in _CHUNK.finditer(text)]
    yield from _partition(chunks, judge, may_leave=may_leave)


def _partition(chunks: list[tuple[int, int, str]], judge: Judge, *, may_leave: bool) -> list[Run]:
    found: list[Run] = []
    leftovers = 0
    at = 0
    while at < len(chunks):
        taken = _take(chunks, at, judge)
        if taken is not None:
            found.append(Run(chunks[at][0], chunks[taken[0] - 1][1], taken[1]))
            at = taken[0]
            continue
        left = chunks[at][2].translate(_BETWEEN)
        if not left:
            at += 1
            continue
        if not may_leave or len(left) > _LONGEST_LEFTOVER or left.startswith(("0", "+")):
            return []
        leftovers += 1
        at += 1
    # Digits were left out as part of a label: that is an assumption.
    return [run._replace(verdict=run.verdict.weakened(Certainty.INFERRED)) for run in found] if leftovers else found


def _take(chunks: list[tuple[int, int, str]], at: int, judge: Judge) -> tuple[int, Verdict] | None:
    """The chunks from `at` that make a number which says itself where it begins; None when there is none, or more than one way."""
    if not chunks[at][2].lstrip("(").startswith(("0", "+")) or reads_as_decimal(chunks[at][2]):
        return None
    text = ""
    whole: list[tuple[int, Verdict]] = []
    for end in range(at, len(chunks)):
        digits = chunks[end][2].translate(_BETWEEN)
        if not digits:
            continue
        text += digits
        if "+" in text[1:] or len(text) > 18:
            break
        verdict = judge(text)
        if verdict.is_number:
            whole.append((end + 1, verdict))
    if len(whole) != 1:
        return None
    return whole[0]


#: Words in front of digits that are not to be dialled.
_REFERENCE_WORD = re.compile(
    r"(?:\bref(?:erence)?|\bcrime|\bincident|\bcad|\boccurrence|\bcustody|\bcase|\baccount|\bacc|\bacct|\bsort code|\border|\btracking"
    r"|\binvoice|\bimei|\biccid|\bimsi|\bserial|\bpin|\bcode|\bnhs|\bni|\bcard|[£$€#])(?:\W*(?:no|num|number|id|is|was)\b)*\W*\Z",
    re.IGNORECASE,
)
#: How far back a word counts.
_LOOK_BACK = 24


def find_in_prose(text: str, judge: Judge) -> Iterator[Run]:
    """Yield the numbers of a prose text, and runs that begin like a number and are none."""
    for run in _RUN.finditer(text):
        if sum(each.isdecimal() for each in run.group()) < _FEWEST_DIGITS or not _is_free(text, run.start(), run.end()):
            continue
        is_reference = _REFERENCE_WORD.search(text[max(0, run.start() - _LOOK_BACK) : run.start()]) is not None
        digits = _without_counts(run, text)
        for found in _in_prose(run.start(), digits, judge):
            if len(digits) < len(run.group()) and not _is_told_by_its_length(found):
                continue
            if not found.verdict.is_number or not is_reference:
                yield found
            else:
                yield found._replace(verdict=Verdict.none(Status.AMBIGUOUS, "a word before it says that this is a reference"))


def _in_prose(start: int, text: str, judge: Judge) -> Iterator[Run]:
    chunks = [(each.start() + start, each.end() + start, each.group()) for each in _CHUNK.finditer(text)]
    at = 0
    while at < len(chunks):
        taken = _take(chunks, at, judge)
        if taken is None:
            at += 1
            continue
        yield Run(chunks[at][0], chunks[taken[0] - 1][1], taken[1])
        at = taken[0]
