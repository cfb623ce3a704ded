"""The list in the service: published whole or not at all, named by every answer, and seen by each as far as they may."""

import asyncio

import pytest

from matcher.domain.upkeep.list_import import ImportState, Manner
from matcher.errors import BadLineList, NotAllowed
from matcher.service.lists.line_lists import LineLists
from matcher.service.read_lines import list_versions, read_lines
from matcher.store.line_lists import NewList, insert_version, read_content
from matcher.store.schema.lists import list_versions as versions
from submitting import COVERT_LINE, OPEN_LINE, a_list, means

OTHER_LINE = "L-0050,Siskin,07700 900222,active,open_to_force,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"


async def test_the_first_list_is_published_at_once(desk):
    """Each organisation counts its own versions, which are sealed and hold every record as it is."""
    first = await desk.rows(versions)

    assert [row["number"] for row in first] == [1, 1]
    assert {row["content_format"] for row in first} == {"register"}
    assert all(b"Larkspur" not in row["content_sealed"] for row in first)
    assert (await desk.house.deeds()).count("lines:imported done") == 2


async def test_a_later_list_waits_for_another_person(desk):
    """What a file changes is proposed with the version it would be; the list stays until somebody else publishes it."""
    imported = await desk.load(a_list(OPEN_LINE, COVERT_LINE, OTHER_LINE))
    before = await desk.rows(versions, organisation_id=desk.house.north.id)
    published = await desk.let_out(imported.proposal_id, who=desk.at_the_machine())
    after = await desk.rows(versions, organisation_id=desk.house.north.id)

    assert (imported.state, imported.version_id, imported.number, imported.is_new) == (ImportState.PROPOSED, None, 2, True)
    assert len(before) == 1
    assert [row["id"] for row in after if row["number"] == 2] == [published.version_id]
    assert (await desk.house.deeds())[-2:] == ["lines:published done", "lines:published done"]


async def test_the_same_file_again_is_the_same_version(desk):
    """Loading the current list once more changes nothing and proposes nothing."""
    again = await desk.load(a_list())

    assert (again.state, again.number, again.is_new) == (ImportState.UNCHANGED, 1, False)
    assert again.version_id is not None
    assert len(await desk.rows(versions)) == 2


async def test_a_list_with_a_fault_changes_nothing_and_is_on_record(desk):
    """All faults are told with row and column, nothing of the list is taken, and that it was tried is on record."""
    with pytest.raises(BadLineList) as refused:
        await desk.load(b"line_id,number,status\nL-1,07700 900123,asleep\n,07700 900124,active\n")

    assert len(refused.value.faults) == 2
    assert len(await desk.rows(versions)) == 2
    assert (await desk.house.deeds())[-1] == "lines:import_refused failed"


async def test_a_dry_run_says_what_would_be_and_changes_nothing(desk):
    """A dry run tells the version a list would be and what it would change, and leaves the list as it is."""
    tried = await desk.load(a_list(OPEN_LINE), manner=Manner(dry_run=True))

    assert (tried.state, tried.version_id, tried.number) == (ImportState.PLANNED, None, 2)
    assert (tried.plan.diff.counts["removed"], tried.plan.diff.unchanged) == (2, 2)
    assert len(await desk.rows(versions)) == 2


@pytest.mark.parametrize("who", ["north-submitter", "north-reviewer", "north-admin", "north-supervisor"])
async def test_only_analysts_load_lists(desk, who):
    """Other roles are refused, and that is on record."""
    with pytest.raises(NotAllowed):
        await desk.load(a_list(OPEN_LINE), who=who)

    assert (await desk.house.deeds())[-1] == "access:denied denied"


async def test_a_list_is_parsed_once_and_taken_up_when_it_is_newer(desk):
    """Twenty that ask at once get one value; after a new version they get that, and the old one stays what it was."""
    lists = LineLists(desk.vault, means().lists)
    owner = desk.actor("north-analyst").organisation_id

    async def latest():
        async with desk.vault.db.read() as connection:
            return await lists.latest(connection, owner)

    before = await asyncio.gather(*(latest() for _ in range(20)))
    await desk.publish(a_list(OPEN_LINE))
    after = await latest()

    assert len({id(each) for each in before}) == 1
    assert (before[0].number, len(before[0].whole.lines), len(before[0].open.lines)) == (1, 2, 1)
    assert (after.number, after.open is after.whole) == (2, True)


async def test_a_version_of_an_older_kind_is_gone_on_from(desk):
    """A list that was kept as its file is read as before, and the next version is compared with the records that file speaks of."""
    owner = desk.house.north.id
    old = NewList(owner, "old.csv", "0" * 64, "acc_1", 2, 2, a_list(OPEN_LINE, OTHER_LINE))
    async with desk.vault.db.write() as connection:
        version = await insert_version(connection, desk.vault.keys, old, now=desk.now)
    imported = await desk.load(a_list(OPEN_LINE, OTHER_LINE.replace("Siskin", "Linnet")))
    await desk.let_out(imported.proposal_id, who=desk.at_the_machine())
    async with desk.vault.db.read() as connection:
        before = await desk.lists.of_version(connection, version.id)
        after = await desk.lists.latest(connection, owner)
        content = await read_content(connection, desk.vault.keys, version.id)

    assert [(each.kind, each.fields) for each in imported.plan.changes] == [("line", ("name",))]
    assert (before.whole.lines["L-0050"].name, after.whole.lines["L-0050"].name, after.number) == ("Siskin", "Linnet", 3)
    assert content == old.content


async def test_lines_are_seen_as_far_as_somebody_may_know_of_them(desk):
    """A reviewer sees open lines, an analyst those of the own unit as well, a submitter none; counts go with what is seen."""
    reviewer, analyst = [
        await read_lines(desk.vault, desk.actor(f"north-{role}"), desk.lists, **desk.ask) for role in ("reviewer", "analyst")
    ]
    with pytest.raises(NotAllowed):
        await read_lines(desk.vault, desk.actor("north-submitter"), desk.lists, **desk.ask)
    history = await list_versions(desk.vault, desk.actor("north-reviewer"), **desk.ask)

    assert [(each.line.id, each.numbers) for each in reviewer.lines] == [("L-0043", 1)]
    assert (reviewer.facts.lines, reviewer.facts.numbers) == (1, 1)
    assert [each.line.id for each in analyst.lines] == ["L-0043", "L-0099"]
    assert [each.number for each in history] == [1]
