"""Laws of a list that changes under phones that were answered: whatever is done in whatever order, and wherever a look back is cut.

Whatever takes a number off a line recalls what it caused, unless the line still has it; whatever brings it back has that hold again.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from legal_metadata import PACE
from matcher.domain.answers.live_grounds import still_stands
from matcher.domain.answers.role_view import Audience
from matcher.domain.looking_back.later_alert import matches_of
from matcher.domain.register import RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.errors import MatcherError
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.store import steps
from matcher.store.alerts import alerts_of
from matcher.store.line_lists import read_content, versions_of
from matcher.store.repeated_alerts import repeated_in
from matcher.store.results import read_answers
from matcher.store.schema.answers import alerts, matches, submissions
from matcher.store.schema.lists import recall_notices, recalls
from submitting import COVERT_LINE, OPEN_LINE, a_card, a_list, new_desk

NUMBERS = ("07700 900123", "07700 900456", "07700 900111", "07700 900222")
LINES = ("L-0043", "L-0099")

#: Cut off long before any phone was handed in, so that it can only have been given out again (domain 5.2); and in use.
OLD = {"first_seen": "2024-01-01", "last_seen": "2024-03-01", "closure_type": "type2", "closed_on": "2024-03-01"}
OPEN = {"first_seen": "2026-02-01", "last_seen": "2026-04-19", "closure_type": "", "closed_on": ""}

number, line = st.sampled_from(NUMBERS), st.sampled_from(LINES)
STEPS = st.one_of(
    st.tuples(st.just("phone"), st.sets(number, min_size=1, max_size=3)),
    st.tuples(st.just("add"), line, number),
    st.tuples(st.just("remove"), line, number, st.sampled_from([Removal.WRONG, Removal.DUPLICATE, Removal.MERGED])),
    st.tuples(st.just("restore"), line, number),
    st.tuples(st.just("grade"), line, number, st.sampled_from(["B", "E"])),
    st.tuples(st.just("file"), st.sets(st.tuples(line, number), min_size=1, max_size=5)),
    st.tuples(st.just("correct"), line, number, number),
    st.tuples(st.just("date"), line, number, st.sampled_from([OLD, OPEN])),
    st.tuples(st.just("look"), st.none() | st.integers(1, 12)),
)


#: Two numbers of a line, both on a phone, are taken off and come back, each by a publication of its own, before anybody looks back for it.
_BOTH = ("07700 900123", "07700 900111")
TWO_RETURN = [
    ("add", "L-0043", _BOTH[1]),
    ("phone", set(_BOTH)),
    *(("remove", "L-0043", each, Removal.WRONG) for each in _BOTH),
    ("look", None),
    *(("restore", "L-0043", each) for each in _BOTH),
    ("look", 3),
]


#: A number whose dates are corrected and corrected again; and one of two records of a number goes, and the other is of long ago.
REDATED = [
    ("add", "L-0043", _BOTH[1]),
    ("phone", set(_BOTH)),
    ("date", "L-0043", _BOTH[0], OLD),
    ("look", 3),
    ("date", "L-0043", _BOTH[1], OLD),
    ("phone", {_BOTH[1]}),
    ("date", "L-0043", _BOTH[0], OPEN),
    ("look", 8),
    ("remove", "L-0043", _BOTH[0], Removal.WRONG),
    ("restore", "L-0043", _BOTH[0]),
]


class Died(BaseException):
    """The process ended here."""


def e164(text):
    """The key of one of the numbers."""
    return f"+44{text.replace(' ', '')[1:]}"


async def numbers_of(desk, *, live=True):
    """The numbers of lines by line and number: those that stand on the list, or those that were removed."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    numbers = [each for each in register.in_order() if each.kind is RecordKind.NUMBER and register.is_live(each) is live]
    return {(each.line_id, e164(each.get("number"))): each for each in numbers}


async def compared(desk):
    """What phones are compared with: no number that is suspected to be false, unless another record says it too.

    By line and number, with whether it can only have been given out again.
    """
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    numbers = [each for each in register.live() if each.kind is RecordKind.NUMBER and each.get("intel_grade") != "E"]
    by_place = {}
    for each in numbers:
        by_place.setdefault((each.line_id, e164(each.get("number"))), []).append(each)
    return {place: all(each.get("closed_on") for each in several) for place, several in by_place.items()}


def a_file(rows):
    """A list file with these numbers on these lines."""
    lines = {"L-0043": OPEN_LINE, "L-0099": COVERT_LINE}
    return a_list(*(lines[line_id].replace(lines[line_id].split(",")[2], text) for line_id, text in sorted(rows)))


async def change(desk, draft):
    """Propose one change and publish it, with two people; what the list forbids is left."""
    with suppress(MatcherError):
        made = await propose_changes(desk.vault, desk.at_the_machine(), desk.lists, ProposalDraft((draft,), "An interview."), **desk.ask)
        other = desk.actor("north-supervisor", is_cleared=True)
        await desk.clear("north-supervisor")
        await desk.let_out(made.id, who=other)


async def look(desk, dies_at):
    """Look back, and end at a step where one is given."""
    left = dies_at

    def reached(name):
        nonlocal left
        if left is not None and name.startswith(("retro-match:", "recall:", "people-again:")):
            left -= 1
            if left == 0:
                raise Died

    before, steps.reached = steps.reached, reached
    try:
        await desk.look_back()
    except Died:
        # The lease of whoever died runs out.
        desk.now += timedelta(minutes=1)
    finally:
        steps.reached = before


