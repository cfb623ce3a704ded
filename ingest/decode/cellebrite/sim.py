"""What a Cellebrite report copied from the SIM."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.decode.cellebrite.fields import Model
from ingest.decode.values.sim_entries import SimEntry, read_entry
from ingest.records import Item, Scope


def read_sim(model: Model, place: str, scopes: frozenset[Scope]) -> Iterator[Item]:
    """Yield an entry of the SIM by the name of the list it stands in; the own number whatever the scopes."""
    entry = SimEntry(model.text("Category"), model.text("Name"), model.texts.get("Value", ""), model.is_deleted)
    return read_entry(entry, place, scopes)
