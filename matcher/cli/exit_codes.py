"""What an error means for the caller: one line and one exit code for each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

from matcher.errors import (
    BadConfiguration,
    BadLineList,
    BadRequest,
    CannotListen,
    CannotWrite,
    Conflict,
    Fault,
    NotAllowed,
    NotConfirmed,
    NotFound,
    StoreUnavailable,
    TooMuch,
)
from matcher.render.plain_text import harmless
from matcher.service.formats import IngestError


class ExitCode(IntEnum):
    """How the command ends (contract section 2)."""

    OK = 0
    OUR_FAULT = 1
    WRONG_USAGE = 2
    BAD_EXTRACTION = 3
    BAD_LINE_LIST = 4
    NOT_ALLOWED = 5
    STORE_UNAVAILABLE = 6
    #: What shells give for a program whose terminal went away, that was stopped from the keyboard, whose reader went away, that was ended.
    HUNG_UP = 129
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    ENDED = 143


#: Kinds of error, each with what stands below it.
EXIT_CODES: Mapping[type[Exception], ExitCode] = {
    IngestError: ExitCode.BAD_EXTRACTION,
    BadLineList: ExitCode.BAD_LINE_LIST,
    BadConfiguration: ExitCode.OUR_FAULT,
    BadRequest: ExitCode.WRONG_USAGE,
    CannotListen: ExitCode.WRONG_USAGE,
    CannotWrite: ExitCode.WRONG_USAGE,
    Conflict: ExitCode.WRONG_USAGE,
    NotConfirmed: ExitCode.WRONG_USAGE,
    NotFound: ExitCode.WRONG_USAGE,
    TooMuch: ExitCode.WRONG_USAGE,
    NotAllowed: ExitCode.NOT_ALLOWED,
    StoreUnavailable: ExitCode.STORE_UNAVAILABLE,
}

#: Codes that no kind of error carries, with what they mean.
OTHER_CODES: Mapping[str, tuple[ExitCode, str]] = {
    "internal-error": (ExitCode.OUR_FAULT, "Something broke inside; a fault of ours."),
    "interrupted": (ExitCode.INTERRUPTED, "It was stopped from the keyboard before its end; another signal has its own exit code."),
    "trail-not-whole": (ExitCode.STORE_UNAVAILABLE, "The audit trail is not what was written; the faults are told with their events."),
    "truncated-extraction": (ExitCode.BAD_EXTRACTION, "The file ends too early; the answer holds what was complete in it."),
}

#: Seven digits and more, however spaced, may be somebody's number; a day and the number of a row are none.
_NUMBER = re.compile(r"((?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|\brow \d{7}(?!\d))|\+?\d(?:[\s()._/-]{0,3}\d){6,}")


def exit_code_of(kind: type[Exception]) -> ExitCode | None:
    """Find the exit code of a kind of error, by itself or by the nearest kind above it."""
    return next((EXIT_CODES[each] for each in kind.__mro__ if each in EXIT_CODES), None)


def error_line(code: str, sentence: str, hint: str = "") -> str:
    """Write the one line that tells an error."""
    return f"linewatch: error: {code}: {without_numbers(harmless(' '.join(part for part in (sentence, hint) if part)))}"


def fault_line(fault: Fault) -> str:
    """Write one fault of many, below its error line."""
    return f"  {without_numbers(harmless(fault.place))}: {without_numbers(harmless(fault.sentence))}"


def without_numbers(sentence: str) -> str:
    """Leave out what may be a telephone number from a sentence: what was typed, and files are called after numbers too."""
    return _NUMBER.sub(lambda found: found[1] or "…", sentence)
