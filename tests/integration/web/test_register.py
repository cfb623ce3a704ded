"""The register over HTTP, on both engines: lines, histories, versions, exports, what to mend, and how old the list is."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from yarl import URL

from matcher.domain.access.actor import Role
from submitting import COVERT_LINE, COVERT_NUMBER, OPEN_LINE, OPEN_NUMBER, a_card, a_list

API = "/api/v1"
EVERYBODY = [f"{word}-{role}" for word in ("north", "south") for role in Role]
WHY = {"Linewatch-Reason": "Handing on to the next unit"}


async def rename(service, name, line_id="L-0043", who="north-reviewer", by="north-supervisor"):
    """Give a line another name, proposed by one and published by another."""
    body = {"reason": "Heard in an interview", "changes": [{"kind": "line", "id": line_id, "fields": {"name": name}}]}
    made = await service.ask("POST", f"{API}/lines/proposals", who=who, json=body)
    return (await service.ask("POST", f"{API}/lines/proposals/{made.json['id']}/publication", who=by)).json


async def test_a_line_is_read_over_http(service):
    """Line, numbers, history, version and diff tell one story: what changed, who proposed it and why, who published it."""
    await service.load_list(content=a_list(OPEN_LINE))
    published = await rename(service, "Woodlark")
    ask = [f"{API}/lines/L-0043", f"{API}/lines/L-0043/numbers", f"{API}/lines/L-0043/history"]
    line, numbers, history = [(await service.ask("GET", each, who="north-supervisor")).json for each in ask]
    version = (await service.ask("GET", f"{API}/list-versions/{published['version_id']}", who="north-supervisor")).json
    diff = (await service.ask("GET", f"{API}/list-versions/{published['version_id']}/diff", who="north-supervisor")).json
    since = f"?since={published['base_version_id']}"
    same = (await service.ask("GET", f"{API}/list-versions/{published['version_id']}/diff{since}", who="north-supervisor")).json

    assert (line["name"], line["status"], line["owner_unit"], line["numbers"]) == ("Woodlark", "active", "Hillside", 1)
    assert (line["line_list"]["version"], line["line_list"]["age_days"], line["line_list"]["is_old"]) == (2, 0, False)
    (number,) = numbers["items"]
    assert (number["e164"], number["source_grade"], number["intel_grade"], number["handling"]) == ("+447700900123", "2", "B", "P")
    step = history["items"][0]
    assert step["fields"] == [{"name": "name", "before": "Larkspur", "after": "Woodlark"}]
    people = service.people.people
    assert (step["proposed_by"], step["published_by"]) == (people["north-reviewer"].id, people["north-supervisor"].id)
    assert (step["reason"], step["version"], step["version_id"]) == ("Heard in an interview", 2, published["version_id"])
    assert (version["is_current"], version["lines"], version["numbers"], version["proposal_id"]) == (True, 1, 1, published["id"])
    assert (diff["since"]["version"], diff["version"]["version"], diff["counts"]["changed"], diff["counts"]["unchanged"]) == (1, 2, 1, 1)
    assert diff["changes"][0]["fields"] == step["fields"]
    assert same == diff


async def test_every_role_against_every_way_of_reading(service):
    """Reviewers, analysts and supervisors read the list of their own organisation; others are refused before anything is told of it."""
    for word in ("north", "south"):
        await service.load_list(who=f"{word}-analyst", content=a_list(OPEN_LINE))
    (version,) = (await service.ask("GET", f"{API}/list-versions", who="north-analyst")).json["items"]
    of_lines = ("lines/L-0043", "lines/L-0043/numbers", "lines/L-0043/history", "lines/hygiene")
    of_version = (f"list-versions/{version['id']}", f"list-versions/{version['id']}/diff")
    exports = ("lines/export", "lines/export?conditions=true")

    for who in EVERYBODY:
        word, _, role = who.partition("-")
        reads = role in {"reviewer", "analyst", "supervisor"}
        for path in of_lines:
            assert (await service.ask("GET", f"{API}/{path}", who=who)).status == (200 if reads else 403), (who, path)
        for path in of_version:
            expected = (200 if word == "north" else 404) if reads else 403
            assert (await service.ask("GET", f"{API}/{path}", who=who)).status == expected, (who, path)
        for path, roles in zip(exports, ({"analyst", "supervisor"}, {"analyst"}), strict=True):
            assert (await service.ask("GET", f"{API}/{path}", who=who, headers=WHY)).status == (200 if role in roles else 403), (who, path)


@pytest.mark.parametrize("path", ["lines/{}", "lines/{}/numbers", "lines/{}/history"])
async def test_a_covert_line_is_answered_like_none(service, path):
    """Byte for byte but for the number of the request, for whoever may not know of it; its owner reads it."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    for who in ("north-reviewer", "north-supervisor", "north-submitter"):
        covert, none = [await service.ask("GET", f"{API}/{path.format(each)}", who=who) for each in ("L-0099", "L-9999")]
        assert {**covert.json, "request": ""} == {**none.json, "request": ""}
        assert covert.status == none.status
    assert (await service.ask("GET", f"{API}/{path.format('L-0099')}", who="north-analyst")).status == 200


