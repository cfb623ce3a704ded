"""A disk whose power is cut: what was synced is there, of everything else any part may be, some of it torn in the middle of a sector.

It stands between a database and the real disk (a VFS of SQLite). `reboot` gives what a machine finds when it comes up again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class PowerCut(Exception):
    """The disk is gone; whoever writes is told so by SQLite."""


@dataclass
class Disk:
    """What of each file is safe, and what was written since."""

    chance: random.Random
    safe: dict[str, bytes] = field(default_factory=dict)
    unsafe: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    #: Writes and syncs until the power is cut; None leaves it on.
    left: int | None = None
    is_cut: bool = False

    def tick(self) -> None:
        """Count a write or a sync."""
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.is_cut = True
        if self.is_cut:
            raise apsw.IOError("the power was cut")

    def wrote(self, name: str, offset: int, data: bytes | None) -> None:
        """Note a write that is not safe yet; no data is a cut of the file to a length."""
        self.unsafe.setdefault(name, []).append((offset, data))

    def synced(self, name: str) -> None:
        """Note that a file is safe as it is."""
        self.safe[name] = Path(name).read_bytes()
        self.unsafe[name] = []

    def removed(self, name: str) -> None:
        """Note that a file is gone."""
        self.safe.pop(name, None)
        self.unsafe.pop(name, None)

    def reboot(self, name: str) -> bytes:
        """Give what is found of a file: half of what was not synced, in any order of luck, some of it torn."""
        found = bytearray(self.safe.get(name, b""))
        for offset, data in self.unsafe.get(name, []):
            if self.chance.random() < 0.5:
                continue
            if data is None:
                del found[offset:]
                continue
            written = data
            if self.chance.random() < 0.3:
                written = data[: self.chance.randrange(len(data) + 1) // SECTOR * SECTOR]
            found.extend(bytes(max(0, offset - len(found))))
            found[offset : offset + len(written)] = written
        return bytes(found)


class CutVfs(apsw.VFS):
    """Lets a database write through a disk of ours."""

    def __init__(self, name: str, disk: Disk) -> None:
        """Stand in front of the ordinary one."""
        self.disk = disk
        super().__init__(name, "unix")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's own name
        """Open a file."""
        return _CutFile(name, flags, self.disk)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802 - the same
        """Remove a file."""
        self.disk.removed(name)
        super().xDelete(name, sync)


class _CutFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int], disk: Disk) -> None:
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - the same
        self._disk.tick()
        self._disk.wrote(self._name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - the same
        self._disk.wrote(self._name, size, None)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802 - the same
        self._disk.tick()
        super().xSync(flags)
        self._disk.synced(self._name)
