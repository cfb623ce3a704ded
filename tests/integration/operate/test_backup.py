"""A backup is one state of the store, made while it is in use, and becomes a store again only when every part of it is sound."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

import matcher.store.backup as backing_up
from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction, Head
from matcher.domain.access.caller import SessionLimits
from matcher.errors import BadBackup, BadRequest, CannotWrite, MatcherError, StoreUnavailable, WrongKey
from matcher.service.back_up_store import back_up_store
from matcher.service.restore_store import restore_store
from matcher.store.audit import read_head, read_trail
from matcher.store.backup_manifest import read_manifest
from matcher.store.keys import create_key_file, load_key_file, rotate
from matcher.store.place import Place, open_vault
from matcher.store.rekey import take_newest_key
from matcher.store.schema.answers import submissions
from matcher.store.schema.trail import audit_events
from matcher.store.sessions import find_session, open_session
from matcher.store.trail_check import is_whole
from operated import NOW, Store, forget, hand_in, place_in

CONTENT = os.urandom(200_000)


async def back_up(store: Store, target: Path):
    """Back a store up."""
    return await back_up_store(store.place, target, tool="linewatch test", now=NOW, origin="test")


def copy_key(store: Store, folder: Path) -> None:
    """Bring the key file of a store into another folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "linewatch.key").touch(0o600)
    (folder / "linewatch.key").write_bytes(store.place.key_file.read_bytes())


async def restored(store: Store, backup: Path, folder: Path):
    """Restore a backup into a folder that holds the key file only."""
    copy_key(store, folder)
    return await restore_store(backup, place_in(folder), now=NOW, origin="test")


async def ids_of(place: Place) -> set[str]:
    """The submissions in a store, after its trail was found whole."""
    vault = await open_vault(place)
    try:
        async with vault.db.read() as connection:
            head, _ = await read_head(connection, vault.keys)
            assert await is_whole(connection, vault.keys, head)
            return {row.id for row in await connection.execute(sa.select(submissions.c.id))}
    finally:
        await vault.db.close()


async def test_a_backup_under_load_is_one_state_with_all_that_was_acknowledged_before(store, tmp_path):
    """While two others hand in and erase without pause, each of three backups is whole and holds all that stood before it began."""
    acknowledged: set[str] = set()
    at_work = True

    async def writer(name: str) -> None:
        vault = await store.vault()
        number = 0
        while at_work:
            upload = f"sub_{name}{number}"
            await hand_in(vault, store, upload, CONTENT[:5000])
            acknowledged.add(upload)
            if number % 2:
                await forget(vault, upload)
            number += 1
        await vault.db.close()

    writers = [asyncio.create_task(writer(name)) for name in ("a", "b")]
    try:
        for number in range(3):
            while len(acknowledged) < 10 * (number + 1):  # noqa: ASYNC110 - the writers are what is waited for
                await asyncio.sleep(0.01)
            before = set(acknowledged)
            manifest = await back_up(store, tmp_path / f"backup{number}")
            back = tmp_path / f"back{number}"
            await restored(store, tmp_path / f"backup{number}", back)

            assert before <= await ids_of(place_in(back))
            vault = await open_vault(place_in(back))
            async with vault.db.read() as connection:
                kept = (await connection.execute(sa.select(submissions).where(submissions.c.original_key.is_not(None)))).all()
            assert {f"originals/{row.id}.sealed" for row in kept} == {each.name for each in manifest.originals}
            for row in kept:
                with vault.originals.open(row.id, row.original_key) as original:
                    assert original.readall() == CONTENT[:5000]
            await vault.db.close()
    finally:
        at_work = False
        await asyncio.gather(*writers)


async def test_both_are_on_record_in_the_store_that_comes_of_it(store, tmp_path):
    """The copy holds the record of its own making, and the restored store that it was restored; the trail goes on from there."""
    manifest = await back_up(store, tmp_path / "backup")
    await restored(store, tmp_path / "backup", tmp_path / "back")

    vault = await open_vault(place_in(tmp_path / "back"))
    async with vault.db.read() as connection:
        events = [each async for each in read_trail(connection, vault.keys)]
    await vault.db.close()
    assert [(each.action, each.object_id) for each in events[-2:]] == [
        (AuditAction.STORE_BACKED_UP, manifest.id),
        (AuditAction.STORE_RESTORED, manifest.id),
    ]


async def test_neither_key_nor_anything_readable_is_in_a_backup(store, tmp_path):
    """A backup has no key file, and what stands in the store in plain words stands nowhere in its bytes."""
    vault = await store.vault()
    await hand_in(vault, store, "sub_1", b"Jay 07700 900123")
    await vault.db.close()
    await back_up(store, tmp_path / "backup")

    files = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"backup.json", "backup.seal", "linewatch.db", "sub_1.sealed"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    secret = store.place.key_file.read_text().split()[4]
    for path in files:
        data = path.read_bytes()
        assert not any(needle in data for needle in (b"900123", b"Estmoor", b"head.of.it", b"SQLite format", secret.encode()))


