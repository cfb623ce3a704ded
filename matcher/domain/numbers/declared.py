"""The declared forms of writing (domain 5.1, steps 3 to 6): what may stand around the digits of a number, and what is left without it.

Each form takes a piece of a field and gives the numbers it holds when it is written so, or nothing. What is left after a step is read
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from matcher.domain.numbers.groups import brackets_are_plain, is_doubtful, is_no_number
from matcher.domain.numbers.links import SCHEME, NumberLink, is_invitation, labelled_links, links_of_field
from matcher.domain.numbers.messenger import read_address
from matcher.domain.numbers.plans import Region
from matcher.domain.numbers.reading import Certainty, Number, Reading, Status
from matcher.domain.numbers.refusal import count_digits
from matcher.domain.numbers.steps import (
    IN_ADDRESS,
    SOME_HIDDEN,
    STEP_APOSTROPHE,
    STEP_CODE,
    STEP_DIVERT,
    STEP_EXTENSION,
    STEP_FLOAT,
    STEP_LABEL,
    STEP_LINK,
    STEP_PAUSE,
    STEP_WITHHELD_PREFIX,
)
from matcher.domain.numbers.verdict import SHORTEST, Verdict, is_bare_foreign, judge
from notation.links import find_links

#: What stands around digits of one number.
BETWEEN = str.maketrans("", "", " ().-")
_CORE = re.compile(r"[+\d ().\-]*\d[\d ().\-]*", re.ASCII)

#: Decimal places, and those of a spreadsheet that writes a comma: a cell that is a number has no zero and no plus sign in front. Behind
#: these a comma is the pause before what is dialled later.
FLOAT = re.compile(r"(?P<dotted>\+?\d[\d ]{5,}\d)\.(?P<places>0+|\d{1,2})|(?P<cell>[1-9][\d ]{5,}\d),0+", re.ASCII)
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S*|www\.\S+", re.IGNORECASE | re.ASCII)
_URL_AMONG_WORDS = re.compile(r"(?<![\w.@])(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+", re.IGNORECASE | re.ASCII)
#: What is typed behind a link, and apart from it.
_TYPED = re.compile(r"(?<=[/,;|])[^/,;|]+")
_ID_AMONG_WORDS = re.compile(r"(?<![\w.+\-:])\+?\d{7,17}(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)(?![\w.])", re.IGNORECASE | re.ASCII)
_BRACKETED = re.compile(r"[(\[{<][^()\[\]{}<>]*[^\W\d_][^()\[\]{}<>]*[)\]}>]")
_EMPHASIS = re.compile(r"([*_~`]+)(?P<inner>[^*_~`].*[^*_~`])\1")
_LIST_MARK = re.compile(r"(?:\(?[1-9]\d?[.):]|#[1-9]\d?|[1-9]\d? ?-) +(?=[+(]*[+0])", re.ASCII)
WITHHOLDING = re.compile(r"(?:[#*]31#|\*67(?!\*)|\*82|(?:1470|141)(?=[ \-]*(?:\+|0[ \-]*\d)))[ \-]*", re.ASCII)

USSD = re.compile(r"[*#][\d*#]*#|[*#][\d*#]+", re.ASCII)
_CODE = re.compile(r"[*#][+\d*# ().\-]*", re.ASCII)
#: Call divert: all calls, no answer, not reachable, busy, all of them, all conditional ones.
_DIVERT = re.compile(r"\*{1,2} ?(?:21|61|62|67|002|004) ?\*", re.ASCII)
A_CODE = "a network code, not a number"

_EXTENSION = re.compile(r"(?P<number>.*\d\)?)\s*(?:;\s*ext\s*=|x|ext(?:n|ension)?\.?|#)\s*:?\s*(?P<tail>\d{1,8})", re.IGNORECASE | re.ASCII)
_PAUSE = re.compile(r"(?P<number>[^,;pPwW]*\d\)?)\s*(?P<tail>[,;pPwW*#][\d,;pPwW*# ]*)", re.ASCII)
_CHAIN = re.compile(r"[+(]*\d[\d ().\-]*(?:[*#pPwWxX]+ ?[+(]*\d[\d ().\-]*)+[*#]*", re.ASCII)
_LINK_OF_CHAIN = re.compile(r"[*#pPwWxX]+")
#: As many digits dialled behind a number may be a further one.
_MAY_BE_NUMBER = 9

#: A plus sign, the code of the country and ten digits.
_WHOLE_UK = 13
_HIDDEN = re.compile(
    r"[+\d().\- ]*\d[().\- ]*(?:[xX] ?[xX]|[*?•_#…]+|\.{3,})[xX*?•_#…\d().\- ]*|[xX*?•_#…]{2,}[().\- ]*\d[\d().\- ]*", re.ASCII
)
#: Steps that may stand one above another: a longer row is made to do harm.
DEEPEST = 4
#: With fewer digits, letters O among them counted apart, there is no number to be found.
FEWEST_DIGITS = 5

_UNSURE = "the way the digits are grouped leaves a doubt which number this is"


class Found(NamedTuple):
    """One number in a piece, or why there is none; places are those of the plain text."""

    start: int
    end: int
    verdict: Verdict
    steps: tuple[str, ...] = ()
    extension: str | None = None


class Context(NamedTuple):
    """What every piece of a field is read with."""

    region: Region
    test_numbers: bool
    #: Reads what is left of a piece after a step.
    reader: Callable[[str, Context], list[Found]]
    #: Steps taken so far; no genuine text needs more than a few, one above another.
    depth: int = 0

    def judge(self, digits: str) -> Verdict:
        """Judge bare digits."""
        return judge(digits, self.region, test_numbers=self.test_numbers)

    def read(self, text: str) -> list[Found]:
        """Read what is left after a step."""
        return self.reader(text, self._replace(depth=self.depth + 1)) if text and self.depth < DEEPEST else []


Form = Callable[[str, Context], list[Found]]


def read_core(text: str, context: Context) -> Verdict | None:
    """Judge a text of digits and what people put between them; None when it holds anything else."""
    if _CORE.fullmatch(text) is None or FLOAT.fullmatch(text) is not None or not brackets_are_plain(text) or is_no_number(text):
        return None
    digits = text.translate(BETWEEN)
    if "+" in digits[1:]:
        return None
    verdict = context.judge(digits)
    if verdict.is_number and digits != text:
        if is_bare_foreign(digits, verdict):
            # `(2) 0113 496 0123`: with signs among them, digits without a plus sign are not taken for a number abroad.
            return None
        if is_doubtful(text, verdict):
            return Verdict.none(Status.AMBIGUOUS, _UNSURE)
    return verdict


def by_declared_form(text: str, context: Context) -> Iterator[list[Found]]:
    """Yield what each known form of writing makes of the text, where it makes a number of it."""
    signs = frozenset(text)
    for marks, form in _FORMS:
        if not marks.isdisjoint(signs) and (found := form(text, context)):
            yield found


def _again(text: str, context: Context, step: str, *, weaken: Certainty | None = None) -> list[Found]:
    """Read the text that is left after a step; only what then holds a number counts."""
    found = context.read(text.strip())
    if not any(each.verdict.is_number for each in found):
        return []
    return [_after(each, step, weaken) for each in found]


def _after(found: Found, step: str, weaken: Certainty | None) -> Found:
    verdict = found.verdict
    if weaken is not None and verdict.is_number:
        verdict = verdict.weakened(weaken)
    return found._replace(verdict=verdict, steps=(step, *found.steps))


def _spanning(text: str, found: list[Found]) -> list[Found]:
    """Places were counted in a changed text; one number then stands for the whole piece."""
    return [each._replace(start=0, end=len(text)) for each in found]


def _moved(found: list[Found], by: int) -> list[Found]:
    return [each._replace(start=each.start + by, end=each.end + by) for each in found]


def _apostrophe(text: str, context: Context) -> list[Found]:
    inner = text.strip("=\"'` ")
    if inner == text or text[0] not in "=\"'`":
        return []
    # A quotation mark is the file's; an apostrophe is what a person typed so that the zero stays (domain 5.1, step 6).
    weaken = Certainty.INFERRED if "'" in text[:2] else None
    return _spanning(text, _again(inner, context, STEP_APOSTROPHE, weaken=weaken))


def _emphasis(text: str, context: Context) -> list[Found]:
    found = _EMPHASIS.fullmatch(text)
    return _moved(_again(found["inner"], context, STEP_LABEL), found.start("inner")) if found is not None else []


def _list_mark(text: str, context: Context) -> list[Found]:
    """Take off what numbers the rows of a list: `1. 07700 900123`."""
    found = _LIST_MARK.match(text)
    return _moved(_again(text[found.end() :], context, STEP_LABEL, weaken=Certainty.INFERRED), found.end()) if found is not None else []


def _float(text: str, context: Context) -> list[Found]:
    found = FLOAT.fullmatch(text)
    if found is None:
        return []
    if (found["places"] or "").strip("0"):
        return [Found(0, len(text), Verdict.none(Status.AMBIGUOUS, "there are decimal places, so this may be no telephone number"))]
    verdict = context.judge(whole_part(found).translate(BETWEEN))
    if not verdict.is_number:
        return [Found(0, len(text), verdict)]
    return [Found(0, len(text), verdict.weakened(Certainty.REPAIRED), (STEP_FLOAT,))]


def whole_part(found: re.Match[str]) -> str:
    """Give what stands before the decimal places that `FLOAT` found."""
    return found["dotted"] or found["cell"]


def _address(text: str, context: Context) -> list[Found]:
    if "@" not in text or SCHEME.match(text):
        return []
    if " " not in text and _ID_AMONG_WORDS.search(text, 1) is None:
        return [found_of(read_address(text, text, (), test_numbers=context.test_numbers), 0, len(text))]
    ids = [(*each.span(), each.group()) for each in _ID_AMONG_WORDS.finditer(text)]
    if not ids:
        return []
    found = [found_of(read_address(written, written, (), test_numbers=context.test_numbers), start, end) for start, end, written in ids]
    found = [each._replace(steps=(STEP_LABEL, *each.steps)) for each in found]
    rest = _ID_AMONG_WORDS.sub(lambda hit: " " * len(hit.group()), text)
    if count_digits(rest) >= FEWEST_DIGITS:
        stripped = rest.strip()
        found += _moved(context.read(stripped), rest.index(stripped))
    return sorted(found, key=lambda each: each.start)


def found_of(reading: Reading, start: int, end: int) -> Found:
    """Give a reading of a part of a piece as what was found there."""
    if isinstance(reading, Number):
        return Found(start, end, Verdict(reading.e164, reading.kind, reading.certainty, reading.status, ""), reading.steps)
    return Found(start, end, Verdict.none(reading.status, reading.reason))


def _link(text: str, context: Context) -> list[Found]:
    if links := links_of_field(text) or ([] if SCHEME.match(text) else labelled_links(text)):
        return _of_links(links, text, context)
    scheme = SCHEME.match(text)
    if scheme is None:
        if _URL.fullmatch(text) is not None or is_invitation(text):
            return [Found(0, len(text), Verdict.none(Status.ALPHANUMERIC, "a web address, not a telephone number"))]
        return _beside(text, context)
    inner = unquote(text[scheme.end() :].partition("?")[0]).partition("@")[0].rstrip("_")
    inner = inner.split(";phone-context")[0]
    return _spanning(text, _again(inner, context, STEP_LINK) or _hidden(inner.strip(), context))


def _beside(text: str, context: Context) -> list[Found]:
    """Read what stands beside web addresses with digits: theirs are no number, whatever a word before them says."""
    addresses = [each for each in _URL_AMONG_WORDS.finditer(text) if count_digits(each.group()) >= FEWEST_DIGITS]
    if not addresses or find_links(text):
        # Of a link to a number what stands beside it may be the rest.
        return []
    found = [Found(*each.span(), Verdict.none(Status.AMBIGUOUS, IN_ADDRESS)) for each in addresses]
    rest = _URL_AMONG_WORDS.sub(lambda hit: " " * len(hit.group()), text)
    if count_digits(rest) >= FEWEST_DIGITS:
        stripped = rest.strip()
        found += _moved(context.read(stripped), rest.index(stripped))
    return sorted(found, key=lambda each: each.start)


def _of_links(links: list[NumberLink], text: str, context: Context) -> list[Found]:
    """Read the number of every link of a field, and those typed between them and behind the last."""
    found: list[Found] = []
    for link, end in zip(links, [*(each.start for each in links[1:]), len(text)], strict=True):
        if link.is_cut:
            found.append(Found(link.start, link.end, Verdict.none(Status.PARTIAL, SOME_HIDDEN), (STEP_LINK,)))
            continue
        numbers = _again(link.digits, context, STEP_LINK, weaken=Certainty.INFERRED if link.is_assumed else None)
        found += [each._replace(start=link.start, end=link.end) for each in numbers]
        for typed in _TYPED.finditer(text, link.end, end):
            verdict = read_core(typed.group(), context) if says_where_it_begins(typed.group()) else None
            if verdict is not None and verdict.is_number:
                found.append(Found(*typed.span(), verdict))
    return found if len(found) > 1 else _spanning(text, found)


def _unless_number(bracketed: re.Match[str]) -> str:
    """Drop a label in brackets, but no number in them."""
    return " " if count_digits(bracketed.group()) < FEWEST_DIGITS else bracketed.group()


def _bracket(text: str, context: Context) -> list[Found]:
    inner = _BRACKETED.sub(_unless_number, text)
    return _spanning(text, _again(inner, context, STEP_LABEL)) if inner != text else []


def _code(text: str, context: Context) -> list[Found]:
    """Find the number in a code for the network: where calls are diverted to says whom somebody works for."""
    if text[0] not in "*#" or _CODE.fullmatch(text) is None:
        return []
    is_divert = _DIVERT.match(text) is not None
    found: list[Found] = []
    if is_divert or WITHHOLDING.match(text) is None:
        for part in re.finditer(r"[^*#]+", text):
            written = part.group().strip()
            verdict = read_core(written, context) if count_digits(written) >= (SHORTEST if is_divert else _MAY_BE_NUMBER) else None
            if verdict is None or not (is_divert or says_where_it_begins(written)):
                continue
            if not is_divert:
                verdict = verdict.weakened(Certainty.INFERRED) if verdict.is_number else verdict
            found.append(Found(*part.span(), verdict, (STEP_DIVERT if is_divert else STEP_CODE,)))
    if not found and USSD.fullmatch(text) is not None and WITHHOLDING.match(text) is None:
        return [Found(0, len(text), Verdict.none(Status.SERVICE, A_CODE))]
    return found if len(found) != 1 else _spanning(text, found)


def says_where_it_begins(text: str) -> bool:
    """Whether digits begin with a trunk zero, a plus sign or the code of the country."""
    digits = text.translate(BETWEEN)
    return digits.startswith(("0", "+")) or (digits.startswith("44") and len(digits) == 12)


def withholding(text: str, context: Context) -> list[Found]:
    """Take off the prefix that withholds the caller's number."""
    found = WITHHOLDING.match(text)
    return _spanning(text, _again(text[found.end() :], context, STEP_WITHHELD_PREFIX)) if found else []


