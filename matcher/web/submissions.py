"""Files that are handed in: taken, followed, answered, erased."""

from __future__ import annotations

import json
from dataclasses import asdict

from aiohttp import web

from matcher.domain.submissions.view import SubmissionView
from matcher.service.erase_submission import erase_submission
from matcher.service.list_submissions import list_submissions
from matcher.service.prepare_submission import prepare_submission
from matcher.service.read_result import read_result
from matcher.service.read_submission import read_submission
from matcher.service.reveal_unmatched import reveal_unmatched
from matcher.service.review_match import review_match
from matcher.service.submit_extraction import FileOffer, submit_extraction
from matcher.service.watch_submission import watch_submission
from matcher.web.adapter import IS_A_LOOK, PREFIX, Api, Call, Located, Written
from matcher.web.events import last_event_id, stream
from matcher.web.keys import OPTIONS
from matcher.web.reasons import ASKED, ASKED_OF_ERASURE, reason_of
from matcher.web.uploads import Upload
from matcher.web.wire import (
    AcceptedWire,
    EraseBody,
    ErasedWire,
    EventWire,
    MatchPath,
    NeedBody,
    PageQuery,
    SubmissionPageWire,
    SubmissionPath,
    SubmissionWire,
    TaskWire,
    UnmatchedBody,
    UnmatchedWire,
    VerdictBody,
    VerdictWire,
)
from matcher.web.wire_answer import ResultWire
from matcher.web.wire_upload import SUBMISSION_FORM

api = Api("Submissions")

_STANDS = "Repeated, the finding stands as it stood; either is on record."


@api.operation(
    "POST",
    "/submissions",
    status=202,
    returns=AcceptedWire,
    form=SUBMISSION_FORM,
    problems=("409", "429"),
    is_idempotent_by_key=True,
)
async def submit_file(call: Call) -> Located:
    """Hand in a file with what is stated about it.

    The part `metadata` comes first and is held against the law before the file is looked at; then comes the part `file`, then nothing.
    The answer comes when the file is safe; `Location` says where its answer will be.
    """
    policy = call.house.policy
    upload = Upload(call.request, limit=policy.upload_limit_bytes)
    await upload.begin()
    stated = await upload.json("metadata")
    prepared = await prepare_submission(call.house.vault, call.actor, stated, policy=policy, now=call.now, origin=call.origin)
    file = await upload.file()
    receipt = await submit_extraction(
        call.house.vault,
        call.actor,
        prepared,
        FileOffer(file.name, file.pieces, file.announced),
        policy=policy,
        now=call.now,
        origin=call.origin,
        idempotency_key=call.idempotency_key,
    )
    accepted = AcceptedWire(
        id=receipt.submission_id, status=receipt.status, same_as=receipt.same_as, is_new=receipt.is_new, erased_at=receipt.erased_at
    )
    return Located(accepted, f"{PREFIX}/submissions/{receipt.submission_id}")


@api.operation("GET", "/submissions", returns=SubmissionPageWire)
async def list_own_submissions(call: Call, query: PageQuery) -> SubmissionPageWire:
    """List the submissions you may know of, the newest first."""
    found = await list_submissions(call.house.vault, call.actor, now=call.now, origin=call.origin, limit=query.limit, cursor=query.cursor)
    return SubmissionPageWire(items=[to_wire(each) for each in found.items], cursor=found.cursor, count=found.count)


@api.operation("GET", "/submissions/{id}", returns=SubmissionWire)
async def get_submission(call: Call, path: SubmissionPath) -> SubmissionWire:
    """Say how a submission stands."""
    return to_wire(await read_submission(call.house.vault, call.actor, path.id, now=call.now, origin=call.origin))


@api.operation(
    "DELETE",
    "/submissions/{id}",
    returns=ErasedWire,
    is_body_optional=True,
    headers=ASKED_OF_ERASURE,
    repeated="Repeated, it gives the same report.",
)
async def delete_submission(call: Call, path: SubmissionPath, body: EraseBody | None) -> ErasedWire:
    """Erase a submission with everything that came of it, and prove it by looking again."""
    said = reason_of(call.request)
    reason = (body.reason if body else None) or said
    report = await erase_submission(
        call.house.vault, call.actor, path.id, policy=call.house.policy, now=call.now, origin=call.origin, reason=reason
    )
    return ErasedWire(id=report.submission_id, erased_at=report.at, removed=dict(report.removed), left=dict(report.left))


