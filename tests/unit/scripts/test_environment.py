"""The environment of a checkout is made where it can be, and where it cannot that is one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment

ROOT = Path(__file__).resolve().parents[3]


def started(place: Path, *, closed: str = "") -> subprocess.CompletedProcess[str]:
    """Start the command with its environment in that place."""
    line = f"'{sys.executable}' '{ROOT}/scripts/linewatch' --version {closed}"
    return subprocess.run(
        ["sh", "-c", line], env=os.environ | {"LINEWATCH_VENV": str(place)}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("place", ["file", "file/in", "loop", "loop/in", "x" * 300, "/dev/null", "/proc/nowhere"])
def test_a_place_where_nothing_can_stand_is_one_line(tmp_path, place):
    """An environment that cannot be made is told with what to do about it, without a traceback and without anything on standard output."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to("loop")
    done = started(tmp_path / place)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"linewatch: error: set-up-failed: [^\n]+LINEWATCH_VENV[^\n]+\n", done.stderr)


def _given_to(other: Path, home: Path) -> Path:
    """Make an environment look like that of another checkout."""
    packages = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "linewatch-checkout.pth").write_text(f"{other}\n")
    return home


def test_the_environment_of_another_checkout_stays_its_own(tmp_path):
    """One environment runs the code of one checkout: whoever names another's is told so, and the other's is left as it was."""
    (tmp_path / "other" / "scripts").mkdir(parents=True)
    (tmp_path / "other" / "scripts" / "environment.py").touch()
    home = _given_to(tmp_path / "other", tmp_path / "home")

    done = started(home)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"linewatch: error: set-up-failed: [^\n]+ belongs to the checkout in [^\n]+ LINEWATCH_VENV [^\n]+\n", done.stderr)
    assert next(home.rglob("linewatch-checkout.pth")).read_text() == f"{tmp_path / 'other'}\n"


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_an_error_nobody_can_be_told_keeps_its_code(closed):
    """Where standard error is closed or full, nothing goes to standard output instead and the exit code stays."""
    done = started(Path("/dev/null"), closed=closed)

    assert (done.returncode, done.stdout) == (1, "")


def test_a_place_that_is_not_stated_is_the_checkout(monkeypatch):
    """An empty variable is the same as none: no environment is made in whatever folder the person stands in."""
    told = subprocess.run(
        [sys.executable, "-c", "import environment; print(environment.HOME)"],
        env=os.environ | {"LINEWATCH_VENV": "", "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(told.stdout.strip()) == ROOT / ".venv"


@pytest.mark.parametrize("before", ["/nowhere/python3", "/bin/sh"], ids=["an interpreter that is gone", "another interpreter"])
def test_an_environment_of_another_interpreter_is_made_again(tmp_path, monkeypatch, before):
    """After the machine's Python was replaced the environment rests on the new one."""
    monkeypatch.setattr(environment, "HOME", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess((), 0))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(before)

    python = environment.ready(["run"])

    assert python.resolve() == Path(sys.executable).resolve()
    assert environment.ready(["run"]) == python


def test_a_stop_while_setting_up_is_one_line(tmp_path, monkeypatch, capfd):
    """A stop from the keyboard leaves no traceback and the exit code that shells give for it."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "HOME", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(environment.subprocess, "run", stop)
    with pytest.raises(SystemExit) as left:
        environment.ready(["run"])

    assert left.value.code == 130
    assert capfd.readouterr().err.splitlines()[-1].startswith("linewatch: error: interrupted: ")


@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ({}, ["run"]),
        ({"LINEWATCH_DATABASE_URL": "sqlite:///data/linewatch.db"}, ["run"]),
        ({"LINEWATCH_DATABASE_URL": "postgresql://somebody@host/store"}, ["run", "postgresql"]),
        ({"LINEWATCH_DATABASE_URL_FILE": "/nowhere"}, ["run"]),
    ],
)
def test_the_driver_of_the_server_is_set_up_where_the_store_is_on_one(given, groups):
    """Whoever names a server need not install anything by hand."""
    assert environment.groups_for(given) == groups


def test_the_address_of_the_server_may_stand_in_a_file(tmp_path):
    """A password does not belong in the environment."""
    (tmp_path / "url").write_text("postgresql://somebody@host/store\n")

    assert environment.groups_for({"LINEWATCH_DATABASE_URL_FILE": str(tmp_path / "url")}) == ["run", "postgresql"]
