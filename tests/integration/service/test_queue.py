"""The durable queue: one worker for each job, leases that run out, readers that die, and everything handed back that was begun."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

import matcher.service.screening.jailed_screening as jailed
from dying import StillHouse
from ingest import ReaderDied, ReaderOutOfMemory, ReaderTimeout
from matcher.errors import StoreUnavailable
from matcher.service.erase_submission import erase_submission
from matcher.store import steps
from matcher.store.jobs import MOST_ATTEMPTS, LeaseLost, keep_lease, pace_jobs, read_queue
from matcher.store.schema.answers import alerts, jobs, matches, results, submission_events, submissions
from matcher.worker import run_worker
from submitting import LEASE, NOBODY, OPEN_NUMBER, a_card

PHONE = a_card(OPEN_NUMBER, NOBODY)


def a_house(desk, **changed):
    """Give what a worker lives in."""
    return replace(StillHouse(desk.vault, desk.lists, at=desk.now, lease=LEASE), **changed)


async def all_done(desk):
    """Wait until every job is done."""
    while any(each["state"] != "done" for each in await desk.rows(jobs)):  # noqa: ASYNC110 - the store tells nobody
        await asyncio.sleep(0.05)


def failing_with(error):
    """Give a reading of a file that ends with an error."""

    def read(*_args, **_more):
        raise error

    return read


async def test_paced_jobs_leave_room_for_what_comes_meanwhile(desk):
    """Jobs that are set apart in time come in their order, and a later one that is asked for at once goes first."""
    paced = [(await desk.hand_in(a_card(f"07700 90011{at}"))).submission_id for at in range(3)]
    async with desk.vault.db.write() as connection:
        await pace_jobs(connection, start=desk.now + timedelta(seconds=5), every=timedelta(seconds=1))
    urgent = (await desk.hand_in(PHONE)).submission_id

    due = sorted(await desk.rows(jobs), key=lambda row: row["run_after"])

    assert [row["submission_id"] for row in due] == [urgent, *paced]


async def test_many_workers_take_each_job_once(desk):
    """Twenty workers at once on thirty jobs: no job is taken twice, none is left."""
    for at in range(30):
        await desk.hand_in(a_card(f"07700 9001{at:02d}"))

    async def take_all():
        taken = []
        while job := await desk.take():
            taken.append(job.id)
        return taken

    taken = [job for several in await asyncio.gather(*(take_all() for _ in range(20))) for job in several]

    assert len(taken) == len(set(taken)) == 30


async def test_several_workers_answer_everything_once(desk):
    """Three workers side by side: every submission has one answer, and the same file is alerted about once."""
    for at in range(6):
        await desk.hand_in(PHONE if at % 2 else a_card(f"07700 9001{at:02d}"))
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(run_worker(a_house(desk), stop=stop))
        await all_done(desk)
        stop.set()

    assert {each["status"] for each in await desk.rows(submissions)} == {"done"}
    assert len(await desk.rows(results)) == 18
    assert len(await desk.rows(alerts)) == 1
    assert (await desk.house.deeds()).count("submission:matched done") == 6


async def test_the_result_of_a_worker_that_was_stopped_for_too_long_is_refused(desk):
    """Whoever comes back after their lease ran out changes nothing; the job is done once, by the other."""
    await desk.hand_in(PHONE)
    late = await desk.take()
    desk.now += 2 * LEASE
    other = await desk.take()

    with pytest.raises(LeaseLost):
        await desk.run(late)
    await desk.run(other)
    with pytest.raises(LeaseLost):
        await desk.run(late)

    assert other.attempts == 2
    assert len(await desk.rows(matches)) == 1
    assert (await desk.house.deeds()).count("submission:matched done") == 1


async def test_a_lease_that_is_lost_while_reading_ends_the_reading(desk, monkeypatch):
    """A worker that learns in the middle that the job is another's stops, and nothing of its work is kept."""
    await desk.hand_in(PHONE)
    late = await desk.take()
    loop = asyncio.get_running_loop()

    def at(step):
        if step == "screening:matching-recorded":
            desk.now += 2 * LEASE
            loop.create_task(desk.take())  # noqa: RUF006 - it ends before the test

    monkeypatch.setattr(steps, "reached", at)
    with pytest.raises(LeaseLost):
        await desk.run(late)
    monkeypatch.undo()

    assert await desk.rows(results) == []


