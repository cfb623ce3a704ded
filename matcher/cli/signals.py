"""Requests to stop, from the keyboard, a terminal that went away or another program: the run ends in order and says so."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from matcher.cli.exit_codes import ExitCode

_ENDS: Final = {signal.SIGTERM: ExitCode.ENDED} | ({signal.SIGHUP: ExitCode.HUNG_UP} if hasattr(signal, "SIGHUP") else {})


class Stopped(KeyboardInterrupt):
    """Somebody asked the run to end; what is half done is cleared away as for a stop from the keyboard."""

    def __init__(self, code: ExitCode) -> None:
        """Keep the exit code that shells give for it."""
        super().__init__()
        self.code = code


@contextmanager
def heed_signals() -> Iterator[None]:
    """Turn signals that end a program into `Stopped`; one the caller ignores stays ignored (`nohup`)."""
    heeded = [each for each in _ENDS if signal.getsignal(each) is signal.SIG_DFL]
    for each in heeded:
        signal.signal(each, _stop)
    try:
        yield
    finally:
        for each in heeded:
            signal.signal(each, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> None:
    del frame
    raise Stopped(_ENDS[signal.Signals(number)])
