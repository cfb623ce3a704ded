"""Reads one large file in a second process, while this one loads the line list and counts what was read (docs/decisions/0026).

The second process is a copy of this one made for the purpose. It can only ever save time: a small file is never read so, where the system
refuses another process none is made, and where the second one ends before its time, for whatever reason, this one reads on at that place.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import signal
import threading
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any, Self, overload

from ingest import Extraction, IngestError, OpenedSource, Part, Reader, Rows, Scope
from matcher.domain.guarding.protection import NumberLists
from matcher.errors import HashMismatch
from matcher.service.screening.intake import IntakeRequest, names_alike, open_extraction
from matcher.service.screening.ready_rows import Counted, Findings, ReadyRows, RowCounter

#: A smaller file is read before a second process could be of use.
SMALLEST = 4 << 20

#: Items other than rows that travel together.
_BATCH = 1024

#: Bytes the second process keeps ready while nobody takes them; then it waits.
_MOST_READY = 32 << 20
_PIPE_BYTES = 1 << 20

#: Between texts of a column while they are one.
_JOINT = "\x00"


@contextmanager
def reading_ahead(paths: Sequence[Path], request: IntakeRequest, lists: NumberLists) -> Iterator[Mapping[Path, ReadAhead]]:
    """Have the largest of some files read meanwhile; none where that is not worth it, or not possible."""
    with ExitStack() as stack:
        opened: dict[Path, ReadAhead] = {}
        path = max(paths, key=_size_of, default=None)
        # Whatever is wrong with the file is told when its turn comes.
        with suppress(IngestError, HashMismatch):
            if path is not None and _size_of(path) >= SMALLEST:
                counter = RowCounter(lists, request.region, test_numbers=request.test_numbers)
                if (ahead := ReadAhead.start(open_extraction(path, request, names_alike(paths)), counter)) is not None:
                    opened[path] = stack.enter_context(ahead)
        yield opened


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


@dataclass(slots=True)
class _Watched:
    """The file, with how far the other process has come."""

    source: OpenedSource
    share: float = 0.0

    @property
    def name(self) -> str:
        """What it is called."""
        return self.source.name

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.source.size

    @property
    def sha256(self) -> str:
        """Its hash."""
        return self.source.sha256

    def read_share(self) -> float:
        """How much of it was read, from 0 to 1."""
        return max(self.share, self.source.read_share())


@dataclass(slots=True)
class ReadAhead:
    """A file that is being read; to its users like the extraction itself. Close it."""

    extraction: Extraction
    source: _Watched
    #: The other process and the end of the pipe it writes to; None once nobody reads from there.
    _other: tuple[int, int] | None = field(repr=False)

    @classmethod
    def start(cls, extraction: Extraction, counter: RowCounter) -> Self | None:
        """Begin to read a file; None where that is not worth it, or not possible."""
        if threading.active_count() > 1 or not hasattr(os, "fork") or _cores() < 2:
            return None
        reading, writing = os.pipe()
        with suppress(OSError, AttributeError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        try:
            process = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return None
        if not process:
            os.close(reading)
            # What is at hand stays to the end, and looking through it for what can go would copy it.
            gc.freeze()
            _read_for_another(extraction, counter, writing)
        os.close(writing)
        return cls(extraction, _Watched(extraction.source), (process, reading))

    @property
    def reader(self) -> Reader:
        """The reader."""
        return self.extraction.reader

    @property
    def scopes(self) -> frozenset[Scope]:
        """What of it is read."""
        return self.extraction.scopes

    def parts(self) -> Iterator[Part]:
        """Yield what it holds: the first time as the other process reads it, afterwards as this one does.

        Raises:
            IngestError: the structure is broken.
        """
        given = 0
        if self._other is not None:
            with closing(self):
                for part in self._received(self._other[1]):
                    if part is None:
                        return
                    given += 1
                    yield part
        # The same parts come again, so what was given already can be passed over.
        yield from islice(self.extraction.parts(), given, None)

    def _received(self, reading: int) -> Iterator[Part | None]:
        """Yield the parts the other process gives, and None at its end; nothing more where it ends before."""
        keys, said = array("Q"), array("q")
        with open(reading, "rb", buffering=_PIPE_BYTES, closefd=False) as pipe, suppress(EOFError, pickle.UnpicklingError):
            while True:
                kind, share, *told = pickle.load(pipe)  # noqa: S301 # written by a copy of this process
                self.source.share = share
                if kind == "rows":
                    (*rows, fresh_keys, fresh_said) = told
                    keys.frombytes(fresh_keys)
                    said.frombytes(fresh_said)
                    yield _rows_in(*rows)
                elif kind == "parts":
                    yield from told[0]
                else:
                    yield Counted.of(keys, said, told[0])
                    yield None

    def close(self) -> None:
        """End the other process, wherever it stands."""
        if self._other is not None:
            (process, reading), self._other = self._other, None
            os.close(reading)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(process, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_for_another(extraction: Extraction, counter: RowCounter, writing: int) -> None:
    """Be the second process: read, hand over and end, whatever happens, without anything of the first one's being tidied up here."""
    try:
        # Nobody hears a word of it: whoever stops the first process stops this one, at the latest with the pipe.
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(each, signal.SIG_DFL)
        outlet = _Outlet(writing)
        for message in _messages(extraction, counter):
            outlet.give(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        outlet.empty(0)
    finally:
        os._exit(0)


def _messages(extraction: Extraction, counter: RowCounter) -> Iterator[tuple[Any, ...]]:
    """Yield messages: kind, share of the file that was read, and what is told. An error is none: the first process meets it as well."""
    share = extraction.source.read_share
    batch: list[Part] = []
    for part in extraction.parts():
        if isinstance(part, Rows):
            if batch:
                yield "parts", share(), batch
                batch = []
            rows = _rows_out(counter.take(part))
            # With the rows, and not all at the end, when nothing else is left to do meanwhile.
            yield "rows", share(), *rows, *map(array.tobytes, counter.fresh())
            continue
        batch.append(part)
        if len(batch) >= _BATCH:
            yield "parts", share(), batch
            batch = []
    yield "parts", 1.0, batch
    yield "counted", 1.0, list(counter.further())


def _rows_out(rows: ReadyRows) -> tuple[object, ...]:
    """Give each column of texts as one text, and the keys as their bytes, which travel several times as fast."""
    keys, outlines, noted, is_counted = rows.findings
    abouts = _Texts.joining(rows.abouts) if rows.abouts else ()
    words = abouts, *(tuple(map(_Texts.joining, columns)) for columns in (rows.notes, rows.words))
    texts = _Texts.joining(rows.raws), _Texts.joining(rows.labels), *words
    return (rows.before_row, rows.numbers, *texts), keys.tobytes(), _Texts.joining(outlines), noted, is_counted


def _rows_in(columns: tuple[Any, ...], keys: bytes, outlines: _Texts, noted: Sequence[int], is_counted: bool) -> ReadyRows:
    return ReadyRows.of(Rows(*columns), Findings(array("Q", keys), outlines.apart(), noted, is_counted))


class _Texts(Sequence[str]):
    """Texts that travel as one and are taken apart when somebody asks for one of them: of most rows nobody does."""

    __slots__ = ("_apart", "_joined")

    def __init__(self, joined: str | None, apart: Sequence[str] | None = None) -> None:
        self._joined = joined
        self._apart = apart

    @classmethod
    def joining(cls, texts: Sequence[str]) -> Self:
        """Make one of them; they stay as they are where one holds what would stand between two."""
        joined = _JOINT.join(texts)
        return cls(joined) if joined.count(_JOINT) == len(texts) - 1 else cls(None, texts)

    def apart(self) -> Sequence[str]:
        """Give them one by one."""
        if self._apart is None:
            self._apart = (self._joined or "").split(_JOINT)
        return self._apart

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self.apart()[at]

    def __len__(self) -> int:
        return len(self.apart())


class _Outlet:
    """The end of a pipe that is written to; while nobody reads at the other end, so much is kept here that the reading can go on."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._waiting: deque[memoryview] = deque()
        self._held = 0

    def give(self, message: bytes) -> None:
        """Hand over one message, now or later."""
        self._waiting.append(memoryview(message))
        self._held += len(message)
        self.empty(_MOST_READY)

    def empty(self, most: int) -> None:
        """Hand over what the pipe takes, and wait until no more than `most` bytes are left."""
        while self._waiting:
            try:
                written = os.write(self._descriptor, self._waiting[0])
            except BlockingIOError:
                if self._held <= most:
                    return
                select((), (self._descriptor,), ())
                continue
            self._held -= written
            rest = self._waiting[0][written:]
            if rest:
                self._waiting[0] = rest
            else:
                self._waiting.popleft()
