"""Where the numbers that were read of a text stand in it, and what the declared steps account for beside them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from matcher.domain.numbers.declared import BETWEEN, WITHHOLDING, Context, Found
from matcher.domain.numbers.groups import without_when
from matcher.domain.numbers.plans import plan_of
from matcher.domain.numbers.steps import STEP_CODE, STEP_DIVERT, STEP_FLOAT, STEP_LETTER_O, STEP_LINK, STEP_WITHHELD_PREFIX
from matcher.domain.numbers.verdict import Verdict
from matcher.domain.numbers.zeros import with_zeros

#: Stand in place of the digits of a number, and of what else was read of a text. No cleaned text holds them.
NUMBER, TOLD = "\x00", "\x01"

_GAP = r"[ ().\-]*"
_DIGITS = re.compile(r"\d+", re.ASCII)
_RUN = re.compile(r"(?:[+(][+( )]*)?\d(?:[ ().\-]{0,3}\d)*", re.ASCII)
_ALONE = re.compile(r"[+\d ().\-]+", re.ASCII)
_ESCAPED = re.compile(r"%[0-9A-F]{2}", re.IGNORECASE | re.ASCII)

#: What is left of the declared forms around a number: the suffix of a messenger, the rest of a link, decimal places, codes that divert.
_MESSENGER = re.compile(r"(?<=\x00)(?:[.:]\d+)*@\S*", re.ASCII)
_LINK_END = re.compile(r"(?<=\x00)[^\x00\x01]*?(?:[?&/@]|;phone-context)[^\x00\x01]*", re.IGNORECASE)
#: What stands in an address before the number of its link; longer digits there may be a further number.
_LINK_START = re.compile(r"(?:[a-z][a-z0-9+.\-]{0,20}://|(?:wa|t|telegram|signal)\.me/)[^\s\x00\x01]*(?=\x00)", re.IGNORECASE | re.ASCII)
_OF_ADDRESS = re.compile(r"(?<=/p/)\d+(?=/)|(?<!\d)(?!(?:0|44)\d{8,11}(?!\d))\d+", re.ASCII)
_DECIMALS = re.compile(r"(?<=\x00)[.,]0+(?!\d)", re.ASCII)
_DIVERT = re.compile(r"(?<![\w*#])[*#]{1,2} ?\d{2,3} ?\*(?= ?\x00)", re.ASCII)
_DIVERT_END = re.compile(r"(?<=\x00) ?\*[\d*]*#", re.ASCII)
#: A sign that says that what follows is dialled later, and the digits that are.
_TAIL = re.compile(
    r"\)?\s*(?:;\s*ext\s*=|ext(?:n|ension)?\.?|[,;xpw*#])\s*:?[\s,;pwx*#+(]*(?P<digits>\d[\d\s,;pwx*#+().\-]*)", re.IGNORECASE | re.ASCII
)


class Place(NamedTuple):
    """Where the digits of a number stand in a text."""

    start: int
    end: int
    verdict: Verdict
    #: As it is written there.
    written: str

    @property
    def is_bare(self) -> bool:
        """Whether nothing in front of the number says that it begins there."""
        digits = self.written.translate(BETWEEN)
        return not digits.startswith(("0", "+")) and not digits.startswith(self.verdict.e164[1:])


def rest_of(text: str, found: list[Found], context: Context) -> tuple[str, list[Place] | None]:
    """Give a text with signs in place of its numbers, without what declared steps and dates account for; and where the numbers stand.

    There are no places when a number cannot be found in the text.
    """
    rest: list[str] = []
    places: list[Place] = []
    done = 0
    numbers = sorted((each for each in found if each.verdict.is_number), key=_span)
    for (start, end), alike in groupby(numbers, _span):
        if start < done:
            return text, None
        part = text[start:end]
        for each in alike:
            written = _as_read(part, each)
            own = _places(written, each.verdict, context)
            if not own:
                return text, None
            places += [place._replace(start=place.start + start, end=place.end + start) for place in own]
            part = _without_declared(written, each, own)
        rest += [text[done:start], part]
        done = end
    left = "".join((*rest, text[done:]))
    for pattern in (_MESSENGER, _DIVERT, _DIVERT_END):
        left = pattern.sub(_blank, left)
    return without_when(left), sorted(places, key=lambda place: place.start)


def _span(found: Found) -> tuple[int, int]:
    return found.start, found.end


def _as_read(part: str, found: Found) -> str:
    """Give the part of a text that holds a number as the steps of the number read it, sign by sign."""
    plain = with_zeros(part) if STEP_LETTER_O in found.steps else part
    return _ESCAPED.sub("   ", plain) if STEP_LINK in found.steps else plain


def _with_one_plus(run: str) -> str:
    """Give digits with one plus sign before them where several stand there: all of them but the last belong to the words before."""
    return f"+{run.lstrip('+')}" if run.startswith("++") else run


def _places(part: str, verdict: Verdict, context: Context) -> list[Place]:
    """Find the digits of a number: runs of digits that are that number, or its national digits in a row."""
    if _ALONE.fullmatch(part) and context.judge(part.translate(BETWEEN)).e164 == verdict.e164:
        return [Place(0, len(part), verdict, part)]
    inside = without_when(part)
    runs = [
        Place(*run.span(), verdict, run.group())
        for run in _RUN.finditer(inside)
        if context.judge(_with_one_plus(run.group().translate(BETWEEN))).e164 == verdict.e164
    ]
    if runs:
        return runs
    code = calling_code(verdict.e164)
    digits = _GAP.join(verdict.e164[1 + len(code) :])
    written = rf"[+(]*(?:(?:0{_GAP}0{_GAP})?{_GAP.join(code)}{_GAP})?(?:0{_GAP})?{digits}"
    return [Place(*hit.span(), verdict, hit.group()) for hit in re.finditer(written, inside)]


def calling_code(e164: str) -> str:
    """Give the calling code of a key."""
    plan = plan_of(e164[1:])
    return plan.calling_code if plan is not None else ""


def put(text: str, start: int, end: int, sign: str) -> str:
    """Put a sign in place of every character of a part of a text, but for signs that say that it was read already."""
    return text[:start] + "".join(each if each in {NUMBER, TOLD} else sign for each in text[start:end]) + text[end:]


def _blank(hit: re.Match[str]) -> str:
    return put(hit.group(), 0, len(hit.group()), " ")


def _without_declared(written: str, found: Found, places: list[Place]) -> str:
    """Take a number, and what its steps say of the digits around it, out of the part of a text that holds it."""
    part = written
    for place in places:
        part = put(part, place.start, place.end, NUMBER)
    if STEP_DIVERT in found.steps or STEP_CODE in found.steps:
        return _DIGITS.sub(_blank, part)
    if STEP_LINK in found.steps:
        part = _LINK_END.sub(_blank, part)
        part = _LINK_START.sub(lambda start: _OF_ADDRESS.sub(_blank, start.group()), part)
    if STEP_WITHHELD_PREFIX in found.steps:
        for hit in WITHHOLDING.finditer(written):
            part = put(part, *hit.span(), " ") if hit.end() <= places[0].start else part
    if STEP_FLOAT in found.steps:
        part = _DECIMALS.sub(_blank, part)
    return _without_tail(part, found.extension or "")


def _without_tail(part: str, extension: str) -> str:
    """Take away the digits that are dialled behind a number: as many as its extension has, in the same order."""
    wanted = "".join(filter(str.isdecimal, extension))
    if not wanted:
        return part
    for hit in _TAIL.finditer(part, part.find(NUMBER)):
        digits = "".join(filter(str.isdecimal, hit["digits"]))
        if digits.startswith(wanted):
            end, left = hit.start("digits"), len(wanted)
            while left:
                left -= part[end].isdecimal()
                end += 1
            return put(part, hit.start(), end, " ")
    return part
