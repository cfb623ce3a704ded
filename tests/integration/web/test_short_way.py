"""Questions about typed numbers by the short way: answered as on the library's way, in order, and finished before the service ends."""

from __future__ import annotations

import asyncio
import json
import re
import time

import pytest
from aiohttp import web
from aiohttp.http_parser import HttpRequestParser

from matcher.errors import SignInFailed
from matcher.logs import REQUEST
from matcher.web.frame import frame, set_headers
from matcher.web.keys import FOREGONE, METER, OPTIONS, SHORT_WAY
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.server import Runner
from matcher.web.short_way import Answer, ShortWay

PATH = "/api/v1/checks"
GOOD = {
    "numbers": [{"raw": "07700 900123", "ref": "a"}],
    "purpose": "locate-missing-person",
    "reference": "M-1",
    "reason": "seen on a note",
}
#: What differs between any two answers, and the header that says which way was taken.
OWN = re.compile(r'"(?:id|at|request)": "[^"]*"|as of [^"]*')
UNLIKE = {"date", "x-request-id", "connection", "content-length"}


def text_of(token: str | None, body: bytes = b"", *, path: str = PATH, more: str = "", host: str = "127.0.0.1") -> bytes:
    """Write a request."""
    shown = "" if token is None else f"Authorization: Bearer {token}\r\n"
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{shown}{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode("ascii") + body


async def one_answer(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], str]:
    """Read one answer: its first line, headers and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    assert len(headers) == len(lines)
    return first, headers, (await reader.readexactly(int(headers["content-length"]))).decode("utf-8")


async def asked(service, *requests: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Send requests over one connection without waiting, and give the answers in their order."""
    host, _, port = service.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(b"".join(requests))
        return [await one_answer(reader) for _ in requests]
    finally:
        writer.close()


@pytest.fixture
def ways(monkeypatch) -> list[bool]:
    """Give, for each look at a request, whether it was taken by the short way."""
    seen: list[bool] = []
    whether = ShortWay.takes

    def takes(self, message, payload):
        seen.append(whether(self, message, payload))
        return seen[-1]

    monkeypatch.setattr(ShortWay, "takes", takes)
    return seen


BODIES = {
    "good": json.dumps(GOOD).encode(),
    "nowhere": json.dumps({**GOOD, "numbers": [{"raw": "07700 900999"}]}).encode(),
    "no JSON": b'{"numbers": [',
    "a key twice": b'{"numbers": [], "numbers": []}',
    "a field too many": json.dumps({**GOOD, "colour": "red"}).encode(),
    "no purpose": json.dumps({**GOOD, "purpose": ""}).encode(),
    "no list": json.dumps({**GOOD, "numbers": {}}).encode(),
}


async def test_both_ways_give_the_same_answer(service, ways):
    """Whatever is asked, with a token that works or with none that does, status, headers and body are those of the library's way."""
    await service.load_list()
    token = await service.token("north-submitter")
    ways.clear()
    for shown in (token, f"{token[:-1]}-", "x"):
        for body in BODIES.values():
            (short,), (long,) = (
                await asked(service, text_of(shown, body)),
                await asked(service, text_of(shown, body, more="X-Forwarded-For: 10.0.0.1\r\nSec-Fetch-Site: none\r\n")),
            )
            assert short[0] == long[0]
            assert {**short[1], **dict.fromkeys(UNLIKE)} == {**long[1], **dict.fromkeys(UNLIKE)}
            assert OWN.sub("", short[2]) == OWN.sub("", long[2])
    assert ways == [True, False] * len(BODIES) * 3


