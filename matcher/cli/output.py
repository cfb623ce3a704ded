"""Where results and everything else go: standard output, standard error, and files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import IngestError
from matcher.cli.exit_codes import ExitCode, error_line, exit_code_of, fault_line, without_numbers
from matcher.errors import BadRequest, CannotWrite, MatcherError
from matcher.render.plain_text import harmless

if TYPE_CHECKING:
    from rich.console import Console

_OWNER_ONLY = 0o600


def prepare() -> None:
    """Make both streams take any text, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def write_line(text: str) -> None:
    """Write one line of the result.

    Raises:
        CannotWrite: standard output takes no more.
    """
    with _writing():
        sys.stdout.write(f"{text}\n")


def finish() -> None:
    """Hand over what is still held back.

    Raises:
        CannotWrite: standard output takes no more.
    """
    with _writing():
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        why = error.strerror or "its disk refused it"
        raise CannotWrite(f"The answer cannot be written to standard output: {why}.", hint="Make room and run it again.") from error


def discard_output() -> None:
    """Let what is left for standard output go nowhere, so that nothing tries to write it at the very end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell(text: str) -> None:
    """Write one line of anything that is not the result."""
    finish()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tell_error(error: IngestError | MatcherError) -> ExitCode:
    """Tell an error, with its single faults below, and give its exit code."""
    tell(error_line(error.code, error.sentence, error.hint))
    for fault in getattr(error, "faults", ()):
        tell(fault_line(fault))
    return exit_code_of(type(error)) or ExitCode.OUR_FAULT


def tell_notes(notes: Iterable[str]) -> None:
    """Tell what was tolerated, one line each, without what may be a telephone number."""
    for note in notes:
        tell(f"linewatch: note: {without_numbers(harmless(note))}")


def write_for_people(lay_out: Callable[[Console], None]) -> None:
    """Write what is laid out on a console: colour on a terminal only, nothing of a text ever taken for markup."""
    # Here, because machine output needs none of it.
    from rich.console import Console

    console = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    if console.is_terminal:
        lay_out(console)
        return
    with console.capture() as captured:
        lay_out(console)
    # Lines are filled with blanks up to the width, which is of use on a terminal only.
    with _writing():
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


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
    # Documents name people and numbers: nobody but their owner may read a new one; one that was there keeps who may.
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else _OWNER_ONLY
    beside = place.with_name(f".{place.name[:80]}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _OWNER_ONLY), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
