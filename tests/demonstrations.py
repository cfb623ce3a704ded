"""A demonstration with every phone read, made once for all processes of a run and copied for whoever begins with it.

To fill one takes longer than most of what is done with it. That the command fills a folder, and reads the phones while somebody looks, is
told by `tests/acceptance/test_service.py`; what comes of each phone by `tests/integration/operate/test_demo.py`.
"""

from __future__ import annotations

import asyncio
import fcntl
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from forked_readers import ForkedReader
from matcher.cli import demo
from matcher.cli.settings import read_settings


def kept_demonstration(factory: pytest.TempPathFactory, config: pytest.Config) -> Path:
    """Give the folder of the one that is kept, filled by whoever needs it first; it is copied and never worked in."""
    own = factory.getbasetemp()
    shared = own.parent if hasattr(config, "workerinput") else own
    kept, unfinished = shared / "demonstration", shared / "demonstration-unfinished"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            # A browser that is driven from this thread has a loop of its own in it.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(_fill, unfinished).result()
            unfinished.rename(kept)
    return kept


def copied(kept: Path, folder: Path) -> Path:
    """Give a demonstration of one's own, in a folder that does not exist yet."""
    return Path(shutil.copytree(kept, folder))


def _fill(folder: Path) -> None:
    with patch.object(demo, "_READ_FIRST", 10_000), patch("ingest.jail_process._started", ForkedReader):
        asyncio.run(demo._fill(read_settings(**demo._given(folder)), folder))
