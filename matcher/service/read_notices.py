"""Tells people that something they had been told does not hold, for the list took back the number it rested on (DPA 2018 s.38(5)).

Or a reviewer rejected the match. Where it holds again, whoever heard hears it. And whoever could see an alert hears that it was erased.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Decision, Form, ObjectFacts, absent, may, may_at_all, may_see_line
from matcher.domain.answers.role_view import shows_identity, view_of
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.upkeep.recall_cause import CONCERN_GONE, CONCERN_STANDS, RecallCause
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.erasure_notices import ErasureNotice, mark_erasures_read, page_of_erasure_notices
from matcher.store.notices import StoredNotice, ToldTogether, mark_read, page_of_notices
from matcher.store.submissions import StoredSubmission, find_submissions
from matcher.store.vault import Connection, Vault

_LIST = "notices"
_ACTION = Action.ALERT_READ
_MOST = 200
_WHAT_TO_DO = "Look at the case again, and tell whoever you passed it on to."
_GO_ON = "Stand nothing down for this; look at the case again, and tell whoever you passed it on to."
_AGAIN_SANITISED = "Something that a concern you were told of rested on is on record again."
_HOLDS = "The concern holds."
_ERASED = "A case was erased with an alert that nobody had closed."
_ASK_WHY = (
    "Nothing of it can be looked at any more, which is no word that the young person is safe. Ask a supervisor why it was erased, and "
    "whether somebody still has to act."
)
_CONCERN_ERASED = "A case was erased with a concern that was not closed."
_ASK_SENDER = (
    "Nothing of it can be looked at any more, which is no word that the young person is safe. Ask the intelligence unit of the police "
    "force it came from why it was erased, and whether somebody still has to act."
)


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as somebody may see it."""

    id: str
    #: None where it is of an erasure, and they might not know of the submission.
    submission_id: str | None
    #: The alerts it is about, beside the answer; none for partners.
    alert_ids: tuple[str, ...]
    #: Number of the version that took the number back, or by which it holds again; None for a finding of a reviewer, and an erasure.
    version: int | None
    #: Why the list took it back; None for partners, who hear of no list.
    cause: RecallCause | None
    #: Whether it tells that it holds again.
    is_restored: bool
    sentence: str
    action: str
    created_at: datetime
    #: When it was read first; None where this is the first time.
    read_at: datetime | None
    #: Reference of the person; None where the role may not know it, and where what was stated cannot be opened.
    subject_reference: str | None = None
    #: Id of the line the number was listed for, which they were told before; None for partners, who hear of no line.
    line_id: str | None = None
    #: Whether it tells that alerts went with a submission that was erased.
    is_erasure: bool = False


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices, the newest first."""

    items: tuple[NoticeView, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def read_notices(  # noqa: PLR0913 - all but the first two are named
    vault: Vault, actor: Actor, *, policy: SubmissionPolicy, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> NoticePage:
    """Give a page of notices, and write down that they were read.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role is told of no alerts.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    # Nobody who writes waits while very many are looked through that this person may not see.
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        found, more = await _page(connection, standing, policy, limit, before) if may_at_all(standing, _ACTION) else ([], False)
    if not may_at_all(standing, _ACTION):
        raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "notice"), now=now, origin=origin)
    async with vault.db.write() as connection:
        await mark_read(connection, [notice for each in found if isinstance(each, _Shown) for notice in each.stored], now=now)
        await mark_erasures_read(connection, [each.id for each in found if isinstance(each, ErasureNotice)], now=now)
        deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.NOTICE_CONSULTED, "notice", origin=origin)
        await put_on_record(connection, vault.keys, [deed])
    # What was stated is opened when nobody waits for this any more.
    shown = tuple(_view(vault, each) if isinstance(each, _Shown) else _of_erasure(each) for each in found)
    return NoticePage(shown, write_cursor(vault.keys, _LIST, actor.user_id, found[-1].place) if more else None)


async def count_unread_notices(vault: Vault, actor: Actor, *, policy: SubmissionPolicy, most: int) -> int:
    """Say how many notices wait for somebody that nobody has read, and no more than so many. It tells nothing of them, and reads none."""
    if not may_at_all(actor, _ACTION):
        return 0
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        found, _ = await _page(connection, standing, policy, most, only_unread=True)
    return len(found) if may_at_all(standing, _ACTION) else 0


