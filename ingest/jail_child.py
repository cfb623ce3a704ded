"""The process a file is read in: `python -I -m ingest.jail_child`, started by `ingest.jail` and by nobody else.

It loads every module a reader may need, locks itself down, and only then asks for the first byte. It never sees the file, its path or a
key, only bytes by their position. Anything unforeseen ends it, which is a normal answer.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple

import ingest.registry
from ingest.errors import IngestError, ReaderOutOfMemory
from ingest.jail_lock import lock_down
from ingest.jail_pipe import HEADER, LOCKED, JailPipe, Kind, PipedBytes
from ingest.jail_wire import write_batch
from ingest.records import Part, Record, Rows, Scope
from ingest.source import Source

#: Codecs that are no encodings of text, or of other machines only.
_NO_TEXT = frozenset(
    {"base64_codec", "bz2_codec", "hex_codec", "idna", "mbcs", "oem", "punycode", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"}
)

_BATCH_PARTS = 1024
#: Characters, roughly.
_BATCH_WEIGHT = 256 * 1024
_RECORD_WEIGHT = 200


class Task(NamedTuple):
    """What the parent says at the start."""

    name: str
    size: int
    sha256: str
    #: None lets the content decide.
    reader_name: str | None
    scopes: list[str]
    memory_bytes: int
    cpu_seconds: int
    message_bytes: int
    parent_id: int


def main() -> None:
    """Read one file and end."""
    pipe = JailPipe()
    task = _take_task(pipe)
    load_everything()
    locked = lock_down(memory_bytes=task.memory_bytes, cpu_seconds=task.cpu_seconds, parent_id=task.parent_id)
    try:
        pipe.send(Kind.LOCKED, LOCKED.pack(*locked))
        _read(pipe, task)
    except IngestError as error:
        pipe.send(Kind.ERROR, _tell(error))
    except MemoryError:
        pipe.send(Kind.ERROR, _tell(ReaderOutOfMemory("")))
    else:
        pipe.send(Kind.END)
    # Nothing is left to tidy up, and the interpreter's own way out looks for files.
    os._exit(0)


def load_everything() -> None:
    """Import what is otherwise imported on first use: afterwards no file can be opened."""
    import encodings

    import charset_normalizer  # noqa: F401 # by ingest.decode.text.encodings, for texts in an unknown encoding

    for codec in pkgutil.iter_modules(encodings.__path__, "encodings."):
        if codec.name.removeprefix("encodings.") not in _NO_TEXT:
            import_module(codec.name)
    # As the command line does: records are many small values and few cycles.
    gc.set_threshold(100_000, 20, 100)


def _take_task(pipe: JailPipe) -> Task:
    _, length = HEADER.unpack(pipe.receive(HEADER.size))
    return Task(*json.loads(pipe.receive(length)))


def _read(pipe: JailPipe, task: Task) -> None:
    source = Source.over(PipedBytes(pipe, task.size).open, name=task.name, size=task.size, sha256=task.sha256)
    scopes = frozenset(map(Scope, task.scopes))
    extraction = ingest.registry.read_extraction(source, reader_name=task.reader_name, scopes=scopes)
    pipe.send(Kind.READER, extraction.reader.name.encode())
    for batch in _batches(extraction.parts()):
        for message in write_batch(batch, task.name, task.message_bytes):
            pipe.send(Kind.PARTS, message)


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Gather parts until they are worth a message; also before an error."""
    batch: list[Part] = []
    weight = 0
    fault: IngestError | None = None
    try:
        for part in parts:
            batch.append(part)
            weight += _weight(part)
            if weight > _BATCH_WEIGHT or len(batch) >= _BATCH_PARTS:
                yield batch
                batch, weight = [], 0
    except IngestError as error:
        fault = error
    if batch:
        yield batch
    if fault is not None:
        raise fault


def _weight(part: Part) -> int:
    if isinstance(part, Rows):
        return sum(sum(map(len, texts)) for texts in (part.raws, part.labels, part.abouts, *part.notes, *part.words))
    if not isinstance(part, Record):
        return _RECORD_WEIGHT
    weight = _RECORD_WEIGHT
    for mention in part.mentions:
        weight += len(mention.raw) + len(mention.label or "") + len(mention.about or "")
    return weight


def _tell(error: IngestError) -> bytes:
    return json.dumps([error.code, error.sentence, error.hint]).encode()


if __name__ == "__main__":
    main()
