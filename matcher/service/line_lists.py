"""Published line lists, parsed once in a process and kept as long as they are in use. Shared by the use cases."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.line import LineList
from matcher.domain.protection import NumberLists
from matcher.domain.release import open_part
from matcher.service.load_line_list import load_line_list_of
from matcher.store.line_lists import ListVersion, find_version, latest_version, read_content
from matcher.store.vault import Connection, Vault

#: How many versions are kept parsed: the current one of a few organisations, and those that jobs begun before still use.
_KEPT = 32


@dataclass(frozen=True, slots=True)
class PublishedList:
    """One version of an organisation's list, ready to be looked up."""

    version_id: str
    organisation_id: str
    number: int
    published_at: datetime
    whole: LineList
    #: Without its restricted lines; the same value where there are none.
    open: LineList


class LineLists:
    """The lists of this process by version. A newer version is taken up when it is asked for; it never changes one in use."""

    def __init__(self, vault: Vault, lists: NumberLists, *, region: str = "GB", test_numbers: bool = False) -> None:
        """Keep nothing yet."""
        self._vault = vault
        self.lists = lists
        self.region = region
        self.test_numbers = test_numbers
        self._kept: OrderedDict[str, PublishedList] = OrderedDict()
        self._loading = asyncio.Lock()

    async def latest(self, connection: Connection, organisation_id: str) -> PublishedList | None:
        """Give the newest version of an organisation's list; None where there is none. It costs one small query when it is known."""
        version = await latest_version(connection, organisation_id)
        return None if version is None else await self._of(connection, version)

    async def of_version(self, connection: Connection, version_id: str) -> PublishedList:
        """Give a version by its id."""
        if version_id in self._kept:
            self._kept.move_to_end(version_id)
            return self._kept[version_id]
        version = await find_version(connection, version_id)
        if version is None:
            raise LookupError("a version that was named has gone")
        return await self._of(connection, version)

    def parse(self, content: bytes, name: str) -> LineList:
        """Read a list as this process reads lists; it blocks for as long as that takes.

        Raises:
            BadLineList: with every fault, each with row and column.
        """
        return load_line_list_of(content, name=name, region=self.region, lists=self.lists, test_numbers=self.test_numbers)

    async def _of(self, connection: Connection, version: ListVersion) -> PublishedList:
        if version.id not in self._kept:
            # Of many that need a new version at once one parses it; it takes seconds for the longest lists.
            async with self._loading:
                if version.id not in self._kept:
                    content = await read_content(connection, self._vault.keys, version.id)
                    self._keep(await asyncio.to_thread(self._publish, version, content))
        self._kept.move_to_end(version.id)
        return self._kept[version.id]

    def _publish(self, version: ListVersion, content: bytes) -> PublishedList:
        whole = replace(self.parse(content, version.name), version=str(version.number))
        return PublishedList(version.id, version.organisation_id, version.number, version.published_at, whole, open_part(whole))

    def _keep(self, published: PublishedList) -> None:
        self._kept[published.version_id] = published
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
