"""What was told already about a person in an episode, with whatever file (domain 6, S12): other submissions, and alerts that stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.concern import carries_concern
from matcher.domain.looking_back.same_episode import Told, has_same_reference, is_over, is_same_episode, told_after, told_within
from matcher.domain.looking_back.told_already import Claim
from matcher.domain.screening import EpisodeStatus
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.errors import SealBroken
from matcher.logs import get_logger
from matcher.store.alert_grounds import AlertGrounds, read_grounds
from matcher.store.alerts import CLOSED, SETTLED, StoredAlert
from matcher.store.coverage import Coordinators, coordinators_of
from matcher.store.key_ring import Keys
from matcher.store.repeated_alerts import seen_again_with
from matcher.store.same_person import keep_found, of_same_person
from matcher.store.submissions import StoredSubmission

#: So many are compared with at most, the newest: each costs the same questions, whatever it holds.
_MOST = 20
_FOUND = EpisodeStatus.FOUND

ReadGrounds = Callable[[AsyncConnection, Keys, str], Awaitable[AlertGrounds]]


async def told_before(
    connection: AsyncConnection, keys: Keys, submission: StoredSubmission, *, is_later_too: bool = False
) -> tuple[StoredSubmission, ...]:
    """Give the submissions about its person in its episode that have an answer and were handed in before this one, the earliest first.

    Args:
        connection: The transaction.
        keys: Open what was stated.
        submission: Which one.
        is_later_too: Give those that were handed in later, and are answered, as well.
    """
    several = [each for each in await of_same_person(connection, submission) if each.id != submission.id or each.found_since is not None]
    if not several:
        return ()
    # Refused, failed and unfinished ones told nothing; whoever was found is found, whatever became of the file with which that was stated.
    stated = [(each, said) for each in several if (said := _told(keys, each)) is not None]
    found = [Told("", replace(said.episode, status=_FOUND), each.found_since) for each, said in stated if each.found_since is not None]
    told = [(each.place, said) for each, said in stated if each.id != submission.id]
    now = Told(submission.id, submission.metadata(keys).episode, submission.created_at)
    # What was found at the very moment counts against what was told: an alert too many is closed.
    before = [*(said for place, said in told if place < submission.place), *(each for each in found if each.at <= now.at)]
    within = set(told_within(now.episode, sorted(before, key=_moment)))
    if is_later_too:
        later = [*(each for each in found if each.at > now.at), *(said for place, said in told if place > submission.place)]
        within.update(told_after(now, sorted(later, key=_moment)))
    return tuple(each for each in several if each.id in within and each.status is SubmissionStatus.DONE)[-_MOST:]


async def claims_before(
    connection: AsyncConnection,
    keys: Keys,
    submission: StoredSubmission,
    *,
    apart_from: Collection[str] = (),
    read: ReadGrounds = read_grounds,
) -> list[Claim]:
    """Give what the alerts say that were raised already about its person in its episode and stand, as they were handed in.

    Those of whoever is responsible for it now: what others have in hand or are done with was told to nobody here. The same is asked of each
    other submission, whatever it holds.

    Args:
        connection: A transaction that is alone with the person (`lock_person`).
        keys: Open what was stated, answers and alerts.
        submission: Which one.
        apart_from: Ids of submissions that do not count.
        read: Gives what the alerts of each rest on.
    """
    several = {each.id: each for each in await told_before(connection, keys, submission, is_later_too=True)}
    of_file = {each.id for each in several.values() if each.file_sha256 == submission.file_sha256}
    again = await seen_again_with(connection, several)
    coordinators = await coordinators_of(connection, submission.organisation_id)
    claims: list[Claim] = []
    for each in several.values():
        if each.id in apart_from:
            continue
        try:
            grounds = await read(connection, keys, each.id)
        except SealBroken:
            get_logger().error("submission_unreadable", submission=each.id)
            continue
        for alert in grounds.alerts:
            if not is_told_to_all(alert) or not grounds.stands(alert):
                continue
            told_with = {each.id, *again.get(alert.id, ())}
            claim = grounds.claim_of(alert, is_of_file=not told_with.isdisjoint(of_file))
            if not _is_known_to_sender(each, submission, coordinators):
                continue
            if _is_heard(alert, submission, [several[told] for told in told_with], coordinators, is_of_file=claim.is_of_file):
                is_closed = claim.is_closed or (each.concern_state == CLOSED and carries_concern(alert.body))
                claims.append(replace(claim, is_closed=is_closed))
    return claims


def _is_heard(
    alert: StoredAlert, submission: StoredSubmission, told: Collection[StoredSubmission], coordinators: Coordinators, *, is_of_file: bool
) -> bool:
    """Whether an alert tells whoever is responsible for a submission, by those it stands in (docs/decisions/0046)."""
    heard = frozenset[str]().union(*(coordinators.responsible_for(each.facts) for each in told))
    if not coordinators.responsible_for(submission.facts) <= heard:
        return False
    return (is_of_file and alert.state != CLOSED) or submission.areas <= frozenset[str]().union(*(each.areas for each in told))


def _is_known_to_sender(raised_for: StoredSubmission, submission: StoredSubmission, coordinators: Coordinators) -> bool:
    """Whether whoever handed a submission in may know of another: of one that is not theirs nothing may be told, nor missed by it."""
    return submission.submitter_id in {raised_for.submitter_id, *coordinators.responsible_for(raised_for.facts)}


async def remember_found(connection: AsyncConnection, keys: Keys, erased: StoredSubmission) -> None:
    """Keep that the person was found with what was handed in before about the episode, where a submission that is erased says so."""
    said = _told(keys, erased)
    if said is None or not is_over(said.episode):
        return
    earlier = [each for each in await of_same_person(connection, erased) if each.place < erased.place]
    stated = ((each.id, told) for each in earlier if (told := _told(keys, each)) is not None)
    of_episode = [each_id for each_id, told in stated if has_same_reference(told.episode, said.episode)]
    await keep_found(connection, of_episode, said.at)


def is_told_to_all(alert: StoredAlert) -> bool:
    """Whether an alert was raised, was not retracted, and is for everybody who may see its answer."""
    return not alert.is_for_some and alert.state != SETTLED and alert.recall_id is None


def are_of_one_episode(keys: Keys, one: StoredSubmission, other: StoredSubmission) -> bool:
    """Whether two submissions about one person are about one episode."""
    first, second = sorted((one, other), key=lambda each: each.place)
    before, now = _told(keys, first), _told(keys, second)
    return before is not None and now is not None and is_same_episode(now.episode, before)


def _moment(told: Told) -> datetime:
    return told.at


def _told(keys: Keys, submission: StoredSubmission) -> Told | None:
    """Give what was stated with a submission. One that was changed in the store told nothing: it must keep no other from being told."""
    try:
        return Told(submission.id, submission.metadata(keys).episode, submission.created_at)
    except SealBroken:
        get_logger().error("submission_unreadable", submission=submission.id)
        return None
