"""The table of contents of a zip, read and checked before anything is unpacked.

Read by our own code and not by `zipfile`: Python 3.11.7 lets overlapping members through (CVE-2024-0450), and builds an object for every
member a hostile table names before any limit can be applied. Wherever the two could disagree about what an archive holds, the archive is
refused, so that a library that opens it afterwards sees the same members. Layout: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ingest.errors import DamagedExtraction, IngestError, LockedExtraction, UnsafeExtraction, UnsupportedFormat
from ingest.source import Source

#: A report with every picture of a phone has tens of thousands of members; a table of this length still fits in memory.
MAX_MEMBERS = 200_000
#: The same limit in bytes, because the number of members in the end record may be a lie.
MAX_DIRECTORY_BYTES = 64 << 20
#: Deflate cannot pass 1032. XML written by a machine reaches 30 to 60, one record repeated without end about 200.
MAX_RATIO = 300
#: What a member may inflate to whatever its ratio: tiny members compress oddly.
RATIO_FREE_BYTES = 1 << 20
#: What unpacking all members may add to the size of the file. Pictures hardly shrink, so this bounds the XML; 2 to 4 GB are ordinary.
MAX_GROWTH_BYTES = 32 << 30

_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_SIGNATURE = b"PK\x06\x06"
_LOCATOR64 = struct.Struct("<4sLQL")
_LOCATOR64_SIGNATURE = b"PK\x06\x07"
_ENTRY = struct.Struct("<4s6H3L5H2L")
_ENTRY_SIGNATURE = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_SPLIT_SIGNATURE = b"PK\x07\x08"
_MAX_COMMENT = 0xFFFF
_SEE_64 = 0xFFFFFFFF
_EXTRA_64 = 0x0001
#: Bit 0: encrypted; bit 6: strong encryption; bit 13: names masked because the table itself is encrypted.
_ENCRYPTED_BITS = 0x2041
_SIZES_FOLLOW_BIT = 0x0008
_UTF8_BIT = 0x0800
_METHOD_AES = 99
#: File types that are links or devices; ordinary files, folders and "unknown" (0) are the rest.
_SPECIAL_FILES = frozenset({stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK})
#: Members other programs look up by name: two of one name would be read differently by different programs.
_MATTERS = (".xml", ".rels")


class Member(NamedTuple):
    """One member as the table of contents gives it; sizes in bytes."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int
    file_type: int


class Directory(NamedTuple):
    """A checked table of contents: its bytes, and where in them each member's entry starts."""

    table: bytes
    #: Where in the file the table starts; no member reaches past it.
    start: int
    at: dict[str, int]


def read_directory(source: Source, file: BinaryIO) -> Directory:
    """Read and check the table of contents.

    Raises:
        DamagedExtraction: it is missing (the copy was cut short) or contradicts itself.
        LockedExtraction: a member is encrypted.
        UnsafeExtraction: too many members, overlapping members, links, devices, or an absurd promise of size.
        UnsupportedFormat: one part of a split archive.
    """
    start, length, count = _find_table(source, file)
    if count > MAX_MEMBERS or length > MAX_DIRECTORY_BYTES:
        raise UnsafeExtraction(
            f"'{source.name}' is an archive with more than {MAX_MEMBERS:,} parts.", hint="Give the report inside it on its own."
        )
    file.seek(start)
    table = file.read(length)
    if len(table) != length:
        raise damaged(source, "its table of contents is cut short")
    return Directory(table, start, _check_members(source, table, start, count))


