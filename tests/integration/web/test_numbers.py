"""An organisation's own number lists over HTTP."""

from __future__ import annotations

import re

import pytest

from matcher.domain.access.actor import Role
from matcher.service.keep_out_number import keep_out_number
from matcher.store.jobs import JobKind, take_job
from pages_seen import look, text_of
from submitting import LEASE, NOBODY, OPEN_NUMBER, a_card, a_list

API = "/api/v1"
CHECK = {"numbers": [{"raw": OPEN_NUMBER}], "purpose": "locate-missing-person", "reference": "M-1", "reason": "seen on a note"}
EVERYBODY = [f"{word}-{role}" for word in ("north", "south") for role in Role]


def an_entry(**changed):
    """Write an entry nothing is wrong with."""
    sound = {
        "list": "protected",
        "group": "confidential-person",
        "number": OPEN_NUMBER,
        "label": "Solicitor Example",
        "reason": "Asked for by the firm",
        "source": "Letter",
    }
    return sound | changed


async def worked(service):
    """Do what there is to do about number lists."""
    house = service.house
    async with house.vault.db.write() as connection:
        job = await take_job(connection, "worker", now=house.at, lease=LEASE, kinds=[JobKind.KEEP_OUT])
    await keep_out_number(house.vault, job, house.lists, now=house.now, lease=LEASE)


async def test_a_protected_number_leaves_answers_alerts_and_typed_numbers(service):
    """From the moment it is protected a typed number is a miss; when the job ran the earlier answer and its alerts are gone too."""
    await service.load_list(content=a_list())
    submission_id = await service.answered(content=a_card(OPEN_NUMBER, NOBODY))
    before = await service.ask("POST", f"{API}/checks", who="north-submitter", json=CHECK)
    added = await service.ask("POST", f"{API}/number-lists", who="north-safeguarding", json=an_entry())
    typed = await service.ask("POST", f"{API}/checks", who="north-submitter", json=CHECK)
    of_others = await service.ask("POST", f"{API}/checks", who="south-submitter", json=CHECK)
    await worked(service)
    answer = await service.ask("GET", f"{API}/submissions/{submission_id}/result", who="north-reviewer")
    alerts = await service.ask("GET", f"{API}/alerts", who="north-reviewer")

    assert added.status == 201
    assert len(before.json["answers"][0]["matches"]) == 1
    assert typed.json["answers"][0]["matches"] == []
    assert of_others.status == 409
    assert answer.json["matches"] == []
    assert "No releasable match" in answer.json["statement"]
    assert alerts.json["items"] == []
    assert "900123" not in answer.text


async def test_a_repeated_question_is_answered_without_what_was_protected_since(service):
    """An idempotency key does not bring back what leaves no trace any more."""
    await service.load_list(content=a_list())
    key = {"Idempotency-Key": "k-1"}
    first = await service.ask("POST", f"{API}/checks", who="north-submitter", json=CHECK, headers=key)
    await service.ask("POST", f"{API}/number-lists", who="north-safeguarding", json=an_entry())
    again = await service.ask("POST", f"{API}/checks", who="north-submitter", json=CHECK, headers=key)

    assert len(first.json["answers"][0]["matches"]) == 1
    assert again.json["answers"][0]["matches"] == []


async def test_a_warning_adds_its_caution_until_it_is_taken_off(service):
    """The next question carries the caution; after the removal the one behind it does not."""
    await service.load_list(content=a_list())
    plain = await service.ask("POST", f"{API}/checks", who="north-reviewer", json=CHECK)
    added = await service.ask("POST", f"{API}/number-lists", who="north-analyst", json=an_entry(list="warning", group="taxi", label="Cabs"))
    refused = await service.ask("POST", f"{API}/checks", who="north-analyst", json=CHECK)
    removed = await service.ask("DELETE", added.headers["Location"], who="north-analyst", json={"reason": "It moved"})
    after = await service.ask("POST", f"{API}/checks", who="north-analyst", json=CHECK)
    cautions = [set(each.json["answers"][0]["matches"][0]["cautions"]) for each in (plain, refused, after)]

    assert (added.status, removed.status) == (201, 204)
    assert len(cautions[1] - cautions[0]) == 1
    assert cautions[2] == cautions[0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"number": "x"}, "number", id="no number"),
        pytest.param({"group": "nothing"}, "group", id="unknown group"),
        pytest.param({"list": "blocked"}, "list", id="unknown list"),
        pytest.param({"last": "07700 900100"}, "last", id="backwards"),
        pytest.param({"reason": " "}, "reason", id="no reason"),
        pytest.param({"source": ""}, "source", id="no source"),
    ],
)
async def test_an_entry_that_will_not_do_is_refused_with_its_field(embedded, changed, field):
    """What is wrong comes with its field; nothing that was sent is repeated."""
    answer = await embedded.ask("POST", f"{API}/number-lists", who="north-safeguarding", json=an_entry(**changed))

    assert answer.status == 422
    assert field in {each["field"] for each in answer.json["faults"]}
    assert "900123" not in answer.text


