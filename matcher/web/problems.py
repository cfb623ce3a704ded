"""What went wrong, as RFC 9457 problem details with a stable `code`. Nothing that was sent in is ever repeated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.errors import (
    BadBackup,
    BadConfiguration,
    BadLineList,
    BadRequest,
    CannotListen,
    CannotWrite,
    Conflict,
    Fault,
    HashMismatch,
    KeyReused,
    LegalBasisIncomplete,
    MatcherError,
    NotAllowed,
    NotConfirmed,
    NotFound,
    NotSignedIn,
    OriginalGone,
    SandboxMissing,
    SealBroken,
    SignInFailed,
    StoreFull,
    StoreUnavailable,
    TooLarge,
    TooManyAttempts,
    TooMuch,
)
from matcher.service.formats import IngestError

MEDIA_TYPE = "application/problem+json"

#: Kinds of error, each with what stands below it.
STATUSES: Mapping[type[Exception], int] = {
    IngestError: 422,
    BadConfiguration: 500,
    BadLineList: 422,
    BadRequest: 422,
    CannotListen: 500,
    CannotWrite: 500,
    Conflict: 409,
    # As the draft of the header Idempotency-Key has it.
    KeyReused: 422,
    NotAllowed: 403,
    HashMismatch: 422,
    LegalBasisIncomplete: 422,
    NotSignedIn: 401,
    SandboxMissing: 503,
    SignInFailed: 401,
    TooManyAttempts: 429,
    NotConfirmed: 422,
    NotFound: 404,
    TooMuch: 429,
    TooLarge: 413,
    StoreUnavailable: 503,
    BadBackup: 500,
    OriginalGone: 500,
    SealBroken: 500,
    StoreFull: 507,
}

#: What HTTP itself can be used wrongly in: status, sentence, hint.
OF_HTTP: Mapping[str, tuple[int, str, str]] = {
    "malformed-request": (400, "The request is not well-formed.", ""),
    "malformed-json": (400, "The body is no JSON text that can be taken.", "Send one object in UTF-8, without repeated keys."),
    "cross-site": (403, "The request came from another site.", "Send it from a page of this service, or with a bearer token."),
    "form-expired": (403, "The form is no longer valid.", "Open the page again and fill it in once more."),
    "password-change-needed": (403, "The password has to be changed first.", "Sign in and set one of your own."),
    "not-found": (404, "There is nothing here that you may know of.", ""),
    "method-not-allowed": (405, "That cannot be done here.", "The header Allow names what can."),
    "not-acceptable": (406, "The answer cannot be given in that form.", ""),
    "too-slow": (408, "The request took too long to arrive.", "Nothing was kept. Send it again over a faster line."),
    "length-required": (411, "The length of the body was not stated.", "Send the header Content-Length."),
    "too-large": (413, "That is larger than is taken.", "Nothing was kept."),
    "wrong-content-type": (415, "The body is of another type than is taken here.", "See /api/v1/docs for what is."),
    "encoded-body": (415, "The body is compressed or otherwise encoded.", "Send it as it is, without Content-Encoding."),
    "expectation-failed": (417, "What the request expects cannot be done.", ""),
    "wrong-host": (
        421,
        "The service is not reached under that name.",
        "Use the address it was started with; LINEWATCH_PUBLIC_URL gives it another name.",
    ),
    "bad-request": (422, "What was asked makes no sense.", ""),
    "bad-upload": (422, "The parts of the upload are not those that are taken.", "First `metadata`, then `file`, and nothing else."),
    "too-many-requests": (429, "That was asked too often.", "Wait a moment and ask again."),
    "internal-error": (500, "Something broke inside; a fault of ours.", "Tell an administrator the number of the request."),
    "unavailable": (503, "The service cannot answer at the moment.", "Try again in a moment."),
}

#: Whether one of ours was told something by mistake: a sentence with what may be a telephone number goes out without it. Dates, rows and
#: ids of our own are none.
_NUMBER = re.compile(
    r"((?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|\brow \d{7}(?!\d)|\b[a-z]{3,4}_[0-9a-z]{20,})|\+?\d(?:[\s()._/-]{0,3}\d){6,}"
)


class Refused(Exception):
    """A request that is refused before any use case, for what HTTP itself can be used wrongly in."""

    def __init__(self, code: str, *, faults: tuple[Fault, ...] = (), headers: Mapping[str, str] | None = None, hint: str = "") -> None:
        """Name one of the codes of `OF_HTTP`."""
        super().__init__(code)
        self.code = code
        self.faults = faults
        self.headers = dict(headers or {})
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told of something that went wrong."""

    status: int
    code: str
    sentence: str
    hint: str = ""
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] | None = None


def status_of(kind: type[Exception]) -> int | None:
    """Find the status of a kind of error, by itself or by the nearest kind above it."""
    return next((STATUSES[each] for each in kind.__mro__ if each in STATUSES), None)


def problem_of(error: Exception) -> Problem:
    """Say what is told of an error; one that is none of ours is told as nothing but a fault of ours."""
    if isinstance(error, Refused):
        status, sentence, hint = OF_HTTP[error.code]
        return Problem(status, error.code, sentence, error.hint or hint, error.faults, error.headers)
    status = status_of(type(error)) or 500
    if not isinstance(error, MatcherError | IngestError):
        return coded("internal-error")
    return Problem(status, error.code, error.sentence, error.hint, getattr(error, "faults", ()), _headers_of(status, error))


def coded(code: str, headers: Mapping[str, str] | None = None) -> Problem:
    """Give the problem of a code of `OF_HTTP`."""
    status, sentence, hint = OF_HTTP[code]
    return Problem(status, code, sentence, hint, (), headers)


def problem_object(problem: Problem, request_id: str) -> dict[str, Any]:
    """Write a problem as it travels."""
    return {
        # Relative to where it was asked, so that it leads to the page that explains the code.
        "type": f"/api/v1/docs#{problem.code}",
        "title": _clean(problem.sentence),
        "status": problem.status,
        "code": problem.code,
        **({"detail": _clean(problem.hint)} if problem.hint else {}),
        **(
            {"faults": [{"field": _clean(each.place), "sentence": _clean(each.sentence)} for each in problem.faults]}
            if problem.faults
            else {}
        ),
        "request": request_id,
    }


def problem_text(problem: Problem, request_id: str) -> str:
    """Write a problem as JSON."""
    return json.dumps(problem_object(problem, request_id), ensure_ascii=True)


def _clean(sentence: str) -> str:
    """Leave out what may be a telephone number: files are called after numbers too."""
    return _NUMBER.sub(lambda found: found[1] or "…", sentence)


def _headers_of(status: int, error: Exception) -> Mapping[str, str] | None:
    wait = getattr(error, "retry_after_seconds", None)
    if wait is not None:
        return {"Retry-After": str(int(wait))}
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": "5"} if status == 503 else None
