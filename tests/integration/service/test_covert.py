"""A match on a restricted line leaves no trace for those who may not know of it: everything they can ask for is byte for byte a miss.

Both organisations are handed the same file. The list of one holds a restricted line whose number stands in it; the list of the other never
held that line. All that may differ are ids.
"""

import json
import re
from dataclasses import asdict

import pytest
import sqlalchemy as sa

from everything_asked import asked, clear, masked, of_all, of_one, without_sequence
from legal_metadata import PACE
from matcher.domain.access.actor import Role
from matcher.domain.access.audit import CONCERN
from matcher.domain.access.audit_query import AuditQuery
from matcher.domain.access.permission import Action
from matcher.domain.submissions.submission import SubmissionStatus
from matcher.service.erase_submission import erase_submission
from matcher.service.list_alerts import list_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.measure_store import measure_store
from matcher.service.read_audit import read_audit
from matcher.service.read_result import read_result
from matcher.service.review_match import Finding, review_match
from matcher.store.schema.answers import alerts, matches, repeated_alerts, results, submission_events, unmatched_numbers
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, OWNER_LINE, a_card, a_list, set_up

CARDS = {
    "covert alone": a_card(COVERT_NUMBER, NOBODY),
    "covert and open": a_card(COVERT_NUMBER, OPEN_NUMBER, NOBODY),
    "owner only": a_card("07700 900789", NOBODY),
    "one number": a_card(COVERT_NUMBER),
    "saved as a solicitor": a_card(COVERT_NUMBER, NOBODY).replace(b"FN:Contact 1", b"FN:My solicitor"),
    "saved as a brand": a_card(NOBODY).replace(b"FN:Contact 1", b"FN:Nightjar"),
    "open again": a_card(OPEN_NUMBER),
    "both again": a_card(OPEN_NUMBER, COVERT_NUMBER),
}

#: What a token may do that was made for everything but restricted lines.
NARROW = frozenset(Action) - {Action.MATCH_READ_RESTRICTED}


