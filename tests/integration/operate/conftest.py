"""A store in a folder of its own, set up as `linewatch init` does."""

import pytest

from operated import new_store


@pytest.fixture
async def store(tmp_path):
    """Give an embedded store that is set up."""
    return await new_store(tmp_path / "data")
