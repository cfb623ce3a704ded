"""Tells people that something they had been told does not hold, for the list took back the number it rested on (DPA 2018 s.38(5)).

Where the list has the number again, whoever heard that hears that it holds again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.actor import Actor, Role
from matcher.domain.audit import AuditAction, Deed
from matcher.domain.permission import Action, Form, ObjectFacts, absent, may, may_at_all, may_see_line
from matcher.domain.recall_cause import CONCERN_GONE, CONCERN_STANDS, RecallCause
from matcher.domain.role_view import shows_identity
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.service.views.answer import answer_seen
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.moments import to_text
from matcher.store.recalls import StoredNotice, mark_read, page_of_notices
from matcher.store.submissions import StoredSubmission, find_submission
from matcher.store.vault import Connection, Vault

_LIST = "notices"
_ACTION = Action.ALERT_READ
_MOST = 200
_WHAT_TO_DO = "Look at the case again, and tell whoever you passed it on to."
_GO_ON = "Stand nothing down for this; look at the case again, and tell whoever you passed it on to."
_AGAIN = "The list has a number again that it had taken back; what was told of it holds again."
_AGAIN_SANITISED = "Something that a concern you were told of rested on is on record again."
_HOLDS = "The concern holds."


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as somebody may see it."""

    id: str
    submission_id: str
    #: None where it is about the answer and no alert.
    alert_id: str | None
    #: Number of the version that took the number back, or by which it holds again.
    version: int
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


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices, the newest first."""

    items: tuple[NoticeView, ...]
    #: For the next page; None at the end.
    cursor: str | None


async def read_notices(vault: Vault, actor: Actor, *, now: datetime, origin: str, limit: int = 50, cursor: str | None = None) -> NoticePage:
    """Give a page of notices, and write down that they were read.

    Raises:
        BadCursor: the cursor was not given out for this person.
        NotAllowed: the role is told of no alerts.
    """
    before = read_cursor(vault.keys, _LIST, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        if may_at_all(standing, _ACTION):
            found, more = await _page(connection, standing, limit, before)
            await mark_read(connection, [each.stored for each in found], _recipients(standing), now=now)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.NOTICE_CONSULTED, "notice", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if not may_at_all(standing, _ACTION):
        raise await denied(vault, actor, Refused(_ACTION, absent(standing, _ACTION), "notice"), now=now, origin=origin)
    # What was stated is opened when nobody waits for this any more.
    standing_concerns = await _concerns(vault, standing, found)
    shown = tuple(_view(vault, each, standing_concerns.get(each.stored.submission_id)) for each in found)
    place = (to_text(shown[-1].created_at), shown[-1].id) if shown else None
    return NoticePage(shown, write_cursor(vault.keys, _LIST, actor.user_id, place) if more and place else None)


async def count_unread_notices(vault: Vault, actor: Actor, *, most: int) -> int:
    """Say how many notices wait for somebody that nobody has read, and no more than so many. It tells nothing of them, and reads none."""
    if not may_at_all(actor, _ACTION):
        return 0
    async with vault.db.read() as connection:
        standing = await as_it_stands(connection, actor)
        found, _ = await _page(connection, standing, most, None, only_unread=True)
    return len(found) if may_at_all(standing, _ACTION) else 0


def _recipients(actor: Actor) -> list[str]:
    return [actor.user_id, *(role.value for role in actor.roles)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A notice that somebody may see, and how much of it."""

    stored: StoredNotice
    submission: StoredSubmission
    #: Whether as it is, and not as partners are told of a concern.
    is_plain: bool
    #: Whether with the reference of the person.
    is_named: bool