async def do(desk, step):
    """Do one step."""
    desk.now += timedelta(seconds=2)
    match step:
        case ("phone", numbers):
            await desk.hand_in(a_card(*sorted(numbers)), **PACE)
            await desk.work()
        case ("add", line_id, text):
            await change(desk, ChangeDraft(RecordKind.NUMBER, line_id=line_id, fields={"number": text}))
        case ("file", rows):
            # A file that brings back what was removed for a reason of somebody's is refused.
            with suppress(MatcherError):
                await desk.publish(a_file(rows))
        case ("restore", line_id, text):
            if record := (await numbers_of(desk, live=False)).get((line_id, e164(text))):
                await change(desk, ChangeDraft(RecordKind.NUMBER, record.id, restore=True))
        case (what, line_id, text, how):
            fields = {"correct": {"number": how}, "grade": {"intel_grade": how}, "date": how}
            drafts = {"remove": {"remove": how}, what: {"fields": fields.get(what)}}
            if record := (await numbers_of(desk)).get((line_id, e164(text))):
                await change(desk, ChangeDraft(RecordKind.NUMBER, record.id, **drafts[what]))
        case ("look", dies_at):
            await look(desk, dies_at)


async def check(desk):
    """Hold the store to the laws."""
    listed = await compared(desk)
    tokens = {desk.vault.keys.token(e164(each)): e164(each) for each in NUMBERS}
    rows = await desk.rows(matches)
    live = {row["id"]: (row["line_id"], tokens[bytes(row["number_token"])]) for row in rows if row["recall_id"] is None}
    assert set(live.values()) <= listed.keys()
    # What can only have been given out again holds where no more was told of it.
    assert all((row["grade"] == "D") or not listed[live[row["id"]]] for row in rows if row["id"] in live)
    async with desk.vault.db.read() as connection:
        for version in await versions_of(connection, desk.house.north.id):
            assert hashlib.sha256(await read_content(connection, desk.vault.keys, version.id)).hexdigest() == version.sha256
        for row in await desk.rows(submissions):
            answers = await read_answers(connection, desk.vault.keys, row["id"], [Audience.OPEN, Audience.WHOLE])
            for alert in await alerts_of(connection, desk.vault.keys, row["id"]):
                told = [each for audience, each in answers.items() if alert.is_restricted or audience is Audience.OPEN]
                about = matches_of(alert.body)
                stands = bool(about & live.keys()) if about else still_stands(alert.body, told, live.keys())
                assert (alert.recall_id is None) is stands
            # What was not raised, for it stood already, has one that stands for it as long as it does.
            for repeated in await repeated_in(connection, row["id"]):
                told = [each for audience, each in answers.items() if repeated.is_restricted or audience is Audience.OPEN]
                (body,) = [each for each in told[-1]["alerts"] if each["id"] == repeated.id]
                (teller,) = await desk.rows(alerts, id=repeated.alert_id)
                assert teller["recall_id"] is None or not still_stands(body, told, live.keys())
    await check_notices(desk, rows)
    return listed, live


async def check_notices(desk, rows):
    """Whoever was told that something does not hold was told that it holds again where it does, once, and nobody else was."""
    lines = {row["id"]: row["line_id"] for row in await desk.rows(recalls)}
    told, again = set(), []
    for row in await desk.rows(recall_notices):
        if row["restored_by"]:
            again.append((row["recall_id"], row["submission_id"], row["alert_id"], row["recipient"]))
        else:
            told.add((row["recall_id"], row["submission_id"], row["alert_id"], row["recipient"]))
    assert len(again) == len(set(again))
    assert set(again) <= told
    gone = {(row["submission_id"], row["line_id"]) for row in rows if row["recall_id"]}
    held = {each for each in told if not each[2] and (each[1], lines[each[0]]) not in gone}
    assert held <= set(again)


async def run(plan, folder):
    """Do all steps, look back to the end, and hold what is left to the laws; looking once more changes nothing."""
    desk = await new_desk("sqlite", folder)
    phones = []
    for step in plan:
        await do(desk, step)
        if step[0] == "phone":
            phones.append({e164(each) for each in step[1]})
    for _ in range(3):
        desk.now += timedelta(minutes=1)
        await desk.look_back()
    listed, live = await check(desk)
    ordered = sorted(row["id"] for row in await desk.rows(submissions))
    rows = await desk.rows(matches)
    tokens = {desk.vault.keys.token(e164(each)): e164(each) for each in NUMBERS}
    # Of what more was told the list has the number all the same.
    more = {
        row["id"]: (row["line_id"], tokens[bytes(row["number_token"])]) for row in rows if row["id"] not in live and row["grade"] != "D"
    }
    shown = live | {key: place for key, place in more.items() if listed.get(place)}
    found = {(row["submission_id"], *shown[row["id"]]) for row in rows if row["id"] in shown}
    expected = {
        (submission, line_id, each)
        for submission, numbers in zip(ordered, phones, strict=True)
        for line_id, each in listed
        if each in numbers
    }
    assert found == expected
    await desk.vault.db.close()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=3, max_size=9))
@example(TWO_RETURN)
@example(REDATED)
def test_every_match_and_alert_is_explained_by_the_list_or_recalled(plan):
    """Every phone matches what the list holds of it and nothing else, every alert rests on a match that holds or is retracted.

    So it is for every way in which a number leaves a line: removed for any reason, left out of a file, corrected, suspected to be false.
    """
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(plan, Path(folder)))
