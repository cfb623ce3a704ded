"""The page on which one change to a line is proposed: what is typed there becomes a proposal, or is told beside its field."""

from __future__ import annotations

import pytest

from matcher.errors import ListConflict
from matcher.web import change_pages
from pages_seen import look, send, text_of, tree
from submitting import a_list

PAGE = "/lines/L-0043/change"


def form_of(answer, step="change"):
    """Give the fields of a form as a browser would send them."""
    (form,) = [each for each in tree(answer).xpath("//main//form") if each.xpath(f".//input[@name='step'][@value='{step}']")]
    return {name: value or "" for name, value in form.form_values() if name != "form_token"}


async def proposed(service, who, path, changes):
    """Open a page, change fields of its form, send it, and give the changes of the proposal it became."""
    step = changes.get("step", "change")
    made = await send(service, who, path, {**form_of(await look(service, who, path), step), "reason": "Named in an interview", **changes})
    assert made.status == 303, text_of(made)
    found = await service.ask("GET", f"/api/v1{made.headers['Location']}", who=who)
    return [(each["kind"], each["effect"], {one["name"]: one["after"] for one in each["fields"]}) for each in found.json["changes"]]


@pytest.fixture
async def entry(embedded):
    """Give the id of the one number of the line."""
    await embedded.load_list(content=a_list())
    return (await embedded.ask("GET", "/api/v1/lines/L-0043/numbers", who="north-analyst")).json["items"][0]["id"]


async def test_each_change_becomes_a_proposal(embedded, entry):
    """A line is closed, a number corrected, added and taken off, a person linked; what nobody touched is no change."""
    who, of_entry = "north-analyst", f"{PAGE}?entry={entry}"
    closed = await proposed(embedded, who, PAGE, {"closure_type": "type2", "closed_on": "2026-04-01", "status": "closed_type2"})
    hidden = await proposed(embedded, who, PAGE, {"visibility": "covert", "markers": "knife"})
    corrected = await proposed(embedded, who, of_entry, {"number": "07700 900 124", "handling": "C", "handling_conditions": "Ask first"})
    added = await proposed(embedded, who, f"{PAGE}?add=number", {"number": "0770 0900125"})
    link = {"associate_confidence": "likely", "associate_justification": "Named by two sources"}
    someone = {"associate_name": "Alex Example", **link, "number": "07700 900126"}
    person = await proposed(embedded, who, f"{PAGE}?add=associate", someone)
    gone = await proposed(embedded, who, of_entry, {"step": "remove", "remove": "wrong"})

    assert closed == [("line", "closed", {"status": "closed_type2", "closure_type": "type2", "closed_on": "2026-04-01"})]
    assert hidden == [("line", "changed", {"visibility": "covert", "markers": "knife"})]
    assert corrected == [("number", "changed", {"number": "07700 900 124", "handling": "C", "handling_conditions": "Ask first"})]
    assert added == [("number", "new", {"number": "0770 0900125"})]
    assert person == [("associate", "new", someone)]
    assert [each[:2] for each in gone] == [("number", "removed")]


async def test_what_is_wrong_is_told_beside_its_field(embedded, entry):
    """What was typed stays; a missing reason, an impossible number and a form in which nothing was changed are each named."""
    who, path = "north-analyst", f"{PAGE}?entry={entry}"
    shown = form_of(await look(embedded, who, path))
    wrong = await send(embedded, who, path, {**shown, "number": "nobody", "reason": "Named in an interview"})
    unsaid = await send(embedded, who, path, {**shown, "number": "07700 900124", "reason": " "})
    same = await send(embedded, who, path, {**shown, "reason": "Named in an interview"})

    assert [each.status for each in (wrong, unsaid, same)] == [422] * 3
    assert tree(wrong).xpath("//*[@id='f-number']/@aria-invalid") == ["true"]
    assert form_of(wrong)["number"] == "nobody"
    assert form_of(wrong)["was-number"] == shown["number"]
    assert tree(unsaid).xpath("//*[@id='reason-change']/@aria-invalid") == ["true"]
    assert "nothing would change" in text_of(same)


