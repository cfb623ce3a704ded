"""The rows of a table of names and numbers, many at once: which of them are no more than a name, a number and a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.decode.arrangement.footers import may_begin_footer, may_hold_footers
from ingest.decode.arrangement.row_stream import Chunk
from ingest.decode.columns.layout import Layout
from ingest.decode.rows.beside_number import is_usual_label, label_columns, says_nothing
from ingest.decode.rows.said_of_other import Abouts, is_short_note
from ingest.decode.rows.text_cells import coded_columns, in_words, name_columns, said_columns, text_columns, unread_columns
from ingest.decode.rows.whose_number import whose_numbers
from ingest.decode.values.links import links_in
from ingest.decode.values.number_shape import adds_number, has_digit, is_plain_number, is_prose, may_mention_numbers, mentioned_in_name
from ingest.decode.values.person import has_special_name, is_no_name, is_owners_name, joined_about, names_serial
from ingest.decode.words.headers import NUMBER_COLUMNS, Column
from ingest.records import Rows
from notation.links import may_hold_links

#: What a row of contacts without any of these columns needs to be read: nothing but its names, numbers and words.
_MORE_THAN_NAMES = (NUMBER_COLUMNS - {Column.PHONE}) | {
    *(Column.OWN, Column.TIME, Column.APP, Column.DELETED, Column.STORAGE, Column.COUNTED)
}
#: Makes one of all digits, so that the numbers of a table have a few dozen shapes.
_SHAPE = dict.fromkeys(map(ord, "123456789"), "0")

#: Names that are looked at before they are used: several lines, or with their kind in front, or in brackets.
is_untidy = re.compile(r'[:"\r\n]|^[(<]').search


class PlainPlan(NamedTuple):
    """Which columns a plain row is made of, and which must be empty in it."""

    width: int
    name: int
    phone: int
    #: Columns that make more of a row when anything stands in them: further numbers.
    others: tuple[int, ...]
    #: Columns that say what somebody is.
    abouts: Abouts
    #: Columns that make more of a row when they mention a number, and those in which only a link may.
    texts: tuple[int, ...]
    links: tuple[int, ...]
    #: Columns of further names, of which each may have several lines.
    named: tuple[int, ...]
    #: Columns of notes, and others that may say in a few words who somebody is.
    notes: tuple[int, ...]
    said: tuple[int, ...]
    #: Columns with something said of the number, and whether what stands there changes nothing.
    beside: tuple[tuple[int, Callable[[str], bool]], ...]
    #: Columns in which letters are codes, and say who somebody is in words alone.
    coded: frozenset[int]

    @classmethod
    def of(cls, layout: Layout) -> PlainPlan | None:
        """Ask a layout of contacts; None where no row of it is plain."""
        if not _MORE_THAN_NAMES.isdisjoint(layout.by):
            return None
        names, phones, notes = layout.all_of(Column.NAME), layout.all_of(Column.PHONE), layout.all_of(Column.NOTE)
        if not names or not phones or any(map(has_digit, layout.header)) or whose_numbers(layout) or (notes and not layout.header):
            return None
        name, phone = names[0], phones[0]
        labels = label_columns(layout)
        usual = [at for number, at in labels.items() if number == phone]
        beside = (*((at, is_usual_label) for at in usual), *((at, says_nothing) for at in layout.all_of(Column.COUNTRY)))
        abouts = Abouts.of(layout)
        named = tuple(at for at in name_columns(layout) if at != name)
        texts = tuple({*named, *text_columns(layout)})
        said = tuple(at for at in said_columns(layout) if at not in labels.values())
        # Of a list without a header it is not known that such a column is one.
        others, abouts = (phones[1:], abouts) if layout.header else ((*phones[1:], *abouts.places), abouts._replace(places=()))
        return cls(
            layout.width, name, phone, others, abouts, texts, unread_columns(layout), named, notes, said, beside, coded_columns(layout)
        )


class PlainRows(NamedTuple):
    """A few thousand rows, and which of them are more than a name, a number and a few words: these are to be read one by one."""

    rows: Rows
    odd: Sequence[int]

    @classmethod
    def of(cls, chunk: Chunk, plan: PlainPlan, before_row: str) -> PlainRows:
        """Look the rows through column by column, which costs a tenth of looking at each row."""
        columns = chunk.columns
        if columns is None:
            return cls(Rows(before_row, (), (), ()), range(len(chunk.numbers)))
        raws, labels = columns[plan.phone], list(map(str.strip, columns[plan.name]))
        abouts = _abouts_in(plan.abouts, columns, labels)
        notes = _notes_in([columns[at] for at in plan.notes if any(columns[at])])
        told = ([*map(in_words, columns[at])] if at in plan.coded else columns[at] for at in plan.said)
        said = _notes_in([cells for cells in told if any(cells)])
        rows = Rows(before_row, chunk.numbers, raws, labels, abouts, notes, said)
        joined = _joined(labels)
        more = _more_in(columns, plan)
        more += [(abouts, is_owners_name)] if any(map(is_owners_name, set(abouts))) else ()
        is_named = may_mention_numbers(joined)
        if not more and not is_named and _are_plain(raws) and _are_tidy(joined, len(labels)):
            return cls(rows, ())
        odd = [
            at
            for at, (raw, label) in enumerate(zip(raws, labels, strict=True))
            if not (label and is_plain_number(raw))
            or is_untidy(label)
            or is_owners_name(label)
            or names_serial(label)
            or is_no_name(label)
            or any(makes_more(column[at]) for column, makes_more in more)
            or (is_named and adds_number(label, (raw,), mentioned_in_name))
        ]
        return cls(rows, odd)


def _more_in(columns: Sequence[Sequence[str]], plan: PlainPlan) -> list[tuple[Sequence[str], Callable[[str], object]]]:
    """Give the columns in which something makes more of a row, and what tells whether it does."""
    more: list[tuple[Sequence[str], Callable[[str], object]]] = [(columns[at], bool) for at in plan.others if any(columns[at])]
    more += [(columns[at], mentioned_in_name) for at in plan.texts if may_mention_numbers(_joined(columns[at]))]
    more += [(columns[at], links_in) for at in plan.links if may_hold_links(_joined(columns[at]))]
    more += [(columns[at], _has_lines) for at in plan.named if any(map(_has_lines, columns[at]))]
    if plan.abouts.places or plan.notes or plan.said:
        # A count below a column of words may be written as a short number.
        more += [(columns[0], may_begin_footer)] if may_hold_footers(_joined(columns[0])) else ()
    more += [(columns[at], is_prose) for at in plan.notes if any(map(is_prose, set(columns[at])))]
    for at, is_usual in plan.beside:
        if unusual := {cell for cell in set(columns[at]) if not is_usual(cell)}:
            more.append((columns[at], unusual.__contains__))
    return more


def _has_lines(cell: str) -> bool:
    return "\n" in cell or "\r" in cell


def _abouts_in(abouts: Abouts, columns: Sequence[Sequence[str]], labels: Sequence[str]) -> Sequence[str]:
    """Give what each row says of its person; no texts where none does."""
    filled = abouts._replace(places=tuple(at for at in abouts.places if any(columns[at])))
    if not filled.places:
        return ()
    told = list(zip(*filled.by_column(columns), strict=True))
    known = {texts: joined_about(texts, None) or "" for texts in set(told)}
    # The name itself says nothing more.
    return [(joined_about(texts, label) or "") if label in texts else known[texts] for texts, label in zip(told, labels, strict=True)]


def _notes_in(columns: Sequence[Sequence[str]]) -> tuple[Sequence[str], ...]:
    """Give the columns with their short notes only, and only those with any."""
    found: list[Sequence[str]] = []
    for column in columns:
        told = {text: text if is_short_note(text) else "" for text in set(column)}
        if any(told.values()):
            found.append(list(map(told.__getitem__, column)))
    return tuple(found)


def _joined(cells: Sequence[str]) -> str:
    """Give the cells as one text, each between two line feeds."""
    return "\n".join(("", *cells, ""))


def _are_plain(cells: Sequence[str]) -> bool:
    """Whether every cell is a number in the usual spelling, and nothing else."""
    return all(map(is_plain_number, set("\n".join(cells).translate(_SHAPE).split("\n"))))


def _are_tidy(joined: str, count: int) -> bool:
    """Whether every one of so many labels is a name that is passed on as it is, and no owner's own."""
    if ":" in joined or '"' in joined or "\r" in joined or "\n\n" in joined or joined.count("\n") != count + 1:
        return False
    if "\n(" in joined or "\n<" in joined:
        return False
    return not has_special_name(joined)
