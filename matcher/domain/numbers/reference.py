"""The normaliser as one reads it: the steps of domain 5.1 in their order, for one field at a time. The fast path must agree with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.domain.numbers.apart import heed_codes, join_code
from matcher.domain.numbers.beside_links import read_beside_links
from matcher.domain.numbers.clean import Cleaned, clean
from matcher.domain.numbers.declared import (
    A_CODE,
    DEEPEST,
    FEWEST_DIGITS,
    FLOAT,
    USSD,
    WITHHOLDING,
    Context,
    Found,
    by_declared_form,
    read_core,
    whole_part,
    withholding,
)
from matcher.domain.numbers.leftovers import settle
from matcher.domain.numbers.links import SCHEME, is_invitation, without_invitations
from matcher.domain.numbers.listed import read_listed
from matcher.domain.numbers.messenger import read_address
from matcher.domain.numbers.pieces import Piece, cut
from matcher.domain.numbers.plans import region_of
from matcher.domain.numbers.reading import Certainty, Reading, Status, Unusable
from matcher.domain.numbers.refusal import LETTER, count_digits, refuse
from matcher.domain.numbers.runs import LOCAL_FORM, find_numbers
from matcher.domain.numbers.steps import A_DATE, ONLY_LAST_DIGITS, STEP_LABEL, STEP_LETTER_O, STEP_SLASH
from matcher.domain.numbers.verdict import Verdict
from matcher.domain.numbers.withheld import WITHHELD
from matcher.domain.numbers.zeros import with_zeros

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d*)?E[+]?\d+", re.IGNORECASE | re.ASCII)
#: What is dialled first, and the fewest digits that are worth telling apart from the rest.
_HEAD = re.compile(r"[+\d ().\-]+", re.ASCII)
_SHORTEST_CODE = 3
_ONE_SLASH = re.compile(r"[(]?(?:\+\d{1,3}[ )]*|0)\d{1,4}[)]? ?/ ?\d[\d \-]*", re.ASCII)
_CODES = frozenset({Status.SERVICE, Status.SHORT_CODE})
_MAY_BE_LINK = re.compile(r"[@:/]|www\.", re.IGNORECASE)
#: The longest piece that is looked at: a longer one is prose or made to do harm.
_LONGEST_PIECE = 120
_LONGEST_LINK = 500
#: A code with fewer digits in a row holds no number.
_NUMBER_IN_CODE = re.compile(r"(?:\d[ ().\-]{0,2}){7}", re.ASCII)

#: Digits beside a number that may be the end of another one.
_SHORT_FORM = re.compile(r"[\d ().\-]+", re.ASCII)
_LEAST_IN_LIST = 3
#: The number of a row, and signs that make digits an amount.
_ROW = re.compile(r"\W{0,2}\d{1,2}\W{0,2}", re.ASCII)
_AMOUNT = frozenset("%£$€")
_SHORT_CODE_SIZE = 5


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
    context = Context(region_of(region), test_numbers, _read_stripped)
    text = cleaned.text
    if not text.strip():
        return ()
    if "/" in text and not is_invitation(text.strip()):
        text = without_invitations(text)
    if (whole := _read_whole(raw, text.strip(), cleaned.steps, test_numbers=test_numbers)) is not None:
        return (whole,)
    found = heed_codes(text, _read_pieces(text, context), context)
    return tuple(_to_readings(raw, cleaned, found))


def _read_whole(raw: str, text: str, steps: tuple[str, ...], *, test_numbers: bool) -> Reading | None:
    """Read what is no number as a whole: a withheld caller, a messenger id, a network code."""
    if text.strip("()[] .").casefold() in WITHHELD:
        return Unusable(raw, Status.WITHHELD, "the number was withheld or is unknown", steps)
    if "@" in text and not SCHEME.match(text) and not any(each in text for each in " \n,;|"):
        return read_address(raw, text, steps, test_numbers=test_numbers)
    if text[0] in "*#" and USSD.fullmatch(text) and WITHHOLDING.match(text) is None and _NUMBER_IN_CODE.search(text) is None:
        return Unusable(raw, Status.SERVICE, A_CODE, steps)
    if "E" in text.upper() and _SCIENTIFIC.fullmatch(text):
        return Unusable(
            raw, Status.UNPARSABLE, "a spreadsheet has shortened the number and its digits are lost: export it again as text", steps
        )
    return None


def _read_pieces(text: str, context: Context) -> list[Found]:
    if (
        "/" in text
        and _ONE_SLASH.fullmatch(text.strip())
        and (joined := _read_piece(text.replace("/", " "), context))
        and joined[0].verdict.is_number
    ):
        return [each._replace(steps=(*each.steps, STEP_SLASH)) for each in joined]
    if (apart := join_code(text.strip(), context)) is not None:
        return [apart._replace(end=len(text))]
    if (listed := read_listed(text, context)) is not None:
        return listed
    found: list[Found] = []
    pieces = cut(text)
    for piece in pieces:
        content = text[piece.start : piece.end]
        inside = read_beside_links(content, settle(content, _read_piece(content, context), context), context)
        found += [each._replace(start=each.start + piece.start, end=each.end + piece.start) for each in inside]
    numbers = [each for each in found if each.verdict.is_number]
    if len(pieces) > 1 and not numbers and count_digits(text):
        # Codes side by side stay apart: each may be one that is kept out.
        return found if all(each.verdict.status in _CODES for each in found) else [_of_fragments(text, found)]
    return _without_labels(found, text, pieces) if numbers else found


def _of_fragments(text: str, found: list[Found]) -> Found:
    """Pieces none of which is a number: a date, a reference, or a number cut in an unknown way."""
    doubtful = next((each for each in found if each.verdict.status in {Status.PARTIAL, Status.AMBIGUOUS}), None)
    services = next((each for each in found if each.verdict.status in {Status.SERVICE, Status.SHORT_CODE}), None)
    if doubtful is not None:
        return doubtful._replace(start=0, end=len(text))
    if services is not None and "/" not in text:
        return services._replace(start=0, end=len(text))
    verdict = Verdict.none(Status.UNPARSABLE, A_DATE)
    return Found(0, len(text), verdict)


def _without_labels(found: list[Found], text: str, pieces: list[Piece]) -> list[Found]:
    """Leave out pieces that are only words beside a number; a further number that is abbreviated is told."""
    kept: list[Found] = []
    before = {piece.start: piece.before for piece in pieces}
    for each in found:
        verdict, content = each.verdict, text[each.start : each.end]
        if verdict.is_number or verdict.status in {Status.SERVICE, Status.PARTIAL}:
            kept.append(each)
        elif verdict.reason == A_DATE:
            continue
        elif count_digits(content) >= 7:
            kept.append(each)
        elif _is_short_form(content, before.get(each.start, ""), verdict):
            kept.append(each._replace(verdict=Verdict.none(Status.AMBIGUOUS, ONLY_LAST_DIGITS)))
        elif verdict.status is Status.SHORT_CODE and content.isdecimal():
            kept.append(each)
        elif _is_unexplained(content, before.get(each.start, "")):
            kept.append(each._replace(verdict=Verdict.none(Status.AMBIGUOUS, ONLY_LAST_DIGITS)))
    return kept


def _is_unexplained(content: str, before: str) -> bool:
    """Whether a piece beside a number has digits, and neither words nor anything else that says what they are."""
    if before == "" and _ROW.fullmatch(content) is not None:
        return False
    return count_digits(content) > 0 and LETTER.search(content) is None and _AMOUNT.isdisjoint(content)


def _is_short_form(content: str, before: str, verdict: Verdict) -> bool:
    """Whether a piece beside a number may be the end of a further number, as in `01632 960123/4`."""
    if _SHORT_FORM.fullmatch(content) is None:
        return LOCAL_FORM.search(content) is not None
    digits = count_digits(content)
    if before == "/":
        return True
    if verdict.status is Status.SHORT_CODE and digits == _SHORT_CODE_SIZE:
        return False
    # Before the number one or two digits say which row of a list this is.
    return digits >= _LEAST_IN_LIST or before != ""


def _read_piece(text: str, context: Context) -> list[Found]:
    """Read one piece, which holds one number, or several with nothing but blanks or words between."""
    stripped = text.strip()
    if not stripped:
        return []
    start = text.index(stripped)
    return [each._replace(start=each.start + start, end=each.end + start) for each in _read_stripped(stripped, context)]


def _read_stripped(text: str, context: Context) -> list[Found]:
    if len(text) > (_LONGEST_LINK if _MAY_BE_LINK.search(text) else _LONGEST_PIECE):
        several = find_numbers(text, context.judge) if context.depth == 0 else []
        labelled = [Found(each.start, each.end, each.verdict, (STEP_LABEL,)) for each in several]
        return labelled or [Found(0, len(text), refuse(text))]
    if context.region.is_uk and WITHHOLDING.match(text) and (behind := withholding(text, context)):
        # Before the digits are judged as they stand: `141 0800 1111` would be a number in Baltimore.
        return behind
    core = read_core(text, context)
    if core is not None and core.is_number:
        return [Found(0, len(text), core)]
    if count_digits(text) < FEWEST_DIGITS and not _MAY_BE_LINK.search(text):
        return [Found(0, len(text), core if core is not None else refuse(text))]
    if (found := next(by_declared_form(text, context), None)) is not None:
        return found
    several = find_numbers(text, context.judge)
    if several:
        is_whole = len(several) == 1 and several[0].end - several[0].start == len(text)
        steps = (STEP_LABEL,) if LETTER.search(text) or (len(several) == 1 and not is_whole) else ()
        return [Found(each.start, each.end, each.verdict, steps) for each in several]
    if (repaired := _repair_letter_o(text, context)) is not None:
        return repaired
    return [Found(0, len(text), core if core is not None else refuse(text))]


def _repair_letter_o(text: str, context: Context) -> list[Found] | None:
    """Read letters O that stand among digits as zeros, where that makes a number."""
    repaired = with_zeros(text)
    if repaired == text:
        return None
    if context.depth >= DEEPEST:
        return None
    found = _read_stripped(repaired, context._replace(depth=context.depth + 1))
    numbers = [each for each in found if each.verdict.is_number]
    if not numbers:
        return None
    return [each._replace(verdict=each.verdict.weakened(Certainty.REPAIRED), steps=(STEP_LETTER_O, *each.steps)) for each in numbers]


def _digits_in(text: str) -> str:
    """Give the digits somebody meant, without decimal places, prefixes that withhold the caller, and what is dialled after a pause."""
    text = text.strip()
    if (decimal := FLOAT.fullmatch(text)) is not None:
        return "".join(filter(str.isdecimal, whole_part(decimal)))
    hiding = WITHHOLDING.match(text)
    head = _HEAD.match(text, hiding.end() if hiding is not None else 0)
    dialled = "".join(filter(str.isdecimal, head.group())) if head is not None else ""
    return dialled if len(dialled) >= _SHORTEST_CODE else "".join(filter(str.isdecimal, text))


def _to_readings(raw: str, cleaned: Cleaned, found: list[Found]) -> Iterator[Reading]:
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
