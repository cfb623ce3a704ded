"""A light test whether text looks like a telephone number, to tell columns apart; what the number is, others decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.decode.values.links import links_in
from ingest.decode.values.messenger_ids import is_messenger_id
from ingest.decode.words.withheld import WITHHELD
from notation.links import may_hold_links

__all__ = [
    "adds_number",
    "are_mostly_numbers",
    "has_digit",
    "is_bare_mobile",
    "is_british_mobile",
    "is_mobile_alone",
    "is_nothing",
    "is_number_column",
    "is_plain_number",
    "is_prose",
    "is_sender",
    "is_withheld",
    "last_digits",
    "looks_like_number",
    "may_be_number",
    "may_mention_numbers",
    "mentioned_in",
    "mentioned_in_name",
    "mentions_number",
]

#: Any decimal digit of any script.
has_digit = re.compile(r"\d").search

#: The usual spelling: nothing but digits, blanks and hyphens, perhaps with a plus. Most cells need no longer look.
is_plain_number = re.compile(r"\+?\d[\d \-]{6,18}\d").fullmatch

#: Prose without this many digits mentions no number.
_SEVEN_DIGITS = re.compile(r"(?:\d\D{0,3}){7}")
_SEPARATORS = re.compile(r"[\s\x00-\x08\x0e-\x1f\x7f().\-/\u00a0\u2010-\u2015\u202a-\u202e\u200e\u200f\u2066-\u2069\u00ad\ufeff'\"=]+")
#: British mobiles as phones write them; whatever else the rules below say of a text, these look like numbers.
_USUAL = re.compile(r"(?:\+44|0)7(?!(\d)\1{8})\d{9}")
_SPLIT = re.compile(r" ::: |[;,\n\r|&←⬅⇐⟵◀◄→➡⇒⟶▶►↙⬋↗⬈]|[-=]>|<[-=]|(?<!\S)[<>](?!\S)| or |\s/\s|(?<=\d{6})/(?=\+?\d{5})")
_TRAILING_WORDS = re.compile(r"(?:\s*\([^)]*\)|[\s:]+[^\W\d_][^\d]*)$")
#: What stands before a number, and before that how many it is in a list: `1. Jay 07700 900123`.
_LEADING_WORDS = re.compile(r"^(?:\(?\d{1,3}[.)]\s+(?=[^\W\d_]))?[^\d+(]{0,24}[:\s](?=[\d+(])")
_PAUSE = re.compile(r"(?:ext\.?|[pwx#*]).*$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?")
#: Degrees, or metres, with more decimals than any way of writing numbers has behind its only dot; no degrees begin with two noughts.
_POSITION = re.compile(r"-?(?:0|[1-9]\d{0,2})\.\d{4,}")
#: British area codes of four digits; the others that start 01 have five.
_SHORT_AREA = re.compile(r"01(?:1\d|\d1)")


def _set(texts: str) -> frozenset[str]:
    return frozenset(texts.split("|"))


_NOTHING = _set("|-|--|n/a|na|none|null|nan|nil|n.a.|.|?|unspecified")


#: One word of at most eleven letters, as the network allows it.
_SENDER = re.compile(r"[A-Z][A-Za-z&._+\-]{2,10}")
_NO_SENDER = _set(
    "unknown|none|null|unavailable|unspecified|tbc|tba|mobile|mob|home|work|phone|tel|telephone|cell|fax|pager|number|value|text|deleted"
    "|true|false|lost|same|yes|nil|missing|changed|dead|old|new|blank|empty|removed|disconnected"
)
#: What is left of a number whose digits were read as letters, hidden, cut off or shortened by a spreadsheet; also short numbers.
_DAMAGED = re.compile(r"\+?[\doOiIlLsSbBxX*?#|]{3,16}|\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
#: Digits in groups as a spreadsheet sets them, or with a comma somewhere: which number that was, others say, or that none can.
_GROUPED = re.compile(r"(?:\+|[£$€]\s?)?\d{1,6}(?: ?, ?\d{1,6}){1,4}", re.ASCII)
_FEWEST_GROUPED, _MOST_GROUPED = 10, 12
#: Numbers that nothing parts any more.
_GLUED = re.compile(r"(?:(?:\+44|0044|44|0)7\d{9}|0[123]\d{9}){2,3}", re.ASCII)
#: A word for telephones that clings to the number behind it: `TEL07700900123`.
_BEHIND_WORD = re.compile(
    r"(?:t|tel|tele|telephone|telefon|tlf|m|mob|mobile|mobil|handy|ph|phone|p|h|home|w|work|cell|no|nr|num|number|call|text|txt|sms)"
    r"\.?(?:(?:\+|00)?44\(?0?\)?|0)[1237]\d{8,9}",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_DAMAGED = 40
_THREE_DIGITS = re.compile(r"(?:\d\D*){3}")
_MOBILE_WITHIN = re.compile(r"(?<!\d)(?:(?:\+|00)?44[ \-]?(?:\(0\))?|0)7(?:[ \-]?\d){9}(?!\d)")
#: Digits of a number with its code, or without one.
_SHORTEST, _LONGEST = 9, 15
#: Makes one of all digits and one of all else, but what may stand between the digits of a number, which goes; letters beyond ASCII with it.
_RUNS = bytes(0x30 if 0x30 <= code <= 0x39 else 0x20 for code in range(256))
_BETWEEN_DIGITS = bytes((*b" \t().-", *range(0x80, 256)))
_SHORTEST_RUN = b"0" * _SHORTEST
#: British mobiles, whole and with nothing beside them.
is_british_mobile = re.compile(r"\s*(?:\+44\s?|0)7(?:\s?\d){9}\s*").fullmatch
#: Those that lost their plus; of no other international number is the length telling enough.
is_bare_mobile = re.compile(r"447\d{9}(?:\.0)?", re.ASCII).fullmatch
_NO_DIGIT = re.compile(r"\D+")
#: Digits at the end that tell whether two spellings are the same number.
_COMPARED = 9


def is_mobile_alone(text: str) -> bool:
    """Whether a cell is a British mobile and nothing else, perhaps without its plus, which no text gives back that is only searched."""
    return is_british_mobile(text) is not None or is_bare_mobile(text.strip()) is not None


#: Something that begins like a number inside of a text. What clings to letters, addresses and hyphens is an id or a name of a file.
_BEGUN = re.compile(
    r"(?<![\w@/\\.#=&+\-])(?:\+|\(?0|44)"
    r"[\d() \t\x00.\-\u00a0\u2010-\u2015\u202a-\u202e\u200e\u200f\u2066-\u2069\u00ad\ufeff]{7,26}\d(?![\w@\\]|-\d)"
)
#: The same without what may stand before it, which is found sooner.
_may_begin = re.compile(r"[+(04][^A-Za-z,;:/]{7}").search
#: The same for the id of a messenger; in a path it is the name of a folder.
_ID_BEGUN = re.compile(
    r"(?<![\w@/\\.#=&+\-])\+?(\d{9,15})(?:[.:]\d{1,9}){0,2}@(?:s\.whatsapp\.net|c\.us)(?![\w@/\\]|\.\w)", re.ASCII | re.IGNORECASE
)
#: A number that is the value of a field, as programs print them one behind the other: `address=+4477…`. In a link it is anything.
_OF_FIELD = re.compile(r"^[ \t]*[A-Za-z_]\w{0,30}=[ \t]*((?:\+|0)[\d ()\-]{7,18}\d)[ \t]*$", re.ASCII | re.MULTILINE)
#: Digits of a number against the words or signs of a name.
_CLINGING = re.compile(r"(?<![\d@/\\+])(?:\+|0|44)(?:[() .\-]{0,2}\d){9,14}(?![\d@/\\])")
#: Digits behind a blank, at the end of what begins like a number; and those of them that are a date, or begin one.
_BEHIND = re.compile(r"([^\n]*\d\)?)\s+\(?([\d.\-]{1,10})")
_WHEN = re.compile(
    r"\d\d?([.\-])\d\d?\1(?:\d{4}|\d\d)\b|\d{4}-\d\d?-\d\d?\b|\d\d?/\d"
    r"|\d\d?\.? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)
#: Digits that are too few for the rest of a number, and may be an hour or a count.
_FEW_BEHIND = 5
_LETTER = re.compile(r"[^\W\d_]")
#: Numbers that need no words beside them: a plus, a British mobile, and an area code set apart from the rest, as in no reference.
_SELF_TOLD = re.compile(r"\+|(?:0044|44|0)[ \-]?\(?0?\)?7|\(?0\d{2,4}\)?[ \-]\d{3}")


def mentions_number(text: str) -> bool:
    """Whether a text that is no field for numbers mentions one: among words, or alone but written as no reference is."""
    return bool(mentioned_in(text))


def mentioned_in(text: str) -> list[str]:
    """Give what of such a text seems to be a number, or several side by side."""
    if len(text) < _SHORTEST:
        return []
    ids = [found[1] for found in _ID_BEGUN.finditer(text)] if "@" in text else []
    ids += links_in(text)
    if "=" in text and (field := _OF_FIELD.fullmatch(text)) is not None and looks_like_number(field[1]):
        return [*ids, field[1]]
    if _may_begin(text) is None:
        return ids
    begun = (_without_date(found) for found in _BEGUN.finditer(text))
    return [*ids, *(each for each in begun if _is_told(each) and (_SELF_TOLD.match(each) or _LETTER.search(text)))]


def _without_date(found: re.Match[str]) -> str:
    """Give what seems to be a number without the day, the hour or the count that begins behind it: `07… 01/02/2026`."""
    piece = found[0]
    behind = _BEHIND.fullmatch(piece)
    if behind is None or looks_like_number(piece):
        return piece
    number, tail = behind.groups()
    is_date = _WHEN.match(found.string, found.start() + behind.start(2)) is not None and looks_like_number(number)
    return number if is_date or (len(tail) <= _FEW_BEHIND and is_british_mobile(number)) else piece


def mentioned_in_name(text: str) -> list[str]:
    """Give the same of what somebody is called: no path and no reference, so that a number may cling to the words of it as well."""
    return [*mentioned_in(text), *(found[0] for found in _CLINGING.finditer(text))] if len(text) >= _SHORTEST else []


def _is_told(piece: str) -> bool:
    digits = sum(map(str.isdecimal, piece))
    return digits >= _SHORTEST and (looks_like_number(piece) or (digits > _LONGEST and _MOBILE_WITHIN.search(piece) is not None))


def may_mention_numbers(joined: str) -> bool:
    """Whether any of many texts, put together line by line, may mention a number; at a fraction of the cost of asking each."""
    runs = joined.encode("utf-8", "surrogatepass").translate(_RUNS, _BETWEEN_DIGITS)
    if _SHORTEST_RUN not in runs and (joined.isascii() or not any(map(_is_other_digit, set(joined)))):
        return False
    if _BEGUN.search(joined) is not None or ("@" in joined and _ID_BEGUN.search(joined) is not None):
        return True
    is_of_field = "=" in joined and _OF_FIELD.search(joined) is not None
    return is_of_field or may_hold_links(joined) or _CLINGING.search(joined) is not None


def _is_other_digit(character: str) -> bool:
    return character.isdecimal() and not character.isascii()


def last_digits(text: str) -> str:
    """Give the digits at the end of a number, which are the same however its beginning is written."""
    return "".join(filter(str.isdecimal, text))[-_COMPARED:]


def adds_number(text: str, numbers: Sequence[str], find: Callable[[str], list[str]] = mentioned_in) -> bool:
    """Whether a text mentions a number that is none of those that are known: many save a number under itself."""
    mentioned = find(text)
    if not mentioned:
        return False
    known = "|".join([_NO_DIGIT.sub("", number) for number in numbers])
    digits = [_NO_DIGIT.sub("", each) for each in mentioned]
    return any(len(each) > _LONGEST or last_digits(each) not in known for each in digits)


def is_withheld(text: str) -> bool:
    """Whether a cell stands for somebody whose number was withheld."""
    return text.strip().casefold() in WITHHELD


def is_sender(text: str) -> bool:
    """Whether a cell is a word that a sender of messages may use in place of a number."""
    return _SENDER.fullmatch(text.strip()) is not None and text.strip().casefold() not in _NO_SENDER


def is_nothing(text: str) -> bool:
    """Whether a cell says only that there is no value."""
    return text.strip().casefold() in _NOTHING


def is_prose(text: str) -> bool:
    """Whether a text may mention a number."""
    return _SEVEN_DIGITS.search(text) is not None


def looks_like_number(text: str) -> bool:
    """Whether a cell holds at least one thing written like a telephone number, and nothing that speaks against it."""
    if _USUAL.fullmatch(text):
        return True
    return len(text) < 200 and any(_is_one(part) for part in _SPLIT.split(text))


def _is_one(text: str) -> bool:
    text = _LEADING_WORDS.sub("", text.strip().lstrip("'"))
    if is_messenger_id(text):
        return True
    if _POSITION.fullmatch(text):
        return False
    text = _PAUSE.sub("", _TRAILING_WORDS.sub("", text)).removesuffix(".0")
    if _DATE.match(text) or _ADDRESS.fullmatch(text) or text.count("/") > 1:
        return False
    bare = _SEPARATORS.sub("", text)
    has_plus = bare.startswith("+")
    digits = bare.removeprefix("+")
    if not digits.isdecimal() or not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits) if digits.isdecimal() else ""
    if not digits or len(set(digits)) == 1:
        return False
    if has_plus or digits.startswith("00"):
        return 8 <= len(digits) <= 17
    return _is_national(digits)


def _is_national(digits: str) -> bool:
    length = len(digits)
    if digits.startswith("0"):
        return 10 <= length <= 11 and not _has_no_subscriber(digits)
    if digits.startswith("44"):
        return 11 <= length <= 13
    # Ten digits: a mobile that lost its zero, or North American; eleven with a one in front likewise.
    return length == 10 or (length == 11 and digits[0] == "1") or (length == 12 and digits[:3] in {"353", "316", "336"})


def _has_no_subscriber(digits: str) -> bool:
    """No British number of a place goes on with 0 behind its area code; references such as force, year, serial do."""
    if len(digits) != 11 or not digits.startswith("01"):
        return False
    return digits[4] in "01" if _SHORT_AREA.match(digits) else digits[5] == "0" and digits[4] == "0"


def may_be_number(text: str) -> bool:
    """Whether a cell that looks like no number may be one that was damaged, withheld or is short."""
    if len(text) > _LONGEST_DAMAGED:
        return False
    alone = _TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", text.strip()))
    if _DATE.match(text.strip()) or _DATE.match(alone) or alone.count("/") > 1:
        return False
    bare = _SEPARATORS.sub("", alone)
    is_damaged = _DAMAGED.fullmatch(bare) or _DAMAGED.fullmatch(text.strip()) or _GLUED.fullmatch(bare) or _BEHIND_WORD.fullmatch(bare)
    return is_withheld(text) or (is_damaged is not None and _THREE_DIGITS.search(text) is not None) or _is_grouped(alone)


def _is_grouped(text: str) -> bool:
    return "," in text and _GROUPED.fullmatch(text) is not None and _FEWEST_GROUPED <= sum(map(str.isdecimal, text)) <= _MOST_GROUPED


def are_mostly_numbers(cells: Sequence[str], least: float = 0.3) -> bool:
    """Whether most cells look like numbers, or at least this share does and nearly all others like what became of numbers."""
    filled = [cell for cell in cells if not is_nothing(cell)]
    alike = sum(map(looks_like_number, filled))
    if alike >= 0.6 * len(filled):
        return alike > 0
    if alike < least * len(filled):
        return False
    doubtful = sum(may_be_number(cell) for cell in filled if not looks_like_number(cell))
    return alike + doubtful >= 0.8 * len(filled)


def is_number_column(cells: Sequence[str]) -> bool:
    """Whether the cells of a column without a header are numbers: most look like one, of usual length, mostly different (facts 13.1)."""
    if not are_mostly_numbers(cells):
        return False
    alike = [cell for cell in cells if looks_like_number(cell)]
    lengths = sorted(sum(character.isdecimal() for character in cell) for cell in alike)
    if not 10 <= lengths[len(lengths) // 2] <= 13 and len(lengths) < 2:
        return False
    if len(alike) >= 8 and len(set(alike)) < 3:
        return False
    return not _is_reference_column(alike)


def _is_reference_column(cells: list[str]) -> bool:
    """Eleven digits without a blank that all begin alike with a force and a year are occurrence numbers (facts 11.3)."""
    if len(cells) < 3 or not all(len(cell) == 11 and cell.isdecimal() for cell in cells):
        return False
    starts = {cell[:4] for cell in cells}
    start = next(iter(starts))
    return (
        len(starts) == 1
        and not start.startswith("07")
        and "15" <= start[2:] <= "39"
        and sum(cell[4] in "01" for cell in cells) > len(cells) / 2
    )
