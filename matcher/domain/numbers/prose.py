"""Finds the telephone numbers that prose mentions: notes, message texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matcher.domain.numbers.apart import has_code_before
from matcher.domain.numbers.clean import clean
from matcher.domain.numbers.groups import is_no_number
from matcher.domain.numbers.links import NumberLink, number_links
from matcher.domain.numbers.messenger import read_messenger_id
from matcher.domain.numbers.plans import region_of
from matcher.domain.numbers.reading import Certainty, Number, Reading, Status
from matcher.domain.numbers.runs import Judge, Run, Stretch, between_hyphens, chunks_of, is_told_by_its_length, stretches, take
from matcher.domain.numbers.steps import IN_ADDRESS, ONLY_LAST_DIGITS, SOME_HIDDEN, STEP_LETTER_O, STEP_LINK
from matcher.domain.numbers.verdict import Verdict, judge
from matcher.domain.numbers.zeros import with_zeros
from notation.links import find_invitations

STEP_PROSE = "found in a text"

_MESSENGER_ID = re.compile(r"(?<![\w.+-])\+?\d{7,15}(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)(?!\w)", re.IGNORECASE | re.ASCII)
_WEB_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)

#: Words in front of digits that are not to be dialled.
_REFERENCE_WORD = re.compile(
    r"(?:\bref(?:erence)?|\bcrime|\bincident|\bcad|\boccurrence|\bcustody|\bcase|\baccount|\bacc|\bacct|\bsort code|\border|\btracking"
    r"|\binvoice|\bimei|\biccid|\bimsi|\bserial|\bpin|\bcode|\bnhs|\bni|\bcard|[£$€#])(?:\W*(?:no|num|number|id|is|was)\b)*\W*\Z",
    re.IGNORECASE,
)
#: How far back a word counts.
_LOOK_BACK = 24

#: Fewer digits that begin like a number are too often something else, unless signs stand for the others.
_FEWEST_TOLD = 9
_LONGEST_TOLD = 15
_HIDDEN = re.compile(r" ?(?:[*?•_#…]|[xX]{2}|\.{3})")
_MORE_HIDDEN = re.compile(r"[\u2022\u25cf\u2026]|[xX]{3,}(?!\w)")
#: The end of a further number: behind a slash as few digits as there are, behind a word only as many as a local number has.
_FURTHER = re.compile(r" ?(?:/ ?(?=\d{1,6}(?!\d))|(?:or|and|&|,) ?(?=\d{6}(?!\d)))(?P<digits>\d+)(?![\w%]|[ ./:\-]?\d)", re.ASCII)
_TOLD = frozenset({Status.PARTIAL, Status.AMBIGUOUS})

#: Letters O beside digits.
_LETTER_O = re.compile(r"[oO][(). \-]?\d|\d[(). \-]?[oO]", re.ASCII)
#: Digits against a number with a sign between that stands between no two numbers.
_CLINGS_BEHIND = re.compile(r"[\'\"=:^!\\\]}>]{1,2}\d{1,6}(?![\d:])", re.ASCII)
_CLINGS_BEFORE = re.compile(r"(?<![\w:/])(?![1-9]\d?:\Z)\d{1,6}[\'\"=:^!\\\[{<]{1,2}\Z", re.ASCII)

#: A mobile as it is written with the code of the country and no sign before it.
_BARE_MOBILE = re.compile(r"447[1-57-9]\d{8}", re.ASCII)

#: The same beside other digits, set apart from them.
_BARE_APART = re.compile(rf"(?<!\S){_BARE_MOBILE.pattern}(?!\S)", re.ASCII)

_NO_SIGN = "these digits begin with the code of the country, and no sign says so"
_A_REFERENCE = "a word before it says that this is a reference"
_BOUND = "letters or signs stand against the digits"
_MORE_DIGITS = "other digits stand beside it that may belong to it"
_OTHER_COUNTRY = "the code of another country stands before it"


def key_of(reading: Reading) -> str:
    """Give the key of a number, or the text of what is none, marked as such: `+44…` after a word for references is no number."""
    return reading.e164 if isinstance(reading, Number) else f"?{reading.raw}"


class Place(NamedTuple):
    """A number, or what is told in place of one, and where in the text it stands."""

    start: int
    end: int
    reading: Reading

    @property
    def key(self) -> str:
        """What all readings of the same have in common."""
        return key_of(self.reading)


def find_in_text(text: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Find every number in a prose text, each key once, in the order of the text.

    Digits that say themselves where a number begins (a plus sign, a zero, a link) are numbers; of the others, those with hidden or missing
    digits are told as `Unusable` where they begin like a number, and all else (dates, prices, references) is left alone.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return once(places_in_text(text, region, test_numbers=test_numbers))


def once(places: Iterable[Place]) -> tuple[Reading, ...]:
    """Give what was read at the places, each key once."""
    seen: dict[str, Reading] = {}
    for place in places:
        seen.setdefault(place.key, place.reading)
    return tuple(seen.values())


def places_in_text(text: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Place, ...]:
    """Find the same with the places in the untouched text, a number as often as it stands there.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    cleaned = clean(text)
    plan = region_of(region)

    def decide(digits: str) -> Verdict:
        return judge(digits, plan, test_numbers=test_numbers)

    found: list[tuple[int, int, Reading]] = []
    plain = cleaned.text
    for hit in _MESSENGER_ID.finditer(plain):
        raw = cleaned.raw_of(text, hit.start(), hit.end())
        found += [(*hit.span(), reading._replace(raw=raw)) for reading in read_messenger_id(hit.group(), test_numbers=test_numbers)]
    plain = _MESSENGER_ID.sub(lambda hit: " " * len(hit.group()), plain)
    read: list[NumberLink] = []
    for link in number_links(plain):
        verdict = Verdict.none(Status.PARTIAL, SOME_HIDDEN) if link.is_cut else decide(link.digits)
        if verdict.is_number and link.is_assumed:
            verdict = verdict.weakened(Certainty.INFERRED)
        if verdict.is_number or verdict.status in _TOLD:
            raw = cleaned.raw_of(text, link.start, link.end)
            found.append((link.start, link.end, verdict.reading(raw, (*cleaned.steps, STEP_LINK), digits=link.digits)))
            read.append(link)
    plain = _without(plain, read)
    for run, steps in _with_letters(plain, decide):
        raw = cleaned.raw_of(text, run.start, run.end)
        digits = "".join(filter(str.isdecimal, plain[run.start : run.end]))
        found.append((run.start, run.end, run.verdict.reading(raw, (*cleaned.steps, STEP_PROSE, *steps), digits=digits)))
    places = sorted(found, key=lambda each: each[0])
    return tuple(Place(*cleaned.place_of(start, end), reading) for start, end, reading in places)