def _chain(text: str, context: Context) -> list[Found]:
    """Tell whole numbers apart that have a sign between them, as phones put one before digits that are dialled later."""
    if count_digits(text) < 2 * SHORTEST or _CHAIN.fullmatch(text) is None:
        return []
    found: list[Found] = []
    start, more = 0, 0
    for sign in [*_LINK_OF_CHAIN.finditer(text), None]:
        end = sign.start() if sign is not None else len(text)
        written = text[start:end].strip()
        if written:
            at = text.index(written, start)
            if not found:
                verdict = read_core(written, context)
                if verdict is None or not (verdict.is_number or verdict.status in {Status.SERVICE, Status.SHORT_CODE}):
                    return []
                found.append(Found(at, at + len(written), verdict))
                first = written
            elif (verdict := _further(written, first, context)) is not None:
                found.append(Found(at, at + len(written), verdict))
                more += 1
            else:
                found[-1] = _with_tail(found[-1], text[found[-1].end : at + len(written)].strip())
        start = sign.end() if sign is not None else end
    return found if more else []


def _further(written: str, first: str, context: Context) -> Verdict | None:
    """Judge digits behind a number that are a number themselves, or would be one but for a doubt; None for what is dialled later."""
    verdict = read_core(written, context) if count_digits(written) >= SHORTEST else None
    if verdict is None:
        return None
    is_alike = len(written) == len(first) and written[0] == first[0]
    if verdict.is_number:
        return verdict if is_alike or says_where_it_begins(written) else None
    is_long = count_digits(written) >= _MAY_BE_NUMBER
    return verdict if is_long and written.startswith(("0", "+")) and verdict.status in {Status.PARTIAL, Status.AMBIGUOUS} else None


