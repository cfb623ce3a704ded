"""The list in the service: published whole or not at all, named by every answer, and seen by each as far as they may."""

import asyncio

import pytest

from commands import linewatch
from matcher.errors import BadLineList, NotAllowed
from matcher.service.import_line_list import ListFile, import_line_list
from matcher.service.line_lists import LineLists
from matcher.service.read_lines import list_versions, read_lines
from matcher.store.schema import list_versions as versions
from operated import new_store
from submitting import COVERT_LINE, OPEN_LINE, a_list, means


async def load(desk, content, *, who="north-analyst", name="lines.csv", **more):
    """Load a list."""
    return await import_line_list(desk.vault, desk.actor(who), desk.lists, ListFile(name, content), **desk.ask, **more)


async def test_each_list_is_a_version_of_its_organisation(desk):
    """Versions count up within an organisation, name their file and hash, and the file stands sealed."""
    second = await load(desk, a_list(OPEN_LINE))
    other = await load(desk, a_list(OPEN_LINE), who="south-analyst")

    assert (second.number, second.is_new, second.facts.lines, second.facts.version) == (2, True, 1, "2")
    assert other.number == 2
    assert all(b"Larkspur" not in row["content_sealed"] for row in await desk.rows(versions))
    assert "lines:imported done" in await desk.house.deeds()


async def test_the_same_file_again_is_the_same_version(desk):
    """Loading the current list once more changes nothing."""
    again = await load(desk, a_list())

    assert (again.number, again.is_new) == (1, False)
    assert len(await desk.rows(versions)) == 2


async def test_a_list_with_a_fault_changes_nothing_and_is_on_record(desk):
    """All faults are told with row and column, nothing of the list is taken, and that it was tried is on record."""
    with pytest.raises(BadLineList) as refused:
        await load(desk, b"line_id,number,status\nL-1,07700 900123,asleep\n,07700 900124,active\n")

    assert len(refused.value.faults) == 2
    assert len(await desk.rows(versions)) == 2
    assert (await desk.house.deeds())[-1] == "lines:import_refused failed"


async def test_a_dry_run_says_what_would_be_and_changes_nothing(desk):
    """A dry run tells the version a list would be, and leaves the list as it is."""
    tried = await load(desk, a_list(OPEN_LINE), dry_run=True)

    assert (tried.version_id, tried.number) == (None, 2)
    assert len(await desk.rows(versions)) == 2


@pytest.mark.parametrize("who", ["north-submitter", "north-reviewer", "north-admin", "north-supervisor"])
async def test_only_analysts_load_lists(desk, who):
    """Other roles are refused, and that is on record."""
    with pytest.raises(NotAllowed):
        await load(desk, a_list(OPEN_LINE), who=who)

    assert (await desk.house.deeds())[-1] == "access:denied denied"


async def test_lists_loaded_at_once_become_one_version_after_the_other(desk):
    """Eight that publish at the same time make eight versions, numbered without a gap."""
    several = [a_list(OPEN_LINE.replace("Larkspur", f"Lark {at}")) for at in range(8)]
    loaded = await asyncio.gather(*(load(desk, each) for each in several))

    assert sorted(each.number for each in loaded) == list(range(2, 10))


async def test_a_list_is_parsed_once_and_taken_up_when_it_is_newer(desk):
    """Twenty that ask at once get one value; after a new version they get that, and the old one stays what it was."""
    lists = LineLists(desk.vault, means().lists)
    owner = desk.actor("north-analyst").organisation_id

    async def latest():
        async with desk.vault.db.read() as connection:
            return await lists.latest(connection, owner)

    before = await asyncio.gather(*(latest() for _ in range(20)))
    await load(desk, a_list(OPEN_LINE))
    after = await latest()

    assert len({id(each) for each in before}) == 1
    assert (before[0].number, len(before[0].whole.lines), len(before[0].open.lines)) == (1, 2, 1)
    assert (after.number, after.open is after.whole) == (2, True)


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


async def test_the_command_line_loads_a_list(tmp_path):
    """`linewatch lines import` loads a list into the store of a data folder, and loading it again changes nothing."""
    await new_store(tmp_path / "data")
    (tmp_path / "lines.csv").write_bytes(a_list(OPEN_LINE, COVERT_LINE))
    arguments = ("lines", "import", tmp_path / "lines.csv", "--data", tmp_path / "data")

    tried = await asyncio.to_thread(linewatch, *arguments, "--dry-run")
    first = await asyncio.to_thread(linewatch, *arguments, "--json", "--organisation", "estmoor")
    again = await asyncio.to_thread(linewatch, *arguments)
    nobody = await asyncio.to_thread(linewatch, *arguments, "--organisation", "Westmoor")

    assert (tried.code, tried.out) == (0, "lines.csv would be version 1: 2 numbers of 2 lines.\n")
    assert (first.answer["version"], first.answer["is_new"], first.answer["numbers"]) == ("1", True, 2)
    assert again.out == "lines.csv is version 1 already; nothing was changed: 2 numbers of 2 lines.\n"
    assert (nobody.code, nobody.err.split(": ")[2]) == (2, "not-found")
    assert "Traceback" not in nobody.err


async def test_the_command_line_refuses_a_list_with_faults_whole(tmp_path):
    """Every fault is told with its row, the code is that of a bad list, and the store is as it was."""
    store = await new_store(tmp_path / "data")
    (tmp_path / "lines.csv").write_text("line_id,number\nL-1,nobody\n")

    said = await asyncio.to_thread(linewatch, "lines", "import", tmp_path / "lines.csv", "--data", tmp_path / "data")
    vault = await store.vault()
    async with vault.db.read() as connection:
        kept = (await connection.execute(versions.select())).all()
    await vault.db.close()

    assert (said.code, "row 2" in said.err) == (4, True)
    assert kept == []
