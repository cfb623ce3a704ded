"""`linewatch audit …`: the audit trail at the machine, of every organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import actor_of, now, organisation_of, origin, with_store, with_store_as_it_is
from matcher.cli.exit_codes import OTHER_CODES, ExitCode, error_line
from matcher.cli.output import tell, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadRequest
from matcher.render.plain_text import harmless
from matcher.render.words import say_count

if TYPE_CHECKING:
    from matcher.domain.access.audit import Head
    from matcher.service.read_audit import AuditPage
    from matcher.store.audit_pages import AuditEntry
    from matcher.store.trail_check import Examined
    from matcher.store.vault import Vault

audit_app = typer.Typer(rich_markup_mode=None, add_completion=False, help="Read the audit trail, and see whether it is whole.")

_NOTED = re.compile(r"([1-9][0-9]{0,15}):([0-9a-f]{64})")
_PAGE = 500
_WHAT_TO_DO = ("The audit trail is not what was written.", "Keep the data folder as it is, and find out who could write to it.")


@audit_app.command()
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER:HASH",
            help="An end that was put down elsewhere at an earlier time; may be given several times.",
            show_default=False,
        ),
    ] = None,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Say whether the trail is what was written: nothing changed, deleted, swapped, put in or cut off.

    Every page of the embedded database is looked at first; one that is damaged ends it with exit code 6. A data folder that may only be
    read is left as it is.

    The exit code is 0 where it is whole and 6 where it is not. Put the end it prints down elsewhere: only such a note tells where somebody
    brought an older store back as a whole.
    """
    from matcher.service.verify_audit import verify_audit

    ends = [_head(each) for each in noted or ()]

    async def work(vault: Vault) -> Examined:
        """Do what was asked, in the open store."""
        return await verify_audit(vault, actor_of(None), noted=ends, now=now(), origin=origin())

    found = with_store_as_it_is(read_settings(data_dir=data), work)
    _tell_found(found, as_json=as_json)
    if found.is_whole:
        return ExitCode.OK
    tell(error_line("trail-not-whole", *_WHAT_TO_DO))
    return OTHER_CODES["trail-not-whole"][0]


def _tell_found(found: Examined, *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        faults = [{"kind": each.kind.value, "event": each.sequence, "sentence": each.sentence} for each in found.faults]
        end = {"event": found.head.sequence, "hash": found.head.hash}
        write_line(
            write_json(
                {"whole": found.is_whole, "events": found.events, "erased_reasons": found.erased_reasons, "end": end, "faults": faults}
            )
        )
    else:
        for each in found.faults:
            tell(f"  event {each.sequence}: {each.kind.value}: {each.sentence}")
        erased = say_count(found.erased_reasons, "reason")
        write_line(f"The trail is {'whole' if found.is_whole else 'NOT whole'}: {say_count(found.events, 'event')}.")
        write_line(f"  {erased} lawfully erased, with what they were about" if found.erased_reasons else "  no reason lawfully erased")
        # A damaged page would have been told before.
        write_line(f"  end  {found.head.sequence}:{found.head.hash}")


@audit_app.command("list")
def list_(
    organisation: Annotated[str | None, typer.Option(metavar="NAME", help="Only this one's.", show_default=False)] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is looked at; goes on record.", show_default=False)] = "",
    limit: Annotated[int, typer.Option(help="How many at most.")] = 100,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """List what was done, the newest first. That it was looked at is on record too."""
    from matcher.domain.access.audit_query import AuditQuery
    from matcher.service.read_audit import read_audit

    async def work(vault: Vault) -> list[AuditEntry]:
        """Do what was asked, in the open store."""
        actor = actor_of(await organisation_of(vault, organisation) if organisation is not None else None)
        entries: list[AuditEntry] = []
        cursor = None
        while len(entries) < limit:
            query = AuditQuery(limit=min(_PAGE, limit - len(entries)), cursor=cursor)
            page: AuditPage = await read_audit(vault, actor, query, reason=reason, now=now(), origin=origin())
            entries += page.entries
            cursor = page.cursor
            if cursor is None:
                break
        return entries

    if limit < 1:
        raise BadRequest("At least one event is asked for.")
    _show(with_store(read_settings(data_dir=data), work), as_json=as_json)
    return ExitCode.OK


def _show(entries: list[AuditEntry], *, as_json: bool) -> None:
    if as_json:
        from matcher.render.json_answer import write_json

        for each in entries:
            write_line(write_json(_object(each)))
        return
    for each in entries:
        event = each.event
        who = each.actor_name or event.actor_id or "the service"
        what = f"{event.action} {event.object_id or event.object_type}"
        why = f" ({harmless(event.reason)})" if event.reason else ""
        write_line(f"{event.sequence}  {event.at:%Y-%m-%d %H:%M:%S}  {who}  {what}  {event.outcome}{why}")


def _object(entry: AuditEntry) -> dict[str, Any]:
    event = entry.event
    return {
        "event": event.sequence,
        "id": entry.id,
        "at": f"{event.at:%Y-%m-%dT%H:%M:%S.%fZ}",
        "organisation": event.organisation_id,
        "actor": event.actor_id,
        "actor_name": entry.actor_name,
        "action": event.action.value,
        "verb": event.action.verb.value,
        "object_type": event.object_type,
        "object": event.object_id,
        "outcome": event.outcome.value,
        "origin": event.origin,
        "reason": event.reason,
    }


def _head(text: str) -> Head:
    from matcher.domain.access.audit import Head

    found = _NOTED.fullmatch(text.strip())
    if found is None:
        raise BadRequest("An end is written as its number, a colon and its hash.", hint="As `linewatch audit verify` prints it.")
    return Head(int(found[1]), found[2])
