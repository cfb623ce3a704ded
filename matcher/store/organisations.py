"""Organisations and their units in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.errors import Conflict
from matcher.store.ids import new_id
from matcher.store.moments import to_text
from matcher.store.schema.identity import organisations, units


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an organisation; what it is called is also what a line list calls it by (`owner_unit`)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A force, a council, a unit of its own: nobody of it sees anything of another."""

    id: str
    name: str
    units: tuple[Unit, ...]

    def unit(self, name: str) -> Unit | None:
        """Find a unit by its name, however its letters are written."""
        return next((unit for unit in self.units if unit.name.casefold() == name.strip().casefold()), None)


def no_such_unit(organisation: Organisation | None) -> str:
    """Say which units there are, to whoever named another one."""
    names = ", ".join(sorted(unit.name for unit in organisation.units)) if organisation is not None else ""
    return f"The organisation has no unit of this name. Its units: {names}." if names else "The organisation has no unit of this name."


async def insert_organisation(connection: AsyncConnection, name: str, *, now: datetime) -> Organisation:
    """Put an organisation without units into the store.

    Raises:
        Conflict: there is one of this name.
    """
    if await find_organisation(connection, name) is not None:
        raise _taken("organisation")
    made = Organisation(new_id("org"), name.strip(), ())
    try:
        await connection.execute(sa.insert(organisations).values(id=made.id, name=made.name, created_at=to_text(now)))
    except sa.exc.IntegrityError as err:
        # Somebody was quicker in between.
        raise _taken("organisation") from err
    return made


async def insert_unit(connection: AsyncConnection, organisation_id: str, name: str) -> Unit:
    """Put a unit into the store.

    Raises:
        Conflict: the organisation has one of this name.
    """
    made = Unit(new_id("unit"), name.strip())
    organisation = await read_organisation(connection, organisation_id)
    if organisation is not None and organisation.unit(name) is not None:
        raise _taken("unit")
    try:
        await connection.execute(sa.insert(units).values(id=made.id, organisation_id=organisation_id, name=made.name))
    except sa.exc.IntegrityError as err:
        raise _taken("unit") from err
    return made


def _taken(what: str) -> Conflict:
    return Conflict(f"There is {'an' if what[0] in 'aeio' else 'a'} {what} of this name already.", hint="Take another name.")


async def list_organisations(connection: AsyncConnection) -> list[Organisation]:
    """Give every organisation with its units, by name."""
    wanted = sa.select(organisations.c.id, organisations.c.name).order_by(organisations.c.name)
    found = (await connection.execute(wanted)).all()
    parts: dict[str, list[Unit]] = {row.id: [] for row in found}
    for unit in await connection.execute(sa.select(units).order_by(units.c.name)):
        parts[unit.organisation_id].append(Unit(unit.id, unit.name))
    return [Organisation(row.id, row.name, tuple(parts[row.id])) for row in found]


async def find_organisation(connection: AsyncConnection, name: str) -> Organisation | None:
    """Find an organisation by its name, however its letters are written."""
    wanted = name.strip().casefold()
    return next((each for each in await list_organisations(connection) if each.name.casefold() == wanted), None)


async def read_organisation(connection: AsyncConnection, organisation_id: str) -> Organisation | None:
    """Find an organisation by its id."""
    return next((each for each in await list_organisations(connection) if each.id == organisation_id), None)


async def name_of_unit(connection: AsyncConnection, unit_id: str) -> str | None:
    """Give what a unit is called; None where there is none of this id."""
    return await connection.scalar(sa.select(units.c.name).where(units.c.id == unit_id))
