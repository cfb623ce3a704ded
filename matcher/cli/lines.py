"""`linewatch lines …`: the line list."""

from __future__ import annotations

import typer

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.lines_export import export
from matcher.cli.lines_import import Listed, import_
from matcher.cli.lines_later import notices, rerun, retro_match
from matcher.cli.lines_proposals import proposals, propose, publish, reject, withdraw
from matcher.cli.lines_read import diff, find, history, hygiene, list_, show, versions
from matcher.cli.output import tell_notes, write_line
from matcher.errors import BadLineList
from matcher.render.plain_text import harmless
from matcher.render.words import say_count

lines_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Look after the line list.")


@lines_app.command()
def validate(list_file: Listed, as_json: options.Json = False, region: options.Region = "GB") -> int:
    """Say whether a list is sound.

    Every fault is told with its row and column.
    """
    from matcher.bootstrap import build
    from matcher.domain.screening import facts_of

    country = options.read_region(region)
    try:
        line_list = build().line_list(list_file, region=country, test_numbers=options.admits_test_numbers())
    except BadLineList as error:
        if as_json:
            from matcher.render.json_answer import unsound_object, write_json

            write_line(write_json(unsound_object(list_file.name, error)))
        raise
    tell_notes(line_list.notes)
    facts = facts_of(line_list)
    if as_json:
        from matcher.render.json_answer import validation_object, write_json

        write_line(write_json(validation_object(line_list, facts)))
        return ExitCode.OK
    people = say_count(sum(len(several) for several in line_list.associates.values()), "named associate")
    counted = f"{say_count(facts.numbers, 'number')} of {say_count(facts.lines, 'line')}, {people}"
    write_line(f"{harmless(facts.name)} is sound: {counted}.")
    return ExitCode.OK


lines_app.command("list")(list_)
lines_app.command()(find)
lines_app.command()(show)
lines_app.command()(history)
lines_app.command()(versions)
lines_app.command()(diff)
lines_app.command()(hygiene)
lines_app.command()(export)
lines_app.command("import")(import_)
lines_app.command()(propose)
lines_app.command()(proposals)
lines_app.command()(publish)
lines_app.command()(reject)
lines_app.command()(withdraw)
lines_app.command("retro-match")(retro_match)
lines_app.command()(notices)
lines_app.command()(rerun)
