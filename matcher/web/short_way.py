"""The short way: how a question that programs ask by the thousand is answered without the library's steps between connection and handler.

For every request the library finds a route, runs what stands around its handler in a task of its own, and makes a request and an answer
with their dictionaries. For one typed number that is a third of all that is done. A request that is as nearly all are (to one path, with
a token, with nothing in its headers that has to be decided) is known by a few looks and needs none of it. All others, and all that is
refused, take the library's way and are answered there. Which way a request took cannot be told from its answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import HttpVersion11, StreamReader
from aiohttp.hdrs import AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, EXPECT, HOST, METH_POST, ORIGIN
from aiohttp.http import RawRequestMessage
from multidict import istr

from matcher.web.client import origin_at
from matcher.web.headers import headers_of
from matcher.web.hosts import is_named
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.whole import lead_of, whole_of

_JSON: Final = "application/json"
_BEARER: Final = "Bearer "
_OK: Final = 200

_SITE, _KEY = istr("Sec-Fetch-Site"), istr("Idempotency-Key")

#: Gives the answer to a body, for a token and the address it came from.
Answer = Callable[[bytes, str, str], Awaitable[bytes]]
#: When the answer to a request was begun, by the clock that answers are counted by, and the number that names the request.
Begun = tuple[float, str]


class ShortWay:
    """The one path that has a short way, and what answers there."""

    def __init__(self, path: str, answer: Answer, options: WebOptions, meter: Meter) -> None:
        """Take what answers; it raises what the operation behind the library's way raises.

        Args:
            path: Of the operation, without anything that stands for something else.
            answer: Gives the JSON text of an answer with the status 200.
            options: How requests are taken.
            meter: Counts answers.
        """
        self._path, self._answer, self._options, self._meter = path, answer, options, meter
        #: What was asked for by name the last time, and is ours.
        self._host: str | None = None
        self._lead = lead_of(_OK, {CONTENT_TYPE: _JSON, **headers_of(is_confidential=options.is_confidential)})

    def takes(self, message: object, payload: StreamReader) -> bool:
        """Whether a request can be answered here: it is whole, its connection is kept, and nothing about it has to be decided."""
        # What could not be read as a request is of another kind.
        if not isinstance(message, RawRequestMessage) or message.path != self._path or message.method != METH_POST:
            return False
        if message.version != HttpVersion11 or message.should_close or message.upgrade or message.chunked:
            return False
        if not payload.is_eof() or payload.at_eof() or payload.total_bytes > self._options.body_limit:
            return False
        headers = message.headers
        shown = headers.getall(AUTHORIZATION, ())
        return (
            len(shown) == 1
            and shown[0].startswith(_BEARER)
            and headers.get(CONTENT_TYPE) == _JSON
            and self._is_ours(headers.get(HOST, ""))
            and not (EXPECT in headers or CONTENT_ENCODING in headers or ORIGIN in headers or _SITE in headers or _KEY in headers)
        )

    def _is_ours(self, host: str) -> bool:
        if host == self._host:
            return True
        if not is_named(host, self._options.host, self._options.public_url):
            return False
        self._host = host
        return True

    async def answer(
        self, message: RawRequestMessage, payload: StreamReader, transport: asyncio.BaseTransport | None, begun: Begun
    ) -> bytes:
        """Give the whole answer to a request that is taken, headers and all."""
        started, number = begun
        headers = message.headers
        origin = origin_at(transport, headers, self._options)
        body = await self._answer(payload.read_nowait(), headers[AUTHORIZATION][len(_BEARER) :].strip(), origin)
        self._meter.count(METH_POST, self._path, _OK, time.perf_counter() - started)
        return whole_of(self._lead, number, body)
