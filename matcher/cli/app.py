"""The command line as a whole: commands in, exit code out, and never a traceback."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer
from typer.main import get_command, get_command_name

from matcher import __version__
from matcher.cli.audit import audit_app
from matcher.cli.backup import backup, restore
from matcher.cli.check import check
from matcher.cli.demo import demo
from matcher.cli.doctor import doctor
from matcher.cli.exit_codes import ExitCode, error_line, fault_line, without_numbers
from matcher.cli.extract import extract
from matcher.cli.formats import formats
from matcher.cli.init import init
from matcher.cli.keys import keys_app
from matcher.cli.lines import lines_app
from matcher.cli.match import match
from matcher.cli.numbers import numbers_app
from matcher.cli.organisations import organisations_app
from matcher.cli.output import finish, tell, tell_error
from matcher.cli.retention import retention_app
from matcher.cli.serve import serve
from matcher.cli.serve_process import serve_process
from matcher.cli.signals import Stopped, heed_signals
from matcher.cli.streams import discard_output, prepare
from matcher.cli.users import users_app
from matcher.cli.watches import watches_app
from matcher.errors import BadRequest, CannotWrite, MatcherError
from matcher.service.formats import IngestError

app = typer.Typer(
    name="linewatch",
    rich_markup_mode=None,
    add_completion=False,
    help="Find known county-lines deal numbers on the phones of missing or arrested young people, and say what a child needs now.",
    epilog="Begin with: linewatch match PHONE --lines LIST. Each command has its own help: linewatch match --help. Exit codes: "
    "0 it ran, 1 our fault, 2 wrong usage, 3 an extraction could not be read, 4 the line list could not be read, 5 not allowed.",
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command(short_help="Match a person's phone against a line list.")(match)
app.command()(extract)
app.command()(check)
app.command()(formats)
app.command()(doctor)
app.command()(init)
app.command()(serve)
app.command()(demo)
app.command()(backup)
app.command()(restore)
app.command(hidden=True)(serve_process)
app.add_typer(lines_app, name="lines")
app.add_typer(numbers_app, name="numbers")
app.add_typer(watches_app, name="watches")
app.add_typer(keys_app, name="keys")
app.add_typer(users_app, name="users")
app.add_typer(organisations_app, name="organisations")
app.add_typer(audit_app, name="audit")
app.add_typer(retention_app, name="retention")


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"linewatch {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and leave.")] = False,
) -> None:
    if context.invoked_subcommand is None and not version:
        raise BadRequest("A command is missing.", hint=_say_where_help_is(context))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Whatever happens is told in one line."""
    prepare()
    try:
        with heed_signals():
            return _run(arguments)
    except BrokenPipeError:
        # Whoever was reading has seen enough.
        discard_output()
        return ExitCode.PIPE_CLOSED
    except KeyboardInterrupt as stop:
        _tell_last(error_line("interrupted", "It was stopped before its end."))
        return stop.code if isinstance(stop, Stopped) else ExitCode.INTERRUPTED
    except Exception:
        if os.environ.get("LINEWATCH_DEBUG") == "1":
            raise
        _tell_last(
            error_line("internal-error", "This is a fault of ours.", "Run it again with LINEWATCH_DEBUG=1 and report what it prints.")
        )
        return ExitCode.OUR_FAULT


def _run(arguments: Sequence[str]) -> int:
    try:
        command = get_command(_part_for(arguments))
        try:
            # Not `command.main`: it would print errors its own way.
            with command.make_context("linewatch", list(arguments)) as context:
                code = command.invoke(context)
        except typer.Exit as leaving:
            code = leaving.exit_code
        finish()
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        # The framework repeats what was typed.
        sentence = without_numbers(error.format_message().replace("Value error, ", ""))
        return _tell_wrong_usage(sentence, _say_where_help_is(getattr(error, "ctx", None)))
    except BadRequest as error:
        code = _tell_wrong_usage(error.sentence, error.hint)
        for fault in error.faults:
            tell(fault_line(fault))
        return code
    except (IngestError, MatcherError) as error:
        return tell_error(error)
    return int(code or ExitCode.OK)


def _part_for(arguments: Sequence[str]) -> typer.Typer:
    """Give the command line with the command alone that is asked for first; making all of them takes a tenth of each start."""
    wanted = arguments[0] if arguments else ""
    part = copy.copy(app)
    part.registered_commands = [
        each for each in app.registered_commands if each.callback and (each.name or get_command_name(each.callback.__name__)) == wanted
    ]
    part.registered_groups = [each for each in app.registered_groups if each.name == wanted]
    return part if part.registered_commands or part.registered_groups else app


def _say_where_help_is(context: Any) -> str:  # noqa: ANN401 - the framework does not publish the type
    if context is None:
        return "See `linewatch --help`."
    known = ", ".join(name for name, each in getattr(context.command, "commands", {}).items() if not each.hidden)
    return f"{f'Commands: {known}. ' if known else ''}See `{context.command_path} --help`."


def _tell_last(text: str) -> None:
    """Tell how it ended, even if what was said before can no longer be handed over."""
    with suppress(OSError, CannotWrite):
        tell(text)


def _tell_wrong_usage(sentence: str, hint: str) -> int:
    tell(error_line("wrong-usage", sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.", hint))
    return ExitCode.WRONG_USAGE
