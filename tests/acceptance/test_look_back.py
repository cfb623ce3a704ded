"""S9 and S15 as a force meets them: the demonstration over HTTP, and its list kept from the command line at the same machine."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from commands import ROOT, linewatch
from demonstrations import copied, kept_demonstration
from matcher.demo.statements import stated
from serving import running

pytestmark = pytest.mark.timeout(400)

NOW = datetime.now(UTC) - timedelta(minutes=5)
#: A phone of a child who is missing.
MISSING = {"type": "missing", "status": "missing", "returned": False}


@pytest.fixture(scope="module")
def demo(tmp_path_factory, pytestconfig):
    """The demonstration in a folder of ours, and the folder."""
    folder = copied(kept_demonstration(tmp_path_factory, pytestconfig), tmp_path_factory.mktemp("demo") / "data")
    with running("demo", "--data", folder, program=(str(ROOT / "scripts/linewatch"),)) as service:
        yield service, folder


def name_of(service, role, organisation="Estmoor Constabulary"):
    """The name somebody of the demonstration signs in with."""
    return next(each["username"] for each in service.accounts if (each["role"], each["organisation"]) == (role, organisation))


def handed_in(service, reference, number):
    """Hand a phone in as a submitter, wait for its answer, and give its id."""
    token = service.token("submitter")
    content = f"Name,Mobile Phone\nJay,{number}\nNan,01632 960111\n".encode()
    taken = service.hand_in(token, stated(NOW, reference, home="Estmoor", episode=MISSING), content)
    assert taken.status == 202, taken.body
    assert service.answered(token, taken.json["id"])["status"] == "done"
    return str(taken.json["id"])


def looked_back(service, version):
    """Wait until a look back is done: within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = service.get(f"/list-versions/{version}/retro-match", service.token("analyst"))
        assert found.status == 200, found.body
        if found.json["state"] == "done":
            return found.json
        time.sleep(0.2)
    raise AssertionError("it was not looked back within a minute")


def alerts_of(service, role, submission):
    """The alerts of one submission as somebody sees them."""
    found = service.get("/alerts?limit=200", service.token(role))
    assert found.status == 200, found.body
    return [each for each in found.json["items"] if each["submission"] == submission]


def proposed(service, folder, who, change):
    """Propose one change at the command line, as somebody; give the id of the proposal."""
    draft = folder / "draft.json"
    draft.write_text(json.dumps({"reason": "An interview names it.", "changes": [{"kind": "number", **change}]}), encoding="utf-8")
    said = linewatch("lines", "propose", draft, "--as", name_of(service, who), "--data", folder, "--json")
    assert said.code == 0, said.err
    return said.answer["id"]


def a_number_more(service, folder, number):
    """Put a number on an open line, proposed at the command line and published over HTTP; give line, proposal and version."""
    lines = service.get("/lines", service.token("analyst")).json["items"]
    (line, *_) = [each["id"] for each in lines if each["visibility"] == "open_to_force"]
    fields = {"number": number, "source_grade": "2", "intel_grade": "B", "handling": "P"}
    proposal = proposed(service, folder, "analyst", {"line_id": line, "fields": fields})
    published = service.post(f"/lines/proposals/{proposal}/publication", service.token("supervisor"), {"reason": "Checked."})
    assert published.status == 200, published.body
    return line, proposal, published.json["version_id"]


def test_s15_a_new_number_is_told_to_the_officer_of_the_case_within_a_minute(demo):
    """The officer of the case hears of it and nobody else; the answer stays what it was, and says what came later."""
    service, folder = demo
    submission = handed_in(service, "S15", "07700 900871")
    before = service.result(service.token("submitter"), submission)

    line, _, version = a_number_more(service, folder, "07700 900871")
    run = looked_back(service, version)

    assert (run["numbers_done"], run["numbers"]) == (1, 1)
    (told,) = alerts_of(service, "submitter", submission)
    assert (told["alert"]["rule"], told["alert"]["urgency"]) == ("AR-19", "P2")
    for role in ("coordinator", "reviewer", "analyst", "safeguarding", "supervisor", "auditor"):
        assert not alerts_of(service, role, submission)
    after = service.result(service.token("submitter"), submission)
    (later,) = after.pop("later_matches")
    assert before.pop("later_matches") == []
    assert after == before
    assert (later["number"], later["line"]["id"], later["grade"]) == ("+447700900871", line, "B")
    said = linewatch("lines", "retro-match", version, "--as", name_of(service, "analyst"), "--data", folder)
    assert "done, 1 of 1 numbers looked for" in said.out


def test_s9_a_wrong_number_is_taken_back_at_the_command_line(demo):
    """A second person publishes; what was told is retracted, and whoever was told reads so at either place."""
    service, folder = demo
    submission = handed_in(service, "S9", "07700 900872")
    _, proposal, version = a_number_more(service, folder, "07700 900872")
    looked_back(service, version)
    analyst = ("--as", name_of(service, "analyst"), "--data", folder, "--json")

    (change,) = linewatch("lines", "proposals", proposal, *analyst).answer["changes"]
    withdrawal = proposed(service, folder, "reviewer", {"id": change["id"], "remove": "wrong"})
    before = linewatch("lines", "proposals", withdrawal, *analyst)
    assert (before.answer["touches"], before.answer["takes_back"]) == (0, {"submissions": 1, "alerts": 1, "at_least": False})
    plain = linewatch("lines", "proposals", withdrawal, *analyst[:-1])
    assert "1 earlier phone rests on numbers that would leave their lines: 1 live alert would be retracted." in plain.out
    published = linewatch("lines", "publish", withdrawal, "--yes", *analyst)
    assert published.code == 0, published.err
    assert "1 live alert would be retracted" in published.err
    looked_back(service, published.answer["version_id"])

    (told,) = alerts_of(service, "submitter", submission)
    assert (told["alert"]["rule"], told["state"]) == ("AR-19", "retracted")
    (later,) = service.result(service.token("submitter"), submission)["later_matches"]
    assert "took a number back" in later["recalled"]["reason"]
    notices = linewatch("lines", "notices", "--as", name_of(service, "submitter"), "--data", folder, "--json").answer["notices"]
    assert {(each["submission"], each["read_at"], each["cause"], each["restored"]) for each in notices} == {
        (submission, None, "wrong", False)
    }
    again = service.get("/notices", service.token("submitter")).json["items"]
    assert all(each["read_at"] for each in again)

    restored = proposed(service, folder, "reviewer", {"id": change["id"], "restore": True})
    published = linewatch("lines", "publish", restored, *analyst)
    assert published.code == 0, published.err
    looked_back(service, published.answer["version_id"])

    (told,) = alerts_of(service, "submitter", submission)
    assert (told["alert"]["rule"], told["state"]) == ("AR-19", "open")
    notices = linewatch("lines", "notices", "--as", name_of(service, "submitter"), "--data", folder, "--json").answer["notices"]
    assert {each["restored"] for each in notices} == {True, False}