@pytest.fixture
async def twins(desk):
    """Give both organisations their lists, of which one holds restricted lines as well."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE), who="north-analyst")
    await desk.publish(a_list(OPEN_LINE), who="south-analyst")
    # So that the version has the same number in both.
    return desk


async def look_at_everything(desk, word, handed_in):
    """Have those who may know of restricted lines, or are told because of them, do whatever they may."""
    for role in (Role.SAFEGUARDING, Role.ANALYST):
        for submission_id in handed_in:
            await of_one(desk, desk.actor(f"{word}-{role}"), submission_id)
        await of_all(desk, desk.actor(f"{word}-{role}"))
    await clear(desk, f"{word}-reviewer", is_cleared=True)
    cleared = desk.actor(f"{word}-reviewer", is_cleared=True)
    for row in await desk.rows(matches, organisation_id=cleared.organisation_id):
        if row["is_restricted"]:
            await review_match(desk.vault, cleared, row["id"], finding=Finding.CONFIRMED, reason="Seen with the owner", **desk.ask)
    await clear(desk, f"{word}-reviewer", is_cleared=False)


@pytest.mark.parametrize("policy", ["immediate", "reviewed"])
async def test_whoever_is_not_cleared_sees_a_miss(twins, policy):
    """Every answer to everybody without clearance is byte for byte that of an organisation without the line.

    So is the trail, after those who may know of the line, and the liaison who is told because of it, did all they can.
    """
    twins.with_policy(is_reviewed_first=policy == "reviewed")
    handed_in = {}
    for word in ("north", "south"):
        handed_in[word] = [(await twins.hand_in(card, who=f"{word}-submitter")).submission_id for card in CARDS.values()]
        assert await twins.work() == len(CARDS)

    for word, ids in handed_in.items():
        await look_at_everything(twins, word, ids)

    # An analyst of the unit that owns the line asks with a token that was not made for restricted ones.
    for role, scopes in [*((role, None) for role in sorted(set(Role) - {Role.ANALYST, Role.SAFEGUARDING})), (Role.ANALYST, NARROW)]:
        people = [twins.actor(f"{word}-{role}", scopes=scopes) for word in ("north", "south")]
        for case, north, south in zip(CARDS, handed_in["north"], handed_in["south"], strict=True):
            seen, missed = await of_one(twins, people[0], north), await of_one(twins, people[1], south)
            assert masked(seen) == masked(missed), (role, case)
        seen, missed = [await of_all(twins, actor) for actor in people]
        assert without_sequence(masked(seen)) == without_sequence(masked(missed)), role


async def test_whoever_is_not_cleared_sees_a_miss_where_the_line_came_later(vault):
    """So it is where the phones were answered first: a version changes nothing but for the unit that owns the line and for partners.

    So is the trail, after these did all they can. Both versions take a restricted line off, so that both are proposed unseen.
    """
    former = COVERT_LINE.replace("L-0099,Nightjar,07700 900456", "L-0001,Dotterel,07700 900567")
    desk = await set_up(vault, content=a_list(former, OPEN_LINE))
    handed_in = {}
    for word in ("north", "south"):
        handed_in[word] = [(await desk.hand_in(card, who=f"{word}-submitter", **PACE)).submission_id for card in CARDS.values()]
        assert await desk.work() == len(CARDS)
    other = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Kettle,07700 900345")
    await desk.publish(a_list(OPEN_LINE, other, COVERT_LINE, OWNER_LINE), who="north-analyst")
    await desk.publish(a_list(OPEN_LINE, other), who="south-analyst")
    await desk.look_back()

    partner = desk.actor("north-safeguarding")
    told = (await list_alerts(desk.vault, partner, policy=desk.policy, **desk.ask)).items
    assert {each.submission_id for each in told} >= {handed_in["north"][list(CARDS).index(case)] for case in ("covert alone", "owner only")}
    for word, ids in handed_in.items():
        await look_at_everything(desk, word, ids)

    for role in sorted(set(Role) - {Role.ANALYST, Role.SAFEGUARDING}):
        people = [desk.actor(f"{word}-{role}") for word in ("north", "south")]
        for case, north, south in zip(CARDS, handed_in["north"], handed_in["south"], strict=True):
            seen, missed = await of_one(desk, people[0], north), await of_one(desk, people[1], south)
            assert masked(seen) == masked(missed), (role, case)
        seen, missed = [await of_all(desk, actor) for actor in people]
        assert without_sequence(masked(seen)) == without_sequence(masked(missed)), role


async def trail_of(desk, name, submission_id):
    """Give what somebody reads in the trail of one submission."""
    page = await read_audit(desk.vault, desk.actor(name), AuditQuery(object_id=submission_id), **desk.ask)
    return [(str(entry.event.action), entry.event.object_type, entry.actor_name) for entry in page.entries]


async def test_the_trail_tells_of_a_liaison_who_was_told_in_the_open(twins):
    """Where an alert that everybody may know of brings a case to the liaison, their look at it stands in the trail for everybody."""
    receipt = await twins.hand_in(CARDS["covert and open"])
    await twins.work()
    await twins.result(receipt.submission_id, "north-safeguarding")

    told = await trail_of(twins, "north-auditor", receipt.submission_id)

    assert ("submission:result_consulted", "submission", "north-safeguarding") in told


@pytest.mark.parametrize("case", ["covert alone", "nothing"])
async def test_the_cleared_read_of_every_look_of_a_liaison(twins, case):
    """A look that only a restricted match let in, and a refusal for want of one, stand in the trail for the cleared only."""
    receipt = await twins.hand_in(CARDS.get(case, a_card(NOBODY)))
    await twins.work()
    await asked(read_result(twins.vault, twins.actor("north-safeguarding"), receipt.submission_id, policy=twins.policy, **twins.ask))
    uncleared = [await trail_of(twins, f"north-{role}", receipt.submission_id) for role in ("auditor", "supervisor")]
    for role in ("auditor", "supervisor"):
        await clear(twins, f"north-{role}", is_cleared=True)
    cleared = [await trail_of(twins, f"north-{role}", receipt.submission_id) for role in ("auditor", "supervisor")]

    looked = "submission:result_consulted" if case == "covert alone" else "access:denied"
    assert all((looked, CONCERN, "north-safeguarding") in told for told in cleared)
    assert not any(name == "north-safeguarding" for told in uncleared for _, _, name in told)


async def test_the_figures_of_the_service_count_a_covert_match_as_a_miss(twins):
    """What an administrator and whoever watches over the service count grows alike."""
    grown = []
    for word in ("north", "south"):
        before = asdict(await measure_store(twins.vault, now=twins.now))
        await twins.hand_in(CARDS["covert alone"], who=f"{word}-submitter")
        await twins.work()
        after = asdict(await measure_store(twins.vault, now=twins.now))
        done = after["submissions"][SubmissionStatus.DONE] - before["submissions"][SubmissionStatus.DONE]
        counted = await list_submissions(twins.vault, twins.actor(f"{word}-admin"), **twins.ask)
        grown.append((done, counted.count, {**after, "submissions": None}))

    assert grown[0] == grown[1]


async def test_an_analyst_sees_no_line_of_another_unit(twins):
    """Who looks after the lines of one unit sees a miss where a line of another unit was met."""
    owner_only = CARDS["owner only"]
    north = await twins.hand_in(owner_only, who="north-submitter")
    south = await twins.hand_in(owner_only, who="south-submitter")
    await twins.work()

    seen, missed = await twins.result(north.submission_id, "north-analyst"), await twins.result(south.submission_id, "south-analyst")

    assert masked(seen) == masked(missed)


async def test_the_cleared_and_the_owning_unit_see_the_match(twins):
    """A cleared reviewer and an analyst of the owning unit see the covert match; a reviewer who is not cleared does not."""
    receipt = await twins.hand_in(CARDS["covert alone"])
    await twins.work()

    cleared = await twins.result(receipt.submission_id, "north-reviewer")
    async with twins.vault.db.write() as connection:
        await connection.execute(sa.text("UPDATE accounts SET is_cleared = true WHERE username = 'north-reviewer'"))
    now_cleared = await twins.result(receipt.submission_id, "north-reviewer")
    owner = await twins.result(receipt.submission_id, "north-analyst")

    assert cleared["matches"] == []
    assert [each["line"]["id"] for each in now_cleared["matches"]] == ["L-0099"]
    assert [each["line"]["id"] for each in owner["matches"]] == ["L-0099"]
    assert [each["rule"] for each in now_cleared["alerts"]] == ["AR-17"]


async def test_safeguarding_hears_a_sanitised_concern_and_nothing_of_the_line(twins):
    """The liaison of the children's services gets a concern while the submitter sees a miss (S6)."""
    receipt = await twins.hand_in(CARDS["covert alone"])
    await twins.work()

    concern = await twins.result(receipt.submission_id, "north-safeguarding")

    assert [each["urgency"] for each in concern["alerts"]] == ["P1"]
    assert not re.search("Nightjar|L-0099|900456", json.dumps(concern))


