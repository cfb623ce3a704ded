"""Processes are started, replaced when they die, ended in order, and never outlive whoever looks after them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

import matcher.cli.supervisor as looking_after
from matcher.cli.listen import listen, url_of
from matcher.cli.supervisor import Slot, Supervisor
from matcher.errors import CannotListen

#: A process as `serve` starts it: notes its own id, says that it is ready, and lives until it is told to end or its pipe closes.
CHILD = """
    import os, select, signal, sys, time
    kind, lives, tell = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{kind} {os.getpid()}\\n")
    if os.environ.get("FAILS"):
        sys.exit(6)
    if os.environ.get("STUBBORN"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(tell, b"1")
    if os.environ.get("STUBBORN"):
        time.sleep(60)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    select.select([lives], [], [])
"""

#: The same, of ours: it is still bringing in what it works with, which takes long.
STARTING = """
    import os, sys, time, types
    from matcher import __main__ as ours
    def run(_):
        with open(os.environ["NOTES"], "a") as notes:
            notes.write(f"{sys.argv[2]} {os.getpid()}\\n")
        time.sleep(60)
    sys.modules["matcher.cli.app"] = slow = types.ModuleType("matcher.cli.app")
    slow.run = run
    sys.argv = ["linewatch", "serve-process", *sys.argv[1:]]
    ours.main()
"""


class Quiet:
    """A log that keeps the names of its events."""

    def __init__(self):
        """Hold none yet."""
        self.events = []

    def info(self, event, **_):
        """Note an event."""
        self.events.append(event)

    warning = info


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Have a small program started in place of ours, and give the file of its notes."""
    program = tmp_path / "child.py"
    program.write_text(textwrap.dedent(CHILD))
    monkeypatch.setattr(looking_after, "_PROGRAM", (sys.executable, "-I", str(program)))
    notes = tmp_path / "notes"
    notes.touch()
    return notes


def noted(notes: Path) -> list[int]:
    """The processes that were started, in their order."""
    return [int(line.split()[1]) for line in notes.read_text().splitlines()]


def is_alive(process: int) -> bool:
    """Whether a process runs, and is not only waiting to be buried."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


async def run(notes: Path, what, *, slots=2, **environment: str):
    """Run a supervisor of some processes, do something once they are ready, and give its exit code and its log."""
    log = Quiet()
    supervisor = Supervisor([Slot("worker") for _ in range(slots)], {**os.environ, "NOTES": str(notes), **environment}, log)

    async def ready():
        await what(supervisor)
        os.kill(os.getpid(), signal.SIGTERM)

    return await asyncio.wait_for(supervisor.run(ready), 60), log


async def until(true) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never became so")


async def test_every_process_is_ready_before_it_is_said_and_none_is_left(child):
    """What is said at the start is said when all are ready, and after a signal none of them is alive."""
    seen = []

    async def what(_supervisor):
        seen.extend(noted(child))

    code, _ = await run(child, what, slots=3)

    assert code == 0
    assert len(seen) == 3
    assert not any(is_alive(process) for process in seen)


async def test_a_process_that_dies_is_replaced(child):
    """A process that is killed is followed by another one in its place, as often as it happens."""

    async def what(_supervisor):
        for number in range(1, 4):
            os.kill(noted(child)[-1], signal.SIGKILL)
            await until(lambda number=number: len(noted(child)) == 1 + number)

    code, log = await run(child, what, slots=1)

    assert code == 0
    assert len(noted(child)) == 4
    assert log.events.count("process_ended") == 3


async def test_a_process_that_never_gets_ready_ends_the_service_with_its_code(child):
    """Where a process fails at its start, the service ends with the code that process gave, and the others end too."""

    async def never(_supervisor):
        raise AssertionError("it was not ready")

    code, _ = await run(child, never, FAILS="1")

    assert code == 6
    assert not any(is_alive(process) for process in noted(child))


async def test_a_process_that_does_not_end_is_killed(child, monkeypatch):
    """One that ignores the request to end is ended all the same once patience is over."""
    monkeypatch.setattr(looking_after, "PATIENCE", 0.3)

    async def nothing(_supervisor):
        pass

    code, log = await run(child, nothing, STUBBORN="1")

    assert code == 0
    assert "processes_killed" in log.events
    assert not any(is_alive(process) for process in noted(child))


@pytest.mark.parametrize("program", [CHILD, STARTING], ids=["ready", "starting"])
def test_no_process_outlives_a_supervisor_that_was_killed(child, program):
    """When whoever looks after them is killed, the processes end by themselves, and one that is only starting does not come to listen."""
    child.with_name("child.py").write_text(textwrap.dedent(program))
    looks_after = f"""
        import asyncio, os, sys
        import matcher.cli.supervisor as looking_after
        looking_after._PROGRAM = {looking_after._PROGRAM!r}
        class Quiet:
            info = warning = lambda *_, **__: None
        async def ready():
            pass
        slots = [looking_after.Slot("web"), looking_after.Slot("worker")]
        asyncio.run(looking_after.Supervisor(slots, dict(os.environ), Quiet()).run(ready))
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(looks_after)], env={**os.environ, "NOTES": str(child)})
    asyncio.run(until(lambda: len(noted(child)) == 2))
    parent.kill()
    parent.wait()

    asyncio.run(until(lambda: not any(is_alive(process) for process in noted(child))))


@pytest.mark.parametrize("count", [1, 3])
def test_a_port_is_taken_once(count):
    """What listens at a port, with one socket or several, is refused to whoever comes second, with one or several."""
    first = listen("127.0.0.1", 0, count)
    try:
        port = first[0].getsockname()[1]
        assert len(first) == count
        assert {each.getsockname()[1] for each in first} == {port}
        assert url_of(first[0], is_tls=False) == f"http://127.0.0.1:{port}"
        for again in (1, 2):
            with pytest.raises(CannotListen, match="already"):
                listen("127.0.0.1", port, again)
    finally:
        for each in first:
            each.close()


@pytest.mark.parametrize("count", [1, 3])
def test_a_port_that_is_let_go_of_is_waited_for(count):
    """What still listens when the service is started, and ends meanwhile, keeps nobody from starting."""
    first = listen("127.0.0.1", 0, count)
    port = first[0].getsockname()[1]
    ending = threading.Timer(0.3, lambda: [each.close() for each in first])
    ending.start()

    second = listen("127.0.0.1", port, count, patience=60.0)

    assert {each.getsockname()[1] for each in second} == {port}
    ending.join()
    for each in second:
        each.close()


def test_a_host_of_somebody_else_is_refused():
    """An address that is none of this machine cannot be listened at."""
    with pytest.raises(CannotListen, match="no address of this machine"):
        listen("192.0.2.1", 0, 1)
    with pytest.raises(CannotListen, match="no address of this machine"):
        listen("no.such.host.invalid", 0, 1)


def test_connections_wait_for_a_process_that_is_replaced():
    """A connection that is made while nobody takes it is answered by whoever takes over the socket."""
    (listener,) = listen("127.0.0.1", 0, 1)
    with socket.create_connection(listener.getsockname()) as asking:
        asking.sendall(b"who is there")
        time.sleep(0.05)
        with socket.socket(fileno=os.dup(listener.fileno())) as heir:
            taken, _ = heir.accept()
            with taken:
                assert taken.recv(100) == b"who is there"
    listener.close()