@pytest.mark.parametrize("name", ["linewatch.db", "originals/sub_1.sealed", "backup.json", "backup.seal"])
@pytest.mark.parametrize("how", ["changed", "cut", "missing"])
async def test_a_backup_with_any_part_changed_cut_or_missing_is_refused(store, tmp_path, name, how):
    """Whatever is done to any file of a backup, it is refused and nothing of it is left in the data folder."""
    vault = await store.vault()
    await hand_in(vault, store, "sub_1", CONTENT)
    await vault.db.close()
    await back_up(store, tmp_path / "backup")
    path = tmp_path / "backup" / name
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
    else:
        data[len(data) // 2] ^= 1
        path.write_bytes(data if how == "changed" else data[:-20])

    with pytest.raises((BadBackup, WrongKey)):
        await restored(store, tmp_path / "backup", tmp_path / "back")

    assert [path.name for path in (tmp_path / "back").iterdir()] == ["linewatch.key"]


async def test_a_backup_opens_with_its_own_key_only(store, tmp_path):
    """With the key file of another store a backup is refused as such."""
    await back_up(store, tmp_path / "backup")
    create_key_file(tmp_path / "other" / "linewatch.key")

    with pytest.raises(WrongKey):
        await restore_store(tmp_path / "backup", place_in(tmp_path / "other"), now=NOW, origin="test")


async def test_nothing_is_ever_replaced(store, tmp_path):
    """A backup goes into a new folder, and a restore into an empty one; what is there stays as it is."""
    await back_up(store, tmp_path / "backup")
    before = {path: path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file()}

    with pytest.raises(CannotWrite):
        await back_up(store, tmp_path / "backup")
    with pytest.raises(CannotWrite):
        await restore_store(tmp_path / "backup", store.place, now=NOW, origin="test")

    assert {path: path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file()} == before
    await ids_of(store.place)


async def test_a_backup_that_fails_leaves_nothing_and_is_on_record(store, tmp_path, monkeypatch):
    """Where a copy cannot be finished nothing of it is left, and the trail says that it failed."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "check_database", full)
    with pytest.raises(MatcherError, match="disk is full"):
        await back_up(store, tmp_path / "backup")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    vault = await store.vault()
    async with vault.db.read() as connection:
        wanted = sa.select(audit_events.c.outcome).where(audit_events.c.action == "store:backed_up").order_by(audit_events.c.sequence)
        outcomes = list(await connection.scalars(wanted))
    await vault.db.close()
    assert outcomes == ["done", "failed"]


async def test_who_was_signed_in_is_signed_in_no_longer(store, tmp_path):
    """A restore ends every sign-in: who was signed in then may have been signed out since."""
    vault = await store.vault()
    async with vault.db.write() as connection:
        opened = await open_session(connection, store.first.account.id, signed_in_by=SignedInBy.PASSWORD, limits=SessionLimits(), now=NOW)
    await vault.db.close()
    await back_up(store, tmp_path / "backup")

    done = await restored(store, tmp_path / "backup", tmp_path / "back")

    assert done.sessions_ended == 1
    vault = await open_vault(place_in(tmp_path / "back"))
    async with vault.db.read() as connection:
        assert await find_session(connection, opened.token, limits=SessionLimits(), now=NOW) is None
    await vault.db.close()


async def test_a_backup_from_before_a_new_key_takes_the_new_one(store, tmp_path):
    """A key file that still holds the older key opens the backup, and the restored store has the newest key."""
    await back_up(store, tmp_path / "backup")
    keys = rotate(store.place.key_file)
    assert take_newest_key(store.folder / "linewatch.db", keys)

    await restored(store, tmp_path / "backup", tmp_path / "back")

    assert not take_newest_key(tmp_path / "back" / "linewatch.db", load_key_file(store.place.key_file))
    assert await ids_of(place_in(tmp_path / "back")) == set()


async def test_a_trail_that_does_not_end_as_the_backup_says_is_refused(store, tmp_path, monkeypatch):
    """A database whose trail is another one than the description of the backup names is not restored."""
    await back_up(store, tmp_path / "backup")
    whole = read_manifest(tmp_path / "backup", load_key_file(store.place.key_file))
    changed = type(whole)(whole.id, whole.made_at, whole.tool, whole.key_fingerprint, Head(whole.head.sequence, "f" * 64), whole.files)
    monkeypatch.setattr("matcher.service.restore_store.read_manifest", lambda *_: changed)

    with pytest.raises(BadBackup, match="audit trail"):
        await restored(store, tmp_path / "backup", tmp_path / "back")

    assert [path.name for path in (tmp_path / "back").iterdir()] == ["linewatch.key"]


async def test_a_backup_of_another_version_is_refused(store, tmp_path, monkeypatch):
    """A backup whose tables are those of another version is not restored."""
    await back_up(store, tmp_path / "backup")
    monkeypatch.setattr("matcher.store.migrate._head", lambda: "another")

    with pytest.raises(StoreUnavailable, match="version"):
        await restored(store, tmp_path / "backup", tmp_path / "back")

    assert [path.name for path in (tmp_path / "back").iterdir()] == ["linewatch.key"]


async def test_postgresql_is_left_to_its_own_tools(tmp_path):
    """On PostgreSQL both commands name pg_dump and do nothing."""
    place = Place("postgresql://localhost/linewatch", tmp_path / "linewatch.key", tmp_path / "originals")

    with pytest.raises(BadRequest, match="pg_dump"):
        await back_up_store(place, tmp_path / "backup", tool="linewatch test", now=NOW, origin="test")
    with pytest.raises(BadRequest, match="pg_dump"):
        await restore_store(tmp_path / "backup", place, now=NOW, origin="test")


async def test_a_backup_does_not_lie_in_what_it_is_a_copy_of(store):
    """The disk that takes the store takes its backup as well, and a restore would find the folder in use."""
    with pytest.raises(BadRequest):
        await back_up(store, store.folder / "backups" / "one")

    assert not (store.folder / "backups").exists()


async def test_what_is_no_part_of_a_backup_is_left_out_and_counted(store, tmp_path):
    """Somebody who put a file beside those of the backup hears that it went nowhere."""
    await back_up(store, tmp_path / "backup")
    (tmp_path / "backup" / "originals" / "extra").write_text("x")

    done = await restored(store, tmp_path / "backup", tmp_path / "back")

    assert done.left_out == 1
    assert not (tmp_path / "back" / "originals" / "extra").exists()
