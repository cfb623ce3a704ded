"""Typed functions become routes, and their types the description of the API: nothing is written down twice.

An operation names the models of what it takes; whatever does not fit them is refused with every fault at its place, before the function is
called. Who asks is found out first: an operation that says nothing about it is for people who are signed in.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, NamedTuple, TypeVar

from aiohttp import web
from aiohttp.hdrs import CONTENT_TYPE, EXPECT, LOCATION
from multidict import istr
from pydantic import BaseModel, ValidationError

from matcher.domain.access.actor import Actor
from matcher.domain.access.caller import Caller
from matcher.errors import Fault
from matcher.web.bodies import parse_json, read_body
from matcher.web.client import origin_of
from matcher.web.headers import headers_of
from matcher.web.house import House
from matcher.web.keys import FOREGONE, HOUSE, OPTIONS, REQUEST_ID
from matcher.web.problems import Refused
from matcher.web.who import bearer_of, caller_of
from matcher.web.whole import WholeAnswer, can_be_whole, lead_of

PREFIX = "/api/v1"

_JSON = "application/json"
_IDEMPOTENCY_KEY = istr("Idempotency-Key")
_NO_KEYS: list[str] = []

#: A visible text without spaces at its ends; what is longer is no key.
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?", re.ASCII)

#: A name that may be repeated: of a field, never of a person.
_FIELD = re.compile(r"[A-Za-z_]{1,40}", re.ASCII)


#: What is said of writes that take no key.
CHANGES_NO_MORE = "Repeated, it changes nothing more."
IS_REFUSED = "Repeated, it is refused (409), for it was done already."
IS_A_LOOK = "It makes nothing: repeated, it is one more look on record."


class Access(Enum):
    """For whom an operation is."""

    #: Somebody who is signed in, by a token or in a browser.
    SIGNED_IN = "signed-in"
    #: Somebody whose token is looked up by the use case itself, with everything else it looks up.
    AT_THE_GATE = "at-the-gate"
    #: Anybody.
    PUBLIC = "public"


class Call(NamedTuple):
    """One request as an operation takes it."""

    request: web.Request
    house: House
    now: datetime
    origin: str
    caller: Caller | None = None

    @property
    def actor(self) -> Actor:
        """Who asks."""
        if self.caller is None:
            raise LookupError("an operation for anybody asked who it is")
        return self.caller.actor

    @property
    def idempotency_key(self) -> str | None:
        """What makes a repeated request the same one.

        Raises:
            Refused: it is none, or there are two.
        """
        keys = self.request.headers.getall(_IDEMPOTENCY_KEY, _NO_KEYS)
        if not keys:
            return None
        if len(keys) > 1 or not _KEY.fullmatch(keys[0]):
            raise Refused("bad-request", faults=(Fault("Idempotency-Key", "It has between 1 and 200 visible characters."),))
        return keys[0]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that was written as JSON already."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Located:
    """An answer that names the address of what was made."""

    model: BaseModel
    location: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer to what was only tried: nothing was made, and it is 200 whatever the operation makes otherwise."""

    model: BaseModel


#: The status of that.
_TRIED = 200

Result = BaseModel | Written | Located | Tried | web.StreamResponse
Model = TypeVar("Model", bound=BaseModel)
Function = TypeVar("Function", bound=Callable[..., Awaitable[Result]])


@dataclass(frozen=True, slots=True)
class Operation:
    """One route with everything that is said about it."""

    method: str
    #: With the prefix.
    path: str
    name: str
    summary: str
    description: str
    tag: str
    status: int
    access: Access
    #: `path`, `query` and `body`, as far as it takes them.
    takes: Mapping[str, type[BaseModel]]
    returns: type[BaseModel] | None
    #: Codes of the problems it is answered with beside those of every operation.
    problems: Sequence[str] = ()
    #: Whether a body may be left out.
    is_body_optional: bool = False
    #: What it takes where that is no JSON: a content type and its schema.
    form: tuple[str, Mapping[str, Any]] | None = None
    #: What it answers with where that is no JSON.
    media_type: str = "application/json"
    #: What else it may answer with, as the request asks.
    other_media_types: Sequence[str] = ()
    #: What stands in the place of its id and is none, because something else is found there.
    no_ids: Sequence[str] = ()
    #: Whether it can be tried without anything being made.
    may_be_tried: bool = False
    #: Whether a repeated request with the same key is one.
    is_idempotent_by_key: bool = False
    #: What becomes of a repetition that no key makes the same request.
    repeated: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """Its path as the router takes it."""
        if not self.no_ids:
            return self.path
        return self.path.replace("{id}", f"{{id:(?!(?:{'|'.join(map(re.escape, self.no_ids))})$)[^{{}}/]+}}")


