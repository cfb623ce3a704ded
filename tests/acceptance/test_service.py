"""The stories of the trade through the service: started as people start it, asked over HTTP."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from commands import ROOT, linewatch
from demonstrations import copied, kept_demonstration
from matcher.demo.statements import stated
from serving import Running, running

#: Starting it takes a while on a machine that is busy.
pytestmark = pytest.mark.timeout(400)

NORTH, SOUTH = "Estmoor Constabulary", "Vale of Tarn Police"
ROLES = ("submitter", "coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "auditor", "admin")

#: Times stated with a file lie in the past of whoever reads them.
NOW = datetime.now(UTC) - timedelta(minutes=5)

MISSING = {"type": "missing", "status": "missing", "returned": False}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration, as `scripts/linewatch demo` starts it, in a folder that is empty."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    with running("demo", "--data", folder, program=(str(ROOT / "scripts/linewatch"),)) as service:
        yield service


def phone(*rows: tuple[str, str, int | None]) -> bytes:
    """A phone book: name, number, and how many days ago they were last in contact."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Name", "Mobile Phone", "Last contacted (UTC)"])
    for name, number, days in rows:
        writer.writerow([name, number, "" if days is None else f"{NOW - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"])
    return out.getvalue().encode()


def handed_in(service: Running, metadata: dict, content: bytes) -> str:
    """Hand a file in as a submitter, wait for its answer, and give its id."""
    token = service.token("submitter")
    taken = service.hand_in(token, metadata, content)
    assert taken.status == 202, taken.body
    found = service.answered(token, taken.json["id"])
    assert found["status"] == "done", found
    return str(taken.json["id"])


def rules(answer: dict) -> dict[str, str]:
    """Urgency by rule."""
    return {alert["rule"]: alert["urgency"] for alert in answer["alerts"]}


def without_ids(value: object) -> object:
    """An answer without ids, times and the hash and name of its file, which differ from file to file."""
    if isinstance(value, dict):
        return {key: without_ids(each) for key, each in value.items() if key not in {"id", "at", "sha256", "name", "bytes", "statement"}}
    return [without_ids(each) for each in value] if isinstance(value, list) else value


def test_the_demonstration_has_two_organisations_with_every_role_in_each(demo):
    """Everybody who is printed can sign in with the token that is printed; a second analyst publishes what the first one proposes."""
    assert Counter((each["organisation"], each["role"]) for each in demo.accounts) == {
        (name, role): 2 if role == "analyst" else 1 for name in (NORTH, SOUTH) for role in ROLES
    }
    assert all(set(each) == {"role", "organisation", "username", "password", "token"} for each in demo.accounts)
    assert demo.ask("GET", "/healthz").status == demo.ask("GET", "/readyz").status == 200
    for name in (NORTH, SOUTH):
        assert demo.get("/submissions", demo.token("submitter", name)).status == 200


def test_s1_a_missing_child_with_a_fresh_contact(demo):
    """S1: contact `+44 (0)7700 900123` of a missing child of 15, last used two days ago, gives A and AR-01 at P1, quoting both texts."""
    content = phone(("Jay", "+44 (0)7700 900123", 2), ("Nan", "01632 960111", None))
    submission = handed_in(demo, stated(NOW, "S1", home="Estmoor", power="urgent", episode=MISSING), content)

    answer = demo.result(demo.token("submitter"), submission)

    (match,) = answer["matches"]
    assert (match["grade"], match["time_relation"], match["number"]) == ("A", "overlaps", "+447700900123")
    assert rules(answer) == {"AR-01": "P1"}
    assert "+44 (0)7700 900123" in match["explanation"]
    assert "07700 900123" in match["explanation"]
    assert answer["screening"]["line_list"]["version"] == "1"


def test_s2_the_number_of_the_parent_who_agreed_is_on_the_list(demo):
    """S2: AR-22 goes to a supervisor before anybody at home hears of the answer."""
    stating = {"subject": {"household_numbers": ["07700 900180"]}, "episode": MISSING}
    content = phone(("Mum", "07700 900180", 1), ("Ash", "01632 960112", None))
    submission = handed_in(demo, stated(NOW, "S2", home="Estmoor", **stating), content)

    answer = demo.result(demo.token("analyst"), submission)

    assert rules(answer)["AR-22"] == "P2"
    raised = next(alert for alert in answer["alerts"] if alert["rule"] == "AR-22")
    assert any("supervisor" in action.lower() for action in raised["actions"])


