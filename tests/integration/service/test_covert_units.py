"""An analyst who is not cleared knows of the covert lines of the own unit, and those of other units are for them as if they were nowhere.

Both organisations have an open line and a covert one of Hillside, to which the analysts of both belong; the list of one holds covert lines
of Riverside as well, above, between and on the same numbers. All that may differ are ids.
"""

import pytest

from everything_asked import clear, masked, of_all, of_one, without_sequence
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list

OTHER_NUMBER = "07700 900789"
OTHER = "L-0007,Corncrake,{number},active,covert,Riverside,2026-02-01,2026-04-19,1,A,P,Estmoor"
OTHERS = [OTHER.format(number=each) for each in (OTHER_NUMBER, OPEN_NUMBER, COVERT_NUMBER, "07700 900459")]
#: Reads like the covert line of Hillside, and is the name of one of Riverside.
NAMESAKE = "L-0008,Nightja,07700 900678,active,covert,Riverside,2026-02-01,2026-04-19,1,A,P,Estmoor"
#: So that the version has the same number in both.
THIRD = OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0044,Kettle,07700 900345")
CARDS = {
    "a line of another unit alone": a_card(OTHER_NUMBER, NOBODY),
    "on an open line and one of another unit": a_card(OPEN_NUMBER, NOBODY),
    "on an own line and one of another unit": a_card(COVERT_NUMBER, NOBODY),
    "everything": a_card(OTHER_NUMBER, OPEN_NUMBER, COVERT_NUMBER, NOBODY),
    "the end of a number of both": a_card("07700 90045", NOBODY),
    "a name near that of an own line": a_card(NOBODY).replace(b"FN:Contact 1", b"FN:Nightja"),
}


@pytest.fixture
async def twins(desk):
    """Give both organisations their lists, and every file to both."""
    await desk.publish(a_list(OTHERS[0], OPEN_LINE, *OTHERS[1:], COVERT_LINE, NAMESAKE, THIRD), who="north-analyst")
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, THIRD), who="south-analyst")
    return desk


def in_any_order(told):
    """Give what was told with the alerts of one moment in one order: by their ids it is by chance."""
    page = told.pop("a page of alerts")
    assert len(page.items) == 1
    return told | {name: sorted(masked(each) for each in told[name].items) for name in ("alerts", "alerts that wait")}


async def test_a_unit_sees_its_covert_lines_as_if_there_were_no_others(twins):
    """Answers, alerts, lists and the trail of the uncleared analyst of the owning unit are byte for byte those without the other lines."""
    handed_in = {}
    for word in ("north", "south"):
        handed_in[word] = [(await twins.hand_in(card, who=f"{word}-submitter")).submission_id for card in CARDS.values()]
        assert await twins.work() == len(CARDS)

    people = [twins.actor(f"{word}-analyst") for word in ("north", "south")]
    for case, north, south in zip(CARDS, handed_in["north"], handed_in["south"], strict=True):
        seen, missed = await of_one(twins, people[0], north), await of_one(twins, people[1], south)
        assert masked(seen) == masked(missed), case
        assert "L-0099" in masked(seen) or "another unit alone" in case or "on an open line" in case, case
    seen, missed = [in_any_order(await of_all(twins, actor)) for actor in people]
    assert without_sequence(masked(seen)) == without_sequence(masked(missed))


async def test_each_reader_has_their_own_lines_of_one_answer(twins):
    """The cleared read of all lines, the analyst of each unit of the open and the own ones, the reviewer of the open one."""
    receipt = await twins.hand_in(CARDS["everything"])
    await twins.work()

    async def read(name):
        answer = await twins.result(receipt.submission_id, name)
        return {(each["line"]["id"], each["list_entry"]["row"]) for each in answer["matches"]}

    assert await read("north-reviewer") == {("L-0043", 2)}
    assert await read("north-analyst") == {("L-0043", 2), ("L-0099", 4)}
    await twins.move("north-analyst", "Riverside")
    assert await read("north-analyst") == {("L-0043", 2), ("L-0007", 2)}
    await clear(twins, "north-reviewer", is_cleared=True)
    assert await read("north-reviewer") == {("L-0043", 7), ("L-0099", 9), *(("L-0007", row) for row in (2, 3, 5))}
