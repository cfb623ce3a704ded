"""An answer made before a number was protected is made anew as it is kept, in both forms, on both engines."""

from datetime import timedelta

import pytest

from legal_metadata import PACE
from looking_back import handed_in
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.remove_guard_number import remove_guard_number
from matcher.service.rerun_submission import rerun_submission
from matcher.store.jobs import JobKind, take_job
from submitting import COVERT_NUMBER, LEASE, NOBODY, OPEN_NUMBER, means

PARTNER = "north-safeguarding"
ON_NO_PHONE = "07700 900777"


async def protect(desk, number, *, keeps_out=True):
    """Have a number protected, and taken out."""
    desk.now += timedelta(minutes=5)
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", number, None, "A surgery", "They asked for it.", "Their letter")
    entry = await add_guard_number(desk.vault, desk.actor(PARTNER), desk.lists, draft, **desk.ask)
    if keeps_out:
        await keep_out(desk)
    return entry.id


async def keep_out(desk):
    """Take out what is protected."""
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)


async def unprotect(desk, entry):
    """Have an entry taken off."""
    desk.now += timedelta(minutes=5)
    await remove_guard_number(desk.vault, desk.actor(PARTNER), entry, reason="It was a mistake.", **desk.ask)


async def again(desk, submission):
    """Answer it once more."""
    await desk.clear("north-auditor")
    actor = desk.actor("north-auditor", is_cleared=True)
    return await rerun_submission(desk.vault, actor, desk.lists, submission, means=means(), **desk.ask)


@pytest.mark.parametrize("number", [ON_NO_PHONE, NOBODY, OPEN_NUMBER, COVERT_NUMBER])
async def test_what_was_protected_since_makes_no_difference(desk, number):
    """Whether the phone holds it, whether it matched, whether the line is covert; and also once it is protected no more."""
    desk.with_policy(keep_originals=True)
    submission = await handed_in(desk, NOBODY, OPEN_NUMBER, COVERT_NUMBER, **PACE)
    entry = await protect(desk, number)
    made = await again(desk, submission)
    assert made.kept == made.anew
    assert set(made.kept) == {"open", "whole", "own"}
    await unprotect(desk, entry)
    made = await again(desk, submission)
    assert made.kept == made.anew


@pytest.mark.parametrize("number", [NOBODY, OPEN_NUMBER, COVERT_NUMBER])
async def test_what_was_protected_then_and_is_no_more_makes_no_difference(desk, number):
    """It was not there for the answer, and is not when that is made anew."""
    desk.with_policy(keep_originals=True)
    entry = await protect(desk, number)
    submission = await handed_in(desk, NOBODY, OPEN_NUMBER, COVERT_NUMBER, **PACE)
    await unprotect(desk, entry)
    made = await again(desk, submission)
    assert made.kept == made.anew
