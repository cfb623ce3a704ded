"""A store with two organisations and people in them, once on each engine."""

import pytest

from people import settle
from stores import ENGINES, new_vault


@pytest.fixture(params=ENGINES)
async def vault(request, tmp_path):
    """Give an empty store."""
    made = await new_vault(request.param, tmp_path)
    yield made
    await made.db.close()


@pytest.fixture
async def house(vault):
    """Give a store with two organisations, an account of each role in each, all with the same password."""
    return await settle(vault)
