"""Makes the checkout's own virtual environment, once; standard library only.

A fresh machine is promised nothing but Python 3.11 and pip: no `ensurepip`, no `venv` package, no `uv`. So the environment is made
without pip inside it and the machine's pip installs into it (`pip --python`, pip 22.3 or newer). Packages come as wheels, by hash, from
`requirements/*.txt`. A stamp per group keeps what was installed, so that a later start only reads a few small files.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("LINEWATCH_VENV", ROOT / ".venv"))
PYTHON = HOME / "bin" / "python"
OLDEST_PYTHON = (3, 11)


def ready(groups: Sequence[str]) -> Path:
    """Return the environment's interpreter, installing `groups` (names in requirements/) first where the stamp differs."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("linewatch: error: python-too-old: Python 3.11 or newer is needed.")
    missing = [group for group in groups if not _is_current(group)]
    if missing:
        with _one_at_a_time():
            for group in groups:
                if not _is_current(group):
                    _install(group)
    return PYTHON


def run(python: Path, arguments: Sequence[str]) -> None:
    """Replace this process by the environment's interpreter."""
    os.execv(python, [str(python), *arguments])


def _stamp(group: str) -> Path:
    return HOME / f".installed-{group}"


def _wanted(group: str) -> str:
    lock = (ROOT / "requirements" / f"{group}.txt").read_bytes()
    return hashlib.sha256(lock + sys.version.encode() + str(ROOT).encode()).hexdigest()


def _is_current(group: str) -> bool:
    stamp = _stamp(group)
    return stamp.is_file() and PYTHON.exists() and stamp.read_text() == _wanted(group)


def _install(group: str) -> None:
    print(f"linewatch: setting up ({group}), once; this takes up to a minute …", file=sys.stderr)
    if not PYTHON.exists():
        _make_environment()
    packages = _site_packages()
    # The checkout itself is put on the path by one line, so that no build step is needed to run it.
    (packages / "linewatch-checkout.pth").write_text(f"{ROOT}\n")
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check", "install", "-qq"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / f"{group}.txt")]
    # Nobody is asked anything, and nothing of the caller's Python settings leaks into the environment.
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [*pip, *locked], env=clean | {"PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}, stdout=sys.stderr, check=False
    )
    if done.returncode:
        sys.exit("linewatch: error: set-up-failed: The packages could not be installed; pip 22.3 or newer and a package index are needed.")
    subprocess.run(
        [str(PYTHON), "-I", "-m", "compileall", "-q", *(str(ROOT / room) for room in ("matcher", "ingest", "config"))], check=False
    )
    _stamp(group).write_text(_wanted(group))


def _make_environment() -> None:
    try:
        import venv
    except ImportError:
        _make_environment_by_hand()
    else:
        venv.create(HOME, with_pip=False, symlinks=True)


def _make_environment_by_hand() -> None:
    """What venv does at its core (PEP 405): a link to the interpreter and a pyvenv.cfg beside it."""
    PYTHON.parent.mkdir(parents=True, exist_ok=True)
    interpreter = Path(os.path.realpath(sys.executable))
    PYTHON.symlink_to(interpreter)
    _site_packages().mkdir(parents=True, exist_ok=True)
    version = ".".join(str(part) for part in sys.version_info[:3])
    (HOME / "pyvenv.cfg").write_text(f"home = {interpreter.parent}\ninclude-system-site-packages = false\nversion = {version}\n")


def _site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(HOME), "platbase": str(HOME)}))


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two first starts at once wait for each other instead of spoiling the environment."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
