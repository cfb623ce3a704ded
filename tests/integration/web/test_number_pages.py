"""The page of an organisation's own number lists: set apart with reason and source, read on need, taken off with a reason."""

from __future__ import annotations

import pytest

from pages_seen import look, send, text_of, tree
from submitting import COVERT_LINE, COVERT_NUMBER, NOBODY, OPEN_LINE, OPEN_NUMBER, a_list

PAGE = "/number-lists"
TAXI = {
    "list": "warning",
    "group": "taxi",
    "number": "07700 900700",
    "last": "",
    "label": "Example Cars",
    "reason": "Many phones hold it",
    "source": "Its own site",
}
ASKED = {**TAXI, "list": "protected", "group": "health", "number": "07700 900123", "label": "Surgery Example", "reason": "A front desk"}
SURGERY = {**ASKED, "sure": "yes"}


def removal_of(answer):
    """Give where the form leads to that takes the first entry off."""
    return tree(answer).xpath("//form[contains(@action, '/remove')]/@action")[0]


async def test_a_warned_number_is_set_apart_and_taken_off_on_the_page(service):
    """An analyst adds it with reason and source, everybody who works with the list reads it, and it goes with a reason only."""
    added = await send(service, "north-analyst", PAGE, TAXI)
    read = await look(service, "north-reviewer", PAGE)
    silent = await send(service, "north-analyst", removal_of(added), {"why": " "})
    taken = await send(service, "north-analyst", removal_of(added), {"why": "The firm closed"})
    after = await look(service, "north-reviewer", PAGE)

    assert "It is set apart from now on" in text_of(added)
    for words in ("+447700900700", "Example Cars", "Many phones hold it", "Its own site"):
        assert words in text_of(read)
    assert not tree(read).xpath("//form[@action='/number-lists']")
    assert not tree(read).xpath("//form[contains(@action, '/remove')]")
    assert (silent.status, taken.status) == (422, 303)
    assert "Example Cars" not in text_of(after)


async def test_a_protected_number_is_read_on_need_alone_and_told_what_it_takes_back(service):
    """Whoever adds one that stands on the list is told; it is on no page until safeguarding says why it has to be read."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    added = await send(service, "north-analyst", PAGE, SURGERY)
    analyst, closed = await look(service, "north-analyst", PAGE), await look(service, "north-safeguarding", PAGE)
    silent = await send(service, "north-safeguarding", f"{PAGE}/protected", {"need": " "})
    read = await send(service, "north-safeguarding", f"{PAGE}/protected", {"need": "A complaint of the surgery"})
    existence = await send(service, "north-auditor", f"{PAGE}/protected", {"need": "The yearly audit"})
    refused = await send(service, "north-analyst", f"{PAGE}/protected", {"need": "Curious"})
    taken = await send(service, "north-safeguarding", removal_of(read), {"why": "It moved"})

    assert "It stands on the line list (L-0043)" in text_of(added)
    assert "Surgery Example" not in analyst.text + closed.text + existence.text
    assert "900123" not in analyst.text + closed.text + existence.text
    assert silent.status == 422
    assert "Surgery Example" in text_of(read)
    assert "What it says is not for you" in text_of(existence)
    assert (refused.status, taken.status) == (403, 303)


async def test_what_a_protected_number_wipes_is_said_before_it_is_wiped(service):
    """Nothing is protected until somebody who read that says so; who does not read the list reads what they read of any number."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    knowing = await send(service, "north-analyst", PAGE, ASKED)
    partner = [await send(service, "north-safeguarding", PAGE, {**ASKED, "number": each}) for each in (OPEN_NUMBER, COVERT_NUMBER, NOBODY)]
    before = await service.ask("GET", "/api/v1/number-lists?list=protected", who="north-auditor")
    (form,) = tree(knowing).xpath("//form[.//input[@name='sure']]")
    given = {each.get("name"): each.get("value") for each in form.xpath(".//input[@name!='form_token']")}
    done = await send(service, "north-analyst", PAGE, given)
    after = await service.ask("GET", "/api/v1/number-lists?list=protected", who="north-auditor")

    assert "It stands on the line list (L-0043): no phone would be compared with it any more" in text_of(knowing)
    assert "It is set apart from now on" not in text_of(knowing)
    said = {text_of(each).replace(number, "") for each, number in zip(partner, (OPEN_NUMBER, COVERT_NUMBER, NOBODY), strict=True)}
    assert len(said) == 1
    assert "line list" not in said.pop().split("apart as protected?")[1].split("Leave it as it is")[0]
    assert (before.json["items"], len(after.json["items"])) == ([], 1)
    assert "It is set apart from now on" in text_of(done)


async def test_what_is_wrong_is_told_and_what_was_typed_stays(embedded):
    """Each fault leads to its field; what was typed need not be typed again."""
    wrong = await send(embedded, "north-analyst", PAGE, {**TAXI, "number": "nobody", "group": "health", "source": " "})

    assert wrong.status == 422
    assert set(tree(wrong).xpath("//div[@role='alert']//a/@href")) == {"#number", "#group", "#source"}
    assert tree(wrong).xpath("//input[@id='label']/@value") == ["Example Cars"]


@pytest.mark.parametrize("role", ["submitter", "coordinator", "admin"])
async def test_other_roles_have_no_such_page(embedded, role):
    """Neither the page nor its forms nor a way to it."""
    answers = [
        await look(embedded, f"north-{role}", PAGE),
        await send(embedded, f"north-{role}", PAGE, TAXI),
        await send(embedded, f"north-{role}", f"{PAGE}/protected", {"need": "Curious"}),
    ]
    home = await look(embedded, f"north-{role}", "/")

    assert [each.status for each in answers] == [403] * 3
    assert PAGE not in tree(home).xpath("//nav//a/@href")
