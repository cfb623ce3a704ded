"""What is handed in is answered, seen by whom it may be, and erased, on both engines."""

import asyncio
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from legal_metadata import metadata
from matcher.domain.access.audit import verify
from matcher.domain.access.check_limits import Caps
from matcher.errors import (
    BadCursor,
    BadMetadata,
    BadRequest,
    HashMismatch,
    KeyReused,
    LegalBasisIncomplete,
    NotAllowed,
    NotDone,
    NotFound,
    QuotaUsedUp,
    StoreUnavailable,
    TooLarge,
)
from matcher.service.erase_submission import erase_submission
from matcher.service.list_alerts import list_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.prepare_submission import prepare_submission
from matcher.service.read_result import read_result
from matcher.service.read_submission import read_submission
from matcher.service.review_match import Finding, review_match
from matcher.service.watch_submission import watch_submission
from matcher.store.audit import read_head, read_trail
from matcher.store.idempotency import Request, find_key, made_before
from matcher.store.schema.answers import alerts, jobs, matches, outbox, results, submission_events, submissions, unmatched_numbers
from matcher.store.schema.trail import erasures, idempotency_keys
from sealing import renewed
from submitting import NOBODY, OPEN_NUMBER, a_card, a_list

PHONE = a_card(OPEN_NUMBER, NOBODY)


@dataclass(frozen=True)
class UploadDraft:
    """What a request asks for."""

    size: int


def originals_of(desk):
    """Give the files in the folder of uploads."""
    return sorted(each.name for each in desk.vault.originals.folder.iterdir())


async def status_of(desk, submission_id, who="north-submitter"):
    """Give how a submission stands."""
    return await read_submission(desk.vault, desk.actor(who), submission_id, **desk.ask)


async def events_of(desk, submission_id, after=0):
    """Give what is told of a submission, to its end."""
    events = await watch_submission(desk.vault, desk.actor("north-submitter"), submission_id, after=after, **desk.ask)
    return [event async for event in events]


async def erase(desk, submission_id, who="north-submitter"):
    """Erase a submission."""
    return await erase_submission(
        desk.vault, desk.actor(who), submission_id, reason="Asked for by the parent", policy=desk.policy, **desk.ask
    )


async def alerts_of(desk, who, **more):
    """Give a page of alerts."""
    return await list_alerts(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask, **more)


async def test_a_file_that_was_handed_in_is_answered(desk):
    """The submitter of a phone with a listed number sees which line it is, and that nobody reviewed it yet."""
    receipt = await desk.hand_in(PHONE)
    assert await desk.work() == 1

    answer = await desk.result(receipt.submission_id)
    status = await status_of(desk, receipt.submission_id)

    assert (status.status, status.progress, status.code, status.file_name) == ("done", 1000, None, "contacts.vcf")
    assert [(each["line"]["id"], each["number"], each["review"]) for each in answer["matches"]] == [
        ("L-0043", "+447700900123", "unreviewed")
    ]
    assert answer["screening"]["line_list"]["version"] == "1"
    assert answer["screening"]["sources"][0]["sha256"] == hashlib.sha256(PHONE).hexdigest()
    assert answer["matches"][0]["id"].startswith("mat_")
    assert [each["rule"] for each in answer["alerts"]] == ["AR-01"]
    assert [each["state"] for each in answer["alerts"]] == ["open"]


async def test_what_happens_is_told_in_its_order_and_from_any_point_on(desk):
    """Events are numbered from 1, the last one is done, and whoever was away goes on where they were."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()

    told = await events_of(desk, receipt.submission_id)

    statuses = [event.status for event in told]
    assert [event.number for event in told] == list(range(1, len(told) + 1))
    assert [statuses[0], statuses[-2], statuses[-1]] == ["received", "matching", "done"]
    assert [event.progress for event in told] == sorted(event.progress for event in told)
    assert await events_of(desk, receipt.submission_id, after=3) == told[3:]


async def test_the_trail_tells_everything_that_was_done_and_is_whole(desk):
    """Collection, combination, disclosure, consultation and erasure of a submission are on record, in one unbroken chain."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    await desk.result(receipt.submission_id)
    await erase(desk, receipt.submission_id)

    async with desk.vault.db.read() as connection:
        trail = [event async for event in read_trail(connection, desk.vault.keys)]
        head, is_ours = await read_head(connection, desk.vault.keys)

    assert [event.action for event in trail if event.object_id == receipt.submission_id] == [
        "submission:received",
        "submission:read",
        "submission:matched",
        "submission:result_consulted",
        "submission:erased",
    ]
    assert verify(trail, expected=head) == ()
    assert is_ours