#: Who gets which status for what, in the organisation whose entry it is.
SEES_WARNINGS = {"north-analyst", "north-reviewer", "north-safeguarding", "north-supervisor", "north-auditor"}


async def test_every_role_of_both_organisations_sees_what_it_may(service):
    """Protected entries are read by safeguarding on recorded need, counted by the auditor, and to everybody else are not there."""
    protected = (await service.ask("POST", f"{API}/number-lists", who="north-safeguarding", json=an_entry())).json["id"]
    warning = an_entry(list="warning", group="taxi", number=NOBODY)
    warned = (await service.ask("POST", f"{API}/number-lists", who="north-analyst", json=warning)).json["id"]
    for who in EVERYBODY:
        warnings = await service.ask("GET", f"{API}/number-lists", who=who)
        exists = await service.ask("GET", f"{API}/number-lists?list=protected", who=who)
        read = await service.ask("POST", f"{API}/number-lists/protected/readings", who=who, json={"need": "Complaint 7"})
        seen = {each["id"] for each in warnings.json.get("items", ())}
        assert seen == ({warned} if who in SEES_WARNINGS else set()), who
        if who == "north-safeguarding":
            assert [each["number"] for each in read.json["items"]] == ["+447700900123"]
        elif who == "north-auditor":
            assert [(each["id"], each["number"], each["label"], each["group"]) for each in exists.json["items"]] == [
                (protected, None, None, None)
            ]
        else:
            assert protected not in exists.text + read.text, who
        assert "Solicitor Example" not in (read.text if who != "north-safeguarding" else "") + exists.text, who
        for there, mine in ((protected, "north-safeguarding"), (warned, "north-analyst")):
            if who == mine:
                continue
            answers = [
                await service.ask("DELETE", f"{API}/number-lists/{each}", who=who, json={"reason": "handed in twice"})
                for each in (there, f"grd_{'0' * 26}")
            ]
            told = [(each.status, re.sub(r'"request": ?"\w+"', "", each.text)) for each in answers]
            assert told[0] == told[1], who
            assert told[0][0] in {403, 404}, who


async def test_who_protects_a_number_of_the_list_is_told_what_that_takes_back(service):
    """An analyst in the preview, which changes nothing, and in the answer; the supervisors by an alert; safeguarding of no line."""
    await service.load_list(content=a_list())
    await service.answered(content=a_card(OPEN_NUMBER, NOBODY))
    previews = [
        (await service.ask("POST", f"{API}/number-lists/previews", who=who, json=an_entry())).json["on_line_list"]
        for who in ("north-analyst", "north-safeguarding")
    ]
    kept = await service.ask("POST", f"{API}/number-lists/protected/readings", who="north-safeguarding", json={"need": "Complaint 7"})
    told = await service.ask("POST", f"{API}/number-lists", who="north-analyst", json=an_entry())
    untold = await service.ask("POST", f"{API}/number-lists", who="north-safeguarding", json=an_entry(number=NOBODY))
    await worked(service)
    (alert,) = (await service.ask("GET", f"{API}/alerts", who="north-supervisor")).json["items"]
    page = await look(service, "north-supervisor", f"/alerts/{alert['id']}")
    closed = await service.ask(
        "POST", f"{API}/alerts/{alert['id']}/closure", who="north-supervisor", json={"reason": "A mistake, taken off"}
    )

    effect = told.json["on_line_list"]
    assert (previews, kept.json["items"]) == ([effect, None], [])
    assert (effect["lines"], effect["submissions"], effect["at_least"]) == (["L-0043"], 1, False)
    assert effect["alerts"] >= 1
    assert untold.json["on_line_list"] is None
    assert (alert["alert"]["rule"], alert["submission"]) == ("NL-01", None)
    assert "set apart as protected" in text_of(page)
    assert "900123" not in page.text
    assert closed.status == 200
