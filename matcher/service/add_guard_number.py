"""Puts a number on one of the organisation's own lists: of those it protects, or of those it warns of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.guarding.guard_number import Guard, GuardDraft, GuardEntry, read_entry
from matcher.errors import BadRequest
from matcher.service.lists.line_lists import LineLists
from matcher.service.views.guard import GuardView, view_guard
from matcher.service.views.guard_effect import GuardEffect, effect_known_to
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.guard_numbers import StoredGuard, find_guard, insert_guard
from matcher.store.idempotency import Request, made_before
from matcher.store.ids import new_id
from matcher.store.jobs import JobKind, add_list_job
from matcher.store.vault import Vault

#: Which right it takes.
ADDS: Mapping[Guard, Action] = {Guard.PROTECTED: Action.NUMBERS_PROTECT, Guard.WARNING: Action.NUMBERS_WARN}


async def add_guard_number(  # noqa: PLR0913 - all but the first four are named
    vault: Vault, actor: Actor, lists: LineLists, draft: GuardDraft, *, now: datetime, origin: str, idempotency_key: str | None = None
) -> GuardView:
    """Put a number, a range or a short code on a list, for every question from this moment on.

    What is protected is also taken out of everything that was answered before, by a job that is put into the queue with it. A number that
    stands there already is taken again: a refusal would tell that it does. Where it stands on the line list, whoever reads that list and
    may know of the line is told so, with what rests on it; the supervisors hear of it by the job.

    Raises:
        BadRequest: the draft will not do; all faults listed.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: the role keeps no such list.
    """
    action = ADDS[draft.guard]
    read = read_entry(draft, lists.region, test_numbers=lists.test_numbers)
    effect = None if isinstance(read, tuple) else await _effect(vault, actor, lists, read)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, action, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            if isinstance(read, tuple):
                raise BadRequest("The entry will not do.", hint="Correct the fields named.", faults=read)
            guard_id = new_id("grd")
            request = Request(actor.user_id, idempotency_key, draft)
            before = await made_before(connection, vault.keys, request, object_id=guard_id, now=now)
            same = await find_guard(connection, vault.keys, before, organisation_id=actor.organisation_id) if before else None
            if same is not None:
                return view_guard(same, is_open=True, effect=effect)
            guard = StoredGuard(guard_id, actor.organisation_id, read, actor.user_id, now)
            await insert_guard(connection, vault.keys, guard)
            if read.guard is Guard.PROTECTED:
                await add_list_job(connection, JobKind.KEEP_OUT, guard.id, now=now)
            # The reason stands sealed with the entry: the trail is read by those who may know of protected numbers that there are some.
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.GUARD_ADDED, "number_list", guard.id, origin=origin)
            await put_on_record(connection, vault.keys, [deed])
            return view_guard(guard, is_open=True, effect=effect)
    raise await denied(vault, actor, Refused(action, decision, "number_list"), now=now, origin=origin)


async def foresee_guard_number(
    vault: Vault, actor: Actor, lists: LineLists, draft: GuardDraft, *, now: datetime, origin: str
) -> GuardEffect | None:
    """Say what it would do to the line list to set a number apart, as far as whoever asks may know; None where nothing. Nothing is changed.

    That somebody looked is on record, and not at what.

    Raises:
        BadRequest: the draft will not do; all faults listed.
        NotAllowed: the role keeps no such list.
    """
    action = ADDS[draft.guard]
    read = read_entry(draft, lists.region, test_numbers=lists.test_numbers)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, action, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            if isinstance(read, tuple):
                raise BadRequest("The entry will not do.", hint="Correct the fields named.", faults=read)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.GUARD_CONSULTED, "number_list", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if not decision.allowed or isinstance(read, tuple):
        raise await denied(vault, actor, Refused(action, decision, "number_list"), now=now, origin=origin)
    return await _effect(vault, actor, lists, read)


async def _effect(vault: Vault, actor: Actor, lists: LineLists, entry: GuardEntry) -> GuardEffect | None:
    """Look what it does to the line list, before anybody has to wait for the pen."""
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        published = await lists.latest(connection, actor.organisation_id)
        return None if published is None else await effect_known_to(connection, vault.keys, standing, published.whole, entry)
