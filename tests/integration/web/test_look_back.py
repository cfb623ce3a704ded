"""What a published version does to earlier answers over HTTP, on both engines: S9 and S15 as people meet them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from legal_metadata import PACE, metadata
from pages_seen import look, text_of, tree
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list
from web_clients import parts

API = "/api/v1"
NOBODY_E164 = "+447700900111"


async def handed_in(service, *numbers):
    """Hand a phone in, seized on arrest, and have it answered."""
    body = parts(metadata=metadata(PACE), file=("phone.vcf", a_card(*numbers)))
    taken = await service.ask("POST", f"{API}/submissions", who="north-submitter", data=body)
    assert taken.status == 202, taken.text
    await service.desk.work()
    return taken.json["id"]


def days_later(service, days):
    """Move the clock; tokens of before are over."""
    service.house.at += timedelta(days=days)
    service.tokens.clear()


async def publish(service, proposal, who="north-supervisor"):
    """Publish what another person proposed, and give the version."""
    published = await service.ask("POST", f"{API}/lines/proposals/{proposal.json['id']}/publication", who=who)
    assert published.status == 200, published.text
    return published.json["version_id"]


async def result(service, submission, who="north-submitter"):
    """Read an answer."""
    found = await service.ask("GET", f"{API}/submissions/{submission}/result", who=who)
    assert found.status == 200, found.text
    return found.json


async def alerts(service, who):
    """Read the alerts of somebody: rule and state."""
    found = await service.ask("GET", f"{API}/alerts", who=who)
    assert found.status == 200, found.text
    return [(each["alert"]["rule"], each["alert"]["urgency"], each["state"]) for each in found.json["items"]]


async def test_s15_a_new_number_matches_a_phone_of_60_days_ago(service):
    """S15: the number is proposed, published by another person, looked for, and told to the officer of the case and to nobody else."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, NOBODY)
    before = await result(service, submission)
    days_later(service, 60)

    a_number = {"number": NOBODY, "first_seen": "2026-03-01", "source_grade": "2", "intel_grade": "B", "reason": "An interview names it."}
    proposed = await service.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=a_number)
    told = [
        (await service.ask("GET", proposed.headers["Location"], who=f"north-{who}")).json["touches"] for who in ("reviewer", "supervisor")
    ]
    version = await publish(service, proposed)
    address = f"{API}/list-versions/{version}/retro-match"
    waiting = (await service.ask("GET", address, who="north-analyst")).json
    await service.desk.look_back()
    done = (await service.ask("GET", address, who="north-analyst")).json

    assert told == [None, 1]
    assert (waiting["state"], waiting["numbers_done"], waiting["numbers"]) == ("waiting", 0, 1)
    assert (done["state"], done["numbers_done"], done["numbers"], done["version"]) == ("done", 1, 1, 2)
    assert await alerts(service, "north-submitter") == [("AR-19", "P2", "open")]
    for role in ("coordinator", "reviewer", "analyst", "safeguarding", "supervisor", "auditor"):
        assert await alerts(service, f"north-{role}") == []
    after = await result(service, submission)
    (later,) = after.pop("later_matches")
    assert before.pop("later_matches") == []
    assert after == before
    assert (later["number"], later["line"]["id"], later["grade"], later["version"]) == (NOBODY_E164, "L-0043", "B", 2)
    refused = await service.ask("GET", address, who="north-submitter")
    assert refused.status == 403