async def test_what_was_taken_off_is_brought_back(embedded, entry):
    """A removed entry has one form, which brings it back."""
    gone = {**form_of(await look(embedded, "north-analyst", f"{PAGE}?entry={entry}"), "remove"), "reason": "It was never so"}
    made = await send(embedded, "north-analyst", f"{PAGE}?entry={entry}", gone)
    await send(embedded, "north-supervisor", f"{made.headers['Location']}/publish", {"sure": "yes"})

    assert [each[1] for each in await proposed(embedded, "north-analyst", f"{PAGE}?entry={entry}", {"step": "restore"})] == ["reopened"]


async def test_nobody_changes_what_they_may_not_know_of(embedded, entry):
    """A covert line, an entry of another line and an entry there is not are one answer; who proposes nothing has no such page."""
    covert = (await embedded.ask("GET", "/api/v1/lines/L-0099/numbers", who="north-analyst")).json["items"][0]["id"]
    paths = ("/lines/L-0099/change", f"/lines/L-0099/change?entry={covert}", f"{PAGE}?entry={covert}", f"{PAGE}?entry={entry[:-1]}x")
    answers = [await look(embedded, "north-reviewer", each) for each in (*paths, "/lines/L-0000/change", f"{PAGE}?add=line")]
    sent = await send(embedded, "north-reviewer", paths[0], {"step": "change", "name": "Other", "reason": "Named in an interview"})
    supervisor = await look(embedded, "north-supervisor", PAGE)

    assert {each.status for each in (*answers, sent)} == {404}
    assert supervisor.status == 403
    assert "/change" not in (await look(embedded, "north-supervisor", "/lines/L-0043")).text
    assert f"{PAGE}?entry={entry}" in (await look(embedded, "north-reviewer", "/lines/L-0043")).text


async def test_a_new_line_is_proposed_with_its_first_number(embedded, entry):
    """Both stand in one proposal; an id the list has already and a number that is none are told beside their fields."""
    page = await look(embedded, "north-reviewer", "/lines/new")
    said = {name: value or "" for name, value in tree(page).xpath("//main//form")[0].form_values() if name != "form_token"}
    filled = {
        **said,
        "line.line_id": "L-0051",
        "line.name": "Silver Hare",
        "number.number": "07700 900127",
        "reason": "Heard in an interview",
    }
    wrong = await send(embedded, "north-reviewer", "/lines/new", {**filled, "line.line_id": "L-0043"})
    unread = await send(embedded, "north-reviewer", "/lines/new", {**filled, "number.number": "nobody"})
    made = await send(embedded, "north-reviewer", "/lines/new", filled)
    found = (await embedded.ask("GET", f"/api/v1{made.headers['Location']}", who="north-reviewer")).json["changes"]

    assert (wrong.status, unread.status, made.status) == (422, 422, 303)
    assert tree(wrong).xpath("//*[@id='f-line-line_id']/@aria-invalid") == ["true"]
    assert tree(unread).xpath("//*[@id='f-number-number']/@aria-invalid") == ["true"]
    assert [(each["kind"], each["effect"], each["line_id"]) for each in found] == [("line", "new", "L-0051"), ("number", "new", "L-0051")]
    assert (await look(embedded, "north-supervisor", "/lines/new")).status == 403


async def published(service, who, path, changes):
    """Change a record and have another person publish it."""
    made = await send(service, who, path, {**form_of(await look(service, who, path)), "reason": "Named in an interview", **changes})
    await send(service, "north-supervisor", f"{made.headers['Location']}/publish", {"sure": "yes"})


