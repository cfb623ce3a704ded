"""What a backup says of itself: when it was made, and each of its files by size and hash; sealed with a key of the store."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from matcher.domain.access.audit import Head
from matcher.errors import BadBackup, WrongKey
from matcher.store.crypto import Use
from matcher.store.folders import sync_folder
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text

#: Where the database and the uploads stand in a backup and in a data folder.
DATABASE, ORIGINALS = "linewatch.db", "originals"

_NAME, _SEAL_NAME = "backup.json", "backup.seal"
_FORM = "linewatch.backup/1"
#: A list of a million uploads fits in; more is no description of a backup.
_LARGEST_BYTES = 256 << 20
#: The only names a backup holds: nothing it says of itself leads out of its folder.
_FILE = re.compile(rf"{re.escape(DATABASE)}|{ORIGINALS}/[a-z0-9][a-z0-9_-]{{0,79}}\.sealed", re.ASCII)


class CopiedFile(NamedTuple):
    """One file of a backup."""

    #: Below the folder of the backup, with `/`.
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup as a whole."""

    id: str
    made_at: datetime
    #: `linewatch 1.2.0`.
    tool: str
    #: Of the key it opens with.
    key_fingerprint: str
    #: The end of the audit trail in it.
    head: Head
    files: tuple[CopiedFile, ...]

    @property
    def originals(self) -> tuple[CopiedFile, ...]:
        """The uploads in it."""
        return tuple(each for each in self.files if each.name != DATABASE)


def write_manifest(folder: Path, manifest: Manifest, keys: Keys) -> None:
    """Write it down, with its seal, so that it is on the disk."""
    body = {
        "form": _FORM,
        "id": manifest.id,
        "made_at": to_text(manifest.made_at),
        "tool": manifest.tool,
        "key_fingerprint": manifest.key_fingerprint,
        "audit": asdict(manifest.head),
        "files": [each._asdict() for each in manifest.files],
    }
    data = json.dumps(body, indent=1).encode()
    _write(folder / _NAME, data)
    _write(folder / _SEAL_NAME, keys.keyed_hash(Use.BACKUP, data).hex().encode())
    sync_folder(folder)


def read_manifest(folder: Path, keys: Keys) -> Manifest:
    """Read what a backup says of itself.

    Raises:
        BadBackup: it is no backup, or it was changed.
        WrongKey: it was made with another key.
    """
    try:
        data, seal = _read(folder / _NAME), _read(folder / _SEAL_NAME)
        body = json.loads(data)
        is_ours = isinstance(body, dict) and body.get("form") == _FORM
    except (OSError, ValueError) as err:
        raise _bad("is no backup of Linewatch, or a part of it is missing") from err
    if not is_ours:
        raise _bad("was made by another version")
    try:
        keys.check(str(body.get("key_fingerprint")))
    except WrongKey as err:
        raise WrongKey("The backup was made with another key.", hint="Bring back the key file of the store it was made of.") from err
    try:
        is_genuine = keys.is_genuine(Use.BACKUP, data, bytes.fromhex(seal.decode("ascii")))
    except ValueError:
        is_genuine = False
    if not is_genuine:
        raise _bad("was changed: its seal is not that of this store")
    return _to_manifest(body)


def count_others(folder: Path, manifest: Manifest) -> int:
    """Count the files that lie in the folder of a backup and are no part of it."""
    own = {_NAME, _SEAL_NAME, *(each.name for each in manifest.files)}
    return sum(each.is_file() and each.relative_to(folder).as_posix() not in own for each in folder.rglob("*"))


def _to_manifest(body: dict[str, Any]) -> Manifest:
    try:
        files = tuple(CopiedFile(str(each["name"]), int(each["size"]), str(each["sha256"])) for each in body["files"])
        head = Head(int(body["audit"]["sequence"]), str(body["audit"]["hash"]))
        made = Manifest(str(body["id"]), to_moment(body["made_at"]), str(body["tool"]), str(body["key_fingerprint"]), head, files)
    except (KeyError, TypeError, ValueError) as err:
        raise _bad("was made by another version") from err
    names = [each.name for each in files]
    if names.count(DATABASE) != 1 or len(set(names)) != len(names) or not all(_FILE.fullmatch(name) for name in names):
        raise _bad("names files that are none of a backup")
    return made


def _bad(what: str) -> BadBackup:
    return BadBackup(f"The backup cannot be used: it {what}.", hint="Nothing was restored. Take another one.")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LARGEST_BYTES + 1)
    if len(data) > _LARGEST_BYTES:
        raise ValueError("too large")
    return data


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
