"""The API as programs use it, on both engines."""

from __future__ import annotations

import re

import pytest

from legal_metadata import EXAMPLE
from submitting import COVERT_NUMBER, NOBODY, OPEN_NUMBER, a_card, a_list
from web_clients import parts

API = "/api/v1"
CHECK = {
    "numbers": [{"raw": "07700 900123", "ref": "my-1"}],
    "purpose": "locate-missing-person",
    "reference": "M-1",
    "reason": "seen on a note",
}


async def test_a_file_goes_from_received_to_answered_to_erased(service):
    """A submitter hands a file in, follows it, reads the answer in the shape of the contract, and erases it with proof."""
    await service.load_list(content=a_list())
    accepted = await service.submit(content=a_card(OPEN_NUMBER, NOBODY))
    address = accepted.headers["Location"]

    waiting = await service.ask("GET", address, who="north-submitter")
    too_early = await service.ask("GET", f"{address}/result", who="north-submitter")
    await service.desk.work()
    done = await service.ask("GET", address, who="north-submitter")
    answer = await service.ask("GET", f"{address}/result", who="north-submitter")
    alerts = await service.ask("GET", f"{API}/alerts", who="north-reviewer")
    erased = await service.ask("DELETE", address, who="north-submitter", json={"reason": "handed in twice"})
    after = await service.ask("GET", address, who="north-submitter")

    assert (accepted.status, accepted.json["status"]) == (202, "received")
    assert (waiting.json["status"], waiting.json["progress"]) == ("received", 0)
    assert (too_early.status, too_early.json["code"]) == (409, "not-done")
    assert (done.json["status"], done.json["progress"], done.json["code"]) == ("done", 1, None)
    assert answer.json["schema"] == "linewatch.screening/1"
    assert [(each["line"]["id"], each["number"], each["review"]) for each in answer.json["matches"]] == [
        ("L-0043", "+447700900123", "unreviewed")
    ]
    assert {each["submission"] for each in alerts.json["items"]} == {accepted.json["id"]}
    assert erased.status == 200
    assert set(erased.json["left"].values()) == {0}
    assert sum(erased.json["removed"].values()) > 0
    assert after.json["erased_at"] is not None
    assert (await service.ask("GET", f"{address}/result", who="north-submitter")).status == 404


async def test_a_reviewer_gives_a_verdict(service):
    """A match is confirmed with a reason, and the answer says so from then on; without a reason it is not."""
    await service.load_list(content=a_list())
    address = f"{API}/submissions/{await service.answered(content=a_card(OPEN_NUMBER))}"
    (match,) = (await service.ask("GET", f"{address}/result", who="north-reviewer")).json["matches"]

    unreasoned = await service.ask(
        "POST", f"{API}/matches/{match['id']}/verdict", who="north-reviewer", json={"finding": "confirmed", "reason": " "}
    )
    refused = await service.ask(
        "POST", f"{API}/matches/{match['id']}/verdict", who="north-submitter", json={"finding": "confirmed", "reason": "seen on the phone"}
    )
    given = await service.ask(
        "POST", f"{API}/matches/{match['id']}/verdict", who="north-reviewer", json={"finding": "confirmed", "reason": "seen"}
    )
    (after,) = (await service.ask("GET", f"{address}/result", who="north-submitter")).json["matches"]

    assert unreasoned.status == 422
    assert refused.status == 403
    assert (given.status, given.json["review"]) == (200, "confirmed")
    assert after["review"] == "confirmed"


async def test_typed_numbers_are_answered_in_the_order_asked(service):
    """One listed number and one that is not: `ref`, key and matches come in the order asked, with the list that was used."""
    await service.load_list()
    asked = {**CHECK, "numbers": [{"raw": "07700 900111", "ref": "a"}, {"raw": "07700 900123"}]}

    answer = await service.ask("POST", f"{API}/checks", who="north-submitter", json=asked)

    assert answer.status == 200
    assert [(each["ref"], each["e164"], len(each["matches"])) for each in answer.json["answers"]] == [
        ("a", "+447700900111", 0),
        (None, "+447700900123", 1),
    ]
    assert set(answer.json) >= {"statement", "line_list", "answers"}


async def test_a_browser_may_ask_too(service):
    """The same question with a session in place of a token is answered alike."""
    await service.load_list()
    browser = await service.browser("north-submitter")

    answer = await service.ask("POST", f"{API}/checks", headers=browser, json=CHECK)

    assert answer.status == 200
    assert len(answer.json["answers"][0]["matches"]) == 1


