"""The application of a row: the cell that names it, the path of the file it was found in, or the title of the table."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.decode.columns.layout import Layout
from ingest.decode.values.small_words import app_of
from ingest.decode.values.user_ids import Naming, id_app_within, naming_of
from ingest.decode.words.headers import Column


def app_of_row(layout: Layout, cells: Sequence[str]) -> str | None:
    """Name the application a row is of; None for the phone itself and where nothing says."""
    if Column.APP not in layout.by:
        return layout.app
    told = [cells[at] for at in layout.by[Column.APP] if cells[at]]
    named = next((app for cell in told if (app := app_of(cell))), None)
    if named is not None or any(naming_of(cell) is Naming.PHONE for cell in told):
        return named
    return next((app for cell in told if (app := id_app_within(cell))), layout.app)
