"""What stands around every handler: the number of the request, headers, problems, the check of where it comes from, and the count."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from multidict import istr

from matcher.errors import MatcherError
from matcher.logs import REQUEST, get_logger
from matcher.service.formats import IngestError
from matcher.web.cross_site import refuse_cross_site
from matcher.web.headers import REQUEST_NUMBER, headers_of, new_number
from matcher.web.hosts import refuse_other_hosts
from matcher.web.keys import BEGUN, METER, OPTIONS, REQUEST_ID
from matcher.web.options import WebOptions
from matcher.web.problems import Problem, Refused, coded, problem_of
from matcher.web.telling import tell_problem

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Methods that some server passes on or echoes; none of ours.
_NEVER = frozenset({"TRACE", "CONNECT", "TRACK"})

#: What the router or the reader of bodies says, as codes of ours.
_OF_AIOHTTP = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 417: "expectation-failed"}

_NUMBER = istr(REQUEST_NUMBER)

_UNKNOWN_ROUTE = "unknown"


@web.middleware
async def frame(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request by its handler, or tell what went wrong."""
    started, request_id = request[BEGUN] if BEGUN in request else (time.perf_counter(), new_number())
    app, method = request.app, request.method
    request[REQUEST_ID] = request_id
    # Every request is answered in a task of its own, whose values end with it.
    REQUEST.set(request_id)
    try:
        _check(request, app[OPTIONS])
        answer = await handler(request)
    except web.HTTPException as said:
        if said.status < 400:
            raise
        answer = tell_problem(request, _of_aiohttp(said))
    except (Refused, MatcherError, IngestError) as error:
        if request.writer.output_size:
            raise
        answer = tell_problem(request, _known(error))
    # The edge of the room: whatever a handler raises must not become a page of the server with its own words.
    except Exception as error:
        if request.writer.output_size or isinstance(error, ConnectionError):
            raise
        get_logger().error("request_failed", route=route_of(request), method=request.method, exc_info=error)
        answer = tell_problem(request, coded("internal-error"))
    app[METER].count(method, route_of(request), answer.status, time.perf_counter() - started)
    return answer


def _check(request: web.Request, options: WebOptions) -> None:
    if request.method in _NEVER:
        raise Refused("method-not-allowed", headers={"Connection": "close"})
    refuse_other_hosts(request, options)
    refuse_cross_site(request, options)


def _of_aiohttp(said: web.HTTPException) -> Problem:
    allowed = {"Allow": said.headers["Allow"]} if "Allow" in said.headers else None
    return coded(_OF_AIOHTTP.get(said.status, "malformed-request" if said.status < 500 else "internal-error"), allowed)


def _known(error: Exception) -> Problem:
    problem = problem_of(error)
    if problem.status >= 500:
        get_logger().error("request_failed", code=problem.code, exc_info=error)
    return problem


def route_of(request: web.BaseRequest) -> str:
    """Give the pattern of the route that was taken, never what was typed as an address."""
    info = getattr(request, "match_info", None)
    resource = info.route.resource if info is not None else None
    return resource.canonical if resource is not None else _UNKNOWN_ROUTE


def set_headers(options: WebOptions) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Make what puts the headers of every answer on one, streams and redirects too."""
    every = {istr(name): value for name, value in headers_of(is_confidential=options.is_confidential).items()}

    async def on_prepare(request: web.Request, answer: web.StreamResponse) -> None:
        """Put them on one answer."""
        answer.headers.update(every)
        answer.headers[_NUMBER] = request.get(REQUEST_ID, "")

    return on_prepare
