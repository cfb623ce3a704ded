"""A process that kills itself: `python dying.py URL FOLDER ACTION STEP [KEY] [MINUTES]`. What it was told before is on standard output.

STEP is a named step, or a number of milliseconds after which it dies wherever it is. KEY tells requests and their files apart; MINUTES sets
the clock.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import forked
import people
from matcher.domain.access.audit import verify
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.erase_submission import erase_submission
from matcher.service.lists.line_lists import LineLists
from matcher.store import steps
from matcher.store.accounts import find_by_name
from matcher.store.audit import read_head, read_trail
from matcher.store.database import open_database
from matcher.store.jobs import read_queue
from matcher.store.keys import load_key_file
from matcher.store.originals import Originals
from matcher.store.schema.answers import submissions
from matcher.store.submissions import kept_originals
from matcher.store.vault import Vault
from matcher.worker import run_worker
from submitting import OPEN_NUMBER, Desk, a_card, means

LEASE = timedelta(seconds=5)
PHONE = a_card(OPEN_NUMBER, "07700 900111")
KEY = "k-1"


def phone_of(key: str) -> bytes:
    """Give a file of its own for each key."""
    return PHONE if key == KEY else PHONE.replace(b"Contact 2", key.encode())


#: Every named step, by what reaches it.
STEPS = {
    "submit": (
        "submission:before-original",
        "submission:within-original",
        "submission:after-original",
        "submission:within-transaction",
        "submission:before-commit",
        "submission:after-commit",
    ),
    "work": (
        "screening:taken",
        "screening:leftovers-removed",
        "screening:reading-recorded",
        "screening:read",
        "screening:matching-recorded",
        "screening:composed",
        "screening:within-stride",
        "screening:after-stride",
        "screening:within-transaction",
        "screening:before-commit",
        "screening:after-commit",
        "screening:original-erased",
    ),
    "erase": ("erasure:before-commit", "erasure:after-commit"),
}

#: What taking a protected number out, and bringing it back, reach; killed in a test of their own.
KEEP_OUT = ("keeping-out:within-transaction", "keeping-out:one-freed", "keeping-out:before-commit")
BRING_BACK = ("bringing-back:within-transaction", "bringing-back:one-looked-at", "bringing-back:before-close")

#: What a look back reaches, killed in a test of its own.
LOOK_BACK = (
    "recall:within-transaction",
    "recall:one-recalled",
    "recall:all-recalled",
    "retro-match:begun",
    "retro-match:within-transaction",
    "retro-match:one-touched",
    "retro-match:batch-done",
    "retro-match:before-close",
)


@dataclass
class StillHouse:
    """What a worker lives in, with a clock that stands still."""

    vault: Vault
    lists: LineLists
    means: object = field(default_factory=means)
    policy: SubmissionPolicy = field(default_factory=SubmissionPolicy)
    lease: timedelta = LEASE
    at: datetime = people.NOW

    def now(self) -> datetime:
        """This moment."""
        return self.at


def address_of(vault: Vault, folder: Path) -> str:
    """Give the address by which another process opens a store."""
    if vault.db.is_postgresql:
        return vault.db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return f"sqlite:///{folder / 'linewatch.db'}"


def open_store(url: str, folder: Path) -> Vault:
    """Open a store that is there."""
    keys = load_key_file(folder / "linewatch.key")
    return Vault(open_database(url, keys.database_key), keys, Originals(folder / "originals", keys))


async def open_desk(vault: Vault) -> Desk:
    """Find the people of a store that is there."""
    names = [f"{word}-{role}" for word in ("north", "south") for role in ("submitter", "supervisor", "reviewer", "auditor", "safeguarding")]
    async with vault.db.read() as connection:
        found = {name: await find_by_name(connection, name) for name in names}
    house = people.House(vault, None, None, {name: each for name, each in found.items() if each is not None})
    return Desk(house, LineLists(vault, means().lists))


async def check_trail(vault: Vault) -> tuple[list[str], list[str]]:
    """Give the actions that are on record, and what is wrong with the chain of them or with its seal."""
    async with vault.db.read() as connection:
        trail = [event async for event in read_trail(connection, vault.keys)]
        head, is_ours = await read_head(connection, vault.keys)
    return [event.action for event in trail], [*map(str, verify(trail, expected=head)), *([] if is_ours else ["seal"])]


async def work_until_idle(vault: Vault, *, at: datetime) -> None:
    """Be a worker until nothing is left to do."""
    house = StillHouse(vault, LineLists(vault, means().lists), at=at)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(run_worker(house, stop=stop))
        while await _is_busy(vault):  # noqa: ASYNC110 # the store is another process's as well
            await asyncio.sleep(0.05)
        stop.set()


async def _is_busy(vault: Vault) -> bool:
    async with vault.db.read() as connection:
        queue = await read_queue(connection)
        return bool(queue.waiting or queue.leased or await kept_originals(connection))


async def _act(vault: Vault, action: str, key: str, at: datetime) -> None:
    if action == "work":
        await run_worker(StillHouse(vault, LineLists(vault, means().lists), at=at), stop=asyncio.Event())
        return
    desk = await open_desk(vault)
    desk.now = at
    if action == "submit":
        receipt = await desk.hand_in(phone_of(key), key=key)
        sys.stdout.write(f"{receipt.submission_id}\n")
        sys.stdout.flush()
        return
    (row,) = await desk.rows(submissions)
    await erase_submission(vault, desk.actor("north-submitter"), row["id"], policy=desk.policy, **desk.ask)


def die(url: str, folder: Path, action: str, step: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Do something in a process of its own that dies at a step."""
    return forked.run("dying", [url, str(folder), action, step, *more], path=str(Path(__file__).parent))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _main(url: str, folder: Path, action: str, step: str, key: str = KEY, minutes: str = "0") -> None:
    if step.isdecimal():
        threading.Timer(int(step) / 1000, _die).start()
    else:
        steps.reached = lambda name: _die() if name == step else None
    vault = open_store(url, folder)
    await _act(vault, action, key, people.NOW + timedelta(minutes=int(minutes)))
    await vault.db.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
