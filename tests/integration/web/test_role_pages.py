"""The pages of each role: what awaits them, what they may do about it, and that a covert match is a miss on every one of them."""

from __future__ import annotations

import re

import pytest

from matcher.domain.access.actor import Role
from pages_seen import look, send, text_of, tree
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_card, a_list

#: What may differ between two pages: ids, hashes, marks of a session, places in a list.
ID = re.compile(r"[a-z]{3,4}_[0-9a-z]{24,26}|[0-9a-f]{64}|[0-9a-f]{16}|name=\"form_token\" value=\"[^\"]*\"|cursor=[^\"]*")
TIME = re.compile(r"\d\d:\d\d(:\d\d\.\d+)?")
UNCLEARED = sorted(set(Role) - {Role.ANALYST, Role.SAFEGUARDING})
CARD = a_card(OPEN_NUMBER, NOBODY)


async def first_alert(service, who):
    """Give the address of the alert that stands first on somebody's list."""
    return tree(await look(service, who, "/alerts")).xpath("//ul[@class='rows']//a/@href")[0]


@pytest.mark.parametrize("number", [COVERT_NUMBER, OPEN_NUMBER], ids=["covert alone", "with an open one"])
async def test_a_covert_match_is_a_miss_on_every_page(embedded, number):
    """Two organisations are handed the same file, one list holds the covert line: whoever is not cleared reads the same pages."""
    card = a_card(COVERT_NUMBER, number, NOBODY) if number != COVERT_NUMBER else a_card(COVERT_NUMBER, NOBODY)
    handed_in = {}
    for word, lines in (("north", (OPEN_LINE, COVERT_LINE)), ("south", (OPEN_LINE,))):
        await embedded.load_list(f"{word}-analyst", a_list(*lines))
        handed_in[word] = await embedded.answered(f"{word}-submitter", card)

    for role in UNCLEARED:
        for page in ("/", "/submissions", "/alerts", "/alerts?all=yes", "/lines", "/lines/proposals", "/lines/L-0099", "/submissions/{}"):
            shown = []
            for word in ("north", "south"):
                answer = await look(embedded, f"{word}-{role}", page.format(handed_in[word]))
                shown.append((answer.status, ID.sub("…", answer.text).replace(word, "…").replace(word.title(), "…")))
            assert shown[0] == shown[1], (role, page)
            assert "Nightjar" not in shown[0][1]


async def test_no_tab_is_called_by_a_person_or_a_line(embedded):
    """What stands in the bar of a browser is read by whoever holds the device, and stays in its history (threat T18)."""
    await embedded.load_list("north-analyst", a_list(OPEN_LINE))
    submission_id = await embedded.answered("north-submitter", CARD)
    view = (await embedded.ask("GET", f"/api/v1/submissions/{submission_id}", who="north-submitter")).json
    pages = {
        "north-submitter": [f"/submissions/{submission_id}"],
        "north-analyst": ["/lines/L-0043", await first_alert(embedded, "north-analyst")],
    }

    titles = [tree(await look(embedded, who, page)).findtext(".//title") for who, several in pages.items() for page in several]

    assert titles[:2] == ["Submission: done – Linewatch", "A line – Linewatch"]
    assert not [title for title in titles if view["subject_reference"] in title or re.search(r"[0-9]{5}", title)]


async def test_whoever_hands_in_no_files_is_told_so_before_anything_is_asked(embedded):
    """Choosing a power and its questions are refused at once for every other role, and at the end of the way too."""
    for role in Role:
        shown = [(await look(embedded, f"north-{role}", f"/submissions/new{more}")).status for more in ("", "?power=pcsc-s37")]
        shown.append((await send(embedded, f"north-{role}", "/submissions/new", {"power": "pcsc-s37", "change": "yes"})).status)
        assert shown == [200 if role is Role.SUBMITTER else 403] * 3, role