async def test_a_sign_of_life_keeps_a_job(desk):
    """As long as signs of life come nobody else gets the job; one that comes too late, when somebody else has it, is refused."""
    await desk.hand_in(PHONE)
    job = await desk.take()
    for _ in range(5):
        desk.now += LEASE * 0.9
        async with desk.vault.db.write() as connection:
            await keep_lease(connection, job, now=desk.now, lease=LEASE)
        assert await desk.take() is None
    desk.now += 2 * LEASE
    assert await desk.take() is not None
    with pytest.raises(LeaseLost):
        async with desk.vault.db.write() as connection:
            await keep_lease(connection, job, now=desk.now, lease=LEASE)


async def test_a_job_nobody_can_finish_is_given_up(desk):
    """After five workers that died in it a submission fails with a code, its file is erased, and the trail tells."""
    receipt = await desk.hand_in(PHONE)
    for _ in range(MOST_ATTEMPTS):
        assert await desk.take() is not None
        desk.now += 2 * LEASE
    await desk.work()

    (row,) = await desk.rows(submissions)
    (job,) = await desk.rows(jobs)
    assert (row["status"], row["code"], row["original_key"]) == ("failed", "gave-up", None)
    assert job["state"] == "dead"
    assert not desk.vault.originals.has(receipt.submission_id)
    assert (await desk.house.deeds())[-1] == "submission:failed failed"


async def test_a_reader_that_dies_is_tried_again_and_then_blamed(desk, monkeypatch):
    """A reader may have died of the machine: the third time the file fails with the code."""
    monkeypatch.setattr(jailed, "read_in_jail", failing_with(ReaderDied("'x' died.")))
    await desk.hand_in(PHONE)
    tried = 0
    while job := await desk.take():
        await desk.run(job)
        tried += 1
        desk.now += timedelta(seconds=5)

    (row,) = await desk.rows(submissions)
    assert (tried, row["status"], row["code"]) == (3, "failed", "reader-died")


@pytest.mark.parametrize("error", [ReaderOutOfMemory("x"), ReaderTimeout("x")])
async def test_a_reader_that_takes_too_much_fails_at_once(desk, monkeypatch, error):
    """What hangs or eats memory ends as failed with its code, and the next file is answered."""
    monkeypatch.setattr(jailed, "read_in_jail", failing_with(error))
    await desk.hand_in(PHONE)
    await desk.work()
    monkeypatch.undo()
    await desk.hand_in(PHONE)
    await desk.work()

    assert sorted((row["status"], row["code"]) for row in await desk.rows(submissions)) == [("done", None), ("failed", error.code)]


async def test_an_erased_submission_is_not_answered(desk, monkeypatch):
    """Erasing while a worker reads: the worker finds its job gone, and nothing of its answer is kept."""
    receipt = await desk.hand_in(PHONE)
    job = await desk.take()
    loop = asyncio.get_running_loop()
    erased = []

    def at(step):
        if step == "screening:reading-recorded":
            erased.append(
                loop.create_task(
                    erase_submission(desk.vault, desk.actor("north-submitter"), receipt.submission_id, policy=desk.policy, **desk.ask)
                )
            )

    monkeypatch.setattr(steps, "reached", at)
    with pytest.raises(LeaseLost):
        await desk.run(job)
    report = await erased[0]

    assert set(report.left.values()) == {0}
    for table in (results, matches, alerts, submission_events):
        assert await desk.rows(table) == []


