"""Looks after the processes of the service: starts them, replaces one that died, and ends them in order.

A process gets three things by inheritance: the socket it answers at, an end of a pipe it reads nothing from but the end of this process,
and an end of another by which it says that it is ready. So nothing outlives whoever looks after it, however that ends.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from matcher.cli.exit_codes import ExitCode

#: Requests and jobs that are under way may take so long once it is to end, in seconds.
PATIENCE = 10.0

#: A process that lived so long did not fail at its start.
_SETTLED = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0

#: -I: nothing of the folder somebody stands in, nor of their environment, is ever run.
_PROGRAM = (sys.executable, "-I", "-m", "matcher", "serve-process")


@dataclass(slots=True)
class Slot:
    """A place for one process of a kind, which dies and is replaced."""

    #: `web` or `worker`.
    kind: str
    socket: socket.socket | None = None
    process: Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0


@dataclass(slots=True)
class Supervisor:
    """Every process of the service."""

    slots: Sequence[Slot]
    #: What the processes find in their environment.
    environment: Mapping[str, str]
    #: Where it is told what became of a process.
    log: Any
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _code: int = ExitCode.OK
    _hurry: bool = False

    async def run(self, when_ready: Any) -> int:  # noqa: ANN401 - a coroutine function without arguments
        """Run until a signal says to stop, and give the exit code.

        Args:
            when_ready: Awaited once every process is ready for the first time.
        """
        loop = asyncio.get_running_loop()
        heeded = [each for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP) if signal.getsignal(each) is not signal.SIG_IGN]
        for each in heeded:
            loop.add_signal_handler(each, self._end)
        keeping = [asyncio.create_task(self._keep(slot)) for slot in self.slots]
        announcing = asyncio.create_task(self._announce(when_ready))
        try:
            await self._stop.wait()
        finally:
            announcing.cancel()
            await self._end_all()
            await asyncio.gather(announcing, *keeping, return_exceptions=True)
        return self._code

    def _end(self) -> None:
        # Asked twice, nobody wants to wait.
        self._hurry = self._stop.is_set()
        self._stop.set()
        if self._hurry:
            self._signal_all(signal.SIGKILL)

    async def _announce(self, when_ready: Any) -> None:  # noqa: ANN401 - as above
        for slot in self.slots:
            await slot.ready.wait()
        await when_ready()

    async def _keep(self, slot: Slot) -> None:
        loop = asyncio.get_running_loop()
        while not self._stop.is_set():
            started = loop.time()
            code = await self._run_once(slot)
            if self._stop.is_set():
                return
            if not slot.ready.is_set():
                # It never got as far as its work, and has said why: the next one would not either.
                self._code = code if code > 0 else ExitCode.OUR_FAULT
                self._stop.set()
                return
            slot.failures = slot.failures + 1 if loop.time() - started < _SETTLED else 0
            pause = min(_FIRST_PAUSE * 2**slot.failures, _LONGEST_PAUSE)
            self.log.warning("process_ended", kind=slot.kind, status=code, seconds=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause)

    async def _run_once(self, slot: Slot) -> int:
        """Start a process and wait for its end."""
        lives, life = os.pipe()
        told, tell = os.pipe()
        given = [lives, tell] + ([slot.socket.fileno()] if slot.socket is not None else [])
        command = (*_PROGRAM, slot.kind, *(str(number) for number in given))
        try:
            slot.process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, pass_fds=given, env=dict(self.environment)
            )
            self.log.info("process_started", kind=slot.kind, process=slot.process.pid)
        finally:
            os.close(lives)
            os.close(tell)
        hearing = asyncio.create_task(_hear(told, slot.ready))
        try:
            return await slot.process.wait()
        finally:
            await hearing
            os.close(life)

    async def _end_all(self) -> None:
        self._signal_all(signal.SIGTERM)
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        for slot in self.slots:
            if slot.process is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(slot.process.wait(), max(until - loop.time(), 0.01))
        late = self._signal_all(signal.SIGKILL)
        if late:
            self.log.warning("processes_killed", count=late)

    def _signal_all(self, number: signal.Signals) -> int:
        alive = [slot.process for slot in self.slots if slot.process is not None and slot.process.returncode is None]
        for process in alive:
            with suppress(ProcessLookupError):
                process.send_signal(number)
        return len(alive)


async def _hear(told: int, ready: asyncio.Event) -> None:
    """Wait until a process says that it is ready, or has gone."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(told, "rb", buffering=0)
    )
    try:
        if await reader.read(1):
            ready.set()
    finally:
        transport.close()
