"""Whether the service says that it cannot serve where the disk of its store is full."""

from types import SimpleNamespace

import sqlalchemy as sa

from matcher.store import room

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


async def test_entries_that_cannot_be_opened_are_told_by_a_word(service, monkeypatch):
    """Whoever watches over the service reads that something is not set apart which should be; everything else is done."""
    before = (await service.ask("GET", "/readyz")).json["number_lists"]

    async def are_readable():
        return False

    monkeypatch.setattr(service.house.lists.guards, "are_readable", are_readable)
    found = await service.ask("GET", "/readyz")

    assert (before, found.status, found.json["number_lists"]) == ("readable", 200, "unreadable-entries")
