"""Where a reviewer confirms first: what is found later waits for reviewers, who hear of it at once, on both engines (S15)."""

import pytest

from guarding import keep_out, protect, taken, unprotect
from legal_metadata import PACE
from looking_back import LATER, LATER_COVERT, NOBODY_E164, alerts_seen, handed_in, left_out, publish, take_back
from matcher.domain.access.actor import Role
from matcher.service.bring_back_number import bring_back_number
from matcher.service.list_alerts import list_waiting_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.read_notices import read_notices
from matcher.service.review_match import Finding, review_match
from matcher.store.jobs import JobKind
from matcher.store.schema.answers import alerts
from submitting import COVERT_LINE, LEASE, NOBODY, OPEN_LINE, OPEN_NUMBER, means

REVIEWER, OFFICER = "north-reviewer", "north-submitter"
MISSING = {**PACE, "episode.status": "missing"}
MOVED = OPEN_LINE.replace("L-0043,Larkspur", "L-0044,Teasel")
#: Undated on the phone, by a source that is not reliable: less urgent than any other of these.
WEAK = LATER.replace("L-0043,Larkspur", "L-0050,Whimbrel").replace("900111", "900222").replace(",2,B,P,", ",3,D,P,")
WEAK_NUMBER = "07700 900222"
WAITS = "waits for a reviewer"


async def found(desk, submission, finding=Finding.CONFIRMED):
    """A reviewer finds of the one match that was found later."""
    (later,) = [each for each in (await desk.result(submission, REVIEWER))["later_matches"] if each["review"] == "unreviewed"]
    await review_match(desk.vault, desk.actor(REVIEWER), later["id"], finding=finding, reason="Seen in the extraction.", **desk.ask)


async def waiting(desk, who=REVIEWER):
    """The alerts that wait for somebody because a match has to be looked at, as their first page has them."""
    seen = await list_waiting_alerts(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)
    return [each for each in seen.items if WAITS in each.alert["title"]]


async def hearing(desk):
    """Who sees an alert of a look back that does not say that it waits, and is not retracted."""
    roles = set(Role) - {Role.ADMIN}
    seen = {role: await alerts_seen(desk, f"north-{role}") for role in roles}
    return {
        role.value
        for role, told in seen.items()
        if any(each.alert["rule"] == "AR-19" and WAITS not in each.alert["title"] and each.state != "retracted" for each in told)
    }


async def test_reviewers_hear_at_once_and_the_officer_once_it_is_confirmed(desk):
    """Among what waits, with its urgency and the phone, and nobody else; confirmed it is the officer's alone and waits no more."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, days=60)

    (told,) = await waiting(desk)
    assert (told.submission_id, told.alert["rule"], told.alert["urgency"], told.state) == (submission, "AR-19", "P2", "open")
    assert any(NOBODY_E164 in fact and "L-0043" in fact for fact in told.alert["facts"])
    assert any("confirm or reject" in action for action in told.alert["actions"])
    (phone,) = (await list_submissions(desk.vault, desk.actor(REVIEWER), policy=desk.policy, **desk.ask)).items
    assert phone.urgency == "P2"
    assert await hearing(desk) == set()
    for role in set(Role) - {Role.ADMIN, Role.REVIEWER}:
        assert not await alerts_seen(desk, f"north-{role}")

    await found(desk, submission)
    assert await waiting(desk) == []
    assert await alerts_seen(desk, REVIEWER) == ()
    assert await hearing(desk) == {"submitter"}


async def test_of_two_matches_the_one_that_nobody_confirmed_goes_on_waiting(desk):
    """The officer hears of the confirmed one, and reviewers are told of the other alone."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, NOBODY, "07700 900222", **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER, LATER.replace("900111", "900222"))
    (first, second) = (await desk.result(submission, REVIEWER))["later_matches"]
    asked = {"finding": Finding.CONFIRMED, "reason": "Seen in the extraction.", **desk.ask}
    await review_match(desk.vault, desk.actor(REVIEWER), first["id"], **asked)

    ((waits,), (heard,)) = await waiting(desk), await alerts_seen(desk, OFFICER)
    assert [number in str(waits.alert["facts"]) for number in (first["number"], second["number"])] == [False, True]
    assert [number in str(heard.alert["facts"]) for number in (first["number"], second["number"])] == [True, False]


async def confirm_weak(desk, submission):
    """A reviewer confirms the weak match, whatever else was found later."""
    (weak,) = [each for each in (await desk.result(submission, REVIEWER))["later_matches"] if each["line"]["id"] == "L-0050"]
    asked = {"finding": Finding.CONFIRMED, "reason": "Seen in the extraction.", **desk.ask}
    await review_match(desk.vault, desk.actor(REVIEWER), weak["id"], **asked)


