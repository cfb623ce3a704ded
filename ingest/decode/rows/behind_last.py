"""Cells behind the last column of a log: what somebody typed beside a call, or what a delimiter inside an unquoted cell moved there."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.columns.layout import Layout
from ingest.decode.rows.contacts import note_of
from ingest.decode.values.number_shape import adds_number
from ingest.decode.words.headers import Column
from ingest.records import Mention, Scope


def notes_behind(
    cells: Sequence[str], layout: Layout, scopes: frozenset[Scope], mentions: Sequence[Mention], label: str | None, app: str | None
) -> list[Mention]:
    """Give the cells behind the last column that have a number no other has, as notes of the row.

    Args:
        cells: the row, longer than the layout is wide.
        layout: what the columns hold.
        scopes: what is asked for; beside messages such a cell may be part of their words.
        mentions: whom the row names by a number.
        label: what the row calls its other side.
        app: the application of the row.
    """
    if Column.BODY in layout.by and Scope.TEXTS not in scopes:
        return []
    known = [mention.raw for mention in mentions]
    return [note_of(cell, label, app, None) for cell in cells[layout.width :] if adds_number(cell, known)]
