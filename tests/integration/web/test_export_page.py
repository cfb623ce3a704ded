"""The page on which the list leaves as a file: what stays is told before, a reason is needed, and each sees no more than may leave."""

from __future__ import annotations

from pages_seen import look, send, text_of, tree
from submitting import COVERT_LINE, OPEN_LINE, a_list

PAGE = "/lines/export"
HEADER = "line_id,name,number,status,handling,handling_conditions\n"
CONDITIONAL = (
    HEADER + "L-0043,Larkspur,07700 900123,active,P,\nL-0043,Larkspur,07700 900124,active,C,Ask the owner first\n"
    "L-0050,Siskin,07700 900125,active,C,Not beyond the force\n"
).encode()


async def test_what_handling_leaves_out_is_told_before_and_taken_along_by_those_who_may(service):
    """Entries with conditions are counted; an analyst may ask for them, a supervisor cannot; the file is that of the API."""
    await service.load_list(content=CONDITIONAL)
    analyst, supervisor = await look(service, "north-analyst", PAGE), await look(service, "north-supervisor", PAGE)
    asked = {"reason": "Handing on", "format": "csv"}
    plain = await send(service, "north-analyst", PAGE, asked)
    with_them = await send(service, "north-analyst", PAGE, {**asked, "conditions": "yes"})
    refused = await send(service, "north-supervisor", PAGE, {**asked, "conditions": "yes"})

    assert "1 row of 1 line" in text_of(analyst)
    assert "2 entries with code C, unless you ask for them" in text_of(analyst)
    assert "an analyst may take them along" in text_of(supervisor)
    assert tree(analyst).xpath("//input[@name='conditions']")
    assert not tree(supervisor).xpath("//input[@name='conditions']")
    assert "part_of_list" in text_of(analyst)
    assert (plain.status, "900124" in plain.text) == (200, False)
    assert 'filename="lines-v1-part.csv"' in plain.headers["Content-Disposition"]
    assert "Ask the owner first" in with_them.text
    assert refused.status == 403


async def test_nothing_leaves_without_a_reason_and_each_export_is_on_record(service):
    """The page says what is missing and keeps what was chosen; a look at the page is no disclosure."""
    await service.load_list(content=a_list(OPEN_LINE))
    shown = await look(service, "north-analyst", PAGE)
    silent = await send(service, "north-analyst", PAGE, {"reason": "  ", "format": "xlsx"})
    before = await service.desk.house.deeds()
    made = await send(service, "north-analyst", PAGE, {"reason": "For the region", "format": "csv"})
    after = await service.desk.house.deeds()

    assert (shown.status, made.status) == (200, 200)
    assert silent.status in {400, 422}
    assert "Nothing left" in text_of(silent)
    assert tree(silent).xpath("//input[@id='format-xlsx'][@checked]")
    assert [each for each in before if each.startswith("lines:exported")] == []
    assert len([each for each in after if each.startswith("lines:exported")]) == 1


async def test_a_line_one_may_not_know_of_is_in_no_count_of_the_page(service):
    """Whoever may not know of every line reads the same page whether or not there are others, and the file says that it is a part."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await service.load_list(content=a_list(OPEN_LINE), who="south-analyst")
    north, south = [await look(service, f"{word}-supervisor", PAGE) for word in ("north", "south")]

    assert "1 row of 1 line" in text_of(north)
    assert "Whoever may not know of every line gets a part" in text_of(north)
    assert text_of(north).replace("north", "south").replace("North", "South") == text_of(south)


async def test_who_exports_no_list_has_no_such_page(embedded):
    """Reviewers read the list and take none of it along; a form without its token is refused; without a list it says so."""
    empty = await look(embedded, "north-analyst", PAGE)
    await embedded.load_list(content=a_list(OPEN_LINE))
    refused = [
        await look(embedded, "north-reviewer", PAGE),
        await send(embedded, "north-reviewer", PAGE, {"reason": "Curious", "format": "csv"}),
        await embedded.ask("POST", PAGE, headers=await embedded.browser("north-analyst"), data={"reason": "Forged", "format": "csv"}),
    ]

    assert "no line list yet" in text_of(empty)
    assert [each.status for each in refused] == [403] * 3
