"""Where results and everything else go: standard output, standard error, and files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import IngestError
from matcher.cli.exit_codes import ExitCode, error_line, exit_code_of, fault_line
from matcher.errors import BadRequest, CannotWrite, MatcherError

if TYPE_CHECKING:
    from rich.console import Console


def prepare() -> None:
    """Make both streams take any text, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def write_line(text: str) -> None:
    """Write one line of the result."""
    sys.stdout.write(f"{text}\n")


def tell(text: str) -> None:
    """Write one line of anything that is not the result."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tell_error(error: IngestError | MatcherError) -> ExitCode:
    """Tell an error, with its single faults below, and give its exit code."""
    tell(error_line(error.code, error.sentence, error.hint))
    for fault in getattr(error, "faults", ()):
        tell(fault_line(fault))
    return exit_code_of(type(error)) or ExitCode.OUR_FAULT


def open_console() -> Console:
    """Make the console for people: colour on a terminal only, nothing of a text ever taken for markup."""
    # Here, because machine output needs none of it.
    from rich.console import Console

    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def check_targets(targets: Sequence[Path], sources: Sequence[Path]) -> None:
    """Refuse, before anything is read, targets that cannot be written or that are what is read.

    Raises:
        BadRequest: a target is one of the files read, or is named twice.
        CannotWrite: its folder is missing, or it is a folder itself.
    """
    taken = {_identity(path) for path in sources}
    for target in targets:
        if _identity(target) in taken:
            raise BadRequest(f"'{target.name}' cannot be written: it is a file of this request.", hint="Name another file.")
        taken.add(_identity(target))
        if target.is_dir():
            raise CannotWrite(f"'{target.name}' cannot be written: it is a folder.", hint="Name a file in it.")
        if not target.resolve().parent.is_dir():
            raise CannotWrite(f"'{target.name}' cannot be written: its folder does not exist.", hint="Make the folder first.")


def _identity(path: Path) -> str:
    return os.path.realpath(path)


def write_whole(target: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Raises:
        CannotWrite: it cannot be written; what stood there before still stands.
    """
    try:
        _write_whole(target.resolve(), text.encode(encoding, "replace"))
    except OSError as error:
        raise CannotWrite(
            f"'{target.name}' cannot be written: {error.strerror or 'the disk refused it'}.", hint="Check the folder and its permissions."
        ) from error


def _write_whole(place: Path, data: bytes) -> None:
    if place.exists() and not stat.S_ISREG(place.stat().st_mode):
        # A device or a pipe has no place to move anything to.
        place.write_bytes(data)
        return
    beside = place.with_name(f".{place.name[:80]}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
