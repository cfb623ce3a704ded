"""What a reviewer rejected does not come back with the same person, unless the list says something else of the number by now."""

import pytest
import sqlalchemy as sa

from matcher.service.list_alerts import list_alerts, list_waiting_alerts
from matcher.service.review_match import Finding, review_match
from matcher.store.schema.answers import alerts, outbox
from matcher.store.schema.identity import accounts
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, OWNER_LINE, a_card, a_list

CARD = a_card(OPEN_NUMBER, NOBODY)
#: The same phone some days later: another file.
AGAIN = a_card(OPEN_NUMBER, NOBODY, "07700 900222")
#: With other dates.
CHANGED = OPEN_LINE.replace("2026-04-19", "2026-04-20")


async def reviewed(desk, submission_id, finding=Finding.REJECTED, reason="The number is a taxi firm's by now", **who):
    """Have the first match of an answer reviewed, and give its id."""
    answer = await desk.result(submission_id, "north-reviewer", **who)
    match_id = answer["matches"][0]["id"]
    reviewer = desk.actor("north-reviewer", **who)
    await review_match(desk.vault, reviewer, match_id, finding=finding, reason=reason, **desk.ask)
    return match_id


async def handed_in(desk, content, **stated):
    """Hand a file in and have it answered."""
    receipt = await desk.hand_in(content, **stated)
    await desk.work()
    return receipt.submission_id


async def test_a_rejected_pairing_comes_back_rejected_and_raises_nothing(desk):
    """The next phone of the same person holds the number again: the match says when and why it was rejected, and no alert is raised."""
    await reviewed(desk, await handed_in(desk, CARD))
    second = await handed_in(desk, AGAIN)

    seen = await desk.result(second, "north-reviewer")
    told = await desk.result(second)
    rows = await desk.rows(alerts, submission_id=second)

    (match,) = seen["matches"]
    assert match["review"] == "rejected"
    assert match["review_note"].startswith("Rejected before by a reviewer on 2026-04-20")
    assert match["review_reason"] == "The number is a taxi firm's by now"
    assert seen["alerts"] == told["alerts"] == []
    assert told["matches"][0]["review_note"] == match["review_note"]
    assert "review_reason" not in told["matches"][0]
    assert {row["state"] for row in rows} == {"settled"}
    assert not [each for row in rows for each in await desk.rows(outbox, alert_id=row["id"])]


async def test_nobody_is_told_of_an_alert_that_was_not_raised(desk):
    """No list of alerts holds it, and it brings the case to nobody."""
    first = await handed_in(desk, CARD)
    await reviewed(desk, first)
    second = await handed_in(desk, AGAIN)
    for role in ("coordinator", "analyst", "supervisor", "safeguarding", "submitter"):
        actor = desk.actor(f"north-{role}")
        for question in (list_alerts, list_waiting_alerts):
            page = await question(desk.vault, actor, policy=desk.policy, **desk.ask)
            assert second not in {each.submission_id for each in page.items}, role
            # What was rejected on the first phone is retracted there, waits for nobody, and is no concern.
            is_told = question is list_alerts and role != "safeguarding"
            assert (first in {each.submission_id for each in page.items}) is is_told, role


@pytest.mark.parametrize("other", [{"subject": {"reference": "S-99"}}, {}], ids=["another person", "the same person"])
async def test_only_the_same_person_is_meant(desk, other):
    """With another person the number is as new as it ever was."""
    await reviewed(desk, await handed_in(desk, CARD))
    second = await handed_in(desk, AGAIN, **other)

    seen = await desk.result(second, "north-reviewer")

    assert seen["matches"][0]["review"] == ("unreviewed" if other else "rejected")
    assert bool(seen["alerts"]) is bool(other)


async def test_an_entry_that_changed_brings_it_back_unreviewed(desk):
    """A later version gives the number other dates: the match is unreviewed, says why, and its alerts are raised."""
    await reviewed(desk, await handed_in(desk, CARD))
    await desk.publish(a_list(CHANGED, COVERT_LINE))
    second = await handed_in(desk, AGAIN)

    seen = await desk.result(second, "north-reviewer")

    (match,) = seen["matches"]
    assert match["review"] == "unreviewed"
    assert "The list entry has changed since" in match["review_note"]
    assert [each["state"] for each in seen["alerts"]] == ["open"] * len(seen["alerts"])
    assert seen["alerts"]


async def test_what_is_confirmed_after_all_raises_its_alerts(desk):
    """A reviewer who decides otherwise has the alerts raised that were not, from that moment on."""
    await reviewed(desk, await handed_in(desk, CARD))
    second = await handed_in(desk, AGAIN)
    await reviewed(desk, second, Finding.CONFIRMED, "The firm never had it")

    seen = await desk.result(second, "north-reviewer")
    concern = await desk.result(second, "north-safeguarding")

    assert seen["matches"][0]["review"] == "confirmed"
    assert {each["state"] for each in seen["alerts"]} == {"open"}
    assert concern["alerts"]
    assert [each for row in await desk.rows(alerts, submission_id=second) for each in await desk.rows(outbox, alert_id=row["id"])]