async def test_a_form_that_somebody_overtook_is_not_taken(embedded, entry):
    """What another changed meanwhile is told (409), and what was typed stays beside it; nothing is proposed until it is sent again."""
    who, path = "north-analyst", f"{PAGE}?entry={entry}"
    old = {**form_of(await look(embedded, who, path)), "last_seen": "2026-04-25", "ddtro_ref": "R-7", "reason": "A poster"}
    await published(embedded, "north-reviewer", path, {"last_seen": "2026-04-22", "number_role": "deal_line"})
    answer = await send(embedded, who, path, old)
    again = await send(embedded, who, path, form_of(answer))
    waiting = (await embedded.ask("GET", "/api/v1/lines/proposals", who=who)).json["items"]
    changes = (await embedded.ask("GET", f"/api/v1{again.headers['Location']}", who=who)).json["changes"]

    assert answer.status == 409
    assert "somebody changed it meanwhile. Nothing was proposed" in text_of(answer)
    assert "The list says by now: 2026-04-22" in text_of(answer)
    assert tree(answer).xpath("//*[@role='alert']//a/@href") == ["#f-number_role", "#f-last_seen"]
    kept = form_of(answer)
    assert [kept[each] for each in ("last_seen", "ddtro_ref", "number_role", "reason")] == ["2026-04-25", "R-7", "deal_line", "A poster"]
    assert (again.status, len([each for each in waiting if each["state"] == "open"])) == (303, 1)
    assert [{one["name"]: (one["before"], one["after"]) for one in each["fields"]} for each in changes] == [
        {"last_seen": ("2026-04-22", "2026-04-25"), "ddtro_ref": (None, "R-7")}
    ]


async def test_what_came_onto_a_line_stays_while_an_old_form_would_take_it_off(embedded, entry):
    """A line goes with all that stands on it: a form from before a number came takes nothing off; what its own fields say is as it was."""
    who = "north-analyst"
    gone, named = [form_of(await look(embedded, who, PAGE), step) for step in ("remove", "change")]
    await published(embedded, "north-reviewer", f"{PAGE}?add=number", {"number": "07700 900125"})
    answer = await send(embedded, who, PAGE, {**gone, "remove": "duplicate", "reason": "Twice"})
    unmarked = await send(embedded, who, PAGE, {"step": "change", "name": "Other", "reason": "Misheard"})

    assert (answer.status, unmarked.status) == (409, 409)
    assert form_of(answer, "remove")["reason"] == "Twice"
    assert form_of(answer, "remove")["remove"] == "duplicate"
    assert (await send(embedded, who, PAGE, {**named, "name": "Woodlark", "reason": "Misheard"})).status == 303


async def test_a_form_about_what_was_taken_off_meanwhile_tells_what_was_typed(embedded, entry):
    """It takes no change before it is brought back; the other way round the reason stays with the form that is left."""
    who, path = "north-analyst", f"{PAGE}?entry={entry}"
    old = {**form_of(await look(embedded, who, path)), "ddtro_ref": "R-7", "reason": "A poster"}
    gone = await send(embedded, who, path, {**form_of(await look(embedded, who, path), "remove"), "remove": "wrong", "reason": "Never so"})
    await send(embedded, "north-supervisor", f"{gone.headers['Location']}/publish", {"sure": "yes"})
    answer, back = await send(embedded, who, path, old), form_of(await look(embedded, who, path), "restore")
    brought = await send(embedded, who, path, {**back, "reason": "It was"})
    await send(embedded, "north-supervisor", f"{brought.headers['Location']}/publish", {"sure": "yes"})
    late = await send(embedded, who, path, {**back, "reason": "It was so"})

    assert (answer.status, late.status) == (409, 409)
    assert tree(answer).xpath("//main//dl//dd//text()") == ["R-7"]
    assert form_of(answer, "restore")["reason"] == "A poster"
    assert form_of(late)["reason"] == "It was so"


async def test_a_change_published_while_a_form_is_taken_is_seen(embedded, entry, monkeypatch):
    """Where another publishes between the look at a record and the proposal it is looked at again; where they go on, it is refused."""
    who, path, others = "north-analyst", f"{PAGE}?entry={entry}", iter(("2026-04-20", "2026-04-21"))
    real = change_pages.propose_changes

    async def overtaken(*given, **named):
        monkeypatch.setattr(change_pages, "propose_changes", real)
        await published(embedded, "north-reviewer", path, {"last_seen": next(others)})
        return await real(*given, **named)

    async def never(*_given, **_named):
        raise ListConflict("The list was changed meanwhile.")

    answers = []
    for instead in (overtaken, never):
        form = {**form_of(await look(embedded, who, path)), "last_seen": "2026-04-25", "reason": "A poster"}
        monkeypatch.setattr(change_pages, "propose_changes", instead)
        answers.append(await send(embedded, who, path, form))

    assert [answer.status for answer in answers] == [409, 409]
    assert form_of(answers[0])["was-last_seen"] == "2026-04-20"
    assert "Others are publishing at the moment" in text_of(answers[1])
