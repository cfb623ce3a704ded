"""How a process locks itself down, and what the machine offers for it. Linux only; needs no library and no privilege.

Four walls that do not rest on each other: limits (memory, processor time, files, processes), no privileges and no way to gain any,
Landlock (no file, no network address), and a system-call filter (`jail_filter`).
"""

from __future__ import annotations

import errno
import os
import signal
import struct
import sys
from typing import TYPE_CHECKING, NamedTuple

from ingest.jail_filter import filter_program

if TYPE_CHECKING:
    # Imported where it is used: everybody who reads a file passes by this module.
    import ctypes

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

#: The same on every architecture, as all calls since Linux 5.1.
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_VERSION = 1
#: File rights by version of Landlock: number of bits.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS_NOW = 16
_NETWORK_RIGHTS = 0b11
_NETWORK_SINCE = 4
_SCOPES = 0b11
_SCOPES_SINCE = 6

_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522

#: The reader's two pipes and standard error, which leads nowhere.
_OPEN_FILES = 3


class JailOffers(NamedTuple):
    """What a machine has to lock a reader in with."""

    #: `linux` and so on.
    platform: str
    #: `x86_64` and so on.
    architecture: str
    #: Version of Landlock; 0 where there is none or it is switched off.
    landlock: int
    #: System-call filters, and our table knows the architecture.
    seccomp: bool
    #: Limits on memory, processor time, files.
    limits: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the walls that are not there."""
        walls = {"landlock": self.landlock > 0, "seccomp": self.seccomp, "limits": self.limits}
        return tuple(name for name, is_there in walls.items() if not is_there)


class Locked(NamedTuple):
    """Which walls stand around this process now."""

    landlock: int
    seccomp: bool


def offers() -> JailOffers:
    """Ask the machine what it has; nothing is changed."""
    machine = os.uname().machine if os.name == "posix" else ""
    if not sys.platform.startswith("linux"):
        return JailOffers(sys.platform, machine, 0, seccomp=False, limits=os.name == "posix")
    import ctypes

    libc = _libc()
    # Without a program the kernel answers EFAULT where it knows filters and EINVAL where it does not.
    told = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, None, None, None)
    knows_filters = told != 0 and ctypes.get_errno() == errno.EFAULT
    return JailOffers(
        sys.platform, machine, _landlock_version(libc), seccomp=knows_filters and filter_program(machine, 0) is not None, limits=True
    )


def lock_down(*, memory_bytes: int, cpu_seconds: int, parent_id: int) -> Locked:
    """Lock this process down for good. What is to be imported must be imported before.

    Ends the process when its parent has gone meanwhile. A wall that the machine does not have is left out and told.

    Raises:
        OSError: a wall that the machine has could not be put up.
    """
    # Not at the top: Windows has no such module, and `match` and the others run there. Not later: it is a file.
    import resource

    has = offers()
    machine = has.architecture
    if has.platform.startswith("linux"):
        libc = _libc()
        _must(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))
        _must(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))
        _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _drop_capabilities(libc, machine)
        if has.landlock:
            _enter_landlock(libc, has.landlock)
    if os.getppid() != parent_id:
        os._exit(1)
    limits = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    if os.getuid() != 0:
        # It does not bind a superuser; the filter refuses new processes anyway.
        limits[resource.RLIMIT_NPROC] = 0
    for kind, wanted in limits.items():
        # Where somebody set a lower limit, it stays.
        ceiling = resource.getrlimit(kind)[1]
        most = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
        resource.setrlimit(kind, (most, most))
    # The first ends the process with SIGXCPU, which tells why; the second with SIGKILL, should that be ignored.
    ceiling = resource.getrlimit(resource.RLIMIT_CPU)[1]
    last = cpu_seconds + 1 if ceiling == resource.RLIM_INFINITY else min(cpu_seconds + 1, ceiling)
    resource.setrlimit(resource.RLIMIT_CPU, (min(cpu_seconds, last), last))
    if has.seccomp:
        program = filter_program(machine, os.getpid())
        assert program is not None  # noqa: S101 # offers() asked for it; said for the type checker
        _enter_filter(_libc(), program)
    return Locked(has.landlock, has.seccomp)


def _libc() -> ctypes.CDLL:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_void_p] * 4]
    return libc


def _must(result: int) -> None:
    if result < 0:
        import ctypes

        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _landlock_version(libc: ctypes.CDLL) -> int:
    import ctypes

    answer = libc.syscall(ctypes.c_long(_LANDLOCK_CREATE_RULESET), None, ctypes.c_long(0), ctypes.c_long(_LANDLOCK_VERSION))
    return max(int(answer), 0)


def _enter_landlock(libc: ctypes.CDLL, version: int) -> None:
    """Take every right that this version knows, and allow no exception."""
    import ctypes

    files = (1 << _FILE_RIGHTS.get(version, _FILE_RIGHTS_NOW)) - 1
    rights = [files]
    if version >= _NETWORK_SINCE:
        rights.append(_NETWORK_RIGHTS)
    if version >= _SCOPES_SINCE:
        rights.append(_SCOPES)
    attributes = struct.pack(f"={len(rights)}Q", *rights)
    rules = libc.syscall(ctypes.c_long(_LANDLOCK_CREATE_RULESET), attributes, ctypes.c_long(len(attributes)), ctypes.c_long(0))
    _must(rules)
    try:
        _must(libc.syscall(ctypes.c_long(_LANDLOCK_RESTRICT_SELF), ctypes.c_long(rules), ctypes.c_long(0)))
    finally:
        os.close(rules)


def _drop_capabilities(libc: ctypes.CDLL, machine: str) -> None:
    """Give up what a superuser may do: the limits below would not bind him."""
    import ctypes

    number = _CAPSET.get(machine)
    if number is not None:
        _must(libc.syscall(ctypes.c_long(number), struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), bytes(24)))


def _enter_filter(libc: ctypes.CDLL, program: bytes) -> None:
    import ctypes

    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: how many instructions, and where they are.
    told = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    _must(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, told, None, None))