@pytest.mark.parametrize("text", [COVERT_NUMBER, "Nightjar L-0099", "estmoor"])
async def test_a_covert_line_is_found_by_nobody_who_may_not_know_of_it(embedded, text):
    """It reads as if it never stood on the list, on page and over HTTP; its unit finds it; what is typed stays in no trail."""
    for word, lines in (("north", (OPEN_LINE, COVERT_LINE)), ("south", (OPEN_LINE,))):
        await embedded.load_list(f"{word}-analyst", a_list(*lines))
    pages, answers = set(), set()
    for word in ("north", "south"):
        page = await send(embedded, f"{word}-reviewer", "/lines", {"text": text})
        told = await embedded.ask("POST", "/api/v1/lines/searches", who=f"{word}-reviewer", json={"text": text})
        pages.add((page.status, TIME.sub("…", ID.sub("…", page.text)).replace(word, "…").replace(word.title(), "…")))
        answers.add((told.status, TIME.sub("…", ID.sub("…", told.text))))
    found = text_of(await send(embedded, "north-analyst", "/lines", {"text": text}))
    trail = await embedded.ask("GET", "/api/v1/audit?action=lines:searched", who="north-auditor")

    assert len(pages) == len(answers) == 1
    assert "L-0099" in found
    assert len(trail.json["items"]) == 3
    assert COVERT_NUMBER not in trail.text


async def test_what_is_looked_for_is_asked_for_where_it_is_empty(embedded):
    """A single sign is told beside the field; nothing at all leads to the whole list; a role without the list is refused."""
    await embedded.load_list(content=a_list())
    sign, nothing = [await send(embedded, "north-analyst", "/lines", {"text": each}) for each in ("?", " ")]
    closed = await send(embedded, "north-submitter", "/lines", {"text": "Larkspur"})

    assert (sign.status, nothing.status, closed.status) == (422, 303, 403)
    assert tree(sign).xpath("//input[@name='text']/@aria-invalid") == ["true"]


async def test_numbers_that_match_nothing_are_the_same_for_a_covert_match(embedded):
    """A number on a covert line is among those that match nothing, for whoever asks: one that is left out would tell of its line."""
    counts = []
    for word, lines in (("north", (OPEN_LINE, COVERT_LINE)), ("south", (OPEN_LINE,))):
        await embedded.load_list(f"{word}-analyst", a_list(*lines))
        submission_id = await embedded.answered(f"{word}-submitter", a_card(COVERT_NUMBER, OPEN_NUMBER, NOBODY))
        page = await send(embedded, f"{word}-reviewer", f"/submissions/{submission_id}/unmatched", {"need": "The strategy meeting asked"})
        counts.append(sorted(tree(page).xpath("//ul[@class='rows']//span/text()")))

    assert counts[0] == counts[1] == ["+••••••••••11", "+••••••••••56"]


@pytest.mark.parametrize(("who", "sees"), [("reviewer", "+••••••••••11"), ("supervisor", "+••••••••••11"), ("auditor", "+447700900111")])
async def test_a_recorded_need_shows_numbers_that_match_nothing(embedded, who, sees):
    """Reviewer and supervisor see the last digits, the auditor the number; the look stands in the trail as a disclosure, with its need."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=CARD)

    body = {"need": "The strategy meeting asked"}
    told = await embedded.ask("POST", f"/api/v1/submissions/{submission_id}/unmatched", who=f"north-{who}", json=body)
    trail = await embedded.ask("GET", "/api/v1/audit?action=unmatched:revealed", who="north-auditor")

    assert told.json["numbers"] == [sees]
    assert told.json["masked"] is (who != "auditor")
    (event,) = trail.json["items"]
    assert (event["verb"], event["reason"], event["object"]) == ("disclosure", "The strategy meeting asked", submission_id)


@pytest.mark.parametrize("role", ["submitter", "coordinator", "analyst", "safeguarding", "admin"])
async def test_nobody_else_sees_numbers_that_match_nothing(embedded, role):
    """The private contacts of a child are for no other role, whatever is typed."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=CARD)

    told = await embedded.ask(
        "POST", f"/api/v1/submissions/{submission_id}/unmatched", who=f"north-{role}", json={"need": "I would like to"}
    )

    assert told.status in {403, 404}


