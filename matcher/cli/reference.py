"""Every command with its options as Markdown, from what is really there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from matcher.cli.app import app


def command_reference() -> str:
    """Describe every command and option."""
    command = get_command(app)
    return "\n\n".join(_describe(command, "linewatch", command.make_context("linewatch", [], resilient_parsing=True)))


def _describe(command: Any, path: str, context: Any) -> Iterator[str]:  # noqa: ANN401 - the framework does not publish these types
    yield f"## `{path}`"
    yield " ".join((command.help or "").split())
    parameters = [parameter for parameter in command.params if parameter.name != "help"]
    if parameters:
        rows = [
            f"| {_say_names(each, context)} | {_say_default(each)} | {_escape(getattr(each, 'help', None) or '')} |" for each in parameters
        ]
        yield "\n".join(("| option | default | meaning |", "|---|---|---|", *rows))
    shown = {name: below for name, below in getattr(command, "commands", {}).items() if not below.hidden}
    for name, below in shown.items():
        yield from _describe(below, f"{path} {name}", below.make_context(name, [], parent=context, resilient_parsing=True))


def _say_names(parameter: Any, context: Any) -> str:  # noqa: ANN401 - see above
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}{'…' if parameter.nargs < 0 else ''}`"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    takes = "" if parameter.is_flag else _escape(parameter.display_type_rich(ctx=context) or "")
    return f"{names} {takes.replace('<', '').replace('>', '')}".strip()


def _say_default(parameter: Any) -> str:  # noqa: ANN401 - see above
    if parameter.required:
        return "needed"
    default = getattr(parameter.default, "value", parameter.default)
    return "" if default in {None, False} else f"`{default}`"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")