class Api:
    """Collects operations; one for each module of handlers."""

    def __init__(self, tag: str) -> None:
        """Begin with none.

        Args:
            tag: Heading they stand under in the description.
        """
        self.tag = tag
        self.operations: list[tuple[Operation, Callable[..., Awaitable[Result]]]] = []

    def operation(self, method: str, path: str, *, returns: type[BaseModel] | None = None, **more: Any) -> Callable[[Function], Function]:  # noqa: ANN401 - the fields of `Operation`
        """Make a function an operation of the API. Its docstring is the description."""

        def register(function: Function) -> Function:
            hints = typing.get_type_hints(function)
            takes: dict[str, type[BaseModel]] = {name: _model_of(hints[name]) for name in ("path", "query", "body") if name in hints}
            summary, _, description = (function.__doc__ or "").strip().partition("\n")
            made = Operation(
                method,
                f"{PREFIX}{path}",
                function.__name__,
                summary,
                " ".join(description.split()),
                self.tag,
                takes=takes,
                returns=returns,
                **{"status": 200, "access": Access.SIGNED_IN, **more},
            )
            self.operations.append((made, function))
            return function

        return register

    def add_to(self, app: web.Application) -> None:
        """Route to every operation."""
        for operation, function in self.operations:
            app.router.add_route(operation.method, operation.route, _handler(function, operation, app), expect_handler=_not_yet)


def _model_of(hint: Any) -> type[BaseModel]:  # noqa: ANN401 - a type as the language gives it
    """Give the model without "or None"."""
    models = [each for each in (typing.get_args(hint) or (hint,)) if each is not type(None)]
    (model,) = models
    return typing.cast("type[BaseModel]", model)


async def _not_yet(_request: web.Request) -> None:
    """Leave it to the reading of the body whether more is to be sent: who is refused need not send it."""


