"""What was changed in the store by somebody without the key: one phone stops nothing, what every phone needs stops all; on both engines."""

import asyncio
import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dying import StillHouse
from legal_metadata import PACE
from looking_back import LATER, alerts_seen, handed_in, take_back
from matcher.domain.alerts.watch import WatchDraft, WatchKind, WatchPurpose
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.errors import SealBroken
from matcher.service.add_guard_number import add_guard_number
from matcher.service.keep_out_number import keep_out_number
from matcher.service.list_guard_numbers import list_guard_numbers
from matcher.service.lists.line_lists import LineLists
from matcher.service.read_notices import count_unread_notices, read_notices
from matcher.service.remove_guard_number import remove_guard_number
from matcher.service.retro_match import look_back
from matcher.service.watch_target import watch_target
from matcher.store.jobs import MOST_ATTEMPTS, JobKind, take_job
from matcher.store.schema.answers import alerts, jobs, matches, results, submissions
from matcher.store.schema.lists import guard_numbers, list_versions, recalls, retro_runs, watches
from matcher.store.schema.trail import audit_events, audit_head
from matcher.worker import run_worker
from submitting import COVERT_LINE, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list, means

OPEN_E164 = "+447700900123"
BROKEN = b"\1" * 80
MISSING = {"episode.status": "missing"}

#: What of a phone is sealed and read again.
OF_A_PHONE = pytest.mark.parametrize("what", [(results, "answer_sealed"), (alerts, "body_sealed")], ids=["answer", "alerts"])


def of_one(at):
    """State another person for each phone."""
    return {"subject.reference": f"S-{at}"}


async def spoil(desk, table, column, **where):
    """Change what is sealed."""
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(table).filter_by(**where).values({column: BROKEN}))


def left_aside(logged):
    """The phones that were said to be left aside."""
    return [each["submission"] for each in logged() if each["event"] == "submission_unreadable"]


@OF_A_PHONE
async def test_a_recall_reaches_every_other_phone(desk, logged, what):
    """Of three phones one cannot be opened: the others are recalled, the job ends, the one is logged, and the gap is on record."""
    phones = [await handed_in(desk, OPEN_NUMBER, **MISSING, **of_one(at)) for at in range(3)]
    broken = sorted(phones)[1]
    await spoil(desk, *what, submission_id=broken)

    await take_back(desk, OPEN_E164)

    held = {row["submission_id"] for row in await desk.rows(matches) if row["recall_id"] is None}
    assert held == {broken}
    assert left_aside(logged) == [broken]
    assert "900123" not in json.dumps(logged())
    (recall,) = await desk.rows(recalls)
    assert recall["finished_at"] is not None
    assert {row["state"] for row in await desk.rows(jobs, kind=JobKind.RETRO_MATCH.value)} == {"done"}
    assert (await desk.house.deeds())[-1] == "lines:looked_back failed"
    assert [row["object_id"] for row in await desk.rows(audit_events, action="lines:looked_back")] == [recall["version_id"]]


