"""The normaliser as one reads it: the steps of domain 5.1 in their order, for one field at a time. The fast path must agree with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from matcher.domain.numbers.clean import Cleaned, clean
from matcher.domain.numbers.messenger import read_address
from matcher.domain.numbers.pieces import Piece, cut
from matcher.domain.numbers.plans import Region, region_of
from matcher.domain.numbers.reading import Certainty, Number, Reading, Status, Unusable
from matcher.domain.numbers.refusal import LETTER, count_digits, refuse
from matcher.domain.numbers.runs import brackets_are_plain, find_numbers, reads_as_decimal
from matcher.domain.numbers.steps import (
    A_DATE,
    STEP_APOSTROPHE,
    STEP_EXTENSION,
    STEP_FLOAT,
    STEP_LABEL,
    STEP_LETTER_O,
    STEP_LINK,
    STEP_PAUSE,
    STEP_SLASH,
    STEP_WITHHELD_PREFIX,
    WITHHELD,
)
from matcher.domain.numbers.verdict import Verdict, is_bare_foreign, judge

#: What stands around digits of one number.
_BETWEEN = str.maketrans("", "", " ().-")
_CORE = re.compile(r"[+\d ().\-]*\d[\d ().\-]*", re.ASCII)

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d*)?E[+]?\d+", re.IGNORECASE | re.ASCII)
_FLOAT = re.compile(r"(\+?\d[\d ]{5,}\d)\.(0+|\d{1,2})", re.ASCII)
_SCHEME = re.compile(
    r"(?:tel|sms|smsto|mms|mmsto|callto|sip|sips|facetime|facetime-audio|imessage|whatsapp|viber|skype):(?://)?", re.IGNORECASE
)
_WA_ME = re.compile(
    r"(?:https?://)?(?:www\.)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?(\d{7,15})(?:[?&/].*)?", re.IGNORECASE | re.ASCII
)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S*|www\.\S+", re.IGNORECASE | re.ASCII)
_BRACKETED = re.compile(r"[(\[{<][^()\[\]{}<>]*[^\W\d_][^()\[\]{}<>]*[)\]}>]")
_WITHHOLDING = re.compile(r"(?:[#*]31#|\*67|\*82|1470(?=[ \-]*(?:\+|0\d))|141(?=[ \-]*(?:\+|0\d)))[ \-]*", re.ASCII)
_USSD = re.compile(r"[*#][\d*#]*#|[*#][\d*#]+", re.ASCII)
_EXTENSION = re.compile(r"(?P<number>.*\d\)?)\s*(?:;\s*ext\s*=|x|ext(?:n|ension)?\.?|#)\s*:?\s*(?P<tail>\d{1,8})", re.IGNORECASE | re.ASCII)
_PAUSE = re.compile(r"(?P<number>[^,;pPwW]*\d\)?)\s*(?P<tail>[,;pPwW*#][\d,;pPwW*# ]*)", re.ASCII)
_HIDDEN = re.compile(
    r"[+\d().\- ]*\d[().\- ]*(?:[xX] ?[xX]|[*?•_#…]+|\.{3,})[xX*?•_#…\d().\- ]*|[xX*?•_#…]{2,}[().\- ]*\d[\d().\- ]*", re.ASCII
)
#: What is dialled first, and the fewest digits that are worth telling apart from the rest.
_HEAD = re.compile(r"[+\d ().\-]+", re.ASCII)
_SHORTEST_CODE = 3
_O_TOKEN = re.compile(r"(?<![^\W\d_])[+(]*[\dOo][\dOo().\-]*(?![^\W\d_])")
_ONE_SLASH = re.compile(r"[(]?(?:\+\d{1,3}[ )]*|0)\d{1,4}[)]? ?/ ?\d[\d \-]*", re.ASCII)
_CODES = frozenset({Status.SERVICE, Status.SHORT_CODE})
_MAY_BE_LINK = re.compile(r"[@:/]|www\.", re.IGNORECASE)
#: Steps that may stand one above another, and the longest piece that is looked at: a longer one is prose or made to do harm.
_DEEPEST = 4
_LONGEST_PIECE = 120
_LONGEST_LINK = 500
#: With fewer digits, letters O among them counted apart, there is no number to be found.
_FEWEST_DIGITS = 5


class _Found(NamedTuple):
    """One number in a piece, or why there is none; places are those of the plain text."""

    start: int
    end: int
    verdict: Verdict
    steps: tuple[str, ...] = ()
    extension: str | None = None


class _Context(NamedTuple):
    """What every piece of a field is read with."""

    region: Region
    test_numbers: bool
    #: Steps taken so far; no genuine text needs more than a few, one above another.
    depth: int = 0

    def judge(self, digits: str) -> Verdict:
        """Judge bare digits."""
        return judge(digits, self.region, test_numbers=self.test_numbers)


def read(raw: str, region: str = "GB", *, test_numbers: bool = False) -> tuple[Reading, ...]:
    """Read one field as a person typed it or a device wrote it.

    Args:
        raw: The untouched text of the field.
        region: ISO 3166 code of the country whose national numbers the field holds.
        test_numbers: Admit the unassigned +44 4 and +44 6 ranges.

    Returns:
        One reading for each number in the field; one `Unusable` where it holds none; nothing for a blank field. The same number twice
        is one reading.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    cleaned = clean(raw)
    context = _Context(region_of(region), test_numbers)
    text = cleaned.text
    if not text.strip():
        return ()
    if (whole := _read_whole(raw, text.strip(), cleaned.steps, test_numbers=test_numbers)) is not None:
        return (whole,)
    found = _read_pieces(text, context)
    return tuple(_to_readings(raw, cleaned, found))