async def test_nothing_of_a_file_is_readable_in_the_store(desk):
    """Numbers, names and what was stated stand sealed in every table; unmatched numbers have no label and no name."""
    receipt = await desk.hand_in(PHONE, name="Robin Example.vcf")
    await desk.work()

    rows = [await desk.rows(table) for table in (submissions, results, matches, alerts, unmatched_numbers, submission_events, jobs)]
    kept = await desk.rows(unmatched_numbers)

    for needle in ("900123", "900111", "Contact 1", "Robin", "S-17", "M-2026-81", "rang somebody"):
        assert needle not in repr(rows)
    assert {row["token"] for row in kept} == set(desk.vault.keys.tokens(["+447700900111", "+447700900999"]))
    assert kept[0]["expires_on"] == "2026-07-19"
    assert originals_of(desk) == [], receipt


async def test_no_number_is_kept_where_the_force_decided_so(desk):
    """Without retention nothing of an unmatched number stays."""
    desk.with_policy(retain_unmatched_days=None)
    await desk.hand_in(PHONE)
    await desk.work()

    assert await desk.rows(unmatched_numbers) == []


async def test_an_original_is_kept_where_the_force_decided_so(desk):
    """With the policy to keep originals the sealed file is there after the answer, and opens."""
    desk.with_policy(keep_originals=True)
    receipt = await desk.hand_in(PHONE)
    await desk.work()

    (row,) = await desk.rows(submissions)
    with desk.vault.originals.open(receipt.submission_id, row["original_key"]) as file:
        assert file.readall() == PHONE


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({"legal_basis.power": None}, LegalBasisIncomplete, "legal_basis.power"),
        ({"legal_basis.agreement": None}, LegalBasisIncomplete, "legal_basis.agreement"),
        ({"subject.age": "fifteen"}, BadMetadata, "subject.age"),
        ({"subject.nickname": "J"}, BadMetadata, "subject.nickname"),
    ],
)
async def test_what_the_law_forbids_is_refused_before_a_byte_is_read(desk, changes, kind, field):
    """An incomplete basis is refused with its fields, on record, and no file was taken."""
    with pytest.raises(kind) as refused:
        await desk.hand_in(PHONE, **changes)

    assert field in [fault.place for fault in refused.value.faults]
    assert originals_of(desk) == []
    assert (await desk.house.deeds())[-1] == "submission:refused denied"


async def test_many_refusals_reach_the_auditor_once(desk):
    """Ten files without a basis in an hour are refused, and the auditor is told once (S8, AR-25)."""
    for _ in range(10):
        with pytest.raises(LegalBasisIncomplete):
            await prepare_submission(
                desk.vault, desk.actor("north-submitter"), metadata({"legal_basis.power": None}), policy=desk.policy, **desk.ask
            )

    told = await alerts_of(desk, "north-auditor")

    assert [(each.alert["rule"], each.account_id) for each in told.items] == [("AR-25", desk.actor("north-submitter").user_id)]
    assert (await alerts_of(desk, "south-auditor")).items == ()
    assert (await alerts_of(desk, "north-supervisor")).items == ()


async def test_many_files_with_one_number_reach_the_auditor_and_are_answered(desk):
    """Files that hold a single number are answered each, and the auditor hears of the sixth in an hour."""
    desk.with_policy(caps=Caps(tiny_submissions_per_hour=2))
    for at in range(3):
        await desk.hand_in(a_card(f"07700 90011{at}"))
    await desk.work()

    told = await alerts_of(desk, "north-auditor")

    assert {row["status"] for row in await desk.rows(submissions)} == {"done"}
    assert [each.alert["rule"] for each in told.items] == ["AR-25"]


@pytest.mark.parametrize("who", ["north-analyst", "north-admin", "north-auditor", "north-reviewer", "north-safeguarding"])
async def test_only_submitters_hand_files_in(desk, who):
    """Other roles are refused before anything is stored, and that is on record."""
    with pytest.raises(NotAllowed):
        await desk.hand_in(PHONE, who=who)

    assert await desk.rows(submissions) == []
    assert (await desk.house.deeds())[-1] == "access:denied denied"


