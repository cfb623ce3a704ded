"""The line list is changed over HTTP, on both engines: files, proposals, and a second person."""

from __future__ import annotations

import pytest

from submitting import COVERT_LINE, OPEN_LINE, a_list
from web_clients import parts

API = "/api/v1"
MAPPED = "Line,Phone no.,Given name,Colour\nL-0043,07700 900123,Larkspur,blue\n"
A_NUMBER = {"number": "07700 900222", "first_seen": "2026-03-01", "reason": "An interview names it."}


async def import_(service, content, query="", who="north-analyst", headers=None, **fields):
    """Hand a list file in."""
    file = ("lines.csv", content.encode() if isinstance(content, str) else content)
    return await service.ask("POST", f"{API}/lines/imports{query}", who=who, data=parts(**fields, file=file), headers=headers)


async def decide(service, proposal_id, what="publication", who="north-analyst", **more):
    """Publish or reject a proposal."""
    return await service.ask("POST", f"{API}/lines/proposals/{proposal_id}/{what}", who=who, **more)


async def test_a_number_goes_from_a_proposal_to_the_list(service):
    """A reviewer proposes, reads it back with what differs, an analyst publishes, and the next version has the number."""
    await service.load_list(content=a_list(OPEN_LINE))
    made = await service.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=A_NUMBER)
    own = await decide(service, made.json["id"], who="north-reviewer")
    read = await service.ask("GET", made.headers["Location"], who="north-supervisor")
    published = await decide(service, made.json["id"], json={"reason": "Checked"})
    twice = await decide(service, made.json["id"], who="north-supervisor")
    (line,) = (await service.ask("GET", f"{API}/lines", who="north-reviewer")).json["items"]
    versions = await service.ask("GET", f"{API}/list-versions", who="north-reviewer")

    assert (made.status, made.json["state"], made.json["counts"]["new"]) == (202, "open", 1)
    assert (own.status, own.json["code"]) == (403, "not-allowed")
    assert [(each["effect"], each["kind"], each["line_id"]) for each in read.json["changes"]] == [("new", "number", "L-0043")]
    assert {"name": "first_seen", "before": None, "after": "2026-03-01"} in read.json["changes"][0]["fields"]
    assert (published.status, published.json["state"], published.json["decision"]) == (200, "published", "Checked")
    assert (twice.status, twice.json["code"]) == (409, "proposal-decided")
    assert line["numbers"] == 2
    assert versions.json["items"][0]["id"] == published.json["version_id"]


async def test_a_second_publisher_who_is_the_first_is_told_so(service):
    """An analyst who proposed cannot publish; rejecting is for others as well, and withdrawing for oneself."""
    await service.load_list(content=a_list(OPEN_LINE))
    made = await service.ask(
        "POST",
        f"{API}/lines",
        who="north-analyst",
        json={"line_id": "L-0050", "name": "Siskin", "aliases": ["Sisk", "Siss"], "reason": "Seen"},
    )
    address = f"{API}/lines/proposals/{made.json['id']}"
    own = await decide(service, made.json["id"])
    rejected_by_self = await decide(service, made.json["id"], "rejection", json={"reason": "Seen"})
    withdrawn_by_another = await service.ask("DELETE", address, who="north-reviewer")
    withdrawn = await service.ask("DELETE", address, who="north-analyst", json={"reason": "Not sure"})
    after = await decide(service, made.json["id"], "rejection", who="north-supervisor", json={"reason": "Seen"})

    assert made.status == 202
    assert {(each.status, each.json["code"]) for each in (own, rejected_by_self)} == {(403, "second-person-needed")}
    assert withdrawn_by_another.status == 403
    assert (withdrawn.status, withdrawn.json["state"], withdrawn.json["decision"]) == (200, "withdrawn", "Not sure")
    assert (after.status, after.json["code"]) == (409, "proposal-decided")


