"""Watches: set, renewed, ended and told of, on both engines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from matcher.domain.access.account_change import AccountChange
from matcher.domain.access.actor import Role
from matcher.domain.alerts.watch import LONGEST, WatchDraft, WatchKind, WatchPurpose
from matcher.errors import BadRequest, Conflict, MatcherError, NotAllowed, NotFound
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.change_account import change_account
from matcher.service.end_watch import end_watch
from matcher.service.erase_submission import erase_submission
from matcher.service.list_alerts import list_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.list_watches import list_watches, read_watch
from matcher.service.read_audit import AuditQuery, read_audit
from matcher.service.renew_watch import renew_watch
from matcher.service.run_retention import run_retention
from matcher.service.watch_target import watch_target
from matcher.store.schema.answers import alerts, outbox
from matcher.store.schema.lists import watch_hits, watches
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, OWNER_LINE, a_card, a_list

SUBJECT = {"subject": {"reference": "S-17"}}


async def watch(desk, who, kind, value, purpose=WatchPurpose.MANAGED, *, days=90, **changed):
    """Set a watch and give it."""
    draft = WatchDraft(WatchKind(kind), value, purpose, "Agreed at the weekly meeting", desk.now + timedelta(days=days))
    return await watch_target(desk.vault, desk.actor(who, **changed), desk.lists, draft, **desk.ask)


async def told(desk, who, **changed):
    """Give the alerts by watches that somebody sees."""
    page = await list_alerts(desk.vault, desk.actor(who, **changed), policy=desk.policy, **desk.ask)
    return [each for each in page.items if each.alert.get("watch")]


async def screened(desk, *numbers, who="north-submitter", **stated):
    """Hand a phone book in, answer it, and give its submission."""
    receipt = await desk.hand_in(a_card(*numbers), who=who, **stated)
    assert await desk.work() == 1
    return receipt.submission_id


@pytest.mark.parametrize("value", ["\u200b", " \u202e ", "\u0007"])
async def test_a_subject_of_signs_that_nobody_sees_is_none(desk, value):
    """Such a reference would watch nothing, and look like another one."""
    with pytest.raises(BadRequest):
        await watch(desk, "north-coordinator", "subject", value)


@pytest.mark.parametrize(
    ("kind", "value", "owner"),
    [
        pytest.param("number", "07700 900111", "north-submitter", id="a number on no list"),
        pytest.param("number", "+44 7700 900123", "north-coordinator", id="a number on the list"),
        pytest.param("line", "L-0043", "north-analyst", id="a line"),
        pytest.param("subject", "m-17 ", "north-safeguarding", id="a subject"),
    ],
)
async def test_a_watch_tells_its_owner_and_nobody_else(desk, kind, value, owner):
    """Whoever set the watch sees one alert when it turns up; for everybody else there is none, in no list and no count."""
    purpose = WatchPurpose.EARLY_HELP if owner == "north-safeguarding" else WatchPurpose.MANAGED
    made = await watch(desk, owner, kind, value, purpose)
    others = {f"{word}-{role}" for word in ("north", "south") for role in Role} - {owner, "north-admin", "south-admin"}
    before = {who: len((await list_alerts(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items) for who in others}
    before |= {who: len((await list_submissions(desk.vault, desk.actor(who), **desk.ask)).items) for who in ("north-reviewer",)}
    await screened(desk, OPEN_NUMBER, NOBODY, subject={"reference": "M-17"})

    (alert,) = await told(desk, owner)
    unseen = {who: await told(desk, who, is_cleared=True) for who in others}

    assert alert.alert["watch"] == made.id
    assert (alert.alert["rule"], alert.state) == ("WA-02" if purpose is WatchPurpose.EARLY_HELP else "WA-01", "open")
    assert value.strip() not in json.dumps(alert.alert)
    assert "owner_unit" not in alert.alert
    assert all(not each for each in unseen.values())
    assert len(await desk.rows(watch_hits)) == 1
    assert len(await desk.rows(outbox, alert_id=alert.id)) == 1


async def test_whom_an_alert_was_sent_to_takes_notice_of_it(desk):
    """An officer whose role acts on no alerts of a case does so on one that was sent to them alone; nobody else can."""
    await watch(desk, "north-submitter", "number", "07700 900111")
    await screened(desk, NOBODY)
    (alert,) = await told(desk, "north-submitter")
    act = partial(act_on_alert, desk.vault, policy=desk.policy, **desk.ask)

    with pytest.raises(NotFound):
        await act(desk.actor("north-supervisor"), alert.id, AlertStep.ACKNOWLEDGED)
    await act(desk.actor("north-submitter"), alert.id, AlertStep.ACKNOWLEDGED)
    (after,) = await told(desk, "north-submitter")

    assert after.state == "acknowledged"


async def test_a_number_that_is_kept_nowhere_is_told_of_all_the_same(desk):
    """Where numbers that match nothing are not kept, a watch on one is told of."""
    desk.with_policy(retain_unmatched_days=None)
    await watch(desk, "north-submitter", "number", NOBODY)
    await screened(desk, NOBODY)

    assert len(await told(desk, "north-submitter")) == 1


async def test_a_submission_is_told_of_once_and_each_submission_anew(desk):
    """Two phones with the number are two alerts; a watch on something else is none."""
    await watch(desk, "north-coordinator", "number", NOBODY)
    await watch(desk, "north-coordinator", "number", "07700 900222")
    first = await screened(desk, NOBODY)
    second = await screened(desk, NOBODY, OPEN_NUMBER)
    await screened(desk, OPEN_NUMBER)

    assert {each.submission_id for each in await desk_hits(desk)} == {first, second}
    assert len(await told(desk, "north-coordinator")) == 2


async def desk_hits(desk):
    """Give what was told of."""
    async with desk.vault.db.read() as connection:
        return list(await connection.execute(sa.select(watch_hits)))


async def test_a_submission_is_named_to_those_who_may_know_of_it(desk):
    """A submitter is told of a phone of somebody else without its submission; a reviewer with it."""
    await watch(desk, "north-submitter", "number", NOBODY)
    await watch(desk, "north-reviewer", "number", NOBODY)
    submission_id = await screened(desk, NOBODY)
    (own,) = await told(desk, "north-submitter")
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.text("UPDATE submissions SET submitter_id = :other"), {"other": desk.house.people["north-reviewer"].id})

    (of_others,) = await told(desk, "north-submitter")
    (of_reviewer,) = await told(desk, "north-reviewer")

    assert (own.submission_id, of_others.submission_id, of_reviewer.submission_id) == (submission_id, None, submission_id)


async def test_what_is_over_tells_of_nothing(desk):
    """A watch that expired, and one that was ended, never fire; the last moment before its end still does."""
    await watch(desk, "north-submitter", "number", NOBODY, days=1)
    ended = await watch(desk, "north-coordinator", "number", NOBODY)
    await end_watch(desk.vault, desk.actor("north-coordinator"), desk.lists, ended.id, reason="No longer needed", **desk.ask)
    desk.now += timedelta(days=1) - timedelta(microseconds=1)
    await screened(desk, NOBODY)
    last = len(await told(desk, "north-submitter"))
    desk.now += timedelta(microseconds=1)
    await screened(desk, NOBODY, OPEN_NUMBER)

    assert last == 1
    assert len(await told(desk, "north-submitter")) == 1
    assert await told(desk, "north-coordinator") == []


async def test_a_renewed_watch_goes_on_with_its_new_reason(desk):
    """A renewal takes a new reason and a new end of at most 90 days; the earlier reason stays on record; what is over is not renewed."""
    made = await watch(desk, "north-submitter", "number", NOBODY, days=2)
    actor = desk.actor("north-submitter")
    desk.now += timedelta(days=1)
    renewed = await renew_watch(desk.vault, actor, desk.lists, made.id, reason="Still missing", expires_at=desk.now + LONGEST, **desk.ask)
    with pytest.raises(BadRequest) as refused:
        await renew_watch(desk.vault, actor, desk.lists, made.id, reason=" ", expires_at=desk.now + LONGEST * 2, **desk.ask)
    desk.now += timedelta(days=60)
    await screened(desk, NOBODY)
    desk.now += timedelta(days=31)
    with pytest.raises(Conflict):
        await renew_watch(desk.vault, actor, desk.lists, made.id, reason="Once more", expires_at=desk.now + LONGEST, **desk.ask)
    trail = await read_audit(desk.vault, desk.actor("north-auditor"), AuditQuery(object_id=made.id), **desk.ask)

    assert (renewed.reason, renewed.state) == ("Still missing", "live")
    assert [fault.place for fault in refused.value.faults] == ["reason", "expires_at"]
    assert len(await told(desk, "north-submitter")) == 1
    assert {entry.event.reason for entry in trail.entries} >= {"Agreed at the weekly meeting", "Still missing"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(AccountChange(is_disabled=True), id="disabled"),
        pytest.param(AccountChange(roles=frozenset({Role.ADMIN})), id="another role"),
    ],
)
async def test_a_right_that_ended_ends_what_it_watched(desk, change):
    """A watch of an account that is disabled, or has the right no longer, does not fire, and leaves no row."""
    await watch(desk, "north-submitter", "number", NOBODY)
    await desk.hand_in(a_card(NOBODY), who="north-submitter")
    await change_account(desk.vault, desk.actor("north-admin"), desk.house.people["north-submitter"].id, change, **desk.ask)
    await desk.work()

    assert await desk.rows(watch_hits) == []
    assert await desk.rows(alerts, rule="WA-01") == []


async def test_a_covert_line_is_watched_by_those_who_may_know_of_it_alone(desk):
    """A line one may not know of cannot be watched, in the words for one that is not there; of the others nobody learns of the watch."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE))
    refusals = []
    for line in ("L-0099", "L-0000"):
        with pytest.raises(BadRequest) as refused:
            await watch(desk, "north-reviewer", "line", line)
        refusals.append([(fault.place, fault.sentence) for fault in refused.value.faults])
    with pytest.raises(BadRequest):
        await watch(desk, "north-analyst", "line", "L-0077")
    made = await watch(desk, "north-analyst", "line", "L-0099")
    await screened(desk, COVERT_NUMBER)

    (alert,) = await told(desk, "north-analyst")
    others = [await told(desk, f"north-{role}", is_cleared=True) for role in set(Role) - {Role.ANALYST, Role.ADMIN}]

    assert refusals[0] == refusals[1]
    assert alert.alert["watch"] == made.id
    assert "Nightjar" not in json.dumps(alert.alert)
    assert not any(others)
    supervisor = desk.actor("north-supervisor")
    page = await list_watches(desk.vault, supervisor, desk.lists, **desk.ask)
    cleared = await list_watches(desk.vault, desk.actor("north-auditor", is_cleared=True), desk.lists, **desk.ask)
    assert page.items == ()
    # Clearance counts as the store has it, not as somebody says.
    assert cleared.items == ()
    trail = await read_audit(desk.vault, desk.actor("north-auditor"), AuditQuery(object_id=made.id), **desk.ask)
    assert trail.entries == ()


