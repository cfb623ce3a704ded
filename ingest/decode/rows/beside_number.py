"""What other columns of a table say of the number in a row: what it is called, in which country it is, and its area code.

A number written as those of its country write it is another one in each country. Where a column says which, nobody may read it as British:
with a plain dialling code it is joined to one number, with anything else it is marked. A British mobile number written whole is left as it
is, for the column may be that of an address or of a journey (facts 1.3), unless numbers of that country look the same. A bare `234` is the
code of British mobile networks (facts 8.2), not of Nigeria.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.values.number_shape import is_nothing
from ingest.decode.values.person import label_of_number
from ingest.decode.words.alike_countries import writes_like_british
from ingest.decode.words.headers import NUMBER_COLUMNS, Column, words_of
from ingest.records import Mention, Written

_LABEL_WORDS = frozenset({"label", "type", "kind", "category"})
_VALUE_WORDS = frozenset({"value", "number"})
#: Headers under which titles stand, too, and those under which only codes of places do.
_PREFIX = "prefix"
_AREAS = frozenset({"area", "std"})

#: `+91`, `(+91)`, `0091`, `+1-242`; the trunk zero that some write behind it belongs to numbers, not to codes.
_DIALLING = re.compile(r"\(?\s*(?:\+|00)\s*([1-9]\d{0,2}(?:[ \-]?\d{1,4})?)\s*\)?(?:\s*\(0\))?", re.ASCII)
_AREA = re.compile(r"\(?(0[1-9]\d{1,4})\)?", re.ASCII)
_BARE = re.compile(r"[1-9]\d{0,3}(?:\.0)?", re.ASCII)
#: Britain's code, and the islands' that share it; the codes of mobile networks there.
_BRITISH_CODES = frozenset({"44", "234", "235"})
_BRITISH_CALLING: Final = "44"
_BRITISH = frozenset(
    {
        *("gb", "uk", "gbr", "kingdom", "britain", "england", "scotland", "wales", "cymru"),
        *("jersey", "je", "jey", "guernsey", "gg", "ggy", "im", "imn"),
        *("königreich", "royaume", "unido", "unito", "koninkrijk", "英国", "イギリス"),
    }
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ISO = re.compile(r"[A-Z]{2,3}")
#: What stands before names under the same header as codes do.
_TITLES = frozenset({"MR", "MRS", "MS", "DR", "SR", "SRA", "REV", "SIR", "PC", "DC", "DS", "DI", "SGT", "LT", "CPT"})
#: A number written by itself: what may be joined to a code.
_ALONE = re.compile(r"\d[\d ()\-.]{3,18}\d", re.ASCII)
_LENGTHS = range(5, 13)
_WHOLE_BRITISH = (10, 11)
#: A British mobile number with its country but for the plus, which is one wherever it is read, and as it is written at home.
_WITH_COUNTRY = re.compile(r"44\s?7(?:[ \-]?\d){9}(?:\.0)?", re.ASCII)
_AT_HOME = re.compile(r"\(?07[1-57-9](?:[ \-)]{0,2}\d){8}", re.ASCII)


class Code(NamedTuple):
    """What a cell beside a number says of it."""

    #: What is dialled before it, as it stands.
    text: str = ""
    digits: str = ""
    is_foreign: bool = False
    #: Numbers of that country may look like British mobile ones.
    is_alike: bool = False


_NOTHING = Code()


# The same few texts stand in a whole column.
@lru_cache(maxsize=1024)
def read_code(cell: str, *, is_prefix: bool = False, is_area: bool = False) -> Code:
    """Read a cell that names a country or gives a code.

    Args:
        cell: what stands beside the number.
        is_prefix: a title may stand there, too.
        is_area: codes of places in the phone's own country are meant.
    """
    text = cell.strip()
    dialling = _DIALLING.fullmatch(text)
    if dialling:
        digits = "".join(filter(str.isdecimal, dialling[1]))
        return _NOTHING if digits == _BRITISH_CALLING else Code(text, digits, is_foreign=True, is_alike=True)
    area = _AREA.fullmatch(text)
    if area:
        return Code(text, area[1])
    if is_area:
        return _NOTHING
    if _BARE.fullmatch(text):
        code = text.removesuffix(".0")
        return Code(is_foreign=code not in _BRITISH_CODES, is_alike=writes_like_british([code]))
    if is_prefix and not (_ISO.fullmatch(text) and text not in _TITLES):
        return _NOTHING
    words = _WORD.findall(text.casefold())
    if not words or is_nothing(text) or set(words) <= {"unknown", "other", "0", "00"}:
        return _NOTHING
    # `UK`, `U.K.`, `United Kingdom (+44)`, `Northern Ireland`.
    is_british = not _BRITISH.isdisjoint(words) or _BRITISH_CALLING in words or words[:2] in (["u", "k"], ["northern", "ireland"])
    return Code(is_foreign=not is_british, is_alike=writes_like_british(words))


def says_nothing(cell: str) -> bool:
    """Whether a cell beside a number leaves it as it stands: empty, or British."""
    return not cell or read_code(cell) == _NOTHING


def is_usual_label(cell: str) -> bool:
    """Whether what a number is called says only which of somebody's telephones it is."""
    return not cell or label_of_number(cell) is None


