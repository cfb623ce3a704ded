"""Heeds the code or the name of a country that stands apart from the number it belongs to: `[+91] 98…`, `+49 DE 0151…`, `cc 91 no 98…`.

Without them the digits read like a number of the region, which is somebody else's.
"""

from __future__ import annotations

import re
from bisect import bisect

from matcher.domain.numbers.countries import CODES_OF_WORDS
from matcher.domain.numbers.declared import Context, Found, read_core
from matcher.domain.numbers.places import TOLD, Place, calling_code, put, rest_of
from matcher.domain.numbers.plans import code_of_region, plan_of, trunk_of
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.numbers.refusal import count_digits
from matcher.domain.numbers.steps import STEP_COUNTRY_CODE
from matcher.domain.numbers.verdict import Verdict, judge_international

_OTHER_COUNTRY = "the code or the name of another country stands beside it"

#: A code in brackets or quotation marks, or before a colon, and nothing but the digits it belongs to behind.
_JOINED = re.compile(
    r"(?P<before>[(\[{<\"']?)(?P<plus>\+|00) ?(?P<code>\d{1,3})(?P<behind>[)\]}>\"']?) *(?P<colon>:?) *(?P<rest>\(?\d[\d ().\-]*)", re.ASCII
)
_PAIRS = frozenset({"()", "[]", "{}", "<>", '""', "''"})
#: A plus sign or two zeros with the digits of a code and nothing else behind; a plus sign with a word.
_CODE = re.compile(r"(?:\+|(?<!\d)00)[ ().\-]*(?P<code>\d{1,3})(?!\d)", re.ASCII)
_PLUS_WORD = re.compile(r"(?<![\w\x00])\+ ?(?P<word>[^\W\d_]{2,})")
_BARE = re.compile(r"(?<![\d+])\d{1,3}(?!\d)", re.ASCII)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: With more digits than that, what was read by itself is a number of its own that lacks some; with fewer it may begin the next one.
_LONGEST_CODE = 6
#: Between a code and its number: signs, and words that say what follows.
_DIRECTLY = re.compile(
    r"[^\w\x00]*(?:(?:tel|telephone|ph|phone|mob|mobile|cell|handy|m|t|p|h|w|no|num|nr|number|ext|x|and|or|is|call|text|whatsapp|wa)\b"
    r"[^\w\x00]*)*",
    re.IGNORECASE,
)
#: The mark of a row, with the number it belongs to behind; and the same where its digits may be the code of a country.
LIST_MARK = re.compile(r"(?:^|[\s,;])(?:(?:\([1-9]\d?\)|[1-9]\d?[.)]|#[1-9]\d?)(?::| ?-)?|[1-9]:|[1-9]\d? ?-) [ (+]*\Z", re.ASCII)
_ROW = re.compile(r"(?:^|[\s,;])(?:\(?[1-9]\d?[.)]|#[1-9]\d?) [ (+]*\Z", re.ASCII)
#: Words that say that a code is a country's, and the two letters of a country beside its code: `IN91`, `49 DE`.
_CODE_WORDS = frozenset({"cc", "country"})
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])([A-Z]{2})[^\w\x00]*\Z", re.ASCII | re.IGNORECASE)
_LETTERS_BEHIND = re.compile(r"[^\w\x00]*([A-Z]{2})(?![^\W_])", re.ASCII | re.IGNORECASE)
#: A code with at most two words between it and what stands behind.
_CODE_BEFORE = re.compile(_CODE.pattern + r"[^\w.!?\n]*(?:[^\W\d_]+[^\w.!?\n]+){0,2}\Z", re.ASCII)


def join_code(text: str, context: Context) -> Found | None:
    """Read a text that is a code of a country with a sign around or behind it, and its number."""
    hit = _JOINED.fullmatch(text)
    if hit is None or not (hit["plus"] == "+" or context.region.dials_00):
        return None
    pair, plan = hit["before"] + hit["behind"], plan_of(hit["code"])
    is_apart = pair in _PAIRS and (pair != "()" or hit["colon"] != "") if pair else hit["colon"] != ""
    if not is_apart or plan is None or plan.calling_code != hit["code"]:
        return None
    verdict = read_core(f"+{hit['code']} {hit['rest']}", context)
    if verdict is None or not verdict.is_number:
        return None
    return Found(0, len(text), verdict.weakened(Certainty.INFERRED), (STEP_COUNTRY_CODE,))


