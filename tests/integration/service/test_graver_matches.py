"""A number that was told of, and that the list makes more of by now: the officer of the case hears of it (AR-19), on both engines."""

import pytest

from legal_metadata import PACE
from looking_back import LATER, NOBODY_E164, alerts_seen, change, handed_in
from matcher.domain.access.actor import Role
from matcher.service.review_match import Finding, review_match
from matcher.store.schema.answers import alerts, matches, results
from submitting import COVERT_LINE, HEADER, NOBODY, OPEN_LINE

LINE = "L-0050"
CLOSURE = "closure_type,closed_on"
#: In use until 2025-06-30; what is on a phone in April 2026 can only have been reissued.
LONG_CLOSED = "L-0050,Whinchat,07700 900111,active,open_to_force,Hillside,2025-01-01,2025-06-30,2,B,P,Estmoor,type2,2025-06-30"
OF_CLOSED_LINE = "L-0050,Whinchat,07700 900111,closed_type2,open_to_force,Hillside,2025-01-01,2025-06-30,2,B,P,Estmoor,,2025-06-30"
IN_ORDER = LATER.replace("L-0043,Larkspur", "L-0050,Whinchat")
WEAK = IN_ORDER.replace(",2,B,P,", ",3,D,P,")
IN_USE = {"closure_type": "", "closed_on": "", "last_seen": "2026-04-19"}


async def listed(desk, row):
    """Have a list that has the number, with columns for closures."""
    columns = f"{HEADER},{CLOSURE}".count(",")
    rows = [each + "," * (columns - each.count(",")) for each in (OPEN_LINE, COVERT_LINE, row)]
    await desk.publish("\n".join((f"{HEADER},{CLOSURE}", *rows, "")).encode())
    await desk.look_back()


async def seen(desk, who="north-submitter"):
    """Rules and urgencies of the alerts of a phone that somebody sees."""
    return [(each.alert["rule"], each.alert["urgency"]) for each in await alerts_seen(desk, who) if each.submission_id]


@pytest.mark.parametrize(
    ("row", "which", "fields", "urgency"),
    [
        pytest.param(LONG_CLOSED, NOBODY_E164, IN_USE, "P2", id="a closed number in use again"),
        pytest.param(LONG_CLOSED, NOBODY_E164, {"last_seen": "2026-04-19"}, "P2", id="a closed number seen again"),
        pytest.param(OF_CLOSED_LINE, LINE, {"status": "active", "closed_on": ""}, "P2", id="a closed line in use again"),
        pytest.param(WEAK, NOBODY_E164, {"source_grade": "1", "intel_grade": "A"}, "P2", id="a better source"),
    ],
)
async def test_what_the_list_makes_more_of_is_told_to_the_officer_of_the_case(desk, row, which, fields, urgency):
    """Issue 4: every phone that a changed number touches; the kept answer stays what it was, and nobody else hears."""
    await listed(desk, row)
    submission = await handed_in(desk, NOBODY, **PACE)
    before = await desk.rows(results, submission_id=submission)
    others = {role: await seen(desk, f"north-{role}") for role in set(Role) - {Role.SUBMITTER, Role.ADMIN}}
    known = await seen(desk)

    await change(desk, which, fields=fields)

    assert [each for each in await seen(desk) if each not in known] == [("AR-19", urgency)]
    assert {role: await seen(desk, f"north-{role}") for role in others} == others
    assert await desk.rows(results, submission_id=submission) == before
    (later,) = (await desk.result(submission))["later_matches"]
    assert (later["line"]["id"], later["version"]) == (LINE, 3)
    assert len(await desk.rows(matches, submission_id=submission)) == 1


async def test_what_the_list_makes_less_of_than_was_told_is_told_to_nobody(desk):
    """A day earlier, a worse source or a closure bring no alert, and to take that back tells no more than was told at first."""
    await listed(desk, IN_ORDER)
    await handed_in(desk, NOBODY, **PACE)
    known = len(await desk.rows(alerts))

    worse = ({"last_seen": "2026-04-18"}, {"source_grade": "3"}, {"closure_type": "type1", "closed_on": "2026-04-19"})
    for fields in (*worse, {"source_grade": "2"}, IN_USE):
        await change(desk, NOBODY_E164, fields=fields)

    assert len(await desk.rows(alerts)) == known


async def test_what_was_told_of_as_graver_is_told_of_once(desk):
    """The version after it changes the number again, and makes no more of it."""
    await listed(desk, WEAK)
    await handed_in(desk, NOBODY, **PACE)
    known = len(await desk.rows(alerts))

    for fields in ({"source_grade": "2"}, {"last_seen": "2026-04-20"}, {"source_grade": "1"}):
        await change(desk, NOBODY_E164, fields=fields)

    assert len(await desk.rows(alerts)) == known + 1


async def test_what_a_reviewer_rejected_stays_rejected_whatever_the_list_makes_of_it(desk):
    """A rejected pairing does not come back."""
    await listed(desk, LONG_CLOSED)
    submission = await handed_in(desk, NOBODY, **PACE)
    (match,) = await desk.rows(matches, submission_id=submission)
    said = {"finding": Finding.REJECTED, "reason": "Somebody else has the number by now.", **desk.ask}
    await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **said)
    known = len(await desk.rows(alerts))

    await change(desk, NOBODY_E164, fields=IN_USE)

    assert len(await desk.rows(alerts)) == known
    (match,) = await desk.rows(matches, submission_id=submission)
    assert match["state"] == "rejected"
