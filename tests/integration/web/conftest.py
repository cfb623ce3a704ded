"""The service over HTTP, once on each engine."""

from contextlib import asynccontextmanager

import pytest

import forked_readers
import people
from stores import ENGINES
from web_clients import service as serving

readers_are_forked = forked_readers.readers_are_forked
passwords_are_remembered = people.passwords_are_remembered


@asynccontextmanager
async def _serve(engine, folder):
    house = await people.new_house(engine, folder)
    async with serving(house.vault, who=house) as made:
        yield made
    await house.vault.db.close()


@pytest.fixture(params=ENGINES)
async def service(request, tmp_path):
    """Give a running service with two organisations."""
    async with _serve(request.param, tmp_path) as made:
        yield made


@pytest.fixture
async def embedded(tmp_path):
    """Give a running service on the embedded store alone, for what no store has a part in."""
    async with _serve("sqlite", tmp_path) as made:
        yield made