def _read_whole(raw: str, text: str, steps: tuple[str, ...], *, test_numbers: bool) -> Reading | None:
    """Read what is no number as a whole: a withheld caller, a messenger id, a network code."""
    if text.strip("()[] .").casefold() in WITHHELD:
        return Unusable(raw, Status.WITHHELD, "the number was withheld or is unknown", steps)
    if "@" in text and not _SCHEME.match(text) and not any(each in text for each in " \n,;|"):
        return read_address(raw, text, steps, test_numbers=test_numbers)
    if text[0] in "*#" and _USSD.fullmatch(text) and _WITHHOLDING.match(text) is None:
        return Unusable(raw, Status.SERVICE, "a network code, not a number", steps)
    if "E" in text.upper() and _SCIENTIFIC.fullmatch(text):
        return Unusable(
            raw, Status.UNPARSABLE, "a spreadsheet has shortened the number and its digits are lost: export it again as text", steps
        )
    return None


def _read_pieces(text: str, context: _Context) -> list[_Found]:
    if (
        "/" in text
        and _ONE_SLASH.fullmatch(text.strip())
        and (joined := _read_piece(text.replace("/", " "), context))
        and joined[0].verdict.is_number
    ):
        return [each._replace(steps=(*each.steps, STEP_SLASH)) for each in joined]
    found: list[_Found] = []
    pieces = cut(text)
    for piece in pieces:
        inside = _read_piece(text[piece.start : piece.end], context)
        found += [each._replace(start=each.start + piece.start, end=each.end + piece.start) for each in inside]
    numbers = [each for each in found if each.verdict.is_number]
    if len(pieces) > 1 and not numbers and count_digits(text):
        # Codes side by side stay apart: each may be one that is kept out.
        return found if all(each.verdict.status in _CODES for each in found) else [_of_fragments(text, found)]
    return _without_labels(found, text, pieces) if numbers else found


