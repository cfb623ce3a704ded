"""What a test begins with, once on each engine: an empty store, or one that is set up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.store.vault import Vault
from stores import ENGINES, new_vault


def begins_with(asked: str, make: Callable[[str, Path], Awaitable[Any]]) -> Any:
    """Make the fixture of what there is: what `make` makes where the test asks for the fixture of this name, and else an empty store."""

    @pytest.fixture(params=ENGINES)
    async def made(request, tmp_path):
        begun = await (make if asked in request.fixturenames else new_vault)(request.param, tmp_path)
        yield begun
        await _store_of(begun).db.close()

    return made


@pytest.fixture
def vault(made):
    """Give the store."""
    return _store_of(made)


def _store_of(made: Any) -> Vault:
    return made if isinstance(made, Vault) else made.vault
