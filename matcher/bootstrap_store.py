"""Settings in, the place of the store out: all that commands need which work on the store alone, and nothing that takes long to load."""

from __future__ import annotations

from config.settings import Settings
from matcher.store.place import Place


def place_of(settings: Settings) -> Place:
    """Give where the store of these settings is."""
    return Place(
        settings.database_url.get_secret_value(), settings.key_file, settings.data_dir / "originals", int(settings.free_space_floor_bytes)
    )