async def test_limits_hold_whatever_was_announced(desk):
    """A file over the limit is refused when it passes it, and nothing of it stays."""
    desk.with_policy(upload_limit_bytes=100)
    with pytest.raises(TooLarge):
        await desk.hand_in(a_card(*["07700 900123"] * 9))

    assert originals_of(desk) == []
    assert await desk.rows(submissions) == []


@pytest.mark.parametrize("quota", ["user_quota_bytes", "total_quota_bytes"])
async def test_quotas_hold(desk, quota):
    """What a person may hand in in a day, and what may be kept in all, is refused beyond the figure; nothing of it stays."""
    desk.with_policy(**{quota: len(PHONE) + 1})
    first = await desk.hand_in(PHONE)
    with pytest.raises(QuotaUsedUp):
        await desk.hand_in(PHONE)

    assert originals_of(desk) == [f"{first.submission_id}.sealed"]


async def test_a_file_that_is_not_the_one_announced_is_not_read(desk):
    """A hash that differs blocks the file; the one that was announced is taken."""
    with pytest.raises(HashMismatch):
        await desk.hand_in(PHONE, file_sha256="0" * 64)
    await desk.hand_in(PHONE, file_sha256=hashlib.sha256(PHONE).hexdigest())

    assert len(originals_of(desk)) == 1
    assert "submission:refused denied" in await desk.house.deeds()


async def test_the_same_request_again_is_the_same_submission(desk):
    """A repeated request finds what it made; the key with another file is refused; another person's same key is another one."""
    first = await desk.hand_in(PHONE, key="k-1")
    again = await desk.hand_in(PHONE, key="k-1")
    with pytest.raises(KeyReused):
        await desk.hand_in(a_card(NOBODY), key="k-1")
    other = await desk.hand_in(PHONE, key="k-1", who="south-submitter")

    assert (first.is_new, again.is_new, again.submission_id) == (True, False, first.submission_id)
    assert other.is_new
    assert len(await desk.rows(submissions)) == len(await desk.rows(jobs)) == len(originals_of(desk)) == 2


@pytest.mark.parametrize("key", ["", "k" * 201, "schl\u00fcssel", "a\nb"])
async def test_a_key_that_is_none_is_refused(desk, key):
    """A key is short printable ASCII."""
    with pytest.raises(BadRequest):
        await desk.hand_in(PHONE, key=key)


async def test_a_thousand_same_requests_at_once_have_one_effect(desk):
    """1,000 requests with one key make one submission, one job, one original and one event; all get its id.

    Whoever had to wait for too long on a busy machine is told to try again, and does.
    """

    async def ask():
        for _ in range(20):
            with suppress(StoreUnavailable):
                return await desk.hand_in(PHONE, key="k-1")
        return await desk.hand_in(PHONE, key="k-1")

    # Should one of them fail, none goes on in the store of the next test.
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(ask()) for _ in range(1000)]
    receipts = [each.result() for each in asked]

    (row,) = await desk.rows(submissions)
    assert {each.submission_id for each in receipts} == {row["id"]}
    assert sum(each.is_new for each in receipts) == 1
    assert len(await desk.rows(jobs)) == len(await desk.rows(idempotency_keys)) == len(await desk.rows(submission_events)) == 1
    assert originals_of(desk) == [f"{row['id']}.sealed"]
    assert (await desk.house.deeds()).count("submission:received done") == 1


async def test_the_same_file_twice_is_linked_and_alerts_once(desk):
    """The second submission of a file names the first, has an answer of its own, and raises no new alert (S12)."""
    first = await desk.hand_in(PHONE)
    await desk.work()
    second = await desk.hand_in(PHONE)
    await desk.work()

    answers = [await desk.result(each.submission_id) for each in (first, second)]

    assert second.same_as == first.submission_id
    assert len(await desk.rows(alerts)) == len(await desk.rows(outbox)) == 1
    assert [each["id"] for each in answers[0]["alerts"]] == [each["id"] for each in answers[1]["alerts"]]
    assert answers[0]["matches"][0]["id"] != answers[1]["matches"][0]["id"]


async def test_the_same_file_of_another_child_is_another_case(desk):
    """The same bytes handed in about somebody else raise their own alert, and show no state of the first one's."""
    first = await desk.hand_in(PHONE, subject={"reference": "S-1"})
    await desk.work()
    second = await desk.hand_in(PHONE, subject={"reference": "S-2"})
    await desk.work()

    answers = [await desk.result(each.submission_id) for each in (first, second)]
    raised = [await desk.rows(alerts, submission_id=each.submission_id) for each in (first, second)]

    assert [len(each) for each in raised] == [1, 1]
    assert [each["id"] for each in answers[1]["alerts"]] == [row["id"] for row in raised[1]]
    assert answers[0]["alerts"][0]["id"] != answers[1]["alerts"][0]["id"]


