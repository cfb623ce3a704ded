"""`linewatch doctor`: whether this machine can read safely what strangers hand in."""

from __future__ import annotations

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import write_for_people, write_line


def doctor(as_json: options.Json = False) -> int:
    """Say whether files can be read safely here.

    What this machine offers to lock readers in, and whether one does its work so; the exit code is 0 when all of it is there.
    """
    from matcher.service.inspect_machine import inspect_machine

    machine = inspect_machine()
    if as_json:
        from dataclasses import asdict

        from matcher.render.json_answer import write_json

        write_line(write_json({**asdict(machine), "ready": machine.is_ready}))
    else:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column()
        table.add_row("machine", f"{machine.platform}, {machine.architecture}")
        table.add_row("Landlock", f"version {machine.landlock}" if machine.landlock else "missing: Linux 5.13 or newer, not switched off")
        table.add_row("seccomp", "there" if machine.seccomp else "missing: Linux on x86_64 or aarch64, not forbidden by a container")
        table.add_row("limits", "there" if machine.limits else "missing")
        table.add_row("trial", "a small file was read" if machine.trial is None else f"a small file was not read: {machine.trial}")
        table.add_row("ready", "yes" if machine.is_ready else "no: the service will not read files here")
        write_for_people(lambda console: console.print(table))
    return ExitCode.OK if machine.is_ready else ExitCode.OUR_FAULT
