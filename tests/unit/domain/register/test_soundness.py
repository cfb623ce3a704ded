"""What a proposal is told before anybody publishes it: the faults of a list file, and the rules of keeping a list."""

from __future__ import annotations

import pytest

from matcher.domain.register import (
    Change,
    ConflictingChanges,
    Draft,
    NotARegister,
    Record,
    RecordKind,
    Register,
    Removal,
    apply,
    check,
    diff,
    draft_records,
    read_document,
    removal,
    removal_of_line,
    write_document,
)
from register_lists import CONVENTIONS, a_record, a_register, imported

ONE, TWO, THREE = (f"num_{str(at) * 26}" for at in (1, 2, 3))
PERSON = f"ass_{'1' * 26}"


def faults(register: Register, *changes: Change, from_file: bool = False) -> list[tuple[str, str]]:
    """Place and sentence of every fault."""
    return [(fault.place, fault.sentence) for fault in check(register, changes, CONVENTIONS, from_file=from_file)]


def places(register: Register, *changes: Change, from_file: bool = False) -> list[str]:
    """Place of every fault."""
    return [place for place, _ in faults(register, *changes, from_file=from_file)]


def new(**fields: str) -> Change:
    """A new number of line L-1."""
    return Change(None, a_record(id=THREE, **fields))


def changed(record: Record, **fields: str) -> Change:
    """A record with some fields changed."""
    return Change(record, Record(record.kind, record.id, record.line_id, {**record.fields, **fields}))


LISTED = a_record(id=ONE, number="07700 900123", first_seen="2026-01-01")
REGISTER = a_register(LISTED, a_record(id=TWO, number="07700 900124"))
LINE = REGISTER.line("L-1")


def test_a_sound_change_has_no_fault():
    """A new number with dates and grading may be published."""
    assert faults(REGISTER, new(number="07700 900125", first_seen="2026-02-01", source_grade="2", handling="P")) == []


#: A cell of a number that no list file may hold.
BAD_CELLS = [
    ("number", "07700 900999"),
    ("number", "07700 90012"),
    ("number", "07700 900123 / 07700 900124"),
    ("number", "07700 900123 ext 5"),
    ("first_seen", "31/02/2026"),
    ("last_seen", "46113"),
    ("number_role", "boss"),
    ("source_grade", "4"),
    ("handling", "X"),
    ("closure_type", "type3"),
    ("notes", "=A1"),
    ("reported_by_sources", "many"),
]


@pytest.mark.parametrize(("column", "cell"), BAD_CELLS)
def test_a_proposal_and_a_file_have_the_same_faults_in_the_same_words(column: str, cell: str):
    """What refuses a list file refuses a proposal, with the same sentence."""
    fields = {"number": "07700 900125", column: cell}
    with pytest.raises(Exception, match="cannot be used") as refused:
        imported(["line_id", *fields], [["L-1", *fields.values()]])
    in_file = [(fault.place.replace("row 2", "change 1"), fault.sentence) for fault in refused.value.faults]

    assert set(in_file) <= set(faults(REGISTER, new(**fields)))


def test_conditions_are_needed_where_the_code_says_so():
    """Handling C without conditions is a fault of the conditions (domain 4.3)."""
    assert places(REGISTER, new(number="07700 900125", handling="C")) == ["change 1, column handling_conditions"]


def test_faults_of_a_line_are_those_of_its_columns():
    """Status, markers and dates of a line are read like those of a file."""
    line = a_record(RecordKind.LINE, line_id="L-9", status="open", markers="sword", review_due="soon", name="Kettle")

    assert places(REGISTER, Change(None, line)) == [f"change 1, column {each}" for each in ("status", "markers", "review_due")]


def test_a_value_has_to_be_spelt_as_the_register_keeps_it():
    """A date in another spelling is refused, and `draft_records` gives the spelling that is kept."""
    typed = {"number": "07700 900125", "first_seen": "03/02/2026", "source_grade": "2/B/P"}
    drafted = draft_records([Draft(RecordKind.NUMBER, THREE, "L-1", typed)], CONVENTIONS)
    (record,) = drafted.records

    assert "change 1, column first_seen" in places(REGISTER, new(**typed))
    assert (drafted.faults, record.get("first_seen"), record.get("intel_grade")) == ((), "2026-02-03", "B")
    assert faults(REGISTER, Change(None, record)) == []


