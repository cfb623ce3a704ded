"""A new organisation with its units. Nobody of another organisation may do it, only somebody at the machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.audit import AuditAction, Deed
from matcher.errors import BadRequest, NotAllowed
from matcher.store.audit import put_on_record
from matcher.store.organisations import Organisation, find_organisation, insert_organisation, insert_unit
from matcher.store.vault import Vault

_LONGEST = 200


async def create_organisation(vault: Vault, actor: Actor, name: str, units: Sequence[str], *, now: datetime, origin: str) -> Organisation:
    """Make an organisation with its units, or give one that is there the units it lacks.

    Raises:
        BadRequest: a name is empty or too long, or there is no unit.
        NotAllowed: somebody else than the machine's administrator asked.
    """
    if actor.signed_in_by is not SignedInBy.COMMAND_LINE:
        raise NotAllowed("Organisations are made at the machine.", hint="Ask whoever runs the service.")
    if not units or any(not 0 < len(each.strip()) <= _LONGEST or not each.isprintable() for each in (name, *units)):
        raise BadRequest(f"An organisation and each of its units has a name of at most {_LONGEST} characters.")
    async with vault.db.write() as connection:
        organisation = await find_organisation(connection, name) or await insert_organisation(connection, name, now=now)
        missing = {each.strip().casefold(): each for each in units if organisation.unit(each) is None}
        made = [await insert_unit(connection, organisation.id, each) for each in missing.values()]
        deed = Deed(now, organisation.id, actor.user_id, AuditAction.ORGANISATION_CREATED, "organisation", organisation.id, origin=origin)
        await put_on_record(connection, vault.keys, [deed])
    return Organisation(organisation.id, organisation.name, (*organisation.units, *made))
