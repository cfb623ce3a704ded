"""Reads many fields at once: the common spellings by a few look-ups, everything else by the reference.

A field is common when it holds nothing but digits, blanks, hyphens, brackets and a plus sign at its start, and its digits are a number. The
signs between the digits of all fields are taken out in one go; what is then left of a field is looked at once. Whatever is not decided here
in full goes to `reference.read`, so this file can only be faster, never of another opinion; a property test and a differential run over
millions of texts hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from matcher.domain.numbers.clean import STEP_CLEANED, plain_text
from matcher.domain.numbers.messenger import STEP_MESSENGER, read_address
from matcher.domain.numbers.plans import Region, kind_of, plan_of, region_of
from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import NAME, Certainty, Kind, Number, Reading, Status, Unusable
from matcher.domain.numbers.reference import read
from matcher.domain.numbers.runs import brackets_are_plain, reads_as_decimal
from matcher.domain.numbers.starts import NO_KINDS, uk_kinds
from matcher.domain.numbers.steps import (
    A_DATE,
    STEP_EXTENSION,
    STEP_FLOAT,
    STEP_LABEL,
    STEP_LINK,
    STEP_PAUSE,
    STEP_WITHHELD_PREFIX,
    WITHHELD,
)
from matcher.domain.numbers.verdict import (
    LONGEST,
    SHORTEST,
    STEP_LOST_ZERO,
    STEP_NO_PLUS,
    STEP_TRUNK,
    Verdict,
    is_bare_foreign,
    judge,
    judge_international,
)

#: Stands between two texts while they are one; a text that holds it is treated alone.
_JOINT = "\x00"

#: Length of a UK number as written -> how it may begin, how certain that is (None: without its zero, mobiles only), and what was done.
_STARTS: dict[int, tuple[tuple[str, Certainty | None, tuple[str, ...]], ...]] = {
    10: (("7", None, (STEP_LOST_ZERO,)),),
    11: (("0", Certainty.EXACT, ()),),
    12: (("44", Certainty.INFERRED, (STEP_NO_PLUS,)),),
    13: (("+44", Certainty.EXACT, ()),),
    14: (("+440", Certainty.EXACT, (STEP_TRUNK,)), ("0044", Certainty.EXACT, ())),
    15: (("00440", Certainty.EXACT, (STEP_TRUNK,)),),
}

#: A word beside a number, and a short extension behind it. Words of x are signs for hidden digits.
_WORD_BEFORE = re.compile(r"[A-WYZa-wyz][a-z]{2,}:? (0\d{10})", re.ASCII)
_WORD_BEHIND = re.compile(r"(0\d{10}) (\(?)[a-wyzA-WYZ][a-z]{2,}(\)?)", re.ASCII)
_TWO = re.compile(r"(0\d{10})(?:\n| ?/ ?|; ?|, ?)(0\d{10})", re.ASCII)
_TAIL = re.compile(r"(0\d{10})([xXpPwW])(\d{1,8})", re.ASCII)
_PAUSED = re.compile(r"(0\d{10})[,;]{1,2}(\d{1,5}#?)", re.ASCII)
_FLOAT = re.compile(r"(\d{10,12})\.0+", re.ASCII)
_HIDING = re.compile(r"[#*]31#(0\d{10})", re.ASCII)
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d\d", re.ASCII)

#: Longest digits that are a code of the network.
_SHORT_CODE = 6

#: Digits that may be a prefix which withholds the caller's number, and the zero behind it.
_WITHHOLDING = frozenset({"1410", "1470"})

_WHATSAPP = "@s.whatsapp.net"

#: An id of a messenger or an address, alone in its field.
_ONE_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)

_OK, _EXACT, _INFERRED = Status.OK, Certainty.EXACT, Certainty.INFERRED
_NO_PLUS = (STEP_NO_PLUS,)
_TRUNK = (STEP_TRUNK,)
_MESSENGER = (STEP_MESSENGER,)
_LOST_ZERO = (STEP_LOST_ZERO,)

#: Makes a named tuple without its Python constructor.
_MAKE = tuple.__new__

_Readings = tuple[Reading, ...]


def read_all(texts: Sequence[str], region: str = "GB", *, test_numbers: bool = False) -> list[_Readings]:
    """Read every text as `reference.read` does, in the same order.

    Args:
        texts: Untouched fields.
        region: ISO 3166 code of the country whose national numbers the fields hold.
        test_numbers: Admit the unassigned +44 4 and +44 6 ranges.

    Returns:
        For each text its readings: none for a blank text, several where it holds several numbers.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    reader = _Batch(region_of(region), test_numbers=test_numbers)
    return reader.read(texts, _bare(texts))


