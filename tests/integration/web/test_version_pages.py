"""The pages of the versions: who published which, and what became of one in another, read either way."""

from __future__ import annotations

from pages_seen import look, text_of, tree
from submitting import COVERT_LINE, OPEN_LINE, a_list

PAGE = "/lines/versions"


async def test_versions_are_listed_by_name_and_compared_either_way(service):
    """Who published is told by name and never by an account's id; the way back says that it is one and leads forwards."""
    await service.load_list(content=a_list(OPEN_LINE))
    await service.load_list(content=a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE))
    listed = await look(service, "north-analyst", PAGE)
    there = await look(service, "north-analyst", f"{PAGE}/diff?version=2")
    back = await look(service, "north-analyst", f"{PAGE}/diff?since=2&version=1")
    first = await look(service, "north-analyst", f"{PAGE}/diff?version=v1")

    assert "north-analyst" in text_of(listed)
    assert "acc_" not in listed.text + there.text + back.text
    assert "From version 1 to version 2" in text_of(there)
    assert "Woodlark" in tree(there).xpath("string(//ins)")
    assert "This reads backwards" not in text_of(there)
    assert "This reads backwards, from the newer version 2 to the older version 1" in text_of(back)
    assert tree(back).xpath("//a[@href='/lines/versions/diff?since=1&version=2']")
    assert "1 changed, 2 added since; 1 unchanged" in text_of(back)
    assert tree(back).xpath("//span[contains(@class,'tag')]/text()") == ["changed", "added since", "added since"]
    assert "Nightjar" in [each.text_content() for each in tree(back).xpath("//ins")]
    assert "a whole list did not hold it" not in text_of(back)
    assert "Version 1, the first" in text_of(first)


async def test_a_line_one_may_not_know_of_differs_in_no_version(service):
    """Versions that differ by it alone differ by nothing."""
    await service.load_list(content=a_list(OPEN_LINE))
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    diff = await look(service, "north-reviewer", f"{PAGE}/diff?version=2&since=1")

    assert "nothing that you may know of" in text_of(diff)
    assert "L-0099" not in diff.text
    assert "Nightjar" not in diff.text


async def test_a_version_that_is_not_there_is_said_to_be_none(embedded):
    """The form stays to be corrected; other roles have no such page; without a list it says so."""
    empty = await look(embedded, "north-analyst", PAGE)
    await embedded.load_list(content=a_list(OPEN_LINE))
    wrong = [await look(embedded, "north-analyst", f"{PAGE}/diff?{said}") for said in ("version=7", "version=1&since=x", "", "version=-1")]
    refused = [await look(embedded, "north-submitter", path) for path in (PAGE, f"{PAGE}/diff?version=1")]

    assert "no line list yet" in text_of(empty)
    assert [each.status for each in wrong] == [404] * 4
    assert all("There is no such version" in text_of(each) and tree(each).xpath("//form[@action='/lines/versions/diff']") for each in wrong)
    assert [each.status for each in refused] == [403, 403]


async def test_many_versions_and_many_changes_go_on(embedded):
    """Pages of versions and of changes lead to the next."""
    for at in range(27):
        await embedded.load_list(content=a_list(OPEN_LINE.replace("Larkspur", f"Lark {at}")))
    rows = [OPEN_LINE.replace("900123", f"9{at:05d}").replace("Larkspur", "Kestrel") for at in range(200, 320)]
    await embedded.load_list(content=a_list(*rows))
    first = await look(embedded, "north-analyst", PAGE)
    (more,) = tree(first).xpath("//a[@rel='next']/@href")
    second = await look(embedded, "north-analyst", more)
    diff = await look(embedded, "north-analyst", f"{PAGE}/diff?version=28&since=1")
    (onward,) = tree(diff).xpath("//a[@rel='next']/@href")
    rest = await look(embedded, "north-analyst", onward)

    assert [len(tree(each).xpath("//ul[@class='rows']/li")) for each in (first, second)] == [25, 3]
    assert [len(tree(each).xpath("//ul[@class='rows changes']/li")) for each in (diff, rest)] == [100, 22]
