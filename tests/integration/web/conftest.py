"""The service over HTTP, once on each engine."""

import pytest

from stores import ENGINES, new_vault
from web_clients import service as serving


@pytest.fixture(params=ENGINES)
async def service(request, tmp_path):
    """Give a running service with two organisations."""
    vault = await new_vault(request.param, tmp_path)
    async with serving(vault) as made:
        yield made
    await vault.db.close()


@pytest.fixture
async def embedded(tmp_path):
    """Give a running service on the embedded store alone, for what no store has a part in."""
    vault = await new_vault("sqlite", tmp_path)
    async with serving(vault) as made:
        yield made
    await vault.db.close()
