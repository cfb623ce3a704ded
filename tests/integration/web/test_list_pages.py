"""The pages of the line list: a file that is previewed and proposed with one press, its columns, and what is told of a line."""

from __future__ import annotations

import pytest

from pages_seen import look, send, text_of, tree
from submitting import COVERT_LINE, OPEN_LINE, OWNER_LINE, a_list

PEOPLE = (
    b"line_id,name,number,status,visibility,owner_unit,associate_name,associate_role,associate_confidence,associate_justification,notes\n"
    b"L-0043,Larkspur,07700 900123,active,open_to_force,Hillside,,,,,\n"
    b"L-0043,Larkspur,07700 900125,active,open_to_force,Hillside,Alex Example,holder,likely,Named in two reports,\n"
    b"L-0099,Nightjar,07700 900126,active,covert,Hillside,Jo Sample,holder,likely,Seen with the phone,\n"
    b"L-0099,Nightjar,07700 900456,active,covert,Hillside,,,,,\n"
)


MULTIPART = {"Content-Type": "multipart/form-data; boundary=XYZ"}


def multipart(fields, content, name="may.csv"):
    """Write fields and a file as a browser does."""
    body = b"".join(f'--XYZ\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items())
    head = f'--XYZ\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    return body + head.encode() + content + b"\r\n--XYZ--\r\n"


async def hand_in(service, content, *, propose="no", who="north-analyst", **more):
    """Send the form with a file."""
    browser = await service.browser(who)
    fields = {"form_token": await service.form_token(browser), "mode": "whole", "propose": propose, "reason": "", **more}
    return await service.ask("POST", "/lines/import", headers={**browser, **MULTIPART}, data=multipart(fields, content))


def kept_form(answer):
    """Give where the form of a kept file leads to, and what it holds already."""
    *_, form = tree(answer).xpath("//form[starts-with(@action, '/lines/import/')]")
    fields = {
        each.get("name"): each.get("value") or "" for each in form.xpath(".//input[@type='hidden']") if each.get("name") != "form_token"
    }
    return form.get("action"), fields


async def test_a_preview_is_proposed_with_one_press(service):
    """No file is chosen twice: what was previewed is proposed, with the reason; pressed twice it is gone. A first one is published."""
    first = await hand_in(service, a_list())
    await service.load_list(content=a_list())
    preview = await hand_in(service, a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE), reason="The list of May")
    action, fields = kept_form(preview)
    proposed = await send(service, "north-analyst", action, {**fields, "reason": "The list of May"})
    shown = text_of(await look(service, "north-analyst", proposed.headers["Location"]))
    again = await send(service, "north-analyst", action, {**fields, "reason": "The list of May"})
    stranger = await send(service, "south-analyst", action, fields)

    assert "Publish it as the first list" in text_of(first)
    assert "Propose it as the whole list" in text_of(preview)
    assert "Woodlark" in text_of(preview)
    assert proposed.status == 303
    assert "The list of May" in shown
    assert "may.csv" in shown
    assert "by you" in shown
    assert again.status == stranger.status == 404
    assert "Choose it again" in text_of(again)


async def test_columns_are_named_on_the_page(service):
    """A file with headers of its own is kept; once its columns are named it is previewed, and proposed, without choosing it again."""
    await service.load_list(content=a_list(OPEN_LINE))
    asked = await hand_in(service, b"Line,Phone no.,Colour\nL-0043,07700 900123,blue\nL-0050,07700 900222,red\n", mode="update")
    action, fields = kept_form(asked)
    names = {f"column-{at}": {"Line": "line_id", "Phone no.": "number"}.get(fields[f"header-{at}"], "") for at in range(3)}
    preview = await send(service, "north-analyst", action, {**fields, **names})
    action, fields = kept_form(preview)
    proposed = await send(service, "north-analyst", action, {**fields, "reason": "Found in a drawer"})

    assert "What the columns of" in text_of(asked)
    assert "2 new" in text_of(preview)
    assert proposed.status == 303


async def test_a_file_of_very_many_columns_is_asked_for_as_many_as_a_form_holds(embedded):
    """The columns that are left out are counted on the page, and the form with all that are asked for is taken."""
    await embedded.load_list(content=a_list(OPEN_LINE))
    more = [f"Colour {at}" for at in range(103)]
    header, row = ",".join(["Line", "Phone no.", *more]), ",".join(["L-0050", "07700 900222", *(["red"] * len(more))])
    asked = await hand_in(embedded, f"{header}\n{row}\n".encode(), mode="update")
    action, fields = kept_form(asked)
    headers = [name for name in fields if name.startswith("header-")]
    names = {f"column-{at}": {"Line": "line_id", "Phone no.": "number"}.get(fields[f"header-{at}"], "") for at in range(len(headers))}
    preview = await send(embedded, "north-analyst", action, {**fields, **names})

    assert f"{105 - len(headers)} more are left out" in text_of(asked)
    assert preview.status == 200
    assert "2 new" in text_of(preview)


async def test_a_sixth_file_says_on_the_page_which_one_it_took_the_place_of(embedded):
    """The oldest one that waits for its columns is named to whoever handed it in."""
    told = [text_of(await hand_in(embedded, f"Line,Phone no.\nL-{at},07700 900123\n".encode())) for at in range(6)]

    assert ["waits no longer" in each for each in told] == [False] * 5 + [True]


async def test_who_imports_no_list_goes_on_with_no_file(embedded):
    """The form of a kept file is refused to other roles, and without its token to anybody."""
    await embedded.load_list(content=a_list())
    action, fields = kept_form(await hand_in(embedded, a_list(OPEN_LINE)))
    reviewer = await send(embedded, "north-reviewer", action, fields)
    forged = await embedded.ask("POST", action, headers=await embedded.browser("north-analyst"), data=fields)

    assert (reviewer.status, forged.status) == (403, 403)


