"""Whether the service says that it cannot serve where the disk of its store is full, or nothing can be written."""

from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

import people
from matcher.errors import StoreUnavailable
from matcher.store import database, room
from matcher.store.database import connect_embedded
from web_clients import service as serving

API = "/api/v1"
PURPOSE = {"purpose": "locate-missing-person", "reference": "M-1", "reason": "Missing since noon"}


def with_free(monkeypatch, size):
    """Have the disks say how much they have free."""
    monkeypatch.setattr(room.os, "statvfs", lambda _folder: SimpleNamespace(f_bavail=size, f_frsize=1))


async def ready(service):
    found = await service.ask("GET", "/readyz")
    return found.status, found.json["status"], found.json["store"], found.json["uploads"]


async def test_a_full_disk_is_told(service, monkeypatch):
    """The service is not ready, says why, and its figures are still given."""
    before = await ready(service)
    with_free(monkeypatch, 0)
    full = await ready(service)
    figures = await service.ask("GET", "/metrics")

    assert before == (200, "ready", "answers", "taken")
    assert full == (503, "not-ready", "full", "refused")
    assert 'linewatch_free_bytes{of="uploads"} 0.0' in figures.text
    assert "linewatch_store_up 1.0" in figures.text


async def test_room_that_is_left_for_the_database_refuses_files_alone(service, monkeypatch):
    """Below the floor of uploads everything else is done: the service is ready and says that files are not taken."""
    service.house.vault.originals.free_space_floor = 1 << 30
    with_free(monkeypatch, 100 << 20)

    assert await ready(service) == (200, "ready", "answers", "no-room")


async def test_what_a_write_met_is_told_until_there_is_room(service):
    """Where no disk tells of it, the last write does: a small one says when there is room again, and none is made without that."""
    vault = service.house.vault
    vault.db.condition.is_full = True

    def refuse(connection):
        """Find no room for anything."""
        if connection.get_execution_options().get("linewatch_writes"):
            raise sa.exc.OperationalError("", None, Exception("database or disk is full"))

    engine = vault.db.engine.sync_engine
    sa.event.listen(engine, "begin", refuse)
    full = await ready(service)
    sa.event.remove(engine, "begin", refuse)
    again = await ready(service)

    assert full == (503, "not-ready", "full", "refused")
    assert again == (200, "ready", "answers", "taken")
    assert not vault.db.condition.is_full


async def test_a_full_disk_has_one_code(embedded):
    """Typed numbers and everything else are refused with the same code and status, and the service is not ready until there is room."""
    await embedded.load_list()
    vault = embedded.house.vault
    async with vault.db.read() as connection:
        pages = await connection.scalar(sa.text("PRAGMA page_count"))

    def limit(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    engine = vault.db.engine.sync_engine
    sa.event.listen(engine, "begin", limit, insert=True)
    refused = None
    for at in range(200):
        body = {**PURPOSE, "reason": "x" * 900, "numbers": [{"raw": f"07700 900{at:03d}"}]}
        refused = await embedded.ask("POST", f"{API}/checks", who="north-submitter", json=body)
        if refused.status != 200:
            break
    full = await ready(embedded)
    sa.event.remove(engine, "begin", limit)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1000000"), insert=True)

    assert (refused.status, refused.json["code"]) == (507, "store-full")
    assert full[:3] == (503, "not-ready", "full")
    assert (await ready(embedded))[:3] == (200, "ready", "answers")


@asynccontextmanager
async def held_by_another(vault):
    """Hold the store for writing from elsewhere, as another process does."""
    if vault.db.is_postgresql:
        other = create_async_engine(vault.db.engine.url)
        async with other.begin() as connection:
            await connection.exec_driver_sql("LOCK TABLE store_facts IN ACCESS EXCLUSIVE MODE")
            yield
        await other.dispose()
        return
    other = connect_embedded(vault.db.folder / "linewatch.db", vault.keys.database_key)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


async def test_a_store_that_another_holds_is_told(service, monkeypatch):
    """While nothing can be written the service is not ready and names the code that requests get; afterwards it is again."""
    monkeypatch.setattr(database, "_LOOK_MILLISECONDS", 100)
    async with held_by_another(service.house.vault):
        held = await service.ask("GET", "/readyz")
    again = await service.ask("GET", "/readyz")

    assert (held.status, held.json["store"], held.json["code"]) == (503, "not-writable", "store-unavailable")
    assert "Retry-After" in held.headers
    assert (again.status, again.json["store"], "code" in again.json) == (200, "answers", False)


async def test_a_server_that_takes_no_writes_is_told(tmp_path):
    """After a fail-over to a copy that is read only, or where its owner made it so, the service says that nothing can be written."""

    def make_it_so(connection):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    house = await people.new_house("postgresql", tmp_path)
    async with serving(house.vault, who=house) as served:
        sa.event.listen(house.vault.db.engine.sync_engine, "begin", make_it_so)
        refused = await ready(served)
        sa.event.remove(house.vault.db.engine.sync_engine, "begin", make_it_so)
        again = await ready(served)
    await house.vault.db.close()

    assert refused == (503, "not-ready", "not-writable", "refused")
    assert again == (200, "ready", "answers", "taken")


async def test_a_writer_of_our_own_that_takes_long_is_no_fault(embedded, monkeypatch):
    """While it gets on the service is ready; where the last one was refused for another process it is not, until one gets on."""
    monkeypatch.setattr(database, "_LOOK_MILLISECONDS", 50)
    vault = embedded.house.vault
    async with vault.db.write():
        long = await ready(embedded)
        vault.db.condition.is_locked = True
        stuck = await ready(embedded)

    assert (long[:3], stuck[:3]) == ((200, "ready", "answers"), (503, "not-ready", "not-writable"))
    assert not vault.db.condition.is_locked
    assert (await ready(embedded))[:3] == (200, "ready", "answers")


async def test_a_write_that_was_refused_for_another_is_remembered(embedded):
    """What a write met is known, with no further look, to whoever asks while writers wait in turn."""
    vault = embedded.house.vault

    def hurry(connection):
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")

    sa.event.listen(vault.db.engine.sync_engine, "begin", hurry, insert=True)
    async with held_by_another(vault):
        with pytest.raises(StoreUnavailable):
            async with vault.db.write() as connection:
                await connection.execute(sa.text("SELECT 1"))
        met = vault.db.condition.is_locked
    async with vault.db.write():
        pass

    assert (met, vault.db.condition.is_locked) == (True, False)


async def test_entries_that_cannot_be_opened_are_told_by_a_word(service, monkeypatch):
    """Whoever watches over the service reads that something is not set apart which should be; everything else is done."""
    before = (await service.ask("GET", "/readyz")).json["number_lists"]

    async def are_readable():
        return False

    monkeypatch.setattr(service.house.lists.guards, "are_readable", are_readable)
    found = await service.ask("GET", "/readyz")

    assert (before, found.status, found.json["number_lists"]) == ("readable", 200, "unreadable-entries")
