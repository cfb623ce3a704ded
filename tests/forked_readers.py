"""Jailed readers that are forked (see `forked`): locked in and ended like any other, and spoken to over two pipes.

For tests that hand files in and whose point is what comes of them; how a reader is started is told by `tests/integration/test_jail.py`.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

import forked


class ForkedReader:
    """A reader that was forked, with what is needed of `subprocess.Popen`."""

    def __init__(self, _program: tuple[str, ...]) -> None:
        """Fork it, with nothing of ours but the two pipes."""
        theirs, outward = os.pipe()
        inward, mouth = os.pipe()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            self._process = forked.family(forked.READER).start([], [theirs, mouth, nowhere], Path("/"), {})
        finally:
            for each in (theirs, mouth, nowhere):
                os.close(each)
        self.stdin, self.stdout = os.fdopen(outward, "wb", buffering=0), os.fdopen(inward, "rb", buffering=0)
        self.wait = self._process.wait

    def kill(self) -> None:
        """End it at once."""
        self._process.send_signal(signal.SIGKILL)


@pytest.fixture(autouse=True)
def readers_are_forked(monkeypatch):
    """Fork every jailed reader of this process."""
    monkeypatch.setattr("ingest.jail_process._started", ForkedReader)
