"""The job of a worker that was killed is taken up at once; whoever is not proven dead keeps it until the lease runs out."""

import asyncio
import signal

import pytest

import dying
from dying import PHONE, address_of, work_until_idle
from matcher.store.jobs import take_job
from matcher.store.lives import at_work, forget_the_dead, free_jobs_of_dead
from matcher.store.schema.answers import jobs, submissions, unmatched_numbers
from people import NOW
from submitting import LEASE


async def take(desk, name):
    """Take a job as the worker of a name."""
    async with desk.vault.db.write() as connection:
        return await take_job(connection, name, now=desk.now, lease=LEASE)


async def lease_of(desk):
    """Give the state and the attempts of the one job."""
    (job,) = await desk.rows(jobs)
    return job["state"], job["attempts"]


@pytest.mark.parametrize("step", ["screening:reading-recorded", "screening:after-stride"])
async def test_the_job_of_a_killed_worker_is_done_before_its_lease_runs_out(desk, tmp_path, step):
    """A worker is killed in the middle of a job; another one does the job though the clock, and with it the lease, stands still."""
    await desk.hand_in(PHONE, key="k-1")
    killed = await asyncio.to_thread(dying.die, address_of(desk.vault, tmp_path), tmp_path, "work", step)
    before = await lease_of(desk)

    async with asyncio.timeout(60):
        await work_until_idle(desk.vault, at=NOW)

    (row,) = await desk.rows(submissions)
    assert (killed.returncode, before) == (-signal.SIGKILL, ("leased", 1))
    assert (row["status"], await lease_of(desk)) == ("done", ("done", 2))
    assert len(await desk.rows(unmatched_numbers)) == 2


async def test_a_killed_worker_leaves_no_file_for_long(desk, tmp_path):
    """The file by which a killed worker was known is removed by whoever works next, and so is the one of that."""
    await desk.hand_in(PHONE, key="k-1")
    await asyncio.to_thread(dying.die, address_of(desk.vault, tmp_path), tmp_path, "work", "screening:taken")
    left = len(list((tmp_path / "workers").iterdir()))

    async with asyncio.timeout(60):
        await work_until_idle(desk.vault, at=NOW)

    assert (left, list((tmp_path / "workers").iterdir())) == (1, [])


async def test_a_worker_that_lives_keeps_its_job(desk):
    """However long it says nothing, the job of a worker that holds its lock is not given back before its time, nor its file removed."""
    await desk.hand_in(PHONE, key="k-1")
    with at_work(desk.vault) as name:
        await take(desk, name)
        forget_the_dead(desk.vault)

        freed = await free_jobs_of_dead(desk.vault, now=desk.now)

        assert (freed, await lease_of(desk)) == (0, ("leased", 1))


async def test_a_worker_of_whom_nothing_is_known_has_until_the_end_of_its_lease(desk):
    """A name without a lock, and one whose file does not stand here, prove nothing."""
    for name in ("worker", "host:1@0123abcd.0123456789ab"):
        await desk.hand_in(PHONE.replace(b"Contact 2", name.encode()))
        await take(desk, name)

    freed = await free_jobs_of_dead(desk.vault, now=desk.now)

    assert freed == 0


async def test_a_worker_of_another_machine_is_judged_where_the_store_is_one_machines(desk, tmp_path):
    """On a shared store nobody judges workers of another start of a machine; the embedded store has seen only its own."""
    await desk.hand_in(PHONE, key="k-1")
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "0123456789ab.life").touch()
    await take(desk, "host:1@0123abcd.0123456789ab")

    freed = await free_jobs_of_dead(desk.vault, now=desk.now)

    assert freed == (0 if desk.vault.db.is_postgresql else 1)


async def test_where_no_file_can_be_written_leases_have_to_do(desk, tmp_path):
    """A worker whose folder cannot be made has a name all the same, and its job is not given back."""
    await desk.hand_in(PHONE, key="k-1")
    (tmp_path / "workers").write_text("in the way")
    with at_work(desk.vault) as name:
        await take(desk, name)

    freed = await free_jobs_of_dead(desk.vault, now=desk.now)

    assert "@" not in name
    assert freed == 0
