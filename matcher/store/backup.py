"""Copies of the embedded store: made while it is in use, one state of it as a whole, and put back only when every part is sound.

The copy is encrypted as the store is, and opens with the same key file, which is never part of it. Uploads are copied as they lie there,
sealed. Those a copy needs and no longer finds were read or erased in between: then the copy of the database is made anew, until both agree.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from matcher.domain.access.audit import Head
from matcher.errors import BadBackup, BadRequest, CannotWrite, StoreUnavailable
from matcher.store.backup_manifest import DATABASE, ORIGINALS, CopiedFile
from matcher.store.database import connect_embedded, told
from matcher.store.folders import sync_folder

_PIECE = 1 << 20
#: Once it is more, uploads come and go faster than they can be copied.
_MOST_TRIES = 20
_SUFFIX = ".sealed"


def embedded_path(url: str) -> Path:
    """Give the file of the embedded database.

    Raises:
        BadRequest: the store is on PostgreSQL, which has tools of its own.
    """
    parts = sa.make_url(url)
    if parts.get_backend_name() != "sqlite":
        raise BadRequest(
            "A store on PostgreSQL is backed up with PostgreSQL's own tools: pg_dump, or its archive of write-ahead logs.",
            hint="First pg_dump, then a copy of the folder `originals`; the key file apart from both. See docs/how-to/restore.md.",
        )
    return Path(parts.database or "")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside the one that is wanted, which takes its name at the end, and of which nothing is left otherwise.

    Raises:
        CannotWrite: there is something at that place, or it cannot be written there.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotWrite("There is something at that place already; a backup never replaces anything.", hint="Name a new folder.")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        yield part
        part.replace(target)
        sync_folder(target.parent)
    except OSError as err:
        raise _cannot_write(err) from err
    finally:
        shutil.rmtree(part, ignore_errors=True)


class Copied(NamedTuple):
    """What was copied."""

    files: tuple[CopiedFile, ...]
    #: The end of the audit trail in the copy.
    head: Head


def copy_store(database: Path, originals: Path, key_hex: str, folder: Path) -> Copied:
    """Copy a store that may be in use; what is copied is one state of it, and sound.

    Args:
        database: File of the embedded database.
        originals: Folder of the sealed uploads.
        key_hex: Raw key of the database.
        folder: Empty; takes the copy.

    Raises:
        BadBackup: the store itself is damaged.
        StoreUnavailable: the store cannot be read, or uploads come and go faster than they can be copied.
    """
    copy, uploads = folder / DATABASE, folder / ORIGINALS
    uploads.mkdir(mode=0o700)
    done: dict[str, CopiedFile] = {}
    for _ in range(_MOST_TRIES):
        needed, head = _copy_database(database, copy, key_hex)
        for upload in needed - done.keys():
            with suppress(FileNotFoundError):
                done[upload] = copy_file(originals / f"{upload}{_SUFFIX}", uploads / f"{upload}{_SUFFIX}", f"{ORIGINALS}/{upload}{_SUFFIX}")
        if needed <= done.keys():
            break
    else:
        raise StoreUnavailable("The store changes faster than it can be copied.", hint="Try again when less is handed in.")
    for upload in done.keys() - needed:
        (uploads / f"{upload}{_SUFFIX}").unlink()
    sync_folder(uploads)
    check_database(copy, key_hex)
    return Copied((_described(copy, DATABASE), *(done[upload] for upload in sorted(needed))), head)


def _copy_database(database: Path, copy: Path, key_hex: str) -> tuple[frozenset[str], Head]:
    """Copy the database; say which uploads it needs and where its audit trail ends."""
    copy.unlink(missing_ok=True)
    with told():
        source = connect_embedded(database, key_hex)
        try:
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            target = connect_embedded(copy, key_hex)
            try:
                # All pages in one step: one state of the store, and writers go on meanwhile.
                source.backup(target, pages=-1)
                rows = target.execute("SELECT id FROM submissions WHERE original_key IS NOT NULL").fetchall()
                (head,) = target.execute("SELECT sequence, hash FROM audit_head").fetchall()
            finally:
                target.close()
        finally:
            source.close()
    return frozenset(row[0] for row in rows), Head(*head)


def check_database(path: Path, key_hex: str) -> None:
    """Make sure that every page of a database is what it was, and that its tables agree with each other.

    Raises:
        BadBackup: it is damaged.
        WrongKey: it opens with another key.
    """
    with told():
        connection = connect_embedded(path, key_hex)
        try:
            is_sound = (
                not connection.execute("PRAGMA cipher_integrity_check").fetchall()
                and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                and not connection.execute("PRAGMA foreign_key_check").fetchall()
            )
            # One file, nothing beside it.
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlcipher.DatabaseError as err:
            if "malformed" not in str(err):
                raise
            is_sound = False
        finally:
            connection.close()
    if not is_sound:
        raise _damaged()


def copy_file(source: Path, target: Path, name: str) -> CopiedFile:
    """Copy a file so that it is on the disk, and describe what was copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
        while piece := reading.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())
    return CopiedFile(name, size, digest.hexdigest())


def copy_back(folder: Path, files: tuple[CopiedFile, ...], target: Path) -> None:
    """Copy the files of a backup, each of them being what the backup says it is.

    Raises:
        BadBackup: one is missing or changed.
        CannotWrite: they cannot be written there.
    """
    (target / ORIGINALS).mkdir(mode=0o700)
    for each in files:
        try:
            found = copy_file(folder / each.name, target / each.name, each.name)
        except FileNotFoundError as err:
            raise _damaged() from err
        except OSError as err:
            raise _cannot_write(err) from err
        if found != each:
            raise _damaged()
    sync_folder(target / ORIGINALS)


def _described(path: Path, name: str) -> CopiedFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
        os.fsync(file.fileno())
    return CopiedFile(name, path.stat().st_size, digest.hexdigest())


def _damaged() -> BadBackup:
    return BadBackup("The backup is damaged: a part of it is missing, cut or changed.", hint="Nothing was restored. Take another one.")


def _cannot_write(err: OSError) -> CannotWrite:
    if err.errno in {errno.ENOSPC, errno.EDQUOT}:
        return CannotWrite("The copy cannot be written: the disk is full.", hint="Nothing of it is left. Make room, or name another place.")
    return CannotWrite("The copy cannot be written there.", hint="Nothing of it is left. Name another folder.")