async def test_a_look_back_that_opened_every_phone_leaves_no_failure_on_record(desk):
    """Where nothing was left aside nothing is said to have failed."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)

    await take_back(desk, OPEN_E164)

    assert not await desk.rows(audit_events, outcome="failed")


async def test_a_phone_whose_metadata_were_changed_hides_no_notice(desk, logged):
    """What was stated with one of two phones cannot be opened: its notice names nobody; both are counted and read."""
    broken, sound = [await handed_in(desk, OPEN_NUMBER, **MISSING, **of_one(at)) for at in range(2)]
    await take_back(desk, OPEN_E164)
    await spoil(desk, submissions, "metadata_sealed", id=broken)
    coordinator = desk.actor("north-coordinator")

    unread = await count_unread_notices(desk.vault, coordinator, policy=desk.policy, most=100)
    logged_by_count = left_aside(logged)
    shown = (await read_notices(desk.vault, coordinator, policy=desk.policy, **desk.ask)).items

    assert unread == len(shown)
    assert {each.submission_id: each.subject_reference for each in shown} == {broken: None, sound: "S-1"}
    assert logged_by_count == []
    assert set(left_aside(logged)) == {broken}
    assert await count_unread_notices(desk.vault, coordinator, policy=desk.policy, most=100) == 0


@OF_A_PHONE
async def test_a_number_that_became_protected_is_taken_out_of_every_other_phone(desk, logged, what):
    """Of three phones one cannot be opened: the others are freed of it, the job ends, and that it is not whole is on record."""
    phones = [await handed_in(desk, OPEN_NUMBER, **MISSING, **of_one(at)) for at in range(3)]
    broken = sorted(phones)[1]
    await spoil(desk, *what, submission_id=broken)
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", OPEN_NUMBER, None, "A solicitor", "They asked for it.", "The firm itself")
    await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)

    await keep_out(desk)

    assert {row["submission_id"] for row in await desk.rows(matches)} == {broken}
    assert left_aside(logged) == [broken]
    assert "900123" not in json.dumps(logged())
    assert {row["state"] for row in await desk.rows(jobs, kind=JobKind.KEEP_OUT.value)} == {"done"}
    assert (await desk.house.deeds())[-1] == "number_list:applied failed"


async def keep_out(desk):
    """Do the job that takes a number out."""
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(desk.vault, job, desk.lists, now=lambda: desk.now, lease=LEASE)


async def test_a_phone_whose_metadata_were_changed_hides_no_other_match(desk, logged):
    """What was stated with a phone cannot be opened: its legal basis is unknown, and the other phone is matched."""
    broken, sound = [await handed_in(desk, NOBODY, **PACE, **of_one(at)) for at in range(2)]
    await spoil(desk, submissions, "metadata_sealed", id=broken)

    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER))
    await desk.look_back()

    assert {row["submission_id"] for row in await desk.rows(matches)} == {sound}
    assert left_aside(logged) == [broken]
    assert (await desk.house.deeds())[-1] == "lines:looked_back failed"


async def spoil_trail(desk):
    """Put another end to the trail."""
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(audit_head).values(seal="00" * 32))


async def spoil_list(desk):
    """Change the newest version, in a process that has not read it."""
    (newest,) = await desk.rows(list_versions, organisation_id=desk.house.north.id, number=3)
    await spoil(desk, list_versions, "content_sealed", id=newest["id"])
    desk.lists = LineLists(desk.vault, means().lists)


@pytest.mark.parametrize("spoil_it", [spoil_trail, spoil_list])
async def test_what_every_phone_needs_is_no_fault_of_a_phone(desk, logged, spoil_it):
    """Where trail or list were changed no phone is left aside and the look back is not done: it waits until that is mended."""
    await handed_in(desk, NOBODY, **PACE)
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER))
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222")))
    await spoil_it(desk)
    async with desk.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=desk.now, lease=LEASE, kinds=[JobKind.RETRO_MATCH])

    with pytest.raises(SealBroken):
        await look_back(desk.vault, job, desk.lists, means(), policy=desk.policy, now=lambda: desk.now, lease=LEASE)

    assert left_aside(logged) == []
    assert {row["finished_at"] for row in await desk.rows(retro_runs)} == {None}
    assert await desk.rows(matches) == []


async def watch(desk, number, who="north-coordinator"):
    """Watch a number."""
    draft = WatchDraft(WatchKind.NUMBER, number, WatchPurpose.MANAGED, "A case.", desk.now + timedelta(days=80))
    return await watch_target(desk.vault, desk.actor(who), desk.lists, draft, **desk.ask)


async def test_a_watch_that_cannot_be_opened_stops_no_other_and_no_phone(desk, logged):
    """Phones are answered and looked back at, the other watch tells; the broken one is logged each time, and on record once."""
    broken = await watch(desk, "07700 900777")
    await watch(desk, NOBODY)
    await spoil(desk, watches, "target_sealed", id=broken.id)

    submissions_made = [await handed_in(desk, NOBODY, **PACE, **of_one(at)) for at in range(2)]
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, LATER))
    await desk.look_back()

    assert {row["status"] for row in await desk.rows(submissions)} == {"done"}
    assert {row["submission_id"] for row in await desk.rows(matches)} == set(submissions_made)
    assert [each.alert["rule"] for each in await alerts_seen(desk, "north-coordinator") if each.alert["rule"] == "WA-01"] == ["WA-01"] * 2
    assert left_aside(logged) == []
    assert {each["watch"] for each in logged() if each["event"] == "watch_unreadable"} == {broken.id}
    told = [row for row in await desk.rows(audit_events) if row["action"] == "watch:passed_by"]
    assert [(row["object_id"], row["outcome"]) for row in told] == [(broken.id, "failed")]


async def test_a_recall_goes_on_where_a_watch_that_told_of_it_was_changed(desk, logged):
    """The phone is no phone that cannot be opened: its match is recalled, and what the list alone carried is retracted."""
    made = await watch(desk, OPEN_NUMBER)
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    await spoil(desk, watches, "target_sealed", id=made.id)

    await take_back(desk, OPEN_E164)

    assert left_aside(logged) == []
    assert {row["recall_id"] is not None for row in await desk.rows(matches)} == {True}


async def test_a_number_whose_own_entry_was_changed_is_given_up_and_says_so(desk, logged):
    """Nobody knows what to take out: the job ends, as an error in the log, as a failure on record, and as a job that was given up."""
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", NOBODY, None, "A solicitor", "They asked for it.", "The firm itself")
    made = await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)
    await spoil(desk, guard_numbers, "entry_sealed", id=made.id)

    await work_until_ended(desk, made.id)

    assert {row["state"] for row in await desk.rows(jobs, object_id=made.id)} == {"dead"}
    assert (await desk.house.deeds())[-1] == "number_list:applied failed"
    assert [(each["event"], each["level"], each["entry"]) for each in logged()] == [("keeping_out_given_up", "error", made.id)]


async def apart(desk, number, guard=Guard.PROTECTED, who="north-safeguarding"):
    """Set a number apart, and give the entry."""
    group = "confidential-person" if guard is Guard.PROTECTED else "taxi"
    draft = GuardDraft(guard, group, number, None, "A solicitor", "They asked for it.", "The firm itself")
    return await add_guard_number(desk.vault, desk.actor(who), desk.lists, draft, **desk.ask)


def read_anew(desk):
    """Have a process that has read no list yet."""
    desk.lists = LineLists(desk.vault, means().lists)


@pytest.mark.parametrize("guard", list(Guard))
async def test_an_entry_that_was_changed_stops_no_phone(desk, logged, guard):
    """Phones are answered without it and with the others, no original is lost, and the supervisors are told of it once, as is the trail."""
    who = "north-safeguarding" if guard is Guard.PROTECTED else "north-analyst"
    broken = await apart(desk, NOBODY, guard, who)
    await apart(desk, OPEN_NUMBER)
    await spoil(desk, guard_numbers, "entry_sealed", id=broken.id)
    read_anew(desk)

    phones = [await handed_in(desk, OPEN_NUMBER, NOBODY, **of_one(at)) for at in range(2)]

    assert not await desk.lists.guards.are_readable()
    assert {row["status"] for row in await desk.rows(submissions)} == {"done"}
    # The one that can be read is kept out of every answer.
    assert [(await desk.result(each))["matches"] for each in phones] == [[], []]
    told = [each.alert for each in await alerts_seen(desk, "north-supervisor") if each.alert["rule"] == "NL-02"]
    assert [each["urgency"] for each in told] == ["P2" if guard is Guard.PROTECTED else "P4"]
    assert broken.id in json.dumps(told)
    assert "900111" not in json.dumps([told, logged()])
    assert {each["entry"] for each in logged() if each["event"] == "guard_unreadable"} == {broken.id}
    assert [(row["object_id"], row["outcome"]) for row in await desk.rows(audit_events, action="number_list:passed_by")] == [
        (broken.id, "failed")
    ]
    for who in ("submitter", "coordinator", "reviewer", "auditor", "analyst", "safeguarding"):
        assert not [each for each in await alerts_seen(desk, f"north-{who}") if each.alert["rule"] == "NL-02"]


async def test_an_entry_that_was_changed_is_seen_and_taken_off_and_entered_anew(desk):
    """Whoever keeps the list sees that there is one nobody can read; afterwards the number leaves what was answered meanwhile."""
    broken, sound = await apart(desk, OPEN_NUMBER), await apart(desk, NOBODY)
    await spoil(desk, guard_numbers, "entry_sealed", id=broken.id)
    read_anew(desk)
    phone = await handed_in(desk, OPEN_NUMBER, NOBODY)
    assert [each["number"] for each in (await desk.result(phone))["matches"]] == [OPEN_E164]
    keeper = desk.actor("north-safeguarding")
    page = await list_guard_numbers(desk.vault, keeper, Guard.PROTECTED, need="A check of the list.", **desk.ask)
    assert {(each.id, each.entry is None, each.is_readable) for each in page.items} == {(broken.id, True, False), (sound.id, False, True)}

    await apart(desk, OPEN_NUMBER)
    await remove_guard_number(desk.vault, keeper, broken.id, reason="It cannot be read", **desk.ask)
    while await desk.rows(jobs, kind=JobKind.KEEP_OUT.value, state="waiting"):
        await keep_out(desk)

    assert (await desk.result(phone))["matches"] == []
    assert await desk.rows(matches) == []
    page = await list_guard_numbers(desk.vault, keeper, Guard.PROTECTED, need="A check of the list.", **desk.ask)
    assert all(each.is_readable for each in page.items)
    assert len(page.items) == 2


async def test_a_list_that_was_changed_loses_no_file(desk, logged):
    """It is no fault of the file: that waits, with its original, until the list is mended, and is answered then."""
    (version,) = await desk.rows(list_versions, organisation_id=desk.house.north.id)
    await spoil(desk, list_versions, "content_sealed", id=version["id"])
    read_anew(desk)
    receipt = await desk.hand_in(a_card(OPEN_NUMBER))
    for _ in range(MOST_ATTEMPTS + 2):
        assert await desk.work() == 1
        desk.now += timedelta(minutes=6)

    assert [each["event"] for each in logged()] == ["list_unreadable"] * (MOST_ATTEMPTS + 2)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(list_versions).filter_by(id=version["id"]).values(content_sealed=version["content_sealed"]))
    assert await desk.work() == 1
    assert [each["number"] for each in (await desk.result(receipt.submission_id))["matches"]] == [OPEN_E164]


async def test_a_number_waits_where_it_is_not_its_entry_that_was_changed(desk):
    """Where the end of the trail was changed nothing can be put on record, and nothing is given up."""
    draft = GuardDraft(Guard.PROTECTED, "confidential-person", NOBODY, None, "A solicitor", "They asked for it.", "The firm itself")
    made = await add_guard_number(desk.vault, desk.actor("north-safeguarding"), desk.lists, draft, **desk.ask)
    await spoil(desk, guard_numbers, "entry_sealed", id=made.id)
    await spoil_trail(desk)

    with pytest.raises(SealBroken):
        await keep_out(desk)

    assert {row["state"] for row in await desk.rows(jobs, object_id=made.id)} == {"leased"}


async def test_a_file_that_is_given_up_is_no_job_that_is_done(desk, logged):
    """Whoever runs the service reads that it failed; what it was, and what the person can do, stands with the submission."""
    receipt = await desk.hand_in(a_card(NOBODY))
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(jobs).values(attempts=MOST_ATTEMPTS))

    await work_until_ended(desk, receipt.submission_id)

    assert {row["code"] for row in await desk.rows(submissions)} == {"gave-up"}
    assert [(each["event"], each["level"], each["submission"]) for each in logged()] == [("job_failed", "error", receipt.submission_id)]


async def test_a_damaged_file_calls_nobody_who_runs_the_service(desk, logged):
    """A file nothing can be read of is a matter of whoever handed it in: it is told to them, and logged as no error."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as members:
        members.writestr("report.xml", "<project>" + "<model/>" * 500)
    receipt = await desk.hand_in(whole.getvalue()[:-60], name="phone.ufdr")

    await work_until_ended(desk, receipt.submission_id)

    assert {row["code"] for row in await desk.rows(submissions)} == {"damaged-extraction"}
    told = [(each["event"], each["level"], each["submission"]) for each in logged()]
    assert told == [("file_unreadable", "warning", receipt.submission_id)]


async def work_until_ended(desk, about):
    """Let a worker work until the job about something is over."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(StillHouse(desk.vault, desk.lists, at=desk.now, lease=LEASE), stop=stop))
    async with asyncio.timeout(60):
        # The store tells nobody.
        while any(row["finished_at"] is None for row in await desk.rows(jobs) if about in {row["object_id"], row["submission_id"]}):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    stop.set()
    await worker
