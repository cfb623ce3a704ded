"""Several statements in one go, for the one place where a statement more for each transaction is felt: typed numbers.

On the embedded database every statement is handed to another thread and back several times; here all of them go there once. Statements are
written with SQLAlchemy as everywhere, and are compiled once for each engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Row: TypeAlias = dict[str, Any]

#: Most rows of one insertion; the rest goes into further ones. Powers of two, so that there are few texts to prepare.
_MOST_ROWS = 64


@dataclass(frozen=True, slots=True)
class Bound:
    """A statement as the driver takes it."""

    text: str
    #: By place on the embedded database, by name on PostgreSQL.
    parameters: Sequence[Any] | Mapping[str, Any]
    #: Whether its marks are those of PostgreSQL itself. The driver looks for its own in every text anew, as long as it is.
    is_native: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that is made once and compiled once for each engine."""

    #: Makes it, for PostgreSQL or for the embedded database.
    make: Callable[[bool], sa.Executable]
    _compiled: dict[str, tuple[str, dict[str, Any], Sequence[str] | None]] = field(default_factory=dict)

    def bind(self, connection: AsyncConnection, **values: object) -> Bound:
        """Give the statement with its values; a list of texts stands for `any_of`."""
        dialect = connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled: Any = self.make(is_postgresql(connection)).compile(dialect=dialect)  # type: ignore[attr-defined]
            found = self._compiled[dialect.name] = str(compiled), dict(compiled.params), compiled.positiontup
        text, constants, order = found
        parameters = {**constants, **values}
        if order is None:
            return Bound(text, parameters)
        return Bound(text, [json.dumps(value) if isinstance(value, list) else value for value in (parameters[name] for name in order)])


def is_postgresql(connection: AsyncConnection) -> bool:
    """Whether a connection is one to PostgreSQL."""
    return connection.dialect.name == "postgresql"


def any_of(column: sa.ColumnElement[Any], name: str, *, on_postgresql: bool) -> sa.ColumnElement[bool]:
    """Ask whether a column holds one of a list of texts that is bound under a name, however long the list is."""
    if on_postgresql:
        return column == sa.func.any(sa.bindparam(name, type_=sa.ARRAY(sa.Text)))
    listed = sa.func.json_each(sa.bindparam(name, type_=sa.Text)).table_valued("value")
    return column.in_(sa.select(listed.c.value))


def insertion(connection: AsyncConnection, table: sa.Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterable[Bound]:
    """Give what puts rows into a table, each row in the order of the columns."""
    is_native, at, size = is_postgresql(connection), 0, _MOST_ROWS
    while at < len(rows):
        if len(rows) - at < size:
            size //= 2
            continue
        flat = [value for row in rows[at : at + size] for value in row]
        yield Bound(_insertion_text(table.name, tuple(columns), size, is_native=is_native), flat, is_native)
        at += size


# A few tables, and for each as many sizes as there are powers of two.
@lru_cache(maxsize=64)
def _insertion_text(table: str, columns: tuple[str, ...], rows: int, *, is_native: bool) -> str:
    width = len(columns)
    marks = [f"${at + 1}" if is_native else "?" for at in range(width * rows)]
    all_rows = ", ".join(f"({', '.join(marks[at : at + width])})" for at in range(0, len(marks), width))
    # Every name is one of the schema, none comes from outside.
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {all_rows}"  # noqa: S608


async def execute_together(connection: AsyncConnection, several: Sequence[Bound], *, are_last: bool = False) -> list[list[Row]]:
    """Execute statements one after the other in the transaction, and give the rows of each.

    Args:
        connection: The transaction.
        several: The statements.
        are_last: Whether the transaction is made durable in the same go: nothing may be done in it after them.
    """
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if is_postgresql(connection):
        return await _on_postgresql(driver, several, are_last=are_last)
    found: list[list[Row]] = await driver._execute(_on_sqlite, driver._conn, several, are_last)  # noqa: SLF001 - the version is pinned
    return found


async def _on_postgresql(driver: Any, several: Sequence[Bound], *, are_last: bool) -> list[list[Row]]:  # noqa: ANN401 - the driver is not always there
    import psycopg

    try:
        async with driver.pipeline():
            cursors = [
                await (psycopg.AsyncRawCursor(driver) if each.is_native else driver.cursor()).execute(each.text, each.parameters)
                for each in several
            ]
            if are_last:
                await driver.commit()
        return [_rows(cursor.description, await cursor.fetchall()) if cursor.description else [] for cursor in cursors]
    except psycopg.Error as err:
        # As SQLAlchemy tells it, and without what the statement held.
        raise sa.exc.DBAPIError.instance("", None, err, psycopg.Error, hide_parameters=True) from None


def _on_sqlite(driver: Any, several: Sequence[Bound], are_last: bool) -> list[list[Row]]:  # noqa: ANN401 - the driver has no types
    found = []
    for each in several:
        cursor = driver.execute(each.text, each.parameters)
        found.append(_rows(cursor.description, cursor.fetchall()) if cursor.description else [])
        cursor.close()
    if are_last:
        driver.commit()
    return found


def _rows(description: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> list[Row]:
    names = [column[0] for column in description]
    return [dict(zip(names, row, strict=True)) for row in rows]