@pytest.mark.parametrize("role", ["coordinator", "analyst", "reviewer", "safeguarding", "supervisor", "submitter"])
async def test_the_first_page_says_what_awaits(embedded, role):
    """An alert stands on the first page of everybody it concerns, with its urgency and by when to look; coordinators read their areas."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)

    shown = text_of(await look(embedded, f"north-{role}", "/"))

    assert "P1" in shown
    assert "Acknowledge by 2026-04-20 13:15 BST" in shown
    assert ("Your areas: Estmoor." in shown) is (role == "coordinator")


async def test_the_list_of_submissions_says_how_urgent_each_is(embedded):
    """A submission with a P1 says so in the list; one without a match says nothing."""
    await embedded.load_list(content=a_list())
    urgent = await embedded.answered(content=CARD)
    other = await embedded.answered(content=a_card(NOBODY))

    page = tree(await look(embedded, "north-submitter", "/submissions"))
    marks = {
        each.xpath(".//a/@href")[0][-30:]: each.xpath(".//span[@class='urgency']/text()") for each in page.xpath("//ul[@class='rows']/li")
    }

    assert marks == {urgent[-30:]: ["P1"], other[-30:]: []}


async def test_a_concern_says_whom_it_is_about_and_whom_to_ask(embedded):
    """The liaison learns who the child is and is sent to an office that knows, and learns nothing of any line; the clock is no action."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=CARD)

    answer = await look(embedded, "north-safeguarding", f"/submissions/{submission_id}")
    shown = text_of(answer)
    actions = " ".join(tree(answer).xpath("//ul[@class='actions']//text()"))

    assert "It is about reference S-17, aged 15, home area Estmoor, episode M-2026-81." in shown
    assert "Ask the intelligence unit" in actions
    assert "Hillside" not in actions
    assert "15 minutes" not in actions
    assert "By when: acknowledged within 15 minutes" in shown
    assert not re.search("Larkspur|L-0043|900123|Contact 1", shown)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("submitter", {"power", "exhibit", "belief", "views"}),
        ("coordinator", {"power", "exhibit", "belief", "views"}),
        ("supervisor", {"power", "exhibit", "belief", "views"}),
        ("reviewer", {"power", "exhibit"}),
        ("analyst", {"power", "exhibit"}),
        ("auditor", {"power", "exhibit"}),
        ("safeguarding", set()),
    ],
)
async def test_what_the_examination_rests_on_stands_on_every_result(embedded, role, sees):
    """Power and exhibit stand on every result (domain 9, s.37); sentences about the person for those who may know who it is.

    So do what remains to be done (s.39), and why a supervisor looks again where a number may be that of the parent who agreed (S2).
    """
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=CARD.replace(b"Contact 1", b"Mum"))

    shown = text_of(await look(embedded, f"north-{role}", f"/submissions/{submission_id}"))
    told = (await embedded.ask("GET", f"/api/v1/submissions/{submission_id}/result", who=f"north-{role}")).json["stated"]
    found = {
        name
        for name, words in {"power": "Section 37", "exhibit": "AB/1", "belief": "Why it is relevant", "views": "views"}.items()
        if words in shown
    }

    assert found == sees
    assert bool(told["legal_basis"]) is ("power" in sees)
    assert bool((told["legal_basis"] or {}).get("belief")) is ("belief" in sees)
    assert bool(told["review_reasons"]) is ("To be reviewed" in shown) is ("belief" in sees)
    stands = (await embedded.ask("GET", f"/api/v1/submissions/{submission_id}", who=f"north-{role}")).json
    assert [each["code"] for each in stands.get("open_tasks") or ()] == ["confirm-in-writing"] * ("belief" in sees)
    assert ("Have the agreement confirmed in writing" in shown) is ("belief" in sees)


