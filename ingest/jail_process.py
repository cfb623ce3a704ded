"""The free side of the two pipes: starts a jailed reader, gives it bytes, hears its messages, and ends it whatever happens.

Everything it says is taken for a stranger's: kinds, lengths, positions and amounts are checked before anything is done about them.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, Final

from ingest.errors import IngestError, ReaderTimeout, UnreadableExtraction
from ingest.jail_errors import died, misbehaved
from ingest.jail_limits import BLOCK_BYTES, JailLimits
from ingest.jail_pipe import HEADER, RANGE, Kind

if TYPE_CHECKING:
    from subprocess import Popen

_PROGRAM: Final = (sys.executable, "-I", "-m", "ingest.jail_child")
#: So that a reader goes on while what it gave is worked on. More than the machine allows is no harm: it stays as it was.
_PIPE_BYTES = 1 << 20
_READ_BYTES = 1 << 20
#: The block that is needed and the one asked for ahead.
_MOST_UNANSWERED = 2 * BLOCK_BYTES
_GOODBYE_SECONDS = 1.0


class JailProcess:
    """One jailed reader and what it has been given and has said. Used by one thread, except for `stop`.

    The thread that starts it must outlive it: where a thread ends, the kernel ends what it started.
    """

    def __init__(self, given: BinaryIO, *, name: str, size: int, limits: JailLimits, program: tuple[str, ...] = _PROGRAM) -> None:
        """Start the process; it is to be given its task next."""
        self._given = given
        self._name = name
        self._size = size
        self._limits = limits
        self._process = _started(program)
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018 # said for the type checker
        self._outward = self._process.stdin.fileno()
        self._inward = self._process.stdout.fileno()
        self._heard = bytearray()
        self._unsent = bytearray()
        self._is_locked = False
        self._is_closed = False
        self._asked = self._said = 0
        self._waited = 0.0
        #: How far into the file it has looked.
        self.reached = 0
        for end in (self._outward, self._inward):
            os.set_blocking(end, False)
            _widen(end)

    def give_task(self, task: bytes) -> None:
        """Say what is to be read."""
        self._unsent += HEADER.pack(Kind.TASK, len(task)) + task
        self._send()

    def receive(self) -> tuple[Kind, bytes]:
        """Wait for the next message that is no request for bytes; requests are answered meanwhile.

        Raises:
            JailFailure: it died, took too long, or said what no reader says.
            UnreadableExtraction: the file is shorter than was said.
        """
        while True:
            kind, payload = self._message()
            if kind is Kind.ASK:
                self._answer(payload)
                continue
            if kind is Kind.LOCKED and not self._is_locked:
                self._is_locked = True
            elif kind in {Kind.LOCKED, Kind.TASK} or not self._is_locked:
                raise self._fail(misbehaved(self._name))
            return kind, payload

    def stop(self) -> None:
        """End the process from another thread; the one that waits for it hears that it died."""
        if not self._is_closed:
            with suppress(OSError):
                self._process.kill()

    def close(self) -> None:
        """End the process, if it has not ended, and leave nothing of it behind."""
        if self._is_closed:
            return
        self._is_closed = True
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def _fail(self, error: IngestError) -> IngestError:
        self.close()
        return error

    def _message(self) -> tuple[Kind, bytes]:
        self._hear(HEADER.size)
        number, length = HEADER.unpack_from(self._heard)
        self._said += HEADER.size + length
        if number not in _KINDS or length > self._limits.message_bytes or self._said > self._limits.answer_bytes:
            raise self._fail(misbehaved(self._name))
        end = HEADER.size + length
        self._hear(end)
        payload = bytes(memoryview(self._heard)[HEADER.size : end])
        del self._heard[:end]
        return Kind(number), payload

    def _answer(self, payload: bytes) -> None:
        is_request = self._is_locked and len(payload) == RANGE.size
        offset, length = RANGE.unpack(payload) if is_request else (0, 0)
        self._asked += length
        is_sound = 0 < length <= BLOCK_BYTES and offset + length <= self._size and len(self._unsent) + length <= _MOST_UNANSWERED
        if not is_sound or self._asked > self._limits.asked_bytes:
            raise self._fail(misbehaved(self._name))
        self._given.seek(offset)
        while length:
            piece = self._given.read(length)
            if not piece:
                raise self._fail(
                    UnreadableExtraction(f"'{self._name}' is shorter than it was.", hint="Check that the file is still what it was.")
                )
            self._unsent += piece
            length -= len(piece)
        self.reached = max(self.reached, offset)
        self._send()

    def _hear(self, length: int) -> None:
        """Wait until that many bytes have come."""
        while len(self._heard) < length:
            self._wait()
            try:
                piece = os.read(self._inward, _READ_BYTES)
            except BlockingIOError:
                continue
            if not piece:
                raise self._fail(self._how_it_died())
            self._heard += piece

    def _wait(self) -> None:
        """Wait for a sign of life; meanwhile hand over what was asked for."""
        waiting = select.poll()
        waiting.register(self._inward, select.POLLIN)
        started = now = monotonic()
        until = started + min(self._limits.silence_seconds, self._limits.wall_seconds - self._waited)
        try:
            while now < until:
                if self._unsent:
                    waiting.register(self._outward, select.POLLOUT)
                ready = [end for end, _ in waiting.poll((until - now) * 1000)]
                if self._outward in ready:
                    self._send()
                    waiting.unregister(self._outward)
                if self._inward in ready:
                    return
                now = monotonic()
        finally:
            self._waited += monotonic() - started
        raise self._fail(self._too_slow())

    def _send(self) -> None:
        try:
            sent = os.write(self._outward, self._unsent)
        except BlockingIOError:
            return
        except BrokenPipeError:
            # It has gone, and the other pipe tells.
            self._unsent.clear()
            return
        del self._unsent[:sent]

    def _too_slow(self) -> ReaderTimeout:
        return ReaderTimeout(f"'{self._name}' takes longer to read than any genuine file.", hint="Ask for the file to be exported again.")

    def _how_it_died(self) -> IngestError:
        import subprocess

        try:
            code = self._process.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            # It closed its mouth and stays.
            return misbehaved(self._name)
        if code == -signal.SIGXCPU:
            return self._too_slow()
        if code == -signal.SIGSYS:
            return misbehaved(self._name)
        return died(self._name)


_KINDS = frozenset(Kind)


def _started(program: tuple[str, ...]) -> Popen[bytes]:
    import subprocess

    return subprocess.Popen(  # noqa: S603 # our own interpreter and module, no word of a file
        program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        bufsize=0,
        start_new_session=True,
    )


def _widen(pipe: int) -> None:
    import fcntl

    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
