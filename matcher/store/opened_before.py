"""What was told of earlier phones of a person, opened before the transaction that compares with it.

To open answers and to read their sentences takes seconds where there are many: nobody else writes to the embedded store meanwhile, and no
typed number is answered. What is kept of each says only what alerts rest on, and holds as long as the answers are the same byte for byte.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.role_view import Audience
from matcher.errors import SealBroken
from matcher.store.alert_grounds import ANSWERS, AlertGrounds, Saying, grounds_with, read_grounds, said_key, trimmed
from matcher.store.alerts import StoredAlert
from matcher.store.key_ring import Keys
from matcher.store.results import answer_hashes, opened_answers, sealed_of
from matcher.store.same_episode import is_told_to_all, told_before
from matcher.store.submissions import StoredSubmission
from matcher.store.vault import Vault

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenedBefore:
    """What the alerts of one submission say."""

    #: Of the answers they stand in.
    hashes: Mapping[Audience, str]
    #: Which alerts, matches and people stand in them.
    answers: Mapping[Audience, Json]
    said: Mapping[str, Saying]


@dataclass(frozen=True, slots=True)
class OpenedPhones:
    """The same of several."""

    #: By submission.
    several: Mapping[str, OpenedBefore]

    async def grounds(self, connection: AsyncConnection, keys: Keys, submission_id: str) -> AlertGrounds:
        """Give what the alerts of one rest on in this transaction; where it is not opened, or was written anew since, it is opened here."""
        opened = self.several.get(submission_id)
        if opened is None or await _hashes(connection, submission_id) != opened.hashes:
            return await read_grounds(connection, keys, submission_id)
        grounds = await grounds_with(connection, keys, submission_id, opened.answers, opened.said)
        is_known = all(said_key(each) in opened.said for each in grounds.alerts if is_told_to_all(each))
        return grounds if is_known else await read_grounds(connection, keys, submission_id)


NOTHING_OPENED = OpenedPhones({})


async def open_before(vault: Vault, submission: StoredSubmission) -> OpenedPhones:
    """Open what a submission will be compared with, one after the other, in a thread; what cannot be opened is left out."""
    async with vault.db.read() as connection:
        several = [each.id for each in await told_before(connection, vault.keys, submission, is_later_too=True)]
    found: dict[str, OpenedBefore] = {}
    for submission_id in several:
        try:
            found[submission_id] = await _open(vault, submission_id)
        except SealBroken:
            # It is opened once more with the others, and told of there.
            continue
    return OpenedPhones(found)


async def _open(vault: Vault, submission_id: str) -> OpenedBefore:
    async with vault.db.read() as connection:
        hashes = await _hashes(connection, submission_id)
        sealed = await sealed_of(connection, submission_id, ANSWERS)
        bare = await grounds_with(connection, vault.keys, submission_id, {})
    return await asyncio.to_thread(_read, vault.keys, submission_id, hashes, sealed, bare.alerts)


def _read(
    keys: Keys, submission_id: str, hashes: Mapping[Audience, str], sealed: Mapping[Audience, bytes], alerts: tuple[StoredAlert, ...]
) -> OpenedBefore:
    answers = opened_answers(keys, submission_id, sealed)
    grounds = AlertGrounds(alerts, (), answers, fired={}, people={})
    return OpenedBefore(hashes, trimmed(answers), {said_key(each): grounds.saying_of(each) for each in alerts if is_told_to_all(each)})


async def _hashes(connection: AsyncConnection, submission_id: str) -> dict[Audience, str]:
    found = await answer_hashes(connection, submission_id)
    return {audience: found[audience] for audience in ANSWERS if audience in found}
