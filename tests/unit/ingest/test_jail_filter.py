"""The system-call filter does what it says, on both architectures, by running its program here as the kernel would."""

from __future__ import annotations

import errno
import re
import struct
from pathlib import Path

import pytest

from ingest.jail_filter import filter_program
from ingest.jail_syscalls import ARCHITECTURES, REFUSED

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000 | errno.EPERM
UNKNOWN = 0x00050000 | errno.ENOSYS
PID = 4711

#: Numbers from the kernel's tables, written down again: AUDIT_ARCH and a few calls.
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
READ = {"x86_64": 0, "aarch64": 63}
WRITE = {"x86_64": 1, "aarch64": 64}
MMAP = {"x86_64": 9, "aarch64": 222}
OPENAT = {"x86_64": 257, "aarch64": 56}
EXECVE = {"x86_64": 59, "aarch64": 221}
SOCKET = {"x86_64": 41, "aarch64": 198}
CLONE = {"x86_64": 56, "aarch64": 220}
KILL_CALL = {"x86_64": 62, "aarch64": 129}
TGKILL = {"x86_64": 234, "aarch64": 131}

HEADERS = {"x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), "aarch64": Path("/usr/include/asm-generic/unistd.h")}


def _verdict(machine, number, *arguments, audit=None):
    """Run the program on one call: the part of classic BPF it is made of."""
    program = list(struct.iter_unpack("=HBBI", filter_program(machine, PID)))
    seen = struct.pack("=IIQ6Q", number, audit or AUDIT[machine], 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    at = value = 0
    while True:
        code, if_true, if_false, operand = program[at]
        at += 1
        if code == 0x06:
            return operand
        if code == 0x20:
            (value,) = struct.unpack_from("=I", seen, operand)
            continue
        holds = {0x15: value == operand, 0x25: value > operand, 0x45: bool(value & operand)}[code]
        at += if_true if holds else if_false


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize("call", [OPENAT, EXECVE, SOCKET, CLONE, KILL_CALL])
def test_what_could_reach_out_is_refused(machine, call):
    """Opening, starting, connecting, forking and signalling are refused with EPERM."""
    assert _verdict(machine, call[machine]) == REFUSE


@pytest.mark.parametrize("machine", ARCHITECTURES)
@pytest.mark.parametrize("call", [READ, WRITE, MMAP])
def test_what_reading_needs_is_allowed(machine, call):
    """The pipes and memory go on working."""
    assert _verdict(machine, call[machine], 0, 4096, 3) == ALLOW


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_memory_is_never_made_executable(machine):
    """Memory with the right to execute is refused, whatever the other rights."""
    assert _verdict(machine, MMAP[machine], 0, 4096, 7) == REFUSE


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_a_process_may_end_itself_only(machine):
    """abort() works; a signal to another process does not."""
    assert _verdict(machine, TGKILL[machine], PID, PID, 6) == ALLOW
    assert _verdict(machine, TGKILL[machine], PID + 1, PID, 6) == REFUSE


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_calls_nobody_looked_at_do_not_exist(machine):
    """A call newer than the table is answered as on an older kernel, and so is clone3, so that the C library falls back."""
    assert _verdict(machine, 435) == UNKNOWN
    assert _verdict(machine, 462) == UNKNOWN


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_a_call_of_another_architecture_ends_the_process(machine):
    """32-bit calls have other numbers, so the process is ended; on x86_64 so are those of x32."""
    assert _verdict(machine, 5, audit=0x40000003) == KILL
    assert _verdict(machine, 0x40000000 | 2) == KILL


def test_an_unknown_architecture_has_no_filter():
    """Where the numbers are not known no filter is made up."""
    assert filter_program("riscv64", PID) is None


@pytest.mark.parametrize("machine", [name for name, path in HEADERS.items() if path.is_file()])
def test_numbers_are_those_of_the_kernel(machine):
    """Every number is the one in the kernel's own table, where that table is installed."""
    text = HEADERS[machine].read_text("utf-8")
    known = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", text)}
    known |= {name: known[of] for name, of in re.findall(r"#define __NR_(\w+) __NR3264_(\w+)", text) if of in known}
    column = ARCHITECTURES[machine].column
    ours = {name: numbers[column] for name, numbers in REFUSED.items()}
    four = {name: getattr(ARCHITECTURES[machine], name) for name in ("clone3", "mmap", "mprotect", "pkey_mprotect", "tgkill")}

    assert {**ours, **four} == {name: known.get(name) for name in (*ours, *four)}