async def test_what_a_restricted_line_would_change_is_not_told(service):
    """An organisation whose list holds a covert line and one whose list never did are told the same, but for ids."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await service.load_list(who="south-analyst", content=a_list(OPEN_LINE))
    told = {}
    for word in ("north", "south"):
        who = f"{word}-supervisor"
        (version,) = (await service.ask("GET", f"{API}/list-versions", who=who)).json["items"]
        paths = ("lines/L-0043", "lines/L-0043/numbers", "lines/L-0043/history", "lines/hygiene", "lines/export?format=xlsx")
        paths += (f"list-versions/{version['id']}", f"list-versions/{version['id']}/diff")
        answers = []
        for path in paths:
            answer = await service.web.get(
                f"{service.url}{API}/{path}", headers={**WHY, "Authorization": f"Bearer {await service.token(who)}"}
            )
            body = (await answer.read()).replace(version["id"].encode(), b"lst").replace(version["published_by"].encode(), b"acc")
            answers.append(body.replace(f"{word}-analyst".encode(), b"analyst"))
        told[word] = answers

    assert told["north"] == told["south"]


async def test_an_export_leaves_as_a_file(service):
    """It has a name, a type and every line one may know of; without a reason nothing leaves; it goes back in without a change."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    refused = await service.ask("GET", f"{API}/lines/export", who="north-analyst")
    made = await service.ask("GET", f"{API}/lines/export", who="north-analyst", headers=WHY)
    of_supervisor = await service.ask("GET", f"{API}/lines/export", who="north-supervisor", headers=WHY)
    rows = list(csv.DictReader(io.StringIO(made.text.removeprefix("\ufeff"))))
    trail = await service.ask("GET", f"{API}/audit?action=lines:exported", who="north-auditor")

    assert (refused.status, refused.json["code"]) == (422, "need-not-stated")
    assert made.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert made.headers["Content-Disposition"] == 'attachment; filename="lines-v1-part.csv"'
    assert [row["line_id"] for row in rows] == ["L-0043", "L-0099"]
    assert "Nightjar" not in of_supervisor.text
    assert len(trail.json["items"]) == 2
    assert {each["reason"] for each in trail.json["items"]} == {WHY["Linewatch-Reason"]}


