"""The service over HTTP, once on each engine."""

import shutil
from dataclasses import replace

import pytest

import people
from matcher.store.database import open_database
from matcher.store.keys import load_key_file
from matcher.store.originals import Originals
from matcher.store.vault import Vault
from stores import ENGINES, new_vault
from web_clients import service as serving


@pytest.fixture(scope="session")
def settled(tmp_path_factory):
    """Keep a store that was set up once, with what is known of its people: many tests begin with a copy of it."""
    return tmp_path_factory.mktemp("settled"), {}


@pytest.fixture(params=ENGINES)
async def service(request, tmp_path):
    """Give a running service with two organisations."""
    vault = await new_vault(request.param, tmp_path)
    async with serving(vault) as made:
        yield made
    await vault.db.close()


@pytest.fixture
async def embedded(tmp_path, settled):
    """Give a running service on the embedded store alone, for what no store has a part in."""
    folder, known = settled
    if not known:
        first = await new_vault("sqlite", folder)
        known["people"] = await people.settle(first)
        await first.db.close()
    for name in ("linewatch.db", "linewatch.key"):
        shutil.copy2(folder / name, tmp_path / name)
    keys = load_key_file(tmp_path / "linewatch.key")
    vault = Vault(open_database(f"sqlite:///{tmp_path / 'linewatch.db'}", keys.database_key), keys, Originals(tmp_path / "originals", keys))
    async with serving(vault, who=replace(known["people"], vault=vault)) as made:
        yield made
    await vault.db.close()