def test_s5_help_leaves_no_trace(demo):
    """S5: of a helpline, a lawyer and a taxi firm the first two are nowhere in the answer, and counted nowhere, for anybody."""
    content = phone(("Childline", "0800 1111", 1), ("My Solicitor", "01632 960222", 1), ("Abbey Taxis", "0113 496 0303", 1))
    submission = handed_in(demo, stated(NOW, "S5", home="Estmoor"), content)

    for role in ("submitter", "analyst", "reviewer", "supervisor"):
        found = demo.get(f"/submissions/{submission}/result", demo.token(role))
        assert found.status == 200
        assert found.json["screening"]["counts"]["records"] == found.json["screening"]["counts"]["numbers"] == 1
        assert not any(trace in found.body for trace in (b"Childline", b"Solicitor", b"8001111", b"0800 1111", b"960222"))


def test_s6_a_covert_line_is_a_miss_to_whoever_is_not_cleared(demo):
    """S6: the submitter gets what a phone without any line gets; the unit that owns the line gets A and AR-17 at P1."""
    same = stated(NOW, "S6", home="Estmoor", power="urgent", episode=MISSING)
    covert = handed_in(demo, same, phone(("Robin", "07700 900185", 2)))
    miss = handed_in(demo, same, phone(("Robin", "07700 900485", 2)))

    seen, of_miss = (demo.result(demo.token("submitter"), each) for each in (covert, miss))
    whole = demo.result(demo.token("analyst"), covert)

    assert without_ids(seen) == without_ids(of_miss)
    assert seen["matches"] == seen["alerts"] == []
    assert [match["grade"] for match in whole["matches"]] == ["A"]
    assert rules(whole) == {"AR-17": "P1"}


def test_s8_ten_files_with_one_number_and_no_case(demo):
    """S8: each is refused for its legal basis before it is looked at, and the auditor can see that it was unusual."""
    token = demo.token("submitter", SOUTH)
    for number in range(10):
        metadata = stated(NOW, f"S8{number}", home="Vale of Tarn", power="nothing")
        del metadata["episode"]
        refused = demo.hand_in(token, metadata, phone(("x", f"07700 9002{number:02d}", None)))
        assert refused.status in {403, 422}
        assert refused.json["code"] == "legal-basis-incomplete"

    trail = demo.get("/audit", demo.token("auditor", SOUTH))

    assert trail.status == 200
    assert "unusual_use:reported" in {event["action"] for event in trail.json["items"]}


def test_s12_the_same_file_twice(demo):
    """S12: the second submission is linked to the first, and no alert is raised anew."""
    content = phone(("Jay", "07700 900123", 3), ("Bo", "01632 960114", None))
    first = handed_in(demo, stated(NOW, "S12", home="Estmoor", power="urgent", episode=MISSING), content)
    second = handed_in(demo, stated(NOW, "S12", home="Estmoor", power="urgent", episode=MISSING), content)

    token = demo.token("submitter")
    assert demo.get(f"/submissions/{second}", token).json["same_as"] == first
    assert demo.get(f"/submissions/{first}", token).json["same_as"] is None
    alerts = [demo.result(token, each)["alerts"] for each in (first, second)]
    assert {alert["id"] for alert in alerts[1]} <= {alert["id"] for alert in alerts[0]}


def test_two_organisations_know_nothing_of_each_other(demo):
    """What one organisation handed in is to everybody of the other as if it were not there, whatever is asked and however."""
    submission = handed_in(demo, stated(NOW, "ORG", home="Estmoor"), phone(("Bo", "01632 960115", None)))

    for role in ROLES:
        token = demo.token(role, SOUTH)
        for method, path in (("GET", ""), ("GET", "/result"), ("GET", "/events"), ("DELETE", "")):
            found = demo.ask(method, f"/api/v1/submissions/{submission}{path}", token)
            unknown = demo.ask(method, f"/api/v1/submissions/sub_{'0' * 26}{path}", token)
            assert found.status in {403, 404}, (role, method, path)
            assert (found.status, found.json["code"]) == (unknown.status, unknown.json["code"])
        listed = demo.get("/submissions?limit=200", token)
        assert submission.encode() not in listed.body
    assert demo.get(f"/submissions/{submission}", demo.token("submitter")).status == 200


