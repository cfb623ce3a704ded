"""What a jailed reader may use up before it is ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

_MEGABYTE = 1 << 20

#: Bytes of the file that travel at once; the reader's side asks for blocks of this size at multiples of it.
BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class JailLimits:
    """Bounds for one file. All are counted for each reading of it anew."""

    #: Address space of the reader, Python and its libraries included.
    memory_bytes: int = 1 << 30
    #: Processor time.
    cpu_seconds: int = 10
    #: Time spent waiting for the reader, without the time in which what it gave is worked on.
    wall_seconds: float = 30.0
    #: The longest wait for a sign of life.
    silence_seconds: float = 20.0
    #: Bytes of the file that may be asked for: readers look at a file several times, but not without end.
    asked_bytes: int = 64 * _MEGABYTE
    #: What all messages of the reader may amount to.
    answer_bytes: int = 32 * _MEGABYTE
    #: And one of them. A cell of a table may hold sixteen million characters.
    message_bytes: int = 32 * _MEGABYTE
    #: Read nothing on a machine without Landlock or seccomp.
    required: bool = True

    @classmethod
    def for_size(cls, size: int, *, required: bool = True) -> Self:
        """Give bounds that a file of `size` bytes keeps by far when it is genuine.

        A packed report grows thirty to sixty times and is read at twenty megabytes a second and more on a slow machine, so a packed
        megabyte takes three seconds at most; its records are smaller than its XML.
        """
        megabytes = size // _MEGABYTE
        return cls(
            cpu_seconds=10 + 3 * megabytes,
            wall_seconds=30.0 + 6 * megabytes,
            asked_bytes=64 * _MEGABYTE + 24 * size,
            answer_bytes=32 * _MEGABYTE + 64 * size,
            required=required,
        )
