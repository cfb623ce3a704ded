"""What a command says: results on standard output, everything else on standard error."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from matcher.cli.exit_codes import OTHER_CODES, ExitCode, error_line, exit_code_of, fault_line, without_numbers
from matcher.errors import MatcherError
from matcher.render.plain_text import harmless
from matcher.service.formats import IngestError

if TYPE_CHECKING:
    from rich.console import Console

#: An answer is laid out for so many columns at least.
_NARROWEST = 40


def write_line(text: str) -> None:
    """Write one line of the result.

    Raises:
        CannotWrite: standard output takes no more.
    """
    sys.stdout.write(f"{text}\n")


def finish() -> None:
    """Hand over what is still held back.

    Raises:
        CannotWrite: standard output takes no more.
    """
    sys.stdout.flush()


def tell(text: str) -> None:
    """Write one line of anything that is not the result."""
    try:
        finish()
    finally:
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


def tell_warnings(warnings: Iterable[str]) -> None:
    """Tell what has to be known before anything is done, one line each, without what may be a telephone number."""
    for warning in warnings:
        tell(f"linewatch: warning: {without_numbers(harmless(warning))}")


def write_for_people(lay_out: Callable[[Console], None]) -> None:
    """Write what is laid out on a console: colour on a terminal only, nothing of a text ever taken for markup."""
    # Here, because machine output needs none of it.
    from rich.console import Console

    # Where the environment states no width or an absurd one, an answer would be cut to nothing.
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    console = Console(file=sys.stdout, width=width, markup=False, emoji=False, highlight=False)
    if console.is_terminal:
        lay_out(console)
        return
    with console.capture() as captured:
        lay_out(console)
    # Lines are filled with blanks up to the width, which is of use on a terminal only.
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def tell_truncated(name: str) -> ExitCode:
    """Tell that a file ends too early and was read as far as it goes, and give the exit code of that."""
    tell(error_line("truncated-extraction", f"'{name}' ends too early: what was complete was read.", "Export or copy the file again."))
    return OTHER_CODES["truncated-extraction"][0]
