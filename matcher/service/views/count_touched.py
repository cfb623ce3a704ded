"""Says before a publication how much it will find: how many phones that were answered before a proposal touches (domain 14, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from matcher.store.key_ring import Keys
from matcher.store.retro import count_done, find_touched
from matcher.store.vault import Connection

#: Numbers that are counted; whoever proposes more is told that there are at least so many.
MOST_NUMBERS = 5_000


async def count_touched(connection: Connection, keys: Keys, organisation_id: str, numbers: Iterable[str], *, now: datetime) -> int:
    """Count the submissions that hold a number changes would bring, on whatever legal basis, of at most `MOST_NUMBERS` numbers.

    It tells that a number stands on a phone, so it is for those who may decide about the whole proposal and for nobody else: ask
    `views.proposal.may_decide` before. Submissions are counted, neither named nor told apart.

    Args:
        connection: A transaction.
        keys: Make the tokens.
        organisation_id: Whose submissions.
        numbers: As E.164, what would be looked for (`numbers_wanted`).
        now: The moment; what was kept long enough counts no more.
    """
    tokens = {token: number for number in islice(sorted(numbers), MOST_NUMBERS) for token in keys.every_token(number)}
    return await count_done(connection, list(await find_touched(connection, organisation_id, tokens, today=now.date())))
