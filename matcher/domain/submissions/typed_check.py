"""A question about typed numbers: what is asked, on what grounds, and what is wrong with it before anything is looked up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matcher.domain.access.actor import Actor
from matcher.domain.numbers.reading import Kind, Number, Reading
from matcher.domain.submissions.stated import SAYS_NOTHING, is_stated, says_something, tidied
from matcher.errors import Fault

#: Longest texts that are taken, in characters. A number as people type it is far shorter; a longer text is a document.
LONGEST_NUMBER = 200
LONGEST_REF = 200
LONGEST_PURPOSE = 200
LONGEST_REFERENCE = 200
LONGEST_REASON = 2000
LONGEST_KEY = 200
#: Most numbers of one question, whatever the caps are.
MOST_NUMBERS = 1000


class TypedNumber(NamedTuple):
    """A number as somebody typed it, and what they call it."""

    raw: str
    #: Given back with the answer; means nothing here.
    ref: str | None = None


class CheckRequest(NamedTuple):
    """A question about typed numbers. Who asks is proved by a token, or is known already from a session."""

    numbers: tuple[TypedNumber, ...]
    purpose: str
    #: Of the case the question belongs to; kept as a keyed token only.
    reference: str
    reason: str
    #: What stands behind `Bearer` in the request. It is looked up with the question, at the moment it is answered.
    bearer: str | None = None
    #: Somebody whose session was looked up for this request.
    actor: Actor | None = None
    #: The same key with the same question is one question, however often it is sent.
    idempotency_key: str | None = None
    origin: str = ""

    # What may end up in a traceback says nothing of the token or of what was asked.
    def __repr__(self) -> str:
        return f"CheckRequest({len(self.numbers)} numbers)"


class CheckAnswer(NamedTuple):
    """What somebody is told, as JSON text in UTF-8, in the shape of the contract."""

    body: bytes
    check_id: str


def faults_of(request: CheckRequest) -> tuple[Fault, ...]:
    """Say what of a question is missing or longer than anything that is meant seriously."""
    if _is_sound(request):
        return ()
    return (*_faults_of_grounds(request), *_faults_of_numbers(request.numbers))


def _is_sound(request: CheckRequest) -> bool:
    """Whether a question is as nearly all are: a few numbers and short texts, and no key. Nothing about it has to be said then."""
    numbers, purpose, reference, reason = request.numbers, request.purpose, request.reference, request.reason
    if not (numbers and len(numbers) <= MOST_NUMBERS and request.idempotency_key is None):
        return False
    for raw, ref in numbers:
        if len(raw) > LONGEST_NUMBER or not raw.strip() or (ref is not None and len(ref) > LONGEST_REF):
            return False
    return (
        len(purpose) <= LONGEST_PURPOSE
        and len(reference) <= LONGEST_REFERENCE
        and len(reason) <= LONGEST_REASON
        and says_something(purpose)
        and is_stated(reference)
        and says_something(reason)
    )


def _faults_of_grounds(request: CheckRequest) -> Iterator[Fault]:
    stated = (
        ("purpose", request.purpose, LONGEST_PURPOSE),
        ("reference", request.reference, LONGEST_REFERENCE),
        ("reason", request.reason, LONGEST_REASON),
    )
    for name, text, longest in stated:
        if not text.strip():
            yield Fault(name, "It is needed and is missing.")
        elif len(text) > longest:
            yield Fault(name, f"It is longer than {longest} characters.")
        elif name == "reference" and not is_stated(text):
            yield Fault(name, "It says nothing: it needs two letters or digits.")
        elif name != "reference" and not says_something(text):
            yield Fault(name, SAYS_NOTHING)
    key = request.idempotency_key
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        yield Fault("Idempotency-Key", f"It has between 1 and {LONGEST_KEY} characters, all of them visible.")


def _faults_of_numbers(numbers: tuple[TypedNumber, ...]) -> Iterator[Fault]:
    if not numbers:
        yield Fault("numbers", "There is none.")
    if len(numbers) > MOST_NUMBERS:
        yield Fault("numbers", f"There are more than {MOST_NUMBERS}.")
        return
    for at, number in enumerate(numbers):
        if not number.raw.strip():
            yield Fault(f"numbers.{at}.raw", "It is empty.")
        elif len(number.raw) > LONGEST_NUMBER:
            yield Fault(f"numbers.{at}.raw", f"It is longer than {LONGEST_NUMBER} characters.")
        if number.ref is not None and len(number.ref) > LONGEST_REF:
            yield Fault(f"numbers.{at}.ref", f"It is longer than {LONGEST_REF} characters.")


def grounds_of(request: CheckRequest) -> str:
    """Give what is put on record of a question, sealed: what for and why, never a number and never the reference."""
    return f"{tidied(request.purpose)}: {tidied(request.reason)}"


def reference_key(organisation_id: str, reference: str) -> bytes:
    """Give the text a reference is known again by, within its organisation, however its letters and blanks are written."""
    return f"{organisation_id}\n{' '.join(tidied(reference).split()).casefold()}".encode("utf-8", "surrogatepass")


def request_key(organisation_id: str, request: CheckRequest) -> bytes:
    """Give the text a question is known again by when it is repeated."""
    asked = [[each.raw, each.ref] for each in request.numbers]
    return json.dumps([organisation_id, asked, request.purpose, request.reference, request.reason]).encode("ascii")


def without_kind(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Give readings as they are told of a number that is not on the list: what sort of number it is would tell a helpline from a mobile."""
    return tuple(each._replace(kind=Kind.UNKNOWN) if isinstance(each, Number) else each for each in readings)
