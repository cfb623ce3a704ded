"""The id of a version that somebody named, by its number or by the id itself: one way for whoever asks. Shared by those who ask."""

from __future__ import annotations

from matcher.domain.actor import Actor
from matcher.domain.version_number import read_version_number
from matcher.store.line_lists import find_number
from matcher.store.vault import Vault


async def id_of_version(vault: Vault, actor: Actor, said: str) -> str:
    """Give the id of a version of somebody's list that was named by its number, as `12` or `v12`; an id is given back as it is.

    Whether there is one, and whether they may know of it, is for the use case to say that takes the id.
    """
    number = read_version_number(said)
    if number is None:
        return said.strip()
    async with vault.db.read() as connection:
        found = await find_number(connection, actor.organisation_id, number)
    return said.strip() if found is None else found.id
