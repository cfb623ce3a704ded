"""Zip archives, opened safely: checked first, streamed after, never unpacked to disk.

Names of members are never used as paths, so `..` and absolute names are as harmless as any other.
"""

from __future__ import annotations

import io
import zlib
from contextlib import ExitStack
from types import TracebackType
from typing import BinaryIO, Self, cast
from weakref import WeakKeyDictionary

from ingest.decode.archives.zip_directory import Directory, Member, damaged, data_start, member_at, read_directory
from ingest.errors import UnsafeExtraction, UnsupportedFormat
from ingest.source import Source

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_END_SIGNATURE = b"PK\x05\x06"
_END_SIZE = 22

#: Tables of contents found sound, as long as somebody holds the file: every reader that is asked about it opens it again, and a phone has
#: tens of thousands of pictures. Should the file change meanwhile, its members no longer agree with the table and are refused.
_checked: WeakKeyDictionary[Source, Directory] = WeakKeyDictionary()

_STORED = 0
_DEFLATED = 8
_PACKED_CHUNK = 64 * 1024
_BUFFER = 256 * 1024


def looks_like_zip(source: Source) -> bool:
    """Whether the file starts as a zip does, or ends as the last part of a split one does. Never raises for what it finds inside."""
    if source.head.startswith(_SIGNATURES):
        return True
    if source.size < _END_SIZE:
        return False
    with source.open() as file:
        file.seek(source.size - _END_SIZE)
        end = file.read(_END_SIZE)
    # Disk numbers 0 are left out: a program with a zip behind it is no archive somebody exported.
    return end.startswith(_END_SIGNATURE) and end[4:6] != b"\x00\x00"


def open_archive(source: Source) -> Archive:
    """Open a zip and check its table of contents; nothing is unpacked yet. Use it as a context manager.

    Raises:
        DamagedExtraction: cut short, or it contradicts itself.
        LockedExtraction: a member is encrypted.
        UnsafeExtraction: a decompression bomb, overlapping members, links, devices.
        UnsupportedFormat: one part of a split archive.
    """
    with ExitStack() as closing:
        file = closing.enter_context(source.open())
        directory = _checked.get(source)
        if directory is None:
            directory = _checked[source] = read_directory(source, file)
        # Sound: from now on the archive closes the file.
        closing.pop_all()
    return Archive(source, file, directory)


class Archive:
    """An open zip whose table of contents was found sound. Made by `open_archive` only."""

    def __init__(self, source: Source, file: BinaryIO, directory: Directory) -> None:
        """Take over the open file; `close` closes it."""
        self._source = source
        self._file = file
        self._directory = directory
        #: Names of all members, in the order of the table.
        self.names: tuple[str, ...] = tuple(directory.at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; members opened before can no longer be read."""
        self._file.close()

    def find(self, suffix: str, *, ignore_case: bool = True) -> tuple[str, ...]:
        """Names whose last part is `suffix`, in the order of the table; both kinds of slash separate parts."""
        wanted = suffix.casefold() if ignore_case else suffix
        return tuple(name for name in self.names if _last_part(name.casefold() if ignore_case else name) == wanted)

    def open(self, name: str) -> BinaryIO:
        """Open a member for reading from its start, unpacked while it is read, in constant memory.

        Reading raises DamagedExtraction when the bytes are cut, cannot be unpacked or fail their checksum, and UnsafeExtraction when there
        are more than the table promised.

        Raises:
            KeyError: there is no member of that name.
            DamagedExtraction: the member's own header is missing or contradicts the table.
            UnsupportedFormat: it is compressed in a way that cannot be read.
        """
        member = self._member(name)
        if member.method not in {_STORED, _DEFLATED}:
            raise UnsupportedFormat(
                f"'{self._source.name}' is an archive compressed in a way that is not read here (method {member.method}).",
                hint="Unpack it, for instance with 7-Zip, and give the report inside.",
            )
        start = data_start(self._source, self._file, member)
        if start + member.packed_size > self._directory.start:
            raise damaged(self._source, "a part reaches past the end of the archive")
        if member.method == _STORED and member.size != member.packed_size:
            raise damaged(self._source, "a part has two sizes")
        return cast(BinaryIO, io.BufferedReader(_MemberStream(self._source, self._file, member, start), _BUFFER))

    def _member(self, name: str) -> Member:
        return member_at(self._source, self._directory.table, self._directory.at[name])[0]


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


class _MemberStream(io.RawIOBase):
    """One member's bytes, unpacked and counted. Several may be open at once: each keeps its own place in the file."""

    def __init__(self, source: Source, file: BinaryIO, member: Member, start: int) -> None:
        self._source = source
        self._file = file
        self._member = member
        self._at = start
        self._packed_left = member.packed_size
        self._given = 0
        self._crc = 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
        self._pending = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # a memoryview is all that BufferedReader hands over
        data = self._stored(len(buffer)) if self._inflate is None else self._inflated(len(buffer))
        if not data:
            self._check_end()
            return 0
        self._given += len(data)
        if self._given > self._member.size:
            raise UnsafeExtraction(
                f"'{self._source.name}' is an archive with a part that unpacks to more than it says.",
                hint="Ask for the file to be exported again.",
            )
        self._crc = zlib.crc32(data, self._crc)
        buffer[: len(data)] = data
        return len(data)

    def _packed(self, length: int) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(min(length, self._packed_left))
        self._at += len(data)
        self._packed_left -= len(data)
        return data

    def _stored(self, length: int) -> bytes:
        return self._packed(length)

    def _inflated(self, length: int) -> bytes:
        inflate = self._inflate
        assert inflate is not None  # noqa: S101 # only called for deflated members; said for the type checker
        while not inflate.eof:
            packed = self._pending or self._packed(_PACKED_CHUNK)
            try:
                data = inflate.decompress(packed, length)
            except zlib.error as err:
                raise damaged(self._source, "the compressed bytes of a part are broken") from err
            self._pending = inflate.unconsumed_tail
            if data:
                return data
            if not packed:
                return b""
        return b""

    def _check_end(self) -> None:
        if self._given != self._member.size:
            raise damaged(self._source, "a part is shorter than it should be")
        if self._crc != self._member.crc:
            raise damaged(self._source, "a part does not match its checksum")
