"""Takes a file with what was stated about it: whole and durable, with its job, or not at all."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed, Outcome
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.submissions.submission import Prepared, SubmissionStatus
from matcher.errors import BadRequest, HashMismatch, MatcherError, NotAllowed, QuotaUsedUp, StoreUnavailable, TooLarge
from matcher.store import steps
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.crypto import Use
from matcher.store.denials import Refused, denied
from matcher.store.idempotency import claim_key
from matcher.store.ids import new_id
from matcher.store.jobs import JobKind, add_job
from matcher.store.key_ring import Keys
from matcher.store.known_cases import handed_in_before
from matcher.store.originals import OriginalFacts, OriginalWriter
from matcher.store.submission_events import add_events
from matcher.store.submissions import (
    NewSubmission,
    StoredSubmission,
    bytes_handed_in,
    bytes_kept,
    find_submission,
    insert_submission,
)
from matcher.store.vault import Connection, Vault

_DAY = timedelta(days=1)
_LONGEST_NAME = 200
_LONGEST_KEY = 200
#: What is gathered before it is sealed: a thread for each small piece would cost more than the sealing.
_GATHERED_BYTES = 1 << 20


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
    #: An earlier submission of the same file that whoever handed this one in may know of.
    same_as: str | None
    status: SubmissionStatus = SubmissionStatus.RECEIVED
    #: When what the same request made before was erased; then `status` says how it had ended.
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Handover:
    """A file that is sealed on the disk, and everything that goes into the store with it."""

    submission_id: str
    prepared: Prepared
    file_name: str
    original: OriginalFacts
    idempotency_key: str | None

    def request_hashes(self, keys: Keys) -> tuple[str, ...]:
        """Tell it from others, by each key and the newest first, and last without one, as was done once.

        It stays when all is erased, so that nobody without the key can try which file it was.
        """
        parts = f"{self.prepared.sha256}\n{self.original.sha256}\n{self.file_name}".encode("utf-8", "surrogatepass")
        keyed = [each.hex() for each in keys.every_keyed_hash(Use.REFERENCE, b"submission\n" + parts)]
        return (*keyed, hashlib.sha256(parts).hexdigest())


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
        BadRequest: the idempotency key is none.
        HashMismatch: it is not the file whose hash was stated.
        KeyReused: the idempotency key stood for another request.
        NotAllowed: the role does not hand in files.
        QuotaUsedUp: the uploads of this person, or all that are kept, have used up their room.
        StoreFull: the disk has no room.
        TooLarge: it is larger than is taken.
    """
    decision = may(actor, Action.SUBMISSION_CREATE, _facts(actor))
    if not decision.allowed:
        raise await denied(vault, actor, Refused(Action.SUBMISSION_CREATE, decision, "submission"), now=now, origin=origin)
    _check_key(idempotency_key)
    await _check_announced(vault, actor, offer, policy=policy, now=now)
    submission_id = new_id("sub")
    steps.reached("submission:before-original")
    original = await _take_in(vault, submission_id, offer, policy)
    steps.reached("submission:after-original")
    handover = _Handover(submission_id, prepared, _last_part(offer.name), original, idempotency_key)
    try:
        if prepared.metadata.file_sha256 not in {None, original.sha256}:
            await _record_mismatch(vault, actor, now=now, origin=origin)
            raise HashMismatch(
                "The file is not the one that was announced: its SHA-256 differs.",
                hint="Fetch the file again from where it was sealed; tell a supervisor (AR-24).",
            )
        receipt = await _settle(vault, actor, handover, policy=policy, now=now, origin=origin)
    except MatcherError as error:
        if not isinstance(error, StoreUnavailable) or not await _may_be_known(vault, submission_id):
            await asyncio.to_thread(vault.originals.erase, submission_id)
        raise
    steps.reached("submission:after-commit")
    if not receipt.is_new:
        await asyncio.to_thread(vault.originals.erase, submission_id)
    return receipt


async def _receipt_of(connection: Connection, actor: Actor, submission_id: str, before: StoredSubmission | None) -> Receipt:
    """Give what the same request made before."""
    if before is None or before.erased_at is None:
        return Receipt(submission_id, is_new=False, same_as=await _same_as(connection, actor, before))
    return Receipt(submission_id, is_new=False, same_as=None, status=before.status, erased_at=before.erased_at)


async def _same_as(connection: Connection, standing: Actor, found: StoredSubmission | None) -> str | None:
    return None if found is None else (await handed_in_before(connection, standing, [found])).get(found.id)


def _facts(actor: Actor) -> ObjectFacts:
    return ObjectFacts(actor.organisation_id, unit_id=actor.unit_id, submitter_id=actor.user_id)


def _check_key(key: str | None) -> None:
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadRequest("An idempotency key has 1 to 200 printable ASCII characters.", hint="Use a UUID.")


