"""What was told of other phones of a person is opened before the transaction that compares with it, on both engines."""

import dataclasses
from datetime import timedelta

import pytest

from legal_metadata import PACE
from looking_back import handed_in
from matcher.service import screen_submission as screening
from matcher.service.review_match import Finding, review_match
from matcher.store import opened_before
from matcher.store.alert_grounds import read_grounds
from matcher.store.opened_before import OpenedPhones, open_before
from matcher.store.schema.answers import alerts, repeated_alerts
from matcher.store.submissions import find_submission
from submitting import NOBODY, OPEN_NUMBER

MISSING = {**PACE, "episode.status": "missing"}


@pytest.fixture
def opened_inside(monkeypatch):
    """Give the submissions whose answers were opened while a screening was written."""
    seen = []

    async def told(connection, keys, submission_id):
        seen.append(submission_id)
        return await read_grounds(connection, keys, submission_id)

    monkeypatch.setattr(opened_before, "read_grounds", told)
    return seen


async def later_file(desk, *numbers):
    """Hand another file of the person in an hour later, and answer it."""
    desk.now += timedelta(hours=1)
    return await handed_in(desk, *numbers, **MISSING)


def meanwhile(monkeypatch, done):
    """Have something done between the opening and the transaction."""

    async def opens(vault, submission):
        found = await open_before(vault, submission)
        return await done(found) or found

    monkeypatch.setattr(screening, "open_before", opens)


async def test_nothing_is_opened_while_nobody_else_can_write(desk, opened_inside):
    """The second and the third file find the alert of the first, which stands for theirs, with no answer opened inside."""
    await handed_in(desk, OPEN_NUMBER, **MISSING)
    for more in ("07700 900222", "07700 900223"):
        await later_file(desk, OPEN_NUMBER, more)

    assert opened_inside == []
    assert (len(await desk.rows(alerts)), len(await desk.rows(repeated_alerts))) == (1, 2)


async def test_what_is_kept_of_an_opened_phone_tells_what_the_phone_tells(desk):
    """Which alerts stand, what they claim and what they rest on, of a restricted line too; and no sentence, label or name."""
    await desk.clear("north-analyst")
    first = await handed_in(desk, OPEN_NUMBER, "07700 900456", NOBODY, **MISSING)
    second = await later_file(desk, NOBODY)
    async with desk.vault.db.read() as connection:
        submission = await find_submission(connection, second)
    opened = await open_before(desk.vault, submission)
    assert set(opened.several) == {first}

    async with desk.vault.db.read() as connection:
        whole = await read_grounds(connection, desk.vault.keys, first)
        kept = await opened.grounds(connection, desk.vault.keys, first)
    assert kept.said is not None
    assert whole.alerts
    for each in whole.alerts:
        assert (kept.claim_of(each), kept.stands(each), kept.rests_on(each)) == (
            whole.claim_of(each),
            whole.stands(each),
            whole.rests_on(each),
        )
        assert kept.stands(each, without=whole.rests_on(each)) == whole.stands(each, without=whole.rests_on(each))
    assert "Larkspur" not in str(opened.several[first].answers)


async def test_a_finding_of_meanwhile_counts(desk, monkeypatch, opened_inside):
    """A reviewer rejects what the first alert rests on after it was opened: the second file raises its own."""
    first = await handed_in(desk, OPEN_NUMBER, **MISSING)
    (match,) = (await desk.result(first))["matches"]

    async def rejects(_found):
        asked = {"finding": Finding.REJECTED, "reason": "Looked at it.", **desk.ask}
        await review_match(desk.vault, desk.actor("north-reviewer"), match["id"], **asked)

    meanwhile(monkeypatch, rejects)
    second = await later_file(desk, OPEN_NUMBER, "07700 900222")

    assert opened_inside == []
    assert sorted(each["submission_id"] for each in await desk.rows(alerts)) == sorted([first, second])


@pytest.mark.parametrize("lacks", ["hashes", "said", "all of it"])
async def test_what_was_written_anew_since_is_opened_again(desk, monkeypatch, opened_inside, lacks):
    """Another answer, another alert, or another phone than those that were opened: it is opened inside, and compared as ever."""
    first = await handed_in(desk, OPEN_NUMBER, **MISSING)

    async def loses(found):
        several = {} if lacks == "all of it" else {first: dataclasses.replace(found.several[first], **{lacks: {}})}
        return OpenedPhones(several)

    meanwhile(monkeypatch, loses)
    await later_file(desk, OPEN_NUMBER, "07700 900222")

    assert opened_inside == [first]
    assert (len(await desk.rows(alerts)), len(await desk.rows(repeated_alerts))) == (1, 1)