def _with_tail(found: Found, tail: str) -> Found:
    if not found.verdict.is_number:
        return found
    step = STEP_EXTENSION if tail[0] in "xX" else STEP_PAUSE
    steps = found.steps if step in found.steps else (*found.steps, step)
    return found._replace(extension=(found.extension or "") + tail, steps=steps)


def _hidden(text: str, context: Context) -> list[Found]:
    """Signs that stand for digits nobody has: a part of a number, whatever the rest looks like."""
    if _HIDDEN.fullmatch(text) is None or count_digits(text) < FEWEST_DIGITS:
        return []
    if (asked := text.strip("? ")) != text and "?" not in asked and (core := read_core(asked, context)) and core.e164.startswith("+44"):
        # A question about a number that lacks no digit, or signs that a program put in place of ones it could not write.
        return _spanning(text, _again(asked, context, STEP_LABEL, weaken=Certainty.INFERRED)) if len(core.e164) == _WHOLE_UK else []
    tail = _PAUSE.fullmatch(text)
    if tail is not None and not set(tail["tail"]) <= set("*#") and (core := read_core(tail["number"], context)) and core.is_number:
        return []
    return [Found(0, len(text), Verdict.none(Status.PARTIAL, SOME_HIDDEN))]


def _pause(text: str, context: Context) -> list[Found]:
    return _cut_tail(_PAUSE.fullmatch(text), text, context, STEP_PAUSE)


