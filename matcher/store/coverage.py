"""Which areas and units of an organisation have a coordinator, asked along with an account that is one (docs/decisions/0046)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from matcher.domain.access.actor import Actor, Coverage, Role, area_key
from matcher.domain.access.permission import ObjectFacts, is_responsible
from matcher.store.schema.identity import accounts

#: Stands in no name: what people type into an account is printable.
_BEHIND_ACCOUNT, _BETWEEN_LINES = "\f", "\n"


class _Now(FunctionElement[str]):
    """The moment as the store writes moments, by the clock of the database: who asks for accounts gives none, and nothing can be bound."""

    # A bare element of a column has no key, and a statement with it in it is written anew each time.
    inherit_cache = True
    type = sa.String()


@compiles(_Now, "sqlite")
def _on_sqlite(_element: _Now, _compiler: object, **_more: object) -> str:
    return "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"


@compiles(_Now, "postgresql")
def _on_postgresql(_element: _Now, _compiler: object, **_more: object) -> str:
    return """to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def coverage_column() -> sa.ColumnElement[str | None]:
    """Give the column, for a question that asks for `accounts`; null for whoever is no coordinator, and the question is not asked then."""
    others = accounts.alias()
    each = others.c.unit_id + _BETWEEN_LINES + others.c.areas + _BEHIND_ACCOUNT
    # The separator may be no value that is bound: `together` compiles this once and for all.
    nothing: Any = sa.literal_column("''")
    together = sa.select(sa.func.aggregate_strings(each, nothing)).where(
        others.c.organisation_id == accounts.c.organisation_id, _is_coordinator(others), _may_sign_in(others)
    )
    return sa.case((_is_coordinator(accounts), together.correlate(accounts).scalar_subquery())).label("coverage")


def _is_coordinator(table: sa.FromClause) -> sa.ColumnElement[bool]:
    return (sa.literal(",") + table.c.roles + ",").contains(f",{Role.COORDINATOR},")


def _may_sign_in(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether somebody can come in: not with a password that works once and ran out, or that was used and no other one set."""
    has_way = sa.or_(table.c.password_until.is_(None), table.c.password_until > _Now(), table.c.oidc_subject.is_not(None))
    return sa.and_(table.c.disabled_at.is_(None), has_way)


def read_coverage(text: str | None) -> Coverage | None:
    """Read what the column holds."""
    if text is None:
        return None
    each = [one.split(_BETWEEN_LINES) for one in text.split(_BEHIND_ACCOUNT) if one]
    keys = (area_key(area) for _, *areas in each for area in areas)
    return Coverage(frozenset(key for key in keys if key), frozenset(unit for unit, *_ in each))


@dataclass(frozen=True, slots=True)
class Coordinators:
    """The coordinators of an organisation who can sign in."""

    several: Sequence[Actor]

    def responsible_for(self, facts: ObjectFacts) -> frozenset[str]:
        """Give the ids of those whose case it is; that of the unit that brought it where there is no coordinator at all."""
        found = frozenset(each.user_id for each in self.several if is_responsible(each, facts))
        return found or frozenset({facts.unit_id or ""})


async def coordinators_of(connection: AsyncConnection, organisation_id: str) -> Coordinators:
    """Give the coordinators of an organisation."""
    wanted = sa.select(accounts.c.id, accounts.c.unit_id, accounts.c.areas).where(
        accounts.c.organisation_id == organisation_id, _is_coordinator(accounts), _may_sign_in(accounts)
    )
    several = [
        Actor(row.id, organisation_id, row.unit_id, frozenset({Role.COORDINATOR}), areas=frozenset(filter(None, row.areas.split("\n"))))
        for row in await connection.execute(wanted)
    ]
    covered = Coverage(frozenset[str]().union(*(each.area_keys for each in several)), frozenset(each.unit_id for each in several))
    return Coordinators([replace(each, coverage=covered) for each in several])
