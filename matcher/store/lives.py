"""Which workers are alive: each holds a lock on a file of its own, and the system lets go of it when the process is gone, however it ended.

So the job of a worker that was killed is taken up at once and not when its lease runs out. A lock says nothing between machines: on a store
that several of them share only those of this start of this machine are judged, by files that stand here. Whoever is not proven dead has
until the end of the lease. Being wrong would cost a second reading and nothing else: what somebody brings who lost their lease is refused.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from matcher.store.jobs import JobState
from matcher.store.moments import to_text
from matcher.store.schema.answers import jobs
from matcher.store.vault import Vault

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_OWNER = re.compile(r"@(?P<start>[0-9a-f]{8})\.(?P<life>[0-9a-f]{12})/[0-9a-f]{16}")


@contextmanager
def at_work(vault: Vault) -> Iterator[str]:
    """Give the name of this process as a worker, by which others know whether it lives, as long as the block lasts."""
    # No longer than what the queue keeps of a name.
    name = f"{os.uname().nodename[:10]}:{os.getpid()}"
    start, life = _this_start(), secrets.token_hex(6)
    with ExitStack() as until_end:
        try:
            until_end.enter_context(_locked(_folder_of(vault), life))
        except OSError:
            # Nothing can be written there: then leases have to do.
            start = None
        yield f"{name}@{start}.{life}" if start else name


async def free_jobs_of_dead(vault: Vault, *, now: datetime) -> int:
    """Give back the jobs of workers that are proven dead, and say how many. The attempt counts: they may have died of the job."""
    async with vault.db.read() as connection:
        leased = sa.select(jobs.c.lease_owner).where(jobs.c.state == JobState.LEASED.value)
        owners = list(await connection.scalars(leased))
    dead = await asyncio.to_thread(_dead_among, vault, owners)
    if not dead:
        return 0
    freed = {"state": JobState.WAITING.value, "run_after": to_text(now), "lease_owner": None, "lease_until": None}
    theirs = sa.and_(jobs.c.state == JobState.LEASED.value, jobs.c.lease_owner.in_(dead))
    async with vault.db.write() as connection:
        return (await connection.execute(sa.update(jobs).where(theirs).values(**freed))).rowcount


def forget_the_dead(vault: Vault) -> None:
    """Remove the files of workers that are gone; for those whose jobs somebody else is about to free, their leases have to do."""
    folder = _folder_of(vault)
    with suppress(OSError):
        for path in folder.glob("*.life"):
            if _is_free(path):
                path.unlink(missing_ok=True)


def _dead_among(vault: Vault, owners: Iterable[str | None]) -> list[str]:
    folder, start = _folder_of(vault), _this_start()
    dead = []
    for owner in owners:
        found = _OWNER.search(owner or "")
        # The embedded store is one machine's: whoever worked on it before a start of it is judged by the same lock.
        if found and owner and (found["start"] == start or not vault.db.is_postgresql) and _is_free(folder / f"{found['life']}.life"):
            dead.append(owner)
    return dead


def _folder_of(vault: Vault) -> Path:
    return vault.originals.folder.parent / "workers"


def _this_start() -> str | None:
    """Tell this start of this machine from every other; None where the system does not say."""
    try:
        return hashlib.sha256(_BOOT.read_bytes()).hexdigest()[:8]
    except OSError:
        return None


@contextmanager
def _locked(folder: Path, life: str) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, unfinished = folder / f"{life}.life", folder / f"{life}.new"
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # It has its name only now: nobody finds it free.
        unfinished.rename(path)
        yield
    finally:
        for each in (path, unfinished):
            each.unlink(missing_ok=True)
        os.close(handle)


def _is_free(path: Path) -> bool:
    """Whether a file is there and nobody holds it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared, so that two that look at once do not take each other for its owner.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)