async def test_changes_are_proposed_together_and_every_fault_is_told(service):
    """Fields, removals and what comes back go in one request; each fault names its place in it."""
    await service.load_list(content=a_list(OPEN_LINE))
    good = await service.ask(
        "POST",
        f"{API}/lines/proposals",
        who="north-reviewer",
        json={
            "reason": "A second name, and a number of it.",
            "changes": [
                {"kind": "line", "id": "L-0043", "fields": {"aliases": ["Lark", "Spur"], "status": None}},
                {"kind": "number", "line_id": "L-0043", "fields": {"number": "07700 900222"}},
            ],
        },
    )
    bad = await service.ask(
        "POST",
        f"{API}/lines/proposals",
        who="north-reviewer",
        json={
            "reason": "Seen",
            "changes": [
                {"kind": "line", "id": "L-0043", "fields": {"status": "asleep"}},
                {"kind": "number", "line_id": "L-0043", "fields": {"number": "nobody", "first_seen": "2026-02-31"}},
                {"kind": "number", "id": f"num_{'0' * 26}", "remove": "wrong"},
            ],
        },
    )
    listed = await service.ask("GET", f"{API}/lines/proposals?state=open", who="north-reviewer")

    assert (good.status, good.json["lines"]) == (202, 1)
    assert (bad.status, bad.json["code"]) == (422, "bad-proposal")
    assert {each["field"] for each in bad.json["faults"]} == {
        "changes.0.fields.status",
        "changes.1.fields.number",
        "changes.1.fields.first_seen",
        "changes.2.id",
    }
    assert [each["id"] for each in listed.json["items"]] == [good.json["id"]]


