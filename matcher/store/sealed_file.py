"""A file as sealed chunks: written as a stream, read from any position.

A sealed file is one byte of format, the seven-byte prefix of its nonces, then chunks of 64 KiB, each with its 16-byte tag; only the last
may be shorter. The last chunk is sealed as the last, so a file that was cut or continued does not open. (The STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015.)
"""

from __future__ import annotations

import io
import os
import secrets
from typing import BinaryIO

from matcher.errors import SealBroken, StoreUnavailable
from matcher.store.crypto import CHUNK_BYTES, PREFIX_BYTES, TAG_BYTES, ChunkCipher

_FORMAT = b"\1"
_HEADER_BYTES = len(_FORMAT) + PREFIX_BYTES
_SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


class SealingWriter:
    """Takes plain bytes and writes sealed ones to a file that somebody else opened and closes."""

    def __init__(self, target: BinaryIO, file_key: bytes, file_id: str) -> None:
        """Write the header.

        Args:
            target: Takes the sealed bytes.
            file_key: Made for this file alone.
            file_id: The file opens under this id only.
        """
        prefix = secrets.token_bytes(PREFIX_BYTES)
        self._target = target
        self._cipher = ChunkCipher(file_key, file_id, prefix)
        self._held = bytearray()
        self._index = 0
        #: Plain bytes taken.
        self.size = 0
        target.write(_FORMAT + prefix)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take plain bytes; whole chunks are written at once."""
        self._held += data
        self.size += len(data)
        # What may be the last chunk is held back, because it is sealed as the last.
        while len(self._held) > CHUNK_BYTES:
            self._target.write(self._cipher.seal(self._held[:CHUNK_BYTES], self._index, is_last=False))
            self._index += 1
            del self._held[:CHUNK_BYTES]

    def finish(self) -> None:
        """Write the last chunk. The file opens from now on."""
        self._target.write(self._cipher.seal(self._held, self._index, is_last=True))
        self._held.clear()


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed file, readable from any position. A read gives all that was asked for, or all there is up to the end.

    The last chunk is opened first, so a file that was cut or continued is refused before anything of it is given out. For one reader at a
    time.
    """

    def __init__(self, file: BinaryIO, file_key: bytes, file_id: str) -> None:
        """Check header and last chunk. The file is closed with the reader; when it is refused it stays open.

        Raises:
            SealBroken: it was changed, cut, continued, or is another one.
            StoreUnavailable: it cannot be read.
        """
        super().__init__()
        self._file = file
        try:
            sealed_size = file.seek(0, os.SEEK_END)
            file.seek(0)
            header = file.read(_HEADER_BYTES)
        except OSError as err:
            raise _unreadable() from err
        if len(header) != _HEADER_BYTES or header[:1] != _FORMAT:
            raise SealBroken("A sealed file was changed, cut, or a newer version sealed it.")
        #: Plain bytes of the whole file.
        self.size = _plain_size(sealed_size)
        self._last = max(self.size - 1, 0) // CHUNK_BYTES
        self._cipher = ChunkCipher(file_key, file_id, header[1:])
        self._position = 0
        self._index = -1
        self._chunk = b""
        self._turn_to(self._last)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that any position can be sought."""
        return True

    def tell(self) -> int:
        """Give the position of the next byte."""
        self._check_open()
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a position; one beyond the end reads nothing.

        Raises:
            ValueError: it lies before the start, or the reader is closed.
        """
        self._check_open()
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("a position is not negative")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer as far as there are bytes, and say how many they were.

        Raises:
            SealBroken: a chunk was changed or moved.
            StoreUnavailable: the file cannot be read.
        """
        self._check_open()
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and self._position < self.size:
            index, start = divmod(self._position, CHUNK_BYTES)
            self._turn_to(index)
            part = self._chunk[start : start + len(view) - done]
            view[done : done + len(part)] = part
            done += len(part)
            self._position += len(part)
        return done

    def readall(self) -> bytes:
        """Give everything from here to the end."""
        return self.read(max(self.size - self._position, 0)) or b""

    def close(self) -> None:
        """Close the file too, and forget what was read."""
        if not self.closed:
            self._chunk = b""
            self._file.close()
        super().close()

    def _turn_to(self, index: int) -> None:
        if index == self._index:
            return
        is_last = index == self._last
        expected = (self.size - index * CHUNK_BYTES if is_last else CHUNK_BYTES) + TAG_BYTES
        try:
            self._file.seek(_HEADER_BYTES + index * _SEALED_CHUNK_BYTES)
            sealed = self._file.read(expected)
        except OSError as err:
            raise _unreadable() from err
        self._chunk = self._cipher.open(sealed, index, is_last=is_last)
        self._index = index

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("the file is closed")


def _plain_size(sealed_size: int) -> int:
    full, rest = divmod(sealed_size - _HEADER_BYTES, _SEALED_CHUNK_BYTES)
    # An empty last chunk stands in an empty file only, so that each size has one form.
    if (rest == 0 and full) or rest > TAG_BYTES or (rest == TAG_BYTES and not full):
        return full * CHUNK_BYTES + max(rest - TAG_BYTES, 0)
    raise SealBroken("A sealed file was cut.")


def _unreadable() -> StoreUnavailable:
    return StoreUnavailable("A sealed file cannot be read.", hint="Nothing was changed. Tell an administrator.")
