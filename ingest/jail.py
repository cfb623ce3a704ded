"""A reader in a throw-away locked-down process: "it died" is a normal answer.

The file stays with the caller: the reader asks for bytes by position, so that an original may lie encrypted and no key comes near the
jail. What it gives back is checked before it is believed (docs/decisions, "the jail asks for bytes").
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self
from weakref import finalize

from ingest.errors import EmptyExtraction, IngestError, UnknownFormat
from ingest.jail_errors import misbehaved, no_sandbox, read_error
from ingest.jail_limits import JailLimits
from ingest.jail_lock import offers
from ingest.jail_pipe import LOCKED, Kind
from ingest.jail_process import JailProcess
from ingest.jail_wire import Garbled, read_batch
from ingest.reader import Reader
from ingest.records import DEFAULT_SCOPES, Item, Part, Rows, Scope
from ingest.registry import reader_named


@dataclass(slots=True, weakref_slot=True)
class JailedSource:
    """A file as the caller knows it: its bytes are here, what they mean is found out in the jail."""

    given: BinaryIO = field(repr=False)
    name: str
    size: int
    sha256: str
    limits: JailLimits
    _process: JailProcess | None = field(default=None, repr=False)

    def read_share(self) -> float:
        """How far into the file the reader has looked, from 0 to 1; for a progress bar only."""
        return min(self._process.reached / self.size, 1.0) if self._process is not None else 0.0

    def start(self, reader_name: str | None, scopes: frozenset[Scope]) -> JailProcess:
        """Start a reader on it from the beginning.

        Raises:
            JailFailure: it did not get as far as being locked in.
        """
        limits = self.limits
        process = self._process = JailProcess(self.given, name=self.name, size=self.size, limits=limits)
        wanted = sorted(scope.value for scope in scopes)
        bounds = (limits.memory_bytes, limits.cpu_seconds, limits.message_bytes)
        process.give_task(json.dumps([self.name, self.size, self.sha256, reader_name, wanted, *bounds, os.getpid()]).encode())
        with ExitStack() as closing:
            closing.callback(process.close)
            kind, payload = process.receive()
            if kind is not Kind.LOCKED or len(payload) != LOCKED.size:
                raise misbehaved(self.name)
            landlock, has_filter = LOCKED.unpack(payload)
            if limits.required and not (landlock and has_filter):
                raise no_sandbox(self.name, offers().missing)
            closing.pop_all()
        return process


@dataclass(slots=True, weakref_slot=True)
class JailedExtraction:
    """One file and the reader that reads it in a jail; to its users like `Extraction`. Close it, or read it to its end."""

    source: JailedSource
    reader: Reader
    scopes: frozenset[Scope]
    #: Has found its reader and begun; None once somebody reads from it.
    _begun: JailProcess | None = field(repr=False)

    def __post_init__(self) -> None:
        """Let no process outlive what it reads for."""
        if self._begun is not None:
            finalize(self, self._begun.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the reader that nobody reads from yet; one that is read from ends with the iterator."""
        if self._begun is not None:
            self._begun.close()
            self._begun = None

    def items(self) -> Iterator[Item]:
        """Yield what the file holds inside the scopes, streaming, every record by itself.

        Raises:
            IngestError: the structure is broken, or the reader did not come to an end.
        """
        for part in self.parts():
            if isinstance(part, Rows):
                yield from part.records()
            else:
                yield part

    def parts(self) -> Iterator[Part]:
        """Yield the same, with plain rows of a table many at once; each call reads the file anew.

        Raises:
            IngestError: the structure is broken, or the reader did not come to an end.
        """
        process, self._begun = self._begun, None
        if process is None:
            process = self.source.start(self.reader.name, self.scopes)
            _take_reader(process, self.source.name, self.reader.name)
        try:
            while True:
                kind, payload = process.receive()
                if kind is Kind.END:
                    return
                if kind is not Kind.PARTS:
                    raise _error_of(kind, payload, self.source.name)
                yield from _parts_of(payload, self.source.name)
        finally:
            process.close()

    def stop(self) -> None:
        """End the reader from another thread; the one that reads gets `reader-died`."""
        if self.source._process is not None:  # noqa: SLF001 # the two are one thing in two shapes
            self.source._process.stop()  # noqa: SLF001


def read_in_jail(  # noqa: PLR0913 # what is known of a file, how it is to be read, and how far
    given: BinaryIO,
    *,
    name: str,
    size: int,
    sha256: str,
    reader_name: str | None = None,
    scopes: frozenset[Scope] = DEFAULT_SCOPES,
    limits: JailLimits | None = None,
) -> JailedExtraction:
    """Find the reader for a file inside the jail; `given` is seekable and holds `size` bytes, `reader_name` overrides recognition.

    Raises:
        NoSandbox: the machine cannot lock a reader in, and the limits require it.
        IngestError: of a kind we refuse, unknown, unsafe, locked or damaged; or the reader did not come to an end.
    """
    name = name.encode("utf-8", "replace").decode("utf-8")
    limits = limits or JailLimits.for_size(size)
    missing = offers().missing
    if limits.required and missing:
        raise no_sandbox(name, missing)
    if size == 0:
        raise EmptyExtraction(f"'{name}' is empty: it has no bytes.", hint="Export or copy the file again.")
    if reader_name is not None:
        reader_named(reader_name)
    source = JailedSource(given, name, size, sha256, limits)
    process = source.start(reader_name, scopes)
    reader = _take_reader(process, name, reader_name)
    return JailedExtraction(source, reader, scopes, process)


def _take_reader(process: JailProcess, name: str, wanted: str | None) -> Reader:
    """Hear which reader was chosen; of any other end the process."""
    with ExitStack() as closing:
        closing.callback(process.close)
        kind, payload = process.receive()
        if kind is not Kind.READER:
            raise _error_of(kind, payload, name)
        try:
            reader = reader_named(payload.decode())
        except (UnicodeDecodeError, UnknownFormat) as err:
            raise misbehaved(name) from err
        if wanted not in {None, reader.name}:
            raise misbehaved(name)
        closing.pop_all()
    return reader


def _error_of(kind: Kind, payload: bytes, name: str) -> IngestError:
    return read_error(payload, name) if kind is Kind.ERROR else misbehaved(name)


def _parts_of(payload: bytes, name: str) -> list[Part]:
    try:
        return read_batch(payload, name)
    except Garbled as err:
        raise misbehaved(name) from err
