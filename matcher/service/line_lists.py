"""Published line lists, parsed once in a process and kept as long as they are in use. Shared by the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.line import LineList
from matcher.domain.protection import NumberLists
from matcher.store.vault import Connection, Vault


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

    async def latest(self, connection: Connection, organisation_id: str) -> PublishedList | None:
        """Give the newest version of an organisation's list; None where there is none."""
        raise NotImplementedError

    async def of_version(self, connection: Connection, version_id: str) -> PublishedList:
        """Give a version by its id."""
        raise NotImplementedError
