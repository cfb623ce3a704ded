"""`linewatch lines retro-match`, `notices` and `rerun`: what a version does to earlier answers, and that these can be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import VERSIONS, As, Organisation, sought, with_list
from matcher.cli.output import write_line
from matcher.cli.settings import DataFolder, read_settings

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.service.lists.line_lists import LineLists
    from matcher.service.read_notices import NoticeView
    from matcher.service.read_retro_run import RetroProgress
    from matcher.service.rerun_submission import Rerun
    from matcher.store.vault import Vault

Version = Annotated[str, typer.Argument(metavar="VERSION", help="Number or id of a version.", show_default=False)]
Submission = Annotated[str, typer.Argument(metavar="SUBMISSION", help="Id of the submission.", show_default=False)]
Reader = Annotated[str, typer.Option("--as", metavar="USERNAME", help="Read the notices of this account.", show_default=False)]


def retro_match(
    version: Version, organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False
) -> int:
    """Say how far the search for the numbers of a version in earlier submissions is."""
    from matcher.service.lists.version_ids import id_of_version
    from matcher.service.read_retro_run import read_retro_run

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> RetroProgress:
        """Do what was asked, in the open store."""
        version_id = await id_of_version(vault, actor, version)
        with sought("version of the list", VERSIONS):
            return await read_retro_run(vault, actor, lists, version_id, now=now(), origin=origin())

    found = with_list(read_settings(data_dir=data), organisation, as_, work)
    if as_json:
        _write(
            {"version": found.version, "state": found.state.value, "numbers_done": found.numbers_done, "numbers": found.numbers},
        )
    else:
        write_line(f"Version {found.version}: {found.state.value}, {found.numbers_done} of {found.numbers} numbers looked for.")
    return ExitCode.OK


def notices(as_: Reader, data: DataFolder = None, as_json: options.Json = False) -> int:
    """List what an account was told and does not hold any more, or holds again, the newest first. That it was read is put on record."""
    from matcher.bootstrap_service import policy_of
    from matcher.service.read_notices import read_notices

    settings = read_settings(data_dir=data)
    policy = policy_of(settings)

    async def work(vault: Vault, actor: Actor, _lists: LineLists) -> list[NoticeView]:
        """Do what was asked, in the open store."""
        shown: list[NoticeView] = []
        cursor = None
        while True:
            page = await read_notices(vault, actor, policy=policy, limit=200, cursor=cursor, now=now(), origin=origin())
            shown += page.items
            cursor = page.cursor
            if cursor is None:
                return shown

    found = with_list(settings, None, as_, work)
    if as_json:
        _write({"notices": [_object(each) for each in found]})
        return ExitCode.OK
    from matcher.render.plain_text import harmless

    for each in found:
        about = ", ".join(["the answer", *(f"alert {alert_id}" for alert_id in each.alert_ids)])
        line = f" It was listed for line {harmless(each.line_id)}." if each.line_id else ""
        write_line(f"{each.created_at:%Y-%m-%d %H:%M} UTC  {each.submission_id}  {about}: {each.sentence}{line} {each.action}")
    if not found:
        write_line("There are no notices.")
    return ExitCode.OK


def rerun(
    submission: Submission, organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False
) -> int:
    """Answer a submission once more against its version of the list, and compare the bytes; 1 where they differ.

    It takes the original, which is kept only where `LINEWATCH_KEEP_ORIGINALS` says so.
    """
    from matcher.bootstrap import build
    from matcher.bootstrap_service import means_of
    from matcher.service.rerun_submission import rerun_submission

    settings = read_settings(data_dir=data)
    means = means_of(settings, build(settings.config_dir))

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> Rerun:
        """Do what was asked, in the open store."""
        with sought("submission", "the page “Submissions”"):
            return await rerun_submission(vault, actor, lists, submission, means=means, now=now(), origin=origin())

    found = with_list(settings, organisation, as_, work)
    if as_json:
        _write({"version": found.list_version, "same": found.is_same, "kept": found.kept, "anew": found.anew})
    else:
        said = "the same bytes" if found.is_same else "other bytes than are kept"
        write_line(f"Answered from version {found.list_version} of the list: {said}.")
    return ExitCode.OK if found.is_same else ExitCode.OUR_FAULT


def _object(notice: NoticeView) -> dict[str, object]:
    return {
        "id": notice.id,
        "submission": notice.submission_id,
        "alerts": list(notice.alert_ids),
        "line": notice.line_id,
        "version": notice.version,
        "cause": notice.cause.value if notice.cause else None,
        "restored": notice.is_restored,
        "sentence": notice.sentence,
        "action": notice.action,
        "created_at": notice.created_at.isoformat(),
        "read_at": notice.read_at.isoformat() if notice.read_at else None,
    }


def _write(value: dict[str, object]) -> None:
    from matcher.render.json_answer import write_json

    write_line(write_json(value))