async def test_s9_a_corrected_number_is_retracted_and_old_runs_reproduce(service):
    """S9: a wrong number is corrected; who was told hears of it, who reads the answer sees it, and the answer keeps its bytes."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    service.house.policy = replace(service.house.policy, keep_originals=True)
    submission = await handed_in(service, OPEN_NUMBER)
    before = await result(service, submission)
    assert {state for _, _, state in await alerts(service, "north-coordinator")} == {"open"}

    async with service.house.vault.db.read() as connection:
        _, register = await service.house.lists.latest_register(connection, service.people.north.id)
    (wrong,) = [each for each in register.of_line("L-0043") if each.kind == "number"]
    change = {"kind": "number", "id": wrong.id, "fields": {"number": "07700 900124"}}
    proposed = await service.ask(
        "POST", f"{API}/lines/proposals", who="north-analyst", json={"reason": "It was mistyped.", "changes": [change]}
    )
    await publish(service, proposed)
    await service.desk.look_back()

    after = await result(service, submission)
    assert after["screening"] == before["screening"]
    assert after["matches"][0]["recalled"]["version"] == 2
    assert {each["state"] for each in after["alerts"]} == {"retracted"}
    assert {state for _, _, state in await alerts(service, "north-coordinator")} == {"retracted"}
    for who in ("north-submitter", "north-coordinator", "north-analyst", "north-safeguarding"):
        told = await service.ask("GET", f"{API}/notices", who=who)
        assert told.status == 200
        assert {each["submission"] for each in told.json["items"]} == {submission}
        assert {each["line"] for each in told.json["items"]} == ({None} if who == "north-safeguarding" else {"L-0043"})
    assert (await service.ask("GET", f"{API}/notices", who="south-submitter")).json["items"] == []
    assert (await service.ask("GET", f"{API}/notices", who="north-admin")).status == 403


async def test_the_page_of_an_answer_tells_what_came_later(service):
    """Beside the answer stands the match with the version that found it; once the list takes the number back it says that."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, NOBODY)
    a_number = {"number": NOBODY, "reason": "An interview names it."}
    proposed = await service.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=a_number)
    await publish(service, proposed)
    await service.desk.look_back()
    found = await page(service, submission)

    changes = (await service.ask("GET", f"{API}/lines/proposals/{proposed.json['id']}", who="north-analyst")).json["changes"]
    change = {"kind": "number", "id": changes[0]["id"], "remove": "wrong"}
    wrong = {"reason": "It was mistyped.", "changes": [change]}
    await publish(service, await service.ask("POST", f"{API}/lines/proposals", who="north-analyst", json=wrong))
    await service.desk.look_back()
    recalled = await page(service, submission)

    assert "Found later, by version 2 of the list" in found
    assert NOBODY_E164 in found
    assert "Taken back by version 3 of the list: it does not hold" in recalled


async def page(service, submission):
    """Read the page of an answer as the officer of the case."""
    read = await service.ask("GET", f"/submissions/{submission}", headers=await service.browser("north-submitter"))
    assert read.status == 200
    return read.text


async def take_back(service, line_id="L-0043", who="north-analyst"):
    """Take the first number of a line back, and tell whoever was told of it."""
    numbers = (await service.ask("GET", f"{API}/lines/{line_id}/numbers", who=who)).json["items"]
    body = {"reason": "Read off the wrong form", "changes": [{"kind": "number", "id": numbers[0]["id"], "remove": "wrong"}]}
    made = await service.ask("POST", f"{API}/lines/proposals", who=who, json=body)
    await service.desk.let_out(made.json["id"], who=service.desk.at_the_machine(who))
    await service.desk.look_back()


async def test_notices_are_read_on_their_page(service):
    """The first page says that something does not hold; opened, the page tells what, is on record, and tells when it was read."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, OPEN_NUMBER)
    await take_back(service)
    told = {}
    for who in ("north-submitter", "north-safeguarding", "north-reviewer"):
        home, first, after = [await look(service, who, path) for path in ("/", "/notices", "/notices")]
        told[who] = (text_of(home), text_of(first), text_of(after), text_of(await look(service, who, "/")), first)
    closed = await look(service, "north-admin", "/notices")
    trail = await service.ask("GET", f"{API}/audit?action=notice:consulted", who="north-auditor")

    for who in ("north-submitter", "north-safeguarding"):
        home, first, after, later, page = told[who]
        assert "not hold any more" in home
        assert ("new" in first, "First read" in first) == (True, False)
        assert "First read 2026" in after
        assert "not hold any more" not in later
        assert f"/submissions/{submission}" in tree(page).xpath("//main//li//a/@href")
    assert not re.search("Larkspur|L-0043|900123|took a number", told["north-safeguarding"][4].text.partition('<ul class="rows">')[2])
    assert "It was about S-17" in told["north-submitter"][1]
    assert "It was listed for line L-0043." in told["north-submitter"][1]
    # Once for the case, with the answer and its alerts, and not once for each of these.
    assert len(tree(told["north-submitter"][4]).xpath("//ul[@class='rows']/li")) == 1
    assert "There are none for you" in told["north-reviewer"][1]
    assert closed.status == 403
    assert len(trail.json["items"]) == 6


async def test_a_notice_about_a_covert_line_is_on_no_page_of_the_uncleared(service):
    """Who may not know of the line reads the page of somebody who was told nothing, and is announced nothing."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await handed_in(service, COVERT_NUMBER)
    await take_back(service, "L-0099")
    owner = await look(service, "north-analyst", "/")
    shown = await look(service, "north-analyst", "/notices")

    for role in ("submitter", "coordinator", "supervisor", "reviewer"):
        assert "not hold any more" not in text_of(await look(service, f"north-{role}", "/"))
        assert "There are none for you" in text_of(await look(service, f"north-{role}", "/notices"))
    assert "not hold any more" in text_of(owner)
    assert "There are none for you" not in text_of(shown)


