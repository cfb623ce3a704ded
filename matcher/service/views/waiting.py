"""Who has alerts of a submission before them that nobody has closed: what goes when it is erased, and who has to be told."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matcher.domain.access.actor import Actor, SignedInBy
from matcher.domain.access.permission import Action, Form, may, may_at_all
from matcher.domain.answers.role_view import Sight, view_of
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.views.alert import AlertLook, AlertView, is_personal
from matcher.store.accounts import list_accounts
from matcher.store.alerts import OPEN, StoredAlert, alerts_of
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection, Vault

_ACTION = Action.ALERT_READ


class Waiting(NamedTuple):
    """What somebody has before them of one submission."""

    #: Whether alerts they see because they see the case.
    is_of_case: bool
    #: Whether alerts that are for them, or for one of their roles, alone.
    is_for_some: bool
    #: Whether all of it is the concern that partners are told.
    is_concern: bool
    #: Whether they may know of the submission.
    is_known: bool


async def waiting_for(
    vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, policy: SubmissionPolicy
) -> Mapping[str, Waiting]:
    """Say, by account, who of an organisation can see alerts of a submission that nobody has closed.

    Everybody is looked at as they would look themselves, whether there are any alerts or not. Where what is kept cannot be opened nobody
    can see any.
    """
    if found.status is not SubmissionStatus.DONE or found.erased_at is not None:
        return {}
    told: dict[str, Waiting] = {}
    shared: dict[Hashable, list[AlertView]] = {}
    try:
        case = await _open_case(vault, connection, actor, found, policy)
        for account in await list_accounts(connection, found.organisation_id):
            somebody = account.actor(SignedInBy.PASSWORD)
            if account.is_disabled or not may_at_all(somebody, _ACTION):
                continue
            alike = _alike(somebody, found)
            if alike not in shared:
                shared[alike] = await case.seen_with_case(somebody)
            of_case, for_some = shared[alike], await case.seen_by_some(somebody)
            if views := [*of_case, *for_some]:
                is_concern = all(each.is_concern for each in views)
                is_known = any(each.submission_id is not None for each in views)
                told[account.id] = Waiting(bool(of_case), bool(for_some), is_concern, is_known)
    except SealBroken:
        get_logger().error("submission_unreadable", submission=found.id)
        return {}
    return told


async def has_unseen(vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, policy: SubmissionPolicy) -> bool:
    """Whether somebody can see alerts of a submission of which nobody has taken notice."""
    if found.status is not SubmissionStatus.DONE or found.erased_at is not None or not may_at_all(actor, _ACTION):
        return False
    try:
        case = await _open_case(vault, connection, actor, found, policy)
        views = [*await case.seen_with_case(actor), *await case.seen_by_some(actor)]
    except SealBroken:
        get_logger().error("submission_unreadable", submission=found.id)
        return False
    return any(each.state == OPEN for each in views)


@dataclass(frozen=True, slots=True)
class _Case:
    """The alerts of one submission, and what is needed to look at them."""

    found: StoredSubmission
    #: Prepared for all of them.
    look: AlertLook
    #: Closed ones too: the concern that stands for them may be open.
    alerts: Sequence[StoredAlert]

    async def seen_with_case(self, actor: Actor) -> list[AlertView]:
        """Give those somebody sees because they see the case."""
        if not _reaches(actor, self.found):
            return []
        return await self.look.of(actor).waiting(self.found.id, [each for each in self.alerts if not is_personal(each)])

    async def seen_by_some(self, actor: Actor) -> list[AlertView]:
        """Give those that are for them or for one of their roles alone."""
        is_reached = _reaches(actor, self.found)
        theirs = [each for each in self.alerts if is_personal(each) and (is_reached or each.recipient_id is not None)]
        return await self.look.of(actor).waiting(None, theirs)


async def _open_case(vault: Vault, connection: Connection, actor: Actor, found: StoredSubmission, policy: SubmissionPolicy) -> _Case:
    raised = await alerts_of(connection, vault.keys, found.id)
    look = AlertLook(vault, connection, actor, policy)
    await look.prepare(raised)
    return _Case(found, look, raised)


def _reaches(actor: Actor, found: StoredSubmission) -> bool:
    return may(actor, _ACTION, found.facts).form.order > Form.COUNT_ONLY.order


def _alike(actor: Actor, found: StoredSubmission) -> Hashable:
    """Give what decides about how somebody sees a case: those for whom it is the same see the same."""
    view = view_of(actor, found.facts)
    unit = actor.unit_name if view.sight is Sight.OWN_UNIT else None
    return view, unit, _reaches(actor, found), actor.is_cleared, actor.roles