def _of_fragments(text: str, found: list[_Found]) -> _Found:
    """Pieces none of which is a number: a date, a reference, or a number cut in an unknown way."""
    doubtful = next((each for each in found if each.verdict.status in {Status.PARTIAL, Status.AMBIGUOUS}), None)
    services = next((each for each in found if each.verdict.status in {Status.SERVICE, Status.SHORT_CODE}), None)
    if doubtful is not None:
        return doubtful._replace(start=0, end=len(text))
    if services is not None and "/" not in text:
        return services._replace(start=0, end=len(text))
    verdict = Verdict.none(Status.UNPARSABLE, A_DATE)
    return _Found(0, len(text), verdict)


def _without_labels(found: list[_Found], text: str, pieces: list[Piece]) -> list[_Found]:
    """Leave out pieces that are only words beside a number; a further number that is abbreviated behind a slash is told."""
    kept: list[_Found] = []
    before = {piece.start: piece.before for piece in pieces}
    for each in found:
        verdict = each.verdict
        if verdict.is_number or count_digits(text[each.start : each.end]) >= 7 or verdict.status in {Status.SERVICE, Status.PARTIAL}:
            kept.append(each)
        elif before.get(each.start) == "/" and text[each.start : each.end].isdecimal():
            kept.append(each._replace(verdict=Verdict.none(Status.AMBIGUOUS, "only the last digits of a further number are given")))
        elif verdict.status is Status.SHORT_CODE and text[each.start : each.end].isdecimal():
            kept.append(each)
    return kept


def _read_piece(text: str, context: _Context) -> list[_Found]:
    """Read one piece, which holds one number, or several with nothing but blanks or words between."""
    stripped = text.strip()
    if not stripped:
        return []
    start = text.index(stripped)
    return [each._replace(start=each.start + start, end=each.end + start) for each in _read_stripped(stripped, context)]


def _read_stripped(text: str, context: _Context) -> list[_Found]:
    if len(text) > (_LONGEST_LINK if _MAY_BE_LINK.search(text) else _LONGEST_PIECE):
        several = find_numbers(text, context.judge) if context.depth == 0 else []
        labelled = [_Found(each.start, each.end, each.verdict, (STEP_LABEL,)) for each in several]
        return labelled or [_Found(0, len(text), refuse(text))]
    if context.region.is_uk and _WITHHOLDING.match(text) and (behind := _withholding(text, context)):
        # Before the digits are judged as they stand: `141 0800 1111` would be a number in Baltimore.
        return behind
    core = _read_core(text, context)
    if core is not None and core.is_number:
        return [_Found(0, len(text), core)]
    if count_digits(text) < _FEWEST_DIGITS and not _MAY_BE_LINK.search(text):
        return [_Found(0, len(text), core if core is not None else refuse(text))]
    if (found := next(_by_declared_form(text, context), None)) is not None:
        return found
    several = find_numbers(text, context.judge)
    if several:
        steps = (STEP_LABEL,) if LETTER.search(text) else ()
        return [_Found(each.start, each.end, each.verdict, steps) for each in several]
    if (repaired := _repair_letter_o(text, context)) is not None:
        return repaired
    return [_Found(0, len(text), core if core is not None else refuse(text))]


def _read_core(text: str, context: _Context) -> Verdict | None:
    """Judge a text of digits and what people put between them; None when it holds anything else."""
    if _CORE.fullmatch(text) is None or _FLOAT.fullmatch(text) is not None or not brackets_are_plain(text) or reads_as_decimal(text):
        return None
    digits = text.translate(_BETWEEN)
    if "+" in digits[1:]:
        return None
    verdict = context.judge(digits)
    if verdict.is_number and digits != text and is_bare_foreign(digits, verdict):
        # `(2) 0113 496 0123`: with signs among them, digits without a plus sign are not taken for a number abroad.
        return None
    return verdict


def _by_declared_form(text: str, context: _Context) -> Iterator[list[_Found]]:
    """Yield what each known form of writing makes of the text, where it makes a number of it."""
    signs = frozenset(text)
    for marks, form in _FORMS:
        if not marks.isdisjoint(signs) and (found := form(text, context)):
            yield found


