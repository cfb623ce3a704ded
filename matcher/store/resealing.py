"""Everything the store keeps sealed, or finds by a token, made anew with the newest key, a page of rows in each transaction.

It can be stopped anywhere and gone on with: what has the newest key already is left alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.role_view import Audience, each_answer
from matcher.store.crypto import Cell
from matcher.store.database import Database
from matcher.store.key_ring import Keys
from matcher.store.schema.answers import alerts, matches, results, submissions, unmatched_numbers
from matcher.store.schema.identity import oidc_attempts, sign_in_attempts
from matcher.store.schema.lists import (
    guard_numbers,
    list_changes,
    list_imports,
    list_proposals,
    list_versions,
    named_people,
    set_aside_numbers,
    watches,
)
from matcher.store.schema.trail import audit_events
from matcher.store.tokens import subject_token, watch_token

_PAGE = 500


class SealedColumn(NamedTuple):
    """A column of sealed values, each bound to its row."""

    table: sa.Table
    column: str
    #: Columns that make the row of a `Cell`, in their order; the primary key as well.
    row: tuple[str, ...]

    def cell(self, found: sa.RowMapping) -> Cell:
        """Give the place of the value of a row."""
        parts = tuple(found[name] for name in self.row)
        return Cell(self.table.name, self.column, parts[0] if len(parts) == 1 else parts)


#: Every column that is sealed where it stands. `unmatched_numbers` are sealed in the place of a token, `oidc_attempts` gone within minutes.
SEALED = (
    SealedColumn(list_versions, "content_sealed", ("id",)),
    SealedColumn(list_versions, "reason_sealed", ("id",)),
    SealedColumn(submissions, "metadata_sealed", ("id",)),
    SealedColumn(submissions, "file_name_sealed", ("id",)),
    SealedColumn(results, "answer_sealed", ("submission_id", "audience")),
    SealedColumn(matches, "reason_sealed", ("id",)),
    SealedColumn(alerts, "body_sealed", ("id",)),
    SealedColumn(audit_events, "reason_sealed", ("sequence",)),
    SealedColumn(list_proposals, "reason_sealed", ("id",)),
    SealedColumn(list_proposals, "changes_sealed", ("id",)),
    SealedColumn(list_proposals, "decision_sealed", ("id",)),
    SealedColumn(list_changes, "change_sealed", ("version_id", "kind", "record_id")),
    SealedColumn(list_imports, "name_sealed", ("id",)),
    SealedColumn(list_imports, "manner_sealed", ("id",)),
    SealedColumn(list_imports, "content_sealed", ("id",)),
    SealedColumn(watches, "target_sealed", ("id",)),
    SealedColumn(watches, "reason_sealed", ("id",)),
    SealedColumn(guard_numbers, "entry_sealed", ("id",)),
    SealedColumn(set_aside_numbers, "number_sealed", ("id",)),
    SealedColumn(matches, "number_sealed", ("id",)),
    SealedColumn(matches, "told_sealed", ("id",)),
)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many values were made anew."""

    values: int
    uploads: int
    tokens: int


async def reseal_all(db: Database, keys: Keys) -> Resealed:
    """Make everything anew that an older key sealed.

    Raises:
        SealBroken: something was changed.
        WrongKey: something was sealed with a key that is not in the file.
    """
    values = 0
    for each in SEALED:
        values += await _each_page(db, each.table, each.row, _resealing(keys, each))
    uploads = await _each_page(db, submissions, ("id",), _rewrapping(keys))
    # Before the answers they are found in lose nothing: both stand until the older key is dropped.
    tokens = await _each_page(db, unmatched_numbers, ("submission_id", "token"), _unmatched(keys))
    tokens += await _each_page(db, results, ("submission_id", "audience"), _of_matches(keys))
    tokens += await _each_page(db, matches, ("id",), _found_later(keys))
    tokens += await _each_page(db, submissions, ("id",), _subjects(keys))
    tokens += await _each_page(db, watches, ("id",), _watched(keys))
    async with db.write() as connection:
        # Nothing of these outlives a day; their hashes cannot be made anew.
        await connection.execute(sa.delete(oidc_attempts))
        await connection.execute(sa.delete(sign_in_attempts))
    return Resealed(values, uploads, tokens)


#: Changes what has to be changed of some rows and says how many that were.
_Work = Callable[[AsyncConnection, Sequence[sa.RowMapping]], Any]


async def _each_page(db: Database, table: sa.Table, key: tuple[str, ...], work: _Work) -> int:
    columns = [table.c[name] for name in key]
    last: tuple[Any, ...] | None = None
    changed = 0
    while True:
        async with db.write() as connection:
            wanted = sa.select(table).order_by(*columns).limit(_PAGE)
            if last is not None:
                wanted = wanted.where(sa.tuple_(*columns) > sa.tuple_(*(sa.literal(part) for part in last)))
            rows = (await connection.execute(wanted)).mappings().all()
            if not rows:
                return changed
            changed += await work(connection, rows)
            last = tuple(rows[-1][name] for name in key)


