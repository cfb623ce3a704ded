"""The id of a version that somebody named, by its number or by the id itself: one way for whoever asks. Shared by those who ask."""

from __future__ import annotations

from matcher.domain.access.actor import Actor
from matcher.domain.line_list.version_number import read_version_number
from matcher.service.lists.list_looks import may_read_lists
from matcher.store.accounts import as_it_stands
from matcher.store.line_lists import find_number
from matcher.store.vault import Vault


async def id_of_version(vault: Vault, actor: Actor, said: str) -> str:
    """Give the id of a version of somebody's list that was named by its number, as `12` or `v12`; an id is given back as it is.

    Whether there is one is for the use case to say that takes the id; for who reads no lists nothing is looked up, and it refuses them.
    """
    number = read_version_number(said)
    if number is None:
        return said.strip()
    async with vault.db.read() as connection:
        is_reader = may_read_lists(await as_it_stands(connection, actor)).allowed
        found = await find_number(connection, actor.organisation_id, number) if is_reader else None
    return said.strip() if found is None else found.id