async def test_a_third_phone_stands_on_the_finding_somebody_made(desk):
    """A match that took a rejection over hands it on: what is told is still the finding a person made."""
    first = await handed_in(desk, CARD)
    match_id = await reviewed(desk, first)
    await handed_in(desk, AGAIN)
    third = await handed_in(desk, a_card(OPEN_NUMBER))

    seen = await desk.result(third, "north-reviewer")

    assert seen["matches"][0]["review_reason"] == "The number is a taxi firm's by now"
    assert match_id != seen["matches"][0]["id"]


async def test_what_else_is_found_is_alerted_as_ever(desk):
    """A second line on the same phone raises its alerts, though the first pairing stays rejected."""
    await desk.publish(a_list(OPEN_LINE, COVERT_LINE, OWNER_LINE.replace("owner_unit_only", "open_to_force")))
    await reviewed(desk, await handed_in(desk, CARD))
    second = await handed_in(desk, a_card(OPEN_NUMBER, "07700 900789"))

    seen = await desk.result(second, "north-reviewer")

    assert sorted((each["line"]["id"], each["review"]) for each in seen["matches"]) == [("L-0043", "rejected"), ("L-0077", "unreviewed")]
    assert any("L-0077" in fact for each in seen["alerts"] for fact in each["facts"])
    # Of two lines one is left, which an alert about several cannot rest on; what speaks of the rejected one says so.
    assert "AR-04" not in {each["rule"] for each in seen["alerts"]}
    for who in ("north-reviewer", "north-submitter"):
        told = [fact for each in (await desk.result(second, who))["alerts"] for fact in each["facts"] if "+447700900123" in fact]
        assert told
        assert all(fact.startswith("Rejected by a reviewer: ") for fact in told)
    await reviewed(desk, second, Finding.CONFIRMED, "It is theirs after all")
    after = (await desk.result(second))["alerts"]
    assert "AR-04" in {each["rule"] for each in after}
    assert "Rejected" not in repr(after)


async def test_a_rejection_on_a_covert_line_changes_nothing_for_others(desk):
    """Whoever is not cleared sees the same answer of a second phone, whether its covert pairing was rejected before or never was."""
    told = []
    for word, subject in (("rejected", "S-1"), ("never looked at", "S-2")):
        first = await handed_in(desk, a_card(COVERT_NUMBER, NOBODY), subject={"reference": subject})
        if word == "rejected":
            async with desk.vault.db.write() as connection:
                await connection.execute(sa.update(accounts).where(accounts.c.username == "north-reviewer").values(is_cleared=True))
            await reviewed(desk, first, is_cleared=True)
        second = await handed_in(desk, a_card(COVERT_NUMBER, "07700 900333"), subject={"reference": subject})
        told.append({**await desk.result(second), "id": None, "stated": None, "same_as": None})

    assert told[0] == told[1]


#: The number that stands on no list at first.
LATER = OPEN_LINE.replace("07700 900123", "07700 900111")


async def published(desk, *rows):
    """Publish a list, and look back."""
    await desk.publish(a_list(*rows))
    await desk.look_back()


@pytest.mark.parametrize("last_seen", ["2026-04-19", "2026-04-20"], ids=["as it was", "with other dates"])
async def test_a_look_back_holds_to_what_was_rejected(desk, last_seen):
    """A number that comes back to the list meets another phone of the same person: rejected again, unless its entry changed."""
    first = await handed_in(desk, CARD)
    await published(desk, OPEN_LINE, COVERT_LINE, LATER)
    (match,) = (await desk.result(first, "north-reviewer"))["later_matches"]
    reviewer = desk.actor("north-reviewer")
    await review_match(desk.vault, reviewer, match["id"], finding=Finding.REJECTED, reason="A taxi firm", **desk.ask)
    await published(desk, OPEN_LINE, COVERT_LINE)
    second = await handed_in(desk, AGAIN)

    await published(desk, OPEN_LINE, COVERT_LINE, LATER.replace("2026-04-19", last_seen))
    (later,) = (await desk.result(second, "north-reviewer"))["later_matches"]
    rules = {row["rule"] for row in await desk.rows(alerts, submission_id=second)}

    is_changed = last_seen != "2026-04-19"
    assert later["review"] == ("unreviewed" if is_changed else "rejected")
    assert ("has changed since" if is_changed else "Rejected before by a reviewer") in later["review_note"]
    assert later["review_reason"] == "A taxi firm"
    assert ("AR-19" in rules) is is_changed
