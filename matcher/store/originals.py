"""The uploads as they came, each a sealed file with a key of its own that is kept, wrapped, in the database.

A file gets its name when it is whole and on the disk; until then it is a part. Forgetting the wrapped key is the erasure: what may be left
of the file on a disk or in a backup opens for nobody.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from matcher.errors import OriginalGone, StoreFull, StoreUnavailable
from matcher.store.crypto import CHUNK_BYTES, new_key
from matcher.store.folders import sync_folder
from matcher.store.key_ring import Keys
from matcher.store.sealed_file import SealedReader, SealingWriter

_WHOLE, _PART = ".sealed", ".part"
#: Ids are made by us; anything else could lead out of the folder.
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: How often it is looked whether there is still room.
_CHECK_EVERY_BYTES = 64 * CHUNK_BYTES


class OriginalFacts(NamedTuple):
    """What is known of an upload once it is safely kept."""

    #: Of the plain bytes, in hex.
    sha256: str
    #: Plain bytes.
    size: int
    #: To be kept in the database; without it the file opens for nobody.
    wrapped_key: bytes

    def __repr__(self) -> str:
        return f"OriginalFacts(sha256={self.sha256!r}, size={self.size})"


class OriginalWriter:
    """Takes the bytes of one upload. Used as a context, it undoes everything unless it was finished."""

    def __init__(self, originals: Originals, original_id: str) -> None:
        """Make the part.

        Raises:
            StoreFull: there is no room.
            StoreUnavailable: it cannot be written, or there is a file of that id.
        """
        self._originals = originals
        self._part = originals.folder / f"{original_id}{_PART}"
        self._whole = originals.path_of(original_id)
        self._key = new_key()
        self._hash = hashlib.sha256()
        self._unchecked = 0
        self._is_open = False
        with self._undone_on_failure():
            # No name is used twice: an upload never takes the place of another.
            if self._whole.exists():
                raise StoreUnavailable("There is an upload of that id already.")
            handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            self._file = os.fdopen(handle, "wb", buffering=CHUNK_BYTES)
            self._is_open = True
            self._sealing = SealingWriter(self._file, self._key, original_id)

    @property
    def size(self) -> int:
        """Plain bytes taken so far."""
        return self._sealing.size

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take bytes. After a failure nothing of the upload is left.

        Raises:
            StoreFull: there is no room.
            StoreUnavailable: the disk does not take them.
        """
        self._check_open()
        with self._undone_on_failure():
            self._unchecked += len(data)
            if self._unchecked >= _CHECK_EVERY_BYTES:
                self._originals.check_room(self._unchecked)
                self._unchecked = 0
            self._hash.update(data)
            self._sealing.write(data)

    def finish(self) -> OriginalFacts:
        """Have everything on the disk, under its name. After a failure nothing of the upload is left.

        Raises:
            StoreFull: there is no room.
            StoreUnavailable: the disk does not take it.
        """
        self._check_open()
        with self._undone_on_failure():
            self._sealing.finish()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.rename(self._whole)
            sync_folder(self._originals.folder)
        self._is_open = False
        return OriginalFacts(self._hash.hexdigest(), self._sealing.size, self._originals.keys.wrap(self._key))

    def abort(self) -> None:
        """Leave nothing of the upload; does nothing once it is finished."""
        if self._is_open:
            self._is_open = False
            # What is still held back could fail to be written; it is not wanted any more.
            with suppress(OSError):
                self._file.close()
            for path in (self._part, self._whole):
                with suppress(OSError):
                    path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        self.abort()

    def _check_open(self) -> None:
        if not self._is_open:
            raise ValueError("the upload was finished or aborted")

    @contextmanager
    def _undone_on_failure(self) -> Iterator[None]:
        is_done = False
        try:
            yield
            is_done = True
        except OSError as err:
            raise _told(err) from err
        finally:
            if not is_done:
                self.abort()


