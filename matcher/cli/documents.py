"""The documents of a request: all of them are written whole, or none is."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import BadRequest, CannotWrite

#: Documents name people and numbers: nobody but their owner may read a new one.
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Document:
    """What is to stand in a file."""

    target: Path
    text: str | bytes
    #: Of a text.
    encoding: str = "utf-8"


def check_targets(targets: Sequence[Path], sources: Sequence[Path]) -> None:
    """Refuse, before anything is read, targets that cannot be written or that are what is read.

    Raises:
        BadRequest: a target is one of the files read, or is named twice.
        CannotWrite: nothing can be written there.
    """
    taken = {_identity(path) for path in sources}
    for target in targets:
        with _told(target):
            place = _place_of(target)
            if _identity(place) in taken or _takes_the_answer(place):
                raise BadRequest(f"'{_name(target)}' cannot be written: it is a file of this request.", hint="Name another file.")
            taken.add(_identity(place))
            _check_place(target, place)


def write_all(documents: Iterable[Document]) -> None:
    """Write every document, or leave everything as it was.

    Raises:
        CannotWrite: one of them cannot be written; what stood in their places before still stands.
    """
    with ExitStack() as tidying, ExitStack() as undoing:
        ready: list[_Staged] = []
        # Whatever can fail is done first; moving files to their places is the last and smallest step.
        for document in documents:
            with _told(document.target):
                text = document.text
                content = text if isinstance(text, bytes) else text.encode(document.encoding, "replace")
                staged = _Staged(_place_of(document.target), content)
                tidying.callback(staged.tidy)
                staged.write()
                ready.append(staged)
        # What goes into a pipe cannot be called back, so nothing is sent before everything else is in its place.
        for staged in sorted(ready, key=lambda each: each.beside is None):
            undoing.callback(staged.undo)
            with _told(staged.place):
                staged.put()
        undoing.pop_all()


def _identity(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except OSError:
        # The folder the person stands in is gone, and nothing can be found from there.
        return str(path)


def _name(target: Path) -> str:
    return target.name or str(target)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = "nothing reads from it" if error.errno == errno.ENXIO else error.strerror or "the disk refused it"
        raise CannotWrite(f"'{_name(target)}' cannot be written: {why}.", hint="Check the folder and its permissions.") from error


def _kind_of(place: Path) -> int:
    """Say what stands there, as `stat` does; 0 for nothing yet."""
    try:
        return place.stat().st_mode
    except FileNotFoundError:
        return 0


def _place_of(target: Path) -> Path:
    """Follow links to the file that is to be written; a pipe handed over by the shell has a name only through its link."""
    kind = _kind_of(target)
    return target if kind and not stat.S_ISREG(kind) else Path(os.path.realpath(target))


def _takes_the_answer(place: Path) -> bool:
    """Whether standard output or error goes into that very file, so that replacing it would lose what is printed."""
    try:
        there = place.stat()
    except FileNotFoundError:
        return False
    streams = [os.fstat(descriptor) for descriptor in (1, 2)]
    return stat.S_ISREG(there.st_mode) and any(os.path.samestat(there, each) for each in streams)


def _check_place(target: Path, place: Path) -> None:
    kind = _kind_of(place)
    if stat.S_ISDIR(kind):
        raise CannotWrite(f"'{_name(target)}' cannot be written: it is a folder.", hint="Name a file in it.")
    if not place.parent.is_dir():
        raise CannotWrite(f"'{_name(target)}' cannot be written: its folder does not exist.", hint="Make the folder first.")
    is_special = bool(kind) and not stat.S_ISREG(kind)
    if (kind and not os.access(place, os.W_OK)) or not (is_special or os.access(place.parent, os.W_OK | os.X_OK)):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@dataclass(slots=True)
class _Staged:
    """A document on its way to its place."""

    place: Path
    data: bytes
    #: Where it stands whole until it is moved; None for a device or a pipe, which have no place to move anything to.
    beside: Path | None = None
    #: What stood in its place before, under another name.
    before: Path | None = None

    def write(self) -> None:
        """Write it whole beside its place, on the same disk."""
        # Here, because most runs write no document.
        from tempfile import mkstemp

        kind = _kind_of(self.place)
        if kind and not stat.S_ISREG(kind):
            return
        # A name of its own for every run, whatever else runs or was left behind; short, because the target's may be as long as names get.
        descriptor, beside = mkstemp(prefix=".linewatch-", suffix=".part", dir=self.place.parent)
        self.beside = Path(beside)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self.data)
            file.flush()
            os.fsync(file.fileno())
        # One that was there keeps who may read it.
        self.beside.chmod(stat.S_IMODE(kind) if kind else _OWNER_ONLY)

    def put(self) -> None:
        """Put it where it belongs."""
        if self.beside is None:
            _send(self.place, self.data)
            return
        if self.place.exists():
            self.before = self.beside.with_suffix(".before")
            try:
                self.before.hardlink_to(self.place)
            except OSError:
                # Not every file system has hard links.
                self.place.rename(self.before)
        self.beside.replace(self.place)

    def undo(self) -> None:
        """Put back what stood there."""
        with suppress(OSError):
            if self.before is not None:
                self.before.replace(self.place)
            elif self.beside is not None and not self.beside.exists():
                self.place.unlink()

    def tidy(self) -> None:
        """Leave nothing beside it."""
        for rest in (self.beside, self.before):
            if rest is not None:
                with suppress(OSError):
                    rest.unlink(missing_ok=True)


def _send(place: Path, data: bytes) -> None:
    """Write into a device or a pipe."""
    # A pipe that nobody reads is told instead of waited for.
    descriptor = os.open(place, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "wb") as file:
        os.set_blocking(descriptor, True)
        file.write(data)
