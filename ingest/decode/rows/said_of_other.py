"""What a row says beside the number of the only other in it: `solicitor` in a column of notes, of relations, or of words of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.decode.columns.layout import Layout
from ingest.decode.values.number_shape import is_prose
from ingest.decode.values.person import is_code, is_of_report, joined_about, may_say_who
from ingest.decode.words.headers import Column
from ingest.records import Mention, Role, Written

#: Of many others it is not known of whom a row speaks.
_ONE = 1


class Abouts(NamedTuple):
    """Columns that may say who somebody is to the owner or by profession."""

    places: tuple[int, ...]
    #: Those of bodies and second names, in which a letter or two are a place or initials as well (`is_code`).
    loose: frozenset[int]

    @classmethod
    def of(cls, layout: Layout, *, but: frozenset[int] = frozenset()) -> Abouts:
        """Find them in a layout, but for those that speak of another number of the row."""
        places = layout.all_of(Column.ORGANISATION, Column.ABOUT, Column.NICKNAME)
        loose = frozenset(layout.all_of(Column.ORGANISATION, Column.NICKNAME))
        return cls(tuple(at for at in places if at not in but), loose)

    def told(self, cells: Sequence[str]) -> list[str]:
        """Give what the cells of a row say of its person."""
        return ["" if at in self.loose and is_code(cells[at]) else cells[at] for at in self.places]

    def by_column(self, columns: Sequence[Sequence[str]]) -> Iterator[Iterable[str]]:
        """Give the same column by column, of many rows at once."""
        for at in self.places:
            told = {cell: "" if at in self.loose and is_code(cell) else cell.strip() for cell in set(columns[at])}
            yield map(told.__getitem__, columns[at])


def with_words(
    mentions: Sequence[Mention], cells: Sequence[str], notes: Sequence[int], abouts: Abouts, width: int | None = None
) -> list[Mention]:
    """Give the mentions of a row with what it says of the only one that is not the owner's.

    Args:
        mentions: whom the row names by a number.
        cells: the row.
        notes: places of its notes; those in which a number may stand are searched by others.
        abouts: columns that say who somebody is.
        width: from where on cells stand behind the last column, as notes do; None where they may be the rest of a message.
    """
    others = [mention for mention in mentions if mention.role is not Role.OWNER]
    if len(others) != _ONE and not _are_of_one(others):
        return list(mentions)
    other = others[0]
    about = joined_about(abouts.told(cells), other.label) if abouts.places else None
    told = [mention._replace(about=about) if mention in others else mention for mention in mentions] if about else list(mentions)
    behind = () if width is None else range(width, len(cells))
    return [*told, *short_notes(cells, (*notes, *behind), other.app)]


def _are_of_one(others: Sequence[Mention]) -> bool:
    """Whether several numbers have one name, and so one person."""
    names = {other.label for other in others}
    return len(names) == _ONE and None not in names


def short_notes(cells: Sequence[str], places: Sequence[int], app: str | None, label: str | None = None) -> list[Mention]:
    """Give the cells that are short enough to say nothing but who somebody is; one in which a number may stand is searched by others."""
    notes = [cells[at] for at in places if is_short_note(cells[at])]
    return [Mention(note, Role.NOTE, label, app, None, Written.PROSE) for note in notes]


def is_short_note(cell: str) -> bool:
    """Whether a cell is such a note."""
    return may_say_who(cell) and not is_prose(cell) and not is_of_report(cell)
