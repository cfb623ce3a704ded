"""`linewatch check`: one or a few numbers, as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.moments import read_moment
from matcher.cli.output import tell_notes, write_for_people, write_line
from matcher.errors import BadRequest

if TYPE_CHECKING:
    from rich.console import Console

    from matcher.service.check_numbers import Answer

Typed = Annotated[list[str], typer.Argument(metavar="NUMBER", help="Telephone numbers in any spelling.", show_default=False)]


def check(
    numbers: Typed, lines: options.ListFile, as_json: options.Json = False, at: options.At = None, region: options.Region = "GB"
) -> int:
    """Check one or a few typed numbers against a line list."""
    from matcher.bootstrap import build
    from matcher.domain.answers.statement import state_matches
    from matcher.domain.screening import facts_of
    from matcher.render.words import say_named

    if not all(number.strip() for number in numbers):
        raise BadRequest("One of the numbers is empty.")
    moment = read_moment(at)
    country = options.read_region(region)
    services = build()
    line_list = services.line_list(lines, region=country, test_numbers=options.admits_test_numbers())
    tell_notes(line_list.notes)
    answers = services.check(numbers, line_list, at=moment, region=country, test_numbers=options.admits_test_numbers())
    facts = facts_of(line_list)
    said = state_matches([match for answer in answers for match in answer.matches], facts, moment)
    # The fixed sentence speaks of lines only; a person the list names is known all the same.
    named = say_named(person for answer in answers for person in answer.associations)
    statement = f"{said} {named}" if named else said
    if as_json:
        from matcher.render.json_answer import answer_object, check_object, write_json

        objects = [answer_object(answer.raw, answer.readings, answer.matches, answer.associations) for answer in answers]
        write_line(write_json(check_object(statement, facts, moment, objects)))
    else:
        write_for_people(lambda console: _print(console, statement, answers))
    return ExitCode.OK


def _print(console: Console, statement: str, answers: tuple[Answer, ...]) -> None:
    from matcher.domain.numbers import Kind, Number
    from matcher.render.terminal import plain, print_associates, print_matches

    console.print(plain(statement, "bold"))
    for answer in answers:
        console.print()
        console.print(plain(answer.raw, "bold"))
        for reading in answer.readings:
            if isinstance(reading, Number):
                steps = f", after: {', '.join(reading.steps)}" if reading.steps else ""
                kind = "" if reading.kind is Kind.UNKNOWN else f"{reading.kind.value}, "
                console.print(plain(f"  read as {reading.e164} ({kind}{reading.certainty.value}{steps})"))
            else:
                console.print(plain(f"  {reading.status.value.replace('_', ' ')}: {reading.reason}"))
        if not answer.matches and not answer.associations:
            console.print(plain("  no releasable match"))
        print_matches(console, answer.matches)
        print_associates(console, answer.associations)
