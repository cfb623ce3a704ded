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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
#: Absolute, because scripts/test stands somewhere else when the interpreter is started.
HOME = Path(os.environ.get("LINEWATCH_VENV") or ROOT / ".venv").absolute()
PYTHON = HOME / "bin" / "python"
OLDEST_PYTHON = (3, 11)


def groups_for(environment: Mapping[str, str]) -> list[str]:
    """Say which groups the command needs: the driver of the server too, where the store is on one."""
    address = environment.get("LINEWATCH_DATABASE_URL", "")
    named = environment.get("LINEWATCH_DATABASE_URL_FILE")
    if not address and named:
        # What cannot be read is told by whoever reads the settings.
        with contextlib.suppress(OSError, UnicodeDecodeError):
            address = Path(named).read_text()
    return ["run", "postgresql"] if address.strip().lower().startswith("postgres") else ["run"]


def ready(groups: Sequence[str]) -> Path:
    """Return the environment's interpreter, installing `groups` (names in requirements/) first where the stamp differs."""
    if sys.version_info < OLDEST_PYTHON:
        _give_up("linewatch: error: python-too-old: Python 3.11 or newer is needed.")
    try:
        if not all(_is_current(group) for group in groups):
            _install_missing(groups)
    except OSError as error:
        why = f"{error.strerror or 'the disk refused it'}. Set LINEWATCH_VENV to a folder of your own."
        _give_up(f"linewatch: error: set-up-failed: The environment cannot be made in '{HOME}': {why}")
    except KeyboardInterrupt:
        _give_up("linewatch: error: interrupted: It was stopped before it was set up; the next start goes on with it.", 130)
    return PYTHON


def run(python: Path, arguments: Sequence[str]) -> None:
    """Replace this process by the environment's interpreter."""
    try:
        os.execv(python, [str(python), *arguments])
    except OSError as error:
        why = error.strerror or "the system refused it"
        _give_up(f"linewatch: error: set-up-failed: '{python}' cannot be started: {why}. Remove '{HOME}' and start again.")


def _tell(line: str) -> None:
    # Where standard error is closed or full nobody can be told, and nothing may go elsewhere instead. No buffer: one that cannot be
    # emptied at the end takes the exit code away.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            os.write(sys.stderr.fileno(), f"{line}\n".encode(errors="replace"))


def _give_up(line: str, code: int = 1) -> NoReturn:
    _tell(line)
    sys.exit(code)


def _stamp(group: str) -> Path:
    return HOME / f".installed-{group}"


def _wanted(group: str) -> str:
    lock = (ROOT / "requirements" / f"{group}.txt").read_bytes()
    return hashlib.sha256(lock + sys.version.encode() + str(ROOT).encode()).hexdigest()


def _is_current(group: str) -> bool:
    stamp = _stamp(group)
    return stamp.is_file() and PYTHON.exists() and stamp.read_bytes() == _wanted(group).encode()


def _install_missing(groups: Sequence[str]) -> None:
    with _one_at_a_time():
        _refuse_that_of_others()
        for group in groups:
            if not _is_current(group):
                _install(group)


def _refuse_that_of_others() -> None:
    """An environment runs the code of one checkout: made over to another, it would run that one's code under the first one's name."""
    if not _checkout().is_file():
        return
    owner = Path(_checkout().read_text().strip())
    if owner != ROOT and (owner / "scripts" / "environment.py").is_file():
        _give_up(
            f"linewatch: error: set-up-failed: '{HOME}' belongs to the checkout in '{owner}'. Set LINEWATCH_VENV to a folder of its own."
        )


def _checkout() -> Path:
    return _site_packages() / "linewatch-checkout.pth"


def _install(group: str) -> None:
    _tell(f"linewatch: setting up ({group}), once; this takes up to a minute …")
    if not PYTHON.exists() or PYTHON.resolve() != Path(sys.executable).resolve():
        _make_environment()
    # The checkout itself is put on the path by one line, so that no build step is needed to run it.
    _checkout().write_text(f"{ROOT}\n")
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check", "install", "-qq"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements" / f"{group}.txt")]
    # Nobody is asked anything, and nothing of the caller's Python settings leaks into the environment.
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [*pip, *locked],
        env=clean | {"PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        stdout=sys.stderr or subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        _give_up("linewatch: error: set-up-failed: The packages could not be installed; pip 22.3 or newer and a package index are needed.")
    subprocess.run(
        [str(PYTHON), "-I", "-m", "compileall", "-q", *(str(ROOT / room) for room in ("matcher", "ingest", "config", "notation"))],
        check=False,
    )
    _stamp(group).write_text(_wanted(group))


def _make_environment() -> None:
    # Links to an interpreter that is gone, or is another one than this, would be left as they are.
    for link in PYTHON.parent.glob("python*"):
        if link.is_symlink():
            link.unlink()
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