def member_at(source: Source, table: bytes, at: int) -> tuple[Member, int]:
    """Read one entry of the table; give the member and where the next entry starts.

    Raises:
        DamagedExtraction: there is no whole entry at that place.
    """
    if table[at : at + 4] != _ENTRY_SIGNATURE or at + _ENTRY.size > len(table):
        raise damaged(source, "its table of contents is not in order")
    fields = _ENTRY.unpack_from(table, at)
    flags, method = fields[3], fields[4]
    name_length, extra_length, comment_length = fields[10:13]
    extra_at = at + _ENTRY.size + name_length
    following = extra_at + extra_length + comment_length
    if following > len(table):
        raise damaged(source, "its table of contents is not in order")
    raw_name = table[at + _ENTRY.size : extra_at]
    size, packed_size, offset = _wide(source, (fields[9], fields[8], fields[16]), table[extra_at : extra_at + extra_length])
    name = raw_name.decode("utf-8" if flags & _UTF8_BIT else "cp437", "replace")
    return Member(name, raw_name, flags, method, fields[7], packed_size, size, offset, stat.S_IFMT(fields[15] >> 16)), following


def data_start(source: Source, file: BinaryIO, member: Member) -> int:
    """Read the member's own header, hold it against the table, and say where its bytes start.

    Raises:
        DamagedExtraction: the header is missing, or says something else than the table.
    """
    file.seek(member.offset)
    header = file.read(_LOCAL.size)
    if len(header) != _LOCAL.size or not header.startswith(_LOCAL_SIGNATURE):
        raise damaged(source, "a part does not start where the table of contents says")
    _, _, flags, method, _, _, crc, packed_size, size, name_length, extra_length = _LOCAL.unpack(header)
    name = file.read(name_length)
    if not flags & _SIZES_FOLLOW_BIT:
        size, packed_size, _ = _wide(source, (size, packed_size, 0), file.read(extra_length))
        if (size, packed_size, crc) != (member.size, member.packed_size, member.crc):
            raise damaged(source, "a part and the table of contents give different sizes")
    if name != member.raw_name or method != member.method or (flags ^ member.flags) & _ENCRYPTED_BITS:
        raise damaged(source, "a part and the table of contents contradict each other")
    return member.offset + _LOCAL.size + len(name) + int(extra_length)


def damaged(source: Source, what: str) -> DamagedExtraction:
    """Say in one sentence how an archive is broken and what to do."""
    return DamagedExtraction(f"'{source.name}' is a damaged archive: {what}.", hint="Copy or export the file again.")


def _split(source: Source) -> IngestError:
    return UnsupportedFormat(
        f"'{source.name}' is one part of an archive that was split into several files.",
        hint="Put all parts (.z01, .z02 … and the last one) into one folder, join them, for instance with 7-Zip, and give the whole.",
    )


def _find_table(source: Source, file: BinaryIO) -> tuple[int, int, int]:
    """Give start, length and number of entries of the table, from the record at the end of the file."""
    tail_start = max(source.size - _END.size - _MAX_COMMENT, 0)
    file.seek(tail_start)
    tail = file.read()
    # The last signature counts, as it does for zipfile.
    found = tail.rfind(_END_SIGNATURE)
    if found < 0 or found + _END.size > len(tail):
        if source.head.startswith(_SPLIT_SIGNATURE):
            raise _split(source)
        raise DamagedExtraction(
            f"'{source.name}' is an archive that was cut short: the table of contents at its end is missing.",
            hint="Copy the file again to its full length; if it has companions (.z01, .002), join all parts first.",
        )
    _, disk, table_disk, here, count, length, start, comment_length = _END.unpack_from(tail, found)
    if found + _END.size + comment_length > len(tail):
        raise damaged(source, "its end is cut short")
    end = tail_start + found
    wide = _read_wide_end(source, file, end)
    if wide is not None:
        disk, table_disk, here, count, length, start, end = wide
    if disk != table_disk or disk != 0 or here != count:
        raise _split(source)
    if start + length != end:
        raise damaged(source, "its table of contents does not stand where its end record says")
    return start, length, count