async def test_people_of_a_line_are_shown_with_what_their_link_rests_on(service):
    """Confidence, justification and number of a person stand on the page of the line; undone, the person stays with the reason."""
    await service.load_list(content=PEOPLE)
    shown = await look(service, "north-reviewer", "/lines/L-0043")
    entries = (await service.ask("GET", "/api/v1/lines/L-0043/numbers", who="north-reviewer")).json["items"]
    person = next(each for each in entries if each["kind"] == "associate")
    body = {"reason": "It was a namesake", "changes": [{"kind": "associate", "id": person["id"], "remove": "undone"}]}
    made = await service.ask("POST", "/api/v1/lines/proposals", who="north-reviewer", json=body)
    offered = text_of(await look(service, "north-analyst", f"/lines/proposals/{made.json['id']}"))
    await service.desk.let_out(made.json["id"], who="north-analyst")
    after = await look(service, "north-supervisor", "/lines/L-0043")
    people = [" ".join(each.text_content().split()) for each in tree(shown).xpath("//section[@aria-labelledby='people']//li")]

    assert len(people) == 1
    for words in ("Alex Example", "07700 900125", "holder", "likely", "Named in two reports"):
        assert words in people[0]
    assert "Alex Example, 07700 900125 of line L-0043, Larkspur" in offered
    assert "removed: the link was undone" in text_of(after)
    history = text_of(after).partition("History")[2]
    for words in ("It was a namesake", "north-reviewer", "north-analyst", "Alex Example"):
        assert words in history
    for who in ("reviewer", "supervisor"):
        assert (await look(service, f"north-{who}", "/lines/L-0099")).status == 404
    assert "Jo Sample" in text_of(await look(service, "north-analyst", "/lines/L-0099"))


async def test_a_protected_number_is_on_no_page_of_a_proposal(service):
    """A number that became protected after it was listed: whoever decides about its removal reads the line and the entry alone."""
    await service.load_list(content=a_list(OPEN_LINE))
    (number,) = (await service.ask("GET", "/api/v1/lines/L-0043/numbers", who="north-analyst")).json["items"]
    body = {"reason": "A helpline", "changes": [{"kind": "number", "id": number["id"], "remove": "wrong"}]}
    made = (await service.ask("POST", "/api/v1/lines/proposals", who="north-reviewer", json=body)).json["id"]
    before = await service.ask("GET", f"/api/v1/lines/proposals/{made}", who="north-analyst")
    guard = {
        "list": "protected",
        "group": "confidential-person",
        "number": "07700 900123",
        "label": "Desk",
        "reason": "It rang",
        "source": "Desk",
    }
    kept = await service.ask("POST", "/api/v1/number-lists", who="north-analyst", json=guard)
    after = await service.ask("GET", f"/api/v1/lines/proposals/{made}", who="north-analyst")
    page = await look(service, "north-analyst", f"/lines/proposals/{made}")

    assert kept.status < 300, kept.text
    assert [(each["number"], each["line_name"]) for each in before.json["changes"]] == [("07700 900123", "Larkspur")]
    assert [(each["number"], each["line_name"]) for each in after.json["changes"]] == [(None, "Larkspur")]
    assert "900123" not in page.text
    assert number["id"] in page.text


@pytest.mark.parametrize("name", ["Register of the north", ""])
async def test_over_http_a_reason_and_a_name_go_along_with_a_file(embedded, name):
    """The first list keeps both; the history tells the reason, and the versions the name."""
    fields = {"reason": "The survey of April", **({"list_name": name} if name else {})}
    content = a_list(OPEN_LINE, OWNER_LINE.replace("Riverside", "Hillside"))
    made = await embedded.ask(
        "POST", "/api/v1/lines/imports", who="north-analyst", headers=MULTIPART, data=multipart(fields, content, "lines.csv")
    )
    history = await embedded.ask("GET", "/api/v1/lines/L-0043/history", who="north-analyst")
    versions = await embedded.ask("GET", "/api/v1/list-versions", who="north-analyst")

    assert (made.status, made.json["state"]) == (201, "published")
    assert {each["reason"] for each in history.json["items"]} == {"The survey of April"}
    assert {each["published_by_name"] for each in history.json["items"]} == {"north-analyst"}
    assert [each["name"] for each in versions.json["items"]] == [name or "lines.csv"]


async def test_a_short_file_is_warned_of_on_every_page_it_passes(service):
    """The preview says first how much goes, and offers the same file as an update; whoever decides reads it above the changes."""
    many = [OPEN_LINE.replace("900123", f"900{at:03d}") for at in range(200, 210)]
    await service.load_list(content=a_list(*many))
    short = a_list(*many[:2])
    preview = await hand_in(service, short)
    update = await send(service, "north-analyst", *as_update(preview))
    proposed = await hand_in(service, short, propose="yes")
    decided = text_of(await look(service, "north-supervisor", proposed.headers["Location"]))
    words = "This file leaves out 8 of the 10 numbers of the list. If it is not the whole list, import it as an update."

    assert words in tree(preview).xpath("string((//main//*[@role='note'])[1])")
    assert "0 removed" in text_of(update)
    assert words not in text_of(update)
    assert words in decided
    assert decided.index(words) < decided.index("Before and after")


def as_update(answer):
    """Give where the form leads to that previews a kept file as an update, and its fields."""
    (form,) = tree(answer).xpath("//form[starts-with(@action, '/lines/import/')][.//input[@name='mode'][@value='update']]")
    fields = {each.get("name"): each.get("value") or "" for each in form.xpath(".//input") if each.get("name") != "form_token"}
    return form.get("action"), fields