def _resealing(keys: Keys, at: SealedColumn) -> _Work:
    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        stale = [row for row in rows if row[at.column] is not None and not keys.is_current(row[at.column])]
        for row in stale:
            is_it = sa.and_(*(at.table.c[name] == row[name] for name in at.row))
            await connection.execute(sa.update(at.table).where(is_it).values({at.column: keys.reseal(row[at.column], at.cell(row))}))
        return len(stale)

    return work


def _rewrapping(keys: Keys) -> _Work:
    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        stale = [row for row in rows if row["original_key"] is not None and not keys.is_current(row["original_key"])]
        for row in stale:
            changed = sa.update(submissions).where(submissions.c.id == row["id"]).values(original_key=keys.rewrap(row["original_key"]))
            await connection.execute(changed)
        return len(stale)

    return work


def _unmatched(keys: Keys) -> _Work:
    """Numbers of third parties: their tokens are new ones, and with these the places their sealed numbers are bound to."""

    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        stale = [row for row in rows if not keys.is_current(row["number_sealed"])]
        if not stale:
            return 0
        table = unmatched_numbers
        made = []
        for row in stale:
            number = keys.unseal_text(row["number_sealed"], _place(row["submission_id"], row["token"]))
            token = keys.token(number)
            made.append({**row, "token": token, "number_sealed": keys.seal_text(number, _place(row["submission_id"], token))})
        gone = sa.tuple_(table.c.submission_id, table.c.token).in_([(row["submission_id"], row["token"]) for row in stale])
        await connection.execute(sa.delete(table).where(gone))
        await connection.execute(sa.insert(table), made)
        return len(stale)

    return work


def _place(submission_id: str, token: bytes) -> Cell:
    return Cell("unmatched_numbers", "number_sealed", (submission_id, token))


def _of_matches(keys: Keys) -> _Work:
    """Matches and people are found by the token of their number; the numbers themselves stand in the answers only."""

    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        changed = 0
        for row in rows:
            sealed = Cell("results", "answer_sealed", (row["submission_id"], row["audience"]))
            answer = json.loads(zlib.decompress(keys.unseal(row["answer_sealed"], sealed)))
            told = list(each_answer({Audience(row["audience"]): answer}))
            for table, part in ((matches, "matches"), (named_people, "associates")):
                for number in {each["number"] for one in told for each in one[part] if each.get("number")}:
                    newest, *older = keys.every_token(number)
                    is_it = (table.c.submission_id == row["submission_id"]) & table.c.number_token.in_(older)
                    changed += (await connection.execute(sa.update(table).where(is_it).values(number_token=newest))).rowcount
        return changed

    return work


def _found_later(keys: Keys) -> _Work:
    """Matches that no answer holds, because a later version of the list found them: they carry their number."""

    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        changed = 0
        for row in rows:
            if row["number_sealed"] is None:
                continue
            token = keys.token(keys.unseal_text(row["number_sealed"], Cell("matches", "number_sealed", row["id"])))
            changed += await _set(connection, matches, row, "number_token", token)
        return changed

    return work


def _subjects(keys: Keys) -> _Work:
    """References of subjects stand in what was stated with the file."""

    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        changed = 0
        for row in rows:
            if row["metadata_sealed"] is None:
                continue
            stated = json.loads(keys.unseal_text(row["metadata_sealed"], Cell("submissions", "metadata_sealed", row["id"])))
            reference = stated.get("subject", {}).get("reference")
            changed += await _set(connection, submissions, row, "subject_token", subject_token(keys, row["organisation_id"], reference))
        return changed

    return work


def _watched(keys: Keys) -> _Work:
    """What is watched is sealed beside its token."""

    async def work(connection: AsyncConnection, rows: Sequence[sa.RowMapping]) -> int:
        """Do what was asked, in the open store."""
        changed = 0
        for row in rows:
            target = keys.unseal_text(row["target_sealed"], Cell("watches", "target_sealed", row["id"]))
            changed += await _set(
                connection, watches, row, "target_token", watch_token(keys, row["organisation_id"], row["target_kind"], target)
            )
        return changed

    return work


async def _set(connection: AsyncConnection, table: sa.Table, row: sa.RowMapping, column: str, token: bytes | None) -> int:
    """Put a token in the place of an older one; say whether it was another."""
    if row[column] is not None and token is not None and bytes(row[column]) == token:
        return 0
    await connection.execute(sa.update(table).where(table.c.id == row["id"]).values({column: token}))
    return 1


async def numbers_in_use(connection: AsyncConnection) -> frozenset[int]:
    """Say which keys something is still sealed with."""
    found: set[int] = set()
    places = [(each.table, each.column) for each in SEALED] + [(submissions, "original_key"), (unmatched_numbers, "number_sealed")]
    for table, column in places:
        # The second byte of what is sealed is the number of its key.
        second = sa.func.substr(table.c[column], 2, 1)
        for value in await connection.scalars(sa.select(second).where(table.c[column].is_not(None)).distinct()):
            found.update(bytes(value))
    return frozenset(found)
