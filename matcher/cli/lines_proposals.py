"""`linewatch lines propose`, `proposals`, `publish`, `reject` and `withdraw`: the list changes when a second person says so."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli import options
from matcher.cli.at_the_machine import now, origin
from matcher.cli.confirmation import Yes, require_yes
from matcher.cli.exit_codes import ExitCode
from matcher.cli.list_keepers import PROPOSALS, As, Organisation, Proposal, Reason, sought, with_list
from matcher.cli.output import tell, tell_warnings, write_line
from matcher.cli.settings import DataFolder, read_settings
from matcher.errors import BadProposal, BadRequest, Fault
from matcher.render.plain_text import shortened

if TYPE_CHECKING:
    from matcher.domain.access.actor import Actor
    from matcher.domain.upkeep.proposal import ProposalView
    from matcher.service.lists.line_lists import LineLists
    from matcher.service.propose_changes import ProposalDraft
    from matcher.service.read_proposals import ProposalPage, ProposedChanges
    from matcher.store.vault import Vault

_MOST = 200
_SHORT_REASON = 60


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


Drafts = Annotated[
    Path, typer.Argument(metavar="FILE", help="JSON: reason and changes, as for POST /lines/proposals.", show_default=False, readable=False)
]
Which = Annotated[str | None, typer.Argument(metavar="PROPOSAL", help="Show this one with its changes.", show_default=False)]
OnlyState = Annotated[State | None, typer.Option("--state", help="Only those; all by default.", show_default=False)]
WhyRejected = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; put on record, and shown to whoever proposed it.")]


def propose(
    drafts: Drafts, organisation: Organisation = None, data: DataFolder = None, as_: As = None, as_json: options.Json = False
) -> int:
    """Propose changes to the list. Nothing changes until another person publishes them."""
    from matcher.service.propose_changes import propose_changes

    draft = _read_draft(drafts)

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ProposalView:
        """Do what was asked, in the open store."""
        return await propose_changes(vault, actor, lists, draft, now=now(), origin=origin())

    return _show(with_list(read_settings(data_dir=data), organisation, as_, work), as_json=as_json)


def proposals(
    proposal: Which = None,
    state: OnlyState = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_: As = None,
    as_json: options.Json = False,
) -> int:
    """List the proposals, the newest first, or show one with its changes."""
    from matcher.domain.upkeep.proposal import ProposalState
    from matcher.service.read_proposals import list_proposals, read_proposal

    async def find(vault: Vault, actor: Actor, lists: LineLists) -> ProposedChanges:
        """Do what was asked, in the open store."""
        with sought("proposal", PROPOSALS):
            return await read_proposal(vault, actor, lists, proposal or "", limit=1 << 30, now=now(), origin=origin())

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ProposalPage:
        """Do what was asked, in the open store."""
        only = ProposalState(state.value) if state else None
        return await list_proposals(vault, actor, lists, state=only, limit=_MOST, now=now(), origin=origin())

    settings = read_settings(data_dir=data)
    if proposal is not None:
        return _show_changes(with_list(settings, organisation, as_, find), as_json=as_json)
    page = with_list(settings, organisation, as_, work)
    if as_json:
        from matcher.render.json_answer import write_json
        from matcher.render.list_json import proposal_object

        write_line(write_json({"proposals": [proposal_object(each) for each in page.items]}))
        return ExitCode.OK
    for each in page.items:
        _write(each)
    return ExitCode.OK


def publish(  # noqa: PLR0913, PLR0917 - one for each option
    proposal: Proposal,
    as_: As = None,
    reason: Reason = None,
    yes: Yes = False,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Publish what another person proposed as the next version of the list: all of it, or nothing.

    Where there is something to know first (a short file, an old export, what it takes back) that is told, and it is published only if you
    say so then, or with --yes.
    """
    from matcher.render.list_text import say_before_publishing, say_counts_of, say_touched
    from matcher.service.decide_proposal import publish_proposal
    from matcher.service.read_proposals import read_proposal

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ProposalView:
        """Do what was asked, in the open store."""
        with sought("proposal", PROPOSALS):
            found = await read_proposal(vault, actor, lists, proposal, limit=1, now=now(), origin=origin())
        if told := say_before_publishing(found.proposal.summary.warnings, found.takes_back):
            tell(f"{found.proposal.id}: {say_counts_of(found.counts)}. {say_touched(found.touches or 0)}")
            tell_warnings(told)
            require_yes("Publish it all the same?", is_given=yes)
        return await publish_proposal(vault, actor, lists, proposal, reason=reason, now=now(), origin=origin())

    return _show(with_list(read_settings(data_dir=data), organisation, as_, work), as_json=as_json)