def _again(text: str, context: _Context, step: str, *, weaken: Certainty | None = None) -> list[_Found]:
    """Read the text that is left after a step; only what then holds a number counts."""
    if context.depth >= _DEEPEST:
        return []
    found = _read_stripped(text.strip(), context._replace(depth=context.depth + 1)) if text.strip() else []
    if not any(each.verdict.is_number for each in found):
        return []
    return [_whole(each, text, step, weaken) for each in found]


def _whole(found: _Found, _: str, step: str, weaken: Certainty | None) -> _Found:
    verdict = found.verdict
    if weaken is not None and verdict.is_number:
        verdict = verdict.weakened(weaken)
    return found._replace(verdict=verdict, steps=(step, *found.steps))


def _spanning(text: str, found: list[_Found]) -> list[_Found]:
    """Places were counted in a changed text; one number then stands for the whole piece."""
    return [each._replace(start=0, end=len(text)) for each in found]


def _apostrophe(text: str, context: _Context) -> list[_Found]:
    inner = text.strip("=\"'` ")
    if inner == text or text[0] not in "=\"'`":
        return []
    # A quotation mark is the file's; an apostrophe is what a person typed so that the zero stays (domain 5.1, step 6).
    weaken = Certainty.INFERRED if "'" in text[:2] else None
    return _spanning(text, _again(inner, context, STEP_APOSTROPHE, weaken=weaken))


def _float(text: str, context: _Context) -> list[_Found]:
    found = _FLOAT.fullmatch(text)
    if found is None:
        return []
    if found[2].strip("0"):
        return [_Found(0, len(text), Verdict.none(Status.AMBIGUOUS, "there are decimal places, so this may be no telephone number"))]
    verdict = context.judge(found[1].translate(_BETWEEN))
    if not verdict.is_number:
        return [_Found(0, len(text), verdict)]
    return [_Found(0, len(text), verdict.weakened(Certainty.REPAIRED), (STEP_FLOAT,))]


def _address(text: str, context: _Context) -> list[_Found]:
    if "@" not in text or _SCHEME.match(text) or " " in text:
        return []
    reading = read_address(text, text, (), test_numbers=context.test_numbers)
    if isinstance(reading, Number):
        verdict = Verdict(reading.e164, reading.kind, reading.certainty, reading.status, "")
        return [_Found(0, len(text), verdict, reading.steps)]
    return [_Found(0, len(text), Verdict.none(reading.status, reading.reason))]


def _link(text: str, context: _Context) -> list[_Found]:
    if (chat := _WA_ME.fullmatch(text)) is not None:
        return _spanning(text, _again(f"+{chat[1]}", context, STEP_LINK))
    scheme = _SCHEME.match(text)
    if scheme is None:
        is_url = _URL.fullmatch(text) is not None
        return [_Found(0, len(text), Verdict.none(Status.ALPHANUMERIC, "a web address, not a telephone number"))] if is_url else []
    inner = unquote(text[scheme.end() :].partition("?")[0]).partition("@")[0]
    return _spanning(text, _again(inner.split(";phone-context")[0], context, STEP_LINK))


def _unless_number(bracketed: re.Match[str]) -> str:
    """Drop a label in brackets, but no number in them."""
    return " " if count_digits(bracketed.group()) < _FEWEST_DIGITS else bracketed.group()


def _bracket(text: str, context: _Context) -> list[_Found]:
    inner = _BRACKETED.sub(_unless_number, text)
    return _spanning(text, _again(inner, context, STEP_LABEL)) if inner != text else []


def _withholding(text: str, context: _Context) -> list[_Found]:
    found = _WITHHOLDING.match(text)
    return _spanning(text, _again(text[found.end() :], context, STEP_WITHHELD_PREFIX)) if found else []


