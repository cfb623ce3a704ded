"""A store with two organisations, their people and their lists, once on each engine."""

import pytest

from stores import ENGINES, new_vault
from submitting import set_up


@pytest.fixture(params=ENGINES)
async def vault(request, tmp_path):
    """Give an empty store."""
    made = await new_vault(request.param, tmp_path)
    yield made
    await made.db.close()


@pytest.fixture
async def desk(vault):
    """Give a place where files are handed in and answered."""
    return await set_up(vault)
