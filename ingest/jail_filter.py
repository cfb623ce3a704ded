"""The system-call filter of a jailed reader: a program the kernel runs on every call (seccomp, classic BPF).

What a reader needs once its modules are loaded is little: memory, the clock, and reading and writing its two pipes. Whatever could open,
start, signal, connect or change anything is refused with EPERM, calls newer than the table with ENOSYS; a call of another architecture ends
the process. Memory can no longer be made executable.
"""

from __future__ import annotations

import errno
import struct

from ingest.jail_syscalls import ARCHITECTURES, REFUSED

_LOAD = 0x20
_IF_EQUAL = 0x15
_IF_ABOVE = 0x25
_IF_BITS = 0x45
_GIVE = 0x06

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_ERROR = 0x00050000

#: Where the fields of a call stand in what the kernel shows the program (struct seccomp_data); of arguments, their lower halves.
_NUMBER = 0
_ARCHITECTURE = 4
_FIRST_ARGUMENT = 16
_THIRD_ARGUMENT = 32

_PROT_EXEC = 4
#: Calls of the x32 ABI carry this bit and would pass by numbers of their own.
_X32 = 0x40000000

_Instruction = tuple[int, int, int, int]


def filter_program(machine: str, process_id: int) -> bytes | None:
    """Assemble the filter for an architecture as `platform.machine()` names it; None for one whose calls are not known here."""
    known = ARCHITECTURES.get(machine)
    if known is None:
        return None
    program: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, known.audit),
        (_GIVE, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_ABOVE, 0, 1, _X32 - 1),
        (_GIVE, 0, 0, _KILL),
        *_refuse_above(known.last),
        # The C library falls back to `clone`, which is refused below.
        *_refuse(known.clone3, errno.ENOSYS),
    ]
    for numbers in REFUSED.values():
        number = numbers[known.column]
        if number is not None:
            program += _refuse(number, errno.EPERM)
    for number in (known.mmap, known.mprotect, known.pkey_mprotect):
        # All three take the protection as their third argument.
        program += [
            (_IF_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _THIRD_ARGUMENT),
            (_IF_BITS, 0, 1, _PROT_EXEC),
            (_GIVE, 0, 0, _ERROR | errno.EPERM),
            (_GIVE, 0, 0, _ALLOW),
        ]
    program += [
        # abort() signals its own process, so that a crash is seen as one.
        (_IF_EQUAL, 0, 4, known.tgkill),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_EQUAL, 1, 0, process_id),
        (_GIVE, 0, 0, _ERROR | errno.EPERM),
        (_GIVE, 0, 0, _ALLOW),
        (_GIVE, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _refuse(number: int, error: int) -> list[_Instruction]:
    return [(_IF_EQUAL, 0, 1, number), (_GIVE, 0, 0, _ERROR | error)]


def _refuse_above(last: int) -> list[_Instruction]:
    return [(_IF_ABOVE, 0, 1, last), (_GIVE, 0, 0, _ERROR | errno.ENOSYS)]