async def _page(
    connection: Connection, actor: Actor, limit: int, before: tuple[str, str] | None, *, only_unread: bool = False
) -> tuple[Sequence[_Shown], bool]:
    shown: list[_Shown] = []
    known: set[tuple[str, str, str, str]] = set()
    while True:
        found = await page_of_notices(
            connection, actor.organisation_id, _recipients(actor), limit=limit + 1, before=before, only_unread=only_unread
        )
        for each in found:
            # Told as an account and as a role it is one notice.
            if each.about not in known and (one := await _shown(connection, actor, each)) is not None:
                known.add(each.about)
                shown.append(one)
        if len(shown) > limit or len(found) <= limit:
            return shown[:limit], len(shown) > limit
        before = to_text(found[-1].created_at), found[-1].id


async def _shown(connection: Connection, actor: Actor, stored: StoredNotice) -> _Shown | None:
    """Say how much of a notice somebody may see; None where nothing. What was stated with the phone is not opened for that."""
    line = ObjectFacts(actor.organisation_id, is_restricted=stored.is_restricted, owner_unit=stored.owner_unit)
    found = await find_submission(connection, stored.submission_id, organisation_id=actor.organisation_id)
    if found is None or found.erased_at is not None:
        return None
    # What an account was told it is told again, whatever became of its roles.
    decision = may(replace(actor, scopes=None), _ACTION, found.facts)
    if not decision.allowed and stored.recipient != actor.user_id:
        return None
    # Partners have a concern of a restricted line too. Who sees more than partners by another role has none of it, and hears of none.
    is_of_concern = stored.recipient == Role.SAFEGUARDING.value and decision.form is Form.SANITISED
    if not is_of_concern and not may_see_line(actor, line):
        return None
    is_plain = decision.form is not Form.SANITISED and decision.allowed
    return _Shown(stored, found, is_plain, shows_identity(actor, found.facts))


async def _concerns(vault: Vault, actor: Actor, shown: Sequence[_Shown]) -> dict[str, bool]:
    """Say of phones whose concern somebody may see, and nothing more, whether there is one by now: whoever may stand down has to know."""
    partly = {each.submission.id: each.submission for each in shown if not each.is_plain}
    # Scopes say which questions a token may ask, and not what its owner is told.
    unscoped, found = replace(actor, scopes=None), dict[str, bool]()
    for submission_id, submission in partly.items():
        try:
            async with vault.db.read() as connection:
                # What is shown to partners waits for no reviewer, so that it is the same under each policy.
                answer = await answer_seen(vault, connection, unscoped, submission, need=None, policy=SubmissionPolicy())
        except SealBroken:
            get_logger().error("submission_unreadable", submission=submission_id)
            continue
        if answer is not None:
            found[submission_id] = bool(answer["alerts"])
    return found


def _view(vault: Vault, shown: _Shown, has_concern: bool | None) -> NoticeView:
    stored = shown.stored
    return NoticeView(
        stored.id,
        stored.submission_id,
        (stored.alert_id or None) if shown.is_plain else None,
        stored.version,
        stored.cause if shown.is_plain else None,
        bool(stored.restored_by),
        _plain(stored) if shown.is_plain else _sanitised(stored, has_concern),
        _GO_ON if has_concern and not stored.restored_by else _WHAT_TO_DO,
        stored.created_at,
        stored.read_at,
        _reference(vault, shown.submission) if shown.is_named else None,
        stored.line_id if shown.is_plain else None,
    )


def _plain(stored: StoredNotice) -> str:
    return _AGAIN if stored.restored_by else stored.cause.sentence


def _sanitised(stored: StoredNotice, has_concern: bool | None) -> str:
    """Say what became of a concern, and whether it stands: part of it that does not hold is another thing than all of it."""
    said = _AGAIN_SANITISED if stored.restored_by else stored.cause.sanitised
    if has_concern is None:
        return said
    stands = _HOLDS if stored.restored_by else CONCERN_STANDS
    return f"{said} {stands if has_concern else CONCERN_GONE}"


def _reference(vault: Vault, submission: StoredSubmission) -> str | None:
    """Give the reference of the person; one phone that was changed in the store keeps nobody from the notices of all others."""
    try:
        return submission.metadata(vault.keys).subject.reference
    except SealBroken:
        get_logger().error("submission_unreadable", submission=submission.id)
        return None
