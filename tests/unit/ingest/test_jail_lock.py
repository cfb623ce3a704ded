"""A process that has locked itself down can do nothing but compute and use its pipes. Each attempt is made in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from ingest import offers

pytestmark = pytest.mark.skipif(bool(offers().missing), reason="this machine has no Landlock or no seccomp")

_LOCKED = """
import codecs, ctypes, mmap, os, resource, signal, socket, subprocess, sys, threading, time
from ingest.jail_lock import lock_down
{before}
libc = ctypes.CDLL(None, use_errno=True)
lock_down(memory_bytes=512 << 20, cpu_seconds=1, parent_id=os.getppid())
def attempt():
    {attempt}
try:
    attempt()
    said = "done"
except BaseException as error:
    said = type(error).__name__
os.write(1, said.encode())
os._exit(0)
"""


_LOADED = "from ingest.jail_child import load_everything; load_everything()"


def _attempt(code, before=""):
    program = _LOCKED.format(attempt=code, before=before)
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, timeout=60, cwd="/")
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        pytest.param("open('/etc/hostname')", "PermissionError", id="read a file"),
        pytest.param("open('/dev/shm/x', 'w')", "PermissionError", id="write a file"),
        pytest.param("os.open('/proc/self/mem', os.O_RDWR)", "PermissionError", id="open its own memory"),
        pytest.param("os.listdir('/')", "PermissionError", id="list a folder"),
        pytest.param("os.stat('/etc/hostname')", "PermissionError", id="ask for a file"),
        pytest.param("os.readlink('/proc/self/exe')", "PermissionError", id="follow a link"),
        pytest.param("os.unlink('/dev/shm/x')", "PermissionError", id="remove a file"),
        pytest.param("os.memfd_create('x')", "PermissionError", id="make a file of memory"),
        pytest.param("os.chdir('/tmp')", "PermissionError", id="change its folder"),
        pytest.param("socket.socket()", "PermissionError", id="open a network socket"),
        pytest.param("socket.socket(socket.AF_UNIX)", "PermissionError", id="open a local socket"),
        pytest.param("socket.socketpair()", "PermissionError", id="open a pair of sockets"),
        pytest.param("os.execv(sys.executable, ['x'])", "PermissionError", id="become another program"),
        pytest.param("os.fork()", "PermissionError", id="fork"),
        pytest.param("subprocess.run(['true'])", "OSError", id="start a program"),
        pytest.param("threading.Thread(target=int).start()", "RuntimeError", id="start a thread"),
        pytest.param("os.kill(os.getppid(), 0)", "PermissionError", id="signal its parent"),
        pytest.param("os.kill(1, signal.SIGTERM)", "PermissionError", id="signal another process"),
        pytest.param("os.pipe()", "OSError", id="open a pipe"),
        pytest.param("os.setuid(65534)", "PermissionError", id="change its user"),
        pytest.param("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "ValueError", id="lift a limit"),
        pytest.param("bytearray(1 << 30)", "MemoryError", id="take a gigabyte"),
        pytest.param("mmap.mmap(-1, 4096, prot=7)", "PermissionError", id="make memory executable"),
        pytest.param("assert libc.ptrace(16, os.getppid(), 0, 0) == 0", "AssertionError", id="trace its parent"),
        pytest.param("assert libc.syscall(425, 1, 0) == 0", "AssertionError", id="set up a ring"),
        pytest.param("codecs.lookup('no-such-encoding')", "LookupError", id="look for an unknown encoding"),
    ],
)
def test_what_a_locked_process_tries_is_refused(code, outcome):
    """Files, network, programs, processes, memory and its own limits are out of reach."""
    assert _attempt(code) == (0, outcome)


@pytest.mark.parametrize("code", ["while True: pass", "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n    while True: pass"])
def test_a_loop_ends_at_its_limit(code):
    """A process that computes without end is ended by the machine, also when it will not hear of it."""
    status, said = _attempt(code)

    assert status in {-24, -9}
    assert said == ""


def test_a_crash_is_seen_as_one():
    """A process that aborts ends by that signal."""
    assert _attempt("os.abort()")[0] == -6


def test_every_encoding_of_text_is_at_hand():
    """Encodings that files name can be used although nothing can be opened any more."""
    code = "[codecs.lookup(name) for name in 'cp1252 cp932 shift_jis gb18030 big5 euc_kr koi8-r utf-16 mac-roman iso-2022-jp'.split()]"

    assert _attempt(code, _LOADED) == (0, "done")


def test_a_guess_at_an_encoding_needs_no_file():
    """The library that guesses encodings works once it is loaded."""
    code = "from charset_normalizer import from_bytes; from_bytes('Łódź, żółw, gęś'.encode('cp1250') * 50).best()"

    assert _attempt(code, _LOADED) == (0, "done")


def test_it_says_what_the_machine_has():
    """The architecture is the one Python runs on, and nothing is missing here."""
    assert offers().architecture == platform.machine()
    assert offers().missing == ()


def test_a_process_whose_parent_has_gone_ends():
    """Between its start and its lock the parent may have died; then there is nobody to read for."""
    code = (
        "import os; from ingest.jail_lock import lock_down; lock_down(memory_bytes=1 << 30, cpu_seconds=9, parent_id=1 << 30); os._exit(7)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=False, timeout=60, cwd="/")

    assert done.returncode == 1
