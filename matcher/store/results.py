"""Answers in the store: compressed, sealed, one for each audience."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from matcher.domain.answers.role_view import Audience
from matcher.store.bulk import insert_rows
from matcher.store.crypto import Cell
from matcher.store.key_ring import Keys
from matcher.store.moments import to_moment, to_text
from matcher.store.schema.answers import results

Json = dict[str, Any]


def sealed_answers(keys: Keys, submission_id: str, answers: Mapping[Audience, Json], *, list_version_id: str) -> list[Json]:
    """Make the rows of the answers to one submission; this takes a while and needs no transaction."""
    return [
        {
            "submission_id": submission_id,
            "audience": audience.value,
            "list_version_id": list_version_id,
            **_sealed(keys, submission_id, audience, answer),
        }
        for audience, answer in answers.items()
    ]


def answer_hash(answer: Json) -> str:
    """Give the hash an answer is kept with: two that have one are the same, byte for byte."""
    return hashlib.sha256(_written(answer)).hexdigest()


def _written(answer: Json) -> bytes:
    return json.dumps(answer, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")


def _sealed(keys: Keys, submission_id: str, audience: Audience, answer: Json) -> Json:
    text = _written(answer)
    return {
        "output_sha256": hashlib.sha256(text).hexdigest(),
        "answer_sealed": keys.seal(zlib.compress(text, 6), _cell(submission_id, audience)),
    }


async def replace_answers(connection: AsyncConnection, keys: Keys, submission_id: str, answers: Mapping[Audience, Json]) -> None:
    """Put answers in the place of those that told of a number which is protected now."""
    for audience, answer in answers.items():
        is_it = sa.and_(results.c.submission_id == submission_id, results.c.audience == audience.value)
        await connection.execute(sa.update(results).where(is_it).values(**_sealed(keys, submission_id, audience, answer)))


async def write_answers(connection: AsyncConnection, rows: Collection[Json], *, now: datetime) -> None:
    """Put answers into the store."""
    await insert_rows(connection, results, [{**row, "created_at": to_text(now)} for row in rows])


async def read_answers(
    connection: AsyncConnection, keys: Keys, submission_id: str, audiences: Collection[Audience]
) -> dict[Audience, Json]:
    """Give the answers for these audiences; what is for others is not even read."""
    return opened_answers(keys, submission_id, await sealed_of(connection, submission_id, audiences))


async def sealed_of(connection: AsyncConnection, submission_id: str, audiences: Collection[Audience]) -> dict[Audience, bytes]:
    """Give the same as they lie in the store."""
    names = sorted(audience.value for audience in audiences)
    wanted = sa.select(results).where(results.c.submission_id == submission_id, results.c.audience.in_(names))
    return {Audience(row.audience): row.answer_sealed for row in await connection.execute(wanted)}


def opened_answers(keys: Keys, submission_id: str, sealed: Mapping[Audience, bytes]) -> dict[Audience, Json]:
    """Open answers; this takes a while and needs no transaction."""
    return {audience: json.loads(zlib.decompress(keys.unseal(each, _cell(submission_id, audience)))) for audience, each in sealed.items()}


async def answer_hashes(connection: AsyncConnection, submission_id: str) -> dict[Audience, str]:
    """Give the hashes of the answers to a submission."""
    wanted = sa.select(results.c.audience, results.c.output_sha256).where(results.c.submission_id == submission_id)
    return {Audience(row[0]): row[1] for row in await connection.execute(wanted)}


async def answered_at(connection: AsyncConnection, submission_id: str) -> datetime | None:
    """Say when a submission was answered; None where it was not."""
    moment = await connection.scalar(sa.select(sa.func.min(results.c.created_at)).where(results.c.submission_id == submission_id))
    return None if moment is None else to_moment(moment)


def _cell(submission_id: str, audience: Audience) -> Cell:
    return Cell("results", "answer_sealed", (submission_id, audience.value))
