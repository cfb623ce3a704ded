"""Plain rows of a table with what can be found out before anybody knows the line list: keys, labels, and which rows need a look."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple, Self, cast

from ingest import Rows
from matcher.domain.labels import outlines_of
from matcher.domain.numbers import keys_of
from matcher.domain.protection import PREFIX, NumberLists

_prefix_of = itemgetter(slice(PREFIX))

#: In the place of the key of a text that is not plainly a number.
NO_KEY = 0


class Findings(NamedTuple):
    """What is known of plain rows, one entry for each row but for the last; numbers as numbers, which are the quickest to hand over."""

    #: The digits of its E.164 key; `NO_KEY` where its text is not plainly a number.
    keys: list[int]
    #: The hash of its label. It is that of this process and of copies of it.
    said: list[int]
    #: The outline of its label.
    outlines: Sequence[str]
    #: Places of the rows that are looked at one by one whatever the line list says: those without a key, those whose number may be
    #: protected, and those whose label may not be shown as it stands.
    noted: list[int]


class ReadyRows(Rows):
    """To everybody else the rows they were made of."""

    findings: Findings

    @classmethod
    def of(cls, rows: Rows, findings: Findings) -> Self:
        """Put rows and what is known of them together."""
        ready = cls(*rows)
        ready.findings = findings
        return ready


def make_ready(rows: Rows, lists: NumberLists, region: str, *, test_numbers: bool) -> ReadyRows:
    """Find out what can be found out about rows, unless somebody has."""
    if isinstance(rows, ReadyRows):
        return rows
    keys = keys_of(rows.raws, region, test_numbers=test_numbers)
    noted = {*lists.telling_labels(rows.labels), *_doubtful(keys, lists)}
    findings = Findings(_digits_of(keys), list(map(hash, rows.labels)), outlines_of(rows.labels) if rows.labels else (), sorted(noted))
    return ReadyRows.of(rows, findings)


def _doubtful(keys: Sequence[str | None], lists: NumberLists) -> list[int]:
    """Give the places of what is no key, and of the keys that may be protected."""
    if None not in keys and lists.watched.isdisjoint(map(_prefix_of, cast("Sequence[str]", keys))):
        return []
    return [at for at, key in enumerate(keys) if key is None or key[:PREFIX] in lists.watched]


def _digits_of(keys: Sequence[str | None]) -> list[int]:
    return list(map(int, cast("Sequence[str]", keys))) if None not in keys else [NO_KEY if key is None else int(key) for key in keys]
