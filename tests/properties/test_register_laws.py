"""The register says what its files say, keeps what it kept, and changes by what is told and nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matcher.domain.register import (
    Change,
    ConflictCode,
    ConflictingChanges,
    Conventions,
    Draft,
    ImportMode,
    Record,
    RecordKind,
    Register,
    Removal,
    apply,
    check,
    diff,
    draft_records,
    export_rows,
    line_list_of,
    part_of,
    plan_import,
    read_document,
    register_of,
    write_document,
)
from matcher.errors import BadLineList
from register_lists import CONVENTIONS, LINES, LISTS, NUMBERS, ORIGIN, imported, list_files, told


def the_list(register: Register):
    """What the register answers with."""
    return line_list_of(register, name="lines.csv", sha256="0" * 64, conventions=CONVENTIONS)


def read_or_skip(file):
    """The file as a register; one in which two rows contradict each other says nothing here."""
    try:
        return imported(*file)
    except BadLineList as refused:
        assume(all("differs" in fault.sentence or "no telephone" in fault.sentence for fault in refused.faults))
        assume(False)
        raise


@settings(max_examples=120)
@given(list_files())
def test_a_register_answers_as_the_file_it_was_made_of(file):
    """Lines, numbers and people of the list made of the register are those of the list read from the file."""
    found = read_or_skip(file)

    assert told(the_list(found.register)) == told(found.line_list)


@given(list_files())
def test_no_row_of_a_file_is_lost(file):
    """Every row stands in a record: its line, and its number, handle or person."""
    found = read_or_skip(file)
    columns, rows = file
    at, number = columns.index("line_id"), columns.index("number")
    abouts = {(key[0], found.register.records[key].line_id, about) for key, about in found.slots.items()}
    person = columns.index("associate_name") if "associate_name" in columns else None

    for row in rows:
        kind = RecordKind.ASSOCIATE if person is not None and row[person] else RecordKind.NUMBER
        about = CONVENTIONS.key_of(row[number]) or f"@{' '.join(row[number].split()).casefold()}"
        assert (kind, row[at], about) in abouts
        assert found.register.line(row[at]) is not None


@given(list_files(), st.randoms(use_true_random=False))
def test_one_register_is_one_byte_string(file, chance: random.Random):
    """A document is read back as the register it was written of, and the order in which records came makes no difference."""
    register = read_or_skip(file).register
    records = list(register.records.values())
    chance.shuffle(records)

    assert read_document(write_document(register)) == register
    assert write_document(Register.of(records)) == write_document(register)


@given(list_files(), st.sampled_from(ImportMode))
def test_the_same_file_again_changes_nothing(file, mode):
    """A file that was imported plans no change, no conflict and the same ids a second time."""
    first, again = read_or_skip(file), read_or_skip(file)
    plan = plan_import(first.register, again, mode, CONVENTIONS)

    assert (plan.changes, plan.conflicts) == ((), ())
    assert first.register == again.register


@given(list_files(), st.sampled_from(ImportMode))
def test_what_is_exported_comes_back_as_it_was(file, mode):
    """The rows of an export plan no change where they came from, and make the same register where nothing was before."""
    register = read_or_skip(file).register
    table = export_rows(register, visible=lambda _: True, with_conditions=True)
    again = imported(table.header, table.rows)
    plan = plan_import(register, again, mode, CONVENTIONS)

    assert (plan.changes, plan.conflicts, table.withheld) == ((), (), 0)
    assert told(again.line_list) == told(the_list(register))
    assert again.register == register


@settings(max_examples=60)
@given(st.data())
def test_a_whole_list_over_another_leaves_the_list_it_says(data):
    """After the plan of a whole file is applied, the list is the one of that file, whatever stood there, and nothing is lost."""
    columns = data.draw(list_files())[0]
    old = read_or_skip(data.draw(list_files(columns)))
    new = read_or_skip(data.draw(list_files(columns)))
    plan = plan_import(old.register, new, ImportMode.WHOLE, CONVENTIONS)
    after = apply(old.register, plan.changes)

    assert told(the_list(after)) == told(new.line_list)
    assert old.register.records.keys() <= after.records.keys()
    assert plan_import(after, new, ImportMode.WHOLE, CONVENTIONS).changes == ()
    assert _only_links(old.register, plan.changes)
    assert plan.diff.changes == diff(old.register, after).changes


def _only_links(register, changes):
    """Whether nothing is wrong with a plan but predecessors that are none: those of the generated files are drawn by chance."""
    faults = check(register, changes, CONVENTIONS, from_file=True)
    return all(fault.place.endswith(("predecessor", "successor")) for fault in faults)


@given(st.data())
def test_an_update_takes_nothing_away(data):
    """After a file that adds to the list, every number that was on the list still is, unless the file corrects its dates."""
    old = read_or_skip(data.draw(list_files()))
    new = read_or_skip(data.draw(list_files()))
    plan = plan_import(old.register, new, ImportMode.UPDATE, CONVENTIONS)
    after = the_list(apply(old.register, plan.changes))

    assert {*old.line_list.entries, *new.line_list.entries} <= set(after.entries)
    assert all(change.after.removed is None for change in plan.changes)
    assert not any("cannot be read any more" in note for note in after.notes)
    assert _only_links(old.register, plan.changes)


TYPED = {
    "number": (*NUMBERS, "07700 900999", "900123", "07700 900123 / 07700 900124"),
    "first_seen": ("", "2026-01-02", "31/02/2026", "2026-03"),
    "last_seen": ("", "2025-12-31", "03/02/2026"),
    "date_precision": ("", "month", "exactly"),
    "source_grade": ("", "2", "2/B/C", "9"),
    "handling": ("", "P", "C"),
    "closed_on": ("", "2026-03-05"),
    "closure_type": ("", "type2", "type3"),
    "successor": ("", *NUMBERS[:3], "soon"),
    "notes": ("", "=1+1", "seen"),
}


@st.composite
def proposals(draw, register: Register):
    """Changes somebody might propose: typed fields, tombstones, records brought back, new ones."""
    changes = {}
    for at in range(draw(st.integers(1, 4))):
        existing = sorted(register.records)
        if existing and draw(st.booleans()):
            before = register.records[draw(st.sampled_from(existing))]
            if draw(st.booleans()):
                after = (
                    before.remove(draw(st.sampled_from(Removal)))
                    if before.removed is None
                    else Record(before.kind, before.id, before.line_id, before.fields)
                )
                changes[before.key] = Change(before, after)
                continue
        else:
            digit = draw(st.integers(0, 3))
            before = Record(RecordKind.NUMBER, f"num_{str(digit) * 26}", draw(st.sampled_from(LINES)))
        typed = {column: draw(st.sampled_from(texts)) for column, texts in TYPED.items() if before.kind is not RecordKind.LINE}
        texts = {**before.fields, **typed}
        texts = {column: text for column, text in texts.items() if column != "successor" or before.kind is RecordKind.NUMBER}
        (after,) = draft_records([Draft(before.kind, before.id, before.line_id, texts)], CONVENTIONS).records
        changes[before.key] = Change(register.records.get(before.key), after)
        assert at < 5
    return tuple(changes.values())


@settings(max_examples=60)
@given(st.data())
def test_whatever_is_proposed_the_register_is_told_whole_and_keeps_everything(data):
    """Over any proposals: what check lets through makes a list that can be read, the way back is told, and no record is ever gone."""
    register = read_or_skip(data.draw(list_files())).register
    documents = [(write_document(register), told(the_list(register)))]
    for _ in range(data.draw(st.integers(1, 4))):
        changes = data.draw(proposals(register))
        if check(register, changes, CONVENTIONS):
            continue
        after = apply(register, changes)
        found = diff(register, after)

        assert apply(register, found.changes) == after
        assert register.records.keys() <= after.records.keys()
        assert not any("cannot be read any more" in note for note in the_list(after).notes)
        assert {change.key for change in found.changes} == {change.key for change in changes if change.before != change.after}
        register = after
        documents.append((write_document(register), told(the_list(register))))

    for document, said in documents:
        assert told(the_list(read_document(document))) == said
        assert write_document(read_document(document)) == document


@given(st.data())
def test_changes_to_what_was_changed_since_are_refused_as_a_whole(data):
    """Two proposals about one register: the second is applied where they touch different records, and refused by name where not."""
    register = read_or_skip(data.draw(list_files())).register
    one, other = data.draw(proposals(register)), data.draw(proposals(register))
    after = apply(register, one)
    in_between = {change.key for change in one if change.before != change.after}
    meant = {change.key for change in other}
    before = write_document(after)

    if in_between & meant:
        with pytest.raises(ConflictingChanges) as refused:
            apply(after, other)
        assert {(each.kind, each.id) for each in refused.value.conflicts} == in_between & meant
        assert all(each.fields or each.code is ConflictCode.ENTRY_TAKEN for each in refused.value.conflicts)
    else:
        last = apply(after, other)
        assert {key: last.records[key] for key in meant} == {change.key: change.after for change in other}
    assert write_document(after) == before


@given(list_files())
def test_hidden_lines_leave_no_trace_in_a_part(file):
    """The part of a register without restricted lines is the register of the file without their rows."""
    columns, rows = file
    found = read_or_skip(file)
    hidden = {record.id for record in found.register.records.values() if record.visibility.is_restricted}
    at = columns.index("line_id")
    kept = [row for row in rows if row[at] not in hidden]
    part = part_of(found.register, lambda line: not line.visibility.is_restricted)
    try:
        without = register_of(columns, enumerate(kept, start=2), origin=ORIGIN, lists=LISTS).register
    except BadLineList:
        without = part

    assert part == without
    assert write_document(part) == write_document(without)


def test_conventions_decide_how_numbers_are_read():
    """A national number of another country has its key where the list writes that country's numbers, and none elsewhere."""
    assert Conventions(LISTS, region="IE").key_of("085 012 3456") == "+353850123456"
    assert Conventions(LISTS).key_of("085 012 3456") == ""