async def test_the_same_file_alerts_again_where_the_list_learnt_something(desk):
    """A re-upload that meets a line which was not on the list before raises what is new about it."""
    await desk.hand_in(PHONE)
    await desk.work()
    await desk.publish(
        a_list(
            *(
                f"L-{at},Line {at},{each},active,open_to_force,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"
                for at, each in ((1, OPEN_NUMBER), (2, NOBODY))
            )
        )
    )
    again = await desk.hand_in(PHONE)
    await desk.work()

    raised = await desk.rows(alerts, submission_id=again.submission_id)

    assert sorted(row["rule"] for row in raised) == ["AR-01", "AR-04"]


async def test_another_organisation_knows_nothing_of_a_submission(desk):
    """Status, answer, events, erasure and list of another organisation are those of a submission that does not exist."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    (match,) = await desk.rows(matches)

    for call in (
        read_submission(desk.vault, desk.actor("south-supervisor"), receipt.submission_id, **desk.ask),
        read_result(desk.vault, desk.actor("south-supervisor"), receipt.submission_id, policy=desk.policy, **desk.ask),
        watch_submission(desk.vault, desk.actor("south-supervisor"), receipt.submission_id, **desk.ask),
        erase_submission(desk.vault, desk.actor("south-supervisor"), receipt.submission_id, policy=desk.policy, **desk.ask),
        review_match(desk.vault, desk.actor("south-reviewer"), match["id"], finding=Finding.REJECTED, reason="Mine", **desk.ask),
    ):
        with pytest.raises(NotFound):
            await call
    listed = await list_submissions(desk.vault, desk.actor("south-supervisor"), **desk.ask)

    assert listed.items == ()


async def test_a_list_goes_on_where_it_was_left_and_for_nobody_else(desk):
    """Pages hold every submission once, the newest first; a cursor is good for the person it was given to."""
    made = []
    for at in range(5):
        made.append((await desk.hand_in(a_card(f"07700 90011{at}"))).submission_id)
        desk.now += timedelta(seconds=1)
    someone = desk.actor("north-supervisor")

    seen, cursor = [], None
    while cursor is not None or not seen:
        page = await list_submissions(desk.vault, someone, limit=2, cursor=cursor, **desk.ask)
        seen += [each.id for each in page.items]
        cursor = page.cursor
        if cursor is not None:
            with pytest.raises(BadCursor):
                await list_submissions(desk.vault, desk.actor("north-reviewer"), cursor=cursor, **desk.ask)

    assert seen == made[::-1]


async def test_administrators_get_a_count_and_nothing_else(desk):
    """Who runs the service may know how many submissions there are, and read none."""
    receipt = await desk.hand_in(PHONE)
    admin = desk.actor("north-admin")

    page = await list_submissions(desk.vault, admin, **desk.ask)
    with pytest.raises(NotAllowed):
        await read_submission(desk.vault, admin, receipt.submission_id, **desk.ask)
    with pytest.raises(NotAllowed):
        await read_submission(desk.vault, admin, "sub_00000000000000000000000000", **desk.ask)

    assert (page.items, page.count) == ((), 1)


async def test_who_may_not_know_the_person_does_not_see_the_name_of_the_file(desk):
    """People name files after children: reviewers who were not assigned see how it stands, and neither name nor reference."""
    receipt = await desk.hand_in(PHONE, name="Robin Example.vcf")
    await desk.work()

    own, others = [await status_of(desk, receipt.submission_id, who) for who in ("north-submitter", "north-reviewer")]

    assert (own.file_name, own.subject_reference) == ("Robin Example.vcf", "S-17")
    assert (others.file_name, others.subject_reference) == (None, None)
    assert "Robin" not in json.dumps(await desk.result(receipt.submission_id, "north-reviewer"))


async def test_an_answer_that_is_not_there_says_why(desk):
    """Before the end there is no answer yet; of a file that cannot be read there never is, with a code and what to do."""
    good, bad = await desk.hand_in(PHONE), await desk.hand_in(b"\x00\x01\x02 nothing that can be read")
    with pytest.raises(NotDone, match="yet"):
        await desk.result(good.submission_id)
    await desk.work()

    status = await status_of(desk, bad.submission_id)
    with pytest.raises(NotDone):
        await desk.result(bad.submission_id)

    assert (status.status, status.code) == ("refused", "unknown-format")
    assert status.hint
    assert originals_of(desk) == []


async def test_erasing_leaves_ids_only_and_proves_it(desk):
    """Every derived row and the file are gone, a second look finds nothing, and asking again gives the same report."""
    desk.with_policy(keep_originals=True)
    receipt = await desk.hand_in(PHONE, key="k-1")
    await desk.work()

    report = await erase(desk, receipt.submission_id)
    again = await erase(desk, receipt.submission_id)
    status = await status_of(desk, receipt.submission_id)
    (tombstone,) = await desk.rows(submissions)

    told = report.removed["submission_events"]
    assert told > 2
    assert report.removed == {
        "original": 1, "outbox": 1, "alerts": 1, "matches": 1, "results": 3, "unmatched_numbers": 2, "submission_events": told, "jobs": 1,
        "recall_notices": 0, "recalls": 0,
    }  # fmt: skip
    assert set(report.left.values()) == {0}
    assert again.removed == report.removed
    assert originals_of(desk) == []
    assert status.erased_at == desk.now
    assert {name for name, value in tombstone.items() if value not in {None, "", 0}} == {
        "id", "organisation_id", "unit_id", "submitter_id", "status", "created_at", "updated_at", "erased_at",
    }  # fmt: skip
    for table in (results, matches, alerts, outbox, unmatched_numbers, submission_events, jobs):
        assert await desk.rows(table) == []
    assert len(await desk.rows(erasures)) == 1
    with pytest.raises(NotFound):
        await desk.result(receipt.submission_id)


async def test_what_was_typed_about_an_erased_submission_is_gone_and_the_trail_is_whole(desk):
    """Reasons and needs are erased with a submission; the chain holds their hashes and has no fault."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    await desk.result(receipt.submission_id, "north-reviewer", need="Strategy meeting about Robin")
    await erase(desk, receipt.submission_id)

    async with desk.vault.db.read() as connection:
        trail = [event async for event in read_trail(connection, desk.vault.keys)]

    # The reason of the erasure itself stays.
    reasons = [event.reason for event in trail if event.object_id == receipt.submission_id]
    assert reasons == [None] * (len(reasons) - 1) + ["Asked for by the parent"]
    assert verify(trail) == ()


