"""Ids of new lines that people read as another id, or as one that is written otherwise: taken as they are, and told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from matcher.domain.register.change import Change
from matcher.domain.register.record import Record, RecordKind

#: Letters of other scripts, in lower case, that look like Latin ones in one of their cases.
_CYRILLIC = (
    "\u0430\u0432\u0441\u0435\u04bb\u043d\u0456\u043a\u043c\u043e\u0440\u0455\u0442\u0443\u0445\u0458\u0501\u051b\u051d",
    "abcehhikmopstyxjdqw",
)
_GREEK = (
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3",
    "abezhikmnoptyxcj",
)
_LOOKS_LIKE = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])
_MINUS = "\u2212"
_DASH = "Pd"
_MARK = "Mn"
#: Words that stand where the id of a line stands in addresses of the interface or of the pages.
ADDRESSES = frozenset({"export", "hygiene", "import", "imports", "new", "proposals", "searches", "versions"})
#: So many are named; the others are counted.
_MOST_NAMED = 20


def say_lookalikes(changes: Iterable[Change], known: Iterable[Record]) -> tuple[str, ...]:
    """Say which new lines have an id that looks like another one, is not written as it looks, or is reached by no address.

    Args:
        changes: To the register.
        known: Its lines, removed ones too, as far as whoever is told may know of them.
    """
    new = [change.line_id for change in changes if change.kind is RecordKind.LINE and change.before is None]
    if not new:
        return ()
    ids = dict.fromkeys(record.id for record in known if record.kind is RecordKind.LINE)
    places = list(_found(new, ids))
    if not places:
        return ()
    more = f"; and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    told = "; ".join(places[:_MOST_NAMED])
    return (f"Look at the ids of new lines, which stay for good: {told}{more}.",)


def _found(new: Sequence[str], known: Iterable[str]) -> Iterator[str]:
    first: dict[str, str] = {}
    for line_id in known:
        first.setdefault(as_it_looks(line_id), line_id)
    for line_id in new:
        look = as_it_looks(line_id)
        other = first.setdefault(look, line_id)
        if other != line_id:
            yield f"{line_id} looks like {other}, which is another line"
        elif not line_id.strip("."):
            yield f"{line_id} looks like a folder, and no address leads to it"
        elif line_id in ADDRESSES:
            yield f"{line_id} is a page of this service, and no address leads to the line"
        elif _is_disguised(line_id):
            yield f"{line_id} looks like {_plain(line_id)}, and has signs that no keyboard here has"


def as_it_looks(line_id: str) -> str:
    """Give what people take an id for: without case, accents and width, with one dash, one gap, and Latin letters for their doubles."""
    if line_id.isascii():
        return " ".join(line_id.casefold().split())
    return " ".join(_plain(line_id).casefold().translate(_LOOKS_LIKE).split())


def _plain(line_id: str) -> str:
    """Give an id in Latin letters of plain width and case as they stand, with plain dashes."""
    return "".join(_sign(each) for each in unicodedata.normalize("NFKD", line_id) if unicodedata.category(each) != _MARK)


def _sign(each: str) -> str:
    if each == _MINUS or unicodedata.category(each) == _DASH:
        return "-"
    small = each.casefold()
    double = small.translate(_LOOKS_LIKE)
    return each if double == small else double.upper() if each != small else double


def _is_disguised(line_id: str) -> bool:
    """Whether an id looks like letters and signs it is not made of. Accents are seen, and no disguise."""
    if line_id.isascii():
        return False
    shown = unicodedata.normalize("NFD", line_id)
    return any(_sign(each) != each or unicodedata.normalize("NFKC", each) != each for each in shown if unicodedata.category(each) != _MARK)