def without_code(rest: str, places: list[Place]) -> str:
    """Take the codes that agree with the number behind them out of what is left of a text."""
    starts = [each.start for each in places]

    def taken(hit: re.Match[str]) -> str:
        at = bisect(starts, hit.start())
        if at == len(places) or hit.group().strip("+0 ().-") != calling_code(places[at].verdict.e164):
            return hit.group()
        is_code = hit.re is _CODE or _DIRECTLY.fullmatch(rest, hit.end(), starts[at]) is not None
        return " " * len(hit.group()) if is_code else hit.group()

    rest = _CODE.sub(taken, rest)
    return _BARE.sub(taken, rest)


def heed_codes(text: str, found: list[Found], context: Context) -> list[Found]:
    """Refuse every number beside which the code or the name of another country stands; leave out codes that agree."""
    if not any(each.verdict.is_number for each in found):
        return found
    rest, places = rest_of(text, found, context)
    if places is None:
        return found
    for each in found:
        if not each.verdict.is_number and count_digits(text[each.start : each.end]) > _LONGEST_CODE:
            rest = put(rest, each.start, each.end, TOLD)
    codes = list(_CODE.finditer(rest))
    refused = {each.verdict.e164 for at, each in enumerate(places) if _is_abroad(rest, places, at, codes)}
    kept: list[Found] = []
    for each in found:
        if each.verdict.e164 in refused:
            kept.append(Found(each.start, each.end, Verdict.none(Status.AMBIGUOUS, _OTHER_COUNTRY)))
        elif each.verdict.is_number or not _is_code(text[each.start : each.end]):
            kept.append(each)
    return kept


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text.strip("()[]{}<>\"' :")) is not None


def _is_abroad(rest: str, places: list[Place], at: int, found: list[re.Match[str]]) -> bool:
    """Whether a number belongs, or may belong, to a country that is named beside it."""
    number, last = places[at], places[at - 1].end if at else 0
    own = calling_code(number.verdict.e164)
    between = rest[last : number.start]
    # A number that names its country is doubted only where another one is named straight before it.
    codes = {hit["code"] for hit in found if not _is_explicit(number) or last <= hit.start() < number.start}
    if any(code != own for code in codes):
        return True
    if own in codes or _is_explicit(number):
        return False
    return _has_bare_code(rest, last, number) or _has_name(between, number)


def _is_explicit(number: Place) -> bool:
    digits = number.written.lstrip("( ")
    return digits.startswith(("+", "00")) or (not digits.startswith("0") and not number.is_bare)


def _has_bare_code(rest: str, last: int, number: Place) -> bool:
    """Whether digits before a number may be the code of its country."""
    own = calling_code(number.verdict.e164)
    for hit in _BARE.finditer(rest, last, number.start):
        code, plan = hit.group(), plan_of(hit.group())
        if plan is None or plan.calling_code != code or code == own or not _may_be_in(code, number):
            continue
        if number.is_bare:
            return True
        if _says_country(rest[: hit.start()], code, rest[hit.end() :]):
            return True
        is_apart = not rest[hit.start() - 1 : hit.start()].isalpha() and _ROW.search(rest[last : number.start]) is None
        if is_apart and trunk_of(code) == "0" and _DIRECTLY.fullmatch(rest, hit.end(), number.start):
            return True
    return False


def _says_country(before: str, code: str, behind: str) -> bool:
    """Whether the two letters of a country stand beside its code."""
    found = (_LETTERS_BEFORE.search(before), _LETTERS_BEHIND.match(behind))
    return any(each is not None and code_of_region(each[1]) == code for each in found)


def has_code_before(before: str, e164: str) -> bool:
    """Whether the code of another country stands before a number in a prose text, with at most two words between."""
    found = _CODE_BEFORE.search(before)
    return found is not None and found["code"] != calling_code(e164)


def _has_name(between: str, number: Place) -> bool:
    """Whether the words before a number name another country, or say that a code stands there."""
    own = calling_code(number.verdict.e164)
    if any(CODES_OF_WORDS.get(hit["word"].casefold(), "") != own for hit in _PLUS_WORD.finditer(between)):
        return True
    words = [word.casefold() for word in _WORD.findall(between)]
    if not _CODE_WORDS.isdisjoint(words):
        return own not in _BARE.findall(between)
    return any(word in CODES_OF_WORDS and CODES_OF_WORDS[word] != own and _may_be_in(CODES_OF_WORDS[word], number) for word in words)


def _may_be_in(code: str, number: Place) -> bool:
    """Whether the digits of a number may be a number of another country."""
    national = number.verdict.e164[1 + len(calling_code(number.verdict.e164)) :]
    return judge_international(code + national, test_numbers=True).is_number
