"""What a use case needs of the store: the database, the keys, and the files that were handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.store.database import Database
from matcher.store.key_ring import Keys
from matcher.store.originals import Originals

#: A transaction, for those who hand it on from one function of the store to another and say nothing to it themselves.
Connection: TypeAlias = AsyncConnection


@dataclass(frozen=True, slots=True)
class Vault:
    """The store as a whole."""

    db: Database
    keys: Keys
    originals: Originals
