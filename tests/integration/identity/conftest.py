"""A store with two organisations and people in them, once on each engine."""

import pytest

from matcher.store.vault import Vault
from people import new_house
from stores import ENGINES, new_vault


@pytest.fixture(params=ENGINES)
async def made(request, tmp_path):
    """Give a house where the test has to do with the one below, and else an empty store."""
    begun = await (new_house if "is_settled" in request.fixturenames else new_vault)(request.param, tmp_path)
    yield begun
    await (begun if isinstance(begun, Vault) else begun.vault).db.close()


@pytest.fixture
def vault(made):
    """Give the store."""
    return made if isinstance(made, Vault) else made.vault


@pytest.fixture
def is_settled():
    """Ask for a store that has its people before anything else is done with it."""


@pytest.fixture
def house(made, is_settled):
    """Give a store with two organisations, an account of each role in each, all with the same password."""
    return made