def _recipients(actor: Actor) -> list[str]:
    return [actor.user_id, *(role.value for role in actor.roles)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Notices that are told as one, as far as somebody may see them, and how much of it."""

    place: tuple[str, str]
    #: At least one.
    stored: Sequence[StoredNotice]
    submission: StoredSubmission
    #: Whether as it is, and not as partners are told of a concern.
    is_plain: bool
    #: Whether with the reference of the person.
    is_named: bool


async def _page(
    connection: Connection,
    actor: Actor,
    policy: SubmissionPolicy,
    limit: int,
    before: tuple[str, str] | None = None,
    *,
    only_unread: bool = False,
) -> tuple[Sequence[_Shown | ErasureNotice], bool]:
    recalled, more = await _recalled(connection, actor, policy, limit, before, only_unread=only_unread)
    erased = await page_of_erasure_notices(
        connection, actor.organisation_id, actor.user_id, limit=limit + 1, before=before, only_unread=only_unread
    )
    both: list[_Shown | ErasureNotice] = sorted([*recalled, *erased], key=lambda each: each.place, reverse=True)
    return both[:limit], more or len(both) > limit


async def _recalled(
    connection: Connection,
    actor: Actor,
    policy: SubmissionPolicy,
    limit: int,
    before: tuple[str, str] | None,
    *,
    only_unread: bool,
) -> tuple[Sequence[_Shown], bool]:
    shown: list[_Shown] = []
    at_once = max(limit + 1, _MOST)
    while True:
        found = await page_of_notices(
            connection, actor.organisation_id, _recipients(actor), limit=at_once, before=before, only_unread=only_unread
        )
        ids = {each.notices[0].submission_id for each in found}
        submissions = await find_submissions(connection, ids, organisation_id=actor.organisation_id)
        shown += filter(None, (_shown(actor, each, submissions, policy) for each in found))
        if len(shown) > limit or len(found) < at_once:
            return shown[:limit], len(shown) > limit
        before = found[-1].place


def _shown(actor: Actor, told: ToldTogether, submissions: Mapping[str, StoredSubmission], policy: SubmissionPolicy) -> _Shown | None:
    """Say how much of what is told together somebody may see; None where nothing. What was stated with the phone is not opened for that."""
    about = told.notices[0]
    found = submissions.get(about.submission_id)
    if found is None or found.erased_at is not None:
        return None
    decision = may(replace(actor, scopes=None), _ACTION, found.facts)
    is_after_review = policy.is_reviewed_first and view_of(actor, found.facts).form is Form.NUMBER_AND_LINE_NAME
    # What was written before a match of the line was confirmed names what was never shown.
    kept = [each for each in told.notices if _is_for(actor, decision, each) and (each.was_confirmed or not is_after_review)]
    if not kept:
        return None
    is_plain = decision.form is not Form.SANITISED and decision.allowed
    return _Shown(told.place, kept, found, is_plain, shows_identity(actor, found.facts))


def _is_for(actor: Actor, decision: Decision, stored: StoredNotice) -> bool:
    """Whether somebody may see a notice: what an account was told it is told again, whatever became of its roles."""
    if not decision.allowed and stored.recipient != actor.user_id:
        return False
    # Partners have a concern of a restricted line too. Who sees more than partners by another role has none of it, and hears of none.
    is_of_concern = stored.recipient == Role.SAFEGUARDING.value and decision.form is Form.SANITISED
    line = ObjectFacts(actor.organisation_id, is_restricted=stored.is_restricted, owner_unit=stored.owner_unit)
    return is_of_concern or may_see_line(actor, line)


def _view(vault: Vault, shown: _Shown) -> NoticeView:
    # Of what is told together the last that was written says what became of a concern.
    first, last = shown.stored[0], shown.stored[-1]
    alert_ids = dict.fromkeys(each.alert_id for each in shown.stored if each.alert_id and shown.is_plain)
    read = [each.read_at for each in shown.stored]
    return NoticeView(
        first.id,
        first.submission_id,
        tuple(alert_ids),
        # A finding of a reviewer is of no version.
        None if first.cause is RecallCause.REJECTED else first.version,
        first.cause if shown.is_plain else None,
        bool(first.restored_by),
        _plain(first) if shown.is_plain else _sanitised(last),
        _GO_ON if not shown.is_plain and last.has_concern and not last.restored_by else _WHAT_TO_DO,
        first.created_at,
        None if None in read else min(filter(None, read)),
        _reference(vault, shown.submission) if shown.is_named else None,
        first.line_id if shown.is_plain else None,
    )


def _of_erasure(told: ErasureNotice) -> NoticeView:
    """Tell of an erasure, which leaves nothing that could be told of the case."""
    sentence, action = (_CONCERN_ERASED, _ASK_SENDER) if told.is_concern else (_ERASED, _ASK_WHY)
    return NoticeView(told.id, told.submission_id, (), None, None, False, sentence, action, told.created_at, told.read_at, is_erasure=True)


def _plain(stored: StoredNotice) -> str:
    return stored.cause.sentence_again if stored.restored_by else stored.cause.sentence


def _sanitised(stored: StoredNotice) -> str:
    """Say what became of a concern, and whether it stood then: part of it that does not hold is another thing than all of it."""
    said = _AGAIN_SANITISED if stored.restored_by else stored.cause.sanitised
    if stored.has_concern is None:
        return said
    stands = _HOLDS if stored.restored_by else CONCERN_STANDS
    return f"{said} {stands if stored.has_concern else CONCERN_GONE}"


def _reference(vault: Vault, submission: StoredSubmission) -> str | None:
    """Give the reference of the person; one phone that was changed in the store keeps nobody from the notices of all others."""
    try:
        return submission.metadata(vault.keys).subject.reference
    except SealBroken:
        get_logger().error("submission_unreadable", submission=submission.id)
        return None
