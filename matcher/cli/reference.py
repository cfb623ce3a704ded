"""Every command with its options as Markdown, from what is really there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from matcher.cli.app import app


def command_reference() -> str:
    """Describe every command and option."""
    return "\n\n".join(_describe(get_command(app), "linewatch"))


def _describe(command: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - the framework does not publish the type of a command
    yield f"## `{path}`"
    yield " ".join((command.help or "").split())
    parameters = [parameter for parameter in command.params if parameter.name != "help"]
    if parameters:
        rows = [f"| {_say_names(each)} | {_say_default(each)} | {_escape(getattr(each, 'help', None) or '')} |" for each in parameters]
        yield "\n".join(("| option | default | meaning |", "|---|---|---|", *rows))
    for name, below in getattr(command, "commands", {}).items():
        yield from _describe(below, f"{path} {name}")


def _say_names(parameter: Any) -> str:  # noqa: ANN401 - see above
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`"
    choices = getattr(parameter.type, "choices", None)
    takes = "" if parameter.is_flag else " " + _escape("|".join(str(getattr(each, "value", each)) for each in choices or ()))
    value = takes if takes.strip() else "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
    return f"`{', '.join(parameter.opts)}{value}`"


def _say_default(parameter: Any) -> str:  # noqa: ANN401 - see above
    if parameter.required:
        return "needed"
    default = parameter.default
    if default in (None, False, (), []):
        return ""
    return f"`{getattr(default, 'value', default)}`"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")