def test_a_field_of_another_kind_is_a_fault():
    """A number has no name, and a person needs one."""
    assert places(REGISTER, new(number="07700 900125", name="Larkspur")) == ["change 1, column name"]
    assert "change 1, column associate_name" in places(
        REGISTER, Change(None, a_record(RecordKind.ASSOCIATE, PERSON, number="07700 900125"))
    )


def test_a_person_needs_confidence_and_justification():
    """Linking a person to a line says how sure it is and what it rests on; a file may leave it open."""
    person = Change(None, a_record(RecordKind.ASSOCIATE, PERSON, number="07700 900125", associate_name="Alex Example"))

    assert places(REGISTER, person) == ["change 1, column associate_confidence", "change 1, column associate_justification"]
    assert places(REGISTER, person, from_file=True) == []


class TestClosing:
    """Closing takes a type and a day (domain 12)."""

    @pytest.mark.parametrize(
        ("fields", "column"),
        [
            ({"status": "closed_type1"}, "closed_on"),
            ({"status": "active", "closed_on": "2026-03-01", "closure_type": "type1"}, "status"),
            ({"status": "closed_type1", "closed_on": "2026-03-01", "closure_type": "type2"}, "status"),
            ({"closed_on": "2026-03-01"}, "closure_type"),
        ],
    )
    def test_a_line_is_closed_whole_or_not_at_all(self, fields, column):
        """A day without a type, a type without a day, and a status that says otherwise are faults."""
        assert f"change 1, column {column}" in places(REGISTER, changed(LINE, **fields))

    def test_a_line_is_closed_with_day_and_type(self):
        """Status, day and type together are sound; so is a day on one of its numbers."""
        whole = changed(LINE, status="closed_type2", closed_on="2026-03-01", closure_type="ddtro")
        number = changed(LISTED, closed_on="2026-03-01", closure_type="type2")

        assert places(REGISTER, whole) == []
        assert places(REGISTER, number, changed(LINE, status="closed_type2")) == []

    def test_a_number_is_closed_with_day_and_type(self):
        """Of a number each without the other is a fault, but not in a file, which is read with a note."""
        assert places(REGISTER, changed(LISTED, closed_on="2026-03-01")) == ["change 1, column closure_type"]
        assert places(REGISTER, changed(LISTED, closure_type="type1")) == ["change 1, column closed_on"]
        assert places(REGISTER, changed(LISTED, closure_type="type1"), from_file=True) == []


class TestLinks:
    """Which number followed which."""

    def test_a_number_of_the_line_may_be_named_by_number_or_id(self):
        """Both name the same entry."""
        assert places(REGISTER, changed(LISTED, successor="+447700900124")) == []
        assert places(REGISTER, changed(LISTED, successor=TWO)) == []

    @pytest.mark.parametrize("successor", [ONE, THREE, "+447700900126"])
    def test_nothing_follows_itself_or_what_is_not_there(self, successor):
        """The own id, an unknown id and a number of no entry of the line are faults."""
        assert places(REGISTER, changed(LISTED, successor=successor)) == ["change 1, column successor"]

    def test_entries_do_not_follow_each_other_in_a_circle(self):
        """A circle over three entries is told where it is closed."""
        three = a_record(id=THREE, number="07700 900125", predecessor=TWO)
        register = a_register(changed(LISTED, successor=TWO).after, a_record(id=TWO, number="07700 900124"), three)

        assert places(register, changed(three, successor=ONE)) == ["change 1, column predecessor", "change 1, column successor"]

    def test_a_number_with_two_periods_is_named_by_id(self):
        """A number of two entries names neither of them."""
        register = a_register(
            LISTED, a_record(id=TWO, number="07700 900123", first_seen="2025-01-01"), a_record(id=THREE, number="07700 900126")
        )
        three = register.get(RecordKind.NUMBER, THREE)

        assert "Several entries" in faults(register, changed(three, predecessor="+447700900123"))[0][1]
        assert faults(register, changed(three, predecessor=TWO)) == []


