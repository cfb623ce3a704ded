"""The line list is changed: files are imported, changes are proposed, and another person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.register import RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import ImportedList, ListFile, Manner, Resumption
from matcher.domain.upkeep.proposal import ProposalState, ProposalView
from matcher.errors import Fault
from matcher.render.list_json import change_object, counts_object, plan_object, taken_back_object
from matcher.service.decide_proposal import publish_proposal, reject_proposal, withdraw_proposal
from matcher.service.plan_import import import_list, resume_import
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_proposals import list_proposals, read_proposal
from matcher.web.adapter import IS_REFUSED, PREFIX, Api, Call, Located, Tried
from matcher.web.bodies import parse_json
from matcher.web.keys import OPTIONS
from matcher.web.problems import Refused
from matcher.web.uploads import Upload
from matcher.web.wire_proposals import (
    ChangeBody,
    ChangesQuery,
    ChangeWire,
    CountsWire,
    DecisionBody,
    ImportedWire,
    ImportPath,
    ImportQuery,
    LineBody,
    LinePath,
    MappingBody,
    NumberBody,
    ProposalBody,
    ProposalDiffWire,
    ProposalPageWire,
    ProposalPath,
    ProposalQuery,
    ProposalWire,
    ProposedFileWire,
    RejectionBody,
    ResumptionQuery,
    TakenBackWire,
)
from matcher.web.wire_upload import LIST_FORM

api = Api("Changes to the line list")

#: How many changes are told with an import; all stand with its proposal.
_MOST_CHANGES = 200


@api.operation(
    "POST",
    "/lines/imports",
    status=201,
    returns=ImportedWire,
    form=LIST_FORM,
    problems=("409",),
    is_idempotent_by_key=True,
    may_be_tried=True,
)
async def import_lines(call: Call, query: ImportQuery) -> ImportedWire | Tried:
    """Compare a list file with the list, and propose what it changes, all or nothing.

    The first list of an organisation is published at once; later ones wait for another person. With any fault or conflict nothing changes,
    and each is told with its row and column. A file whose columns are not known waits: see `state`.
    """
    upload = Upload(call.request, limit=call.request.app[OPTIONS].list_limit, fields=3)
    await upload.begin()
    fields = await upload.fields(frozenset({"reason", "mapping", "list_name"}))
    reason, name = (_text(fields, each) for each in ("reason", "list_name"))
    manner = Manner(query.import_mode, query.dry_run, reason, _mapping(fields.get("mapping")), name)
    file = await upload.file()
    content = b"".join([piece async for piece in file.pieces])
    imported = await import_list(
        call.house.vault,
        call.actor,
        call.house.lists,
        ListFile(file.name, content),
        manner=manner,
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    told = _imported(imported)
    return Tried(told) if query.dry_run else told


@api.operation("POST", "/lines/imports/{id}/mapping", returns=ImportedWire, problems=("409",), is_idempotent_by_key=True)
async def map_import(call: Call, path: ImportPath, query: ResumptionQuery, body: MappingBody) -> ImportedWire:
    """Say what the columns of a file mean that waits, and go on with it. Files of this layout are read so from then on.

    What is not stated here is as it was when the file was handed in: whether it is a dry run, its mode, the reason, the name of the list.
    After a dry run the file waits still, and `dry_run=false` proposes it.
    """
    mapping = {cell: column or "" for cell, column in body.mapping.items()}
    imported = await resume_import(
        call.house.vault,
        call.actor,
        call.house.lists,
        path.id,
        manner=Resumption(query.import_mode, query.dry_run, body.reason, mapping, body.list_name),
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    return _imported(imported)


@api.operation("POST", "/lines/proposals", status=202, returns=ProposalWire, is_idempotent_by_key=True)
async def post_proposal(call: Call, body: ProposalBody) -> Located:
    """Propose changes to the list. Nothing changes until another person publishes them."""
    return await _propose(call, [draft_of(each, f"changes.{at}") for at, each in enumerate(body.changes)], body.reason)


@api.operation("POST", "/lines", status=202, returns=ProposalWire, is_idempotent_by_key=True)
async def post_line(call: Call, body: LineBody) -> Located:
    """Propose a line."""
    return await _propose(call, [ChangeDraft(RecordKind.LINE, line_id=body.line_id, fields=body.cells(), fields_at="")], body.reason)


@api.operation("POST", "/lines/{id}/numbers", status=202, returns=ProposalWire, is_idempotent_by_key=True)
async def post_number(call: Call, path: LinePath, body: NumberBody) -> Located:
    """Propose a number of a line."""
    return await _propose(call, [ChangeDraft(RecordKind.NUMBER, line_id=path.id, fields=body.cells(), fields_at="")], body.reason, path.id)


@api.operation("GET", "/lines/proposals", returns=ProposalPageWire)
async def get_proposals(call: Call, query: ProposalQuery) -> ProposalPageWire:
    """List the proposals you may know of, the newest first."""
    house, state = call.house, ProposalState(query.state) if query.state else None
    found = await list_proposals(
        house.vault, call.actor, house.lists, state=state, limit=query.limit, cursor=query.cursor, now=call.now, origin=call.origin
    )
    return ProposalPageWire(items=[_proposal(each) for each in found.items], cursor=found.cursor)


@api.operation("GET", "/lines/proposals/{id}", returns=ProposalDiffWire)
async def get_proposal(call: Call, path: ProposalPath, query: ChangesQuery) -> ProposalDiffWire:
    """Read a proposal with its changes, before and after, by line."""
    house = call.house
    found = await read_proposal(
        house.vault, call.actor, house.lists, path.id, limit=query.limit, cursor=query.cursor, now=call.now, origin=call.origin
    )
    changes = [ChangeWire(**change_object(each, found.line_names)) for each in found.changes]
    takes_back = None if found.takes_back is None else TakenBackWire(**taken_back_object(found.takes_back))
    shown = dict(_proposal(found.proposal))
    return ProposalDiffWire(**shown, changes=changes, cursor=found.cursor, touches=found.touches, takes_back=takes_back)


@api.operation(
    "POST", "/lines/proposals/{id}/publication", returns=ProposalWire, problems=("409",), is_body_optional=True, is_idempotent_by_key=True
)
async def publish(call: Call, path: ProposalPath, body: DecisionBody | None) -> ProposalWire:
    """Publish what another person proposed as the next version of the list: all of it, or nothing.

    Read it first: its `warnings` and `takes_back` are what has to be known. Where the list has changed since, every record that stands
    against it is named.
    """
    published = await publish_proposal(
        call.house.vault,
        call.actor,
        call.house.lists,
        path.id,
        reason=body.reason if body else None,
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    return _proposal(published)


@api.operation("POST", "/lines/proposals/{id}/rejection", returns=ProposalWire, problems=("409",), repeated=IS_REFUSED)
async def reject(call: Call, path: ProposalPath, body: RejectionBody) -> ProposalWire:
    """Reject what another person proposed."""
    house = call.house
    return _proposal(
        await reject_proposal(house.vault, call.actor, house.lists, path.id, reason=body.reason, now=call.now, origin=call.origin)
    )


@api.operation("DELETE", "/lines/proposals/{id}", returns=ProposalWire, problems=("409",), is_body_optional=True, repeated=IS_REFUSED)
async def withdraw(call: Call, path: ProposalPath, body: DecisionBody | None) -> ProposalWire:
    """Take back what you proposed."""
    house, reason = call.house, body.reason if body else None
    return _proposal(
        await withdraw_proposal(house.vault, call.actor, house.lists, path.id, reason=reason, now=call.now, origin=call.origin)
    )


async def _propose(call: Call, drafts: Sequence[ChangeDraft], reason: str, of_line: str | None = None) -> Located:
    made = await propose_changes(
        call.house.vault,
        call.actor,
        call.house.lists,
        ProposalDraft(tuple(drafts), reason, of_line),
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    return Located(_proposal(made), f"{PREFIX}/lines/proposals/{made.id}")


def draft_of(body: ChangeBody, place: str) -> ChangeDraft:
    """Give a change as it travels as the service takes it, with its place in what was sent."""
    fields = None if body.fields is None else {name: _cell(value) for name, value in body.fields.items()}
    remove = Removal(body.remove) if body.remove else None
    return ChangeDraft(body.kind, body.id, body.line_id, fields, remove, restore=body.restore, place=place)


def _cell(value: str | list[str] | None) -> str:
    return "; ".join(value) if isinstance(value, list) else value or ""


def _text(fields: Mapping[str, bytes], name: str) -> str:
    try:
        text = fields.get(name, b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("bad-request", faults=(Fault(name, "It is no text in UTF-8."),)) from None
    return text.replace("\0", "")


def _mapping(raw: bytes | None) -> Mapping[str, str]:
    given: Any = parse_json(raw) if raw is not None else {}
    if not isinstance(given, dict) or not all(isinstance(each, str | None) for each in given.values()):
        raise Refused("bad-request", faults=(Fault("mapping", "It is an object of headers and columns."),))
    return {cell: column or "" for cell, column in given.items()}


def _imported(imported: ImportedList) -> ImportedWire:
    facts = imported.facts
    return ImportedWire(
        version_id=imported.version_id,
        version=imported.number,
        is_new=imported.is_new,
        name=facts.name,
        sha256=facts.sha256,
        lines=facts.lines,
        numbers=facts.numbers,
        notes=list(facts.notes),
        expires_at=imported.expires_at,
        **plan_object(imported, most=_MOST_CHANGES),
    )


def _proposal(view: ProposalView) -> ProposalWire:
    file = view.summary.file
    return ProposalWire(
        id=view.id,
        state=view.state,
        origin=view.origin,
        proposed_by=view.proposed_by,
        proposed_at=view.proposed_at,
        reason=view.reason,
        base_version_id=view.base_version_id,
        lines=len(view.summary.touches),
        counts=CountsWire(**counts_object(view.summary.counts)),
        file=None
        if file is None
        else ProposedFileWire(
            name=file.name, sha256=file.sha256, mode=file.mode, lines=file.lines, numbers=file.numbers, notes=list(file.notes)
        ),
        warnings=list(view.summary.warnings),
        list_name=view.summary.list_name,
        decided_by=view.decided_by,
        decided_at=view.decided_at,
        decision=view.decision,
        version_id=view.version_id,
    )