async def test_a_page_without_an_answer_yet_asks_again_by_itself(embedded):
    """While a file is read its page comes with a word to the browser to ask again; the page of an answer does not."""
    await embedded.load_list()
    submission_id = (await embedded.submit()).json["id"]
    waiting = await look(embedded, "north-submitter", f"/submissions/{submission_id}")
    await embedded.desk.work()
    answered = await look(embedded, "north-submitter", f"/submissions/{submission_id}")

    assert waiting.headers["Refresh"] == "5"
    assert "Refresh" not in answered.headers


async def test_an_alert_is_acknowledged_and_closed(service):
    """Each step is recorded with who did it; what is closed waits no longer, and is found among all."""
    await service.load_list(content=a_list())
    await service.answered(content=CARD)
    path = await first_alert(service, "north-coordinator")

    acknowledged = await send(service, "north-coordinator", f"{path}/acknowledged", {})
    after = text_of(await look(service, "north-coordinator", path))
    nothing = await send(service, "north-coordinator", f"{path}/closed", {"reason": " "})
    closed = await send(service, "north-coordinator", f"{path}/closed", {"reason": "The inspector took it over"})
    waiting = await look(service, "north-coordinator", "/alerts")
    everything = await look(service, "north-coordinator", "/alerts?all=yes")
    again = await service.ask("POST", f"/api/v1{path}/closure", who="north-reviewer", json={"reason": "Once more"})
    trail = (await service.ask("GET", f"/api/v1/audit?object={path.rpartition('/')[2]}", who="north-auditor")).json["items"]

    assert (acknowledged.status, nothing.status, closed.status, again.status) == (303, 422, 303, 409)
    assert "acknowledged" in after
    assert "Look at it by 2026-04-20 14:00 BST" in after
    assert path not in waiting.text
    assert path in everything.text
    assert [each["action"] for each in trail if each["verb"] == "alteration"] == ["alert:closed", "alert:acknowledged"]
    assert trail[-1]["actor_name"] == "north-coordinator" or any(each["reason"] == "The inspector took it over" for each in trail)


async def test_what_a_liaison_records_is_their_own(embedded):
    """A liaison acknowledges the concern; the alert the police act on stays open, and the other way round."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)
    concern = await first_alert(embedded, "north-safeguarding")
    await send(embedded, "north-safeguarding", f"{concern}/acknowledged", {})

    assert "acknowledged" in text_of(await look(embedded, "north-safeguarding", "/alerts"))
    assert "open" in {each["state"] for each in (await embedded.ask("GET", "/api/v1/alerts", who="north-coordinator")).json["items"]}
    assert "acknowledged" not in text_of(await look(embedded, "north-coordinator", "/alerts"))


@pytest.mark.parametrize("role", ["submitter", "auditor"])
async def test_who_acts_on_no_alert_changes_none(embedded, role):
    """Those the matrix gives no say see the alert and change nothing."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)
    path = await first_alert(embedded, f"north-{role}")

    refused = await send(embedded, f"north-{role}", f"{path}/acknowledged", {})

    assert refused.status == 403
    assert '<form method="post" action="/alerts' not in (await look(embedded, f"north-{role}", path)).text


async def test_typed_numbers_are_answered_on_their_page(embedded):
    """Numbers with purpose, reference and reason get their answers; what is missing is told at its field."""
    await embedded.load_list(content=a_list())
    asked = {
        "numbers": f"{OPEN_NUMBER}\r\n{NOBODY}",
        "purpose": "protect-child-or-adult",
        "reference": "M-2026-81",
        "reason": "The mother read it out",
    }

    answered = text_of(await send(embedded, "north-submitter", "/check", asked))
    lacking = await send(embedded, "north-submitter", "/check", {**asked, "reason": ""})
    closed = await look(embedded, "north-auditor", "/check")

    assert "Larkspur (L-0043)" in answered
    assert "No releasable match" in answered
    assert lacking.status == 422
    assert tree(lacking).xpath("//*[@id='reason']/@aria-invalid") == ["true"]
    assert closed.status == 403


