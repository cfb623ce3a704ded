"""The store, once on each engine."""

import pytest

from stores import ENGINES, new_vault


@pytest.fixture(params=ENGINES)
async def vault(request, tmp_path):
    """Give an empty store."""
    made = await new_vault(request.param, tmp_path)
    yield made
    await made.db.close()
