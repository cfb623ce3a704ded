"""People a line names: taking one off recalls what rested on them, and naming them again gives it back, as with a number of the line."""

import pytest

from looking_back import alerts_seen, change
from matcher.domain.register import RecordKind, Removal
from matcher.service.read_notices import read_notices
from matcher.service.read_proposals import read_proposal
from matcher.store.schema.answers import results
from matcher.store.schema.lists import named_people, recall_notices, recalls
from submitting import COVERT_LINE, HEADER, NOBODY, OPEN_LINE, a_card

PERSON = "07700 900222"
NAMED = f"L-0043,Larkspur,{PERSON},active,open_to_force,Hillside,,,2,B,P,Estmoor,Alex Example"
WHO = ("north-reviewer", "north-submitter")


def listed(*people):
    """Write a list with a number and these people."""
    return "\n".join((f"{HEADER},associate_name", f"{OPEN_LINE},", *people, f"{COVERT_LINE},", "")).encode()


async def load(desk, content):
    """Publish a list and look back."""
    await desk.publish(content)
    return await desk.look_back()


async def met(desk):
    """Hand a phone in on which the person is saved as a parent: AR-22 rests on that person alone."""
    await load(desk, listed(NAMED))
    receipt = await desk.hand_in(a_card(PERSON, NOBODY).replace(b"FN:Contact 1", b"FN:Dad"))
    await desk.work()
    return receipt.submission_id


async def person_id(desk):
    """Find the record of the person."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    return next(each.id for each in register.records.values() if each.kind is RecordKind.ASSOCIATE)


async def seen_by(desk, submission, who):
    """Give what somebody sees: how the person is told, and how the alerts stand in the answer and in the list."""
    answer = await desk.result(submission, who)
    (person,) = answer["associates"]
    return person.get("recalled"), [each["state"] for each in answer["alerts"]], {each.state for each in await alerts_seen(desk, who)}


@pytest.mark.parametrize("how", ["undone", "left out of a file"])
async def test_a_person_who_is_taken_off_and_comes_back(desk, how):
    """The answer keeps its bytes; the alert is retracted with notices, and stands again with notices once the line names them again."""
    submission = await met(desk)
    before, who = await desk.rows(results), await person_id(desk)
    assert await seen_by(desk, submission, "north-reviewer") == (None, ["open"], {"open"})

    await (change(desk, who, remove=Removal.UNDONE) if how == "undone" else load(desk, listed()))

    for name in WHO:
        recalled, states, listing = await seen_by(desk, submission, name)
        assert (recalled["cause"], states, listing) == ("undone" if how == "undone" else "absent-from-import", ["retracted"], {"retracted"})
        answer = await desk.result(submission, name)
        assert answer["warnings"][0] == recalled["reason"]
    assert await desk.rows(results) == before
    told = {(row["recipient"], bool(row["alert_id"])) for row in await desk.rows(recall_notices)}
    assert {(desk.actor(each).user_id, False) for each in WHO} | {("safeguarding", False), ("supervisor", True)} <= told
    assert len((await read_notices(desk.vault, desk.actor("north-submitter"), policy=desk.policy, **desk.ask)).items) == 1

    await (change(desk, who, restore=True) if how == "undone" else load(desk, listed(NAMED)))

    assert await seen_by(desk, submission, "north-reviewer") == (None, ["open"], {"open"})
    again = [row for row in await desk.rows(recall_notices) if row["restored_by"]]
    assert {(row["recipient"], bool(row["alert_id"])) for row in again} == told
    assert await desk.rows(results) == before
    assert [row["recall_id"] for row in await desk.rows(named_people)] == [None]


async def test_another_person_under_the_number_gives_nothing_back(desk):
    """What was told was of the one person; that the line names somebody else by the number does not make it so."""
    submission = await met(desk)
    await load(desk, listed())

    await load(desk, listed(NAMED.replace("Alex", "Sam")))

    assert (await seen_by(desk, submission, "north-reviewer"))[1] == ["retracted"]


async def test_a_second_record_of_the_person_holds_it(desk):
    """Where another record of the line still names them by the number, nothing is recalled."""
    submission = await met(desk)
    await load(desk, listed(NAMED, NAMED.replace("Alex", "Sam")))

    await change(desk, await person_id(desk), remove=Removal.DUPLICATE)

    assert (await seen_by(desk, submission, "north-reviewer"))[0] is None
    assert len(await desk.rows(recalls)) == 1


async def test_whoever_publishes_reads_what_it_takes_back(desk):
    """A proposal that takes a person off says of how many phones and alerts, as one that takes a number off."""
    await met(desk)
    imported = await desk.load(listed())

    told = await read_proposal(desk.vault, desk.actor("north-supervisor"), desk.lists, imported.proposal_id, **desk.ask)

    assert (told.takes_back.submissions, told.takes_back.alerts) == (1, 1)