def _last_part(name: str) -> str:
    """Give the last part of a name without what no name holds: it is shown, and never a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each for each in last if each.isprintable()).strip()
    return shown[-_LONGEST_NAME:] or "file"


async def _check_announced(vault: Vault, actor: Actor, offer: FileOffer, *, policy: SubmissionPolicy, now: datetime) -> None:
    """Refuse at once what would be refused at the end."""
    announced = offer.announced_bytes or 0
    if announced > policy.upload_limit_bytes:
        raise _too_large()
    async with vault.db.read() as connection:
        await _check_quotas(connection, actor, announced, policy=policy, now=now)


async def _check_quotas(connection: Connection, actor: Actor, size: int, *, policy: SubmissionPolicy, now: datetime) -> None:
    if await bytes_handed_in(connection, actor.user_id, since=now - _DAY) + size > policy.user_quota_bytes:
        raise QuotaUsedUp("Your uploads of the last 24 hours have used up their room.", hint="Try again later, or ask an administrator.")
    if await bytes_kept(connection) + size > policy.total_quota_bytes:
        raise QuotaUsedUp("The uploads that are kept have used up their room.", hint="Ask an administrator.")


async def _take_in(vault: Vault, submission_id: str, offer: FileOffer, policy: SubmissionPolicy) -> OriginalFacts:
    writer = await asyncio.to_thread(vault.originals.create, submission_id, expected_bytes=offer.announced_bytes or 0)
    with writer:
        gathered = bytearray()
        async for piece in offer.pieces:
            gathered += piece
            if writer.size + len(gathered) > policy.upload_limit_bytes:
                raise _too_large()
            if len(gathered) >= _GATHERED_BYTES:
                gathered = await _write(writer, gathered)
        await _write(writer, gathered)
        return await asyncio.to_thread(writer.finish)


async def _write(writer: OriginalWriter, gathered: bytearray) -> bytearray:
    await asyncio.to_thread(writer.write, gathered)
    steps.reached("submission:within-original")
    return bytearray()


async def _settle(vault: Vault, actor: Actor, handover: _Handover, *, policy: SubmissionPolicy, now: datetime, origin: str) -> Receipt:
    """Put everything into the store in one transaction, or find what the same request made before."""
    submission_id, original = handover.submission_id, handover.original
    async with vault.db.write() as connection:
        if handover.idempotency_key is not None:
            request_hash, *older = handover.request_hashes(vault.keys)
            claimed = await claim_key(
                connection,
                vault.keys,
                actor.user_id,
                handover.idempotency_key,
                request_hash=request_hash,
                older=older,
                object_id=submission_id,
                now=now,
            )
            if claimed != submission_id:
                before = await find_submission(connection, claimed, organisation_id=actor.organisation_id)
                return await _receipt_of(connection, await as_it_stands(connection, actor), claimed, before)
        standing = await as_it_stands(connection, actor)
        if not may(standing, Action.SUBMISSION_CREATE, _facts(actor)).allowed:
            # It was allowed when the first byte came.
            raise NotAllowed("This is no longer among what your role may do.")
        await _check_quotas(connection, actor, original.size, policy=policy, now=now)
        new = NewSubmission(
            id=submission_id,
            organisation_id=actor.organisation_id,
            unit_id=actor.unit_id,
            submitter_id=actor.user_id,
            metadata=handover.prepared.metadata,
            file_name=handover.file_name,
            file_sha256=original.sha256,
            file_size=original.size,
            original_key=original.wrapped_key,
        )
        await insert_submission(connection, vault.keys, new, now=now)
        steps.reached("submission:within-transaction")
        await add_job(connection, JobKind.SCREEN, submission_id, now=now)
        await add_events(connection, submission_id, [(SubmissionStatus.RECEIVED, 0)], at=now)
        deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.SUBMISSION_RECEIVED, "submission", submission_id, origin=origin)
        await put_on_record(connection, vault.keys, [deed])
        same_as = await _same_as(connection, standing, await find_submission(connection, submission_id))
        steps.reached("submission:before-commit")
    return Receipt(submission_id, is_new=True, same_as=same_as)


async def _record_mismatch(vault: Vault, actor: Actor, *, now: datetime, origin: str) -> None:
    deed = Deed(
        now,
        actor.organisation_id,
        actor.user_id,
        AuditAction.SUBMISSION_REFUSED,
        "submission",
        outcome=Outcome.DENIED,
        origin=origin,
        reason=HashMismatch.code,
    )
    async with vault.db.write() as connection:
        await put_on_record(connection, vault.keys, [deed])


async def _may_be_known(vault: Vault, submission_id: str) -> bool:
    """Whether the store may hold a submission although it said that it failed: a connection can be lost after the commit."""
    try:
        async with vault.db.read() as connection:
            return await find_submission(connection, submission_id) is not None
    except StoreUnavailable:
        # The file stays; a worker removes it once the store says that nobody knows of it.
        return True


def _too_large() -> TooLarge:
    return TooLarge("The file is larger than is taken.", hint="Export contacts, calls and messages only, without pictures.")
