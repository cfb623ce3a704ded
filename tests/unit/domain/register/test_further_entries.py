"""New entries about what their line has an entry of already."""

from __future__ import annotations

from matcher.domain.register import Change, ImportMode, Key, RecordKind, Removal, further_entries, plan_import, say_further_entries
from register_lists import CONVENTIONS, a_record, a_register, of_cells

SPRING = a_record(number="07700 900123", first_seen="2026-01-01", last_seen="2026-03-01")
SUMMER = a_record(id=f"num_{'1' * 26}", number="+447700900123", first_seen="2026-06-01")


def found(known, *changes, **spoken_of):
    """Give the ids of what is found."""
    return [record.id for record in further_entries(known, changes, CONVENTIONS, **spoken_of)]


def test_a_second_entry_of_a_number_is_found_in_any_spelling():
    """Beside one that stays as it is; not where that goes, is changed as well, was removed before, or stands on another line."""
    new = Change(None, SUMMER)

    assert found(a_register(SPRING), new) == [SUMMER.id]
    assert found(a_register(SPRING), new, Change(SPRING, SPRING.remove(Removal.DUPLICATE))) == []
    assert found(a_register(SPRING.remove(Removal.WRONG)), new) == []
    assert found(a_register(a_record(line_id="L-2", number="07700 900123")), new) == []
    assert found(a_register(SPRING), new, spoken_of={SPRING.key}) == []
    assert found(a_register(SPRING), Change(None, a_record(RecordKind.LINE, line_id="L-2"))) == []


def test_a_person_is_found_by_name_and_number():
    """A second entry of one person is told; another person with the same number is another person."""
    alex = a_record(RecordKind.ASSOCIATE, id=f"ass_{'0' * 26}", number="07700 900123", associate_name="Alex Example", intel_grade="E")
    again = a_record(RecordKind.ASSOCIATE, id=f"ass_{'1' * 26}", number="07700 900123", associate_name="alex example")
    other = a_record(RecordKind.ASSOCIATE, id=f"ass_{'2' * 26}", number="07700 900123", associate_name="Jo Sample")

    assert found(a_register(alex), Change(None, again), Change(None, other)) == [again.id]


def test_an_update_without_ids_says_which_rows_come_beside_others():
    """A row that begins after the entry ended is a further one, and is named; a file that holds both speaks of both, and says nothing."""
    cells = {"line_id": "L-1", "number": "07700 900123"}
    known = of_cells({**cells, "first_seen": "2026-01-01", "last_seen": "2026-03-01"}).register
    later = {**cells, "first_seen": "2026-06-01"}
    both = of_cells({**cells, "first_seen": "2026-01-01", "last_seen": "2026-03-01"}, later)
    alone, whole = (plan_import(known, file, ImportMode.UPDATE, CONVENTIONS) for file in (of_cells(later), both))

    (told,) = say_further_entries(further_entries(known, alone.changes, CONVENTIONS, alone.rows), alone.rows)

    assert told == (
        "1 new entry is about a number or person that its line has an entry of already, for other dates, and stands beside that one: "
        "row 2 on line L-1. To correct an entry that is there, name it by its id: entry_id in a file, as an export writes it."
    )
    assert [change.after.get("first_seen") for change in whole.changes] == ["2026-06-01"]
    assert further_entries(known, whole.changes, CONVENTIONS, whole.rows) == ()


def test_the_first_twenty_further_entries_are_named_and_the_others_counted():
    """Rows in their order where there are some; nothing is said of nothing."""
    several = [a_record(id=f"num_{at}") for at in range(23)]
    (told,) = say_further_entries(several, {Key(each.kind, each.id): 30 - at for at, each in enumerate(several[:2])})

    assert told.startswith("23 new entries are about")
    assert ": row 29 on line L-1; row 30 on line L-1; number num_2 on line L-1;" in told
    assert "; number num_19 on line L-1; and 3 more. To correct" in told
    assert say_further_entries([]) == ()
