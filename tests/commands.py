"""Runs the command as a person does, in a process of its own, and hands back what it said."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Said:
    """What one run left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """Standard output as one JSON object."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def linewatch(*arguments: object, cwd: Path | None = None, text_in: str | None = None) -> Said:
    """Run `linewatch` with these arguments."""
    done = subprocess.run(
        [sys.executable, "-I", "-m", "matcher", *(str(argument) for argument in arguments)],
        cwd=cwd,
        input=text_in,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=110,
    )
    return Said(done.returncode, done.stdout, done.stderr)