async def test_a_repeated_request_does_not_bring_back_what_was_erased(desk):
    """The idempotency key of an erased submission still finds its id and makes nothing; another request under it is told so."""
    receipt = await desk.hand_in(PHONE, key="k-1")
    await desk.work()
    await erase(desk, receipt.submission_id)

    again = await desk.hand_in(PHONE, key="k-1")
    for other in ({"data": a_card(NOBODY)}, {"data": PHONE, "name": "other.vcf"}, {"data": PHONE, "subject.age": 14}):
        with pytest.raises(KeyReused):
            await desk.hand_in(**other, key="k-1")

    (kept,) = await desk.rows(idempotency_keys)
    assert "k-1" not in str(kept)
    assert (again.submission_id, again.is_new) == (receipt.submission_id, False)
    assert await desk.rows(jobs) == []
    assert originals_of(desk) == []


async def test_a_request_is_known_again_after_the_key_of_the_store_was_renewed(desk):
    """Whether what it made is there or erased; another request under its key is still told so."""
    first, gone = [await desk.hand_in(PHONE, key=key) for key in ("k-1", "k-2")]
    await desk.work()
    await erase(desk, gone.submission_id)
    desk.house = replace(desk.house, vault=replace(desk.vault, keys=renewed(desk.vault.keys)))

    again = [await desk.hand_in(PHONE, key=key) for key in ("k-1", "k-2")]
    for key in ("k-1", "k-2"):
        with pytest.raises(KeyReused):
            await desk.hand_in(a_card(NOBODY), key=key)

    assert [(each.submission_id, each.is_new) for each in again] == [(first.submission_id, False), (gone.submission_id, False)]


