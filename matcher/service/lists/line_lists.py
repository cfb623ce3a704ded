"""Published line lists, read once in a process and kept as long as they are in use. Shared by the use cases."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from matcher.domain.answers.own_part import parts_of_owners
from matcher.domain.answers.release import open_part
from matcher.domain.guarding.guard_number import without_guarded
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import LineList
from matcher.domain.register import Conventions, HygieneLimits, ImportedRegister, Register, line_list_of, read_document
from matcher.service.lists.load_line_list import load_line_list_of
from matcher.service.lists.load_register import list_header_of, load_register_of
from matcher.service.lists.number_guards import Guards, NumberGuards
from matcher.store.line_lists import ContentFormat, ListVersion, find_version, latest_version, read_content
from matcher.store.vault import Connection, Vault

#: How many versions are kept as lists: the current one of a few organisations, and those that jobs begun before still use.
_KEPT = 32
#: How many are kept as registers: only who works on a list needs them, and a long one takes 100 MB.
_KEPT_REGISTERS = 4

#: Ten times the longest lists there are.
_MOST_ROWS = 1_000_000

_Kept = TypeVar("_Kept")


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
    #: What its organisation sets apart: numbers it protects stand neither in `whole` nor in `open`.
    guards: Guards
    #: By the unit that owns restricted lines: what it may know without being cleared. Empty where there are none.
    own: Mapping[str, LineList] = field(default_factory=dict)


class LineLists:
    """The lists of this process by version. A newer version is taken up when it is asked for; it never changes one in use."""

    def __init__(
        self, vault: Vault, lists: NumberLists, *, region: str = "GB", test_numbers: bool = False, limits: HygieneLimits | None = None
    ) -> None:
        """Keep nothing yet."""
        self._vault = vault
        self.lists = lists
        self.region = region
        self.test_numbers = test_numbers
        #: From when on something in a list is told as a thing to mend, and the list itself as old.
        self.limits = limits or HygieneLimits()
        self.guards = NumberGuards(vault, lists)
        self._kept: OrderedDict[str, PublishedList] = OrderedDict()
        #: The same with what their organisations set apart, as long as nothing is added to that.
        self._guarded: OrderedDict[str, PublishedList] = OrderedDict()
        self._registers: OrderedDict[str, Register] = OrderedDict()
        self._loading = asyncio.Lock()

    @property
    def conventions(self) -> Conventions:
        """How numbers of lists are read here, and which may stand on none of any organisation."""
        return Conventions(self.lists, self.region, self.test_numbers)

    async def conventions_of(self, connection: Connection, organisation_id: str) -> Conventions:
        """Give how numbers of lists are read here, and which may stand on none of an organisation as it is at this moment."""
        guards = await self.guards.of(connection, organisation_id)
        return Conventions(guards.lists, self.region, self.test_numbers)

    async def latest(self, connection: Connection, organisation_id: str) -> PublishedList | None:
        """Give the newest version of an organisation's list; None where there is none. It costs one small query when it is known."""
        version = await latest_version(connection, organisation_id)
        return None if version is None else await self._as_guarded(connection, await self._of(connection, version))

    async def of_version(self, connection: Connection, version_id: str) -> PublishedList:
        """Give a version by its id, with what its organisation sets apart at this moment."""
        return await self._as_guarded(connection, await self._bare(connection, version_id))

    async def as_of(self, connection: Connection, version_id: str, at: datetime) -> PublishedList:
        """Give a version as an answer of a moment rests on it: without what was protected then, and with what became so since."""
        published = await self._bare(connection, version_id)
        guards = await self.guards.as_of(connection, published.organisation_id, at)
        return await asyncio.to_thread(_with_guards, published, guards)

    async def _bare(self, connection: Connection, version_id: str) -> PublishedList:
        if version_id in self._kept:
            self._kept.move_to_end(version_id)
            return self._kept[version_id]
        return await self._of(connection, await _found(connection, version_id))

    async def _as_guarded(self, connection: Connection, published: PublishedList) -> PublishedList:
        guards = await self.guards.of(connection, published.organisation_id)
        if guards.edition == 0:
            return published
        known = self._guarded.get(published.version_id)
        if known is None or known.guards.edition != guards.edition:
            known = await asyncio.to_thread(_with_guards, published, guards)
            _keep(self._guarded, published.version_id, known, _KEPT)
        return known

    async def register_of(self, connection: Connection, version_id: str) -> Register:
        """Give a version as its records, tombstones too; that of an older kind as the records its file speaks of."""
        if version_id not in self._registers:
            async with self._loading:
                if version_id not in self._registers:
                    version = await _found(connection, version_id)
                    content = await read_content(connection, self._vault.keys, version.id)
                    found = await asyncio.to_thread(self._read_register, version, content)
                    _keep(self._registers, version_id, found, _KEPT_REGISTERS)
        self._registers.move_to_end(version_id)
        return self._registers[version_id]

    async def latest_register(self, connection: Connection, organisation_id: str) -> tuple[ListVersion | None, Register]:
        """Give the newest version of an organisation's list and its records; none and an empty register where there is none."""
        version = await latest_version(connection, organisation_id)
        return version, Register() if version is None else await self.register_of(connection, version.id)

    def parse(self, content: bytes, name: str, guards: Guards | None = None) -> LineList:
        """Read a list file as this process reads lists; it blocks for as long as that takes.

        Args:
            content: The file.
            name: Its name.
            guards: What the organisation sets apart, where the list may hold nothing of it; one that was published before may.

        Raises:
            BadLineList: with every fault, each with row and column.
        """
        lists = self.lists if guards is None else guards.lists
        return load_line_list_of(content, name=name, region=self.region, lists=lists, test_numbers=self.test_numbers)

    def read_file(self, content: bytes, name: str, mapping: Mapping[str, str], lists: NumberLists | None = None) -> ImportedRegister:
        """Read a list file as the records it speaks of; it blocks for as long as that takes.

        Args:
            content: The file.
            name: The name it was handed in with.
            mapping: Header cell -> the column it stands for.
            lists: Numbers that may stand on no list, where an organisation protects further ones.

        Raises:
            BadLineList: with every fault, each with row and column.
        """
        return load_register_of(
            content,
            name=name,
            region=self.region,
            lists=lists or self.lists,
            test_numbers=self.test_numbers,
            mapping=mapping,
            most_rows=_MOST_ROWS,
        )

    def read_header(self, content: bytes, name: str, mapping: Mapping[str, str]) -> tuple[str, ...]:
        """Give the header of a list file, or its first row where none is one; it blocks for as long as that takes.

        Raises:
            BadLineList: it cannot be read as a table.
        """
        return list_header_of(content, name=name, mapping=mapping)

    async def _of(self, connection: Connection, version: ListVersion) -> PublishedList:
        if version.id not in self._kept:
            # Of many that need a new version at once one reads it; it takes seconds for the longest lists.
            async with self._loading:
                if version.id not in self._kept:
                    content = await read_content(connection, self._vault.keys, version.id)
                    _keep(self._kept, version.id, await asyncio.to_thread(self._publish, version, content), _KEPT)
        self._kept.move_to_end(version.id)
        return self._kept[version.id]

    def _publish(self, version: ListVersion, content: bytes) -> PublishedList:
        number = str(version.number)
        if version.content_format is ContentFormat.REGISTER:
            register = read_document(content)
            whole = line_list_of(register, name=version.name, sha256=version.sha256, conventions=self.conventions, version=number)
        else:
            whole = replace(self.parse(content, version.name), version=number)
        return PublishedList(
            version.id,
            version.organisation_id,
            version.number,
            version.published_at,
            whole,
            open_part(whole),
            self.guards.shipped,
            parts_of_owners(whole),
        )

    def _read_register(self, version: ListVersion, content: bytes) -> Register:
        if version.content_format is ContentFormat.REGISTER:
            return read_document(content)
        return self.read_file(content, version.name, {}).register


def _with_guards(published: PublishedList, guards: Guards) -> PublishedList:
    whole = without_guarded(published.whole, guards.entries)
    if whole is published.whole:
        return replace(published, guards=guards)
    return replace(published, whole=whole, open=open_part(whole), guards=guards, own=parts_of_owners(whole))


async def _found(connection: Connection, version_id: str) -> ListVersion:
    version = await find_version(connection, version_id)
    if version is None:
        raise LookupError("a version that was named has gone")
    return version


def _keep(kept: OrderedDict[str, _Kept], version_id: str, value: _Kept, most: int) -> None:
    kept[version_id] = value
    while len(kept) > most:
        kept.popitem(last=False)