async def test_what_is_to_mend_on_a_line_that_is_not_there_is_not_found(service):
    """As everywhere else, and alike for a line one may not know of."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    told = [await service.ask("GET", f"{API}/lines/hygiene?line={each}", who="north-reviewer") for each in ("L-0043", "NOPE", "L-0099")]

    assert [each.status for each in told] == [200, 404, 404]
    assert told[1].json["title"] == told[2].json["title"]


async def test_a_page_goes_on_where_the_one_before_ended(embedded):
    """Numbers, history, diff and findings come in pages; a cursor of one list or person is none of another."""
    rows = [OPEN_LINE.replace("900123", f"9002{at:02}").replace(",2,B,P,", ",2,,P,") for at in range(5)]
    await embedded.load_list(content=a_list(*rows))
    (version,) = (await embedded.ask("GET", f"{API}/list-versions", who="north-analyst")).json["items"]
    for path, items in (
        ("lines/L-0043/numbers", "items"),
        ("lines/L-0043/history", "items"),
        (f"list-versions/{version['id']}/diff", "changes"),
        ("lines/hygiene", "items"),
    ):
        whole = (await embedded.ask("GET", f"{API}/{path}", who="north-analyst")).json[items]
        found, cursor = [], ""
        while True:
            page = await embedded.ask("GET", f"{API}/{path}?limit=2{cursor}", who="north-analyst")
            found += page.json[items]
            if page.json["cursor"] is None:
                break
            cursor = f"&cursor={page.json['cursor']}"
        other = await embedded.ask("GET", f"{API}/{path}?limit=2{cursor}", who="north-reviewer")
        assert found == whole, path
        assert len(found) > 4, path
        assert (other.status, other.json["code"]) == (422, "bad-cursor")


async def test_what_is_found_beside_lines_is_no_line(embedded):
    """Exports, findings, imports and proposals keep their own methods; a line may have any other id, a slash in it too."""
    await embedded.load_list(content=a_list(OPEN_LINE.replace("L-0043", "3/4")))
    told = {}
    for method, path in (("GET", "imports"), ("PUT", "export"), ("POST", "hygiene"), ("GET", "imports2"), ("GET", "export/numbers")):
        told[method, path] = (await embedded.ask(method, f"{API}/lines/{path}", who="north-analyst")).status
    address = URL(f"{embedded.url}{API}/lines/3%2F4", encoded=True)
    headers = {"Authorization": f"Bearer {await embedded.token('north-analyst')}"}
    async with embedded.web.get(address, headers=headers) as answer:
        line = await answer.json()

    assert list(told.values()) == [405, 405, 405, 404, 404]
    assert line["id"] == "3/4"


async def test_how_old_the_list_is_comes_with_every_answer(service):
    """Result, checks and readiness say version and age; past the days that are set they warn, whether or not anything was found."""
    await service.load_list(content=a_list(OPEN_LINE))
    service.house.at += timedelta(days=100)
    found = [await service.answered(content=a_card(each)) for each in (OPEN_NUMBER, "07700 900111")]
    results = [(await service.ask("GET", f"{API}/submissions/{each}/result", who="north-submitter")).json for each in found]
    body = {"purpose": "locate-missing-person", "reference": "M-1", "reason": "Missing since noon"}
    checks = [
        (await service.ask("POST", f"{API}/checks", who="north-submitter", json={**body, "numbers": [{"raw": each}]})).json
        for each in (OPEN_NUMBER, "07700 900111")
    ]
    ready = (await service.ask("GET", "/readyz")).json

    facts = [each["screening"]["line_list"] for each in results] + [each["line_list"] for each in checks]
    assert len({str(each) for each in facts[:2]}) == len({str(each) for each in facts[2:]}) == 1
    for each in facts:
        assert (each["version"], each["age_days"], each["is_old"], each["published_at"]) == ("1", 100, True, "2026-04-20T12:00:00Z")
        assert "100 days old" in each["age_warning"]
    assert all(each["warnings"][0] == each["screening"]["line_list"]["age_warning"] for each in results)
    assert (ready["status"], ready["line_list"], ready["organisations_without_list"]) == ("ready", "loaded", 1)
    assert [(each["version"], each["age_days"], each["is_old"]) for each in ready["line_lists"]] == [(1, 100, True)]
    assert "Partnership" not in str(ready)


async def test_a_covert_match_goes_to_its_owner_alone(service):
    """Story S6, on a line that was proposed: the owner has the P1, the submitter reads a miss, the liaison a sanitised concern."""
    await service.load_list(content=a_list(OPEN_LINE))
    line = {
        "line_id": "L-0099",
        "name": "Nightjar",
        "status": "active",
        "visibility": "covert",
        "owner_unit": "Hillside",
        "exporting_area": "Estmoor",
    }
    number = {
        "number": COVERT_NUMBER,
        "first_seen": "2026-02-01",
        "last_seen": "2026-04-19",
        "source_grade": "2",
        "intel_grade": "B",
        "handling": "P",
    }
    body = {
        "reason": "An operation named it",
        "changes": [
            {"kind": "line", "line_id": "L-0099", "fields": {key: value for key, value in line.items() if key != "line_id"}},
            {"kind": "number", "line_id": "L-0099", "fields": number},
        ],
    }
    made = await service.ask("POST", f"{API}/lines/proposals", who="north-analyst", json=body)
    await service.desk.let_out(made.json["id"], who=service.desk.at_the_machine())
    matched, missed = [await service.answered(content=a_card(each, "07700 900111")) for each in (COVERT_NUMBER, "07700 900112")]

    async def result(submission_id, who):
        return await service.ask("GET", f"{API}/submissions/{submission_id}/result", who=who)

    owner, submitter, miss = [
        await result(*each) for each in ((matched, "north-analyst"), (matched, "north-submitter"), (missed, "north-submitter"))
    ]
    concern = await result(matched, "north-safeguarding")
    alerts = (await service.ask("GET", f"{API}/alerts", who="north-analyst")).json["items"]

    assert [each["line"]["id"] for each in owner.json["matches"]] == ["L-0099"]
    clocks = [each["urgency_steps"][-1] for each in owner.json["alerts"] if each["urgency"] == "P1"]
    assert clocks
    assert all("within 60 minutes" in each for each in clocks)
    assert any(each["alert"]["urgency"] == "P1" for each in alerts)
    assert (submitter.json["matches"], submitter.json["alerts"]) == ([], [])
    assert submitter.json["statement"].replace(COVERT_NUMBER, "") == miss.json["statement"]
    for word in ("Nightjar", "L-0099", "covert", "+447700900456"):
        assert word not in concern.text
    assert submitter.json["screening"]["line_list"] == miss.json["screening"]["line_list"]
    assert (concern.status, concern.json["matches"]) == (200, [])
    assert concern.json["alerts"]
