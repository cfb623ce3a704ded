"""A file somebody handed in, seen safely: read-only, hashed, its first bytes at hand."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Callable
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Self

from ingest.errors import EmptyExtraction, UnreadableExtraction

#: Enough to tell any format apart and to guess an encoding.
HEAD_BYTES = 64 * 1024

#: Of a hash; enough for the files of one person.
_TELLING_DIGITS = 8

_REASONS = {
    errno.ENOENT: "does not exist",
    errno.EACCES: "may not be opened by this user",
    errno.EPERM: "may not be opened by this user",
    errno.EISDIR: "is a folder, not a file",
    errno.ENOTDIR: "does not exist",
    errno.ELOOP: "is a link that leads nowhere",
    errno.ENAMETOOLONG: "has a name that is too long",
    errno.EIO: "could not be read from its disk",
}


class Source:
    """One file, opened for reading only. Its name is the last part of the path, so no answer tells where the file was kept."""

    def __init__(self, path: Path) -> None:
        """Check that `path` is a readable, non-empty, ordinary file.

        Raises:
            UnreadableExtraction: it is missing, a folder, a device, or may not be opened.
            EmptyExtraction: it has no bytes.
        """
        self._open: Callable[[], BufferedReader] = lambda: path.open("rb")
        self.name = path.name.encode("utf-8", "replace").decode("utf-8") or str(path)
        try:
            found = path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise UnreadableExtraction(
                    f"'{self.name}' is a folder, not a file.", hint="Give the file inside it, such as the report or the contacts export."
                )
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableExtraction(f"'{self.name}' is not an ordinary file.", hint="Give a file that was saved to disk.")
            with self._open() as file:
                self.head = file.read(HEAD_BYTES)
        except (OSError, ValueError) as err:
            why = _REASONS.get(getattr(err, "errno", None) or 0, "could not be opened")
            raise UnreadableExtraction(f"'{self.name}' {why}.", hint="Check the name and the permissions of the file.") from err
        self.size = found.st_size
        self._handle: BufferedReader | None = None
        if not self.head:
            raise EmptyExtraction(f"'{self.name}' is empty: it has no bytes.", hint="Export or copy the file again.")

    def tell_apart(self) -> None:
        """Put the beginning of its hash behind its name, which another file has too; no folder, for that tells where the file was kept."""
        self.name = f"{self.name} ({self.sha256[:_TELLING_DIGITS]})"

    @classmethod
    def over(cls, open_stream: Callable[[], BufferedReader], *, name: str, size: int, sha256: str) -> Self:
        """Make a source of bytes that lie elsewhere; `open_stream` gives them from their start, seekable, each time it is called.

        Raises:
            EmptyExtraction: there are none.
        """
        source = cls.__new__(cls)
        with open_stream() as file:
            head = file.read(HEAD_BYTES)
        source.__dict__.update(name=name, size=size, sha256=sha256, head=head, _open=open_stream, _handle=None)
        if not head:
            raise EmptyExtraction(f"'{name}' is empty: it has no bytes.", hint="Export or copy the file again.")
        return source

    def open(self) -> BufferedReader:
        """Open the file from its start, read-only.

        Raises:
            UnreadableExtraction: it has gone or changed its permissions since.
        """
        try:
            self._handle = self._open()
        except OSError as err:
            raise UnreadableExtraction(f"'{self.name}' could not be opened again.", hint="Check that the file is still there.") from err
        return self._handle

    def read_share(self) -> float:
        """How much of the file has been read since it was last opened, from 0 to 1; for a progress bar only."""
        if self._handle is None or self._handle.closed:
            return 0.0
        return min(self._handle.tell() / self.size, 1.0)

    @cached_property
    def sha256(self) -> str:
        """The hash of the whole file, as 64 hex digits."""
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
