"""The register is read: lines, histories, versions, what to mend; as far as somebody may know of it, on both engines."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from matcher.domain.access.actor import SignedInBy
from matcher.domain.guarding.guard_number import Guard, GuardDraft
from matcher.domain.register import HygieneCode, ImportMode, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import Manner
from matcher.errors import BadLineList, NeedNotStated, NotAllowed, NotFound
from matcher.service.add_guard_number import add_guard_number
from matcher.service.compare_versions import compare_versions, read_version
from matcher.service.export_lines import ExportFormat, export_lines
from matcher.service.list_hygiene import list_hygiene
from matcher.service.lists.version_ids import id_of_version
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_history import read_history
from matcher.service.read_line import read_entries, read_line
from matcher.service.read_lines import list_versions
from submitting import COVERT_LINE, OPEN_LINE, OWNER_LINE, a_list


def a_full_list():
    """Write a list with conditions, people, formulas, and numbers that follow each other."""
    rows = (
        "line_id,number,name,handling,handling_conditions,notes,predecessor,source_grade,intel_grade,associate_name,first_seen,owner_unit,review_due",
        "L-0043,07700 900123,Larkspur,P,,@SUM(1+1)*cmd|' /C calc'!A0,,2,B,,2026-02-01,Hillside,2026-09-01",
        "L-0043,07700 900124,,C,Ask the owner first,-2 of them,07700 900123,2,B,,2026-03-01,,",
        'L-0043,07700 900125,,P,,"two\nlines; @here",,1,A,Alex Example,,,',
        "3/4,07700 900126,+Kettle,P,,,,3,C,,,Hillside,2026-09-01",
    )
    return "\n".join((*rows, "")).encode()


async def change(desk, *changes, who="north-reviewer", by="north-supervisor", reason="Heard in an interview"):
    """Have a change proposed and published."""
    made = await propose_changes(desk.vault, desk.actor(who), desk.lists, ProposalDraft(tuple(changes), reason), **desk.ask)
    return await desk.let_out(made.id, who=by)


def named(name, line_id="L-0043"):
    """Give a line another name."""
    return ChangeDraft(RecordKind.LINE, line_id, fields={"name": name})


async def reading(desk, who, **changed):
    """Give the questions of somebody."""
    actor = desk.actor(who, **changed)

    async def ask(use_case, *more, **options):
        return await use_case(desk.vault, actor, desk.lists, *more, **desk.ask, **options)

    return ask


async def set_apart(desk, guard, number):
    """Put a number on a list of the organisation."""
    draft = GuardDraft(
        guard, "confidential-person" if guard is Guard.PROTECTED else "taxi", number, None, "A front desk", "It rang", "Front desk"
    )
    await add_guard_number(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)


async def test_a_line_is_read_with_its_entries(desk):
    """Numbers come before people, each with what it followed, its grading and what it says of itself."""
    await desk.publish(a_full_list())
    ask = await reading(desk, "north-reviewer")
    line = await ask(read_line, "L-0043")
    entries = await ask(read_entries, "L-0043")
    pages = [await ask(read_entries, "L-0043", limit=2)]
    pages.append(await ask(read_entries, "L-0043", limit=2, cursor=pages[0].cursor))

    assert (line.record.get("name"), line.status.value, line.numbers, line.people, line.removed) == ("Larkspur", "active", 2, 1, 0)
    assert [each.record.kind for each in entries.items] == ["number", "number", "associate"]
    first, second, person = entries.items
    assert (first.e164, second.e164, person.e164) == ("+447700900123", "+447700900124", "+447700900125")
    assert (second.predecessor_id, first.successor_id, first.predecessor_id) == (first.record.id, second.record.id, None)
    assert second.record.get("handling_conditions") == "Ask the owner first"
    assert person.record.get("associate_name") == "Alex Example"
    assert [each.record.id for page in pages for each in page.items] == [each.record.id for each in entries.items]
    assert pages[1].cursor is None
    assert entries.read_from.version == 2


async def test_a_tombstone_stays_with_its_reason(desk):
    """A number that was removed is told behind those that count, and not where only those are asked for."""
    ask = await reading(desk, "north-analyst")
    (entry,) = (await ask(read_entries, "L-0043")).items
    await change(desk, ChangeDraft(RecordKind.NUMBER, entry.record.id, remove=Removal.WRONG))
    (gone,) = (await ask(read_entries, "L-0043")).items
    line = await ask(read_line, "L-0043")

    assert (gone.record.removed, gone.is_live, gone.e164) == (Removal.WRONG, False, "+447700900123")
    assert (await ask(read_entries, "L-0043", with_removed=False)).items == ()
    assert (line.numbers, line.removed) == (0, 1)


async def test_every_change_of_every_field_is_told(desk):
    """The history says which field was what before and after, who proposed it and why, who published it and when."""
    desk.now += timedelta(hours=1)
    await change(desk, named("Woodlark"))
    desk.now += timedelta(hours=1)
    ask = await reading(desk, "north-reviewer")
    (entry,) = (await ask(read_entries, "L-0043")).items
    await change(desk, ChangeDraft(RecordKind.NUMBER, entry.record.id, remove=Removal.DUPLICATE), by="north-analyst", reason="Stands twice")
    history = await ask(read_history, "L-0043")
    paged = [await ask(read_history, "L-0043", limit=1)]
    while paged[-1].cursor:
        paged.append(await ask(read_history, "L-0043", limit=1, cursor=paged[-1].cursor))
    of_entry = await ask(read_history, "L-0043", record_id=entry.record.id)

    steps = [(each.publication.number, each.deed, each.change.kind.value, each.change.fields) for each in history.items]
    assert steps[0] == (3, "removed", "number", ("removed",))
    assert steps[1] == (2, "changed", "line", ("name",))
    assert [each[:3] for each in steps[2:]] == [(1, "added", "line"), (1, "added", "number")]
    removed, renamed, added, _ = history.items
    assert (renamed.change.before.get("name"), renamed.change.after.get("name")) == ("Larkspur", "Woodlark")
    assert added.change.after.get("name") == "Larkspur"
    assert (removed.publication.reason, renamed.publication.reason) == ("Stands twice", "Heard in an interview")
    people = desk.house.people
    assert renamed.publication.proposed_by == people["north-reviewer"].id
    assert renamed.publication.published_by == people["north-supervisor"].id
    assert removed.publication.published_by == people["north-analyst"].id
    assert [each.publication.published_at - desk.now for each in history.items[:2]] == [timedelta(), timedelta(hours=-1)]
    assert [each.deed for page in paged for each in page.items] == [each.deed for each in history.items]
    assert [each.deed for each in of_entry.items] == ["removed", "added"]


async def test_a_line_one_may_not_know_of_is_not_there(desk):
    """A covert line, one of another organisation and one that never was are answered alike, in every way of asking."""
    for who in ("north-reviewer", "north-supervisor", "south-analyst"):
        ask = await reading(desk, who)
        for use_case in (read_line, read_entries, read_history):
            refused = []
            for line_id in ("L-0099", "L-9999") if who != "south-analyst" else ("L-9998", "L-9999"):
                with pytest.raises(NotFound) as error:
                    await ask(use_case, line_id)
                refused.append((error.value.sentence, error.value.hint, error.value.faults))
            assert refused[0] == refused[1]
    owner = await reading(desk, "north-analyst")
    assert (await owner(read_line, "L-0099")).record.get("name") == "Nightjar"


async def test_roles_without_the_list_read_nothing_of_it(desk):
    """Whoever reads no lists is told so, of a line that is there and of one that is not; which number a version has is not looked up."""
    (version, *_) = await list_versions(desk.vault, desk.actor("north-analyst"), **desk.ask)
    for role in ("submitter", "coordinator", "safeguarding", "auditor", "admin"):
        ask = await reading(desk, f"north-{role}")
        for use_case, of in (
            *((each, line) for each in (read_line, read_entries, read_history) for line in ("L-0043", "L-9999")),
            *((each, of) for each in (read_version, compare_versions) for of in (version.id, f"lst_{'0' * 26}")),
        ):
            with pytest.raises(NotAllowed):
                await ask(use_case, of)
        assert await id_of_version(desk.vault, desk.actor(f"north-{role}"), "1") == "1"
        with pytest.raises(NotAllowed):
            await ask(list_hygiene)
        with pytest.raises(NotAllowed):
            await ask(export_lines, form=ExportFormat.CSV, reason="Sharing with the region")


async def test_what_was_done_while_a_line_was_hidden_stays_hidden(desk):
    """A line that is opened is read from then on: nothing of before, no version that differs by it, no reason that spoke of it."""
    owner = ("north-analyst", desk.at_the_machine())
    await change(desk, named("Nightjar II", "L-0099"), who=owner[0], by=owner[1], reason="They call it that now")
    opened = ChangeDraft(RecordKind.LINE, "L-0099", fields={"visibility": "open_to_force"})
    await change(desk, opened, named("Woodlark"), who=owner[0], by=owner[1], reason="Nightjar may be known now")
    await change(desk, named("Nightjar III", "L-0099"), who=owner[0], by=owner[1], reason="And now that")
    ask, all_of = await reading(desk, "north-reviewer"), await reading(desk, "north-analyst")
    versions = await list_versions(desk.vault, desk.actor("north-reviewer"), **desk.ask)
    seen = await ask(read_history, "L-0099")
    of_other = await ask(read_history, "L-0043")
    diff = await ask(compare_versions, versions[0].id, since_id=versions[-1].id)

    assert [(each.publication.number, each.change.before.get("name"), each.change.after.get("name")) for each in seen.items] == [
        (4, "Nightjar II", "Nightjar III")
    ]
    assert len((await all_of(read_history, "L-0099")).items) == 5
    assert [
        (each.publication.number, each.publication.reason, each.publication.proposal_id)
        for each in of_other.items
        if each.deed == "changed"
    ] == [(3, None, None)]
    assert {each.line_id for each in diff.changes} == {"L-0043"}
    assert {each.line_id for each in (await all_of(compare_versions, versions[0].id, since_id=versions[-1].id)).changes} == {
        "L-0043",
        "L-0099",
    }


async def test_two_versions_are_compared_either_way(desk):
    """The diff says what is new, changed and gone; the way back says the opposite; a page of it goes on where the one before ended."""
    await desk.publish(a_list(OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE, OWNER_LINE))
    ask = await reading(desk, "north-analyst", is_cleared=True)
    newest, oldest = (each.id for each in await list_versions(desk.vault, desk.actor("north-analyst"), **desk.ask))
    there, back = await ask(compare_versions, newest), await ask(compare_versions, oldest, since_id=newest)
    pages = [await ask(compare_versions, newest, limit=1)]
    while pages[-1].cursor:
        pages.append(await ask(compare_versions, newest, limit=1, cursor=pages[-1].cursor))
    first = await ask(compare_versions, oldest)
    detail = await ask(read_version, newest)

    assert (there.since.version, there.version.version, back.since.version) == (1, 2, 2)
    assert (there.is_backwards, back.is_backwards) == (False, True)
    assert {(each.effect.value, each.kind.value) for each in there.changes} >= {("changed", "line")}
    (renamed,) = [each for each in there.changes if each.line_id == "L-0043"]
    assert (renamed.before.get("name"), renamed.after.get("name")) == ("Larkspur", "Woodlark")
    (undone,) = [each for each in back.changes if each.line_id == "L-0043"]
    assert (undone.before.get("name"), undone.after.get("name")) == ("Woodlark", "Larkspur")
    assert [each.id for page in pages for each in page.changes] == [each.id for each in there.changes]
    assert first.since is None
    assert {each.effect.value for each in first.changes} == {"new"}
    assert detail.is_current
    with pytest.raises(NotFound):
        await (await reading(desk, "south-analyst"))(read_version, newest)


async def test_what_is_to_be_mended_is_told_of_known_lines_alone(desk):
    """Findings come the most urgent first, with local lists in them at once; a covert line adds none for those who may not know of it."""
    ask, owner = await reading(desk, "north-reviewer"), await reading(desk, "north-analyst")
    seen, whole = await ask(list_hygiene), await owner(list_hygiene)
    paged = [await owner(list_hygiene, limit=1)]
    while paged[-1].cursor:
        paged.append(await owner(list_hygiene, limit=1, cursor=paged[-1].cursor))
    only = await ask(list_hygiene, code=HygieneCode.NO_REVIEW_DATE)

    assert {each.line_id for each in seen.items} == {"L-0043"}
    assert "L-0099" in {each.line_id for each in whole.items}
    assert seen.counts[HygieneCode.NO_REVIEW_DATE] == 1
    assert len(paged) > 1
    assert [each for page in paged for each in page.items] == list(whole.items)
    assert [each.code for each in only.items] == [HygieneCode.NO_REVIEW_DATE]
    order = list(HygieneCode)
    assert sorted(seen.items, key=lambda each: order.index(each.code)) == list(seen.items)
    await set_apart(desk, Guard.WARNING, "07700 900123")
    assert (await ask(list_hygiene)).counts[HygieneCode.ON_WARNING_LIST] == 1


async def test_findings_of_another_version_are_read_from_their_beginning(desk):
    """A place in the findings of an older version is none in those of a newer one, where others may stand before it: none is skipped."""
    ask = await reading(desk, "north-analyst")
    first = await ask(list_hygiene, limit=1)
    assert first.cursor
    await change(desk, named("Woodlark"), who="north-analyst", by=desk.at_the_machine(), reason="They call it that now")
    rest = await ask(list_hygiene, limit=100, cursor=first.cursor)

    assert rest.items == (await ask(list_hygiene, limit=100)).items


async def test_a_number_that_is_protected_by_now_is_told_nowhere(desk):
    """An entry whose number is protected stays as a thing to mend, without its number: on the line, in history, diff and export."""
    ask = await reading(desk, "north-analyst")
    await set_apart(desk, Guard.PROTECTED, "07700 900123")
    (entry,) = (await ask(read_entries, "L-0043")).items
    history = await ask(read_history, "L-0043")
    (version, *_) = await list_versions(desk.vault, desk.actor("north-analyst"), **desk.ask)
    diff = await ask(compare_versions, version.id)
    exported = await ask(export_lines, form=ExportFormat.CSV, reason="Sharing with the region")
    findings = await ask(list_hygiene, code=HygieneCode.PROTECTED)

    assert (entry.is_protected, entry.e164, entry.record.get("number")) == (True, None, "")
    assert "900123" not in repr(history) + repr(diff) + exported.content.decode()
    assert (exported.protected, exported.is_whole) == (1, False)
    assert [each.id for each in findings.items] == [entry.record.id]


async def test_an_export_is_imported_again_without_a_change(desk):
    """Both formats of a whole export, conditions told, plan nothing for whoever sees all; no cell is run or reshaped."""
    await desk.publish(a_full_list())
    keeper = await reading(desk, "north-analyst", user_id="command-line", signed_in_by=SignedInBy.COMMAND_LINE, is_cleared=True)
    for form in ExportFormat:
        made = await keeper(export_lines, form=form, reason="Handing on to the next unit", with_conditions=True)
        again = await desk.load(made.content, name=made.name, manner=Manner(ImportMode.WHOLE, dry_run=True))
        assert (made.is_whole, made.name, made.rows, made.lines) == (True, f"lines-v2.{form.value}", 4, 2)
        assert (again.state.value, again.unknown) == ("unchanged", ())
    cells = [cell for row in csv.reader(io.StringIO(made_as_csv(await keeper(export_lines, **AS_CSV)))) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert {" @SUM(1+1)*cmd|' /C calc'!A0", " -2 of them", " +Kettle", " 3/4"} <= set(cells)


AS_CSV = {"form": ExportFormat.CSV, "reason": "Handing on to the next unit", "with_conditions": True}


def made_as_csv(made):
    """Read an export as a spreadsheet does."""
    return made.content.decode("utf-8-sig")


async def test_conditions_are_kept_to_those_who_may_have_them(desk):
    """Handling C stays unless it is asked for; a supervisor may not have it; a file without it is a part and says so."""
    await desk.publish(a_full_list())
    analyst, supervisor = await reading(desk, "north-analyst"), await reading(desk, "north-supervisor")
    without = await analyst(export_lines, form=ExportFormat.CSV, reason="Sharing with the region")
    with_them = await analyst(export_lines, **AS_CSV)
    of_supervisor = await supervisor(export_lines, form=ExportFormat.CSV, reason="Sharing with the region")
    with pytest.raises(NotAllowed):
        await supervisor(export_lines, **AS_CSV)

    assert ("900124" in made_as_csv(without), "Ask the owner first" in made_as_csv(without), without.withheld) == (False, False, 1)
    assert "Ask the owner first" in made_as_csv(with_them)
    assert "900124" not in made_as_csv(of_supervisor)
    assert without.name == "lines-v2-part.csv"


async def test_a_part_is_not_taken_for_the_whole(desk):
    """Whoever may not know of every line gets a part, whether or not there are others, and it removes nothing by mistake."""
    for word, content in (("north", a_list(OPEN_LINE, COVERT_LINE.replace("Nightjar", "Corncrake"))), ("south", a_list(OPEN_LINE))):
        await desk.publish(content, who=f"{word}-analyst")
    parts = {}
    for word in ("north", "south"):
        parts[word] = await (await reading(desk, f"{word}-supervisor"))(export_lines, form=ExportFormat.CSV, reason="For the region")
    with pytest.raises(BadLineList) as refused:
        await desk.load(parts["north"].content, name=parts["north"].name)
    update = await desk.load(parts["north"].content, name=parts["north"].name, manner=Manner(ImportMode.UPDATE, dry_run=True))

    assert [fault.place for fault in refused.value.faults] == ["row 1, column part_of_list"]
    assert update.state.value == "unchanged"
    assert "Corncrake" not in made_as_csv(parts["north"])
    assert (parts["north"].is_whole, parts["south"].is_whole) == (False, False)
    told = [(each.rows, each.lines, each.withheld, each.lines_without_rows) for each in parts.values()]
    assert told[0] == told[1]
    assert parts["north"].content == parts["south"].content


async def test_an_export_takes_a_reason_and_leaves_a_trace(desk):
    """Without a reason nothing leaves; with one it is on record as a disclosure of that version."""
    ask = await reading(desk, "north-analyst")
    for reason in (None, "", "  "):
        with pytest.raises(NeedNotStated):
            await ask(export_lines, form=ExportFormat.CSV, reason=reason)
    with pytest.raises(NotAllowed):
        await (await reading(desk, "north-reviewer"))(export_lines, form=ExportFormat.CSV, reason=None)
    before = await desk.house.deeds()
    made = await ask(export_lines, form=ExportFormat.XLSX, reason="Sharing with the region")
    deeds = (await desk.house.deeds())[len(before) :]

    assert deeds == ["lines:exported done"]
    assert "lines:exported done" not in before
    assert made.content[:2] == b"PK"
