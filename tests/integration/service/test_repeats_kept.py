"""A store from before it was kept what stands for alerts of the same file again has that written down once, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

import people
from looking_back import alerts_seen, handed_in
from matcher.service.tidy_store import tidy_store
from matcher.store import repeats_kept, same_episode
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from matcher.store.migrate import check_version, migrate
from matcher.store.schema.answers import repeated_alerts, results
from matcher.store.schema.trail import store_facts
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER

#: Takes back what the steps since the sixth brought, and brings what they took away.
NEWER = (
    "DROP TABLE repeated_alerts",
    "DROP INDEX ix_recalls_submission_id",
    "ALTER TABLE recalls DROP COLUMN match_id",
    "ALTER TABLE recalls DROP COLUMN submission_id",
    "ALTER TABLE recall_notices DROP COLUMN ground_id",
    "ALTER TABLE recall_notices DROP COLUMN was_confirmed",
    "ALTER TABLE submissions DROP COLUMN found_since",
    "ALTER TABLE submissions ADD COLUMN same_as VARCHAR(40)",
    "UPDATE alembic_version SET version_num = '0006'",
)


async def bring_forward(desk):
    """Make of the store what it was as of the sixth step, and have this version bring it forward."""
    db = desk.vault.db
    url = f"sqlite:///{db.folder / 'linewatch.db'}" if db.folder else db.engine.url.render_as_string(hide_password=False)
    async with db.write() as connection:
        for statement in NEWER:
            await connection.execute(sa.text(statement))
    await db.close()
    url = url.replace("postgresql+psycopg", "postgresql")
    migrate(url, desk.vault.keys.database_key)
    check_version(url, desk.vault.keys.database_key)


async def rows_of(desk):
    """Give what stands for what, without the moment."""
    return sorted(
        (each["id"], each["submission_id"], each["alert_id"], bool(each["is_restricted"])) for each in await desk.rows(repeated_alerts)
    )


@pytest.mark.parametrize("at_once", [1, 50], ids=["one at a time", "together"])
async def test_whoever_handed_the_same_file_in_again_long_ago_has_its_alert_in_their_list(desk, monkeypatch, at_once):
    """As of the sixth step they had it in their answer alone; a worker that tidies writes it down, whichever lines it rests on."""
    monkeypatch.setattr(repeats_kept, "_AT_ONCE", at_once)
    north = desk.house.people["north-submitter"]
    new = NewAccount(new_id("acc"), north.organisation_id, north.unit_id, "second", north.roles, areas=north.areas)
    async with desk.vault.db.write() as connection:
        desk.house.people["second"] = await insert_account(connection, new, now=people.NOW)
    # As stores did once: an alert stood for the file of somebody who may not know of the case it was raised with.
    monkeypatch.setattr(same_episode, "_is_known_to_sender", lambda *_: True)
    await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER)
    desk.now += timedelta(hours=1)
    again = await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER, who="second")
    await handed_in(desk, NOBODY, who="second")
    await handed_in(desk, NOBODY, **{"episode.reference": "M-2026-99"})
    before = await rows_of(desk)
    assert {each[3] for each in before} == {False, True}
    ((alert, *_),) = [await alerts_seen(desk, "second")]
    await bring_forward(desk)
    assert await alerts_seen(desk, "second") == ()

    for _ in range(4):
        await tidy_store(desk.vault, now=desk.now)

    assert await rows_of(desk) == before
    assert [each.id for each in await alerts_seen(desk, "second")] == [alert.id]
    (told,) = [each for each in await alerts_seen(desk, "north-coordinator") if each.id == alert.id]
    assert [each.submission_id for each in told.seen_again] == [again]
    assert [each["value"] for each in await desk.rows(store_facts, name="repeats_kept")] == ["all"]


async def test_one_that_cannot_be_opened_keeps_nothing_from_the_others(desk):
    """An answer that was changed in the store is passed by; what stands for the others is written down."""
    await handed_in(desk, OPEN_NUMBER)
    changed, whole = [await handed_in(desk, OPEN_NUMBER) for _ in range(2)]
    before = [each for each in await rows_of(desk) if each[1] == whole]
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.delete(repeated_alerts))
        await connection.execute(sa.update(results).where(results.c.submission_id == changed).values(answer_sealed=b"changed"))

    await tidy_store(desk.vault, now=desk.now)

    assert await rows_of(desk) == before
