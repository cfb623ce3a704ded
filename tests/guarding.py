"""Numbers a partner protects, and takes off again because that was a mistake."""

from __future__ import annotations

from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.service.add_guard_number import add_guard_number
from matcher.service.remove_guard_number import remove_guard_number
from submitting import Desk

PARTNER = "north-safeguarding"


async def protect(desk: Desk, number: str, last: str | None = None) -> str:
    """Have a partner protect a number, and give the entry."""
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", number, last, "A surgery", "They asked for it.", "Their letter")
    return (await add_guard_number(desk.vault, desk.actor(PARTNER), desk.lists, draft, **desk.ask)).id


async def unprotect(desk: Desk, entry: str) -> None:
    """Have a partner take an entry off again."""
    await remove_guard_number(desk.vault, desk.actor(PARTNER), entry, reason="It was a mistake.", **desk.ask)