def _without(text: str, links: list[NumberLink]) -> str:
    """Put blanks in place of the links, all at once: a text may hold thousands."""
    pieces: list[str] = []
    at = 0
    for link in links:
        pieces += (text[at : link.start], " " * (link.end - link.start))
        at = link.end
    return "".join((*pieces, text[at:]))


def _with_letters(text: str, decide: Judge) -> Iterator[tuple[Run, tuple[str, ...]]]:
    """Yield what is found in a prose text, and the numbers in which letters O stand for zeros, each with the steps that were taken."""
    found = [(run, ()) for run in _find(text, decide)]
    if _LETTER_O.search(text) is None or (repaired := with_zeros(text)) == text:
        yield from found
        return
    numbers = [run for run, _ in found if run.verdict.is_number]
    mended = [
        run._replace(verdict=run.verdict.weakened(Certainty.REPAIRED))
        for run in _find(repaired, decide)
        if run.verdict.is_number
        and text[run.start : run.end] != repaired[run.start : run.end]
        and not any(_meet(run, each) for each in numbers)
    ]
    yield from ((run, steps) for run, steps in found if not any(_meet(run, each) for each in mended))
    yield from ((run, (STEP_LETTER_O,)) for run in mended)


def _meet(one: Run, other: Run) -> bool:
    return one.start < other.end and other.start < one.end


def _find(text: str, decide: Judge) -> Iterator[Run]:
    """Yield the numbers of a prose text, and digits that begin like a number and are none."""
    addresses = [each.span() for each in _WEB_ADDRESS.finditer(text)] if "://" in text or "www." in text.lower() else []
    if "/" in text:
        addresses = sorted([*addresses, *find_invitations(text)])
    starts = [start for start, _ in addresses]
    for stretch in stretches(text, decide):
        at = bisect_right(starts, stretch.start) - 1
        found = (list(_in_stretch(stretch, decide)) or between_hyphens(stretch, decide)) if stretch.is_free else []
        is_reference = _REFERENCE_WORD.search(text[max(0, stretch.start - _LOOK_BACK) : stretch.start]) is not None
        if at >= 0 and stretch.start < addresses[at][1]:
            bare = [Run(stretch.start, stretch.end, Verdict.none(Status.AMBIGUOUS, IN_ADDRESS))] if _is_bare_mobile(stretch) else []
            yield from (_refused(each, IN_ADDRESS) for each in found or bare)
        elif is_reference:
            yield from (_refused(each, _A_REFERENCE) for each in (*found, *(_bare_beside(found, stretch, text) if found else ())))
        elif found:
            yield from _bare_beside(found, stretch, text)
            found[-1] = _unless_hidden(found[-1], text)
            yield from (_refused(each, doubt) if (doubt := _doubt(each, text)) else each for each in found)
            yield from _short_form(found[-1], text)
        elif (told := _told(stretch, text, decide)) is not None:
            yield Run(stretch.start, stretch.end, told)
        else:
            yield from _bare_apart(stretch, text)


