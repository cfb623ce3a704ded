"""The server under the application: its limits and patience, and its own answers to what is no request at all."""

from __future__ import annotations

import secrets

from aiohttp import web

from matcher.logs import get_logger
from matcher.web.headers import headers_of
from matcher.web.keys import OPTIONS
from matcher.web.problems import MEDIA_TYPE, coded, problem_text

#: An idle or half-spoken connection is closed after this time, in seconds.
IDLE = 30.0

#: How long what is left of a refused body is read, so that the sender still hears the refusal.
_LINGERING = 5.0

#: How long requests that are under way may take when the service ends.
_FINISHING = 8.0


class _Connection(web.RequestHandler):
    """One connection. What is no request is answered with a problem, with the headers of every answer, and logged without its words."""

    __slots__ = ("own_headers",)

    own_headers: dict[str, str]

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

    def __call__(self) -> web.RequestHandler:
        made = _Connection(self, loop=self._loop, **self._kwargs)
        made.own_headers = self.own_headers
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
        return server


__all__ = ["IDLE", "Runner"]
