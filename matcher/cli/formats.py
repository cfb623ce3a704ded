"""`linewatch formats`: what can be read."""

from __future__ import annotations

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import write_for_people, write_line


def formats(as_json: options.Json = False) -> int:
    """List what can be read.

    Each reader with its name, what makes its files, and the scopes it can give.
    """
    from matcher.service.formats import READERS, Scope

    rows = [(reader.name, reader.made_by, [scope.value for scope in Scope if scope in reader.scopes]) for reader in READERS]
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"formats": [{"name": name, "made_by": made_by, "scopes": scopes} for name, made_by, scopes in rows]}))
        return ExitCode.OK
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Format", no_wrap=True)
    table.add_column("Made by")
    table.add_column("Scopes")
    for name, made_by, scopes in rows:
        table.add_row(name, made_by, ", ".join(scopes))
    write_for_people(lambda console: console.print(table))
    return ExitCode.OK