class Originals:
    """The folder of sealed uploads. Its calls block; a coroutine runs them in a thread."""

    def __init__(self, folder: Path, keys: Keys, *, free_space_floor: int = 0) -> None:
        """Make the folder where there is none, for this user only.

        Args:
            folder: Holds nothing else.
            keys: Wrap the key of each file.
            free_space_floor: Bytes of the disk that uploads leave free, for the database.

        Raises:
            StoreUnavailable: it cannot be made.
        """
        self.folder = folder
        self.keys = keys
        self.free_space_floor = free_space_floor
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as err:
            raise _told(err) from err

    def create(self, original_id: str, *, expected_bytes: int = 0) -> OriginalWriter:
        """Begin an upload.

        Args:
            original_id: Of small letters, digits, `_` and `-`; the file opens under this id only.
            expected_bytes: How large it was announced to be.

        Raises:
            StoreFull: there is no room for it.
            StoreUnavailable: it cannot be written, or there is a file of that id.
        """
        _check_id(original_id)
        self.check_room(expected_bytes)
        return OriginalWriter(self, original_id)

    def open(self, original_id: str, wrapped_key: bytes) -> SealedReader:
        """Open an upload for reading from any position.

        Raises:
            OriginalGone: it is not in its place.
            SealBroken: file or key were changed, or do not belong together.
            StoreUnavailable: it cannot be read.
            WrongKey: the key file no longer holds its key.
        """
        key = self.keys.unwrap(wrapped_key)
        try:
            file = self.path_of(original_id).open("rb", buffering=0)
        except FileNotFoundError as err:
            raise OriginalGone("The upload is not in its place.", hint="It was erased, or the data folder is another one.") from err
        except OSError as err:
            raise StoreUnavailable("An upload cannot be read.", hint="Nothing was changed. Tell an administrator.") from err
        try:
            return SealedReader(file, key, original_id)
        except StoreUnavailable:
            file.close()
            raise

    def erase(self, original_id: str) -> bool:
        """Remove an upload, whole or part, and say whether there was one. It is gone after a power cut too.

        Raises:
            StoreUnavailable: it cannot be removed.
        """
        was_there = False
        try:
            for path in (self.path_of(original_id), self.folder / f"{original_id}{_PART}"):
                with suppress(FileNotFoundError):
                    path.unlink()
                    was_there = True
            sync_folder(self.folder)
        except OSError as err:
            raise _told(err) from err
        return was_there

    def has(self, original_id: str) -> bool:
        """Say whether a whole upload is there."""
        return self.path_of(original_id).is_file()

    def leftovers(self, known_ids: Collection[str], *, before: datetime | None = None) -> tuple[str, ...]:
        """Give the ids of files that nobody knows of: what a crash left between a file and its row in the database.

        Args:
            known_ids: Ids of uploads that are to be kept.
            before: Only files last written to before this moment, so that an upload that is under way is left alone.

        Raises:
            StoreUnavailable: the folder cannot be read.
        """
        found = set()
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    original_id, dot, ending = entry.name.partition(".")
                    if f"{dot}{ending}" not in {_WHOLE, _PART} or original_id in known_ids:
                        continue
                    with suppress(FileNotFoundError):
                        if before is None or entry.stat().st_mtime < before.timestamp():
                            found.add(original_id)
        except OSError as err:
            raise _told(err) from err
        return tuple(sorted(found))

    def path_of(self, original_id: str) -> Path:
        """Give the place of a sealed file, as a backup copies it."""
        _check_id(original_id)
        return self.folder / f"{original_id}{_WHOLE}"

    def check_room(self, wanted_bytes: int) -> None:
        """Make sure that the floor stays free.

        Raises:
            StoreFull: it would not.
            StoreUnavailable: the disk does not say.
        """
        try:
            found = os.statvfs(self.folder)
        except OSError as err:
            raise _told(err) from err
        if found.f_bavail * found.f_frsize - wanted_bytes < self.free_space_floor:
            raise StoreFull("There is no room for the upload.", hint="Free some space on the disk of the data folder.")


def _check_id(original_id: str) -> None:
    if not _ID.fullmatch(original_id):
        raise ValueError("an id of an upload is made of small letters, digits, _ and -")


def _told(err: OSError) -> StoreUnavailable:
    if err.errno in _FULL:
        return StoreFull("There is no room for the upload.", hint="Free some space on the disk of the data folder.")
    return StoreUnavailable("The folder of uploads cannot be used.", hint="Nothing was changed. Tell an administrator.")
