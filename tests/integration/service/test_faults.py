"""Faults of the machine: a full disk, a store somebody else holds, a server that crashes. A clear code, and nothing lost."""

import asyncio
import errno
import os

import pytest
import sqlalchemy as sa

from legal_metadata import metadata
from matcher.errors import NoLineList, StoreFull, StoreUnavailable
from matcher.service.lists.line_lists import LineLists
from matcher.service.prepare_submission import prepare_submission
from matcher.store import steps
from matcher.store.database import connect_embedded
from matcher.store.schema.answers import jobs, results, submissions
from people import settle
from stores import crash_server, new_vault, restart_server
from submitting import LEASE, NOBODY, OPEN_NUMBER, Desk, a_card, means, new_desk

PHONE = a_card(OPEN_NUMBER, NOBODY)


@pytest.fixture
async def embedded(tmp_path):
    """Give a place where files are handed in, on the embedded store."""
    desk = await new_desk("sqlite", tmp_path)
    yield desk
    await desk.vault.db.close()


@pytest.fixture
async def served(tmp_path):
    """Give a place where files are handed in, on the server."""
    desk = await new_desk("postgresql", tmp_path)
    yield desk
    await desk.vault.db.close()


def with_pragma(desk, pragma):
    """Set something for every transaction from here on; gives how to end that."""

    def set_it(connection):
        connection.exec_driver_sql(f"PRAGMA {pragma}")

    engine = desk.vault.db.engine.sync_engine
    sa.event.listen(engine, "begin", set_it, insert=True)
    return lambda: sa.event.remove(engine, "begin", set_it)


async def is_answered(desk):
    """Say whether there is one submission, answered once, with nothing left to do."""
    rows = await desk.rows(submissions)
    return [row["status"] for row in rows] == ["done"] and len(await desk.rows(results)) == 3


async def pages_of(desk):
    """Give how many pages the embedded store has."""
    async with desk.vault.db.read() as connection:
        return await connection.scalar(sa.text("PRAGMA page_count"))


async def hand_in_until_refused(desk):
    """Hand in one file after the other, many more than there is room for."""
    for at in range(200):
        await desk.hand_in(a_card(f"07700 900{at:03d}"), name="x" * 190)


async def test_a_full_disk_refuses_an_upload_and_keeps_nothing_of_it(embedded, monkeypatch):
    """Where the file finds no room it is refused with its code; the same request works when there is room again."""
    real = os.fsync

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull) as refused:
        await embedded.hand_in(PHONE, key="k-1")
    monkeypatch.setattr(os, "fsync", real)

    assert refused.value.code == "store-full"
    assert list(embedded.vault.originals.folder.iterdir()) == []
    assert (await embedded.hand_in(PHONE, key="k-1")).is_new
    await embedded.work()
    assert await is_answered(embedded)


async def test_a_full_database_refuses_an_upload_and_keeps_nothing_of_it(embedded):
    """Where the database finds no room the file is removed again, and the same request works when there is room."""
    undo = with_pragma(embedded, f"max_page_count = {await pages_of(embedded)}")
    with pytest.raises(StoreUnavailable):
        await hand_in_until_refused(embedded)
    undo()
    with_pragma(embedded, "max_page_count = 1000000")
    kept = {row["id"] for row in await embedded.rows(submissions)}

    assert {each.name.removesuffix(".sealed") for each in embedded.vault.originals.folder.iterdir()} == kept
    await embedded.work()
    assert {row["status"] for row in await embedded.rows(submissions)} <= {"done"}
    assert (await embedded.hand_in(PHONE)).is_new


async def test_a_database_that_is_full_when_an_answer_comes_loses_no_submission(embedded):
    """The job stays, and is done when there is room again, once."""
    await embedded.hand_in(a_card(*(f"07700 900{at:03d}" for at in range(400))))
    job = await embedded.take()
    pages = await pages_of(embedded)
    undo = with_pragma(embedded, f"max_page_count = {pages}")
    with pytest.raises(StoreUnavailable):
        await embedded.run(job)
    undo()
    with_pragma(embedded, "max_page_count = 1000000")
    embedded.now += 2 * LEASE

    assert await embedded.work() == 1
    assert await is_answered(embedded)


async def test_a_store_that_somebody_holds_for_a_moment_is_waited_for(embedded, tmp_path):
    """A writer waits for another process, and the file is taken."""
    other = connect_embedded(tmp_path / "linewatch.db", embedded.vault.keys.database_key)
    other.execute("BEGIN IMMEDIATE")
    handing_in = asyncio.create_task(embedded.hand_in(PHONE))
    await asyncio.sleep(0.5)
    assert not handing_in.done()
    other.execute("COMMIT")
    other.close()

    assert (await handing_in).is_new


async def test_a_store_that_somebody_holds_for_too_long_refuses_and_keeps_nothing(embedded, tmp_path):
    """The code says that the store cannot be used; no file stays behind, and the same request works afterwards."""
    undo = with_pragma(embedded, "busy_timeout = 100")
    other = connect_embedded(tmp_path / "linewatch.db", embedded.vault.keys.database_key)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as refused:
        await embedded.hand_in(PHONE, key="k-1")
    left = list(embedded.vault.originals.folder.iterdir())
    other.execute("COMMIT")
    other.close()
    undo()

    assert (refused.value.code, "in use" in refused.value.sentence) == ("store-unavailable", True)
    assert left == []
    assert (await embedded.hand_in(PHONE, key="k-1")).is_new


@pytest.mark.parametrize("step", ["submission:within-transaction", "submission:before-commit"])
async def test_a_server_that_crashes_while_a_file_comes_in_loses_nothing(served, monkeypatch, step):
    """The request fails with a code; the same request after the restart makes one submission, which is answered."""
    monkeypatch.setattr(steps, "reached", lambda name: crash_server() if name == step else None)
    with pytest.raises(StoreUnavailable):
        await served.hand_in(PHONE, key="k-1")
    monkeypatch.undo()
    restart_server()

    receipt = await served.hand_in(PHONE, key="k-1")
    await served.work()

    assert await is_answered(served)
    assert [row["id"] for row in await served.rows(submissions)] == [receipt.submission_id]


@pytest.mark.parametrize(
    "step", ["screening:reading-recorded", "screening:composed", "screening:within-transaction", "screening:before-commit"]
)
async def test_a_server_that_crashes_while_a_file_is_answered_loses_nothing(served, monkeypatch, step):
    """The worker fails with a code; after the restart the job is taken again, and there is one answer."""
    await served.hand_in(PHONE)
    job = await served.take()
    monkeypatch.setattr(steps, "reached", lambda name: crash_server() if name == step else None)
    with pytest.raises(StoreUnavailable):
        await served.run(job)
    monkeypatch.undo()
    restart_server()
    served.now += 2 * LEASE
    await served.work()

    assert await is_answered(served)
    assert [row["state"] for row in await served.rows(jobs)] == ["done"]
    assert (await served.house.deeds()).count("submission:matched done") == 1


async def test_an_organisation_without_a_list_hands_in_nothing(tmp_path):
    """Nothing could be compared, so nothing is taken, and the code says what is missing."""
    vault = await new_vault("sqlite", tmp_path)
    desk = Desk(await settle(vault), LineLists(vault, means().lists))
    with pytest.raises(NoLineList):
        await prepare_submission(vault, desk.actor("north-submitter"), metadata(), policy=desk.policy, **desk.ask)
    await vault.db.close()