async def test_a_file_is_previewed_proposed_and_published(service):
    """A dry run tells what would be new, changed and removed; the import proposes it with a reason, and a second person publishes it."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    content = a_list(
        OPEN_LINE.replace("Larkspur", "Woodlark"), OPEN_LINE.replace("L-0043,Larkspur,07700 900123", "L-0050,Siskin,07700 900222")
    )
    dry = await import_(service, content, "?dry_run=true")
    update = await import_(service, content, "?dry_run=true&mode=update")
    made = await import_(service, content, reason="The list of May")
    unseen = await service.ask("GET", f"{API}/lines/proposals/{made.json['proposal_id']}", who="north-supervisor")
    await service.desk.let_out(made.json["proposal_id"], who=service.desk.at_the_machine())
    again = await import_(service, content)

    assert (dry.status, dry.json["state"], dry.json["version_id"], dry.json["version"]) == (200, "planned", None, 2)
    assert dry.json["counts"] == {"new": 2, "changed": 1, "closed": 0, "reopened": 0, "removed": 2, "unchanged": 1}
    assert {"name": "name", "before": "Larkspur", "after": "Woodlark"} in [
        field for each in dry.json["changes"] for field in each["fields"]
    ]
    assert (update.json["counts"]["removed"], update.json["counts"]["unchanged"]) == (0, 3)
    assert (made.json["state"], made.json["proposal_id"] is not None, made.json["counts"]) == ("proposed", True, dry.json["counts"])
    assert unseen.status == 404
    assert (again.json["state"], again.json["is_new"], again.json["version"]) == ("unchanged", False, 2)


async def test_a_file_with_columns_of_its_own_waits_and_is_gone_on_with(service):
    """What its columns mean is asked once: the file need not be sent again, and the next one of this layout is read at once."""
    waiting = await import_(service, MAPPED)
    address = f"{API}/lines/imports/{waiting.json['import_id']}/mapping"
    of_others = await service.ask("POST", address, who="south-analyst", json={"mapping": {"Line": "line_id"}})
    wrong = await service.ask("POST", address, who="north-analyst", json={"mapping": {"Line": "nonsense", "Nowhere": "number"}})
    partly = await service.ask("POST", address, who="north-analyst", json={"mapping": {"Line": "line_id"}})
    mapping = {"Line": "line_id", "Phone no.": "number", "Given name": "name", "Colour": None}
    resumed = await service.ask("POST", address, who="north-analyst", json={"mapping": mapping})
    gone = await service.ask("POST", address, who="north-analyst", json={"mapping": mapping})
    later = await import_(service, MAPPED.replace("Larkspur", "Woodlark"))

    assert (waiting.status, waiting.json["state"], waiting.json["version_id"]) == (201, "needs-mapping", None)
    assert waiting.json["unknown_columns"] == ["Line", "Phone no.", "Given name", "Colour"]
    assert (of_others.status, gone.status) == (404, 404)
    assert (wrong.status, {each["field"] for each in wrong.json["faults"]}) == (422, {"mapping.0", "mapping.1"})
    assert (partly.json["state"], partly.json["import_id"]) == ("needs-mapping", waiting.json["import_id"])
    assert partly.json["unknown_columns"] == ["Phone no.", "Given name", "Colour"]
    assert [each.json["missing_columns"] for each in (waiting, partly, resumed)] == [["line_id", "number"], ["number"], []]
    assert (resumed.status, resumed.json["state"], resumed.json["version"], resumed.json["numbers"]) == (200, "published", 1, 1)
    assert (later.json["state"], later.json["counts"]["changed"]) == ("proposed", 1)


async def test_what_is_wrong_with_a_mapping_or_a_field_is_named(embedded):
    """A fault names the column of the file, the column or field that is none, and the one that may be meant; nothing like a number."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    waiting = await import_(embedded, MAPPED)
    address = f"{API}/lines/imports/{waiting.json['import_id']}/mapping"
    mapping = {"Line": "line_id", "Phone no.": "numbr", "Given name": "line_id", "Nowhere": "name", "07700 900123": "name"}
    wrong = await embedded.ask("POST", address, who="north-analyst", json={"mapping": mapping})
    said = [each["sentence"] for each in wrong.json["faults"]]
    change = {"kind": "number", "line_id": "L-0043", "fields": {"number": "07700 900222", "numberr": "x", "0770090012": "y"}}
    typed = await embedded.ask(
        "POST", f"{API}/lines/proposals", who="north-analyst", json={"reason": "A survey of April", "changes": [change]}
    )
    told = {each["sentence"] for each in typed.json["faults"]}

    assert "The column 'Phone no.' is said to be 'numbr', which is no column of a list. Is number meant?" in said
    assert "The column 'Line' is said to be line_id, and so is another one; a list has each once." in said
    assert "The file has no column 'Nowhere'." in said
    assert "The file has no column of that name." in said
    assert told == {"There is no field 'numberr'. Is number meant?", "A field that was named is no field of any record."}
    assert "900123" not in wrong.text


async def test_a_preview_says_what_would_be_to_mend(service):
    """What the file brings or changes is looked through as if it were published; what stood there before is not told again."""
    await service.load_list(content=a_list(OPEN_LINE.replace(",P,", ",,"), COVERT_LINE))
    new = OPEN_LINE.replace("900123", "900222").replace(",2,B,P,", ",,,,").replace("2026-02-01,2026-04-19", ",")
    tried = await import_(service, a_list(OPEN_LINE.replace(",P,", ",,"), COVERT_LINE, new), "?dry_run=true&mode=update")
    nothing = await import_(service, a_list(COVERT_LINE), "?dry_run=true&mode=update")

    assert tried.json["to_mend"] == {"no-grading": 1, "no-handling": 1, "undated": 1}
    assert nothing.json["to_mend"] == {}