def _handler(
    function: Callable[..., Awaitable[Result]], operation: Operation, app: web.Application
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    path, query, body = (operation.takes.get(name) for name in ("path", "query", "body"))
    house, options, access = app[HOUSE], app[OPTIONS], operation.access
    same_for_all = headers_of(is_confidential=options.is_confidential)
    lead = lead_of(operation.status, {CONTENT_TYPE: operation.media_type, **same_for_all})

    async def handle(request: web.Request) -> web.StreamResponse:
        if FOREGONE in request:
            raise request[FOREGONE]
        # Who shows no token at the gate is asked for like everybody else: nobody's body is read before it is known who sends it.
        is_asked_for = access is Access.SIGNED_IN or (access is Access.AT_THE_GATE and bearer_of(request) is None)
        caller = await caller_of(request) if is_asked_for else None
        call = Call(request, house, house.now(), origin_of(request, options), caller)
        given: dict[str, BaseModel | None] = {}
        if path is not None:
            given["path"] = _of_path(path, request)
        if query is not None or request.query_string:
            parsed = _of_query(query, request)
            if parsed is not None:
                given["query"] = parsed
        if body is not None:
            given["body"] = await _of_body(body, request, is_optional=operation.is_body_optional)
        result = await function(call, **given)
        if type(result) is Written and can_be_whole(request):
            return WholeAnswer(operation.status, lead, request[REQUEST_ID], result.body)
        return _answer(result, operation)

    return handle


def _answer(result: Result, operation: Operation) -> web.StreamResponse:
    # The most frequent one first: the library asks after its own kind slowly.
    if type(result) is not Written and isinstance(result, web.StreamResponse):
        return result
    headers = {CONTENT_TYPE: operation.media_type}
    status = operation.status
    if isinstance(result, Located):
        headers[LOCATION] = result.location
        result = result.model
    elif isinstance(result, Tried):
        status, result = _TRIED, result.model
    body = result.body if isinstance(result, Written) else result.model_dump_json().encode("utf-8")
    return web.Response(body=body, status=status, headers=headers)


def _of_path(model: type[BaseModel], request: web.Request) -> BaseModel:
    try:
        return model.model_validate(dict(request.match_info))
    except ValidationError:
        # An id that cannot be one is an id of nothing.
        raise Refused("not-found") from None


def _of_query(model: type[BaseModel] | None, request: web.Request) -> BaseModel | None:
    query = request.query
    repeated = sorted({name for name in query if len(query.getall(name)) > 1})
    if repeated:
        raise Refused("bad-request", faults=tuple(Fault(_tame(name), "It stands there more than once.") for name in repeated))
    if model is None:
        if query:
            raise Refused("bad-request", faults=tuple(Fault(_tame(name), "There is no such parameter.") for name in sorted(query)))
        return None
    try:
        return model.model_validate(dict(query))
    except ValidationError as error:
        raise Refused("bad-request", faults=faults_of(error)) from None


async def _of_body(model: type[BaseModel], request: web.Request, *, is_optional: bool) -> BaseModel | None:
    if is_optional and not request.can_read_body:
        return None
    if request.headers.get(CONTENT_TYPE) != _JSON and request.content_type != _JSON:
        if not request.can_read_body:
            # Nothing was sent at all: what is missing is told, and not how it would have to be written.
            _tell_missing(model)
        raise Refused("wrong-content-type", headers={"Accept": "application/json"})
    await go_on(request)
    return read_as(model, await read_body(request))


def read_as(model: type[Model], raw: bytes) -> Model:
    """Read a body as a model.

    Raises:
        Refused: it is no JSON text that can be taken, or does not fit; every fault is told at its place.
    """
    value = parse_json(raw)
    try:
        return model.model_validate(value, strict=True) if is_plain(model) else model.model_validate_json(raw, strict=True)
    except ValidationError:
        return _in_words_of_json(model, raw)


def _in_words_of_json(model: type[Model], raw: bytes) -> Model:
    """Read a body as a model where what was read of it does not fit, so that what is told of it is told of the text."""
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise Refused("bad-request", faults=faults_of(error)) from None


def _tell_missing(model: type[BaseModel]) -> None:
    try:
        model.model_validate_json(b"{}", strict=True)
    except ValidationError as error:
        raise Refused("bad-request", faults=faults_of(error)) from None


@lru_cache(maxsize=256)
def is_plain(kind: Any) -> bool:  # noqa: ANN401 - a type as the language gives it
    """Whether a type is made of what JSON has itself: then what was read of a text already is not read once more."""
    if kind in {str, int, bool, type(None)}:
        return True
    if typing.get_origin(kind) in {list, typing.Union, UnionType}:
        return all(is_plain(each) for each in typing.get_args(kind))
    return (
        isinstance(kind, type)
        and issubclass(kind, BaseModel)
        and all(is_plain(typing.cast("Any", each.annotation)) for each in kind.model_fields.values())
    )


async def go_on(request: web.BaseRequest) -> None:
    """Tell a sender who waits for it that the body is wanted.

    Raises:
        Refused: something else is expected.
    """
    expected = request.headers.get(EXPECT)
    if expected is None:
        return
    if expected.strip().casefold() != "100-continue":
        raise Refused("expectation-failed")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    # What was written is no part of the answer.
    request.writer.output_size = 0


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Say what does not fit, each at its place; a value is never repeated, nor the name of a field that is none of ours."""
    told = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        place = ".".join(str(part) if isinstance(part, int) else _tame(part) for part in each["loc"])
        told.append(Fault(place or "body", _SENTENCES.get(each["type"], f"{each['msg']}.")))
    return tuple(dict.fromkeys(told))


_SENTENCES = {
    "extra_forbidden": "There is no such field.",
    "missing": "It is needed and is missing.",
    "string_type": "It must be a text.",
    "value_error": "It is not one that can be taken.",
    "string_pattern_mismatch": "It is not of the form that is taken.",
}


def _tame(name: str) -> str:
    return name if _FIELD.fullmatch(name) else "?"