def test_what_a_file_says_of_itself_can_be_followed_and_erased(demo):
    """The events of a submission tell its way to the end; after it was erased nothing of its answer is left to read."""
    token = demo.token("submitter")
    submission = handed_in(demo, stated(NOW, "ERA", home="Estmoor"), phone(("Jay", "07700 900123", 3)))

    events = demo.get(f"/submissions/{submission}/events", token)
    assert events.status == 200
    assert events.headers["content-type"].startswith("text/event-stream")
    assert b"received" in events.body
    assert b"done" in events.body

    eraser = next(demo.token(role) for role in ("supervisor", "auditor", "submitter") if _erases(demo, demo.token(role), submission))
    assert eraser
    assert demo.get(f"/submissions/{submission}/result", token).status in {404, 409, 410}


def _erases(demo: Running, token: str, submission: str) -> bool:
    body = b'{"reason": "The power was withdrawn."}'
    return demo.ask("DELETE", f"/api/v1/submissions/{submission}", token, body=body, Content_Type="application/json").status == 200


def test_what_was_handed_in_is_there_after_a_stop_and_after_a_kill(tmp_path, tmp_path_factory, pytestconfig):
    """Answers, tokens and audit trail are what they were after the service was stopped, and after it was killed."""
    folder = copied(kept_demonstration(tmp_path_factory, pytestconfig), tmp_path / "data")
    with running("demo", "--data", folder) as first:
        accounts = first.accounts
        submission = handed_in(first, stated(NOW, "KEEP", home="Estmoor"), phone(("Jay", "07700 900123", 3)))
        before = first.result(first.token("submitter"), submission)
        assert first.stop() == 0
    for number in (signal.SIGKILL, signal.SIGTERM):
        with running("serve", "--data", folder, "--workers", "2") as again:
            again.accounts = accounts
            assert again.result(again.token("submitter"), submission) == before
            begun = time.monotonic()
            assert again.stop(number) == (0 if number is signal.SIGTERM else -signal.SIGKILL)
            assert time.monotonic() - begun < 30
    said = linewatch("audit", "verify", "--data", folder, "--json")
    assert said.code == 0, said.err


def test_a_demonstration_that_was_not_kept_leaves_nothing(tmp_path):
    """Without `--data` the folder of a demonstration is gone when it ends."""
    with running("demo", TMPDIR=str(tmp_path)) as service:
        (folder,) = tmp_path.glob("linewatch-demo-*")
        assert folder.stat().st_mode & 0o077 == 0
        assert service.stop(signal.SIGINT) == 0
    assert list(tmp_path.glob("linewatch-demo-*")) == []


def test_a_demonstration_never_touches_what_is_there(tmp_path):
    """A folder with anything in it is refused, and so is nothing of a store the environment names."""
    (tmp_path / "something").write_text("of somebody")
    said = linewatch("demo", "--data", tmp_path)

    assert said.code == 2
    assert said.err.startswith("linewatch: error: cannot-write: ")
    assert [path.name for path in tmp_path.iterdir()] == ["something"]


def test_two_services_do_not_share_a_port(demo, tmp_path):
    """A port something listens at is refused in one line with exit code 2."""
    port = demo.url.rsplit(":", 1)[1]
    made = linewatch("init", "--data", tmp_path / "data", "--organisation", "Estmoor", "--username", "head.of.it", "--json")
    assert made.code == 0, made.err

    said = subprocess.run(
        [ROOT / "scripts/linewatch", "serve", "--data", tmp_path / "data", "--port", port],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )

    assert said.returncode == 2
    assert said.stderr.startswith("linewatch: error: cannot-listen: ")
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""
