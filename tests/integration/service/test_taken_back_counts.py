"""What a proposal takes back is told before it is published, to whoever may decide about it, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from looking_back import alerts_seen, draft_of, handed_in
from matcher.domain.alerts.watch import WatchDraft, WatchKind, WatchPurpose
from matcher.domain.register import Removal
from matcher.domain.upkeep.list_effects import TakenBackCount
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.propose_changes import propose_changes
from matcher.service.read_proposals import read_proposal
from matcher.service.views import count_taken_back
from matcher.service.watch_target import watch_target
from matcher.store.schema.answers import alerts, results
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list

OPEN_E164, COVERT_E164 = "+447700900123", "+447700900456"
NOTHING = TakenBackCount()
#: Phones of different people: what is told of one is not told of the other.
OF_OTHERS = {"subject.reference": "S-99"}


async def counted(desk, proposal_id, who="north-supervisor", **changed):
    """What somebody is told that a proposal takes back."""
    return (await read_proposal(desk.vault, desk.actor(who, **changed), desk.lists, proposal_id, **desk.ask)).takes_back


async def proposed(desk, number, **how):
    """Propose a change to a number as an analyst."""
    draft = await draft_of(desk, number, **how)
    return (await propose_changes(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)).id


async def live(desk):
    """How many alerts of phones nobody closed and nothing took back."""
    return sum(row["state"] == "open" and row["recall_id"] is None for row in await desk.rows(alerts, organisation_id=desk.house.north.id))


async def test_a_removal_says_how_many_phones_and_live_alerts_it_takes_back(desk):
    """As many as it does take back; who proposes it does not learn whether the number stands on a phone."""
    for more in ({}, OF_OTHERS):
        await handed_in(desk, OPEN_NUMBER, **more)
    await handed_in(desk, NOBODY)
    await handed_in(desk, OPEN_NUMBER, who="south-submitter")
    before = await live(desk)

    proposal = await proposed(desk, OPEN_E164, remove=Removal.WRONG)
    told = await counted(desk, proposal)
    own = await counted(desk, proposal, "north-analyst")
    await desk.let_out(proposal, who=desk.at_the_machine("north-supervisor"))
    await desk.look_back()

    assert told == TakenBackCount(2, before - await live(desk))
    assert told.alerts > 1
    assert own is None
    assert await counted(desk, proposal) is None


async def test_a_short_file_says_so_too_and_what_stays_listed_counts_as_nothing(desk):
    """What a whole file leaves out counts as what somebody removes; the same number under another entry of the line does not."""
    await handed_in(desk, OPEN_NUMBER)
    short = await desk.load(a_list(COVERT_LINE))
    other = await desk.load(a_list(OPEN_LINE.replace("2026-02-01,2026-04-19", "2025-12-01,2026-04-20"), COVERT_LINE))

    assert (await counted(desk, short.proposal_id)).submissions == 1
    assert await counted(desk, other.proposal_id) == NOTHING


async def test_what_is_closed_or_taken_back_already_does_not_count(desk):
    """Nor what rests on another number as well, nor what a watch told one account alone."""
    await desk.publish(a_list(OPEN_LINE, OPEN_LINE.replace("900123", "900124"), COVERT_LINE))
    draft = WatchDraft(WatchKind.LINE, "L-0043", WatchPurpose.MANAGED, "A case.", desk.now + timedelta(days=80))
    await watch_target(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)
    await handed_in(desk, OPEN_NUMBER)
    (first, *_) = [each.id for each in await alerts_seen(desk, "north-coordinator")]
    ask = {"policy": desk.policy, "reason": "Looked into it", **desk.ask}
    proposal = await proposed(desk, OPEN_E164, remove=Removal.DUPLICATE)
    before = await counted(desk, proposal)
    await act_on_alert(desk.vault, desk.actor("north-coordinator"), first, AlertStep.CLOSED, **ask)
    after = await counted(desk, proposal)
    await handed_in(desk, OPEN_NUMBER, "07700 900124", **OF_OTHERS)

    assert after == replace(before, alerts=before.alerts - 1)
    assert await counted(desk, proposal) == replace(after, submissions=2)


async def test_a_restricted_line_is_given_away_by_no_count(desk):
    """Who may not know of it is told of an open number the same, whether the phone holds a covert one beside it or not."""
    await handed_in(desk, OPEN_NUMBER)
    proposal = await proposed(desk, OPEN_E164, remove=Removal.WRONG)
    alone = await counted(desk, proposal)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(alerts).values(state="closed"))
    await handed_in(desk, OPEN_NUMBER, COVERT_NUMBER, **OF_OTHERS)
    hidden = await proposed(desk, COVERT_E164, remove=Removal.WRONG)

    assert await counted(desk, proposal) == replace(alone, submissions=2)
    await desk.clear("north-supervisor")
    told = await counted(desk, hidden, "north-supervisor", is_cleared=True)
    assert told.submissions == 1
    assert told.alerts >= 1


async def test_of_very_many_phones_only_the_newest_are_opened(desk, monkeypatch):
    """The figure is the least there is, and says so."""
    monkeypatch.setattr(count_taken_back, "MOST_OPENED", 1)
    for more in ({}, OF_OTHERS):
        await handed_in(desk, OPEN_NUMBER, **more)
    proposal = await proposed(desk, OPEN_E164, remove=Removal.WRONG)

    told = await counted(desk, proposal)

    assert (told.submissions, told.is_at_least) == (2, True)
    assert 0 < told.alerts < await live(desk)


async def test_a_phone_that_was_changed_in_the_store_keeps_nobody_from_deciding(desk):
    """The others are counted, and that there may be more is said."""
    first = await handed_in(desk, OPEN_NUMBER)
    await handed_in(desk, OPEN_NUMBER, **OF_OTHERS)
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(results).where(results.c.submission_id == first).values(answer_sealed=b"\1" * 80))
    proposal = await proposed(desk, OPEN_E164, remove=Removal.WRONG)

    told = await counted(desk, proposal)

    assert (told.submissions, told.is_at_least) == (2, True)
    assert told.alerts > 0


async def test_the_next_page_of_the_changes_does_not_count_anew(desk, monkeypatch):
    """The place behind the first page carries what was counted; whoever may not decide is told nothing on either."""
    await handed_in(desk, OPEN_NUMBER)
    imported = await desk.load(a_list(COVERT_LINE, OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Teasel,07700 900345")))
    pages = {}
    for who in ("north-supervisor", "north-analyst"):
        actor = desk.actor(who, is_cleared=True)
        first = await read_proposal(desk.vault, actor, desk.lists, imported.proposal_id, limit=1, **desk.ask)
        with monkeypatch.context() as patched:
            patched.setattr("matcher.service.read_proposals.count_taken_back", None)
            patched.setattr("matcher.service.read_proposals.count_touched", None)
            next_one = await read_proposal(desk.vault, actor, desk.lists, imported.proposal_id, limit=1, cursor=first.cursor, **desk.ask)
        assert first.changes != next_one.changes
        pages[who] = [(each.touches, each.takes_back) for each in (first, next_one)]

    (first, next_one) = pages["north-supervisor"]
    assert first == next_one
    assert first[1].submissions == 1
    assert pages["north-analyst"] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("fields", "may_take_back"),
    [
        ({"last_seen": "2026-03-01"}, True),
        ({"first_seen": "2026-03-01"}, True),
        ({"closure_type": "type2", "closed_on": "2026-04-01"}, True),
        ({"last_seen": "2026-04-20"}, False),
        ({"first_seen": "2026-01-01"}, False),
    ],
)
async def test_dates_that_are_narrowed_may_take_more_back_than_is_counted(desk, fields, may_take_back):
    """Nought would be a figure nobody has looked for; where nothing is narrowed, or no phone holds the number, it is one."""
    await handed_in(desk, OPEN_NUMBER)
    proposal = await proposed(desk, OPEN_E164, fields=fields)

    assert await counted(desk, proposal) == TakenBackCount(0, 0, is_at_least=may_take_back)


async def test_of_a_number_on_no_phone_nothing_is_taken_back(desk):
    """Whatever becomes of its dates."""
    await handed_in(desk, NOBODY)

    assert await counted(desk, await proposed(desk, OPEN_E164, fields={"last_seen": "2026-03-01"})) == NOTHING
