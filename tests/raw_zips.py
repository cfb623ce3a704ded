"""Writes zip archives byte by byte, so that a test can make one lie. Layout: PKWARE APPNOTE 6.3.10, section 4.3."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Part:
    """One member: what is stored, and what its two headers say about it."""

    name: bytes = b"report.xml"
    content: bytes = b""
    method: int = 8
    flags: int = 0
    #: File type and permissions, as Unix writes them.
    mode: int = 0o100644
    #: What is claimed in place of the truth; None tells the truth.
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    offset: int | None = None
    extra: bytes = b""
    local_name: bytes | None = None
    #: Bytes to store in place of the packed content.
    packed: bytes | None = None

    def but(self, **changes: Any) -> Part:
        """The same part with something changed."""
        return replace(self, **changes)


def deflated(content: bytes) -> bytes:
    """The bytes as deflate packs them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def a_raw_zip(*parts: Part, prefix: bytes = b"", count: int | None = None, table_offset: int | None = None, comment: bytes = b"") -> bytes:
    """An archive of these parts, its headers as the parts claim."""
    out, table = bytearray(prefix), bytearray()
    for part in parts:
        packed = part.packed if part.packed is not None else deflated(part.content) if part.method == 8 else part.content
        crc = zlib.crc32(part.content) if part.crc is None else part.crc
        size = len(part.content) if part.size is None else part.size
        packed_size = len(packed) if part.packed_size is None else part.packed_size
        at = len(out) if part.offset is None else part.offset
        name = part.name if part.local_name is None else part.local_name
        follow = bool(part.flags & 8)
        sizes = (0, 0, 0) if follow else (crc, packed_size, size)
        if part.offset is None:
            out += struct.pack("<4s5H3L2H", b"PK\3\4", 20, part.flags, part.method, 0, 0x5C21, *sizes, len(name), len(part.extra))
            out += name + part.extra + packed
            if follow:
                out += struct.pack("<4s3L", b"PK\7\10", crc, packed_size, size)
        table += struct.pack(
            "<4s6H3L5H2L",
            *(b"PK\1\2", 0x0314, 20, part.flags, part.method, 0, 0x5C21, crc, packed_size, size),
            *(len(part.name), len(part.extra), 0, 0, 0, part.mode << 16, at),
        )
        table += part.name + part.extra
    start = len(out) if table_offset is None else table_offset
    told = min(len(parts) if count is None else count, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, told, told, len(table), start, len(comment)) + comment
    return bytes(out + table) + end
