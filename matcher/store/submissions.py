"""Submissions in the store: what was handed in, by whom, and how it stands. Whose a submission is, is decided in the query."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.access.permission import ObjectFacts
from matcher.domain.submissions.codes import ERASED
from matcher.domain.submissions.metadata_reading import read_metadata, write_metadata
from matcher.domain.submissions.submission import TRANSITIONS, ImpossibleStep, Metadata, SubmissionStatus
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import submissions
from matcher.store.tokens import subject_token

_TABLE = "submissions"


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission as it lies in the store."""

    id: str
    organisation_id: str
    unit_id: str
    submitter_id: str
    status: SubmissionStatus
    code: str | None
    progress: int
    created_at: datetime
    updated_at: datetime
    #: Moment the answer is judged at; the same in every run.
    judged_at: datetime
    #: In small letters.
    areas: frozenset[str]
    #: Names of roles.
    routed_to: frozenset[str]
    #: Empty once erased.
    file_sha256: str
    file_size: int
    #: None when the original is gone.
    original_key: bytes | None
    list_version_id: str | None
    erased_at: datetime | None
    metadata_sealed: bytes | None
    file_name_sealed: bytes | None
    #: How the one concern stands that partners are told instead of its alerts; None where nobody of them has acted.
    concern_state: str | None = None
    #: By which the submissions about one subject are found; None where no reference was stated, and once erased.
    subject_token: bytes | None = None
    #: When the person was found, as a later submission about the same episode stated that was erased.
    found_since: datetime | None = None

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it stands among others: as they were handed in."""
        return self.created_at, self.id

    @property
    def facts(self) -> ObjectFacts:
        """What a decision about it depends on."""
        return self.facts_with(None)

    def facts_with(self, need: str | None) -> ObjectFacts:
        """Give the same with what was typed as the need of this one look."""
        return ObjectFacts(
            self.organisation_id,
            unit_id=self.unit_id,
            submitter_id=self.submitter_id,
            areas=self.areas,
            assigned_to=self.routed_to,
            recorded_need=need,
        )

    def metadata(self, keys: Keys) -> Metadata:
        """Open what was stated with the file; nothing is stated any more once it was erased."""
        if self.metadata_sealed is None:
            return Metadata()
        metadata, _ = read_metadata(json.loads(keys.unseal_text(self.metadata_sealed, cell_of(self.id, "metadata_sealed"))))
        return metadata

    def file_name(self, keys: Keys) -> str | None:
        """Open the name the file was handed in under."""
        sealed = self.file_name_sealed
        return None if sealed is None else keys.unseal_text(sealed, cell_of(self.id, "file_name_sealed"))


def cell_of(submission_id: str, column: str) -> Cell:
    """Give the place of a sealed value of a submission."""
    return Cell(_TABLE, column, submission_id)


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What a submission is made of."""

    id: str
    organisation_id: str
    unit_id: str
    submitter_id: str
    metadata: Metadata
    file_name: str
    file_sha256: str
    file_size: int
    original_key: bytes


async def insert_submission(connection: AsyncConnection, keys: Keys, new: NewSubmission, *, now: datetime) -> None:
    """Put a submission into the store as received."""
    episode = new.metadata.episode
    stated = json.dumps(write_metadata(new.metadata), ensure_ascii=True, separators=(",", ":"))
    await connection.execute(
        sa.insert(submissions).values(
            id=new.id,
            organisation_id=new.organisation_id,
            unit_id=new.unit_id,
            submitter_id=new.submitter_id,
            status=SubmissionStatus.RECEIVED.value,
            progress=0,
            created_at=to_text(now),
            updated_at=to_text(now),
            judged_at=to_text(now),
            metadata_sealed=keys.seal_text(stated, cell_of(new.id, "metadata_sealed")),
            areas=_areas_text((new.metadata.subject.home_area, episode.missing_from, episode.found_at)),
            routed_to="",
            file_name_sealed=keys.seal_text(new.file_name, cell_of(new.id, "file_name_sealed")),
            file_sha256=new.file_sha256,
            file_size=new.file_size,
            original_key=new.original_key,
            subject_token=subject_token(keys, new.organisation_id, new.metadata.subject.reference),
        )
    )


