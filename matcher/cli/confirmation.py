"""What is done only once somebody who read what it does says so: they are asked on a terminal, and say --yes everywhere else."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from matcher.cli.output import finish
from matcher.errors import NotConfirmed

Yes = Annotated[bool, typer.Option("--yes", help="Do it although there is something to know first; without it you are asked.")]

_ANSWERS = frozenset({b"y", b"yes"})
_LONGEST = 100
_INPUT, _ERRORS = 0, 2


def require_yes(question: str, *, is_given: bool) -> None:
    """Go on only if it was said to; what there is to know was told before.

    Args:
        question: What is asked on a terminal.
        is_given: Whether it was said with the command.

    Raises:
        NotConfirmed: it was not.
    """
    if is_given:
        return
    if not (os.isatty(_INPUT) and os.isatty(_ERRORS)):
        raise NotConfirmed("Nothing was changed: there is something to know first, as told above.", hint="Say --yes to do it all the same.")
    finish()
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.buffer.readline(_LONGEST).strip().lower() not in _ANSWERS:
        raise NotConfirmed("It was not confirmed; nothing was changed.")
