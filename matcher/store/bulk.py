"""Many rows at once. Writing none costs a statement as well, so that nobody can count by the clock what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_rows(connection: AsyncConnection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into a table with one statement."""
    if rows:
        await connection.execute(sa.insert(table), [dict(row) for row in rows])
    else:
        await connection.execute(sa.delete(table).where(sa.false()))


async def delete_counted(connection: AsyncConnection, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
    """Remove rows and say how many there were."""
    return (await connection.execute(sa.delete(table).where(condition))).rowcount


async def count_rows(connection: AsyncConnection, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
    """Count rows."""
    return await connection.scalar(sa.select(sa.func.count()).select_from(table).where(condition)) or 0