async def test_a_request_is_known_again_that_was_put_down_before_hashes_were_keyed(desk):
    """Its hash was a plain one then."""
    first = await desk.hand_in(PHONE, key="k-1")
    actor, stated = desk.actor("north-submitter"), metadata({})
    prepared = await prepare_submission(desk.vault, actor, stated, policy=desk.policy, **desk.ask)
    plain = hashlib.sha256("\n".join((prepared.sha256, hashlib.sha256(PHONE).hexdigest(), "contacts.vcf")).encode()).hexdigest()
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(idempotency_keys).values(request_hash=plain))

    again = await desk.hand_in(PHONE, key="k-1")

    assert (again.submission_id, again.is_new) == (first.submission_id, False)


async def test_what_else_a_request_makes_is_known_again_after_a_renewal(desk):
    """Watches, accounts, tokens, numbers and proposals are told apart by one hash; so is what only asks whether it was made."""
    keys, request = desk.vault.keys, Request(desk.actor("north-admin").user_id, "k-1", UploadDraft(1))
    new, other = renewed(keys), replace(request, draft=UploadDraft(2))
    async with desk.vault.db.write() as connection:
        assert await made_before(connection, keys, request, object_id="wat_1", now=desk.now) is None
        assert await made_before(connection, new, request, object_id="wat_2", now=desk.now) == "wat_1"
        newest, *older = request.hashes(new)
        assert await find_key(connection, new, request.account_id, "k-1", request_hash=newest, older=older) == "wat_1"
        with pytest.raises(KeyReused):
            await made_before(connection, new, other, object_id="wat_2", now=desk.now)


async def test_an_erased_file_is_no_earlier_one(desk):
    """After erasure the same file is new: it is linked to nothing and alerts again."""
    first = await desk.hand_in(PHONE)
    await desk.work()
    await erase(desk, first.submission_id)
    second = await desk.hand_in(PHONE)
    await desk.work()

    assert second.same_as is None
    assert len(await desk.rows(alerts)) == 1


async def test_supervisors_erase_and_reviewers_do_not(desk):
    """Whoever brought a file in may take it back, and a supervisor; nobody else."""
    receipt = await desk.hand_in(PHONE)
    with pytest.raises(NotAllowed):
        await erase(desk, receipt.submission_id, "north-reviewer")

    report = await erase(desk, receipt.submission_id, "north-supervisor")

    assert set(report.left.values()) == {0}
    assert await desk.work() == 0


async def test_a_finding_is_shown_and_needs_a_reason(desk):
    """A reviewer confirms a match with a reason; everybody who sees the match sees that."""
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    match_id = (await desk.result(receipt.submission_id))["matches"][0]["id"]
    reviewer = desk.actor("north-reviewer")

    with pytest.raises(BadRequest):
        await review_match(desk.vault, reviewer, match_id, finding=Finding.CONFIRMED, reason="  ", **desk.ask)
    with pytest.raises(NotAllowed):
        await review_match(desk.vault, desk.actor("north-submitter"), match_id, finding=Finding.CONFIRMED, reason="Sure", **desk.ask)
    await review_match(desk.vault, reviewer, match_id, finding=Finding.CONFIRMED, reason="Seen in the extraction", **desk.ask)

    assert (await desk.result(receipt.submission_id))["matches"][0]["review"] == "confirmed"
    assert "match:reviewed done" in await desk.house.deeds()


async def test_where_a_reviewer_confirms_first_nothing_shows_before(desk):
    """Until a match is confirmed the submitter's answer is byte for byte a miss; afterwards it is there with its alert."""
    desk.with_policy(is_reviewed_first=True)
    receipt = await desk.hand_in(PHONE)
    await desk.work()
    reviewer = desk.actor("north-reviewer")

    before = await desk.result(receipt.submission_id)
    listed_before = await alerts_of(desk, "north-submitter")
    match_id = (await desk.result(receipt.submission_id, "north-reviewer"))["matches"][0]["id"]
    await review_match(desk.vault, reviewer, match_id, finding=Finding.REJECTED, reason="Reissued", **desk.ask)
    rejected = await desk.result(receipt.submission_id)
    await review_match(desk.vault, reviewer, match_id, finding=Finding.CONFIRMED, reason="Looked again", **desk.ask)
    after = await desk.result(receipt.submission_id)

    assert (before["matches"], before["alerts"], before["screening"]["counts"]["matched_numbers"]) == ([], [], 0)
    assert before["statement"].startswith("No releasable match in lines.csv")
    assert listed_before.items == ()
    assert rejected == before
    assert [each["review"] for each in after["matches"]] == ["confirmed"]
    assert [each["rule"] for each in after["alerts"]] == ["AR-01"]
