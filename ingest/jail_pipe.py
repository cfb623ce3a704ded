"""The jailed side of the two pipes: bytes of the file come in when asked for, messages go out.

A message is one byte for its kind, its length in four bytes, and the payload. A request for bytes is answered by exactly those bytes.
"""

from __future__ import annotations

import io
import os
import struct
from collections import OrderedDict
from enum import IntEnum

from ingest.jail_limits import BLOCK_BYTES


class Kind(IntEnum):
    """Kinds of messages; `TASK` is the only one that comes in."""

    TASK = 1
    #: The walls are up; before this not a byte of the file is given.
    LOCKED = 2
    #: Bytes are needed: offset and length.
    ASK = 3
    #: The reader is chosen.
    READER = 4
    PARTS = 5
    ERROR = 6
    END = 7


HEADER = struct.Struct("<BI")
RANGE = struct.Struct("<QI")
#: Version of Landlock (0 for none), and whether calls are filtered.
LOCKED = struct.Struct("<I?")

_BLOCKS_KEPT = 8


class JailPipe:
    """Standard input and output of a jailed reader. A closed pipe ends the process, for nobody is there to be told."""

    def __init__(self, inward: int = 0, outward: int = 1) -> None:
        """Use these file descriptors."""
        self._inward = inward
        self._outward = outward

    def send(self, kind: Kind, payload: bytes = b"") -> None:
        """Send one message."""
        rest = memoryview(HEADER.pack(kind, len(payload)) + payload)
        try:
            while rest:
                rest = rest[os.write(self._outward, rest) :]
        except BrokenPipeError:
            os._exit(1)

    def receive(self, length: int) -> bytes:
        """Take exactly `length` bytes."""
        pieces = []
        while length:
            piece = os.read(self._inward, length)
            if not piece:
                os._exit(1)
            pieces.append(piece)
            length -= len(piece)
        return b"".join(pieces)


class PipedBytes:
    """A file of known size at the other end of a pipe, in blocks; the last few are kept, and the next one is asked for ahead."""

    def __init__(self, pipe: JailPipe, size: int) -> None:
        """Nothing is asked for yet."""
        self._pipe = pipe
        self.size = size
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        #: The block that was asked for and has not been taken.
        self._coming: int | None = None
        self._last = -1

    def open(self) -> io.BufferedReader:
        """Open the file from its start."""
        return io.BufferedReader(_PipedFile(self), BLOCK_BYTES)

    def block(self, index: int) -> bytes:
        """Give the block with this number."""
        if index not in self._kept:
            if self._coming != index:
                self._take_coming()
                self._ask(index)
            self._take_coming()
            following = index + 1
            if index == self._last + 1 and following * BLOCK_BYTES < self.size and following not in self._kept:
                self._ask(following)
        self._last = index
        self._kept.move_to_end(index)
        return self._kept[index]

    def _ask(self, index: int) -> None:
        self._coming = index
        self._pipe.send(Kind.ASK, RANGE.pack(index * BLOCK_BYTES, self._length(index)))

    def _take_coming(self) -> None:
        if self._coming is not None:
            self._kept[self._coming] = self._pipe.receive(self._length(self._coming))
            self._coming = None
            if len(self._kept) > _BLOCKS_KEPT:
                self._kept.popitem(last=False)

    def _length(self, index: int) -> int:
        return min(BLOCK_BYTES, self.size - index * BLOCK_BYTES)


class _PipedFile(io.RawIOBase):
    """One opening of the file, with a position of its own."""

    def __init__(self, given: PipedBytes) -> None:
        self._given = given
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._given.size}[whence]
        if start + offset < 0:
            raise OSError("before the start of the file")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # a memoryview is all that BufferedReader hands over
        if self._at >= self._given.size:
            return 0
        index, within = divmod(self._at, BLOCK_BYTES)
        block = self._given.block(index)
        length = min(len(buffer), len(block) - within)
        buffer[:length] = memoryview(block)[within : within + length]
        self._at += length
        return length
