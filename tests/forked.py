"""Processes of their own without the price of a start: one process has imported all that commands need, and is forked for each.

What starts is a process like any other: with its own arguments, folder, environment and streams, to be sent signals, and with an exit code.
What it shares with the others of a run of the tests is the order of sets (PYTHONHASHSEED); whoever tests that, or the start itself, starts
an interpreter. Where the environment holds what an interpreter reads at its start, one is started as well (`can_start`).

    python -I forked.py DESCRIPTOR NAME PATH…
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: What an interpreter, or what it is made of, reads once when it starts.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "OPENSSL_", "SSL_", "COVERAGE")
#: The program of a jailed reader, which needs little of that, and has little memory.
READER = "ingest.jail_child"
#: Modules that are imported where they are needed, which is in the parent here.
_LATER = ("argon2", "asyncio", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite.aiosqlite", "sqlite3")


class Forked:
    """A process that was forked, with what is needed of `subprocess.Popen`."""

    def __init__(self, told: socket.socket) -> None:
        """Take the socket on which its number and then its end are told."""
        self._told = told
        number = told.recv(32)
        if not number:
            told.close()
            raise RuntimeError("the process that is forked has ended; why stands on standard error")
        self.pid = int(number)
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and give its exit code, as `subprocess` counts it."""
        with self._lock:
            if self.returncode is None:
                self._told.settimeout(timeout)
                try:
                    status = self._told.recv(32)
                except (TimeoutError, BlockingIOError):
                    raise subprocess.TimeoutExpired(["linewatch"], timeout or 0) from None
                self._told.close()
                self.returncode = os.waitstatus_to_exitcode(int(status))
            return self.returncode

    def poll(self) -> int | None:
        """Give its exit code if it has ended."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, number: int) -> None:
        """Send it a signal unless it has ended."""
        if self.poll() is None:
            # It may end right now.
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


@dataclass(frozen=True)
class Family:
    """A process that is forked again and again."""

    asked: socket.socket
    environment: Mapping[str, str]

    def can_start(self, environment: Mapping[str, str]) -> bool:
        """Say whether nothing in an environment would have made another interpreter of it."""
        return _at_start(environment) == _at_start(self.environment)

    def start(
        self, arguments: Sequence[str], streams: Sequence[int], cwd: Path | None, environment: Mapping[str, str] | None = None
    ) -> Forked:
        """Fork it for these arguments, with descriptors for the three streams and our environment, unless another is given."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = {
            "arguments": list(arguments),
            "cwd": str(cwd or Path.cwd()),
            "environment": dict(os.environ if environment is None else environment),
            "parent": os.getpid(),
        }
        with theirs:
            socket.send_fds(self.asked, [json.dumps(asked).encode()], [*streams, theirs.fileno()])
        return Forked(ours)


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


_making = threading.Lock()


def family(name: str, path: str = "") -> Family:
    """Give the process that is forked for a program; it ends with this one."""
    with _making:
        return _family(name, path)


@cache
def _family(name: str, path: str) -> Family:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-I", __file__, str(theirs.fileno()), name, *([path] if path else [])]
        # Nobody waits for it: it ends when the socket does, which is when this process does.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    process.returncode = 0
    atexit.register(ours.close)
    return Family(ours, dict(os.environ))


def run(
    name: str, arguments: Sequence[str], *, cwd: Path | None = None, text_in: str | None = None, timeout: float = 110, path: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a program from its beginning to its end in a process of its own, as `subprocess.run` does."""
    pipes = [os.pipe() for _ in range(3)]
    theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
    process = family(name, path).start(arguments, theirs, cwd)
    for each in theirs:
        os.close(each)
    out, err = _converse(process, pipes[0][1], pipes[1][0], pipes[2][0], (text_in or "").encode(), time.monotonic() + timeout)
    return subprocess.CompletedProcess(arguments, process.wait(timeout), _text(out), _text(err))


def _text(said: bytes) -> str:
    return said.decode().replace("\r\n", "\n").replace("\r", "\n")


def _converse(process: Forked, into: int, out: int, err: int, told: bytes, until: float) -> tuple[bytes, bytes]:
    heard = {out: bytearray(), err: bytearray()}
    with selectors.DefaultSelector() as ready:
        os.set_blocking(into, False)
        ready.register(into, selectors.EVENT_WRITE)
        for each in heard:
            ready.register(each, selectors.EVENT_READ)
        while ready.get_map():
            if time.monotonic() > until:
                process.send_signal(signal.SIGKILL)
            for key, _ in ready.select(1):
                if key.fd == into:
                    # Whoever takes no more is told no more.
                    with suppress(BrokenPipeError):
                        told = told[os.write(into, told) :] if told else told
                        if told:
                            continue
                else:
                    part = os.read(key.fd, 1 << 16)
                    heard[key.fd] += part
                    if part:
                        continue
                ready.unregister(key.fd)
                os.close(key.fd)
    return bytes(heard[out]), bytes(heard[err])


class _Parent:
    """The process that is forked, for as long as anybody is there to ask it."""

    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked
        self._told: dict[int, socket.socket] = {}
        self._woken, self._wake = socket.socketpair()
        self._woken.setblocking(False)
        self._wake.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def children(self) -> list[str]:
        """Fork whenever it is asked for, and come back in the child, with its arguments."""
        while True:
            ready, _, _ = select.select([self._asked, self._woken], [], [])
            if self._woken in ready:
                self._woken.recv(4096)
                self._bury()
            if self._asked in ready:
                message, descriptors, _, _ = socket.recv_fds(self._asked, 1 << 20, 4)
                if not message:
                    os._exit(0)
                child = os.fork()
                if child == 0:
                    return self._be_born(json.loads(message), descriptors)
                told = self._told[child] = socket.socket(fileno=descriptors[3])
                self._tell(told, child)
                for each in descriptors[:3]:
                    os.close(each)

    def _bury(self) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                with self._told.pop(ended[0]) as told:
                    self._tell(told, ended[1])

    @staticmethod
    def _tell(told: socket.socket, number: int) -> None:
        with suppress(OSError):
            told.send(str(number).encode())

    def _be_born(self, asked: dict[str, Any], descriptors: list[int]) -> list[str]:
        """Be as a process is that was just started."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (self._asked, self._woken, self._wake, *self._told.values()):
            each.close()
        for place, descriptor in enumerate(descriptors[:3]):
            os.dup2(descriptor, place)
        for each in descriptors:
            os.close(each)
        os.chdir(asked["cwd"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        time.tzset()
        tempfile.tempdir = None
        # Whoever asked is who started it: where that one ends, so does the process in between, and is noticed as a parent is.
        os.getppid = lambda: asked["parent"]
        return list(asked["arguments"])


def _import_all(name: str) -> None:
    is_reader = name == READER
    for each in (name, *(() if is_reader else _LATER)):
        importlib.import_module(each)
    if is_reader:
        sys.modules[name].load_everything()
    for package in ("ingest",) if is_reader else ("matcher", "ingest"):
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            # What begins to work where it is imported is left out.
            if not found.name.endswith((".__main__", ".env")):
                importlib.import_module(found.name)
    if name == "matcher":
        # Each run makes all commands to do one of them, which is most of what a short one takes.
        cli = importlib.import_module("matcher.cli.app")
        made = cli.get_command(cli.app)
        cli.get_command = lambda _: made
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()


def _main(descriptor: str, name: str, *path: str) -> None:
    sys.path[:0] = path
    _import_all(name)
    arguments = _Parent(socket.socket(fileno=int(descriptor))).children()
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
