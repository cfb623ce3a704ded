"""Server-sent events: what happens to a submission, as it happens, in a form browsers go on with by themselves."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from aiohttp import web
from pydantic import TypeAdapter

from matcher.domain.access.actor import Actor
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.domain.submissions.view import SubmissionEvent
from matcher.errors import Fault, MatcherError
from matcher.web.keys import METER, STREAMS
from matcher.web.options import WebOptions
from matcher.web.problems import Refused
from matcher.web.who import stands
from matcher.web.wire import Moment

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)

#: How long a browser waits before it asks again, in milliseconds.
_RETRY = 2000

#: Nothing more will happen: whoever listens need not ask again.
_END = b"event: end\ndata: {}\n\n"

#: In the place of an event where the stream breaks off.
_CUT = SubmissionEvent(0, datetime.min, SubmissionStatus.FAILED, 0)  # noqa: DTZ901 - a mark, no moment

_MOMENT = TypeAdapter(Moment)


def last_event_id(request: web.BaseRequest) -> int:
    """Give the number of the last event the sender has seen; 0 where none.

    Raises:
        Refused: it is no number of an event.
    """
    given = request.headers.get("Last-Event-ID", "")
    if not given:
        return 0
    if not _NUMBER.fullmatch(given):
        raise Refused("bad-request", faults=(Fault("Last-Event-ID", "It is the number of an event."),))
    return int(given)


async def stream(request: web.Request, events: AsyncIterator[SubmissionEvent], actor: Actor, *, options: WebOptions) -> web.StreamResponse:
    """Answer with events until nothing more will happen, until it is time to ask again, or until whoever listens no longer may.

    Args:
        request: Whose answer it is.
        events: What happens; they end when nothing more will.
        actor: Who listens. An account may have so many streams.
        options: How often to say that the stream is still there, and to look who listens, and how long it lasts.

    Raises:
        Refused: the account has as many streams as it may.
    """
    with request.app[STREAMS].opened(actor.user_id):
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
        request.app[METER].open_streams += 1
        try:
            await answer.prepare(request)
            await answer.write(f"retry: {_RETRY}\n\n".encode())
            await _write(answer, events, options, lambda: _may_listen(request, actor))
        finally:
            request.app[METER].open_streams -= 1
        return answer


async def _may_listen(request: web.Request, actor: Actor) -> bool:
    try:
        return await stands(request, actor)
    except MatcherError:
        # Nobody can say: the stream is cut, and they are told when they ask again.
        return False


async def _write(
    answer: web.StreamResponse, events: AsyncIterator[SubmissionEvent], options: WebOptions, may_listen: Callable[[], Awaitable[bool]]
) -> None:
    try:
        async with asyncio.TaskGroup() as group:
            waiting: asyncio.Queue[SubmissionEvent | None] = asyncio.Queue(maxsize=100)
            beside = [group.create_task(_pump(events, waiting)), group.create_task(_watch(waiting, options, may_listen))]
            await _pass_on(answer, waiting, options)
            for each in beside:
                each.cancel()
    except* ConnectionError:
        # Whoever listened went away.
        pass


async def _pump(events: AsyncIterator[SubmissionEvent], waiting: asyncio.Queue[SubmissionEvent | None]) -> None:
    try:
        async for event in events:
            await waiting.put(event)
    except MatcherError:
        # The answer has begun: it is cut here, and whoever listens asks again behind the last event and is told then.
        await waiting.put(_CUT)
    await waiting.put(None)


async def _watch(waiting: asyncio.Queue[SubmissionEvent | None], options: WebOptions, may_listen: Callable[[], Awaitable[bool]]) -> None:
    """Cut a stream that nobody may listen to any more; also in between events, for the next one may be long in coming."""
    while True:
        await asyncio.sleep(options.looks_again)
        if not await may_listen():
            break
    await waiting.put(_CUT)


async def _pass_on(answer: web.StreamResponse, waiting: asyncio.Queue[SubmissionEvent | None], options: WebOptions) -> None:
    ends = time.monotonic() + options.longest_stream
    while (left := ends - time.monotonic()) > 0:
        try:
            async with asyncio.timeout(min(options.heartbeat, left)):
                event = await waiting.get()
        except TimeoutError:
            await answer.write(b": still here\n\n")
            continue
        if event is _CUT:
            return
        if event is None:
            await answer.write(_END)
            return
        await answer.write(_said(event))


def _said(event: SubmissionEvent) -> bytes:
    data = {"status": event.status.value, "progress": event.progress / 1000, "at": _MOMENT.dump_python(event.at)}
    return f"id: {event.number}\nevent: status\ndata: {json.dumps(data)}\n\n".encode()
