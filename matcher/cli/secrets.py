"""Passwords on their way in: from a file or standard input, never from an argument that everybody on the machine can see."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from matcher.errors import BadRequest

PasswordFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="File whose first line is the password; - for standard input.", show_default=False),
]

#: More is no password.
_LONGEST = 4096


def read_password(file: str | None) -> str | None:
    """Read a password; None where none is given.

    Raises:
        BadRequest: the file cannot be read, or holds none.
    """
    if file is None:
        return None
    try:
        if file == "-":
            # There is none where it was closed before the start.
            text = sys.stdin.readline(_LONGEST) if sys.stdin is not None else ""
        else:
            with open(file, encoding="utf-8") as opened:  # noqa: PTH123 - what was typed may be anything
                text = opened.readline(_LONGEST)
    except (OSError, UnicodeDecodeError, ValueError) as err:
        raise BadRequest("The password file cannot be read.", hint="Its first line is the password, in UTF-8.") from err
    password = text.rstrip("\r\n")
    if not password:
        raise BadRequest("The password file holds none.", hint="Its first line is the password, in UTF-8.")
    return password
