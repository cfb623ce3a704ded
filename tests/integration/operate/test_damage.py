"""A database with a page that is not what was written there: told in one sentence, and nothing more is promised on it."""

from __future__ import annotations

import sys

import pytest

from matcher.cli.at_the_machine import actor_of
from matcher.domain.access.audit import AuditAction, Deed
from matcher.errors import StoreUnavailable, WrongKey
from matcher.service.measure_store import measure_store
from matcher.service.verify_audit import verify_audit
from matcher.store.audit import put_on_record, read_rows
from matcher.store.database import open_database, server_url
from operated import NOW, new_store

_PAGE = 4096


@pytest.fixture
async def store(tmp_path):
    """A store with a trail of some length."""
    made = await new_store(tmp_path / "data")
    vault = await made.vault()
    deed = Deed(NOW, None, None, AuditAction.STORE_BACKED_UP, "store", reason="x" * 900)
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed] * 300)
    await vault.db.close()
    return made


def damage(store, *pages):
    """Change a byte in the middle of some pages, counted from the end."""
    path = store.place.database_file
    data = bytearray(path.read_bytes())
    for page in pages:
        data[len(data) - page * _PAGE + _PAGE // 2] ^= 0xFF
    path.write_bytes(data)


async def test_a_damaged_page_is_told_and_nothing_is_written_any_more(store):
    """Whoever reads it is told that the database is damaged; from then on nothing is taken in, and the service is not ready."""
    damage(store, *range(2, 12))
    vault = await store.vault()
    assert await measure_store(vault, now=NOW)

    with pytest.raises(StoreUnavailable, match="damaged") as caught:
        async with vault.db.read() as connection:
            assert [row async for row in read_rows(connection, after=0)]
    assert "restore a backup" in caught.value.hint
    with pytest.raises(StoreUnavailable, match="damaged"):
        async with vault.db.write():
            pass
    with pytest.raises(StoreUnavailable, match="damaged"):
        await measure_store(vault, now=NOW)
    await vault.db.close()


@pytest.mark.parametrize("page", [1, 5, 50])
async def test_verifying_the_trail_looks_at_every_page(store, page):
    """A page that nothing of the trail stands on is looked at too."""
    damage(store, page)
    vault = await store.vault()

    with pytest.raises(StoreUnavailable, match="damaged"):
        await verify_audit(vault, actor_of(None), now=NOW, origin="test")
    await vault.db.close()


async def test_a_sound_store_is_verified(store):
    """Where no page was touched, the trail is gone along as ever."""
    vault = await store.vault()

    assert await vault.db.check_pages()
    assert (await verify_audit(vault, actor_of(None), now=NOW, origin="test")).is_whole
    await vault.db.close()


async def test_a_file_whose_head_is_damaged_is_no_store(store):
    """Whether the key is another one or the first page is damaged cannot be told apart; both are told."""
    path = store.place.database_file
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)

    with pytest.raises(WrongKey, match="key is another one, or the file is no store"):
        await store.vault()


def test_a_driver_that_is_missing_is_told(monkeypatch):
    """Where there is no driver for the server, what to do stands there, instead of a fault of ours."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreUnavailable, match="driver for PostgreSQL") as caught:
        open_database("postgresql://somebody@localhost/store", "0" * 64)

    assert "requirements/postgresql.txt" in caught.value.hint
    assert server_url("sqlite:///store.db") is None