async def test_a_file_may_bring_its_mapping_along(embedded):
    """The columns can be named with the upload as well, before the file."""
    made = await import_(embedded, MAPPED, mapping={"Line": "line_id", "Phone no.": "number"})
    bad = await import_(embedded, MAPPED, mapping=["Line"])

    assert (made.status, made.json["state"], made.json["unknown_columns"]) == (201, "published", ["Given name", "Colour"])
    assert (bad.status, bad.json["faults"][0]["field"]) == (422, "mapping")


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        pytest.param(b"\x00\xff\xfe junk" * 1000, "bad-line-list", None, id="bytes that are no table"),
        pytest.param(b"junk" * 100_000, "bad-line-list", "row 1, column line_id", id="text that is no table"),
        pytest.param(b"L-1,07700 900123\nL-2,07700 900124\n", "bad-line-list", "row 1, column line_id", id="no header at all"),
        pytest.param(b"line_id,number\nL-1,=B7\n", "bad-line-list", "row 2, column number", id="a formula"),
        pytest.param(
            b"line_id,number\nL-1,07700 900123 or 07700 900124\n", "bad-line-list", "row 2, column number", id="two numbers in a cell"
        ),
        pytest.param(b"line_id,number,first_seen\nL-1,07700 900123,2026-02-31\n", "bad-line-list", "row 2, column first_seen", id="no day"),
        pytest.param(
            b"line_id,number,entry_id\nL-1,07700 900123,num_00000000000000000000000000\nL-1,07700 900124,num_00000000000000000000000000\n",
            "bad-line-list",
            "row 3, column entry_id",
            id="an id twice",
        ),
    ],
)
async def test_whatever_is_no_list_is_answered_once_and_kept_nowhere(embedded, content, code, field):
    """One clear answer with row and column, no number in it, and nothing waits or is proposed."""
    refused = await import_(embedded, content)
    listed = await embedded.ask("GET", f"{API}/lines/proposals", who="north-analyst")

    assert (refused.status, refused.json["code"]) == (422, code)
    assert field is None or field in {each["field"] for each in refused.json["faults"]}
    assert "900123" not in refused.text
    assert listed.json["items"] == []


async def test_a_repeated_request_is_one_over_http(embedded):
    """The same key with the same request is one proposal, one import and one publication."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    key = {"Idempotency-Key": "k-1"}
    made = [await embedded.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=A_NUMBER, headers=key) for _ in range(2)]
    other = await embedded.ask(
        "POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json={**A_NUMBER, "reason": "Heard"}, headers=key
    )
    done = [await decide(embedded, made[0].json["id"], headers=key) for _ in range(2)]
    loaded = [await import_(embedded, a_list(COVERT_LINE), headers={"Idempotency-Key": "k-2"}) for _ in range(2)]

    assert made[0].json["id"] == made[1].json["id"]
    assert (other.status, other.json["code"]) == (422, "idempotency-key-reused")
    assert [each.json["version_id"] for each in done] == [done[0].json["version_id"]] * 2
    assert loaded[0].json["proposal_id"] == loaded[1].json["proposal_id"] is not None


async def test_a_line_that_is_not_there_takes_no_number(embedded):
    """A number of a line that is nowhere, or covert, is not found; a line of a known id is told as a fault."""
    await embedded.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    told = [await embedded.ask("POST", f"{API}/lines/{each}/numbers", who="north-reviewer", json=A_NUMBER) for each in ("L-0099", "L-0001")]
    known = await embedded.ask("POST", f"{API}/lines", who="north-reviewer", json={"line_id": "L-0043", "name": "X", "reason": "Heard"})
    hidden = await embedded.ask("POST", f"{API}/lines", who="north-reviewer", json={"line_id": "L-0099", "name": "X", "reason": "Heard"})
    flat = await embedded.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json={**A_NUMBER, "number": "nobody"})

    assert [(each.status, each.json["code"]) for each in told] == [(404, "not-found")] * 2
    assert (known.status, known.json["faults"][0]["field"]) == (422, "line_id")
    assert hidden.status == 202
    assert [each["field"] for each in flat.json["faults"]] == ["number"]


async def test_a_proposal_the_list_overtook_names_every_record(embedded):
    """Publishing what another publication overtook is refused with each record and its fields."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    ids = []
    for name in ("Woodlark", "Skylark"):
        body = {"reason": "Seen", "changes": [{"kind": "line", "id": "L-0043", "fields": {"name": name}}]}
        ids.append((await embedded.ask("POST", f"{API}/lines/proposals", who="north-reviewer", json=body)).json["id"])
    await decide(embedded, ids[0])
    refused = await decide(embedded, ids[1])

    assert (refused.status, refused.json["code"]) == (409, "list-conflict")
    assert refused.json["faults"] == [{"field": "line L-0043", "sentence": "The record was changed since. Fields that differ: name."}]


