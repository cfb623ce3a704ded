"""From files to records, and from files to what they would change."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.domain.line_list.draft import Closure
from matcher.domain.register import (
    Change,
    Conflict,
    ConflictCode,
    Effect,
    ImportMode,
    Key,
    Record,
    RecordKind,
    Register,
    Removal,
    apply,
    conflicts_of,
    export_rows,
    line_list_of,
    plan_import,
    removal,
    removal_of_line,
)
from matcher.errors import BadLineList
from register_lists import CONVENTIONS, a_record, a_register, imported, of_cells, told

KEY = "+447700900123"


def row(line_id: str = "L-1", number: str = "07700 900123", **cells: str) -> dict[str, str]:
    """A row of a list told by column."""
    return {"line_id": line_id, "number": number, **cells}


def the_plan(current: Register, *rows: dict[str, str], mode: ImportMode = ImportMode.WHOLE):
    """What a file of these rows would do."""
    return plan_import(current, of_cells(*rows), mode, CONVENTIONS)


def the_list(register: Register):
    """The list the register makes."""
    return line_list_of(register, name="lines.csv", sha256="0" * 64, conventions=CONVENTIONS)


def numbers(register: Register) -> list[Record]:
    """The records of numbers."""
    return [record for record in register.in_order() if record.kind is RecordKind.NUMBER]


class TestRecordsOfFiles:
    """What becomes of the rows."""

    def test_each_fact_has_one_spelling(self):
        """Dates, gradings and words are kept in one spelling, and the number as it was written."""
        (record,) = numbers(
            of_cells(row(number="07700 900-123", first_seen="03/02/2026", source_grade="2/B/P", number_role="Deal-Line")).register
        )

        assert record.fields == {
            "number": "07700 900-123",
            "number_role": "deal_line",
            "first_seen": "2026-02-03",
            "source_grade": "2",
            "intel_grade": "B",
            "handling": "P",
        }

    def test_a_month_is_kept_as_its_first_day_and_its_precision(self):
        """A date without its day says the month, as it does when the list is read."""
        (record,) = numbers(of_cells(row(first_seen="2026-03")).register)

        assert (record.get("first_seen"), record.get("date_precision")) == ("2026-03-01", "month")

    def test_many_periods_and_handles_of_one_line_each_have_their_own_id(self):
        """Hundreds of rows about one number, or one handle, are as many records with as many ids, the same each time."""
        days = [date.fromordinal(date(2020, 1, 1).toordinal() + at).isoformat() for at in range(400)]
        rows = [row(first_seen=day, last_seen=day) for day in days]
        rows += [row(number="@lark", number_role="social_handle", handling_conditions=f"case {at}") for at in range(400)]
        one, other = of_cells(*rows), of_cells(*rows)

        assert len(numbers(one.register)) == 800
        assert one.register == other.register
        assert plan_import(one.register, other, ImportMode.WHOLE, CONVENTIONS).changes == ()

    def test_two_periods_of_one_number_are_two_records(self):
        """Each period of a number has its own record and its own id, whatever the order of the rows."""
        rows = [row(first_seen="2025-01-01", last_seen="2025-02-01"), row(first_seen="2026-01-01")]
        found = [of_cells(*order).register for order in (rows, rows[::-1])]

        assert len(numbers(found[0])) == 2
        assert found[0] == found[1]

    def test_the_id_does_not_depend_on_how_the_number_is_written(self):
        """Two spellings of a number give the same id, and another line gives another."""
        spellings = [numbers(of_cells(row(number=text)).register)[0].id for text in ("07700 900123", KEY, "O7700 900123")]

        assert len(set(spellings)) == 1
        assert spellings[0] != numbers(of_cells(row(line_id="L-2")).register)[0].id

    def test_a_handle_is_kept_though_it_is_never_compared(self):
        """A row with a social handle becomes a record, and no entry of the list."""
        found = of_cells(row(), row(number="@larkspur", number_role="social_handle"))

        assert [found.slots[record.key] for record in numbers(found.register)].count("@@larkspur") == 1
        assert list(the_list(found.register).entries) == [KEY]

    def test_rows_of_one_person_become_one_record_with_the_strictest_handling(self):
        """What two rows say of one person is kept once, and what one of them forbids no other allows."""
        person = row(associate_name="Alex Example")
        found = of_cells(row(number="07700 900124"), person, {**person, "handling": "C", "handling_conditions": "ask first"})
        (record,) = [each for each in found.register.in_order() if each.kind is RecordKind.ASSOCIATE]

        assert (record.get("handling"), record.get("handling_conditions")) == ("C", "ask first")

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"entry_id": f"ass_{'0' * 26}"}, "entry_id"),
            ({"associate_confidence": "likely"}, "associate_confidence"),
            ({"predecessor": "soon"}, "predecessor"),
            ({"associate_name": "Alex Example", "successor": "07700 900124"}, "successor"),
            ({"status": "open", "predecessor": "soon"}, "status"),
        ],
    )
    def test_further_faults_are_told_with_all_others(self, cells, column):
        """What only the register minds is told with row and column, like every other fault."""
        with pytest.raises(BadLineList) as refused:
            of_cells(row(), row(number="07700 900124", **cells))

        assert f"row 3, column {column}" in [fault.place for fault in refused.value.faults]

    def test_an_id_that_stands_twice_and_a_group_that_differs_are_faults(self):
        """Both are told on the second row."""
        same = {"entry_id": f"num_{'0' * 26}"}
        with pytest.raises(BadLineList) as refused:
            of_cells(row(group="North", **same), row(number="07700 900124", group="South", **same))

        assert [fault.place for fault in refused.value.faults] == ["row 3, column entry_id", "row 3, column group"]

    def test_columns_with_names_of_their_own_are_read_by_a_mapping(self):
        """A header cell that a mapping names stands for its column; the others are told as unknown."""
        found = imported(
            ["line_id", "Phone No.", "Colour", "Shoe"], [["L-1", "07700 900123", "red", "9"]], {"phone no.": "number", "Shoe": ""}
        )

        assert list(found.line_list.entries) == [KEY]
        assert found.unknown == ("Colour",)

    def test_the_type_of_a_closure_does_not_depend_on_the_order_of_rows(self):
        """A line whose closures are half told stands where it stands in whatever order they come."""
        told_by = [(date(2026, 3, 8), None), (date(2026, 3, 5), "type2"), (None, "type1")]
        found = set()
        for order in (told_by, told_by[::-1], told_by[1:] + told_by[:1]):
            closure = Closure()
            for each in order:
                closure.add(*each)
            found.add((closure.closed_on, closure.closure_type, closure.status(3)))

        assert len(found) == 1


class TestTheListOfARegister:
    """What answers are judged against."""

    def test_a_line_without_numbers_still_has_its_name(self):
        """A line of which no number is left stays on the list, for labels that name it."""
        bare = a_record(RecordKind.LINE, line_id="L-2", name="Kettle", visibility="covert", status="closed_type2", closed_on="2026-03-01")
        found = the_list(a_register(a_record(number="07700 900123"), bare)).lines["L-2"]

        assert (found.name, found.visibility.value, found.closed_on) == ("Kettle", "covert", date(2026, 3, 1))

    def test_a_register_without_any_number_is_a_list_too(self):
        """Lines alone, and lines with handles alone, make a list without entries."""
        handle = a_record(number="@larkspur", number_role="social_handle")

        assert list(the_list(a_register()).lines) == ["L-1"]
        assert list(the_list(a_register(handle)).lines) == ["L-1"]
        assert dict(the_list(Register()).lines) == {}

    def test_what_is_removed_answers_no_more(self):
        """A tombstone is on no list, nor is anything that hangs on the tombstone of a line."""
        number = a_record(number="07700 900123")
        register = a_register(number)

        assert not the_list(apply(register, [removal(number, Removal.WRONG)])).entries
        line_gone = Register.of([*register.records.values(), register.line("L-1").remove(Removal.WRONG)])
        assert (dict(the_list(line_gone).lines), dict(the_list(line_gone).entries)) == ({}, {})

    def test_the_closure_of_a_line_holds_for_its_numbers(self):
        """A number without a closure of its own is closed when its line is."""
        line = a_record(RecordKind.LINE, status="closed_type2", closed_on="2026-03-01", closure_type="type2")
        ((entry,),) = the_list(a_register(line, a_record(number="07700 900123"))).entries.values()

        assert (entry.closed_on, entry.closure_type) == (date(2026, 3, 1), "type2")

    def test_a_number_that_is_protected_by_now_is_left_out_with_a_note(self):
        """A number that became protected since makes no list unreadable: it is not compared, and the list says how many are not."""
        others = [a_record(id=f"num_{'1' * 26}", number="07700 900999"), a_record(number="07700 900123")]
        found = the_list(a_register(*others))

        assert list(found.entries) == [KEY]
        assert any("1 entry is not compared" in note for note in found.notes)


class TestPlans:
    """A file against what is there."""

    OLD = of_cells(row(first_seen="2026-01-01", name="Larkspur"), row(number="07700 900124")).register

    def test_a_row_with_other_dates_grading_and_spelling_is_the_same_record(self):
        """The record of a number is found whatever its row changed, and the change names the fields."""
        plan = the_plan(self.OLD, row(number=KEY, first_seen="2026-02-01", intel_grade="B", name="Larkspur"), row(number="07700 900124"))
        (change,) = plan.changes

        assert change.before is not None
        assert change.fields == ("number", "first_seen", "intel_grade")
        assert plan.rows[change.key] == 2

    def test_what_a_whole_list_leaves_out_is_removed_with_its_reason(self):
        """An absent number becomes a tombstone; a file that adds to the list leaves it alone."""
        only = row(first_seen="2026-01-01", name="Larkspur")
        (gone,) = the_plan(self.OLD, only).changes

        assert (gone.effect, gone.after.removed) == (Effect.REMOVED, Removal.ABSENT)
        assert the_plan(self.OLD, only, mode=ImportMode.UPDATE).changes == ()

    def test_a_line_whose_rows_are_all_gone_goes_with_them(self):
        """A line that a whole list does not name is removed with its numbers; one that had none stays, for no file can hold it."""
        bare = a_record(RecordKind.LINE, line_id="L-9", name="Kettle")
        current = Register.of([*self.OLD.records.values(), bare])
        changes = the_plan(current, row(line_id="L-2", number="07700 900125")).changes
        gone = [change for change in changes if change.effect is Effect.REMOVED]

        assert {change.line_id for change in gone} == {"L-1"}
        assert len(gone) == 3

    def test_what_was_absent_comes_back(self):
        """A tombstone made by an import is lifted by one, under the same id."""
        whole = [row(first_seen="2026-01-01", name="Larkspur"), row(number="07700 900124")]
        without = apply(self.OLD, the_plan(self.OLD, whole[0]).changes)
        plan = the_plan(without, *whole)

        assert [change.effect for change in plan.changes] == [Effect.REOPENED]
        assert apply(without, plan.changes) == self.OLD

    @pytest.mark.parametrize("reason", [Removal.WRONG, Removal.DUPLICATE, Removal.MERGED])
    def test_what_somebody_removed_does_not_come_back_by_a_file(self, reason):
        """A number removed on purpose stays removed, and the file's row is told as a conflict."""
        number = next(each for each in numbers(self.OLD) if each.get("number") == "07700 900124")
        current = apply(self.OLD, [removal(number, reason)])
        plan = the_plan(current, row(first_seen="2026-01-01", name="Larkspur"), row(number="07700 900124"))

        assert plan.changes == ()
        assert [(each.id, each.row) for each in plan.conflicts] == [(number.id, 3)]

    def test_a_removed_line_keeps_its_rows_away(self):
        """A line removed on purpose is one conflict, and none of its rows is taken."""
        current = apply(self.OLD, removal_of_line(self.OLD, "L-1", Removal.MERGED))
        plan = the_plan(current, row(), row(line_id="L-2", number="07700 900125"))

        assert [(each.kind, each.line_id) for each in plan.conflicts] == [(RecordKind.LINE, "L-1")]
        assert {change.line_id for change in plan.changes} == {"L-2"}

    def test_the_id_of_an_entry_goes_before_its_number(self):
        """A row that carries the id of an entry corrects it, another number included."""
        number = next(each for each in numbers(self.OLD) if each.get("number") == "07700 900124")
        plan = the_plan(self.OLD, row(first_seen="2026-01-01", name="Larkspur"), row(number="07700 900126", entry_id=number.id))

        assert [(change.id, change.fields) for change in plan.changes] == [(number.id, ("number",))]

    def test_an_id_of_another_line_is_a_conflict(self):
        """An entry does not move between lines by its id; it stays as it is."""
        number = numbers(self.OLD)[0]
        plan = the_plan(self.OLD, row(line_id="L-2", number="07700 900126", entry_id=number.id), mode=ImportMode.UPDATE)

        assert [each.id for each in plan.conflicts] == [number.id]
        assert [change.kind for change in plan.changes] == [RecordKind.LINE]

    def test_an_id_that_no_entry_has_is_a_conflict_but_in_the_first_list(self):
        """The list gives the ids; a first list that was exported elsewhere keeps those it has."""
        cells = row(number="07700 900126", entry_id=f"num_{'0' * 26}")
        plans = [plan_import(self.OLD, of_cells(cells), ImportMode.UPDATE, CONVENTIONS, is_first=is_first) for is_first in (False, True)]

        assert [[each.row for each in plan.conflicts] for plan in plans] == [[2], []]
        assert [[change.id for change in plan.changes] for plan in plans] == [[], [cells["entry_id"]]]

    def test_an_id_that_an_entry_of_another_line_has_tells_nothing_of_it(self):
        """What was proposed under it is refused without the fields of the other: it may be one that few may know of."""
        there, meant = a_record(line_id="L-2", number="07700 900125"), a_record(number="07700 900126")
        (found,) = conflicts_of(a_register(there), [Change(None, meant)])

        assert (found.line_id, found.fields, found.code) == ("L-1", (), ConflictCode.ENTRY_TAKEN)

    def test_columns_the_file_does_not_have_keep_their_values(self):
        """A file without visibility or notes says nothing of them: a covert line stays covert."""
        current = of_cells(row(visibility="covert", notes="seen twice")).register

        assert the_plan(current, row()).changes == ()

    def test_an_empty_cell_empties_its_field_only_in_a_whole_list(self):
        """In a whole list an empty cell is an empty field; in a file that adds to the list it says nothing."""
        current = of_cells(row(notes="seen twice")).register

        assert [change.fields for change in the_plan(current, row(notes="")).changes] == [("notes",)]
        assert the_plan(current, row(notes=""), mode=ImportMode.UPDATE).changes == ()

    def test_a_later_period_is_new_in_a_file_that_adds(self):
        """A period that begins after the known one ended is a second record, not a correction."""
        current = of_cells(row(first_seen="2025-01-01", last_seen="2025-02-01")).register
        (change,) = the_plan(current, row(first_seen="2026-01-01"), mode=ImportMode.UPDATE).changes

        assert change.effect is Effect.NEW

    def test_the_closure_of_a_line_survives_its_export(self):
        """A closure said of the line comes back from an export as that of the line, and a line that is active again loses it."""
        line = a_record(RecordKind.LINE, status="closed_type2", closed_on="2026-03-01", closure_type="type2")
        current = a_register(line, a_record(number="07700 900123"))
        table = export_rows(current, visible=lambda _: True, with_conditions=True)

        assert plan_import(current, imported(table.header, table.rows), ImportMode.WHOLE, CONVENTIONS).changes == ()
        changes = the_plan(current, row(status="active")).changes
        (reopened,) = [change for change in changes if change.effect is Effect.REOPENED]
        assert reopened.after.fields == {"status": "active"}


