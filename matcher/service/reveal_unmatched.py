"""Shows the numbers of a phone that match nothing, to those who may see them on recorded need; how much of each depends on the role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, Form, absent, may
from matcher.domain.answers.plain_view import mask
from matcher.domain.answers.role_view import Audience
from matcher.domain.submissions.stated import says_something, tidied
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import BadRequest, Fault, NotDone
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.cursors import read_cursor, write_cursor
from matcher.store.denials import Refused, denied
from matcher.store.results import read_answers
from matcher.store.submissions import find_submission
from matcher.store.unmatched import count_unmatched_of, page_of_unmatched
from matcher.store.vault import Connection, Vault

_ACTION = Action.UNMATCHED_REVEAL
_MOST = 200
_LONGEST_NEED = 2000
#: Digits that a masked number shows.
_SHOWN = 2


@dataclass(frozen=True, slots=True)
class UnmatchedPage:
    """Numbers that match nothing, in an order that means nothing."""

    submission_id: str
    #: Whole, or all but the last digits hidden.
    numbers: tuple[str, ...]
    #: How many are kept of the phone; none is where they are kept no longer, or never were.
    count: int
    is_masked: bool
    cursor: str | None


async def reveal_unmatched(  # noqa: PLR0913 - all but the first three are named
    vault: Vault, actor: Actor, submission_id: str, *, need: str, now: datetime, origin: str, limit: int = 50, cursor: str | None = None
) -> UnmatchedPage:
    """Give a page of the numbers of a phone that match no line which everybody may know of, without its own.

    Numbers on restricted lines are among them, for whoever asks: one that is left out would tell of its line.

    Args:
        vault: The store.
        actor: Who asks.
        submission_id: Of which phone.
        need: Why it is needed, as typed for this one look; it is put on record.
        now: The moment of the request.
        origin: Where it came from.
        limit: How many at most.
        cursor: Where to go on.

    Raises:
        BadCursor: the cursor was not given out for this person and this submission.
        BadRequest: the need says nothing.
        NotAllowed: the role may not.
        NotDone: it was not read to its end.
        NotFound: there is no submission of this id that they may know of.
    """
    need = _stated(need)
    of = f"unmatched:{submission_id[:40]}"
    behind = read_cursor(vault.keys, of, actor.user_id, cursor)
    limit = max(1, min(limit, _MOST))
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        found = await find_submission(connection, submission_id, organisation_id=actor.organisation_id)
        decision = absent(standing, _ACTION) if found is None else may(standing, _ACTION, found.facts_with(need))
        is_there = found is not None and found.status is SubmissionStatus.DONE and found.erased_at is None
        if decision.allowed and is_there:
            place = bytes.fromhex(behind[0]) if behind else None
            own = await _own_tokens(vault, connection, submission_id)
            rows = await page_of_unmatched(connection, vault.keys, submission_id, limit=limit + 1, behind=place, without=own)
            count = await count_unmatched_of(connection, submission_id, without=own)
            action = AuditAction.UNMATCHED_REVEALED
            deed = Deed(now, actor.organisation_id, actor.user_id, action, "submission", submission_id, origin=origin, reason=need)
            await put_on_record(connection, vault.keys, [deed])
            shown = rows[:limit]
            more = write_cursor(vault.keys, of, actor.user_id, (shown[-1].place.hex(), "")) if len(rows) > limit else None
            is_masked = decision.form is not Form.FULL
            numbers = tuple(mask(each.e164, _SHOWN) if is_masked else each.e164 for each in shown)
            return UnmatchedPage(submission_id, numbers, count, is_masked, more)
    if decision.allowed:
        raise NotDone("Nothing is kept of this submission.", hint="It is not answered, or it was erased.")
    raise await denied(vault, actor, Refused(_ACTION, decision, "submission", submission_id), now=now, origin=origin)


async def _own_tokens(vault: Vault, connection: Connection, submission_id: str) -> frozenset[bytes]:
    """Give the tokens of the phone's own numbers: they are kept as all others are, and are nobody else's."""
    answers = await read_answers(connection, vault.keys, submission_id, [Audience.OPEN])
    own = (number for answer in answers.values() for number in answer["screening"]["subject"]["own_numbers"])
    return frozenset(token for number in own for token in vault.keys.every_token(number))


def _stated(need: str) -> str:
    told = tidied(need)
    if not says_something(told) or len(told) > _LONGEST_NEED:
        fault = Fault("need", "It is put on record, and somebody has to understand it.")
        raise BadRequest("Say in a few words why it is needed.", faults=(fault,))
    return told
