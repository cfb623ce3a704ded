"""What comes back with a form that was refused, or is to be changed: what was typed, as it was typed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from pages_seen import ANSWERS, look, send, tree
from submitting import NOBODY, OPEN_NUMBER, a_list
from web_clients import CARD

LINES = "07700 900998\r\n07700 900997\r\n"
ASKED = {
    "numbers": f"{OPEN_NUMBER}\r\n{NOBODY}",
    "purpose": "protect-child-or-adult",
    "reference": "M-2026-81",
    "reason": "She read it out",
}


def typed_again(answer, name):
    """Give what a text area holds, as a browser would send it."""
    # HTML drops the first line break of a text area; the parser of the tests does not.
    (held,) = tree(answer).xpath(f"//textarea[@name='{name}']/text()")
    return held.removeprefix("\n").split("\n")


async def test_numbers_stay_on_their_lines(embedded):
    """A refused question comes back with a number on each line, and asks for as many when it is sent again."""
    await embedded.load_list(content=a_list())

    refused = await send(embedded, "north-submitter", "/check", {**ASKED, "reason": ""})
    again = await send(embedded, "north-submitter", "/check", {**ASKED, "numbers": "\r\n".join(typed_again(refused, "numbers"))})

    assert typed_again(refused, "numbers") == [OPEN_NUMBER, NOBODY]
    assert len(tree(again).xpath("//article")) == 2


async def test_every_number_of_a_line_is_answered_by_name(embedded):
    """Of several numbers typed on one line each is named as it was read, and what is no number with the reason."""
    await embedded.load_list(content=a_list())

    answered = await send(embedded, "north-submitter", "/check", {**ASKED, "numbers": f"{NOBODY} {OPEN_NUMBER}\n{NOBODY} or 966\n900123"})

    two, doubtful, local = [" ".join(each.text_content().split()) for each in tree(answered).xpath("//article")]
    assert "read as +447700900123" in two
    assert two.count("read as") == 2
    assert "Larkspur" in two
    assert "966 ambiguous only the last digits of a further number are given" in doubtful
    assert local.startswith("900123 ambiguous only a local number")


async def test_answers_stay_on_their_lines(embedded):
    """Numbers of a refused form, and those that are to be changed once more, come back one on each line."""
    await embedded.load_list(content=a_list())
    names = ("device.own_numbers", "subject.household_numbers")
    answers = ANSWERS | dict.fromkeys(names, LINES)

    refused = await send(embedded, "north-submitter", "/submissions/new", {**answers, "legal_basis.necessity": ""})
    file = await send(embedded, "north-submitter", "/submissions/new", answers)
    kept = {each.get("name"): each.get("value") for each in tree(file).xpath("//form[@class='next']//input[@name!='form_token']")}
    changed = await send(embedded, "north-submitter", "/submissions/new", kept)

    for name in names:
        assert typed_again(refused, name) == typed_again(changed, name) == ["07700 900998", "07700 900997"]


async def test_a_time_clocks_never_showed_or_showed_twice_is_asked_for(embedded):
    """Clocks skip an hour in March, and show one twice in October: the first is refused, of the second it is said which it was."""
    await embedded.load_list(content=a_list())
    embedded.house.at = datetime(2026, 10, 26, tzinfo=UTC)
    skipped, began = "2026-03-29T01:30", {}
    needed = tree(await send(embedded, "north-submitter", "/submissions/new", ANSWERS | {"legal_basis.authorised": skipped}))
    for shown, which in ((skipped, ""), ("2026-10-25T01:30", ""), ("2026-10-25T01:30", "first"), ("2026-10-25T01:30", "second")):
        said = {"episode.started": shown, **({"episode.started.which": which} if which else {})}
        began[shown, which] = tree(await send(embedded, "north-submitter", "/submissions/new", ANSWERS | said))

    told = [began[key].xpath("string(//div[@id='summary']//a[@href='#f-episode-started'])") for key in list(began)[:2]]
    asked = [len(each.xpath("//input[@name='episode.started.which' and @type='radio']")) for each in began.values()]
    stated = [each.xpath("string(//input[@name='metadata']/@value)") for each in began.values()]

    assert len(needed.xpath("//div[@id='summary']//li")) == 1
    assert "never showed this time" in told[0]
    assert "showed this time twice" in told[1]
    assert asked[:2] == [0, 2]
    assert [json.loads(each)["episode"]["started"] for each in stated[2:]] == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]


async def test_an_alert_that_is_not_closed_keeps_what_was_typed(embedded):
    """A reason that says nothing comes back with the form, and the title says first that nothing was done."""
    await embedded.load_list(content=a_list())
    await embedded.answered(content=CARD)
    alert = (await embedded.ask("GET", "/api/v1/alerts", who="north-coordinator")).json["items"][0]["id"]

    page = await send(embedded, "north-coordinator", f"/alerts/{alert}/closed", {"reason": "ok\r\n!"})

    assert page.status == 422
    assert typed_again(page, "reason") == ["ok", "!"]
    assert tree(page).xpath("string(//title)").startswith("Not closed: ")
    assert tree(page).xpath("//textarea[@id='reason']/@aria-invalid") == ["true"]


async def test_only_who_may_agree_is_offered(embedded):
    """A child cannot give the agreement, and is not among those who are offered; what is stated of a child's phone still is."""
    page = tree(await look(embedded, "north-submitter", "/submissions/new?power=pcsc-s37"))

    offered = page.xpath("//select[@name='legal_basis.agreement.by']/option/@value")
    assert "child" not in offered
    assert {"parent", "guardian", "council", "responsible-adult", "user"} <= set(offered)
    assert "child" in page.xpath("//select[@name='device.kind']/option/@value")
