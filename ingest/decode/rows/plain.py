"""The rows of a table of names and numbers, many at once: which of them are no more than a name and a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.decode.arrangement.row_stream import Chunk
from ingest.decode.columns.layout import Layout
from ingest.decode.rows.beside_number import is_usual_label, label_columns, says_nothing
from ingest.decode.rows.contacts import columns_about
from ingest.decode.rows.text_cells import name_columns, said_columns, text_columns, unread_columns
from ingest.decode.values.links import links_in
from ingest.decode.values.number_shape import adds_number, is_plain_number, may_mention_numbers, mentioned_in_name, mentions_number
from ingest.decode.values.person import has_special_name, is_no_name, is_owners_name, may_say_who, names_serial
from ingest.decode.words.headers import Column
from notation.links import may_hold_links

#: Makes one of all digits, so that the numbers of a table have a few dozen shapes.
_SHAPE = dict.fromkeys(map(ord, "123456789"), "0")

#: Names that are looked at before they are used: several lines, or with their kind in front, or in brackets.
is_untidy = re.compile(r"[:\r\n]|^[(<]").search


class PlainPlan(NamedTuple):
    """Which columns a plain row is made of, and which must be empty in it."""

    width: int
    name: int
    phone: int
    #: Columns that make more of a row when anything stands in them: further numbers, what somebody is.
    others: tuple[int, ...]
    #: Columns that make more of a row when they mention a number, and those in which only a link may.
    texts: tuple[int, ...]
    links: tuple[int, ...]
    #: Columns that make more of a row when a few words stand in them.
    said: tuple[int, ...]
    #: Columns with something said of the number, and whether what stands there changes nothing.
    beside: tuple[tuple[int, Callable[[str], bool]], ...]

    @classmethod
    def of(cls, layout: Layout) -> PlainPlan:
        """Ask a layout that has a name and a number."""
        name, *_ = layout.all_of(Column.NAME)
        phone, *more = layout.all_of(Column.PHONE)
        labels = [at for number, at in label_columns(layout).items() if number == phone]
        beside = (*((at, is_usual_label) for at in labels), *((at, says_nothing) for at in layout.all_of(Column.COUNTRY)))
        abouts = columns_about(layout)
        named = (at for at in name_columns(layout) if at != name and at not in abouts)
        texts = (at for at in text_columns(layout) if at not in abouts)
        said = tuple(at for at in said_columns(layout) if at not in abouts and at not in label_columns(layout).values())
        return cls(layout.width, name, phone, (*more, *abouts), (*named, *texts), unread_columns(layout), said, beside)


class PlainRows(NamedTuple):
    """Columns of a few thousand rows, and which of the rows are more than a name and a number."""

    raws: Sequence[str]
    labels: Sequence[str]
    odd: Sequence[int]

    @classmethod
    def of(cls, chunk: Chunk, plan: PlainPlan) -> PlainRows:
        """Look the rows through column by column, which costs a tenth of looking at each row."""
        columns = chunk.columns
        if columns is None:
            return cls((), (), range(len(chunk.numbers)))
        raws, labels = columns[plan.phone], list(map(str.strip, columns[plan.name]))
        further = [columns[at] for at in plan.others if any(columns[at])]
        texts = [columns[at] for at in plan.texts if may_mention_numbers(_joined(columns[at]))]
        links = [columns[at] for at in plan.links if may_hold_links(_joined(columns[at]))]
        said = [columns[at] for at in plan.said if any(map(may_say_who, set(columns[at])))]
        joined = _joined(labels)
        is_named = may_mention_numbers(joined)
        telling = [(columns[at], is_usual) for at, is_usual in plan.beside if not all(map(is_usual, set(columns[at])))]
        is_more = bool(further or texts or links or said or is_named or telling)
        if not is_more and _are_plain(raws) and _are_tidy(joined, len(labels)):
            return cls(raws, labels, ())
        odd = [
            at
            for at, (raw, label) in enumerate(zip(raws, labels, strict=True))
            if not (label and is_plain_number(raw))
            or is_untidy(label)
            or is_owners_name(label)
            or names_serial(label)
            or is_no_name(label)
            or any(column[at] for column in further)
            or any(may_say_who(column[at]) for column in said)
            or any(mentions_number(column[at]) for column in texts)
            or any(links_in(column[at]) for column in links)
            or (is_named and adds_number(label, (raw,), mentioned_in_name))
            or not all(is_usual(column[at]) for column, is_usual in telling)
        ]
        return cls(raws, labels, odd)


def _joined(cells: Sequence[str]) -> str:
    """Give the cells as one text, each between two line feeds."""
    return "\n".join(("", *cells, ""))


def _are_plain(cells: Sequence[str]) -> bool:
    """Whether every cell is a number in the usual spelling, and nothing else."""
    return all(map(is_plain_number, set("\n".join(cells).translate(_SHAPE).split("\n"))))


def _are_tidy(joined: str, count: int) -> bool:
    """Whether every one of so many labels is a name that is passed on as it is, and no owner's own."""
    if ":" in joined or "\r" in joined or "\n\n" in joined or joined.count("\n") != count + 1:
        return False
    if "\n(" in joined or "\n<" in joined:
        return False
    return not has_special_name(joined)
