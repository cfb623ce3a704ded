"""The standard streams as the commands need them: output that says in our words when it fails, errors that never fail."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from matcher.errors import CannotWrite

if TYPE_CHECKING:
    # As the base class declares it.
    from _typeshed import ReadableBuffer

_INPUT, _OUTPUT, _ERRORS = range(3)


class _Output(io.FileIO):
    """Standard output below its buffers, so that whatever writes, the framework's help included, fails in the same way."""

    def write(self, data: ReadableBuffer, /) -> int | None:  # type: ignore[override]  # writes short only where it cannot block
        """Write bytes.

        Raises:
            BrokenPipeError: whoever was reading has seen enough.
            CannotWrite: standard output takes no more.
        """
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            _lead_nowhere(_OUTPUT)
            why = error.strerror or "its disk refused it"
            raise CannotWrite(
                f"The answer cannot be written to standard output: {why}.", hint="Check where it goes, and run it again."
            ) from error


class _Errors(io.FileIO):
    """Standard error below its buffers: where nobody can be told, the exit code still says how it ended."""

    def write(self, data: ReadableBuffer, /) -> int | None:  # type: ignore[override]  # as above
        """Write bytes, or let them go."""
        try:
            return super().write(data)
        except OSError:
            _lead_nowhere(_ERRORS)
            return memoryview(data).nbytes


def prepare() -> None:
    """Make both streams take any text, whatever the locale says, and fail as commands need it; streams put in their place stay."""
    _occupy()
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(_Output(_OUTPUT, "w", closefd=False))
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Errors(_ERRORS, "w", closefd=False), line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def discard_output() -> None:
    """Let what is left for standard output go nowhere, so that nothing tries to write it at the very end."""
    with suppress(OSError, ValueError):
        _lead_nowhere(sys.stdout.fileno())


def _occupy() -> None:
    """Fill the places of streams the caller closed: an extraction opened in one of them could be written to."""
    for place in (_INPUT, _OUTPUT, _ERRORS):
        try:
            os.fstat(place)
        except OSError:
            # The lowest free place is taken. For reading only: an answer that nobody can get fails, as gnulib's stdopen does it.
            os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)


def _text(raw: io.FileIO, *, line_buffering: bool | None = None) -> io.TextIOWrapper:
    lines = raw.isatty() if line_buffering is None else line_buffering
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=lines)


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