async def restore(service, line_id="L-0043", who="north-analyst"):
    """Bring the numbers of a line back that were removed, and tell whoever was told of it."""
    numbers = (await service.ask("GET", f"{API}/lines/{line_id}/numbers", who=who)).json["items"]
    changes = [{"kind": "number", "id": each["id"], "restore": True} for each in numbers if each["removed"]]
    made = await service.ask("POST", f"{API}/lines/proposals", who=who, json={"reason": "It was right", "changes": changes})
    await service.desk.let_out(made.json["id"], who=service.desk.at_the_machine(who))
    await service.desk.look_back()


async def test_what_was_retracted_looks_so_on_the_page_until_it_holds_again(service):
    """No clock runs for it, the page says why, and only a rejection is offered; given again it looks as it did before."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, OPEN_NUMBER)
    path = f"/submissions/{submission}"
    before = {who: await look(service, who, path) for who in ("north-submitter", "north-reviewer")}
    await take_back(service)
    taken = {who: await look(service, who, path) for who in before}
    (shown,) = {each.json["items"][0]["id"] for each in [await service.ask("GET", f"{API}/alerts", who="north-coordinator")]}
    alert = text_of(await look(service, "north-coordinator", f"/alerts/{shown}"))
    await restore(service)
    after = {who: await look(service, who, path) for who in before}

    assert 'value="confirmed"' in before["north-reviewer"].text
    for who, page_seen in taken.items():
        articles = tree(page_seen).xpath("//section[@aria-labelledby='alerts-title']/article")
        assert {each.get("class") for each in articles} == {"alert retracted"}
        for each in articles:
            said = " ".join(each.text_content().split())
            assert "Retracted by version 2 of the list." in said
            assert "took a number back" in said
            assert "By when" not in said
        assert 'value="confirmed"' not in page_seen.text
        assert ('value="rejected"' in page_seen.text) is (who == "north-reviewer")
    assert "Retracted by version 2 of the list." in alert
    assert "By when" not in alert
    for who, page_seen in after.items():
        assert text_of(page_seen) == text_of(before[who])


async def test_what_was_taken_back_is_not_confirmed_over_http(service):
    """It is answered with 409 and says what can be done; a rejection is taken."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, OPEN_NUMBER)
    await take_back(service)
    (match,) = (await result(service, submission))["matches"]
    verdict = f"{API}/matches/{match['id']}/verdict"

    refused = await service.ask("POST", verdict, who="north-reviewer", json={"finding": "confirmed", "reason": "Seen in the file"})
    taken = await service.ask("POST", verdict, who="north-reviewer", json={"finding": "rejected", "reason": "It was never so"})

    assert (refused.status, refused.json["code"]) == (409, "conflict")
    assert "nothing to confirm" in refused.json["title"]
    assert taken.status == 200


