"""Numbers a partner protects, and takes off again because that was a mistake."""

from __future__ import annotations

from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.remove_guard_number import remove_guard_number
from matcher.store.jobs import Job, JobKind, take_job
from submitting import LEASE, Desk

PARTNER = "north-safeguarding"


async def protect(desk: Desk, number: str, last: str | None = None) -> str:
    """Have a partner protect a number, and give the entry."""
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", number, last, "A surgery", "They asked for it.", "Their letter")
    return (await add_guard_number(desk.vault, desk.actor(PARTNER), desk.lists, draft, **desk.ask)).id


async def unprotect(desk: Desk, entry: str) -> None:
    """Have a partner take an entry off again."""
    await remove_guard_number(desk.vault, desk.actor(PARTNER), entry, reason="It was a mistake.", **desk.ask)


async def taken(desk: Desk, kind: JobKind) -> Job | None:
    """Take the job of a kind."""
    async with desk.vault.db.write() as connection:
        return await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[kind])


async def keep_out(desk: Desk) -> None:
    """Take out what is protected."""
    job = await taken(desk, JobKind.KEEP_OUT)
    assert job is not None
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)