def label_columns(layout: Layout) -> dict[int, int]:
    """Find the column with the label of each column of numbers: `Phone 1 - Label` of `Phone 1 - Value`, `Type` of the only one there is."""
    numbers = layout.all_of(*NUMBER_COLUMNS)
    stems = {
        at: tuple(word for word in words_of(layout.header[at]) if word not in _VALUE_WORDS) for at in numbers if at < len(layout.header)
    }
    found: dict[int, int] = {}
    for at, header in enumerate(layout.header):
        words = words_of(header)
        if at in stems or not words or words[-1] not in _LABEL_WORDS:
            continue
        stem = tuple(word for word in words[:-1] if word not in _VALUE_WORDS)
        owners = [number for number, each in stems.items() if each == stem] if len(words) > 1 else list(stems)
        if len(owners) == 1:
            found.setdefault(owners[0], at)
    return found


class CodeColumns:
    """The columns of a layout that give codes and countries."""

    def __init__(self, layout: Layout) -> None:
        """Ask the layout once."""
        self._places = layout.all_of(Column.COUNTRY)
        words = {at: words_of(layout.header[at]) for at in self._places}
        self._prefixes = frozenset(at for at in self._places if words[at] == [_PREFIX])
        self._areas = frozenset(at for at in self._places if not _AREAS.isdisjoint(words[at]))
        self.is_there = bool(self._places)

    def settle(self, cells: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
        """Give the mentions of a row with what its codes say of them."""
        told = (read_code(cells[at], is_prefix=at in self._prefixes, is_area=at in self._areas) for at in self._places)
        codes = [code for code in told if code != _NOTHING]
        if not codes:
            return list(mentions)
        numbers = [mention for mention in mentions if mention.written is Written.NUMBER]
        is_foreign = any(code.is_foreign for code in codes)
        if len(numbers) == 1 and (joined := _joined(codes, numbers[0].raw)):
            return [mention._replace(raw=joined) if mention is numbers[0] else mention for mention in mentions]
        if not is_foreign:
            return list(mentions)
        is_alike = any(code.is_alike for code in codes)
        return [_marked(mention, is_alike=is_alike) for mention in mentions]


def _marked(mention: Mention, *, is_alike: bool) -> Mention:
    """Mark a number as one of another country, unless it can only be British."""
    text = mention.raw.strip()
    is_british = _WITH_COUNTRY.fullmatch(text) or (_AT_HOME.fullmatch(text) and not is_alike)
    return mention if mention.written is not Written.NUMBER or is_british else mention._replace(written=Written.FOREIGN)


def _joined(codes: Sequence[Code], raw: str) -> str | None:
    """Join the only dialling code or area code of a row to the only number; None where that is not plainly what was meant."""
    dialled = [code for code in codes if code.text]
    if len(dialled) != 1 or not _ALONE.fullmatch(raw.strip()):
        return None
    code, number = dialled[0], raw.strip()
    digits = "".join(filter(str.isdecimal, number))
    if digits.startswith("00") or len(digits) not in _LENGTHS:
        return None
    if code.is_foreign:
        # It may stand in front already.
        return None if digits.startswith(code.digits) else f"{code.text} {number}"
    is_local = not any(other.is_foreign for other in codes) and not digits.startswith("0")
    return f"{code.text} {number}" if is_local and len(code.digits) + len(digits) in _WHOLE_BRITISH else None
