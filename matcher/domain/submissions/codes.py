"""Why a submission has no answer, by its code: whether it can be put right, and what the person can do."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.domain.submissions.submission import SubmissionStatus

#: A worker took the job too often without coming to its end.
GAVE_UP = "gave-up"
READER_DIED = "reader-died"
NO_LINE_LIST = "no-line-list"
#: Somebody erased it before it had an answer.
ERASED = "erased"

_EXPORT = "Export or copy the file again and hand it in."
_READ = "contacts as a vCard, a spreadsheet, or the Cellebrite or XAMN report. Whoever runs the service can name them all."
_HOSTILE = "Treat the file as hostile and ask for another export."

#: Codes of files that were not looked at, for a reason somebody can put right.
_REFUSED: Mapping[str, str] = {
    "unknown-format": f"Hand in an export that can be read: {_READ}",
    "unsupported-format": f"Ask for an export that can be read: {_READ}",
    "ambiguous-format": "Tell whoever runs the service; meanwhile ask for another kind of export.",
    "locked-extraction": "Ask for the export without a password, or unlock it first.",
    "empty-extraction": _EXPORT,
    "unsafe-extraction": _HOSTILE,
    "hash-mismatch": "Fetch the file again from where it was sealed, and tell a supervisor.",
}

#: Codes of files that were looked at, without an answer.
_FAILED: Mapping[str, str] = {
    "damaged-extraction": _EXPORT,
    "unreadable-extraction": _EXPORT,
    "jail-failure": _HOSTILE,
    READER_DIED: _HOSTILE,
    "reader-misbehaved": _HOSTILE,
    "reader-out-of-memory": "Export contacts, calls and messages only, in smaller parts.",
    "reader-timeout": "Export contacts, calls and messages only, in smaller parts.",
    "no-sandbox": "Tell whoever runs the service: its machine cannot lock readers in.",
    "original-gone": "Hand the file in again.",
    "seal-broken": "Hand the file in again, and tell whoever runs the service.",
    NO_LINE_LIST: "An analyst loads a line list; then hand the file in again.",
    ERASED: "It was erased before it was answered; hand the file in anew if it is needed after all.",
    GAVE_UP: "Tell whoever runs the service, and hand the file in again.",
}

#: Of these it is the file that nothing could be read of: a matter of whoever handed it in, and of nobody who runs the service.
OF_FILE = frozenset(
    {"damaged-extraction", "unreadable-extraction", READER_DIED, "reader-misbehaved", "reader-out-of-memory", "reader-timeout"}
)

HINTS: Mapping[str, str] = {**_REFUSED, **_FAILED}


def ending_of(code: str) -> SubmissionStatus:
    """Give the status a submission ends with for a code."""
    return SubmissionStatus.REFUSED if code in _REFUSED else SubmissionStatus.FAILED


def hint_of(code: str | None) -> str | None:
    """Say what the person can do; None where nothing went wrong."""
    return None if code is None else HINTS.get(code, "Tell whoever runs the service.")
