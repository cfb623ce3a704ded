"""kill -9 of whoever takes a protected number out of answers, and of whoever brings it back because that was a mistake, many times.

Each round protects the same number and takes that back; in between a worker is killed, at a named step or at any moment. After each round
everything has to be as after one in which nobody was killed.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import people
from dying import BRING_BACK, KEEP_OUT, address_of, check_trail, open_desk, open_store, work_until_idle
from guarding import protect, unprotect
from legal_metadata import PACE
from matcher.store.schema.answers import alerts, jobs, matches, unmatched_numbers
from matcher.store.schema.lists import set_aside_numbers
from stores import new_vault
from submitting import NOBODY, OPEN_NUMBER, Desk, a_card, set_up

_PHONES = 6
#: Runs a process until it is killed, with what it is told.
Die = Callable[[list[str]], object]


async def run(folder: Path, engine: str, chance: random.Random, die: Die, is_enough: Callable[[], bool]) -> list[str]:
    """Kill until it is enough, and give what was wrong."""
    vault = await new_vault(engine, folder)
    desk = await set_up(vault)
    for at in range(_PHONES):
        await desk.hand_in(a_card(OPEN_NUMBER, NOBODY).replace(b"Contact 2", f"Contact {at}".encode()), **PACE)
    await desk.work()
    url = address_of(vault, folder)
    await vault.db.close()
    expected, faults, at = None, [], 0
    while not is_enough():
        at += 1
        left = await _round(url, folder, at, chance if at > 1 else None, die)
        expected = expected or left
        faults += [f"round {at}: {name}: {left[name]}, and not {expected[name]}" for name in expected if left[name] != expected[name]]
        print(f"round {at}, {len(faults)} faults", flush=True)
    return faults


async def _round(url: str, folder: Path, at: int, chance: random.Random | None, die: Die) -> dict[str, object]:
    """Protect a number and take that back; where there is chance, workers are killed on the way."""
    now = people.NOW + timedelta(hours=at)
    entry = ""
    for steps in (KEEP_OUT, BRING_BACK):
        vault = open_store(url, folder)
        desk = await open_desk(vault)
        desk.now = now
        if steps is KEEP_OUT:
            entry = await protect(desk, OPEN_NUMBER)
        else:
            await unprotect(desk, entry)
        await vault.db.close()
        if chance is not None:
            step = chance.choice(steps) if chance.random() < 0.5 else str(chance.randrange(600, 1600))
            await asyncio.to_thread(die, [url, str(folder), "work", step, "k-1", str(60 * at)])
        vault = open_store(url, folder)
        await work_until_idle(vault, at=now + timedelta(minutes=30))
        await vault.db.close()
    vault = open_store(url, folder)
    found = await _left(await open_desk(vault))
    await vault.db.close()
    return found


async def _left(desk: Desk) -> dict[str, object]:
    _, faults = await check_trail(desk.vault)
    return {
        "matches": Counter((row["submission_id"], row["line_id"], row["found_by"]) for row in await desk.rows(matches)),
        "alerts": Counter((row["submission_id"], row["rule"], row["state"]) for row in await desk.rows(alerts) if row["submission_id"]),
        "numbers": len(await desk.rows(unmatched_numbers)),
        "set aside": len(await desk.rows(set_aside_numbers)),
        "jobs that wait": [row["kind"] for row in await desk.rows(jobs) if row["state"] != "done"],
        "faults of the trail": faults,
    }
