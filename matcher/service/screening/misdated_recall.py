"""Recalls what was told of a match by dates that the list has otherwise by now: the number may have been somebody else's on that phone.

Part of the job that looks back for a version (`retro_match`). Of a number that is gone all phones are recalled (`recall`); here each is
judged by its own times, and those that lie within the dates keep what they have.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.service.lists.line_lists import PublishedList
from matcher.service.screening.jailed_screening import ScreeningMeans
from matcher.service.screening.later_case import Key, LaterCase, known_matches, misdated, read_case
from matcher.service.screening.looking_back import ChangedAllTheTime, Look
from matcher.service.screening.recall import NumberGone, Recalling
from matcher.store import steps
from matcher.store.matches import StoredMatch
from matcher.store.recalls import write_recall_of_match
from matcher.store.same_person import find_with_person
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Connection

_TRIES = 6


def holding_less(case: LaterCase, published: PublishedList, means: ScreeningMeans) -> dict[Key, StoredMatch]:
    """Give the matches that hold and of which more was told than the list holds by now, by line and number; it blocks.

    Whoever knew openly of a line that is restricted by now hears nothing of what it has come to.
    """
    lines = published.whole.lines
    less = {key: case.known[key] for key in sorted(misdated(case, published, means))}
    return {key: row for key, row in less.items() if row.is_live and row.is_restricted >= lines[key[0]].visibility.is_restricted}


async def recall_misdated(look: Look, of: StoredSubmission, wanted: Mapping[str, AbstractSet[str]]) -> None:
    """Recall the matches of a submission of which more was told than the list holds by now, in one transaction.

    Args:
        look: The job this is a part of.
        of: The submission.
        wanted: Numbers of it, as E.164, with the lines they changed for.

    Raises:
        ChangedAllTheTime: others changed the list or the submission whenever it was to be written.
    """
    for _ in range(_TRIES):
        async with look.vault.db.read() as connection:
            published = await look.lists.latest(connection, of.organisation_id)
            case = None if published is None else await read_case(connection, look.vault.keys, of.id, wanted, published)
        if published is None or case is None:
            return
        holding = await asyncio.to_thread(holding_less, case, published, look.means)
        if not holding:
            return
        async with look.strides.write() as connection:
            await look.stay_alive(connection)
            is_as_read = await look.is_as_read(connection, of.organisation_id, published.version_id, published.guards.edition)
            is_done = is_as_read and await _recall(look, connection, case, holding, published)
            steps.reached("recall:within-transaction")
        if is_done:
            steps.reached("recall:one-recalled")
            return
    raise ChangedAllTheTime


async def _recall(
    look: Look, connection: Connection, case: LaterCase, holding: Mapping[Key, StoredMatch], published: PublishedList
) -> bool:
    """Recall them; False where the submission has become another one since it was read."""
    submission = await find_with_person(connection, case.submission.id)
    if submission is None or submission.erased_at is not None or submission.status is not SubmissionStatus.DONE:
        return True
    if await known_matches(connection, look.vault.keys, submission.id, case.wanted) != case.known:
        return False
    now = look.now()
    for (line_id, number), match in holding.items():
        recall = await write_recall_of_match(
            connection,
            match,
            version_id=published.version_id,
            owner_unit=published.whole.lines[line_id].owner_unit,
            cause=RecallCause.REDATED,
            now=now,
        )
        gone = NumberGone(recall, number, frozenset(look.vault.keys.every_token(number)), is_gone_everywhere=False)
        await Recalling(look, connection, submission, gone, now).go()
    return True
