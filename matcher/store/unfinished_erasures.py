"""The end of an erasure: numbers that were too many for its transaction, removed a stride at a time by whoever erased, or by a worker."""

from __future__ import annotations

from matcher.store.database import Database
from matcher.store.erasures import note_left, rows_left
from matcher.store.strides import Strides
from matcher.store.unmatched import remove_unmatched_of

#: What an erasure calls the file that was handed in.
ORIGINAL = "original"


async def end_erasure(db: Database, submission_id: str) -> None:
    """Remove the numbers that are left of an erased submission, and put down that none is left."""
    # Somebody waits for the proof: the rests are short.
    removed = await Strides(db, rest=1.0).remove_all(lambda c, most: remove_unmatched_of(c, submission_id, most=most))
    if removed:
        async with db.write() as connection:
            await note_left(connection, submission_id, {**await rows_left(connection, submission_id), ORIGINAL: 0})
