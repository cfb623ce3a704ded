"""The steps that bring a store forward: every one of them, on filled tables, on both engines."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from matcher.store import migrate as steps
from matcher.store.migrate import check_version, migrate
from matcher.store.schema.every_table import metadata
from stores import ENGINES, new_url

KEY = "00" * 32
MOMENT = "2026-04-20T12:00:00.000000Z"


@pytest.fixture(params=ENGINES)
def url(request, tmp_path) -> str:
    """A database with nothing in it."""
    return new_url(request.param, tmp_path)


def bring_to(url: str, revision: str) -> None:
    """Bring a database to an older form."""
    with steps._connected(url, KEY) as connection:
        config = steps._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def put(connection: sa.Connection, table: str, **values: object) -> None:
    """Put a row into a table as it is, whatever this version calls its columns."""
    names = ", ".join(values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)


def fill_first(connection: sa.Connection) -> None:
    """Fill the tables that the second step changes, as the first version did."""
    put(connection, "organisations", id="org_1", name="Estmoor", created_at=MOMENT)
    put(connection, "units", id="uni_1", organisation_id="org_1", name="Prevention")
    put(
        connection, "accounts", id="acc_1", organisation_id="org_1", unit_id="uni_1", username="a", password_hash="", roles="submitter",
        is_cleared=False, areas="", created_at=MOMENT,
    )  # fmt: skip
    put(
        connection, "list_versions", id="lst_1", organisation_id="org_1", number=1, name="lines.csv", sha256="0" * 64, published_at=MOMENT,
        published_by="acc_1", lines=1, numbers=1, content_sealed=b"sealed",
    )  # fmt: skip
    put(
        connection, "submissions", id="sub_1", organisation_id="org_1", unit_id="uni_1", submitter_id="acc_1", status="done", progress=1000,
        created_at=MOMENT, updated_at=MOMENT, areas="", routed_to="", file_sha256="1" * 64, file_size=9,
    )  # fmt: skip
    put(connection, "jobs", id="job_1", kind="screen-submission", submission_id="sub_1", state="done", created_at=MOMENT, run_after=MOMENT,
        attempts=1)  # fmt: skip
    put(connection, "matches", id="mat_1", submission_id="sub_1", organisation_id="org_1", line_id="L-1", number_token=b"t" * 32, grade="A",
        is_restricted=False, state="confirmed")  # fmt: skip
    put(connection, "alerts", id="alr_1", submission_id="sub_1", organisation_id="org_1", rule="AR-01", urgency="P1", is_restricted=False,
        created_at=MOMENT, body_sealed=b"sealed", state="open")  # fmt: skip


def test_the_steps_make_the_tables_of_this_version(url):
    """A new database that went through every step has exactly the tables, columns and indexes that the code expects."""
    migrate(url, KEY)

    with steps._connected(url, KEY) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_a_filled_store_of_the_first_version_is_brought_forward(url):
    """Rows written before the upkeep of the list was there are kept, and count as found by a screening of a list file."""
    bring_to(url, "0001")
    with steps._connected(url, KEY) as connection:
        fill_first(connection)

    migrate(url, KEY)

    check_version(url, KEY)
    with steps._connected(url, KEY) as connection:
        version = connection.execute(sa.text("SELECT content_format, proposal_id FROM list_versions")).one()
        match = connection.execute(sa.text("SELECT state, found_by, recall_id FROM matches")).one()
        alert = connection.execute(sa.text("SELECT state, recipient_id, recall_id FROM alerts")).one()
        subjects = connection.execute(sa.text("SELECT id, subject_token FROM submissions")).one()
    assert tuple(version) == ("file", None)
    assert tuple(match) == ("confirmed", "screening", None)
    assert tuple(alert) == ("open", None, None)
    assert tuple(subjects) == ("sub_1", None)


def test_nothing_is_kept_of_which_submission_came_first(url):
    """What a store from before says of the same file goes, with the submissions as they were."""
    bring_to(url, "0009")
    with steps._connected(url, KEY) as connection:
        fill_first(connection)
        put(
            connection, "submissions", id="sub_2", organisation_id="org_1", unit_id="uni_1", submitter_id="acc_1", status="done",
            progress=1000, created_at=MOMENT, updated_at=MOMENT, areas="", routed_to="", file_sha256="1" * 64, file_size=9, same_as="sub_1",
        )  # fmt: skip

    migrate(url, KEY)

    with steps._connected(url, KEY) as connection:
        kept = connection.execute(sa.text("SELECT * FROM submissions ORDER BY id")).mappings().all()
    assert [(each["id"], each["file_sha256"]) for each in kept] == [("sub_1", "1" * 64), ("sub_2", "1" * 64)]
    assert not any("same_as" in each for each in kept)


def test_findings_that_were_told_of_say_of_which_match_they_are(url):
    """They had that in the place of a record; notices say what they are about, and what an erasure had left of a finding goes."""
    bring_to(url, "0001")
    with steps._connected(url, KEY) as connection:
        fill_first(connection)
    bring_to(url, "0006")
    recall = {"organisation_id": "org_1", "version_id": "lst_1", "line_id": "L-1", "created_at": MOMENT}
    with steps._connected(url, KEY) as connection:
        put(connection, "recalls", id="rcl_1", record_id="N-1", cause="wrong", **recall)
        put(connection, "recalls", id="rcl_2", record_id="mat_1 rcl_2", cause="rejected", **recall)
        put(connection, "recalls", id="rcl_3", record_id="mat_9 rcl_3", cause="rejected", **recall)
        for at in (1, 2, 3):
            put(connection, "recall_notices", id=f"ntc_{at}", organisation_id="org_1", recall_id=f"rcl_{at}", submission_id="sub_1",
                alert_id="", recipient="acc_1", is_restricted=False, restored_by="", created_at=MOMENT)  # fmt: skip

    migrate(url, KEY)

    with steps._connected(url, KEY) as connection:
        found = connection.execute(sa.text("SELECT id, record_id, match_id, submission_id FROM recalls ORDER BY id")).all()
        notices = connection.execute(sa.text("SELECT id, ground_id, was_confirmed FROM recall_notices ORDER BY id")).all()
    assert [tuple(each) for each in found] == [("rcl_1", "N-1", None, None), ("rcl_2", "rcl_2", "mat_1", "sub_1")]
    assert [tuple(each) for each in notices] == [("ntc_1", None, True), ("ntc_2", "mat_1", True)]
