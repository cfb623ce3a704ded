"""The inside of one process of the service, as `serve` starts it: nobody types this."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.exit_codes import ExitCode
from matcher.cli.orphans import outlive_parent
from matcher.cli.settings import read_settings

if TYPE_CHECKING:
    import asyncio

    from config.settings import Settings
    from matcher.web.options import WebOptions

#: Reading gives way to answering: whoever waits for an answer is a person.
_NICER = 10

Kind = Annotated[str, typer.Argument(metavar="KIND", help="web or worker.", show_default=False)]
Inherited = Annotated[int, typer.Argument(show_default=False)]


def serve_process(kind: Kind, lives: Inherited, tell: Inherited, listener: Annotated[int, typer.Argument()] = -1) -> int:
    """Be one process of the service."""
    import asyncio

    from matcher.logs import configure_logs

    settings = read_settings()
    configure_logs(settings.log_level)
    is_web = kind == "web"
    run = partial(_answer, listener=listener) if is_web else _work
    with asyncio.Runner(loop_factory=_fast_loop() if is_web else None) as runner:
        runner.run(run(settings, lives, partial(_say_ready, tell)))
    return ExitCode.OK


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Give what makes the loop of a process that answers; None, the loop of the language, where the faster one is not to be had."""
    try:
        import uvloop
    except ImportError:
        return None
    made: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return made


def _say_ready(tell: int) -> None:
    outlive_parent()
    # Whoever looked after it may be gone already.
    with suppress(OSError):
        os.write(tell, b"1")
        os.close(tell)


async def _answer(settings: Settings, lives: int, ready: Callable[[], None], *, listener: int) -> None:
    from matcher.bootstrap_service import open_house
    from matcher.web.app import create_app
    from matcher.web.listening import answer_at, tls_of

    stop = _stop_when_told(lives)
    tls = tls_of(settings.tls_certificate, settings.tls_key)
    house = await open_house(settings)
    try:
        await answer_at(socket.socket(fileno=listener), create_app(house, web_options(settings)), tls, ready=ready, stop=stop)
    finally:
        await house.vault.db.close()


async def _work(settings: Settings, lives: int, ready: Callable[[], None]) -> None:
    import asyncio

    from matcher.bootstrap_service import open_house
    from matcher.worker import run_worker

    # Where files are read, and the readers that are started from there. What puts answers into the store gives way to nobody: others wait
    # for its pen.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="reads", initializer=_give_way))
    stop = _stop_when_told(lives)
    house = await open_house(settings)
    try:
        ready()
        await run_worker(house, stop=stop)
    finally:
        await house.vault.db.close()


def _give_way() -> None:
    # Of this thread alone, and of what it starts.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICER)


def web_options(settings: Settings) -> WebOptions:
    """Give what the settings say of how requests are taken."""
    from matcher.bootstrap_identity import provider_of, sign_in_policy_of
    from matcher.web.options import WebOptions

    token = settings.metrics_token
    return WebOptions(
        public_url=settings.public_url,
        host=settings.host,
        trusted_proxies=tuple(settings.trusted_proxies),
        metrics_token=None if token is None else token.get_secret_value(),
        is_tls=settings.tls_certificate is not None,
        sign_in=sign_in_policy_of(settings),
        provider=provider_of(settings),
    )


def _stop_when_told(lives: int) -> asyncio.Event:
    """Give what is set when the process is to end: it was asked to, or whoever looks after it is gone."""
    import asyncio

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    # Keys pressed at a terminal reach every process of it; whoever looks after this one decides.
    for each in (signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(each, lambda: None)

    def gone() -> None:
        loop.remove_reader(lives)
        stop.set()

    # Nothing is ever written to it: it becomes readable when its other end closes.
    loop.add_reader(lives, gone)
    return stop
