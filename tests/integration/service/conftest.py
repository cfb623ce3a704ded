"""A store with two organisations, their people and their lists, once on each engine."""

import io
import json
import logging

import pytest
import structlog

from matcher.logs import configure_logs
from matcher.store.vault import Vault
from stores import ENGINES, new_vault
from submitting import new_desk


@pytest.fixture(params=ENGINES)
async def made(request, tmp_path):
    """Give a place where files are handed in and answered where the test has to do with the desk below, and else an empty store."""
    begun = await (new_desk if "is_set_up" in request.fixturenames else new_vault)(request.param, tmp_path)
    yield begun
    await (begun if isinstance(begun, Vault) else begun.vault).db.close()


@pytest.fixture
def vault(made):
    """Give the store."""
    return made if isinstance(made, Vault) else made.vault


@pytest.fixture
def is_set_up():
    """Ask for a store that is set up before anything else is done with it."""


@pytest.fixture
def desk(made, is_set_up):
    """Give a place where files are handed in and answered."""
    return made


@pytest.fixture
def logged():
    """Give what was logged so far, line by line."""
    stream = io.StringIO()
    before = list(logging.getLogger().handlers), logging.getLogger().level
    configure_logs("debug", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])