class TestExport:
    """What leaves."""

    def test_hidden_lines_and_conditions_stay(self):
        """A covert line leaves no row and no count; an entry with conditions stays unless asked for, and is counted."""
        found = of_cells(
            row(handling="C", handling_conditions="ask first"),
            row(number="07700 900124"),
            row(line_id="L-2", number="07700 900125", visibility="covert", handling="C", handling_conditions="none may know"),
        ).register
        table = export_rows(found, visible=lambda line: not line.visibility.is_restricted, with_conditions=False)

        assert ([cells[1] for cells in table.rows], table.withheld) == (["07700 900124"], 1)
        assert told(imported(table.header, table.rows).line_list)[0].keys() == {"L-1"}


def test_conflicts_and_keys_are_plain_values():
    """A key is the pair its record is kept under."""
    assert Key(RecordKind.LINE, "L-1") == ("line", "L-1")
    assert Conflict(RecordKind.LINE, "L-1", "L-1", (), "").row is None
    assert Change(None, a_record()).fields == ()


def test_an_update_that_begins_after_a_closure_is_another_period():
    """A closed number that is seen later was given out again: it is a further entry, and the closed one stays as it was."""
    closed = a_record(number="07700 900123", closure_type="type2", closed_on="2026-03-05")
    (later,) = the_plan(a_register(closed), row(first_seen="2026-05-01"), mode=ImportMode.UPDATE).changes
    (same,) = the_plan(a_register(closed), row(first_seen="2026-02-01"), mode=ImportMode.UPDATE).changes

    assert (later.before, later.after.get("first_seen"), later.after.get("closed_on")) == (None, "2026-05-01", "")
    assert (same.id, same.after.get("closed_on")) == (closed.id, "2026-03-05")