async def find_submission(
    connection: AsyncConnection, submission_id: str, *, organisation_id: str | None = None, locked: bool = False
) -> StoredSubmission | None:
    """Find a submission; of one organisation only, where that is given. Whoever locks it is alone with it until the transaction ends."""
    wanted = sa.select(submissions).where(submissions.c.id == submission_id)
    if organisation_id is not None:
        wanted = wanted.where(submissions.c.organisation_id == organisation_id)
    if locked:
        wanted = wanted.with_for_update()
    row = (await connection.execute(wanted)).mappings().one_or_none()
    return None if row is None else to_submission(row)


async def find_submissions(
    connection: AsyncConnection, submission_ids: Collection[str], *, organisation_id: str
) -> dict[str, StoredSubmission]:
    """Find submissions of an organisation, by their ids."""
    is_it = sa.and_(submissions.c.id.in_(sorted(submission_ids)), submissions.c.organisation_id == organisation_id)
    return {row["id"]: to_submission(row) for row in (await connection.execute(sa.select(submissions).where(is_it))).mappings()}


async def page_of(
    connection: AsyncConnection, condition: sa.ColumnElement[bool], *, limit: int, before: tuple[str, str] | None = None
) -> list[StoredSubmission]:
    """Give submissions that are not erased, the newest first.

    Args:
        connection: The transaction.
        condition: Which ones may be seen (`visibility.reached`).
        limit: How many at most.
        before: Text of the moment, and id, of the last one that was seen.
    """
    wanted = sa.select(submissions).where(condition, submissions.c.erased_at.is_(None))
    if before is not None:
        wanted = wanted.where(sa.tuple_(submissions.c.created_at, submissions.c.id) < sa.tuple_(*map(sa.literal, before)))
    wanted = wanted.order_by(submissions.c.created_at.desc(), submissions.c.id.desc()).limit(limit)
    return [to_submission(row) for row in (await connection.execute(wanted)).mappings()]


