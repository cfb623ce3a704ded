"""The server under the application: its limits and patience, and its own answers to what is no request at all."""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from typing import cast

from aiohttp import StreamReader, web
from aiohttp.http import RawRequestMessage, StreamWriter

from matcher.logs import REQUEST, get_logger
from matcher.web.headers import headers_of, new_number
from matcher.web.keys import BEGUN, FOREGONE, OPTIONS, SHORT_WAY
from matcher.web.problems import MEDIA_TYPE, coded, problem_text
from matcher.web.short_way import Begun, ShortWay

#: An idle or half-spoken connection is closed after this time, in seconds.
IDLE = 30.0

#: How long what is left of a refused body is read, so that the sender still hears the refusal.
_LINGERING = 5.0

#: How long requests that are under way may take when the service ends.
_FINISHING = 8.0


class _Connection(web.RequestHandler):
    """One connection. What is no request is answered with a problem, with the headers of every answer, and logged without its words."""

    __slots__ = ("own_headers", "short_way")

    own_headers: dict[str, str]
    short_way: ShortWay

    async def start(self) -> None:
        """Answer what comes over the connection, until it ends; from the first request on that has no short way, as the library does."""
        while not self._force_close:
            if not self._messages:
                await self._more()
            message, payload = self._messages[0]
            # A sender who is so far ahead that reading was paused is left to the library, which resumes it.
            if self._buffer_paused or not self.short_way.takes(message, payload):
                await super().start()
                return
            if not await self._answer(cast("RawRequestMessage", message), payload) or self._close:
                break
            self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
            if self._keepalive_handle is None:
                self._keepalive_handle = self._loop.call_at(self._next_keepalive_close_time, self._process_keepalive)
        if not self._force_close:
            self._task_handler = None
            if self.transport is not None:
                self.transport.close()

    async def _more(self) -> None:
        """Wait until a request has come."""
        try:
            self._waiter = self._loop.create_future()
            await self._waiter
        finally:
            self._waiter = None

    async def _answer(self, message: RawRequestMessage, payload: StreamReader) -> bool:
        """Answer the next request by the short way, and say whether the connection goes on."""
        self._messages.popleft()
        if self._parser is not None:
            self._parser.message_consumed()
        if self._manager is not None:
            self._manager.requests_count += 1
        # Whoever ends the service waits for what is under way.
        self._request_in_progress = True
        begun = time.perf_counter(), new_number()
        # All questions of a connection are answered in one task: taken back, so that what is logged between two of them bears no number.
        known = REQUEST.set(begun[1])
        try:
            try:
                whole = await self.short_way.answer(message, payload, self.transport, begun)
            except Exception as error:  # noqa: BLE001 - told by the library's way, whatever it is
                return await self._tell(message, payload, error, begun)
            return await self._send(whole)
        finally:
            REQUEST.reset(known)
            self._request_in_progress = False
            if self._handler_waiter is not None and not self._handler_waiter.done():
                self._handler_waiter.set_result(None)

    async def _send(self, whole: bytes) -> bool:
        """Send an answer, and say whether it could be."""
        if self.transport is None or self.transport.is_closing():
            return False
        self.transport.write(whole)
        if self._paused:
            with suppress(ConnectionError):
                await self._drain_helper()
        return True

    async def _tell(self, message: RawRequestMessage, payload: StreamReader, error: Exception, begun: Begun) -> bool:
        """Tell what a request came to as it is told on the library's way, and say whether the connection goes on."""
        if self._request_factory is None or self._request_handler is None or self._task_handler is None:
            return False
        request = self._request_factory(message, payload, self, StreamWriter(self, self._loop), self._task_handler)
        request[FOREGONE], request[BEGUN] = error, begun
        # In a task of its own, as there: what is known of the request ends with it.
        answer, is_lost = await self._loop.create_task(self._handle_request(request, None, self._request_handler))
        self._keepalive = bool(answer.keep_alive)
        return self._keepalive and not is_lost

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what went wrong outside of every handler."""
        del message
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was begun already")
        is_ours = status >= 500
        if is_ours:
            get_logger().error("connection_failed", status=status, exc_info=exc)
        answer = web.Response(
            text=problem_text(coded("internal-error" if is_ours else "malformed-request"), secrets.token_hex(8)),
            status=500 if is_ours else 400,
        )
        answer.headers["Content-Type"] = MEDIA_TYPE
        answer.headers.update(self.own_headers)
        answer.force_close()
        return answer


class _Server(web.Server):
    """Makes connections of ours."""

    own_headers: dict[str, str]
    short_way: ShortWay

    def __call__(self) -> web.RequestHandler:
        made = _Connection(self, loop=self._loop, **self._kwargs)
        made.own_headers, made.short_way = self.own_headers, self.short_way
        return made


class Runner(web.AppRunner):
    """Runs an application of ours. Give it to `aiohttp.web.TCPSite` or `SockSite`."""

    __slots__ = ()

    def __init__(self, app: web.Application, *, shutdown_timeout: float = _FINISHING, handle_signals: bool = False) -> None:
        """Take what the service answers with; nothing listens yet."""
        super().__init__(
            app,
            handle_signals=handle_signals,
            shutdown_timeout=shutdown_timeout,
            # What is asked for stands in the audit trail, not in a log of addresses.
            access_log=None,
            keepalive_timeout=IDLE,
            lingering_time=_LINGERING,
            # A sender who went away is not worked for.
            handler_cancellation=True,
            # How large a body is unpacked could not be told before.
            auto_decompress=False,
            max_line_size=8190,
            max_field_size=8190,
            max_headers=64,
        )

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        server = _Server(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,  # noqa: SLF001 - the one way to have connections of our own
            **made._kwargs,  # noqa: SLF001 - the same
        )
        server.own_headers = headers_of(is_confidential=self.app[OPTIONS].is_confidential)
        server.short_way = self.app[SHORT_WAY]
        return server


__all__ = ["IDLE", "Runner"]
