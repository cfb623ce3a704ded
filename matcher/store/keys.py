"""The key file: what opens the store. Made, read, renewed; nothing else ever writes a master key anywhere.

One line for each master key, the newest first: its number, the key in hex, its fingerprint. Whoever has the file can read the store, and
without it nobody can, so it is kept apart from backups. Numbers are not given twice, because the newest key is never dropped.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from matcher.errors import BadRequest, CannotWrite, WrongKey
from matcher.store.crypto import SubKeys, new_key
from matcher.store.folders import sync_folder
from matcher.store.key_ring import Keys

_FIRST_LINE, _LAST_LINE = "linewatch keys 1", "end"
_REMARK = "# Whoever has this file can read the store; without it nobody can. Keep a copy apart from the backups."
_LINE = re.compile(r"([1-9][0-9]{0,2}) ([0-9a-f]{64}) ([0-9a-f]{16})")
#: 255 keys and a remark fit in; more is no key file.
_LARGEST_BYTES = 64 * 1024
_HINT = "Check LINEWATCH_KEY_FILE; a store opens with its own key file only."


class _Master(NamedTuple):
    number: int
    secret: bytes

    # A value that may end up in a traceback says nothing of the key.
    def __repr__(self) -> str:
        return f"_Master(number={self.number})"


def create_key_file(path: Path) -> Keys:
    """Make a key file with one new master key, whole or not at all, readable by this user only.

    Raises:
        CannotWrite: there is one already, which is never replaced, or it cannot be written there.
    """
    masters = [_Master(1, new_key())]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(path.parent), _written_beside(path, masters) as written:
            # Unlike a rename a link never replaces what is there.
            os.link(written, path)
            sync_folder(path.parent)
    except OSError as err:
        if isinstance(err, FileExistsError) and path.parent.is_dir():
            raise CannotWrite("There is a key file already; it is never replaced.", hint="Use it, or name another place.") from err
        raise _cannot_write() from err
    return _ring(masters)


def load_key_file(path: Path) -> Keys:
    """Read the master keys.

    Raises:
        WrongKey: the file is missing, damaged, or may be read by others.
    """
    return _ring(_read(path))


def rotate(path: Path) -> Keys:
    """Add a new master key, which seals from now on; what the others sealed stays readable.

    Raises:
        WrongKey: the file is missing, damaged, or may be read by others.
        CannotWrite: it cannot be written there, or 255 keys were made.
    """
    with _changed(path) as (target, masters):
        if masters[0].number == 255:
            raise CannotWrite("No more than 255 keys can be made for one store.", hint="Move to a new store.")
        renewed = [_Master(masters[0].number + 1, new_key()), *masters]
        _replace(target, renewed)
    return _ring(renewed)


def retire(path: Path, number: int) -> Keys:
    """Drop a master key that nothing needs any more. What it sealed can never be opened again.

    Raises:
        BadRequest: it is the newest one, or there is none of that number.
        WrongKey: the file is missing, damaged, or may be read by others.
        CannotWrite: it cannot be written there.
    """
    with _changed(path) as (target, masters):
        kept = [each for each in masters if each.number != number]
        if len(kept) == len(masters) or masters[0].number == number:
            raise BadRequest("There is no older key of that number.")
        _replace(target, kept)
    return _ring(kept)


def _ring(masters: Sequence[_Master]) -> Keys:
    return Keys([SubKeys(*each) for each in masters])


def _read(path: Path) -> list[_Master]:
    try:
        with path.open("rb") as file:
            _check_private(os.fstat(file.fileno()))
            data = file.read(_LARGEST_BYTES + 1)
    except FileNotFoundError as err:
        raise WrongKey("There is no key file.", hint=f"{_HINT} Bring its copy back.") from err
    except OSError as err:
        raise WrongKey("The key file cannot be read.", hint=_HINT) from err
    masters = list(_parsed(data))
    numbers = [each.number for each in masters]
    if not masters or numbers != sorted(set(numbers), reverse=True) or numbers[0] > 255:
        raise _damaged()
    return masters


def _check_private(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise WrongKey("The key file is no file.", hint=_HINT)
    if found.st_mode & 0o077:
        raise WrongKey(
            "The key file may be read or written by others.", hint="Set its mode to 0600, and make a new key if others had access."
        )
    if found.st_uid not in {0, os.geteuid()}:
        raise WrongKey("The key file belongs to another user.", hint="Give it to the user the service runs as.")


def _parsed(data: bytes) -> Iterator[_Master]:
    # A file that was cut anywhere is not taken for one with fewer keys.
    lines = data.decode("ascii", "replace").split("\n")
    if len(data) > _LARGEST_BYTES or lines[0] != _FIRST_LINE or lines[-2:] != [_LAST_LINE, ""]:
        raise _damaged()
    for line in lines[1:-2]:
        if line.startswith("#") or not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise _damaged()
        master = _Master(int(found[1]), bytes.fromhex(found[2]))
        if not 1 <= master.number <= 255 or SubKeys(*master).fingerprint != found[3]:
            raise _damaged()
        yield master


def _damaged() -> WrongKey:
    return WrongKey("The key file is damaged, or is none.", hint="Bring back its copy. A store opens with its own key file only.")


def _cannot_write() -> CannotWrite:
    return CannotWrite("The key file cannot be written there.", hint="Check LINEWATCH_KEY_FILE and the rights of its folder.")


@contextmanager
def _written_beside(path: Path, masters: Sequence[_Master]) -> Iterator[Path]:
    """Write the keys to a new file in the same folder, on the disk before it gets its name; it is gone at the end."""
    beside = path.with_name(f".{path.name}.new")
    lines = [_FIRST_LINE, _REMARK, *(f"{each.number} {each.secret.hex()} {SubKeys(*each).fingerprint}" for each in masters), _LAST_LINE, ""]
    # What an interrupted run left never was the key file, or is it under a second name.
    with suppress(FileNotFoundError):
        beside.unlink()
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(lines))
            file.flush()
            os.fsync(file.fileno())
        yield beside
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


@contextmanager
def _changed(path: Path) -> Iterator[tuple[Path, list[_Master]]]:
    """Give the file that is meant, behind any link, and its keys, while nobody else may change it."""
    _read(path)
    target = path.resolve()
    with _alone(target.parent):
        yield target, _read(target)


def _replace(path: Path, masters: Sequence[_Master]) -> None:
    try:
        with _written_beside(path, masters) as written:
            written.replace(path)
        sync_folder(path.parent)
    except OSError as err:
        raise _cannot_write() from err


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep out whoever else wants to change the file: of two new keys at once one would be lost, with all it sealed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