async def count_where(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> int:
    """Count submissions that are not erased."""
    wanted = sa.select(sa.func.count()).select_from(submissions).where(condition, submissions.c.erased_at.is_(None))
    return await connection.scalar(wanted) or 0


async def count_by_status(connection: AsyncConnection) -> Mapping[SubmissionStatus, int]:
    """Count the submissions of the whole store by how they stand, for those who run it."""
    wanted = sa.select(submissions.c.status, sa.func.count()).where(submissions.c.erased_at.is_(None)).group_by(submissions.c.status)
    found = {row[0]: row[1] for row in await connection.execute(wanted)}
    return {status: found.get(status.value, 0) for status in SubmissionStatus}


async def same_files(
    connection: AsyncConnection, organisation_id: str, file_sha256: str, *, locked: bool = False
) -> list[StoredSubmission]:
    """Give the submissions of one file in an organisation, the earliest first; erased ones have no file."""
    wanted = (
        sa.select(submissions)
        .where(submissions.c.organisation_id == organisation_id, submissions.c.file_sha256 == file_sha256)
        .order_by(submissions.c.created_at, submissions.c.id)
    )
    if locked:
        wanted = wanted.with_for_update()
    return [to_submission(row) for row in (await connection.execute(wanted)).mappings()]


async def same_uploads(connection: AsyncConnection, submission: StoredSubmission, *, locked: bool = False) -> list[StoredSubmission]:
    """Give the submissions of its file about its subject, itself among them, the earliest first.

    The same bytes about somebody else are another case: what was said of the one is nothing said of the other.
    """
    # All of the file are locked, in one order: two that lock each other's would wait for ever.
    several = await same_files(connection, submission.organisation_id, submission.file_sha256, locked=locked)
    return [each for each in several if each.subject_token == submission.subject_token]


async def bytes_handed_in(connection: AsyncConnection, submitter_id: str, *, since: datetime) -> int:
    """Add up what one person handed in since a moment."""
    wanted = sa.select(sa.func.coalesce(sa.func.sum(submissions.c.file_size), 0)).where(
        submissions.c.submitter_id == submitter_id, submissions.c.created_at > to_text(since)
    )
    return int(await connection.scalar(wanted) or 0)


async def bytes_kept(connection: AsyncConnection) -> int:
    """Add up all originals that are kept."""
    wanted = sa.select(sa.func.coalesce(sa.func.sum(submissions.c.file_size), 0)).where(submissions.c.original_key.is_not(None))
    return int(await connection.scalar(wanted) or 0)


async def count_tiny(connection: AsyncConnection, submitter_id: str, *, since: datetime) -> int:
    """Count the files of one person since a moment that held one number or none."""
    wanted = sa.select(sa.func.count()).where(
        submissions.c.submitter_id == submitter_id, submissions.c.created_at > to_text(since), submissions.c.is_tiny
    )
    return await connection.scalar(wanted) or 0


async def kept_originals(connection: AsyncConnection) -> frozenset[str]:
    """Give the ids of all submissions whose original is kept."""
    wanted = sa.select(submissions.c.id).where(submissions.c.original_key.is_not(None))
    return frozenset(row[0] for row in await connection.execute(wanted))


async def move(
    connection: AsyncConnection,
    submission: StoredSubmission,
    status: SubmissionStatus,
    *,
    at: datetime,
    code: str | None = None,
    also: Mapping[str, Any] | None = None,
) -> None:
    """Move a submission on, with other columns that change by it.

    Raises:
        ImpossibleStep: nothing goes that way.
    """
    if status not in TRANSITIONS[submission.status] or status.needs_code is not bool(code):
        raise ImpossibleStep(f"{submission.status} is never followed by {status}")
    progress = {SubmissionStatus.RECEIVED: 0, SubmissionStatus.READING: 0, SubmissionStatus.DONE: 1000}.get(status)
    changed = {"status": status.value, "code": code, "updated_at": to_text(at), **(also or {})}
    if progress is not None:
        changed["progress"] = progress
    await update_submission(connection, submission.id, changed)


async def update_submission(connection: AsyncConnection, submission_id: str, changed: Mapping[str, Any]) -> None:
    """Change columns of a submission."""
    await connection.execute(sa.update(submissions).where(submissions.c.id == submission_id).values(**changed))


async def blank_submission(connection: AsyncConnection, submission: StoredSubmission, *, at: datetime) -> None:
    """Leave of a submission its ids, how it ended, and that it was erased, and nothing that leads to its file.

    One that had no end has one by this: nobody waits for an answer to it any more.
    """
    ended = {"code": None} if submission.status.is_final else {"status": SubmissionStatus.FAILED.value, "code": ERASED}
    await update_submission(
        connection,
        submission.id,
        {
            **ended,
            "progress": 0,
            "updated_at": to_text(at),
            "judged_at": None,
            "metadata_sealed": None,
            "areas": "",
            "routed_to": "",
            "file_name_sealed": None,
            "file_sha256": "",
            "file_size": 0,
            "original_key": None,
            "list_version_id": None,
            "is_tiny": None,
            "erased_at": to_text(at),
            "subject_token": None,
            "concern_state": None,
            "found_since": None,
        },
    )


def to_submission(row: Mapping[str, Any] | sa.RowMapping) -> StoredSubmission:
    """Make a submission of its row."""
    created = to_moment(row["created_at"])
    return StoredSubmission(
        id=row["id"],
        organisation_id=row["organisation_id"],
        unit_id=row["unit_id"],
        submitter_id=row["submitter_id"],
        status=SubmissionStatus(row["status"]),
        code=row["code"],
        progress=row["progress"],
        created_at=created,
        updated_at=to_moment(row["updated_at"]),
        judged_at=to_moment(row["judged_at"]) if row["judged_at"] else created,
        areas=_parted(row["areas"], "\n"),
        routed_to=_parted(row["routed_to"], ","),
        file_sha256=row["file_sha256"],
        file_size=row["file_size"],
        original_key=row["original_key"],
        list_version_id=row["list_version_id"],
        erased_at=to_moment(row["erased_at"]) if row["erased_at"] else None,
        metadata_sealed=row["metadata_sealed"],
        file_name_sealed=row["file_name_sealed"],
        subject_token=bytes(row["subject_token"]) if row["subject_token"] is not None else None,
        concern_state=row["concern_state"],
        found_since=to_moment(row["found_since"]) if row["found_since"] else None,
    )


def routed_text(roles: Iterable[str]) -> str:
    """Write names of roles as the store keeps them."""
    return ",".join(sorted(roles))


def _areas_text(areas: Sequence[str | None]) -> str:
    known = sorted({" ".join(area.split()).casefold() for area in areas if area and area.strip()})
    return "".join(f"\n{area}" for area in known) + ("\n" if known else "")


def _parted(text: str, by: str) -> frozenset[str]:
    return frozenset(part for part in text.split(by) if part)
