"""Answers that go out in one piece."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime

import pytest
from aiohttp import ClientSession, web

from matcher.web.headers import headers_of
from matcher.web.whole import WholeAnswer, can_be_whole, lead_of

_HEADERS = {"Content-Type": "application/json", **headers_of(is_confidential=True)}
_BODY = b'{"answers": []}'


async def _serve(request: web.Request) -> web.StreamResponse:
    if not can_be_whole(request):
        return web.Response(body=_BODY, headers={**_HEADERS, "X-Way": "library"})
    return WholeAnswer(200, lead_of(200, _HEADERS), "00ff", _BODY)


async def _started() -> tuple[web.AppRunner, str, int]:
    app = web.Application()
    app.router.add_post("/", _serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return runner, host, port


def test_headers_and_body_arrive_over_a_connection_that_is_kept() -> None:
    """Two requests over one connection are each answered with every header once, their number, a date, and the whole body."""

    async def ask() -> None:
        runner, host, port = await _started()
        try:
            async with ClientSession() as client:
                for _ in range(2):
                    async with client.post(f"http://{host}:{port}/", data=b"{}") as answer:
                        assert (answer.status, answer.reason, await answer.read()) == (200, "OK", _BODY)
                        names = [name.lower() for name in answer.headers]
                        assert sorted(set(names)) == sorted(names)
                        assert {name: answer.headers[name] for name in _HEADERS} == _HEADERS
                        assert answer.headers["X-Request-Id"] == "00ff"
                        assert parsedate_to_datetime(answer.headers["Date"]).tzinfo is not None
        finally:
            await runner.cleanup()

    asyncio.run(ask())


@pytest.mark.parametrize("head", ["POST / HTTP/1.0", "POST / HTTP/1.1\r\nConnection: close"])
def test_what_ends_its_connection_is_left_to_the_library(head: str) -> None:
    """A request of the older protocol, or one that closes its connection, is answered by the library, and the connection ends."""

    async def ask() -> bytes:
        runner, host, port = await _started()
        try:
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"{head}\r\nHost: here\r\nContent-Length: 2\r\n\r\n{{}}".encode("ascii"))
            told = await reader.read()
            writer.close()
            return told
        finally:
            await runner.cleanup()

    told = asyncio.run(ask())
    assert b"X-Way: library" in told
    assert told.endswith(_BODY)


def test_two_requests_in_one_packet_are_answered_in_their_order() -> None:
    """Requests that were sent without waiting for answers are answered one after the other, each with its length."""

    async def ask() -> bytes:
        runner, host, port = await _started()
        try:
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{}" * 2)
            told = b""
            while told.count(_BODY) < 2:
                told += await reader.read(65536)
            writer.close()
            return told
        finally:
            await runner.cleanup()

    told = asyncio.run(ask())
    assert told.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert told.count(b"Content-Length: 15\r\n") == 2
