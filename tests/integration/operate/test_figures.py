"""What is counted of a store, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matcher.domain.submissions.submission import SubmissionStatus
from matcher.service.measure_store import measure_store
from matcher.store.moments import to_text
from matcher.store.schema.answers import jobs, submissions
from matcher.store.schema.identity import accounts, organisations, units
from matcher.store.schema.lists import list_versions
from operated import NOW
from stores import ENGINES, new_vault

AGO = timedelta(hours=3)


@pytest.fixture(params=ENGINES)
async def vault(request, tmp_path):
    """Give an empty store."""
    made = await new_vault(request.param, tmp_path)
    yield made
    await made.db.close()


async def test_an_empty_store_counts_nothing(vault):
    """Where there is nothing every figure is nought."""
    found = await measure_store(vault, now=NOW)

    assert set(found.submissions.values()) == {0}
    assert (found.jobs_waiting, found.jobs_leased, found.jobs_dead) == (0, 0, 0)
    assert (found.oldest_job_seconds, found.line_list_age_seconds, found.organisations_without_list) == (0.0, 0.0, 0)


async def test_every_status_and_age_is_counted(vault):
    """Submissions count by status, jobs by state, the oldest open job by its age, and the list that is oldest among the newest."""
    moment = to_text(NOW - AGO)
    async with vault.db.write() as connection:
        for name in ("org_a", "org_b", "org_c"):
            await connection.execute(sa.insert(organisations).values(id=name, name=name, created_at=moment))
        await connection.execute(sa.insert(units).values(id="unit_a", organisation_id="org_a", name="Unit"))
        await connection.execute(
            sa.insert(accounts).values(
                id="acc_a", organisation_id="org_a", unit_id="unit_a", username="a", roles="submitter", created_at=moment
            )
        )
        version = {"name": "lines.csv", "sha256": "0" * 64, "published_by": "acc_a", "lines": 1, "numbers": 1, "content_sealed": b"x"}
        for organisation, number, age in (("org_a", 1, 90), ("org_a", 2, 5), ("org_b", 1, 30)):
            published = to_text(NOW - timedelta(days=age))
            row = {"id": f"lst_{organisation}{number}", "organisation_id": organisation, "number": number, "published_at": published}
            await connection.execute(sa.insert(list_versions).values(**version, **row))
        for at, (status, erased) in enumerate((("received", None), ("done", None), ("done", None), ("failed", None), ("done", moment))):
            row = {"id": f"sub_{at}", "organisation_id": "org_a", "unit_id": "unit_a", "submitter_id": "acc_a", "status": status}
            times = {"created_at": moment, "updated_at": moment, "erased_at": erased}
            await connection.execute(sa.insert(submissions).values(**row, **times, progress=0, file_sha256="", file_size=0))
        for at, (state, age) in enumerate((("waiting", 60), ("leased", 600), ("dead", 9000), ("done", 9000))):
            times = {"created_at": to_text(NOW - timedelta(seconds=age)), "run_after": moment}
            await connection.execute(
                sa.insert(jobs).values(
                    id=f"job_{at}", kind="screen-submission", submission_id=f"sub_{at}", state=state, attempts=1, **times
                )
            )

    found = await measure_store(vault, now=NOW)

    assert found.submissions == {
        SubmissionStatus.RECEIVED: 1,
        SubmissionStatus.READING: 0,
        SubmissionStatus.MATCHING: 0,
        SubmissionStatus.DONE: 2,
        SubmissionStatus.REFUSED: 0,
        SubmissionStatus.FAILED: 1,
    }
    assert (found.jobs_waiting, found.jobs_leased, found.jobs_dead) == (1, 1, 1)
    assert found.oldest_job_seconds == 600.0
    assert found.line_list_age_seconds == 30 * 86400.0
    assert found.organisations_without_list == 1