def _extension(text: str, context: Context) -> list[Found]:
    return _cut_tail(_EXTENSION.fullmatch(text), text, context, STEP_EXTENSION)


def _cut_tail(found: re.Match[str] | None, text: str, context: Context, step: str) -> list[Found]:
    if found is None or not any(each.isdecimal() for each in found["tail"]):
        return []
    again = context.read(found["number"].strip())
    if len(again) != 1 or not again[0].verdict.is_number:
        return []
    tail = found["tail"].strip(" ,;")
    return [again[0]._replace(start=0, end=len(text), steps=(*again[0].steps, step), extension=tail)]


#: Every form with the signs at least one of which it needs, in the order in which they are tried.
_FORMS: tuple[tuple[frozenset[str], Form], ...] = (
    (frozenset("=\"'`"), _apostrophe),
    (frozenset("*_~`"), _emphasis),
    (frozenset(".,"), _float),
    (frozenset("@"), _address),
    (frozenset(":/."), _link),
    (frozenset("([{<"), _bracket),
    (frozenset("123456789"), _list_mark),
    (frozenset("*#"), _code),
    (frozenset("1*#"), withholding),
    (frozenset("*#pPwWxX"), _chain),
    (frozenset("xX*?•_#…."), _hidden),
    (frozenset(",;pPwW*#"), _pause),
    (frozenset("xXeE;#"), _extension),
)
