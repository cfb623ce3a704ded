"""The rows of a table of names and numbers, many at once: which of them are no more than a name and a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.decode.columns import Layout
from ingest.decode.contact_rows import OWNERS_NAMES, columns_about, free_columns, is_owners_name
from ingest.decode.header_words import Column
from ingest.decode.number_shape import is_british_mobile, is_plain_number

#: Names that are shortened before they are used: several lines, or with their kind in front.
is_untidy = re.compile(r"[:\r\n]").search


class PlainPlan(NamedTuple):
    """Which columns a plain row is made of, and which must be empty in it."""

    width: int
    name: int
    phone: int
    #: Columns that make more of a row when anything stands in them: further numbers, what somebody is.
    others: tuple[int, ...]
    #: Columns that make more of a row when a mobile stands in them.
    free: tuple[int, ...]

    @classmethod
    def of(cls, layout: Layout) -> PlainPlan:
        """Ask a layout that has a name and a number."""
        name, *_ = layout.all_of(Column.NAME)
        phone, *more = layout.all_of(Column.PHONE)
        return cls(layout.width, name, phone, (*more, *columns_about(layout)), free_columns(layout))


class PlainRows(NamedTuple):
    """Columns of a few thousand rows, and which of the rows are more than a name and a number."""

    raws: Sequence[str]
    labels: Sequence[str]
    odd: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], plan: PlainPlan) -> PlainRows:
        """Look the rows through column by column, which costs a tenth of looking at each row."""
        if set(map(len, rows)) != {plan.width}:
            return cls((), (), range(len(rows)))
        columns = list(zip(*rows, strict=True))
        raws, labels = columns[plan.phone], tuple(map(str.strip, columns[plan.name]))
        further = [columns[at] for at in plan.others if any(columns[at])]
        free = [columns[at] for at in plan.free if any(columns[at]) and any(map(is_british_mobile, columns[at]))]
        if (
            all(map(is_plain_number, raws))
            and all(labels)
            and not is_untidy("".join(labels))
            and OWNERS_NAMES.isdisjoint(map(str.casefold, labels))
            and not further
            and not free
        ):
            return cls(raws, labels, ())
        odd = [
            at
            for at, (raw, label) in enumerate(zip(raws, labels, strict=True))
            if not (label and is_plain_number(raw))
            or is_untidy(label)
            or is_owners_name(label)
            or any(column[at] for column in further)
            or any(is_british_mobile(column[at]) for column in free)
        ]
        return cls(raws, labels, odd)