async def test_alerts_reach_those_they_are_for(twins):
    """The owning unit lists the alert about its covert line, the liaison one concern for each file, the submitter neither (S6)."""
    for case in ("covert alone", "covert and open"):
        await twins.hand_in(CARDS[case], subject={"reference": f"S-{case}"})
    await twins.work()

    listed = {
        role: [
            each.alert["rule"]
            for each in (await list_alerts(twins.vault, twins.actor(f"north-{role}"), policy=twins.policy, **twins.ask)).items
        ]
        for role in ("analyst", "safeguarding", "submitter")
    }

    assert sorted(listed["analyst"]) == ["AR-01", "AR-17", "AR-17"]
    assert listed["safeguarding"] == ["concern", "concern"]
    assert listed["submitter"] == ["AR-01"]


async def test_a_match_that_may_not_be_known_of_cannot_be_reviewed(twins):
    """Reviewing a covert match without clearance is refused like reviewing one that is not there, and both refusals are on record."""
    await twins.hand_in(CARDS["covert alone"])
    await twins.work()
    (row,) = await twins.rows(matches)
    reviewer = twins.actor("north-reviewer")

    there = await asked(review_match(twins.vault, reviewer, row["id"], finding=Finding.CONFIRMED, reason="Seen", **twins.ask))
    nowhere = await asked(
        review_match(twins.vault, reviewer, "mat_00000000000000000000000000", finding=Finding.CONFIRMED, reason="Seen", **twins.ask)
    )

    assert there == nowhere
    assert there["code"] == "not-found"


async def test_erasing_says_the_same(twins):
    """The report of an erasure counts no row that only the cleared may know of, and nothing is left in either organisation.

    So does what is left to see of later phones of the person, with which the alerts of an erased one stand from then on.
    """
    left = {}
    for word in ("north", "south"):
        cases = ("covert and open", "both again", "covert alone", "open again")
        left[word] = [(await twins.hand_in(CARDS[case], who=f"{word}-submitter")).submission_id for case in cases]
        await twins.work()

    while left["north"]:
        reports = [
            await erase_submission(twins.vault, twins.actor(f"{word}-submitter"), left[word].pop(0), policy=twins.policy, **twins.ask)
            for word in ("north", "south")
        ]
        assert masked(asdict(reports[0])) == masked(asdict(reports[1]))
        for role in ("submitter", "coordinator", "reviewer", "auditor"):
            seen, missed = [
                [await of_one(twins, twins.actor(f"{word}-{role}"), each) for each in left[word]] for word in ("north", "south")
            ]
            assert masked(seen) == masked(missed), role

    for table in (alerts, repeated_alerts, matches, results, submission_events, unmatched_numbers):
        assert await twins.rows(table) == []


async def test_a_screening_costs_the_same_statements_whatever_it_finds(twins):
    """The work of a job is as many statements of the same kinds for a covert match, and as many tokens are kept, as for a miss."""
    counted = {}
    for word in ("north", "south"):
        receipt = await twins.hand_in(CARDS["covert alone"], who=f"{word}-submitter")
        said = []

        def note(_connection, _cursor, statement, *_more, said=said):
            said.append(statement.split(" WHERE")[0].split(" VALUES")[0][:60])

        job = await twins.take()
        sa.event.listen(twins.vault.db.engine.sync_engine, "before_cursor_execute", note)
        await twins.run(job)
        sa.event.remove(twins.vault.db.engine.sync_engine, "before_cursor_execute", note)
        counted[word] = len(said), len(await twins.rows(unmatched_numbers, submission_id=receipt.submission_id))

    assert counted["north"] == counted["south"]
    assert counted["north"][1] == 3