@api.operation("GET", "/submissions/{id}/result", returns=ResultWire, problems=("409",), headers=ASKED)
async def get_result(call: Call, path: SubmissionPath) -> Written:
    """Give the answer as your role may see it: the object of `match --json` with ids and the states of reviews."""
    return await _result(call, path.id, None, reason=reason_of(call.request))


@api.operation("POST", "/submissions/{id}/result", returns=ResultWire, problems=("409",), repeated=IS_A_LOOK)
async def look_with_need(call: Call, path: SubmissionPath, body: NeedBody) -> Written:
    """Give the answer with what some roles may see on recorded need only.

    The need is put on record with the look; it never stands in an address.
    """
    return await _result(call, path.id, body.need)


@api.operation(
    "GET",
    "/submissions/{id}/events",
    returns=EventWire,
    media_type="text/event-stream",
    problems=("429",),
    headers={"Last-Event-ID": "Goes on behind this event."},
)
async def follow_submission(call: Call, path: SubmissionPath) -> web.StreamResponse:
    """Follow a submission as server-sent events, until nothing more will happen."""
    after = last_event_id(call.request)
    events = await watch_submission(call.house.vault, call.actor, path.id, now=call.now, origin=call.origin, after=after)
    return await stream(call.request, events, call.actor, options=call.request.app[OPTIONS])


@api.operation("POST", "/submissions/{id}/unmatched", returns=UnmatchedWire, problems=("409",), repeated=IS_A_LOOK)
async def look_at_unmatched(call: Call, path: SubmissionPath, body: UnmatchedBody) -> UnmatchedWire:
    """Show the numbers of a phone that match nothing, as your role may see them on recorded need; the look is on record as a disclosure."""
    found = await reveal_unmatched(
        call.house.vault, call.actor, path.id, need=body.need, now=call.now, origin=call.origin, limit=body.limit, cursor=body.cursor
    )
    return UnmatchedWire(
        submission=found.submission_id, numbers=list(found.numbers), count=found.count, masked=found.is_masked, cursor=found.cursor
    )


@api.operation("POST", "/matches/{id}/verdict", returns=VerdictWire, problems=("409",), repeated=_STANDS)
async def give_verdict(call: Call, path: MatchPath, body: VerdictBody) -> VerdictWire:
    """Confirm or reject a match, with a reason. One whose number the list took back can only be rejected."""
    found = await review_match(
        call.house.vault, call.actor, path.id, finding=body.finding, reason=body.reason, now=call.now, origin=call.origin
    )
    return VerdictWire(id=found.id, submission=found.submission_id, review=found.review, reviewed_at=found.reviewed_at)


async def _result(call: Call, submission_id: str, need: str | None, *, reason: str | None = None) -> Written:
    found = await read_result(
        call.house.vault, call.actor, submission_id, policy=call.house.policy, now=call.now, origin=call.origin, need=need, reason=reason
    )
    return Written(json.dumps(found.answer, ensure_ascii=True, allow_nan=False).encode("ascii"))


def to_wire(view: SubmissionView) -> SubmissionWire:
    """Write how a submission stands as it travels."""
    return SubmissionWire(
        id=view.id,
        status=view.status,
        code=view.code,
        hint=view.hint,
        progress=view.progress / 1000,
        created_at=view.created_at,
        updated_at=view.updated_at,
        submitter=view.submitter_id,
        file_name=view.file_name,
        subject_reference=view.subject_reference,
        file_sha256=view.file_sha256,
        file_size=view.file_size,
        same_as=view.same_as,
        erased_at=view.erased_at,
        open_tasks=None if view.open_tasks is None else [TaskWire(**asdict(each)) for each in view.open_tasks],
    )
