"""Rows that are no records but headings of those below them: `Dialled calls`, `Received calls`, `Sent messages`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ingest.decode.arrangement.row_stream import NumberedRow
from ingest.decode.columns.layout import Layout
from ingest.decode.values.number_shape import has_digit, is_withheld, mentions_number
from ingest.decode.words.headers import Column
from ingest.decode.words.kinds import CALL_PARTS, CONTACT_PARTS, MESSAGE_PARTS, Shape, kind_named, named_shape, names_one_of
from ingest.decode.words.way_vocabulary import words_in
from ingest.decode.words.ways import is_way, names_calls, says_only_way, tells_way, way_of
from ingest.records import Direction

_LONGEST: Final = 60
#: Parts of words that name a kind of rows, and words that stand beside them in titles. A sentence or a count is none.
_KINDS: Final = (*CONTACT_PARTS, *CALL_PARTS, *MESSAGE_PARTS, "phonebook")
_OF_NUMBERS: Final = frozenset({"from", "to", "in", "out"})
_OF_TITLES: Final = frozenset(
    (
        *("all", "the", "of", "and", "phone", "sim", "book", "address", "telephone", "mobile", "log", "logs", "list", "history", "records"),
        *("entries", "data", "deleted", "text", "texts", "txts", "app", "whatsapp", "telegram", "signal", "viber", "facetime", "voice"),
        "conversations",
    )
)


def heading_in(cells: Sequence[str], *, is_log: bool = False) -> str:
    """Give the only text of a row that says which way the calls or messages below it went; empty for every other row.

    In a log, or right above one (`is_log`), the way is enough: `Incoming`.
    """
    filled = [text for cell in cells if (text := cell.strip())]
    if len(filled) != 1 or len(filled[0]) > _LONGEST:
        return ""
    text = filled[0]
    is_of_kind = kind_named(text) in {"calls", "messages"} and says_only_way(text)
    is_told = is_of_kind or (names_calls(text) and len(words_in(text)) > 1) or (is_log and (is_way(text) or names_calls(text)))
    return text if is_told and way_told_by(text) else ""


def title_in(cells: Sequence[str]) -> str:
    """Give the only text of a row that says what the rows below it are, and not which way they went: `Contacts`, `Call log`."""
    filled = [text for cell in cells if (text := cell.strip())]
    if len(filled) != 1 or len(filled[0]) > _LONGEST:
        return ""
    words = words_in(filled[0])
    is_title = all(word in _OF_TITLES or names_one_of(word, _KINDS) or tells_way(word) for word in words)
    return filled[0] if is_title and named_shape(filled[0]) is not None and way_told_by(filled[0]) is None else ""


def may_be_title(cells: Sequence[str]) -> bool:
    """Whether a row, which stands apart from those above it, has a few words alone, as a title has of rows of whatever kind."""
    filled = [text for cell in cells if (text := cell.strip())]
    return len(filled) == 1 and len(filled[0]) <= _LONGEST and not has_digit(filled[0]) and not is_withheld(filled[0])


def shape_told_by(heading: str) -> Shape | None:
    """Say what the rows below a heading or title are; None where it says nothing of that."""
    return named_shape(heading) or (Shape.CALLS if names_calls(heading) else None)


def shape_by_headings(rows: Iterable[Sequence[str]]) -> Shape | None:
    """Say what rows with times and without a header are, by a heading among them that says their way; None without one."""
    heading = next((text for cells in rows if (text := heading_in(cells, is_log=True))), "")
    return (shape_told_by(heading) or Shape.CALLS) if heading else None


def last_heading(rows: Sequence[NumberedRow], layout: Layout) -> str:
    """Give the heading that stands last above a header, unless something else stands between.

    A title is one where the columns below have times and do not say of what: bills have sections of calls and of texts.
    """
    last = next((cells for _, cells in reversed(rows) if any(cell.strip() for cell in cells)), ())
    is_untold = layout.shape is Shape.CONTACTS and Column.TIME in layout.by
    return heading_in(last, is_log=True) or (title_in(last) if is_untold else "")


def is_vague(title: str) -> bool:
    """Whether a title that tells a way says something else, too: whose side that is, it does not tell then."""
    return not all(word.isdecimal() or word in _OF_TITLES or is_way(word) or is_way(f"{word} incoming") for word in words_in(title))


def way_told_by(title: str) -> Direction | None:
    """Say which way calls or messages went by the name of their sheet or by their heading.

    What is from or to a number, or between two, went either way for whoever's phone it is.
    """
    if mentions_number(title):
        title = " ".join(word for word in words_in(title) if word not in _OF_NUMBERS)
    way = way_of(title)
    return way.direction if way else None
