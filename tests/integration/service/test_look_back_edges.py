"""What a look back does beside the usual: counts before it, watches, protected numbers, broken phones, officers who left, new keys."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from dying import StillHouse
from legal_metadata import PACE
from looking_back import LATER, LATER_COVERT, NOBODY_E164, alerts_seen, handed_in, publish, take_back
from matcher.domain.alerts.watch import WatchDraft, WatchKind, WatchPurpose
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.domain.register import Register
from matcher.domain.upkeep.list_effects import numbers_wanted
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.lists.line_lists import LineLists
from matcher.service.read_retro_run import read_retro_run
from matcher.service.views.count_touched import count_touched
from matcher.service.watch_target import watch_target
from matcher.store.alerts import alert_states, rewrite_alert, waiting_alerts
from matcher.store.jobs import MOST_ATTEMPTS, JobKind, take_job
from matcher.store.keys import load_key_file, rotate
from matcher.store.proposals import changes_of
from matcher.store.resealing import reseal_all
from matcher.store.schema.answers import alerts, jobs, matches, results
from matcher.store.schema.lists import list_versions, recalls
from matcher.worker import run_worker
from submitting import COVERT_LINE, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list, means


async def test_how_many_phones_a_proposal_touches_is_counted_before_it_is_published(desk):
    """Of three phones two hold the number; neither those of another organisation nor what was kept long enough count."""
    for numbers in ((NOBODY,), (NOBODY, OPEN_NUMBER), (OPEN_NUMBER,)):
        await handed_in(desk, *numbers)
    await handed_in(desk, NOBODY, who="south-submitter")
    imported = await desk.load(a_list(OPEN_LINE, COVERT_LINE, LATER))

    async with desk.vault.db.read() as connection:
        changes = await changes_of(connection, desk.vault.keys, imported.proposal_id)
        wanted = numbers_wanted(changes, Register(), desk.lists.conventions)
        counted = [
            await count_touched(connection, desk.vault.keys, desk.house.north.id, wanted, now=now)
            for now in (desk.now, desk.now + timedelta(days=400))
        ]
    assert counted == [2, 0]


async def test_a_watched_number_that_matches_later_is_told_of(desk):
    """Who watches the number hears within the same transaction; a covert line tells a watcher of the number nothing."""
    await handed_in(desk, NOBODY, **PACE)
    draft = WatchDraft(WatchKind.NUMBER, NOBODY, WatchPurpose.MANAGED, "A case.", desk.now + timedelta(days=80))
    await watch_target(desk.vault, desk.actor("north-coordinator"), desk.lists, draft, **desk.ask)

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT)
    assert not await alerts_seen(desk, "north-coordinator")
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT, LATER)

    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-coordinator")] == ["WA-01"]


async def test_a_number_that_becomes_protected_leaves_the_alert_and_the_other_stays(desk):
    """Of two numbers that matched later one turns out to be a helpline: the alert, the match and the row speak of the other alone."""
    submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222"))

    draft = GuardDraft(Guard.PROTECTED, "confidential-person", NOBODY, None, "A solicitor", "They asked for it.", "The firm itself")
    await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)

    (told,) = await alerts_seen(desk, "north-submitter")
    assert NOBODY_E164 not in json.dumps(told.alert)
    assert any("+447700900222" in fact for fact in told.alert["facts"])
    assert [each["number"] for each in (await desk.result(submission))["later_matches"]] == ["+447700900222"]
    assert len(await desk.rows(matches)) == 1


async def test_one_phone_that_was_changed_in_the_store_does_not_hide_the_others(desk):
    """What cannot be opened is left aside and told to whoever runs the service; every other phone is looked at."""
    broken = await handed_in(desk, NOBODY, **PACE)
    sound = await handed_in(desk, NOBODY, OPEN_NUMBER, **PACE)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(results).where(results.c.submission_id == broken).values(answer_sealed=b"\1" * 80))

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

    assert {row["submission_id"] for row in await desk.rows(matches) if row["found_by"] == "retro-match"} == {sound}


async def test_a_publication_in_the_middle_decides(desk):
    """A number that a later version took back before it was looked for matches nothing, and nobody is told of it."""
    await handed_in(desk, NOBODY, **PACE)
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER))
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE))

    assert await desk.look_back() >= 1

    assert await desk.rows(matches) == await desk.rows(alerts) == []


async def test_an_alert_that_becomes_more_urgent_waits_before_the_others(desk):
    """What is added to an alert decides where it waits: the columns it is ordered by say what it says itself."""
    for at in range(2):
        await handed_in(desk, OPEN_NUMBER, **{"subject.reference": f"S-{at}"})
    everybody = sa.true()
    async with desk.vault.db.write() as connection:
        last = (await waiting_alerts(connection, desk.vault.keys, everybody, with_restricted=True, limit=100))[-1]
        await rewrite_alert(connection, desk.vault.keys, last.id, {**last.body, "rule": "AR-01", "urgency": "P0"})
    async with desk.vault.db.read() as connection:
        first = (await waiting_alerts(connection, desk.vault.keys, everybody, with_restricted=True, limit=1))[0]
        states = await alert_states(connection, [last.submission_id], with_restricted=True)

    assert (first.id, first.rule, first.urgency) == (last.id, first.body["rule"], first.body["urgency"])
    assert [(each.rule, each.urgency) for each in states if each.id == last.id] == [("AR-01", "P0")]


async def test_where_the_officer_has_left_the_supervisors_are_told(desk):
    """An alert for an account that is disabled would reach nobody."""
    await handed_in(desk, NOBODY, **PACE)
    await desk.disable("north-submitter")

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)

    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-supervisor")] == ["AR-19"]
    assert not await alerts_seen(desk, "north-reviewer")


async def test_later_matches_outlive_a_renewal_of_keys(desk, tmp_path):
    """With a new key they read as before, and a look back finds nothing twice, before everything is made anew and after."""
    submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    before = await desk.result(submission)
    rotate(tmp_path / "linewatch.key")
    desk.house = replace(desk.house, vault=replace(desk.vault, keys=load_key_file(tmp_path / "linewatch.key")))
    desk.lists = LineLists(desk.vault, means().lists)

    await publish(desk, OPEN_LINE, COVERT_LINE, LATER.replace("2026-02-01", "2026-01-01"))
    await reseal_all(desk.vault.db, desk.vault.keys)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222"))

    after = await desk.result(submission)
    assert after["later_matches"][:1] == before["later_matches"]
    assert [each["number"] for each in after["later_matches"]] == [NOBODY_E164, "+447700900222"]


async def begun_too_often(desk):
    """Have a version that brings and one that takes back, whose job was begun five times and never came to its end; give the version."""
    await handed_in(desk, NOBODY, OPEN_NUMBER, **PACE)
    await take_back(desk, "+447700900123", looks=False)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(jobs).where(jobs.c.kind == JobKind.RETRO_MATCH.value).values(attempts=MOST_ATTEMPTS))
    return max(row["id"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id))


async def test_a_look_back_that_is_given_up_says_so(desk):
    """It is neither running nor done, to whoever asks how far it is; what it did not recall is not said to be recalled."""
    version = await begun_too_often(desk)

    assert await desk.look_back() == 1

    run = await read_retro_run(desk.vault, desk.actor("north-analyst"), desk.lists, version, **desk.ask)
    assert (run.state, run.numbers_done) == ("given-up", 0)
    (job,) = await desk.rows(jobs, object_id=version)
    (recall,) = await desk.rows(recalls)
    assert (job["state"], recall["finished_at"]) == ("dead", None)


async def test_a_look_back_that_is_given_up_tells_nothing_of_a_covert_line(desk):
    """For the uncleared a version that changed a covert line alone had nothing to look for, given up or not."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER_COVERT))
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(jobs).where(jobs.c.kind == JobKind.RETRO_MATCH.value).values(attempts=MOST_ATTEMPTS))
    await desk.look_back()
    (version,) = [row["id"] for row in await desk.rows(list_versions, organisation_id=desk.house.north.id, number=2)]

    run = await read_retro_run(desk.vault, desk.actor("north-reviewer"), desk.lists, version, **desk.ask)

    assert (run.state, run.numbers) == ("done", 0)


async def test_a_worker_logs_that_a_look_back_was_given_up(desk, logged):
    """Whoever runs the service is told which version it was, as an error, and not that the job is done."""
    version = await begun_too_often(desk)
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(StillHouse(desk.vault, desk.lists, at=desk.now, lease=LEASE), stop=stop))
    async with asyncio.timeout(60):
        # The store tells nobody.
        while any(each["state"] != "dead" for each in await desk.rows(jobs, object_id=version)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    stop.set()
    await worker

    assert [(each["event"], each["level"], each["list_version"]) for each in logged()] == [("look_back_given_up", "error", version)]