class TestRecordsTogether:
    """What one record means for another."""

    def test_a_repetition_is_a_fault_of_the_new_entry(self):
        """The same number with the same dates on the same line is there already; with other dates it is another period."""
        assert places(REGISTER, new(number="+447700900123", first_seen="2026-01-01")) == ["change 1, column number"]
        assert places(REGISTER, new(number="+447700900123", first_seen="2026-06-01")) == []

    def test_a_number_needs_its_line(self):
        """A number of a line that is not there, or that is removed, is a fault."""
        orphan = Change(None, a_record(id=THREE, line_id="L-9", number="07700 900125"))

        assert places(REGISTER, orphan) == ["change 1, column line_id"]
        assert places(REGISTER, orphan, Change(None, a_record(RecordKind.LINE, line_id="L-9"))) == []

    def test_a_line_is_removed_with_what_hangs_on_it(self):
        """Removing a line alone would leave its numbers without it."""
        assert places(REGISTER, removal(LINE, Removal.WRONG)) == ["change 1"]
        assert places(REGISTER, *removal_of_line(REGISTER, "L-1", Removal.WRONG)) == []

    def test_only_the_link_of_a_person_is_undone(self):
        """A number is removed for another reason; the link of a person may be undone."""
        person = a_record(RecordKind.ASSOCIATE, PERSON, number="07700 900125", associate_name="Alex Example")

        assert places(REGISTER, removal(LISTED, Removal.UNDONE)) == ["change 1"]
        assert places(a_register(person), removal(person, Removal.UNDONE)) == []

    def test_what_is_removed_keeps_its_fields(self):
        """A tombstone says what was removed."""
        emptied = Change(LISTED, Record(LISTED.kind, LISTED.id, LISTED.line_id, {}, Removal.WRONG))

        assert places(REGISTER, emptied) == ["change 1"]

    def test_a_record_keeps_its_line(self):
        """An entry does not move to another line."""
        moved = Change(LISTED, a_record(id=ONE, line_id="L-9", number="07700 900123"))

        assert "change 1, column line_id" in places(REGISTER, moved)


class TestApplying:
    """All together or not at all."""

    def test_every_conflict_is_named_with_its_fields(self):
        """A record that changed since, one that is gone and one that is there already are each told."""
        since = apply(REGISTER, [changed(LISTED, intel_grade="B")])
        wanted = [
            changed(LISTED, intel_grade="C"),
            Change(None, a_record(id=TWO)),
            Change(a_record(id=THREE), a_record(id=THREE, notes="x")),
        ]
        with pytest.raises(ConflictingChanges) as refused:
            apply(since, wanted)

        assert [(each.id, each.fields) for each in refused.value.conflicts] == [(ONE, ("intel_grade",)), (TWO, ("number",)), (THREE, ())]

    def test_one_record_is_changed_once(self):
        """Two changes of one record in one set are refused."""
        with pytest.raises(ConflictingChanges):
            apply(REGISTER, [changed(LISTED, notes="one"), changed(LISTED, notes="two")])

    def test_a_removal_in_between_is_named_as_such(self):
        """Somebody else removed the record: the conflict says so."""
        since = apply(REGISTER, [removal(LISTED, Removal.WRONG)])
        with pytest.raises(ConflictingChanges) as refused:
            apply(since, [changed(LISTED, notes="one")])

        assert [(each.fields, each.sentence) for each in refused.value.conflicts] == [(("removed",), "The record was removed since.")]

    def test_a_diff_counts_what_changed_and_what_did_not(self):
        """Every effect is counted, and what stayed as well."""
        after = apply(REGISTER, [changed(LISTED, closed_on="2026-03-01", closure_type="type2"), new(number="07700 900125")])
        found = diff(REGISTER, after)

        assert {effect.value: count for effect, count in found.counts.items() if count} == {"new": 1, "closed": 1}
        assert found.unchanged == 2


@pytest.mark.parametrize(
    "content", [b"", b"line_id,number\n", b'{"format":"linewatch.register/1"}\n{}\n', "é".encode(), b'{"format":"linewatch.register/2"}\n']
)
def test_what_is_no_document_is_refused(content: bytes):
    """Other bytes are no register."""
    with pytest.raises(NotARegister):
        read_document(content)


def test_a_document_keeps_any_text():
    """Line breaks, halves of characters and signs of the format itself come back as they were."""
    register = a_register(a_record(notes='two\nlines \ud83d },{" \x00 é'))

    assert read_document(write_document(register)) == register
    assert Record(RecordKind.LINE, "L-1", "L-1", {"name": ""}) == Record(RecordKind.LINE, "L-1", "L-1")
