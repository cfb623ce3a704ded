"""`linewatch keys …`: the master keys of the store."""

from __future__ import annotations

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.words import say_count

keys_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Renew the keys of the store. The service is stopped meanwhile.")


@keys_app.command("rotate")
def rotate(data: DataFolder = None, as_json: options.Json = False) -> int:
    """Make a new key, and seal everything with it.

    The service is stopped meanwhile. An interrupted run is run again. The older key stays in the file until `retire`.
    """
    import asyncio

    from matcher.bootstrap_store import place_of
    from matcher.service.rotate_keys import rotate_keys

    done = asyncio.run(rotate_keys(place_of(read_settings(data_dir=data)), now=now(), origin=origin()))
    made = done.resealed
    if as_json:
        from matcher.render.json_answer import write_json

        counts = {"values": made.values, "uploads": made.uploads, "tokens": made.tokens}
        write_line(write_json({"number": done.number, "fingerprint": done.fingerprint, "is_new": done.is_new, **counts}))
    else:
        counted = f"{say_count(made.values, 'value')}, the keys of {say_count(made.uploads, 'upload')}"
        counted = f"{counted}, and what {say_count(made.tokens, 'number')} of third parties are found by"
        ended = "" if done.is_new else "The renewal that was interrupted has come to its end. "
        write_line(f"{ended}Key {done.number} ({done.fingerprint}) seals from now on. Sealed anew with it: {counted}.")
        tell("linewatch: note: Copy the key file to its safe place again. `linewatch keys retire` drops the older key.")
    return ExitCode.OK


@keys_app.command("retire")
def retire(data: DataFolder = None, as_json: options.Json = False) -> int:
    """Drop older keys that nothing in the store needs.

    Backups made before the renewal then open with a copy of the key file from then only.
    """
    import asyncio

    from matcher.bootstrap_store import place_of
    from matcher.service.rotate_keys import retire_keys

    dropped = asyncio.run(retire_keys(place_of(read_settings(data_dir=data)), now=now(), origin=origin()))
    if as_json:
        from matcher.render.json_answer import write_json

        write_line(write_json({"retired": list(dropped)}))
    else:
        write_line(f"Dropped: {', '.join(f'key {number}' for number in dropped) or 'none; there is one key only'}.")
    return ExitCode.OK