def _read_wide_end(source: Source, file: BinaryIO, end: int) -> tuple[int, int, int, int, int, int, int] | None:
    """The end record of archives over 4 GB, where there is one; its own start is the last value."""
    locator_at = end - _LOCATOR64.size
    record_at = locator_at - _END64.size
    if record_at < 0:
        return None
    file.seek(record_at)
    record = file.read(_END64.size)
    signature, disk, offset, disks = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if signature != _LOCATOR64_SIGNATURE:
        return None
    if disk != 0 or disks > 1:
        raise _split(source)
    if offset != record_at or not record.startswith(_END64_SIGNATURE):
        raise damaged(source, "its end records contradict each other")
    _, _, _, _, this_disk, table_disk, here, count, length, start = _END64.unpack(record)
    return this_disk, table_disk, here, count, length, start, record_at


def _wide(source: Source, narrow: tuple[int, int, int], extra: bytes) -> tuple[int, int, int]:
    """Size, packed size and offset, each replaced by its 64-bit value where it says so."""
    if _SEE_64 not in narrow:
        return narrow
    values = _wide_values(extra)
    try:
        size, packed_size, offset = (next(values) if value == _SEE_64 else value for value in narrow)
    except (RuntimeError, StopIteration) as err:
        raise damaged(source, "a part has no true size") from err
    return size, packed_size, offset


def _wide_values(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _EXTRA_64:
            field = extra[at + 4 : at + 4 + length]
            yield from (value for (value,) in struct.iter_unpack("<Q", field[: len(field) // 8 * 8]))
            return
        at += 4 + length


def _check_members(source: Source, table: bytes, start: int, count: int) -> dict[str, int]:
    at_of: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    at = growth = 0
    while at < len(table):
        if len(spans) >= count:
            raise damaged(source, "its table of contents is longer than its end record says")
        member, following = member_at(source, table, at)
        _check_member(source, member)
        if member.name in at_of and member.name.lower().endswith(_MATTERS):
            raise UnsafeExtraction(
                f"'{source.name}' is an archive with two parts of one name, so programs disagree about what it holds.",
                hint="Ask for the file to be exported again.",
            )
        at_of[member.name] = at
        # The shortest the member can be: its own header may be longer by fields the table does not show.
        spans.append((member.offset, member.offset + _LOCAL.size + len(member.raw_name) + member.packed_size))
        growth += max(member.size - member.packed_size, 0)
        at = following
    if len(spans) != count:
        raise damaged(source, "its table of contents is shorter than its end record says")
    if growth > MAX_GROWTH_BYTES:
        raise _bomb(source)
    _check_spans(source, spans, start)
    return at_of


def _check_member(source: Source, member: Member) -> None:
    if member.flags & _ENCRYPTED_BITS or member.method == _METHOD_AES:
        raise LockedExtraction(
            f"'{source.name}' is an archive protected by a password.", hint="Unpack it with its password and give the report inside."
        )
    if member.file_type in _SPECIAL_FILES:
        raise UnsafeExtraction(
            f"'{source.name}' is an archive with a link or a device in it.", hint="Give the report inside it on its own."
        )
    if b"\x00" in member.raw_name:
        raise UnsafeExtraction(
            f"'{source.name}' is an archive with a part whose name hides another name.", hint="Ask for the file to be exported again."
        )
    if member.size > MAX_RATIO * member.packed_size + RATIO_FREE_BYTES:
        raise _bomb(source)


def _bomb(source: Source) -> UnsafeExtraction:
    return UnsafeExtraction(
        f"'{source.name}' is an archive that would unpack to an absurd size.",
        hint="Unpack it on a machine kept for that, and give the report inside.",
    )


def _check_spans(source: Source, spans: list[tuple[int, int]], start: int) -> None:
    spans.sort()
    free_from = 0
    for begin, end in spans:
        if begin < free_from:
            raise UnsafeExtraction(
                f"'{source.name}' is an archive whose parts overlap, as only a decompression bomb's do.",
                hint="Ask for the file to be exported again.",
            )
        free_from = end
    if free_from > start:
        raise damaged(source, "a part reaches past the end of the archive")