async def test_a_notice_says_why_and_whether_it_holds_again(service):
    """Over HTTP and on the page; the newest first."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await handed_in(service, OPEN_NUMBER)
    await take_back(service)
    await restore(service)

    told = (await service.ask("GET", f"{API}/notices", who="north-submitter")).json["items"]
    shown = text_of(await look(service, "north-submitter", "/notices"))

    said = [(each["version"], each["cause"], each["restored"]) for each in told]
    assert said == [(3, "wrong", True)] * (len(told) // 2) + [(2, "wrong", False)] * (len(told) // 2) != []
    assert "holds again" in shown
    assert "it was wrong, and never so" in shown


async def test_a_proposal_says_what_it_takes_back_before_it_is_published(service):
    """On the page with the button and over HTTP, to whoever may decide; to others nothing, and nothing where it takes nothing back."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await handed_in(service, OPEN_NUMBER)
    (number,) = (await service.ask("GET", f"{API}/lines/L-0043/numbers", who="north-analyst")).json["items"]
    paths = []
    for change in ({"remove": "duplicate"}, {"fields": {"notes": "Seen again"}}):
        body = {"reason": "Looked at again", "changes": [{"kind": "number", "id": number["id"], **change}]}
        made = await service.ask("POST", f"{API}/lines/proposals", who="north-reviewer", json=body)
        paths.append(f"/lines/proposals/{made.json['id']}")
    told = {
        (who, path): (await service.ask("GET", f"{API}{path}", who=who)).json["takes_back"]
        for path in paths
        for who in ("north-reviewer", "north-supervisor")
    }
    shown = [text_of(await look(service, "north-supervisor", path)) for path in paths]
    own = text_of(await look(service, "north-reviewer", paths[0]))

    taken = told["north-supervisor", paths[0]]
    assert (taken["submissions"], taken["at_least"]) == (1, False)
    assert taken["alerts"] >= 1
    assert told["north-supervisor", paths[1]] == {"submissions": 0, "alerts": 0, "at_least": False}
    assert told["north-reviewer", paths[0]] is told["north-reviewer", paths[1]] is None
    alerts_said = f"{taken['alerts']} live alert{'s' if taken['alerts'] > 1 else ''} would be retracted"
    assert f"1 earlier phone rests on numbers that would leave their lines: {alerts_said}" in shown[0]
    assert "no word that anybody is safe" in shown[0]
    assert "would be retracted" not in shown[1] + own


async def test_the_page_of_an_answer_says_at_once_that_something_was_found_later(service):
    """Beside the words of the answer, which stay; and the first page says whom the alert is about."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    submission = await handed_in(service, NOBODY)
    reference = (await result(service, submission))["stated"]["subject"]["reference"]
    before = await look(service, "north-submitter", f"/submissions/{submission}")
    days_later(service, 60)
    a_number = {"number": NOBODY, "first_seen": "2026-03-01", "source_grade": "2", "intel_grade": "B", "reason": "An interview names it."}
    await publish(service, await service.ask("POST", f"{API}/lines/L-0043/numbers", who="north-reviewer", json=a_number))
    await service.desk.look_back()
    after = await look(service, "north-submitter", f"/submissions/{submission}")
    home = await look(service, "north-submitter", "/")

    said = "But 1 number of this phone matched later, by version 2 of the list"
    assert said not in text_of(before)
    assert said in text_of(after)
    (result_part,) = tree(after).xpath("//section[@id='result']")
    assert "No releasable match" in result_part.text_content()
    assert "'Larkspur'. How the number stood on the phone was not kept" in text_of(after)
    for who, rules in (("north-submitter", ["AR-19"]), ("north-coordinator", [])):
        case = await look(service, who, f"/submissions/{submission}")
        shown = tree(case).xpath("//section[@aria-labelledby='alerts-title']//span[@class='rule']")
        assert [each.text_content() for each in shown] == rules
    (row,) = tree(home).xpath("//li[contains(@class, 'alert')]")
    assert f"about {reference}" in " ".join(row.text_content().split())


async def test_a_second_export_says_that_its_alert_was_raised_already(service):
    """Both pages lead to the one alert, and that says with which files it was seen again."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await handed_in(service, OPEN_NUMBER)
    second = await handed_in(service, OPEN_NUMBER, NOBODY)
    (listed,) = (await service.ask("GET", f"{API}/alerts", who="north-coordinator")).json["items"]
    (told,) = (await result(service, second, "north-coordinator"))["alerts"]
    alert = await look(service, "north-coordinator", f"/alerts/{listed['id']}")

    assert told["id"] == listed["id"]
    assert datetime.fromisoformat(told["raised_before"]) == datetime.fromisoformat(listed["created_at"])
    assert [each["submission"] for each in listed["seen_again"]] == [second]
    assert "Raised already" in text_of(await look(service, "north-coordinator", f"/submissions/{second}"))
    assert f"/submissions/{second}" in {each.get("href") for each in tree(alert).xpath("//article//a")}
