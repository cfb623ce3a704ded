"""A store with two organisations, their people and their lists, once on each engine."""

import io
import json
import logging

import pytest
import structlog

from matcher.logs import configure_logs
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
