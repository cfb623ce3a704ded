"""A list of 100,000 numbers through the service: published, previewed as it is and with changes, proposed, published; in processor time.

The list is the one of `list_load.py` with every column filled; the changed one differs in every hundredth row. The baseline is reading the
file with the csv module, no cell looked at. Everything is done by the use cases on an embedded store of its own, in a process that knows of
no list before, and cold: the register of the current version is read from the store as well.

    .venv/bin/python scripts/bench/import_preview.py [--rows 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

from list_load import CONFIG, _write_full

from matcher.domain.access.account_change import AccountDraft
from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.upkeep.list_import import ListFile, Manner
from matcher.service.decide_proposal import publish_proposal
from matcher.service.initialise_store import initialise_store
from matcher.service.lists.line_lists import LineLists
from matcher.service.load_number_lists import load_number_lists
from matcher.service.plan_import import import_list
from matcher.store.place import Place, open_vault

T = TypeVar("T")
_ASK = {"now": datetime(2026, 4, 20, 12, tzinfo=UTC), "origin": "bench"}


def main() -> None:
    """Write the lists, take each step, print its time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), wanted.rows))


async def _run(folder: Path, rows: int) -> None:
    content = _write_full(folder / "full.csv", rows).read_bytes()
    changed = b"\n".join(_changed(line, at) for at, line in enumerate(content.split(b"\n")))
    before = time.process_time()
    sum(1 for _ in csv.reader(io.StringIO(content.decode())))
    baseline = time.process_time() - before
    print(f"csv.reader alone: {baseline:.2f} s", flush=True)
    place = Place(f"sqlite:///{folder / 'linewatch.db'}", folder / "linewatch.key", folder / "originals")
    first = AccountDraft("head", "Intelligence", frozenset({Role.ADMIN}), password="tolmen brawl fickle nub")  # noqa: S106 - nobody's
    made = await initialise_store(place, "Estmoor", first, **_ASK)
    vault = await open_vault(place)
    numbers = load_number_lists(CONFIG)
    keepers = [
        Actor(who, made.organisation.id, "", frozenset({Role.ANALYST}), is_cleared=True, signed_in_by=SignedInBy.COMMAND_LINE)
        for who in ("one", "another")
    ]

    def fresh() -> LineLists:
        return LineLists(vault, numbers, test_numbers=True)

    await _timed("first list published", baseline, import_list(vault, keepers[0], fresh(), ListFile("full.csv", content), **_ASK))
    dry = Manner(dry_run=True)
    await _timed(
        "preview of the same", baseline, import_list(vault, keepers[0], fresh(), ListFile("full.csv", content), manner=dry, **_ASK)
    )
    file = ListFile("changed.csv", changed)
    await _timed("preview of changes", baseline, import_list(vault, keepers[0], fresh(), file, manner=dry, **_ASK))
    proposed = await _timed("the same proposed", baseline, import_list(vault, keepers[0], fresh(), file, **_ASK))
    print(f"{len(proposed.plan.changes) if proposed.plan else 0:,} changes", flush=True)
    await _timed("and published", baseline, publish_proposal(vault, keepers[1], fresh(), proposed.proposal_id or "", **_ASK))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB", flush=True)
    await vault.db.close()


def _changed(line: bytes, at: int) -> bytes:
    return line.replace(b"seen in case", b"looked at again in case") if at % 100 == 0 else line


async def _timed(what: str, baseline: float, step: Awaitable[T]) -> T:
    before, wall = time.process_time(), time.monotonic()
    found = await step
    taken = time.process_time() - before
    print(f"{what}: {taken:.2f} s, {taken / baseline:.0f} times the reader ({time.monotonic() - wall:.1f} s on the clock)", flush=True)
    return found


if __name__ == "__main__":
    main()
