"""kill -9 of whoever takes files and of whoever answers them, many times: nothing accepted is lost, nothing is done twice.

Half of the kills come at a named step (tests/dying.py), half at any moment. After every batch the store is opened again, what was accepted
is brought to its end, and everything is counted and compared. Ends with 1 where anything is wrong.

    scripts/kills [--what submissions] [--count 500] [--engine sqlite] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import guard_kills  # noqa: E402 - after the path to it

import people  # noqa: E402
from dying import STEPS, address_of, check_trail, open_desk, open_store, phone_of, work_until_idle  # noqa: E402
from matcher.service.tidy_store import tidy_store  # noqa: E402
from matcher.store.schema.answers import alerts, matches, outbox, results, submissions  # noqa: E402
from matcher.store.vault import Vault  # noqa: E402
from stores import ENGINES, new_vault  # noqa: E402
from submitting import set_up  # noqa: E402

BATCH = 25
LONGEST_SECONDS = 30.0


@dataclass
class Tally:
    """What happened so far."""

    kills: int = 0
    survived: int = 0
    accepted: set[str] = field(default_factory=set)
    slowest_restart: float = 0.0
    #: How many requests were repeated and brought to their end.
    settled: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Kill, restart, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500, help="kills in all")
    parser.add_argument("--what", choices=["submissions", "guards"], default="submissions", help="whose work: phones, or protected numbers")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    parser.add_argument("--seed", type=int, default=1, help="of the chance that chooses when to kill")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linewatch-kills-") as folder:
        chance = random.Random(asked.seed)
        if asked.what == "submissions":
            tally = asyncio.run(run(Path(folder), asked.engine, asked.count, chance))
        else:
            tally = Tally()
            rounds = guard_kills.run(
                Path(folder), asked.engine, chance, lambda arguments: die(arguments, tally), lambda: tally.kills >= asked.count
            )
            tally.faults += asyncio.run(rounds)
    print(
        f"{tally.kills} kills, {tally.survived} processes that ended before; {len(tally.accepted)} submissions accepted, "
        f"{len(tally.faults)} faults; slowest restart {tally.slowest_restart:.2f} s"
    )
    for fault in tally.faults:
        print(f"  {fault}")
    return 1 if tally.faults or tally.slowest_restart > 5 else 0


async def run(folder: Path, engine: str, count: int, chance: random.Random) -> Tally:
    """Kill so many times."""
    vault = await new_vault(engine, folder)
    await set_up(vault)
    url = address_of(vault, folder)
    await vault.db.close()
    tally, at, keys, is_waiting, due = Tally(), 0, [], False, BATCH
    while tally.kills < count:
        at += 1
        # Where nothing was accepted there is nothing to work on.
        action = "work" if is_waiting else "submit"
        if action == "submit":
            keys.append(f"k-{at}")
        step = chance.choice(STEPS[action]) if chance.random() < 0.5 else str(chance.randrange(800, 3000))
        said = await asyncio.to_thread(die, [url, str(folder), action, step, keys[-1], str(at)], tally)
        tally.accepted.update(said)
        is_waiting = action == "submit" and bool(said or step == "submission:after-commit")
        if tally.kills >= due or tally.kills >= count:
            due = tally.kills + BATCH
            await restart(url, folder, tally, keys, people.NOW + timedelta(minutes=at, hours=1))
            print(f"{tally.kills} kills, {len(tally.accepted)} accepted, {len(tally.faults)} faults", flush=True)
    return tally


def die(arguments: list[str], tally: Tally) -> list[str]:
    """Run a process until it is killed, and give what it said before."""
    process = subprocess.Popen([sys.executable, str(ROOT / "tests/dying.py"), *arguments], stdout=subprocess.PIPE, text=True)
    try:
        said, _ = process.communicate(timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        # It waits for work and never comes to its step: any moment will do.
        process.kill()
        said, _ = process.communicate()
    if process.returncode == -signal.SIGKILL:
        tally.kills += 1
    else:
        tally.survived += 1
    return said.split()


async def restart(url: str, folder: Path, tally: Tally, keys: list[str], at: datetime) -> None:
    """Open the store again, bring everything to its end, and compare."""
    begun = time.monotonic()
    vault = open_store(url, folder)
    desk = await open_desk(vault)
    await desk.rows(submissions)
    tally.slowest_restart = max(tally.slowest_restart, time.monotonic() - begun)
    # As whoever got no answer does: the same request again.
    desk.now = at
    desk.with_policy(user_quota_bytes=1 << 40)
    for key in keys[tally.settled :]:
        tally.accepted.add((await desk.hand_in(phone_of(key), key=key)).submission_id)
    tally.settled = len(keys)
    await work_until_idle(vault, at=at + timedelta(hours=1))
    await tidy_store(vault, now=datetime.now(UTC) + timedelta(hours=7))
    await compare(vault, desk, tally, len(keys))
    await vault.db.close()


async def compare(vault: Vault, desk: object, tally: Tally, requests: int) -> None:
    """Count everything there is of each kind."""
    rows = await desk.rows(submissions)
    counts = {table.name: len(await desk.rows(table)) for table in (matches, alerts, outbox, results)}
    told, faults = await check_trail(vault)
    expected = {"matches": requests, "alerts": requests, "outbox": requests, "results": 3 * requests}
    wrong = {
        "accepted and lost": tally.accepted - {row["id"] for row in rows},
        "not answered": {row["id"] for row in rows if row["status"] != "done"},
        "submissions": {len(rows)} - {requests},
        "rows": set(counts.items()) - set(expected.items()),
        "received on record": {told.count("submission:received")} - {requests},
        "matched on record": {told.count("submission:matched")} - {requests},
        "faults of the trail": set(faults),
        "files left": {each.name for each in vault.originals.folder.iterdir()},
    }
    tally.faults += [f"after {tally.kills} kills: {what}: {sorted(map(str, found))}" for what, found in wrong.items() if found]


if __name__ == "__main__":
    sys.exit(main())
