"""`linewatch backup` and `linewatch restore`: a copy of the embedded store, and the store again from its copy."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.exit_codes import ExitCode
from matcher.cli.output import tell, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.render.words import say_count

if TYPE_CHECKING:
    from matcher.store.backup_manifest import Manifest

Target = Annotated[Path, typer.Argument(metavar="TARGET", help="A new folder for the copy.", show_default=False)]
Backup = Annotated[Path, typer.Argument(metavar="SOURCE", help="Folder of a backup.", show_default=False)]


def backup(target: Target, data: DataFolder = None, as_json: options.Json = False) -> int:
    """Copy the embedded store and the uploads it still needs, while the service runs.

    The copy is encrypted and opens with the key file only, which is not in it: keep a copy of that apart. PostgreSQL has tools of its own.
    """
    import asyncio

    from matcher.bootstrap import TOOL
    from matcher.bootstrap_store import place_of
    from matcher.service.back_up_store import back_up_store

    place = place_of(read_settings(data_dir=data))
    manifest = asyncio.run(back_up_store(place, target.absolute(), tool=TOOL, now=datetime.now(UTC), origin="command-line"))
    if as_json:
        _write(manifest, target)
    else:
        write_line(f"Backed up to {target}: the database and {len(manifest.originals)} uploads.")
        tell("linewatch: note: The key file is not in it. Without it the copy opens for nobody: keep it apart.")
    return ExitCode.OK


def restore(source: Backup, data: DataFolder = None, as_json: options.Json = False) -> int:
    """Make a store of a backup, in an empty data folder.

    Every file, the database and the audit trail are checked first. The key file stands in that folder, or where LINEWATCH_KEY_FILE says.
    """
    import asyncio

    from matcher.bootstrap_store import place_of
    from matcher.service.restore_store import restore_store

    place = place_of(read_settings(data_dir=data))
    done = asyncio.run(restore_store(source.absolute(), place, now=datetime.now(UTC), origin="command-line"))
    if as_json:
        _write(done.manifest, source)
    else:
        write_line(f"Restored the store as it was on {done.manifest.made_at:%Y-%m-%d at %H:%M:%S} UTC, whole and with its audit trail.")
        if done.left_out:
            tell(f"linewatch: note: {say_count(done.left_out, 'file')} in that folder that is no part of the backup was left out.")
        tell("linewatch: note: What was erased, disabled or revoked after that moment is back: do it again before the service is started.")
    return ExitCode.OK


def _write(manifest: Manifest, folder: Path) -> None:
    from matcher.render.json_answer import write_json

    size = sum(each.size for each in manifest.files)
    made = {
        "id": manifest.id,
        "made_at": f"{manifest.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "folder": str(folder),
        "originals": len(manifest.originals),
    }
    write_line(write_json({**made, "bytes": size, "audit_events": manifest.head.sequence, "key_file_included": False}))