@pytest.mark.parametrize("missing", ["purpose", "reference", "reason"])
async def test_no_number_is_looked_up_without_a_reason(embedded, missing):
    """Purpose, reference and reason are asked for, by absence and by emptiness."""
    await embedded.load_list()
    absent = await embedded.ask(
        "POST", f"{API}/checks", who="north-submitter", json={key: each for key, each in CHECK.items() if key != missing}
    )
    empty = await embedded.ask("POST", f"{API}/checks", who="north-submitter", json={**CHECK, missing: " "})

    assert (absent.status, absent.json["faults"][0]["field"]) == (422, missing)
    assert (empty.status, empty.json["code"], empty.json["faults"][0]["field"]) == (422, "need-not-stated", missing)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(b"{", 400, "malformed-json", id="no JSON"),
        pytest.param(b'{"numbers": [], "numbers": []}', 400, "malformed-json", id="a key twice"),
        pytest.param(b"[" * 100_000, 400, "malformed-json", id="nested without end"),
        pytest.param(b"[]", 422, "bad-request", id="no object"),
        pytest.param(b'{"numbers": "07700 900123"}', 422, "bad-request", id="a text where a list is"),
        pytest.param(b'{"numbers": [{"raw": 7700900123}]}', 422, "bad-request", id="a number where a text is"),
        pytest.param(b'{"numbers": [{"raw": "x", "Jay Qzx": 1}]}', 422, "bad-request", id="an unknown field"),
        pytest.param(b'{"x": "' + b"y" * 300_000 + b'"}', 413, "too-large", id="too large"),
    ],
)
async def test_a_body_that_does_not_fit_is_told_with_its_faults_and_without_itself(embedded, body, status, code):
    """Every fault names its field; nothing that was sent is repeated."""
    answer = await embedded.ask("POST", f"{API}/checks", who="north-submitter", data=body, headers={"Content-Type": "application/json"})

    assert (answer.status, answer.json["code"]) == (status, code)
    assert "Qzx" not in answer.text
    assert "900123" not in answer.text


@pytest.mark.parametrize(("method", "path"), [("DELETE", f"/number-lists/grd_{'0' * 26}"), ("POST", "/lines/proposals")])
async def test_a_body_that_is_missing_is_told_by_what_is_missing(embedded, method, path):
    """Where nothing was sent at all it is no question of how it is written: the reason that is needed is named."""
    answer = await embedded.ask(method, f"{API}{path}", who="north-analyst")

    assert (answer.status, answer.json["code"]) == (422, "bad-request")
    assert "reason" in {each["field"] for each in answer.json["faults"]}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
async def test_json_is_taken_as_json_only(embedded, content_type):
    """What a form of another site could send is no JSON."""
    answer = await embedded.ask("POST", f"{API}/checks", who="north-submitter", data=b"{}", headers={"Content-Type": content_type})

    assert (answer.status, answer.json["code"]) == (415, "wrong-content-type")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=1&limit=2", "limit"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("nothing=1", "nothing"),
        ("07700900123=1", "?"),
        ("cursor=%20", "cursor"),
    ],
)
async def test_parameters_that_do_not_fit_are_refused(embedded, query, field):
    """Repeated, unknown and impossible parameters are 422 with the name of the field, where it is a name."""
    answer = await embedded.ask("GET", f"{API}/submissions?{query}", who="north-submitter")

    assert (answer.status, answer.json["faults"][0]["field"]) == (422, field)


async def test_a_parameter_where_none_is_taken_is_refused(embedded):
    """Operations without parameters refuse every one."""
    answer = await embedded.ask("GET", f"{API}/submissions/sub_{'0' * 26}?x=1", who="north-submitter")

    assert answer.status == 422


async def test_lists_page_to_their_end_with_a_cursor_nobody_else_can_use(service):
    """Pages of two give every submission once; the cursor of one person opens nothing for another."""
    await service.load_list()
    made = [(await service.submit(content=a_card(f"07700 90011{at}"))).json["id"] for at in range(5)]

    seen, cursor = [], None
    for _ in range(3):
        page = await service.ask("GET", f"{API}/submissions?limit=2" + (f"&cursor={cursor}" if cursor else ""), who="north-submitter")
        seen += [each["id"] for each in page.json["items"]]
        used, cursor = cursor, page.json["cursor"]
    stolen = await service.ask("GET", f"{API}/submissions?cursor={used}", who="north-reviewer")
    forged = await service.ask("GET", f"{API}/submissions?cursor=AAAA", who="north-submitter")

    assert sorted(seen) == sorted(made)
    assert seen == list(reversed(made))
    assert cursor is None
    assert (stolen.status, stolen.json["code"]) == (422, "bad-cursor")
    assert (forged.status, forged.json["code"]) == (422, "bad-cursor")