@pytest.mark.parametrize(
    "request_text",
    [
        text_of("x", b"{}", more="Expect: 100-continue\r\n"),
        text_of("x", b"{}", more="Content-Encoding: gzip\r\n"),
        text_of("x", b"{}", more="Origin: http://elsewhere.example\r\n"),
        text_of("x", b"{}", more="Sec-Fetch-Site: cross-site\r\n"),
        text_of("x", b"{}", more="Idempotency-Key: k\r\n"),
        text_of("x", b"{}", more="Authorization: Bearer y\r\n"),
        text_of("x", b"{}", more="Connection: close\r\n"),
        text_of("x", b"{}", more="Upgrade: websocket\r\nConnection: upgrade\r\n"),
        text_of("x", b"{}", host="elsewhere.example"),
        text_of("x", b"{}", path=f"{PATH}?a=1"),
        text_of("x", b"{}", path="/api/v1/%63hecks"),
        text_of("x", b"{}").replace(b"POST", b"PUT", 1),
        text_of("x", b"{}").replace(b"HTTP/1.1", b"HTTP/1.0", 1),
        text_of("x", b"{}").replace(b"application/json", b"text/plain", 1),
        text_of("x", b"{}").replace(b"Bearer", b"Basic", 1),
        text_of("x", b"{}")[:-1],
        text_of("x", b"{}").replace(b"Content-Length: 2\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        text_of("x"),
        text_of("x", b" " * ((256 << 10) + 1)),
        text_of(None, b"{}"),
    ],
    ids=range(20),
)
async def test_what_has_to_be_decided_has_no_short_way(request_text):
    """A request with anything that has to be decided, that is not whole yet, or that shows no one token is left to the library."""
    short = ShortWay(PATH, None, WebOptions(), Meter())

    def taken(text: bytes) -> list[bool]:
        messages, _, _ = HttpRequestParser(_Held(), asyncio.get_running_loop(), 1 << 20, auto_decompress=False).feed_data(text)
        return [short.takes(*each) for each in messages]

    assert taken(text_of("x", b"{}", host="")) == [False]
    assert taken(text_of("x", b"{}")) == [True]
    assert taken(request_text) == [False]


class _Held(asyncio.Protocol):
    """A connection that is always read from."""

    def resume_reading(self, *, resume_parser: bool = True) -> None:
        """Do nothing."""

    def pause_reading(self) -> None:
        """Do nothing."""


async def test_requests_that_wait_are_answered_in_their_order(embedded, ways):
    """Of requests that were sent without waiting, those behind one that has no short way are answered behind it, and nothing is missing."""
    await embedded.load_list()
    token, body = await embedded.token("north-submitter"), BODIES["good"]
    ways.clear()
    long = text_of(token, BODIES["nowhere"], more="Idempotency-Key: k\r\n")
    told = await asked(embedded, *[text_of(token, body)] * 2, text_of("x", body), text_of(token, body), long, *[text_of(token, body)] * 2)

    assert [first.split()[1] for first, _, _ in told] == ["200", "200", "401", "200", "200", "200", "200"]
    assert [len(json.loads(text).get("answers", [{}])[0].get("matches", [])) for _, _, text in told] == [1, 1, 0, 1, 0, 1, 1]
    assert ways == [True, True, True, True, False]


async def test_every_answer_is_counted_once(embedded, ways):
    """Answers and refusals by the short way stand in the figures of the service, each once, under its route and status."""
    await embedded.load_list()
    token = await embedded.token("north-submitter")
    ways.clear()
    await asked(embedded, text_of(token, BODIES["good"]), text_of("x", BODIES["good"]), text_of(token, b"{"))
    assert ways == [True] * 3
    figures = (await embedded.ask("GET", "/metrics")).text
    for status in (200, 400, 401):
        assert f'linewatch_requests_total{{method="POST",route="{PATH}",status="{status}"}} 1.0' in figures


async def running(answer: Answer, meter: Meter) -> Runner:
    """Let a service listen that has the short way and nothing behind it but what tells a refusal."""

    async def tell(request: web.Request) -> web.Response:
        raise request[FOREGONE]

    app = web.Application(middlewares=[frame])
    app[OPTIONS], app[METER] = WebOptions(), meter
    app[SHORT_WAY] = ShortWay(PATH, answer, app[OPTIONS], meter)
    app.router.add_post(PATH, tell)
    app.on_response_prepare.append(set_headers(app[OPTIONS]))
    runner = Runner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


async def test_an_answer_and_a_refusal_have_the_number_and_the_time_of_their_question(monkeypatch):
    """What is logged meanwhile bears the number the answer names, a refusal too; and its time is counted from the beginning."""
    clock, numbers, meter = [100.0], [], Meter()
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])

    async def answer(body: bytes, *_given: object) -> bytes:
        numbers.append(REQUEST.get())
        clock[0] += 7
        if body == b"no":
            raise SignInFailed("Nobody.")
        return b"{}"

    runner = await running(answer, meter)
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(text_of("x", b"{}") + text_of("x", b"no") + text_of("x", b"{}"))
    told = [await one_answer(reader) for _ in range(3)]
    writer.close()
    await runner.cleanup()

    assert [first.split()[1] for first, _, _ in told] == ["200", "401", "200"]
    assert [headers["x-request-id"] for _, headers, _ in told] == numbers
    assert len(set(numbers)) == 3
    assert json.loads(told[1][2])["request"] == numbers[1]
    assert f'linewatch_request_seconds_sum{{route="{PATH}"}} 21.0' in meter.text().decode()


async def test_a_question_that_is_under_way_is_answered_before_the_service_ends():
    """Who ends the service waits for the answer, which arrives whole; then the connection ends, and one whose sender left is forgotten."""
    begun, may_go = asyncio.Event(), asyncio.Event()

    async def answer(*_given: object) -> bytes:
        begun.set()
        await may_go.wait()
        return b"{}"

    runner = await running(answer, Meter())
    for leaves in (True, False):
        begun.clear()
        reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
        writer.write(text_of("x", b"{}"))
        await begun.wait()
        if leaves:
            writer.close()
    ending = asyncio.create_task(runner.cleanup())
    await asyncio.sleep(0)
    may_go.set()
    first, _, told = await one_answer(reader)
    assert (first, told, await reader.read()) == ("HTTP/1.1 200 OK", "{}", b"")
    await ending
    writer.close()