def _hidden(text: str, context: _Context) -> list[_Found]:
    """Signs that stand for digits nobody has: a part of a number, whatever the rest looks like."""
    if _HIDDEN.fullmatch(text) is None or count_digits(text) < 5:
        return []
    tail = _PAUSE.fullmatch(text)
    if tail is not None and not set(tail["tail"]) <= set("*#") and (core := _read_core(tail["number"], context)) and core.is_number:
        return []
    return [_Found(0, len(text), Verdict.none(Status.PARTIAL, "some digits are hidden"))]


def _pause(text: str, context: _Context) -> list[_Found]:
    return _cut_tail(_PAUSE.fullmatch(text), text, context, STEP_PAUSE)


def _extension(text: str, context: _Context) -> list[_Found]:
    return _cut_tail(_EXTENSION.fullmatch(text), text, context, STEP_EXTENSION)


def _cut_tail(found: re.Match[str] | None, text: str, context: _Context, step: str) -> list[_Found]:
    if found is None or not any(each.isdecimal() for each in found["tail"]):
        return []
    if context.depth >= _DEEPEST:
        return []
    again = _read_stripped(found["number"].strip(), context._replace(depth=context.depth + 1))
    if len(again) != 1 or not again[0].verdict.is_number:
        return []
    tail = found["tail"].strip(" ,;")
    return [again[0]._replace(start=0, end=len(text), steps=(*again[0].steps, step), extension=tail)]


#: Every form with the signs at least one of which it needs, in the order in which they are tried.
_FORMS: tuple[tuple[frozenset[str], Callable[[str, _Context], list[_Found]]], ...] = (
    (frozenset("=\"'`"), _apostrophe),
    (frozenset("."), _float),
    (frozenset("@"), _address),
    (frozenset(":/."), _link),
    (frozenset("([{<"), _bracket),
    (frozenset("1*#"), _withholding),
    (frozenset("xX*?•_#…."), _hidden),
    (frozenset(",;pPwW*#"), _pause),
    (frozenset("xXeE;#"), _extension),
)


def _repair_letter_o(text: str, context: _Context) -> list[_Found] | None:
    """Read letters O that stand among digits as zeros, where that makes a number."""

    def repair(token: re.Match[str]) -> str:
        word = token.group()
        return word.replace("O", "0").replace("o", "0") if any(each.isdecimal() for each in word) else word

    repaired = _O_TOKEN.sub(repair, text) if "O" in text or "o" in text else text
    if repaired == text:
        return None
    if context.depth >= _DEEPEST:
        return None
    found = _read_stripped(repaired, context._replace(depth=context.depth + 1))
    numbers = [each for each in found if each.verdict.is_number]
    if not numbers:
        return None
    return [each._replace(verdict=each.verdict.weakened(Certainty.REPAIRED), steps=(STEP_LETTER_O, *each.steps)) for each in numbers]


def _digits_in(text: str) -> str:
    """Give the digits somebody meant, without decimal places, prefixes that withhold the caller, and what is dialled after a pause."""
    text = text.strip()
    if (decimal := _FLOAT.fullmatch(text)) is not None:
        return "".join(filter(str.isdecimal, decimal[1]))
    hiding = _WITHHOLDING.match(text)
    head = _HEAD.match(text, hiding.end() if hiding is not None else 0)
    dialled = "".join(filter(str.isdecimal, head.group())) if head is not None else ""
    return dialled if len(dialled) >= _SHORTEST_CODE else "".join(filter(str.isdecimal, text))


def _to_readings(raw: str, cleaned: Cleaned, found: list[_Found]) -> Iterator[Reading]:
    seen: set[str] = set()
    single = len(found) == 1
    for each in found:
        verdict = each.verdict
        if verdict.is_number and verdict.e164 in seen:
            continue
        seen.add(verdict.e164)
        piece = raw if single else cleaned.raw_of(raw, each.start, each.end)
        steps = (*cleaned.steps, *each.steps)
        digits = "" if verdict.is_number else _digits_in(cleaned.text[each.start : each.end])
        yield verdict.reading(piece, steps, extension=each.extension, digits=digits)