def reject(
    proposal: Proposal,
    reason: WhyRejected,
    as_: As = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Reject what another person proposed."""
    from matcher.service.decide_proposal import reject_proposal

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ProposalView:
        """Do what was asked, in the open store."""
        with sought("proposal", PROPOSALS):
            return await reject_proposal(vault, actor, lists, proposal, reason=reason, now=now(), origin=origin())

    return _show(with_list(read_settings(data_dir=data), organisation, as_, work), as_json=as_json)


def withdraw(
    proposal: Proposal,
    as_: As = None,
    reason: Reason = None,
    organisation: Organisation = None,
    data: DataFolder = None,
    as_json: options.Json = False,
) -> int:
    """Take back what one proposed oneself."""
    from matcher.service.decide_proposal import withdraw_proposal

    async def work(vault: Vault, actor: Actor, lists: LineLists) -> ProposalView:
        """Do what was asked, in the open store."""
        with sought("proposal", PROPOSALS):
            return await withdraw_proposal(vault, actor, lists, proposal, reason=reason, now=now(), origin=origin())

    return _show(with_list(read_settings(data_dir=data), organisation, as_, work), as_json=as_json)


def _read_draft(path: Path) -> ProposalDraft:
    from pydantic import ValidationError

    from matcher.service.propose_changes import ProposalDraft
    from matcher.web.adapter import faults_of
    from matcher.web.proposals import draft_of
    from matcher.web.wire_proposals import ProposalBody

    try:
        body = ProposalBody.model_validate_json(path.read_bytes(), strict=True)
    except OSError as err:
        raise BadRequest("The file cannot be opened.", faults=(Fault(path.name, "It cannot be opened."),)) from err
    except ValidationError as error:
        raise BadProposal("The file holds no changes that can be proposed.", faults=faults_of(error)) from None
    return ProposalDraft(tuple(draft_of(each, f"changes.{at}") for at, each in enumerate(body.changes)), body.reason)


def _show(view: ProposalView, *, as_json: bool) -> int:
    if as_json:
        from matcher.render.json_answer import write_json
        from matcher.render.list_json import proposal_object

        write_line(write_json(proposal_object(view)))
    else:
        _write(view)
    return ExitCode.OK


def _show_changes(found: ProposedChanges, *, as_json: bool) -> int:
    from matcher.render.list_json import change_object, proposal_object, taken_back_object
    from matcher.render.list_text import change_line, say_taken_back, say_touched

    if as_json:
        from matcher.render.json_answer import write_json

        changes = [change_object(each, found.line_names) for each in found.changes]
        takes_back = None if found.takes_back is None else taken_back_object(found.takes_back)
        counted = {"touches": found.touches, "takes_back": takes_back}
        write_line(write_json({**proposal_object(found.proposal), "changes": changes, **counted}))
        return ExitCode.OK
    _write(found.proposal)
    if found.touches is not None:
        write_line(say_touched(found.touches))
    if found.takes_back is not None and (said := say_taken_back(found.takes_back)):
        write_line(said)
    for change in found.changes:
        write_line(f"  {change_line(change, found.line_names)}")
    return ExitCode.OK


def _write(view: ProposalView) -> None:
    tell_warnings(view.summary.warnings if view.state.value == "open" else ())
    from matcher.render.list_text import say_counts_of

    write_line(f"{view.id} is {view.state.value}: {say_counts_of(view.summary.counts)}. {shortened(view.reason, _SHORT_REASON)}")