async def test_a_clearance_that_is_gone_tells_of_nothing_more(desk):
    """A reviewer who is no longer cleared is told of a covert line no more, and does not see the alerts they had."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE))
    reviewer, admin = desk.house.people["north-reviewer"], desk.actor("north-admin")
    await change_account(desk.vault, admin, reviewer.id, AccountChange(is_cleared=True), **desk.ask)
    made = await watch(desk, "north-reviewer", "line", "L-0099")
    await screened(desk, COVERT_NUMBER)
    while_cleared = await told(desk, "north-reviewer")
    await change_account(desk.vault, admin, reviewer.id, AccountChange(is_cleared=False), **desk.ask)
    await screened(desk, COVERT_NUMBER, NOBODY)

    assert len(while_cleared) == 1
    assert await told(desk, "north-reviewer") == []
    assert len(await desk.rows(watch_hits)) == 1
    with pytest.raises(NotFound):
        await read_watch(desk.vault, desk.actor("north-reviewer"), desk.lists, made.id, **desk.ask)


async def test_erasing_a_submission_removes_what_was_told_and_counts_nothing_of_it(desk):
    """Alerts by watches go with the submission, and the report does not tell that there were any."""
    bare = await screened(desk, NOBODY)
    await watch(desk, "north-coordinator", "number", NOBODY)
    watched = await screened(desk, NOBODY)
    reports = [
        await erase_submission(desk.vault, desk.actor("north-submitter"), each, policy=desk.policy, **desk.ask) for each in (bare, watched)
    ]

    assert reports[0].removed == reports[1].removed
    assert set(reports[1].left.values()) == {0}
    assert await told(desk, "north-coordinator") == []


async def test_what_is_watched_stands_nowhere_readable(desk):
    """Number, reference and reason are sealed; the same number has another token in another organisation."""
    await watch(desk, "north-submitter", "number", NOBODY)
    await watch(desk, "south-submitter", "number", NOBODY)
    await watch(desk, "north-submitter", "subject", "S-17")
    rows = await desk.rows(watches)
    text = repr(rows)

    assert "900111" not in text
    assert "S-17" not in text
    assert "weekly meeting" not in text
    assert len({bytes(row["target_token"]) for row in rows}) == 3


@pytest.mark.parametrize("value", ["", "nothing", "07700 900111 / 07700 900222", "116123", "07700"])
async def test_what_is_no_number_is_not_watched(desk, value):
    """A watch on a number takes one whole number."""
    with pytest.raises(BadRequest) as refused:
        await watch(desk, "north-submitter", "number", value)

    assert "value" in {fault.place for fault in refused.value.faults}


async def test_a_protected_number_is_watched_like_any_other_and_never_told_of(desk):
    """A refusal would tell that it is protected; it never turns up, for it leaves no trace."""
    await watch(desk, "north-submitter", "number", "0800 1111")
    await screened(desk, "0800 1111", OPEN_NUMBER)

    assert await desk.rows(watch_hits) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.SAFEGUARDING])
async def test_who_may_not_watch_a_number_is_refused_and_it_is_on_record(desk, role):
    """Auditors, administrators and safeguarding watch no numbers."""
    with pytest.raises(NotAllowed):
        await watch(desk, f"north-{role}", "number", NOBODY, WatchPurpose.EARLY_HELP)

    assert (await desk.house.deeds())[-1] == "access:denied denied"
    assert await desk.rows(watches) == []


async def test_who_sees_and_ends_which_watch(desk):
    """Own ones; a supervisor those of the unit; the auditor all and ends none; safeguarding those for early help; others read as absent."""
    managed = await watch(desk, "north-coordinator", "subject", "S-17")
    helping = await watch(desk, "north-coordinator", "subject", "S-17", WatchPurpose.EARLY_HELP)
    seen = {}
    for role in Role:
        actor = desk.actor(f"north-{role}")
        try:
            page = await list_watches(desk.vault, actor, desk.lists, **desk.ask)
            seen[role] = {each.id: each.value for each in page.items}
        except NotAllowed:
            seen[role] = None
    both = {managed.id: None, helping.id: None}

    assert seen == {
        Role.SUBMITTER: {},
        Role.COORDINATOR: {managed.id: "S-17", helping.id: "S-17"},
        Role.ANALYST: {},
        Role.REVIEWER: {},
        Role.SAFEGUARDING: {helping.id: "S-17"},
        Role.SUPERVISOR: both,
        Role.AUDITOR: both,
        Role.ADMIN: None,
    }
    ended = {}
    for role in (Role.REVIEWER, Role.SAFEGUARDING, Role.AUDITOR, Role.SUPERVISOR):
        actor = desk.actor(f"north-{role}")
        try:
            await end_watch(desk.vault, actor, desk.lists, helping.id, **desk.ask)
            ended[role] = "ended"
        except MatcherError as error:
            ended[role] = error.code
    assert ended == {Role.REVIEWER: "not-found", Role.SAFEGUARDING: "not-found", Role.AUDITOR: "not-allowed", Role.SUPERVISOR: "ended"}
    other_unit = replace(desk.house.people["north-supervisor"], unit_id=desk.house.north.units[1].id)
    assert other_unit.unit_id != desk.house.people["north-coordinator"].unit_id


async def test_only_the_owner_renews(desk):
    """A supervisor may end a watch of the unit and does not keep it going."""
    made = await watch(desk, "north-coordinator", "number", NOBODY)
    with pytest.raises(NotFound):
        await renew_watch(
            desk.vault, desk.actor("north-supervisor"), desk.lists, made.id, reason="x", expires_at=desk.now + LONGEST, **desk.ask
        )


async def test_a_list_of_watches_pages_to_its_end(desk):
    """Pages of two give every watch once, the newest first; nobody else can use the cursor."""
    made = []
    for at in range(5):
        desk.now += timedelta(seconds=1)
        made.append((await watch(desk, "north-coordinator", "number", f"07700 90011{at}")).id)
    seen, cursor = [], None
    for _ in range(3):
        page = await list_watches(desk.vault, desk.actor("north-coordinator"), desk.lists, limit=2, cursor=cursor, **desk.ask)
        seen += [each.id for each in page.items]
        used, cursor = cursor, page.cursor

    assert seen == list(reversed(made))
    assert cursor is None
    with pytest.raises(BadRequest):
        await list_watches(desk.vault, desk.actor("north-auditor"), desk.lists, cursor=used, **desk.ask)


async def test_a_watch_that_was_over_for_a_year_is_removed_and_what_it_told_stays(desk):
    """Nobody keeps lists of whom somebody watched once; the removal is on record without saying of whom."""
    await watch(desk, "north-submitter", "number", NOBODY, days=1)
    await watch(desk, "north-coordinator", "number", NOBODY)
    await screened(desk, NOBODY)
    desk.now += timedelta(days=367)
    first = await run_retention(desk.vault, checks_days=90, **desk.ask)
    desk.now += timedelta(days=89)
    second = await run_retention(desk.vault, checks_days=90, **desk.ask)

    assert (first.watches, second.watches) == (1, 1)
    assert await desk.rows(watches) == []
    assert len(await told(desk, "north-submitter")) == 1
    assert (await desk.house.deeds()).count("watch:expired done") == 2


async def test_a_watch_on_a_number_tells_nothing_of_a_covert_line(desk):
    """Whether the number stands on a covert line or on no line, its owner is told the same, in as many words and as soon."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE), who="north-analyst")
    await desk.publish(a_list(OPEN_LINE), who="south-analyst")
    seen = []
    for word in ("north", "south"):
        await watch(desk, f"{word}-submitter", "number", COVERT_NUMBER)
        await screened(desk, COVERT_NUMBER, NOBODY, who=f"{word}-submitter")
        page = await list_alerts(desk.vault, desk.actor(f"{word}-submitter"), policy=desk.policy, **desk.ask)
        seen.append([{**each.alert, "id": "", "watch": ""} for each in page.items])

    assert seen[0] == seen[1]
    assert len(seen[0]) == 1
