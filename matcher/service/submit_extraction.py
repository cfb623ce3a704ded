"""Takes a file with what was stated about it: whole and durable, with its job, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from matcher.domain.actor import Actor
from matcher.domain.submission import Prepared
from matcher.domain.submission_policy import SubmissionPolicy
from matcher.store.vault import Vault


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file as it comes in."""

    #: As the sender calls it; only its last part is kept.
    name: str
    #: Its bytes, in pieces of any size. They are counted here, whatever was announced.
    pieces: AsyncIterator[bytes]
    #: How large it was announced to be.
    announced_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a file was taken. What it names is on the disk."""

    submission_id: str
    #: False where the same request had been made before: then it is that one's.
    is_new: bool
    #: An earlier submission of the same file in the organisation.
    same_as: str | None


async def submit_extraction(  # noqa: PLR0913 - all but the first four are named
    vault: Vault,
    actor: Actor,
    prepared: Prepared,
    offer: FileOffer,
    *,
    policy: SubmissionPolicy,
    now: datetime,
    origin: str,
    idempotency_key: str | None = None,
) -> Receipt:
    """Take a file. When this returns, the file, its submission and its job survive anything; when it raises, nothing of them is left.

    Raises:
        HashMismatch: it is not the file whose hash was stated.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: the role does not hand in files.
        QuotaUsedUp: the uploads of this person, or all that are kept, have used up their room.
        StoreFull: the disk has no room.
        TooLarge: it is larger than is taken.
    """
    raise NotImplementedError