@pytest.mark.parametrize("state", ["open", "published", "rejected", "withdrawn"])
async def test_who_may_do_what_to_a_proposal(service, state):
    """Every role of both organisations against every operation, in every state; a refusal comes before the state is told."""
    await service.load_list(content=a_list(OPEN_LINE))
    made = (await service.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=A_NUMBER)).json["id"]
    await _bring_to(service, made, state)
    address = f"{API}/lines/proposals/{made}"
    why = {"json": {"reason": "Seen"}}
    operations = (
        ("GET", address, {}),
        ("POST", f"{address}/publication", why),
        ("POST", f"{address}/rejection", why),
        ("DELETE", address, why),
    )

    for word, role in ((word, role) for word in ("south", "north") for role in sorted(_EXPECTED)):
        for (method, where, more), expected in zip(operations, _EXPECTED[role], strict=True):
            if state == "open" and word == "north" and expected == "decided":
                # It would be done; other tests do it.
                continue
            answer = await service.ask(method, where, who=f"{word}-{role}", **more)
            wanted = 404 if word == "south" and expected != "no" else {"no": 403, "decided": 409, "yes": 200}[expected]
            assert answer.status == wanted, (word, role, method, where.rpartition("/")[2])


#: Read, publish, reject, withdraw: of what a reviewer proposed.
_EXPECTED = {
    "submitter": ("no", "no", "no", "no"),
    "coordinator": ("no", "no", "no", "no"),
    "safeguarding": ("no", "no", "no", "no"),
    "auditor": ("no", "no", "no", "no"),
    "admin": ("no", "no", "no", "no"),
    "supervisor": ("yes", "decided", "decided", "no"),
    "reviewer": ("yes", "no", "no", "decided"),
}


async def _bring_to(service, proposal_id, state):
    address = f"{API}/lines/proposals/{proposal_id}"
    if state == "published":
        await service.ask("POST", f"{address}/publication", who="north-supervisor")
    elif state == "rejected":
        await service.ask("POST", f"{address}/rejection", who="north-analyst", json={"reason": "Seen"})
    elif state == "withdrawn":
        await service.ask("DELETE", address, who="north-reviewer")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/lines/proposals", {"reason": "Seen", "changes": [{"kind": "line", "id": "L-0043", "fields": {"name": "X"}}]}),
        ("/lines", {"line_id": "L-0050", "reason": "Seen"}),
        ("/lines/L-0043/numbers", A_NUMBER),
        ("/lines/L-0001/numbers", A_NUMBER),
    ],
)
async def test_who_may_propose(embedded, path, body):
    """Reviewers and analysts; whoever may not is told nothing of which lines there are."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    for role in ("submitter", "coordinator", "safeguarding", "auditor", "admin", "supervisor"):
        answer = await embedded.ask("POST", f"{API}{path}", who=f"north-{role}", json=body)
        assert (answer.status, answer.json["code"]) == (403, "not-allowed"), role


@pytest.mark.parametrize(
    "body", [{"reason": "Seen", "changes": []}, {"changes": [{"kind": "line"}]}, {"reason": "Seen", "changes": [{"kind": "x"}]}, []]
)
async def test_a_body_that_does_not_fit_is_refused(embedded, body):
    """A proposal of another shape is refused with the field."""
    answer = await embedded.ask("POST", f"{API}/lines/proposals", who="north-reviewer", json=body)

    assert answer.status == 422
    assert answer.json["faults"]
