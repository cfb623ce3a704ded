"""What comes back with a form that was refused, or is to be changed: what was typed, as it was typed."""

from __future__ import annotations

from pages_seen import ANSWERS, send, tree
from submitting import NOBODY, OPEN_NUMBER, a_list

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
