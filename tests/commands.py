"""Runs the command as a person does, in a process of its own, and hands back what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forked

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


def linewatch(*arguments: object, cwd: Path | None = None, text_in: str | None = None, is_started: bool = False) -> Said:
    """Run `linewatch` with these arguments; where its very start is under test, `is_started` by an interpreter of its own."""
    words = [str(argument) for argument in arguments]
    if not is_started and forked.family("matcher").can_start(os.environ):
        done = forked.run("matcher", words, cwd=cwd, text_in=text_in)
    else:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "matcher", *words],
            cwd=cwd,
            input=text_in,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=110,
        )
    return Said(done.returncode, done.stdout, done.stderr)
