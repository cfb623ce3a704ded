"""Reads one field by the signs that stand in it besides digits, blanks and hyphens, where these leave no doubt what the field holds.

Each way of writing is known by its signs: `..` for `01632.960.123`, `'` for a number that a spreadsheet was told to leave alone. Whatever
is not decided here in full is None, and the reference reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from matcher.domain.numbers.abroad import START, kinds_abroad
from matcher.domain.numbers.clean import STEP_CLEANED, plain_text
from matcher.domain.numbers.countries import CODES_OF_WORDS
from matcher.domain.numbers.groups import brackets_are_plain, is_doubtful, is_no_number
from matcher.domain.numbers.messenger import AN_ADDRESS, MESSENGERS, STEP_MESSENGER, read_address
from matcher.domain.numbers.plans import Region, region_of
from matcher.domain.numbers.ranges import UK
from matcher.domain.numbers.reading import NAME, Certainty, Kind, Number, Reading, Status, Unusable
from matcher.domain.numbers.starts import uk_areas
from matcher.domain.numbers.steps import (
    A_DATE,
    STEP_APOSTROPHE,
    STEP_EXTENSION,
    STEP_FLOAT,
    STEP_LABEL,
    STEP_LINK,
    STEP_PAUSE,
    STEP_WITHHELD_PREFIX,
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
from matcher.domain.numbers.withheld import WITHHELD

Readings = tuple[Reading, ...]

#: How a UK number may begin as written; what of it is the national number; how certain that is; what was done; whether mobiles only.
_Start = tuple[str, slice, Certainty, tuple[str, ...], bool]

#: Length of a UK number as written -> its possible starts.
_STARTS: dict[int, tuple[_Start, ...]] = {
    10: (("7", slice(0, None), Certainty.INFERRED, (STEP_LOST_ZERO,), True),),
    11: (("0", slice(1, None), Certainty.EXACT, (), False),),
    12: (("44", slice(2, None), Certainty.INFERRED, (STEP_NO_PLUS,), False),),
    13: (("+44", slice(3, None), Certainty.EXACT, (), False),),
    14: (("+440", slice(4, None), Certainty.EXACT, (STEP_TRUNK,), False), ("0044", slice(4, None), Certainty.EXACT, (), False)),
    15: (("00440", slice(5, None), Certainty.EXACT, (STEP_TRUNK,), False),),
}

#: A word beside a number, and a short extension behind it. Words of x are signs for hidden digits.
_WORD_BEFORE = re.compile(r"([A-WYZa-wyz][a-z]{2,}):? (0\d{10})", re.ASCII)
_WORD_BEHIND = re.compile(r"(0\d{10}) (\(?)[a-wyzA-WYZ][a-z]{2,}(\)?)", re.ASCII)
_TWO = re.compile(r"(0\d{10})(?:\n| ?/ ?|; ?|, ?)(0\d{10})", re.ASCII)
_TAIL = re.compile(r"(0\d{10})([xXpPwW])(\d{1,7})", re.ASCII)
_PAUSED = re.compile(r"(0\d{10})[,;]{1,2}(\d{1,5}#?)", re.ASCII)
_FLOAT = re.compile(r"(\d{10,12})\.0+", re.ASCII)
_CELL = re.compile(r"([1-9]\d{9,11}),0+", re.ASCII)
_HIDING = re.compile(r"[#*]31#(0\d{10})", re.ASCII)
_QUOTED = re.compile(r"'(0\d{10})", re.ASCII)
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d\d", re.ASCII)

#: Longest digits that are a code of the network.
_SHORT_CODE = 6

#: Digits that may be a prefix which withholds the caller's number, and the zero behind it.
_WITHHOLDING = frozenset({"1410", "1470"})

#: Digits of a UK number that lost its zero.
_WITHOUT_ZERO = 10

_WHATSAPP = "@s.whatsapp.net"

#: An id of a messenger or an address, alone in its field.
_ONE_ADDRESS = re.compile(r"[\w.+-]+@([\w.-]+)", re.ASCII)

#: A number with the signs that stand between and around digits most often of all that are not ASCII: blanks, marks of direction.
_UNUSUAL = re.compile("[\u200e\u202a]*[+]?[0-9 \u00a0\u202f]+[\u200e\u202c]*")

_OK, _EXACT, _INFERRED = Status.OK, Certainty.EXACT, Certainty.INFERRED
_CLEANED = (STEP_CLEANED,)
_MESSENGER = (STEP_MESSENGER,)

#: Makes a named tuple without its Python constructor.
_MAKE = tuple.__new__


class Forms:
    """The ways of writing of one region.

    A form is asked with the text and with what is left of it without blanks, hyphens and brackets; its signs are what is left without
    digits, blanks and hyphens. Characters that are not ASCII stand in both as question marks.
    """

    def __init__(self, region: Region, *, test_numbers: bool) -> None:
        """Prepare for the numbers that phones of a region hold."""
        self._region = region
        self._test_numbers = test_numbers
        self._areas = uk_areas(test_numbers=test_numbers)
        self._abroad = kinds_abroad()
        self._starts = {size: tuple(each for each in starts if _is_written(each[0], region)) for size, starts in _STARTS.items()}
        #: The form that texts with these signs may have.
        self.by_signs: dict[str, Callable[[str, str], Readings | None]] = {
            "": self._digits,
            "+": self._explicit,
            "()": self._bracketed,
            "+()": self._bracketed,
            _WHATSAPP: self._messenger,
            "..": self._dotted,
            ".": self._float,
            ",": self._comma,
            "tel:+": self._link,
            "tel:": self._link,
        }
        if region.is_uk:
            self.by_signs |= dict.fromkeys("xXpPwW", self._tailed)
            self.by_signs["'"] = self._quoted

    def uk_key(self, text: str) -> str | None:
        """Give the key of a UK number of ten national digits, whatever is written before them; None for anything else."""
        digits = strip(text)
        found = self._grouped(text, digits) if digits[1:].isdecimal() and not is_no_number(text) else None
        return found[0].e164 if found is not None and isinstance(found[0], Number) else None

    def by_look(self, text: str, digits: str, signs: str) -> Readings | None:
        """Read a text whose signs are no sign of a form by themselves."""
        if not text.isascii():
            return self._unusual(text)
        if text.isalpha():
            return None if text.casefold() in WITHHELD else (_MAKE(Unusable, (text, Status.ALPHANUMERIC, NAME, (), "")),)
        if "@" in signs:
            return self._address(text)
        if not signs.strip("+()") and signs.count("+") < 2:
            return self._bracketed(text, digits)
        if not signs.strip("."):
            return self._dotted(text, digits)
        if signs == "//" and _DATE.fullmatch(text):
            return (_MAKE(Unusable, (text, Status.UNPARSABLE, A_DATE, (), "")),)
        return self._beside(text) if self._region.is_uk else None

    def _explicit(self, text: str, digits: str) -> Readings | None:
        """Read digits with one plus sign."""
        if digits[:1] != "+" or len(digits) == 1:
            return None
        return self._uk_number(text, digits) or self._foreign(text, digits) or self._international(text, digits[1:])

    def _foreign(self, text: str, e164: str) -> Readings | None:
        """Read a number of another country whose start decides everything."""
        size = len(e164)
        kind = self._abroad[size][e164[:START]] if size <= LONGEST + 1 else None
        if kind is not None and not text[-4:-1].isdecimal() and is_doubtful(text, Verdict(e164, kind, _EXACT, _OK, "")):
            return None
        return None if kind is None else (_MAKE(Number, (text, e164, _OK, _EXACT, kind, (), None)),)

    def _bracketed(self, text: str, digits: str) -> Readings | None:
        """Read digits with brackets among them, and at most one plus sign."""
        if not brackets_are_plain(text):
            return None
        return self._explicit(text, digits) if "+" in digits else self._digits(text, digits)

    def _messenger(self, text: str, _: str) -> Readings | None:
        """Read the id of a WhatsApp account."""
        person = text[: -len(_WHATSAPP)]
        if not person.isdecimal() or not text.endswith(_WHATSAPP) or len(person) <= _SHORT_CODE:
            return self._address(text)
        kind = self._areas[person[2:7]] if len(person) == 12 and person[:2] == UK else None
        if kind is not None:
            return (_MAKE(Number, (text, "+" + person, _OK, _EXACT, kind, _MESSENGER, None)),)
        return self._international(text, person, STEP_MESSENGER)

    def _address(self, text: str) -> Readings | None:
        found = _ONE_ADDRESS.fullmatch(text)
        if found is None or "_x000" in text:
            return None
        host = found[1]
        if "." in host and host.lower() not in MESSENGERS:
            return (_MAKE(Unusable, (text, Status.ALPHANUMERIC, AN_ADDRESS, (), "")),)
        return (read_address(text, text, (), test_numbers=self._test_numbers),)

    def _link(self, text: str, digits: str) -> Readings | None:
        number = digits[4:]
        if text[:4] != "tel:" or number[:1] not in {"+", "0"} or not number[1:].isdecimal() or is_no_number(text[4:]):
            return None
        return self._uk_number(text, number, (STEP_LINK,)) or _as_number(text, self._judge(number), STEP_LINK, written=text[4:])

    def _float(self, text: str, _: str) -> Readings | None:
        return self._whole(text, _FLOAT.fullmatch(text))

    def _comma(self, text: str, _: str) -> Readings | None:
        """Read a cell of a spreadsheet that writes decimal places behind a comma, or what else people write with one."""
        if (found := _CELL.fullmatch(text)) is not None:
            return self._whole(text, found)
        return self._beside(text) if self._region.is_uk else None

    def _whole(self, text: str, found: re.Match[str] | None) -> Readings | None:
        if found is None or text[:4] in _WITHHOLDING:
            return None
        return _as_number(text, self._judge(found[1]).weakened(Certainty.REPAIRED), STEP_FLOAT)

    def _dotted(self, text: str, digits: str) -> Readings | None:
        number = digits.replace(".", "")
        if not number.isdecimal() or digits.count(".") < 2 or is_no_number(text):
            return None
        return self._grouped(text, number) or _as_number(text, self._judge(number), digits=number)

    def _quoted(self, text: str, _: str) -> Readings | None:
        """Read a national number with an apostrophe before it: what a person types so that the zero stays."""
        found = _QUOTED.fullmatch(text)
        kind = self._areas[found[1][1:6]] if found else None
        if found is None or kind is None:
            return None
        return (_MAKE(Number, (text, f"+{UK}{found[1][1:]}", _OK, _INFERRED, kind, (STEP_APOSTROPHE,), None)),)

    def _tailed(self, text: str, _: str) -> Readings | None:
        """Read a national number with an extension or a pause behind it."""
        found = _TAIL.fullmatch(text)
        if found is None:
            return None
        if found[2] in "xX":
            return self._uk_number(text, found[1], (STEP_EXTENSION,), found[3])
        return self._uk_number(text, found[1], (STEP_PAUSE,), found[2] + found[3])

    def _beside(self, text: str) -> Readings | None:
        """Read a national number with one word, dialled digits or another number beside it."""
        if text[:1] == "0":
            if (found := _TWO.fullmatch(text)) is not None:
                return self._two(found[1], found[2])
            if (found := _PAUSED.fullmatch(text)) is not None:
                return self._uk_number(text, found[1], (STEP_PAUSE,), found[2])
            if (found := _WORD_BEHIND.fullmatch(text)) is not None and bool(found[2]) is bool(found[3]):
                return self._uk_number(text, found[1], (STEP_LABEL,))
            return None
        if (found := _HIDING.fullmatch(text)) is not None:
            return self._uk_number(text, found[1], (STEP_WITHHELD_PREFIX,))
        found = _WORD_BEFORE.fullmatch(text)
        # The name of a country may say that the number is one of that country.
        if found is None or found[1].casefold() in CODES_OF_WORDS:
            return None
        return self._uk_number(text, found[2], (STEP_LABEL,))

    def _two(self, one: str, other: str) -> Readings | None:
        first, second = self._uk_number(one, one), self._uk_number(other, other)
        if first is None or second is None:
            return None
        return first if one == other else (*first, *second)

    def _uk_number(self, text: str, digits: str, steps: tuple[str, ...] = (), extension: str | None = None) -> Readings | None:
        """Read a UK number of ten national digits in any form of writing; None when it is none, or not for certain.

        `digits` are digits, but for a plus sign at their start.
        """
        for start, cut, certainty, more, is_mobile in self._starts.get(len(digits), ()):
            if digits.startswith(start):
                national = digits[cut]
                kind = self._areas[national[:5]]
                if kind is None or (is_mobile and kind is not Kind.MOBILE):
                    return None
                return (_MAKE(Number, (text, "+44" + national, _OK, certainty, kind, steps + more if more else steps, extension)),)
        return None

    def _grouped(self, text: str, digits: str, steps: tuple[str, ...] = ()) -> Readings | None:
        """Read a UK number that may be written in groups; without its zero the groups may say that it is something else."""
        return None if len(digits) == _WITHOUT_ZERO and text != digits else self._uk_number(text, digits, steps)

    def _judge(self, digits: str) -> Verdict:
        return judge(digits, self._region, test_numbers=self._test_numbers)

    def _international(self, text: str, digits: str, *steps: str) -> Readings | None:
        return _as_number(text, judge_international(digits, test_numbers=self._test_numbers), *steps)

    def _digits(self, text: str, digits: str) -> Readings | None:
        """Read bare digits, or digits with nothing but blanks, hyphens and brackets among them."""
        if len(digits) < SHORTEST and text == digits and digits[:1] not in {"", "0"}:
            return _code(digits)
        if not digits or (text != digits and is_no_number(text)):
            return None
        is_explicit = digits[:2] == "00" and self._region.dials_00
        known = (self._foreign(text, "+" + digits[2:]) if is_explicit else None) or self._grouped(text, digits)
        if known is not None:
            return known
        if digits[:4] in _WITHHOLDING:
            is_prefix = text[:3] == "141" and text[3:].lstrip(" -")[:1] == "0" and self._region.is_uk and not is_no_number(text[3:])
            return self._uk_number(text, digits[3:], (STEP_WITHHELD_PREFIX,)) if is_prefix else None
        verdict = self._judge(digits)
        if verdict.is_number:
            return (verdict.reading(text),) if text == digits else _as_number(text, verdict, digits=digits)
        # Without signs between the digits nothing else can be made of them.
        return (verdict.reading(text, digits=digits),) if text == digits else None

    def _unusual(self, text: str) -> Readings | None:
        """Read digits between unusual signs, or in another script."""
        if _UNUSUAL.fullmatch(text):
            digits = strip(text.encode("ascii", "ignore").decode("ascii"))
            known = self._grouped(text, digits, _CLEANED)
            if known is not None:
                return known
        plain = plain_text(text)
        digits = strip(plain)
        if not plain.isascii() or not digits[1:].isdecimal() or "_x000" in text or "\n" in plain:
            return None
        if digits[0] not in "+0123456789" or "\t" in text or not brackets_are_plain(plain) or is_no_number(plain):
            return None
        if digits[:4] in _WITHHOLDING:
            return None
        known = self._grouped(text, digits, _CLEANED)
        if known is not None:
            return known
        verdict = self._judge(digits)
        return _as_number(text, verdict, STEP_CLEANED, written=plain, digits=digits)


@lru_cache(maxsize=16)
def forms_of(region: Region, *, test_numbers: bool) -> Forms:
    """Give the ways of writing of a region."""
    return Forms(region, test_numbers=test_numbers)


def strip(text: str) -> str:
    """Take the signs out of a text that stand between the digits of one number."""
    return text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")


def _is_written(start: str, region: Region) -> bool:
    """Whether the region writes UK numbers that begin so."""
    if start[0] == "+":
        return True
    return region.dials_00 if start[:2] == "00" else region.is_uk


@lru_cache(maxsize=4096)
def _code(digits: str) -> Readings:
    """Read digits too few for a number, which mean the same in every region."""
    return (judge(digits, region_of("GB")).reading(digits, digits=digits),)


def _as_number(text: str, verdict: Verdict, *steps: str, written: str = "", digits: str = "") -> Readings | None:
    """Make the reading of a number; None where the signs between its digits leave a doubt.

    `written` is what stood for the number, where that is not the whole text; `digits` are those of a text that has signs between them.
    """
    plain = written or text
    if not verdict.is_number or is_doubtful(plain, verdict) or (plain != digits != "" and is_bare_foreign(digits, verdict)):
        return None
    return (verdict.reading(text, steps),)
