"""Sets a watch on a number, a line or a subject."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Decision, ObjectFacts, Reason, absent, may, may_at_all, may_see_line
from matcher.domain.alerts.watch import MAKES, WatchDraft, WatchKind, faults_of_watch, may_watch
from matcher.domain.answers.role_view import facts_of_line
from matcher.domain.numbers import Number, read_all
from matcher.errors import BadRequest, Conflict, Fault
from matcher.service.lists.line_lists import LineLists, PublishedList
from matcher.service.views.watch import WatchView, view_watch
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.idempotency import Request, made_before
from matcher.store.ids import new_id
from matcher.store.vault import Vault
from matcher.store.watches import StoredWatch, count_live_of, find_watch, insert_watch

#: More than anybody can look after.
_MOST_LIVE = 200


async def watch_target(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, draft: WatchDraft, *, now: datetime, origin: str, idempotency_key: str | None = None
) -> WatchView:
    """Set a watch for whoever asks.

    A number that is protected is taken like any other, for a refusal would tell that it is; such a watch never tells of anything.

    Raises:
        BadRequest: the draft will not do; all faults listed. A line they may not know of is none.
        Conflict: the account has too many watches.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: the role watches nothing of this kind, or not for this purpose.
    """
    faults = list(faults_of_watch(draft, now=now))
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    value = _value_of(draft, lists)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = _decide(standing, draft)
        if decision.allowed:
            watch_id = new_id("wat")
            request = Request(actor.user_id, idempotency_key, draft)
            before = await made_before(connection, vault.keys, request, object_id=watch_id, now=now)
            same = await find_watch(connection, vault.keys, before, organisation_id=actor.organisation_id) if before else None
            if same is not None:
                return view_watch(standing, same, now)
            line = _line_of(standing, draft, published)
            if value is None or (draft.kind is WatchKind.LINE and line is None):
                faults.append(Fault("value", _MISFITS[draft.kind]))
            if faults or value is None:
                raise BadRequest("The watch will not do.", hint="Correct the fields named.", faults=tuple(faults))
            if await count_live_of(connection, actor.user_id, now=now) >= _MOST_LIVE:
                raise Conflict("The account has too many watches.", hint="End those that are no longer needed.")
            watch = _watch_of(watch_id, standing, draft, value, line, now)
            await insert_watch(connection, vault.keys, watch)
            action = AuditAction.WATCH_CREATED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "watch", watch.id, origin=origin, reason=watch.reason)
            await put_on_record(connection, vault.keys, [deed])
            return view_watch(standing, watch, now)
    raise await denied(vault, actor, Refused(MAKES[draft.kind], decision, "watch"), now=now, origin=origin)


def _watch_of(watch_id: str, owner: Actor, draft: WatchDraft, value: str, line: ObjectFacts | None, now: datetime) -> StoredWatch:
    return StoredWatch(
        id=watch_id,
        organisation_id=owner.organisation_id,
        unit_id=owner.unit_id,
        owner_id=owner.user_id,
        kind=draft.kind,
        value=value,
        purpose=draft.purpose,
        reason=draft.reason.strip(),
        is_restricted=line is not None and line.is_restricted,
        created_at=now,
        expires_at=draft.expires_at,
    )


_MISFITS = {
    WatchKind.NUMBER: "It is one phone number, in full.",
    WatchKind.LINE: "Your line list has no line of this id that you may know of.",
    WatchKind.SUBJECT: "It is the reference of a subject.",
}


def _value_of(draft: WatchDraft, lists: LineLists) -> str | None:
    """Give what is watched as it is compared; None where it is none."""
    text = " ".join(draft.value.split())
    if draft.kind is not WatchKind.NUMBER:
        return text or None
    (readings,) = read_all([text], lists.region, test_numbers=lists.test_numbers)
    only = readings[0] if len(readings) == 1 else None
    return only.e164 if isinstance(only, Number) and only.e164 and only.status.value in _USABLE else None


#: What a number has to be to be compared with others.
_USABLE = frozenset({"ok", "ok_repaired"})


def _decide(actor: Actor, draft: WatchDraft) -> Decision:
    """Decide by role, kind and purpose; which line it is comes later."""
    action, facts = MAKES[draft.kind], ObjectFacts(actor.organisation_id)
    if may_watch(actor, draft.kind, draft.purpose, facts):
        return may(actor, action, facts)
    if not may_at_all(actor, action):
        return absent(actor, action)
    return Decision(allowed=False, reason=Reason.NOT_GRANTED)


def _line_of(actor: Actor, draft: WatchDraft, published: PublishedList | None) -> ObjectFacts | None:
    """Give what a decision about the line depends on; None where there is none that they may know of."""
    if draft.kind is not WatchKind.LINE or published is None:
        return None
    line = published.whole.lines.get(" ".join(draft.value.split()))
    facts = facts_of_line(line, actor.organisation_id) if line is not None else None
    return facts if facts is not None and may_see_line(actor, facts) else None