def read_of(alert):
    """What an alert says, and whether it stands, without what names it."""
    return alert.state, {key: value for key, value in alert.alert.items() if key != "id"}


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize(("beside", "before", "after"), [(NOBODY, (), LATER), (OPEN_NUMBER, (OPEN_LINE,), MOVED)], ids=["found", "moved"])
async def test_the_officer_reads_of_what_was_confirmed_as_if_nothing_else_had_been_found(desk, beside, before, after, taken_back):
    """Urgency, steps, title, assessment, actions and whether it holds are the weak match's own: the rest would tell of a line."""
    desk.with_policy(is_reviewed_first=True)
    await left_out(desk, COVERT_LINE, *before)
    both = await handed_in(desk, beside, WEAK_NUMBER, **PACE)
    alone = await handed_in(desk, WEAK_NUMBER, **PACE, **{"subject.reference": "S-18"})
    await left_out(desk, COVERT_LINE, after, WEAK)
    for submission in (both, alone):
        await confirm_weak(desk, submission)
    if taken_back:
        await take_back(desk, "+447700900222")

    heard = {each.submission_id: read_of(each) for each in await alerts_seen(desk, OFFICER) if each.alert["rule"] == "AR-19"}
    assert heard[both] == heard[alone]
    assert (heard[alone][0], heard[alone][1]["urgency"]) == ("retracted" if taken_back else "open", "P3")


async def test_the_place_among_what_waits_tells_of_nothing_that_was_not_confirmed(desk):
    """Of two that read alike the one that waits longest stands first, however urgent what nobody confirmed of the other."""
    desk.with_policy(is_reviewed_first=True)
    longest = await handed_in(desk, WEAK_NUMBER, **PACE)
    both = await handed_in(desk, "07700 900333", NOBODY, **PACE, **{"subject.reference": "S-18"})
    await left_out(desk, COVERT_LINE, WEAK)
    await confirm_weak(desk, longest)
    await left_out(desk, COVERT_LINE, WEAK, WEAK.replace("900222", "900333"), LATER)
    await confirm_weak(desk, both)

    seen = await list_waiting_alerts(desk.vault, desk.actor(OFFICER), policy=desk.policy, **desk.ask)
    assert [(each.submission_id, each.alert["urgency"]) for each in seen.items] == [(longest, "P3"), (both, "P3")]


async def test_what_is_rejected_is_told_to_nobody(desk):
    """It waits no more, and the officer never hears; the reviewer, who read the match, is told of that and of no alert."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    await found(desk, submission, Finding.REJECTED)

    assert await waiting(desk) == []
    assert await alerts_seen(desk, OFFICER) == ()
    told = [(await read_notices(desk.vault, desk.actor(who), policy=desk.policy, **desk.ask)).items for who in (REVIEWER, OFFICER)]
    assert [[each.alert_ids for each in items] for items in told] == [[()], []]


async def test_a_number_that_was_protected_by_mistake_waits_as_well(desk):
    """It is found again for reviewers first, and for whoever handed the phone in once it is confirmed."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    entry = await protect(desk, OPEN_NUMBER)
    await keep_out(desk)
    await unprotect(desk, entry)
    assert await waiting(desk) == []
    job = await taken(desk, JobKind.BRING_BACK)
    await bring_back_number(desk.vault, job, desk.lists, means(), policy=desk.policy, now=lambda: desk.now, lease=LEASE)

    (told,) = await waiting(desk)
    assert (told.submission_id, told.alert["urgency"]) == (submission, "P1")
    assert not {"submitter", "coordinator"} & await hearing(desk)
    await found(desk, submission)
    assert await waiting(desk) == []
    assert {"submitter", "coordinator"} <= await hearing(desk)


async def test_a_number_that_moves_or_returns_waits_as_well(desk):
    """Under its new line it is another match; taken back nothing waits, and back on the list it does."""
    desk.with_policy(is_reviewed_first=True)
    submission = await handed_in(desk, OPEN_NUMBER, **MISSING)
    await left_out(desk, MOVED, COVERT_LINE)
    (told,) = await waiting(desk)
    assert (told.submission_id, told.alert["urgency"], "L-0044" in str(told.alert["facts"])) == (submission, "P1", True)

    await left_out(desk, COVERT_LINE)
    assert await waiting(desk) == []
    await left_out(desk, MOVED, COVERT_LINE)
    assert [each.id for each in await waiting(desk)] == [told.id]


async def test_of_a_restricted_line_no_reviewer_hears_and_nothing_is_kept_for_them(desk):
    """Nobody shows it by its name once it is confirmed, so there is nothing to wait for; cleared or not they are told what they were."""
    desk.with_policy(is_reviewed_first=True)
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER_COVERT)

    assert not await alerts_seen(desk, REVIEWER)
    await desk.clear(REVIEWER)
    assert not await alerts_seen(desk, REVIEWER)
    assert not [row for row in await desk.rows(alerts) if row["for_role"] == "reviewer"]


async def test_where_nobody_confirms_first_reviewers_have_nothing_that_waits(desk):
    """Not by what is found now, nor any more by what waited before the force decided otherwise."""
    desk.with_policy(is_reviewed_first=True)
    await handed_in(desk, NOBODY, **PACE)
    await publish(desk, OPEN_LINE, COVERT_LINE, LATER)
    desk.with_policy(is_reviewed_first=False)

    assert not await alerts_seen(desk, REVIEWER)
    assert len(await alerts_seen(desk, OFFICER)) == 1