async def test_two_organisations_know_nothing_of_each_other(service):
    """For another organisation a submission that is there and one that is not read the same, in every call about it."""
    await service.load_list()
    await service.load_list("south-analyst")
    submission_id = await service.answered()
    own = await service.answered("south-submitter")
    (match,) = (await service.ask("GET", f"{API}/submissions/{submission_id}/result", who="north-reviewer")).json["matches"]
    calls = (
        ("GET", "/submissions/{}", "sub", {}),
        ("GET", "/submissions/{}/result", "sub", {}),
        ("POST", "/submissions/{}/result", "sub", {"need": "Strategy meeting"}),
        ("GET", "/submissions/{}/events", "sub", {}),
        ("DELETE", "/submissions/{}", "sub", {"reason": "handed in twice"}),
        ("POST", "/matches/{}/verdict", "mat", {"finding": "rejected", "reason": "seen on the phone"}),
    )

    for role in ("submitter", "coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "auditor", "admin"):
        for method, path, kind, body in calls:
            there = match["id"] if kind == "mat" else submission_id
            answers = [
                await service.ask(method, API + path.format(each), who=f"south-{role}", json=body or None)
                for each in (there, f"{kind}_{'0' * 26}")
            ]
            told = [(each.status, re.sub(r'"request": "\w+"', "", each.text)) for each in answers]
            assert told[0] == told[1], (role, method, path)
            assert told[0][0] in {403, 404}, (role, method, path)
        listed = await service.ask("GET", f"{API}/submissions", who=f"south-{role}")
        if listed.status == 200:
            assert {each["id"] for each in listed.json["items"]} <= {own}
            assert listed.json["count"] in {None, 1}


async def test_the_list_is_read_by_those_who_keep_it(service):
    """Reviewers and analysts page through the lines; covert ones are not there for whoever is not cleared; submitters read no list."""
    await service.load_list(content=a_list())

    for who, ids in (("north-reviewer", ["L-0043"]), ("north-analyst", ["L-0043", "L-0099"])):
        page = await service.ask("GET", f"{API}/lines?limit=1", who=who)
        found = [each["id"] for each in page.json["items"]]
        while page.json["cursor"]:
            page = await service.ask("GET", f"{API}/lines?limit=1&cursor={page.json['cursor']}", who=who)
            found += [each["id"] for each in page.json["items"]]
        assert found == ids
    refused = await service.ask("GET", f"{API}/lines", who="north-submitter")
    versions = await service.ask("GET", f"{API}/list-versions", who="north-reviewer")

    assert refused.status == 403
    assert [each["version"] for each in versions.json["items"]] == [1]


async def test_a_list_with_a_fault_changes_nothing(service):
    """Every fault comes with row and column; the current version stays; a dry run publishes nothing either."""
    await service.load_list()
    bad = await service.load_list(content=b"line_id,number,status\nL-1,nothing,active\n,07700 900123,flying\n")
    dry = await service.ask("POST", f"{API}/lines/imports?dry_run=true", who="north-analyst", data=parts(file=("l.csv", a_list())))
    versions = await service.ask("GET", f"{API}/list-versions", who="north-analyst")

    assert (bad.status, bad.json["code"]) == (422, "bad-line-list")
    assert {each["field"] for each in bad.json["faults"]} >= {"row 2, column number", "row 3, column line_id", "row 3, column status"}
    assert (dry.status, dry.json["version_id"], dry.json["version"]) == (200, None, 2)
    assert len(versions.json["items"]) == 1


async def test_a_covert_match_reads_as_a_miss_over_http(service):
    """For a submitter, status, answer, check and alerts of a covert number equal those of a number on no list, names and times aside."""
    await service.load_list(content=a_list())
    told = []
    for number in (COVERT_NUMBER, "07700 900457"):
        submission_id = await service.answered(content=a_card(number))
        check = {**CHECK, "numbers": [{"raw": number}]}
        answers = [
            await service.ask("GET", f"{API}/submissions/{submission_id}", who="north-submitter"),
            await service.ask("GET", f"{API}/submissions/{submission_id}/result", who="north-submitter"),
            await service.ask("GET", f"{API}/submissions/{submission_id}/events", who="north-submitter"),
            await service.ask("POST", f"{API}/checks", who="north-submitter", json=check),
        ]
        names = {name for each in answers for name in each.headers} - {"X-Request-Id"}
        bodies = [
            re.sub(rf"{submission_id}|(sub|chk)_\w+|[0-9a-f]{{64}}|{number[-3:]}|\d{{4}}-[\d:.TZ-]+", "…", each.text) for each in answers
        ]
        told.append((names, bodies, [each.status for each in answers]))

    assert told[0] == told[1]


async def test_a_submission_states_what_is_wrong_with_its_basis(embedded):
    """What is missing comes with the code of the contract and the list of fields."""
    await embedded.load_list()
    lacking = {**EXAMPLE, "legal_basis": {"power": "pcsc-s37"}}
    answer = await embedded.ask("POST", f"{API}/submissions", who="north-submitter", data=parts(metadata=lacking, file=("x.vcf", b"x")))

    assert (answer.status, answer.json["code"]) == (422, "legal-basis-incomplete")
    assert {"legal_basis.purpose", "legal_basis.belief", "legal_basis.agreement"} <= {each["field"] for each in answer.json["faults"]}


async def test_no_number_or_name_stands_in_an_address_or_a_log(embedded, capfd):
    """A whole story leaves no run of seven digits and no label in the log."""
    await embedded.load_list()
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    await embedded.ask("GET", f"{API}/submissions/{submission_id}/result", who="north-submitter")
    await embedded.ask("POST", f"{API}/checks", who="north-submitter", json=CHECK)
    await embedded.ask("GET", f"{API}/07700900123", who="north-submitter")
    logged = "".join(capfd.readouterr())

    assert "900123" not in logged
    assert "Contact 1" not in logged