def keys_of(texts: Sequence[str], region: str = "GB", *, test_numbers: bool = False) -> list[str | None]:
    """Give the E.164 key of every text that is plainly one UK number, and None for all others, which `read_all` has to read.

    For those who look at most numbers only to see that they are not wanted; a key is the key `read_all` gives.

    Raises:
        ValueError: no numbering plan is known for the region.
    """
    return _Batch(region_of(region), test_numbers=test_numbers).keys(_bare(texts))


def _bare(texts: Sequence[str]) -> list[str]:
    """Take the signs between digits out of all texts at once; characters that are not ASCII come out as question marks."""
    joined = _JOINT.join(texts)
    if not joined.isascii():
        joined = joined.encode("ascii", "replace").decode("ascii")
    bare = _strip(joined).split(_JOINT)
    if "(" in joined and len(bare) == len(texts):
        for at, text in enumerate(texts):
            if "(" in text and not brackets_are_plain(text):
                bare[at] = "?"
    return bare if len(bare) == len(texts) else [_strip(text) if text.isascii() and brackets_are_plain(text) else "?" for text in texts]


def _strip(text: str) -> str:
    return text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")


class _Batch:
    """Reads one batch; what went to the reference is remembered until its end, since fields repeat."""

    __slots__ = ("_areas", "_region", "_seen", "_tables", "_test_numbers")

    def __init__(self, region: Region, *, test_numbers: bool) -> None:
        self._region = region
        self._test_numbers = test_numbers
        self._seen: dict[str, _Readings] = {}
        zero, explicit, bare, long, alone, self._areas = uk_kinds(test_numbers=test_numbers)
        if region.is_uk:
            self._tables = (zero, explicit, bare, long, alone)
        else:
            self._tables = (NO_KINDS, explicit, NO_KINDS, NO_KINDS, NO_KINDS)

    def read(self, texts: Sequence[str], bare: Sequence[str]) -> list[_Readings]:  # noqa: C901 # one loop: a call for each text would cost more
        """Read the texts; `bare` holds them without signs between the digits."""
        make = _MAKE
        national, explicit, plain, long, lost = self._tables
        rest = self._rest
        done: list[_Readings] = []
        keep = done.append
        for text, digits in zip(texts, bare, strict=True):
            size = len(digits)
            if size == 11:
                if digits.isdecimal() and (kind := national[digits[:5]]) is not None:
                    keep((make(Number, (text, "+44" + digits[1:], _OK, _EXACT, kind, (), None)),))
                    continue
            elif size == 13:
                if digits[1] == "4" and digits[1:].isdecimal() and (kind := explicit[digits[:7]]) is not None:
                    keep((make(Number, (text, digits, _OK, _EXACT, kind, (), None)),))
                    continue
            elif size == 12:
                if digits.isdecimal() and (kind := plain[digits[:6]]) is not None:
                    keep((make(Number, (text, "+" + digits, _OK, _INFERRED, kind, _NO_PLUS, None)),))
                    continue
            elif size == 10:
                if digits.isdecimal() and lost[digits[:4]] is Kind.MOBILE:
                    keep((make(Number, (text, "+44" + digits, _OK, _INFERRED, Kind.MOBILE, _LOST_ZERO, None)),))
                    continue
            elif size == 14 and digits[1:].isdecimal() and (kind := long[digits[:8]]) is not None:
                keep((make(Number, (text, "+44" + digits[4:], _OK, _EXACT, kind, _TRUNK if digits[0] == "+" else (), None)),))
                continue
            keep(rest(text, digits))
        return done

    def keys(self, bare: Sequence[str]) -> list[str | None]:
        """Give the keys of the plainest spellings; what `read` looks at less plainly is None here."""
        national, explicit, plain, _, _ = self._tables
        done: list[str | None] = []
        keep = done.append
        for digits in bare:
            size = len(digits)
            if size == 11 and digits.isdecimal() and national[digits[:5]] is not None:
                keep("+44" + digits[1:])
            elif size == 13 and digits[1:].isdecimal() and explicit[digits[:7]] is not None:
                keep(digits)
            elif size == 12 and digits.isdecimal() and plain[digits[:6]] is not None:
                keep("+" + digits)
            else:
                known = self._uk_number("", digits) if 11 <= size <= 13 else None
                keep(known[0].e164 if known is not None and isinstance(known[0], Number) else None)
        return done

    def _rest(self, text: str, digits: str) -> _Readings:
        """Read what is still plain to see, and leave all else to the reference."""
        if digits.isdecimal():
            found = self._digits(text, digits)
        elif digits[:1] == "+" and digits[1:].isdecimal():
            found = _foreign(text, digits) or self._uk_number(text, digits) or self._international(text, digits[1:])
        elif text.isalpha() and text.isascii():
            found = None if text.casefold() in WITHHELD else (_MAKE(Unusable, (text, Status.ALPHANUMERIC, NAME, (), "")),)
        else:
            found = self._with_signs(text, digits) if text.isascii() else self._unusual(text)
        return found or self._by_reference(text)

    def _by_reference(self, text: str) -> _Readings:
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = read(text, self._region.code, test_numbers=self._test_numbers)
        return found

    def _with_signs(self, text: str, digits: str) -> _Readings | None:
        """Read ids of messengers, addresses, links and digits with full stops or words beside them."""
        if text[-15:] == _WHATSAPP and (person := text[:-15]).isdecimal() and len(person) > _SHORT_CODE:
            kind = self._areas[person[2:7]] if len(person) == 12 and person[:2] == UK else None
            if kind is not None:
                return (_MAKE(Number, (text, "+" + person, _OK, _EXACT, kind, _MESSENGER, None)),)
            return self._international(text, person, STEP_MESSENGER)
        if "@" in text:
            is_one = _ONE_ADDRESS.fullmatch(text) is not None
            return (read_address(text, text, (), test_numbers=self._test_numbers),) if is_one else None
        if text[:4] == "tel:" and digits[4:5] in {"+", "0"} and digits[5:].isdecimal():
            return self._uk_number(text, digits[4:], (STEP_LINK,)) or _as_number(text, self._judge(digits[4:]), STEP_LINK)
        if (cut := _FLOAT.fullmatch(text)) is not None:
            return _as_number(text, self._judge(cut[1]).weakened(Certainty.REPAIRED), STEP_FLOAT)
        if digits.count(".") > 1 and not reads_as_decimal(text) and (number := digits.replace(".", "")).isdecimal():
            return self._uk_number(text, number) or _as_number(text, self._judge(number))
        if "/" in text and _DATE.fullmatch(text):
            return (_MAKE(Unusable, (text, Status.UNPARSABLE, A_DATE, (), "")),)
        return self._beside(text) if self._region.is_uk else None

    def _two(self, one: str, other: str) -> _Readings | None:
        first, second = self._uk_number(one, one), self._uk_number(other, other)
        if first is None or second is None:
            return None
        return first if one == other else (*first, *second)

    def _beside(self, text: str) -> _Readings | None:
        """Read a national number with one word, an extension or another number beside it."""
        if text[:1] == "0":
            if (found := _TAIL.fullmatch(text)) is not None:
                if found[2] in "xX":
                    return self._uk_number(text, found[1], (STEP_EXTENSION,), found[3])
                return self._uk_number(text, found[1], (STEP_PAUSE,), found[2] + found[3])
            if (found := _TWO.fullmatch(text)) is not None:
                return self._two(found[1], found[2])
            if (found := _PAUSED.fullmatch(text)) is not None:
                return self._uk_number(text, found[1], (STEP_PAUSE,), found[2])
        elif (found := _HIDING.fullmatch(text)) is not None:
            return self._uk_number(text, found[1], (STEP_WITHHELD_PREFIX,))
        behind = _WORD_BEHIND.fullmatch(text)
        if behind is not None and bool(behind[2]) is not bool(behind[3]):
            return None
        found = behind or _WORD_BEFORE.fullmatch(text)
        return self._uk_number(text, found[1], (STEP_LABEL,)) if found else None

    def _uk_number(self, text: str, digits: str, steps: tuple[str, ...] = (), extension: str | None = None) -> _Readings | None:
        """Read a UK number of ten national digits in any form of writing; None when it is none, or not for certain."""
        for start, certainty, more in _STARTS.get(len(digits), ()):
            if not digits.startswith(start) or not self._takes(start):
                continue
            national = digits if certainty is None else digits[len(start) :]
            kind = self._areas[national[:5]] if national.isdecimal() else None
            if kind is None or (certainty is None and kind is not Kind.MOBILE):
                return None
            return (_MAKE(Number, (text, "+44" + national, _OK, certainty or _INFERRED, kind, steps + more, extension)),)
        return None

    def _takes(self, start: str) -> bool:
        """Whether the region writes numbers that begin so."""
        if start[0] == "+":
            return True
        return self._region.dials_00 if start[:2] == "00" else self._region.is_uk

    def _judge(self, digits: str) -> Verdict:
        return judge(digits, self._region, test_numbers=self._test_numbers)

    def _international(self, text: str, digits: str, *steps: str) -> _Readings | None:
        return _as_number(text, judge_international(digits, test_numbers=self._test_numbers), *steps)

    def _digits(self, text: str, digits: str) -> _Readings | None:
        if len(digits) >= SHORTEST:
            known = self._uk_number(text, digits)
            if known is None and digits[:2] == "00" and self._region.dials_00:
                known = _foreign(text, "+" + digits[2:])
            if known is not None:
                return known
        elif text == digits and digits[0] != "0":
            return _code(digits)
        if digits[:4] in _WITHHOLDING:
            is_prefix = text[:3] == "141" and text[3:].lstrip(" -")[:1] == "0" and self._region.is_uk
            return self._uk_number(text, digits[3:], (STEP_WITHHELD_PREFIX,)) if is_prefix else None
        verdict = self._judge(digits)
        if verdict.is_number:
            return None if text != digits and is_bare_foreign(digits, verdict) else (verdict.reading(text),)
        # Without signs between the digits nothing else can be made of them.
        if text != digits:
            return None
        return (verdict.reading(text, digits=digits),)

    def _unusual(self, text: str) -> _Readings | None:
        """Read digits between unusual signs, or in another script."""
        plain = plain_text(text)
        digits = _strip(plain)
        if not plain.isascii() or not digits[1:].isdecimal() or "_x000" in text or "\n" in plain:
            return None
        if digits[0] not in "+0123456789" or "\t" in text or not brackets_are_plain(plain):
            return None
        known = self._uk_number(text, digits, (STEP_CLEANED,))
        if known is not None:
            return known
        verdict = self._judge(digits)
        return None if plain != digits and is_bare_foreign(digits, verdict) else _as_number(text, verdict, STEP_CLEANED)


@lru_cache(maxsize=4096)
def _code(digits: str) -> _Readings:
    """Read digits too few for a number, which mean the same in every region."""
    return (judge(digits, region_of("GB")).reading(digits, digits=digits),)


def _foreign(text: str, e164: str) -> _Readings | None:
    """Read a number of another country in which no trunk digit can stand; None when anything is to be decided."""
    plan = plan_of(e164[1:4])
    if plan is None or plan.calling_code == UK:
        return None
    national = e164[1 + len(plan.calling_code) :]
    if len(national) not in plan.lengths or national[0] == "0" or not SHORTEST < len(e164) <= LONGEST + 1:
        return None
    if plan.prefix is not None and (found := plan.prefix.match(national)) is not None and found.end():
        return None
    return (_MAKE(Number, (text, e164, _OK, _EXACT, kind_of(plan, national), (), None)),)


def _as_number(text: str, verdict: Verdict, *steps: str) -> _Readings | None:
    return (verdict.reading(text, steps),) if verdict.is_number else None
