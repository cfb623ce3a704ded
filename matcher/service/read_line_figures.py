"""Gives what came of a line as a whole on phones; what came of each number stands with its entries (`read_line`)."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.upkeep.entry_figures import EntryFigures, figures_of
from matcher.service.lists.line_lists import LineLists
from matcher.service.lists.list_looks import Asking, knows_line, look
from matcher.service.lists.on_phones import day_of, fields_of_line
from matcher.store.vault import Vault
from matcher.store.verdict_figures import met_of_line


async def read_line_figures(vault: Vault, actor: Actor, lists: LineLists, line_id: str, *, now: datetime, origin: str) -> EntryFigures:
    """Give the figures of a line.

    Raises:
        NotAllowed: the role reads no list.
        NotFound: there is no line of this id that they may know of.
    """
    seen = await look(Asking(vault, actor, lists, now, origin), lambda standing, register: knows_line(standing, register, line_id))
    async with vault.db.read() as connection:
        met = await met_of_line(connection, actor.organisation_id, line_id)
    return figures_of((each for _, each in met), closed_on=day_of(fields_of_line(seen, line_id).get("closed_on", "")))
