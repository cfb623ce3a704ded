"""`linewatch doctor` tells what a machine has to lock readers in."""

from __future__ import annotations

import pytest

from commands import linewatch
from ingest import offers
from matcher.service import inspect_machine as inspection


@pytest.mark.skipif(bool(offers().missing), reason="this machine has no Landlock or no seccomp")
def test_a_machine_with_every_wall_is_ready():
    """Where nothing is missing and a reader does its work, the exit code is 0, for people and for programs."""
    said = linewatch("doctor", "--json")

    assert said.code == 0
    assert said.answer["ready"] is True
    assert said.answer["missing"] == []
    assert said.answer["landlock"] >= 1
    assert said.answer["trial"] is None
    assert linewatch("doctor").code == 0


def test_people_are_told_each_wall():
    """Each wall stands on a line of its own."""
    said = linewatch("doctor")

    assert [line.split()[0] for line in said.out.splitlines()] == ["machine", "Landlock", "seccomp", "limits", "trial", "ready"]
    assert said.err == ""


def test_a_machine_without_a_wall_is_not_ready(monkeypatch):
    """One missing wall is enough, also when readers work without it."""
    monkeypatch.setattr(inspection, "offers", lambda: offers()._replace(seccomp=False))

    machine = inspection.inspect_machine()

    assert machine.missing == ("seccomp",)
    assert not machine.is_ready