async def test_a_second_person_publishes_on_the_pages(embedded):
    """Who proposed it cannot; another one says first that they read what is warned of; the line's page shows the number then."""
    await embedded.load_list(content=a_list())
    body = {"number": "07700 900321", "last_seen": "2099-01-01", "reason": "Announced by text"}
    proposal = (await embedded.ask("POST", "/api/v1/lines/L-0043/numbers", who="north-analyst", json=body)).json["id"]
    path = f"/lines/proposals/{proposal}"

    own = await look(embedded, "north-analyst", path)
    refused = await send(embedded, "north-analyst", f"{path}/publish", {})
    offered = text_of(await look(embedded, "north-supervisor", "/"))
    unread = await send(embedded, "north-supervisor", f"{path}/publish", {"reason": ""})
    published = await send(embedded, "north-supervisor", f"{path}/publish", {"reason": "", "sure": "yes"})
    line = text_of(await look(embedded, "north-analyst", "/lines/L-0043"))

    assert "another person decides" in text_of(own)
    assert refused.status in {403, 409}
    assert "Announced by text" in offered
    assert (unread.status, "nothing was published" in text_of(unread)) == (422, True)
    assert tree(unread).xpath("//input[@name='sure']/@required")
    assert published.status == 303
    assert "07700 900321" in line


async def test_a_file_is_previewed_before_it_is_proposed(embedded):
    """A preview shows what a file would change and changes nothing; proposed, it waits for another person."""
    await embedded.load_list(content=a_list())
    browser = await embedded.browser("north-analyst")
    token = await embedded.form_token(browser)

    async def hand_in(propose, content):
        fields = {"form_token": token, "mode": "whole", "propose": propose, "reason": "A new survey"}
        body = b"".join(
            f'--XYZ\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()
        )
        body += b'--XYZ\r\nContent-Disposition: form-data; name="file"; filename="lines.csv"\r\nContent-Type: text/csv\r\n\r\n' + content
        headers = {**browser, "Content-Type": "multipart/form-data; boundary=XYZ"}
        return await embedded.ask("POST", "/lines/import", headers=headers, data=body + b"\r\n--XYZ--\r\n")

    other = a_list(OPEN_LINE.replace("2026-04-19", "2026-04-20"), COVERT_LINE)
    preview = await hand_in("no", other)
    nothing = text_of(await look(embedded, "north-analyst", "/lines/proposals"))
    proposed = await hand_in("yes", other)
    faulty = await hand_in("no", a_list("L-1,X,07700 900123,asleep,,,,,,,,"))

    assert "1 changed" in text_of(preview)
    assert "2026-04-20" in text_of(preview)
    assert "There are none" in nothing
    assert proposed.headers["Location"].startswith("/lines/proposals/prp_")
    assert faulty.status == 422
    assert "Nothing was changed" in text_of(faulty)


async def test_the_trail_is_read_on_its_page(embedded):
    """An auditor narrows the trail by what was done; what cannot be asked for is told at its field."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)

    shown = await look(embedded, "north-auditor", "/audit?action=submission:received")
    wrong = await look(embedded, "north-auditor", "/audit?since=yesterday")

    assert set(tree(shown).xpath("//ul[contains(@class,'trail')]//strong/text()")) == {"submission: received"}
    assert wrong.status == 400
    assert tree(wrong).xpath("//*[@role='alert']//a/@href") == ["#since"]


@pytest.mark.parametrize("role", sorted(Role))
async def test_every_page_of_the_menu_holds(embedded, role):
    """Every page a role is offered opens, has one heading, no script and nothing of its own style."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)
    menu = [
        each for each in tree(await look(embedded, f"north-{role}", "/")).xpath("//nav[@aria-label='Main']//a/@href") if "api" not in each
    ]

    for path in ["/", *menu]:
        answer = await look(embedded, f"north-{role}", path)
        page = tree(answer)
        assert answer.status == 200, path
        assert len(page.xpath("//h1")) == 1
        assert not page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]"), path