def _short_form(run: Run, text: str) -> Iterator[Run]:
    """Yield the last digits of a further number that is given by them alone: `07700 900123 / 456`."""
    further = _FURTHER.match(text, run.end)
    if further is not None and run.verdict.is_number:
        yield Run(further.start("digits"), further.end("digits"), Verdict.none(Status.AMBIGUOUS, ONLY_LAST_DIGITS))


def _unless_hidden(run: Run, text: str) -> Run:
    """Take a number for a part of one where signs for further digits stand against it, and its length does not say that it is whole."""
    is_hidden = run.verdict.is_number and not is_told_by_its_length(run) and _MORE_HIDDEN.match(text, run.end) is not None
    return run._replace(verdict=Verdict.none(Status.PARTIAL, SOME_HIDDEN)) if is_hidden else run


def _doubt(run: Run, text: str) -> str:
    """Say why digits beside a number may belong to it, or to its country; empty where nothing does."""
    if not run.verdict.is_number:
        return ""
    if _CLINGS_BEHIND.match(text, run.end) or _CLINGS_BEFORE.search(text, max(0, run.start - _LOOK_BACK), run.start):
        return _MORE_DIGITS
    is_explicit = text[run.start : run.end].lstrip("(").startswith(("+", "00"))
    return _OTHER_COUNTRY if not is_explicit and has_code_before(text[max(0, run.start - _LOOK_BACK) : run.start], run.verdict.e164) else ""


def _refused(run: Run, reason: str) -> Run:
    return run._replace(verdict=Verdict.none(Status.AMBIGUOUS, reason))


def _in_stretch(stretch: Stretch, decide: Judge) -> Iterator[Run]:
    if is_no_number(stretch.text):
        return
    chunks = chunks_of(stretch)
    at = 0
    while at < len(chunks):
        taken = take(chunks, at, decide)
        if taken is None:
            at += 1
            continue
        run = Run(chunks[at].start, chunks[taken[0] - 1].end, taken[1])
        at = taken[0]
        has_more = stretch.is_cut if at == len(chunks) else not chunks[at].text.lstrip("(").startswith(("0", "+"))
        yield _refused(run, _MORE_DIGITS) if has_more and not is_told_by_its_length(run) else run


def _is_bare_mobile(stretch: Stretch) -> bool:
    digits = "".join(filter(str.isdecimal, stretch.text))
    return stretch.is_free and not stretch.is_cut and _BARE_MOBILE.fullmatch(digits) is not None


def _bare_apart(stretch: Stretch, text: str) -> Iterator[Run]:
    """Yield mobiles without a sign that stand beside a day, an hour or each other: `447700900123 12/03`."""
    for found in _BARE_APART.finditer(stretch.text):
        start, end = stretch.start + found.start(), stretch.start + found.end()
        if not text[max(0, start - 1) : start].strip(" \t\n(,;:") and not text[end : end + 1].strip(" \t\n),;:."):
            yield Run(start, end, Verdict.none(Status.AMBIGUOUS, _NO_SIGN))


def _bare_beside(found: list[Run], stretch: Stretch, text: str) -> Iterator[Run]:
    """Yield those that stand beside numbers that were found: `447700900123 07700900124`."""
    yield from (each for each in _bare_apart(stretch, text) if not any(_meet(each, run) for run in found))


def _told(stretch: Stretch, text: str, decide: Judge) -> Verdict | None:
    """Say what digits are that begin like a number and are none; None for all else."""
    begin, rest = stretch.text.lstrip("("), text[stretch.end :]
    if _is_bare_mobile(stretch):
        return Verdict.none(Status.AMBIGUOUS, _NO_SIGN)
    if not begin.startswith(("0", "+")) or is_no_number(stretch.text) or text[max(0, stretch.start - 1) : stretch.start] in {*"£$€@#."}:
        return None
    if rest[:1] in {"@", "%"}:
        return None
    digits = ("+" if begin[0] == "+" else "") + "".join(filter(str.isdecimal, stretch.text))
    verdict = decide(digits)
    if not verdict.is_number and _HIDDEN.match(rest) is not None and not stretch.is_cut:
        return Verdict.none(Status.PARTIAL, SOME_HIDDEN)
    if verdict.is_number:
        return Verdict.none(Status.AMBIGUOUS, _MORE_DIGITS if stretch.is_free else _BOUND)
    is_long_enough = _FEWEST_TOLD <= len(digits.lstrip("+")) <= _LONGEST_TOLD
    return verdict if is_long_enough and verdict.status in _TOLD else None
