"""The page of what is to be mended: a work list by kind and line, for those who read the list, without what they may not know of."""

from __future__ import annotations

from pages_seen import look, text_of, tree
from submitting import COVERT_LINE, OPEN_LINE, a_list

PAGE = "/lines/hygiene"
#: Without handling code, without grading, and without dates.
UNTIDY = OPEN_LINE.replace("900123", "900222").replace(",2,B,P,", ",,,,").replace("2026-02-01,2026-04-19", ",")


async def test_what_is_to_mend_is_told_with_the_entry_and_what_to_do(service):
    """Each row names the number or line, what is wrong and what to do, leads to the line, and is counted by kind."""
    await service.load_list(content=a_list(OPEN_LINE, UNTIDY, COVERT_LINE))
    shown = await look(service, "north-analyst", PAGE)
    only = await look(service, "north-analyst", f"{PAGE}?code=no-grading")

    assert "number 07700 900222" in text_of(shown)
    assert "Give source and intelligence grades" in text_of(shown)
    assert "no grading: 1" in text_of(shown)
    assert tree(shown).xpath("//ul[@class='rows']//a[@href='/lines/L-0043']")
    assert len(tree(only).xpath("//ul[@class='rows']/li")) == 1
    assert "no handling code" not in text_of(only)


async def test_a_kind_there_is_not_is_told_and_shows_nothing_as_if_it_were_it(embedded):
    """The answer is 400 with a sentence and the kinds there are, not everything; an empty one asks for all."""
    await embedded.load_list(content=a_list(OPEN_LINE, UNTIDY))
    wrong = await look(embedded, "north-analyst", f"{PAGE}?code=nonsense%3C07700900222")
    empty = await look(embedded, "north-analyst", f"{PAGE}?code=")

    assert (wrong.status, empty.status) == (400, 200)
    assert "There is no such kind of thing to mend." in text_of(wrong)
    assert tree(wrong).xpath("//a[@href='/lines/hygiene?code=no-grading']")
    assert not tree(wrong).xpath("//ul[@class='rows']")
    assert "nonsense" not in wrong.text
    assert tree(empty).xpath("//ul[@class='rows']/li")


async def test_a_line_one_may_not_know_of_is_as_one_that_is_not_there(service):
    """Neither its id nor its name nor its count is on the page, and asked for it is not found, like any other word."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    shown = await look(service, "north-reviewer", PAGE)
    hidden, nowhere = [await look(service, "north-reviewer", f"{PAGE}?line={each}") for each in ("L-0099", "L-9999")]
    own = await look(service, "north-reviewer", f"{PAGE}?line=L-0043")

    assert "L-0099" not in shown.text
    assert "Nightjar" not in shown.text
    assert (hidden.status, nowhere.status, own.status) == (404, 404, 200)
    assert text_of(hidden).replace("L-0099", "L-9999") == text_of(nowhere)


async def test_the_work_list_is_for_those_who_read_the_list(embedded):
    """Other roles have neither the page nor a way to it; without a list it says so."""
    empty = await look(embedded, "north-analyst", PAGE)
    await embedded.load_list(content=a_list(OPEN_LINE))
    refused = await look(embedded, "north-submitter", PAGE)
    lines = await look(embedded, "north-supervisor", "/lines")

    assert "no line list yet" in text_of(empty)
    assert refused.status == 403
    offered = [each.get("href") for each in tree(lines).xpath("//nav[@class='tabs']//a")]
    assert offered == [
        "/lines/proposals",
        PAGE,
        "/lines/versions",
        "/lines/export",
    ]


async def test_a_long_work_list_goes_on(embedded):
    """More than a page leads on, with the kind that was chosen."""
    rows = [OPEN_LINE.replace("900123", f"900{at:03d}").replace(",2,B,P,", ",2,B,,") for at in range(200, 260)]
    await embedded.load_list(content=a_list(*rows))
    first = await look(embedded, "north-analyst", f"{PAGE}?code=no-handling")
    (more,) = tree(first).xpath("//a[@rel='next']/@href")
    second = await look(embedded, "north-analyst", more)

    assert [len(tree(each).xpath("//ul[@class='rows']/li")) for each in (first, second)] == [50, 10]
