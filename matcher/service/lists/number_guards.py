"""The number lists of each organisation as they are at this moment: those of the product, with its own beside them.

Shared by the use cases.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.guarding.guard_number import GuardEntry, guarded
from matcher.domain.guarding.protection import NumberLists
from matcher.logs import get_logger
from matcher.store.guard_numbers import GuardRow, guarding_organisations, guards_as_of, read_edition, read_guards
from matcher.store.vault import Connection, Vault


@dataclass(frozen=True, slots=True)
class Guards:
    """What an organisation sets apart."""

    #: Grows with every change; 0 where nothing was ever added.
    edition: int
    #: Its own entries.
    entries: tuple[GuardEntry, ...]
    #: Those of the product with its own beside them.
    lists: NumberLists
    #: Entries that were changed in the store: what they set apart is not known, and everything goes on without them.
    broken: tuple[GuardRow, ...] = ()


class NumberGuards:
    """What this process knows of the organisations' own entries. Whether it is old is asked each time, which is one small question."""

    def __init__(self, vault: Vault, shipped: NumberLists) -> None:
        """Know of none."""
        self._vault = vault
        self._none = Guards(0, (), shipped)
        self._known: dict[str, Guards] = {}

    @property
    def shipped(self) -> Guards:
        """What holds where an organisation has nothing of its own."""
        return self._none

    async def of(self, connection: Connection, organisation_id: str) -> Guards:
        """Give what an organisation sets apart, as this transaction sees it."""
        edition = await read_edition(connection, organisation_id)
        if edition == 0:
            return self._none
        known = self._known.get(organisation_id)
        if known is None or known.edition != edition:
            live = await read_guards(connection, self._vault.keys, organisation_id)
            for each in live.broken:
                get_logger().error("guard_unreadable", entry=each.id)
            entries = tuple(each.entry for each in live.guards)
            lists = await asyncio.to_thread(guarded, self._none.lists, entries)
            # Between both questions somebody may have changed them; then the next one finds an edition it does not know.
            known = self._known[organisation_id] = Guards(edition, entries, lists, tuple(live.broken))
        return known

    async def are_readable(self) -> bool:
        """Whether every entry of every organisation can be opened; one that cannot sets apart nothing, and nobody knows what it was."""
        async with self._vault.db.read() as connection:
            several = [await self.of(connection, each) for each in await guarding_organisations(connection)]
        return not any(each.broken for each in several)

    async def as_of(self, connection: Connection, organisation_id: str, at: datetime) -> Guards:
        """Give what an answer of a moment rests on, to make it anew: the entries of then, and lists with what was taken out since."""
        edition = await read_edition(connection, organisation_id)
        if edition == 0:
            return self._none
        found = await guards_as_of(connection, self._vault.keys, organisation_id, at)
        lists = await asyncio.to_thread(guarded, self._none.lists, [each.entry for each in found])
        return Guards(edition, tuple(each.entry for each in found if each.added_at <= at), lists)
