"""A progress bar on standard error: only on a terminal, only when a file takes longer than about a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE_SECONDS = 1.0


class ProgressBar:
    """Called with the name of a file and how much of it has been read; shows nothing until it has taken a while."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock; the bar is drawn on standard error unless told otherwise."""
        self._stream = stream or sys.stderr
        self._clock = clock
        self._since = clock()
        self._is_wanted = self._stream.isatty()
        self._name: str | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, name: str, share: float) -> None:
        """Show how far the file of that name has been read."""
        if not self._is_wanted:
            return
        if name != self._name:
            self._close()
            self._name, self._since = name, self._clock()
        if self._bar is None and self._clock() - self._since > _PATIENCE_SECONDS:
            self._open(name)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=share)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def _open(self, name: str) -> None:
        # Here, because most files are read before it is needed.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(file=self._stream, markup=False, emoji=False, highlight=False),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(harmless(name), total=1.0)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None