async def test_a_worker_that_is_told_to_stop_hands_its_job_back(desk, monkeypatch):
    """A job that does not end in time goes back to the queue, uncounted, and another worker does it."""
    monkeypatch.setattr("matcher.worker._GRACE_SECONDS", 0.1)
    await desk.hand_in(PHONE)
    stop = asyncio.Event()
    begun = asyncio.Event()

    def at(step):
        if step == "screening:reading-recorded":
            begun.set()
            stop.set()

    real = jailed.read_in_jail

    def slowly(*args, **more):
        time.sleep(0.5)
        return real(*args, **more)

    monkeypatch.setattr(steps, "reached", at)
    monkeypatch.setattr(jailed, "read_in_jail", slowly)
    await run_worker(a_house(desk), stop=stop)
    monkeypatch.undo()

    (job,) = await desk.rows(jobs)
    assert begun.is_set()
    assert (job["state"], job["attempts"]) == ("waiting", 0)
    assert await desk.work() == 1
    assert [row["status"] for row in await desk.rows(submissions)] == ["done"]


async def test_a_fault_of_ours_is_tried_again_later_and_given_up(desk, monkeypatch):
    """Something unforeseen in a job puts it off, longer each time, and ends it after five; other jobs go on."""
    monkeypatch.setattr(jailed, "read_in_jail", failing_with(ZeroDivisionError()))
    await desk.hand_in(PHONE)
    for _ in range(MOST_ATTEMPTS + 1):
        stop = asyncio.Event()

        async with asyncio.TaskGroup() as group:
            group.create_task(run_worker(a_house(desk), stop=stop))
            await asyncio.sleep(0.3)
            stop.set()
        desk.now += timedelta(minutes=5)

    (row,) = await desk.rows(submissions)
    assert (row["status"], row["code"]) == ("failed", "gave-up")


async def test_a_worker_outlives_a_store_that_does_not_answer(desk, monkeypatch):
    """While the store cannot be reached a worker waits, and goes on when it is back."""
    await desk.hand_in(PHONE)
    house = a_house(desk)
    stop = asyncio.Event()
    monkeypatch.setattr("matcher.worker._PAUSE_SECONDS", 0.05)
    failures = 3

    async def take(*_args, **_more):
        nonlocal failures
        failures -= 1
        if failures == 0:
            monkeypatch.undo()
        raise StoreUnavailable("The store cannot be reached.")

    monkeypatch.setattr("matcher.worker.take_job", take)
    async with asyncio.TaskGroup() as group:
        group.create_task(run_worker(house, stop=stop))
        await all_done(desk)
        stop.set()

    assert [row["status"] for row in await desk.rows(submissions)] == ["done"]


async def test_the_queue_says_how_much_there_is_to_do(desk):
    """Figures of the queue are those of its rows."""
    await desk.hand_in(PHONE)
    await desk.hand_in(PHONE)
    await desk.take()

    async with desk.vault.db.read() as connection:
        queue = await read_queue(connection)

    assert (queue.waiting, queue.leased, queue.dead, queue.oldest) == (1, 1, 0, desk.now)


async def test_a_new_list_is_used_for_the_next_file_and_not_for_one_under_way(desk):
    """A job that was begun with a version ends with it, though a newer one was published in between."""
    first = await desk.hand_in(PHONE)
    job = await desk.take()
    async with desk.vault.db.read() as connection:
        before = await desk.lists.latest(connection, desk.actor("north-submitter").organisation_id)
    await desk.run(job)
    await desk.publish(b"line_id,number\nL-1,07700 900111\n")
    second = await desk.hand_in(PHONE)
    await desk.work()

    answers = [await desk.result(each.submission_id) for each in (first, second)]

    assert before.number == 1
    assert [each["screening"]["line_list"]["version"] for each in answers] == ["1", "2"]
    assert [each["matches"][0]["line"]["id"] for each in answers] == ["L-0043", "L-1"]
