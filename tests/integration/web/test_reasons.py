"""What is put on record over HTTP says something: needs, reasons, and why an answer is looked at; moments are of some year."""

import pytest

from legal_metadata import EXAMPLE
from submitting import OPEN_NUMBER, a_card, a_list
from web_clients import CARD, parts

API = "/api/v1"


@pytest.mark.parametrize("said", [".", "x", "…", "12", "\u202e\u202e\u202e"])
async def test_a_reason_that_says_nothing_is_refused(embedded, said):
    """A need, the reason of a verdict, of an erasure and of a look are read by somebody else one day."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    address = f"{API}/submissions/{submission_id}"
    (match,) = (await embedded.ask("GET", f"{address}/result", who="north-reviewer")).json["matches"]

    refused = [
        await embedded.ask("POST", f"{address}/result", who="north-reviewer", json={"need": said}),
        await embedded.ask(
            "POST", f"{API}/matches/{match['id']}/verdict", who="north-reviewer", json={"finding": "confirmed", "reason": said}
        ),
        await embedded.ask("DELETE", address, who="north-submitter", json={"reason": said}),
        await embedded.ask("GET", f"{address}/result", who="north-reviewer", headers={"Linewatch-Reason": said}),
        await embedded.ask("DELETE", address, who="north-submitter", headers={"Linewatch-Reason": said}),
    ]

    assert [(each.status, each.json["code"]) for each in refused] == [(422, "bad-request")] * 5
    assert [each.json["faults"][0]["field"] for each in refused] == ["need", "reason", "reason", "Linewatch-Reason", "Linewatch-Reason"]
    assert all("three letters" in each.json["faults"][0]["sentence"] for each in refused)
    assert (await embedded.ask("GET", f"{address}/result", who="north-reviewer")).json["matches"][0]["review"] == "unreviewed"


async def test_why_an_answer_is_looked_at_is_put_on_record_where_it_is_said(embedded):
    """The header of a look stands in the trail without what nobody sees; without one it was for what the phone is examined for."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    address = f"{API}/submissions/{submission_id}/result"
    for headers in ({"Linewatch-Reason": "Strategy\u202e meeting, Zo\u00eb"}, {}):
        assert (await embedded.ask("GET", address, who="north-reviewer", headers=headers)).status == 200

    trail = await embedded.ask("GET", f"{API}/audit?action=submission:result_consulted", who="north-auditor")

    assert [each["reason"] for each in trail.json["items"]] == [
        "Purpose of the examination: locate-missing-person",
        "Strategy meeting, Zo\u00eb",
    ]


@pytest.mark.parametrize(
    ("body", "headers", "recorded"),
    [
        (None, {"Linewatch-Reason": "Handed in by mistake"}, "Handed in by mistake"),
        ({}, {"Linewatch-Reason": "Handed in by mistake"}, "Handed in by mistake"),
        ({"reason": "Handed in twice"}, {"Linewatch-Reason": "Handed in by mistake"}, "Handed in twice"),
        (None, {}, ""),
    ],
    ids=["header", "empty body", "both", "neither"],
)
async def test_why_something_is_erased_is_put_on_record_wherever_it_is_said(embedded, body, headers, recorded):
    """The body says it before the header does; without either it is erased all the same."""
    await embedded.load_list(content=a_list())
    address = f"{API}/submissions/{await embedded.answered(content=a_card(OPEN_NUMBER))}"

    assert (await embedded.ask("DELETE", address, who="north-submitter", json=body, headers=headers)).status == 200

    trail = await embedded.ask("GET", f"{API}/audit?action=submission:erased", who="north-auditor")
    assert [each["reason"] or "" for each in trail.json["items"]] == [recorded]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z"])
async def test_the_ends_of_the_calendar_are_no_moments_to_ask_for(embedded, moment):
    """They cannot be moved to every zone, and are told like any other fault of a query."""
    for name in ("since", "until"):
        answer = await embedded.ask("GET", f"{API}/audit?{name}={moment}", who="north-auditor")

        assert (answer.status, answer.json["faults"][0]["field"]) == (422, name)


@pytest.mark.parametrize("stated", [[], None, "x", 7])
async def test_metadata_that_are_no_object_are_told_as_that(embedded, stated):
    """The law has nothing to say about a list or about nothing."""
    answer = await embedded.ask("POST", f"{API}/submissions", who="north-submitter", data=parts(metadata=stated, file=("x.vcf", CARD)))

    assert (answer.status, answer.json["code"]) == (422, "bad-metadata")
    assert [each["field"] for each in answer.json["faults"]] == ["metadata"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"file": ("x.vcf", CARD)}, "`metadata`"),
        ({"metadata": EXAMPLE}, "`file`"),
        ({"metadata": EXAMPLE, "other": "x"}, "`file`"),
        ({"metadata": EXAMPLE, "file": ("x.vcf", CARD), "more": "x"}, "last one"),
    ],
)
async def test_an_upload_says_which_part_is_wrong(embedded, given, sentence):
    """Not only what is taken, but what was wrong with what was sent."""
    await embedded.load_list()
    answer = await embedded.ask("POST", f"{API}/submissions", who="north-submitter", data=parts(**given))

    assert (answer.status, answer.json["code"]) == (422, "bad-upload")
    assert sentence in answer.json["faults"][0]["sentence"]


async def test_a_name_is_what_is_seen_of_it(embedded):
    """The name of a token cannot turn what is written behind it, nor be nothing."""
    named = await embedded.ask("POST", f"{API}/tokens", who="north-submitter", json={"name": "re\u202eport"})
    unseen = await embedded.ask("POST", f"{API}/tokens", who="north-submitter", json={"name": "\u202e\u200b"})

    assert (named.status, named.json["name"]) == (201, "report")
    assert unseen.status == 422
