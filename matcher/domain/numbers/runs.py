"""Finds telephone numbers among words and other digits: runs of digits that are whole numbers by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from matcher.domain.numbers.groups import brackets_are_plain, is_doubtful, is_no_number, without_when
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.numbers.steps import ONLY_LAST_DIGITS
from matcher.domain.numbers.verdict import Verdict, is_bare_foreign

Judge = Callable[[str], Verdict]

#: Digits with single signs between; a run ends where anything else stands.
_RUN = re.compile(r"(?:\(?\+\s?\(?|\()?\d(?:[ ().\-]{0,3}\d)*", re.ASCII)
_CHUNK = re.compile(r"\S+")
#: Hyphens stand between two numbers as well as within one.
_FINE_CHUNK = re.compile(r"[^\s\-]+")
_BETWEEN = str.maketrans("", "", " ().-")

#: Words that may stand straight against a number.
_PHONE_WORD = re.compile(
    r"(?:^|[^\w])(?:tel|telephone|ph|phone|mob|mobile|cell|contact|call|text|t|m|p|h|w|whatsapp|wa|no|num|number|new|old|line)\Z",
    re.IGNORECASE,
)
_CLINGS_BEFORE = "_+#*£$€@"
_CLINGS_BEHIND = "_@%*#+"
#: Marks that make a word stand out: `*07700900123*`.
_MARKS_BEFORE = re.compile(r"(?:^|[^\w*#+@£$€])([*_~`]+)\Z")
#: The start of a call divert, `**21*`, and a whole number with one of the signs between that people and phones put between two.
_CODE_BEFORE = re.compile(r"(?:^|[^\w*#])[*#]{1,2}\d{2,3}\*\Z", re.ASCII)
_NUMBER_BEFORE = re.compile(r"\d(?:[ ().\-]?\d){6,}\)? ?[*#xXpPwW] ?\Z", re.ASCII)
_NUMBER_BEHIND = re.compile(r"[*#xXpPwW] ?\(?(?:\+|0)\d", re.ASCII)
_DIALLED_BEHIND = re.compile(r"(?:x|ext(?:n|ension)?\.?|p|w) ?\d{1,6}(?!\w)", re.IGNORECASE | re.ASCII)
#: As many digits as a local number has, by themselves.
LOCAL_FORM = re.compile(r"(?<![\w/.+\-])(?<!\d )\d(?:[ \-]?\d){4,5}(?![\w/\-]| ?\d|\.\d)", re.ASCII)
#: A word without a digit in it.
_WORD = re.compile(r"[^\W\d_]+(?![^\W_])")
_MARKS = frozenset("*_~`")
#: How far back a word, a code or a number counts, not counting marks: a text may hold thousands of numbers.
_LOOK_BACK = 40

#: Longest piece of digits that may be a part of a label beside a number: `line 2`, `2 for 1`.
_LONGEST_LEFTOVER = 4
#: Longer digits straight before a word are as likely the end of the number.
_LONGEST_COUNT = 2
_LAST = re.compile(r"(?P<before>.*\d\)?)(?P<blank>[ .\-]{1,3})(?P<last>\d{1,4})", re.ASCII)
#: Digits that belong to what stands before them, with a number behind: `Jay2 07700 900123`.
_FIRST = re.compile(r"([1-9]\d{0,3}) +(?=[+(]*[+0]|\()", re.ASCII)

FEWEST_DIGITS = 7


class Run(NamedTuple):
    """One number found, with its place."""

    start: int
    end: int
    verdict: Verdict


class Stretch(NamedTuple):
    """Digits that may be one number or several, without what belongs to the words around them."""

    start: int
    text: str
    #: Whether no letter or sign against the digits makes them a part of something else.
    is_free: bool
    #: Whether digits were left out behind.
    is_cut: bool

    @property
    def end(self) -> int:
        """The place behind the last digit."""
        return self.start + len(self.text)


def stretches(text: str, judge: Judge) -> Iterator[Stretch]:
    """Yield whatever in a text has digits enough for a number."""
    bare = without_when(text)
    for start, digits in (part for run in _RUN.finditer(bare) for part in _at_brackets(run.start(), run.group())):
        if sum(map(str.isdecimal, digits)) < FEWEST_DIGITS:
            continue
        yield _stretch(bare, start, digits, judge)


def _at_brackets(start: int, digits: str) -> Iterator[tuple[int, str]]:
    """Cut a run where a bracket begins another number: `07700 900123 (07700 900456)`."""
    for bracket in re.finditer(r"\((?=(?:[ ().\-]{0,3}\d){7})", digits):
        if bracket.start() and not brackets_are_plain(digits[: bracket.end()]):
            yield start, digits[: bracket.start()].rstrip(" -.")
            yield from _at_brackets(start + bracket.start(), digits[bracket.start() :])
            return
    yield start, digits


def _stretch(bare: str, start: int, digits: str, judge: Judge) -> Stretch:
    """Leave out the digits at both ends that belong to words."""
    end = start + len(digits)
    is_free = _is_free_before(bare, start)
    first = _FIRST.match(digits)
    if not is_free and first is not None:
        start, digits, is_free = start + first.end(), digits[first.end() :], True
    kept = _without_counts(digits, bare, end, judge)
    is_cut = len(kept) < len(digits)
    # What was cut off is what anything behind clings to.
    return Stretch(start, kept, is_free and (is_cut or _is_free_behind(bare, start, end)), is_cut)


def find_numbers(text: str, judge: Judge) -> list[Run]:
    """Find every number in a piece of a field; nothing where its digits leave a doubt."""
    found: list[Run] = []
    has_words = any(each.isalpha() for each in text)
    for each in stretches(text, judge):
        several = _split(each, judge, may_leave=has_words) if each.is_free else []
        if not several or (each.is_cut and not all(map(is_told_by_its_length, several))):
            return []
        # Digits left out as part of the words behind are an assumption.
        found += [run._replace(verdict=run.verdict.weakened(Certainty.INFERRED)) for run in several] if each.is_cut else several
    return sorted([*found, *_local_forms(text, found)])


def _local_forms(text: str, found: list[Run]) -> Iterator[Run]:
    """Yield digits among the words beside numbers that are as many as a local number has."""
    for each in LOCAL_FORM.finditer(without_when(text)) if found else ():
        if not any(run.start <= each.start() < run.end for run in found):
            yield Run(*each.span(), Verdict.none(Status.AMBIGUOUS, ONLY_LAST_DIGITS))


def _is_free_before(text: str, start: int) -> bool:
    if not start or text[start] == "(" or not (text[start - 1].isalnum() or text[start - 1] in _CLINGS_BEFORE):
        return True
    since = _since(text, start)
    return any(each.search(text, since, start) is not None for each in (_PHONE_WORD, _MARKS_BEFORE, _CODE_BEFORE, _NUMBER_BEFORE))


def _since(text: str, start: int) -> int:
    """Give the place from which on what stands before digits is looked at."""
    while start and text[start - 1] in _MARKS:
        start -= 1
    return max(0, start - _LOOK_BACK)


def _is_free_behind(text: str, start: int, end: int) -> bool:
    if end == len(text) or not (text[end].isalnum() or text[end] in _CLINGS_BEHIND):
        return True
    if _NUMBER_BEHIND.match(text, end) or _DIALLED_BEHIND.match(text, end):
        return True
    since = _since(text, start)
    if (marks := _MARKS_BEFORE.search(text, since, start)) is not None:
        closing = marks[1][::-1]
        return text.startswith(closing, end) and not text[end + len(closing) : end + len(closing) + 1].isalnum()
    if text[end] in "*#" and _CODE_BEFORE.search(text, since, start) is not None:
        return True
    word = _WORD.match(text, end)
    return word is not None and word.group().isalpha()


class _Judged(Protocol):
    """What has a verdict."""

    @property
    def verdict(self) -> Verdict: ...


def is_told_by_its_length(run: _Judged) -> bool:
    """Whether a number would not be one with a digit more or less, as most of the UK; elsewhere the digits left out may belong to it."""
    return run.verdict.e164.startswith("+44") and len(run.verdict.e164) != _SHORT_UK


#: A plus sign, the country code and nine digits: there are numbers with one more.
_SHORT_UK = 12


def _without_counts(digits: str, text: str, end: int, judge: Judge) -> str:
    """Leave out what ends a run and belongs to the words behind its `end`: `07700 90012 3rd`, `… 3 for 2`, `… (24/7)`."""
    at = digits.rfind("(")
    if at >= 0 and not brackets_are_plain(digits):
        return digits[:at].rstrip()
    found = _LAST.fullmatch(digits) if end < len(text) else None
    if found is None:
        return digits
    before, size = found["before"], len(found["last"])
    if text[end].isalpha() or text[end] in "/:%":
        is_count = size <= _LONGEST_COUNT or (" " in found["blank"] and judge(before.translate(_BETWEEN)).is_number)
    else:
        is_count = size == 1 and " " in found["blank"] and any(map(str.isalpha, text[end:]))
    return before if is_count else digits


def _split(stretch: Stretch, judge: Judge, *, may_leave: bool) -> list[Run]:
    """Take a stretch for one number if it is one; else for several whole ones between blanks, with at most short digits left over."""
    text = stretch.text
    if is_no_number(text):
        return []
    digits = text.translate(_BETWEEN)
    whole = judge(digits) if "+" not in digits[1:] else None
    # Among words the first digits may belong to them: `Flat 2 0113 496 0123` is no number abroad.
    is_bare = may_leave and " " in text and whole is not None and is_bare_foreign(digits, whole)
    if whole is not None and whole.is_number and not is_bare:
        return [] if is_doubtful(text, whole) else [Run(stretch.start, stretch.end, whole)]
    return _partition(chunks_of(stretch, _CHUNK), judge, may_leave=may_leave) or between_hyphens(stretch, judge)


def between_hyphens(stretch: Stretch, judge: Judge) -> list[Run]:
    """Take a stretch for several whole numbers between hyphens, with nothing left over."""
    return (
        _partition(chunks_of(stretch, _FINE_CHUNK), judge, may_leave=False)
        if "-" in stretch.text and not is_no_number(stretch.text)
        else []
    )


class Chunk(NamedTuple):
    """Digits and signs without a blank."""

    start: int
    end: int
    text: str


def chunks_of(stretch: Stretch, pattern: re.Pattern[str] = _CHUNK) -> list[Chunk]:
    """Give what stands between the blanks of a stretch."""
    return [Chunk(each.start() + stretch.start, each.end() + stretch.start, each.group()) for each in pattern.finditer(stretch.text)]


def _partition(chunks: list[Chunk], judge: Judge, *, may_leave: bool) -> list[Run]:
    found: list[Run] = []
    leftovers = 0
    at = 0
    while at < len(chunks):
        taken = take(chunks, at, judge)
        if taken is not None:
            found.append(Run(chunks[at].start, chunks[taken[0] - 1].end, taken[1]))
            at = taken[0]
            continue
        left = chunks[at].text.translate(_BETWEEN)
        at += 1
        if not left:
            continue
        if not may_leave or len(left) > _LONGEST_LEFTOVER or left.startswith(("0", "+")):
            return []
        if found and not is_told_by_its_length(found[-1]):
            return []
        leftovers += 1
    # Digits were left out as part of a label: that is an assumption.
    return [run._replace(verdict=run.verdict.weakened(Certainty.INFERRED)) for run in found] if leftovers else found


def take(chunks: list[Chunk], at: int, judge: Judge) -> tuple[int, Verdict] | None:
    """Give the place behind the chunks from `at` that make a number which says itself where it begins, and that number.

    None when there is none, or more than one way.
    """
    if not chunks[at].text.lstrip("(").startswith(("0", "+")):
        return None
    text = ""
    whole: list[tuple[int, Verdict]] = []
    for end in range(at, len(chunks)):
        digits = chunks[end].text.translate(_BETWEEN)
        if not digits:
            continue
        text += digits
        if "+" in text[1:] or len(text) > _LONGEST_TAKEN:
            break
        verdict = judge(text)
        if verdict.is_number:
            whole.append((end + 1, verdict))
    if len(whole) != 1:
        return None
    written = " ".join(each.text for each in chunks[at : whole[0][0]])
    return None if is_no_number(written) or is_doubtful(written, whole[0][1]) else whole[0]


#: The longest number with its prefix to dial abroad, and what a mistaken trunk zero adds.
_LONGEST_TAKEN = 18
