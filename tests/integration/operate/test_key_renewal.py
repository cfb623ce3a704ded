"""Keys are renewed with everything that they seal, on both engines, and an older one is dropped only when nothing needs it."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.settings import Settings
from matcher.bootstrap_service import open_house
from matcher.bootstrap_store import place_of
from matcher.demo.fill_store import fill, read_some, set_up
from matcher.domain.access.actor import SignedInBy
from matcher.domain.access.audit import AuditAction
from matcher.errors import Conflict, StoreUnavailable, WrongKey
from matcher.service.list_submissions import list_submissions
from matcher.service.read_result import read_result
from matcher.service.rotate_keys import retire_keys, rotate_keys
from matcher.store.accounts import find_by_name
from matcher.store.audit import read_head, read_trail
from matcher.store.crypto import Cell
from matcher.store.keys import create_key_file, load_key_file, rotate
from matcher.store.place import make_vault, open_vault, upgrade_store
from matcher.store.rekey import take_newest_key
from matcher.store.resealing import SEALED
from matcher.store.schema.answers import submissions, unmatched_numbers
from matcher.store.schema.every_table import metadata
from matcher.store.trail_check import is_whole
from stores import ENGINES, Kept, new_kept_folder, new_url

NOW = datetime.now(UTC) - timedelta(minutes=1)

pytestmark = pytest.mark.timeout(400)


def settings_of(folder: Path, url: str) -> Settings:
    """Say where a store is."""
    return Settings(data_dir=folder, database_url=url, test_numbers=True, free_space_floor_bytes="1MiB")


@cache
def kept(engine: str) -> Kept:
    """Keep a store with accounts, lists and phones, some of them answered and some waiting."""
    folder = new_kept_folder()
    made = Kept(folder, new_url(engine, folder, is_kept=True))
    asyncio.run(furnish(settings_of(*made)))
    return made


async def furnish(made: Settings) -> None:
    """Fill a store."""
    first = await set_up(place_of(made), now=NOW)
    house = await open_house(made)
    try:
        await fill(house, first, now=NOW)
        await read_some(house, most=4)
    finally:
        await house.vault.db.close()


@pytest.fixture(params=ENGINES)
def settings(request, tmp_path):
    """Give a copy of the store that is kept."""
    first = kept(request.param)
    folder = shutil.copytree(first.folder, tmp_path / "data")
    return settings_of(folder, new_url(request.param, folder, sa.make_url(first.url).database or "template1"))


async def seen(settings: Settings) -> dict[str, object]:
    """Everything that can be read of a store: answers, what was stated, names, numbers of third parties, uploads, reasons."""
    house = await open_house(settings)
    try:
        async with house.vault.db.read() as connection:
            analyst = (await find_by_name(connection, "estmoor.analyst")).actor(SignedInBy.PASSWORD)
            submitter = (await find_by_name(connection, "estmoor.submitter")).actor(SignedInBy.PASSWORD)
        page = await list_submissions(house.vault, submitter, now=house.now(), origin="test", limit=100)
        done = sorted(view.id for view in page.items if view.status.value == "done")
        assert done
        found: dict[str, object] = {
            each: (await read_result(house.vault, analyst, each, policy=house.policy, now=house.now(), origin="test")).answer
            for each in done
        }
        found["names"] = sorted((view.id, view.file_name, view.subject_reference) for view in page.items)
        keys = house.vault.keys
        async with house.vault.db.read() as connection:
            numbers = []
            for row in await connection.execute(sa.select(unmatched_numbers)):
                number = keys.unseal_text(row.number_sealed, Cell("unmatched_numbers", "number_sealed", (row.submission_id, row.token)))
                assert keys.token(number) == row.token
                numbers.append((row.submission_id, number))
            assert numbers
            found["numbers"] = sorted(numbers)
            waiting = (await connection.execute(sa.select(submissions).where(submissions.c.original_key.is_not(None)))).all()
            assert waiting
            for row in waiting:
                with house.vault.originals.open(row.id, row.original_key) as original:
                    found[f"original of {row.id}"] = original.readall()
            head, _ = await read_head(connection, keys)
            assert await is_whole(connection, keys, head)
    finally:
        await house.vault.db.close()
    return found


def test_every_sealed_column_is_known_to_the_renewal():
    """No column that is called sealed is left out, and each is bound to the primary key of its table."""
    called = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns if column.name.endswith("_sealed")}
    apart = {("unmatched_numbers", "number_sealed"), ("oidc_attempts", "verifier_sealed")}

    assert {(each.table.name, each.column) for each in SEALED} == called - apart
    for each in SEALED:
        assert each.row == tuple(column.name for column in each.table.primary_key)


async def test_a_new_key_takes_over_everything_and_the_old_one_can_go(settings):
    """After a renewal all reads as before; the old key is not needed by anything, and without it all still reads as before."""
    place = place_of(settings)
    before = await seen(settings)

    done = await rotate_keys(place, now=NOW, origin="test")

    assert (done.number, done.is_new) == (2, True)
    assert done.resealed.values > 10
    assert done.resealed.uploads > 10
    assert done.resealed.tokens > 10
    assert load_key_file(place.key_file).numbers == (2, 1)
    assert await seen(settings) == before
    assert await retire_keys(place, now=NOW, origin="test") == (1,)
    assert load_key_file(place.key_file).numbers == (2,)
    assert await seen(settings) == before
    vault = await open_vault(place)
    async with vault.db.read() as connection:
        actions = [event.action async for event in read_trail(connection, vault.keys)]
    await vault.db.close()
    assert actions.count(AuditAction.KEYS_ROTATED) == 2


async def test_an_interrupted_renewal_is_gone_on_with(settings):
    """Where a new key was made and nothing else was done, the next run makes no other one and brings it to its end."""
    place = place_of(settings)
    before = await seen(settings)
    keys = rotate(place.key_file)
    if place.database_file is not None:
        # The database has its new key, and no value has it yet.
        take_newest_key(place.database_file, keys)

    with pytest.raises(Conflict):
        await retire_keys(place, now=NOW, origin="test")
    done = await rotate_keys(place, now=NOW, origin="test")

    assert (done.number, done.is_new) == (2, False)
    assert await retire_keys(place, now=NOW, origin="test") == (1,)
    assert await seen(settings) == before


async def test_whoever_comes_after_a_renewal_that_was_cut_off_is_told_how_it_ends(settings):
    """The key file has a key that the database has not yet: the sentence names the renewal, and sends nobody to look for another file."""
    place = place_of(settings)
    if place.database_file is None:
        pytest.skip("a server has no key of its own")
    rotate(place.key_file)

    for meets in (open_vault(place), retire_keys(place, now=NOW, origin="test"), upgrade_store(place), make_vault(place)):
        with pytest.raises(WrongKey, match="A renewal of the key was cut off") as told:
            await meets
        assert "`linewatch keys rotate`" in told.value.hint

    assert (await rotate_keys(place, now=NOW, origin="test")).is_new is False
    await (await open_vault(place)).db.close()


async def test_a_renewed_key_file_of_another_store_is_no_renewal_that_was_cut_off(settings, tmp_path):
    """Two keys, of which the database has none: it is the wrong file, and says so."""
    place = place_of(settings)
    if place.database_file is None:
        pytest.skip("a server has no key of its own")
    create_key_file(tmp_path / "other.key")
    rotate(tmp_path / "other.key")

    with pytest.raises(WrongKey, match="its key is another one"):
        await open_vault(replace(place, key_file=tmp_path / "other.key"))


async def test_nothing_is_renewed_while_somebody_works_on_the_store(settings):
    """While the service has the store open, a renewal is refused before a key is made."""
    place = place_of(settings)
    vault = await open_vault(place)
    async with vault.db.read() as connection:
        await connection.execute(sa.select(submissions.c.id))

        with pytest.raises(StoreUnavailable) as refused:
            await rotate_keys(place, now=NOW, origin="test")

    assert refused.value.hint.startswith("Stop the service")
    await vault.db.close()
    assert load_key_file(place.key_file).numbers == (1,)


async def test_a_service_that_is_only_resting_keeps_the_keys_from_being_renewed(settings):
    """A process that has asked nothing for a while is at work on the store nonetheless."""
    place = place_of(settings)
    if place.database_file is not None:
        pytest.skip("the embedded database is held by its file")
    vault = await open_vault(place)

    with pytest.raises(StoreUnavailable, match="in use"):
        await rotate_keys(place, now=NOW, origin="test")
    await vault.db.close()

    assert (await rotate_keys(place, now=NOW, origin="test")).number == 2


async def test_a_process_whose_keys_are_of_yesterday_is_told_so_when_it_comes_back(settings):
    """Where the server was gone and the keys were renewed meanwhile, the old process is refused with `wrong-key` and spoils nothing."""
    place = place_of(settings)
    if place.database_file is not None:
        pytest.skip("the embedded database is held by its file")
    vault = await open_vault(place)
    await vault.db.engine.dispose()
    await rotate_keys(place, now=NOW, origin="test")

    for _ in range(2):
        with pytest.raises(WrongKey):
            async with vault.db.write():
                pass
    await vault.db.close()

    again = await open_vault(place)
    async with again.db.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(submissions))
    await again.db.close()
