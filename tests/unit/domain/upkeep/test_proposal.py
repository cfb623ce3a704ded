"""Who may know of a proposal, what it reaches back to, how it is kept, and what may be the header of a file."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from matcher.domain.access.actor import Actor, Role
from matcher.domain.guarding.protection import NumberLists
from matcher.domain.line import Visibility
from matcher.domain.line_list.columns import COLUMNS
from matcher.domain.register import Change, Conventions, Record, RecordKind, Register, Removal, part_of
from matcher.domain.upkeep.change_drafts import ChangeDraft, draw_changes
from matcher.domain.upkeep.list_effects import numbers_taken_off, numbers_to_look_for, still_listed
from matcher.domain.upkeep.list_layout import faults_of_mapping, may_be_header
from matcher.domain.upkeep.proposal import ImportedFile, ProposalState, Summary, lines_hidden, may_know_proposal, sees_line, summarise
from matcher.store.proposal_document import change_object, pack, read_changes, read_summary

NUMBERS = Conventions(NumberLists())
LINE, NUMBER = RecordKind.LINE, RecordKind.NUMBER


def line(line_id="L-1", **fields):
    """Make a line."""
    return Record(LINE, line_id, line_id, fields)


def number(at=1, line_id="L-1", text="07700 900123", **fields):
    """Make a number of a line."""
    return Record(NUMBER, f"num_{at:026d}", line_id, {"number": text, **fields})


def somebody(*roles, unit="Hillside", cleared=False, user="acc_1"):
    """Make somebody who asks."""
    return Actor(user, "org_1", "unit_1", frozenset(roles), unit_name=unit, is_cleared=cleared)


class Proposed(NamedTuple):
    """A proposal that somebody may know of."""

    proposed_by: str
    summary: Summary
    state: ProposalState = ProposalState.OPEN
    is_restricted: bool = False


OPEN, COVERT = line(name="Larkspur"), line("L-2", name="Nightjar", visibility="covert", owner_unit="Hillside")
REGISTER = Register.of([OPEN, COVERT, number(), number(2, "L-2", "07700 900456")])
REVIEWER = somebody(Role.REVIEWER)


@pytest.mark.parametrize(
    ("change", "is_known"),
    [
        pytest.param(Change(OPEN, line(name="Woodlark")), True, id="of an open line"),
        pytest.param(Change(number(2, "L-2", "07700 900456"), number(2, "L-2", "07700 900457")), False, id="of a covert line"),
        pytest.param(Change(OPEN, line(name="Larkspur", visibility="covert")), False, id="that is to be covert"),
        pytest.param(Change(COVERT, line("L-2", name="Nightjar")), False, id="that was covert"),
        pytest.param(Change(None, line("L-3", visibility="owner_unit_only", owner_unit="Riverside")), False, id="that is new and covert"),
    ],
)
def test_a_proposal_is_known_to_those_who_may_know_every_line_before_and_after(change, is_known):
    """One line somebody may not know of hides the whole; the cleared, and whoever made it, know it."""
    summary = summarise(REGISTER, [change, Change(None, number(9, text="07700 900222"))])

    assert may_know_proposal(REVIEWER, Proposed("acc_2", summary), REGISTER) is is_known
    assert may_know_proposal(REVIEWER, Proposed("acc_1", summary), REGISTER)
    assert may_know_proposal(somebody(Role.REVIEWER, cleared=True), Proposed("acc_2", summary), REGISTER)
    assert summary.is_restricted is not is_known


def test_an_id_that_a_hidden_line_has_hides_nothing():
    """What was proposed as new stays visible, whatever stands on the list under that id."""
    seen = part_of(REGISTER, sees_line(REVIEWER))
    summary = summarise(seen, [Change(None, line("L-2", name="New"))])

    assert may_know_proposal(somebody(Role.SUPERVISOR), Proposed("acc_2", summary), REGISTER)


def test_a_line_that_became_covert_hides_what_was_proposed_of_it_before():
    """The list as it stands counts as well as the list that was found."""
    summary = summarise(REGISTER, [Change(OPEN, line(name="Woodlark"))])
    now = Register.of([line(name="Larkspur", visibility=Visibility.COVERT.value)])

    assert not may_know_proposal(REVIEWER, Proposed("acc_2", summary), now)


def test_a_line_that_became_covert_hides_what_brought_it():
    """So it does once that was published; of what was not, where the line is known to have stood openly under that id."""
    hiding = [Change(line("L-3", name="New"), line("L-3", name="New", visibility="covert")), Change(OPEN, line(name="Woodlark"))]
    new = Proposed("acc_2", summarise(REGISTER, [Change(None, line("L-3", name="New"))]))
    now = Register.of(each.after for each in hiding)

    assert lines_hidden(hiding) == {"L-3"}
    for how, is_known in (
        ({"state": ProposalState.PUBLISHED}, False),
        ({"state": ProposalState.REJECTED}, True),
        ({"state": ProposalState.REJECTED, "is_restricted": True}, False),
        ({"is_restricted": True}, False),
    ):
        assert may_know_proposal(REVIEWER, new._replace(**how), now) is is_known


def test_a_proposal_is_kept_as_it_is():
    """Summary and changes come back the same, tombstones and texts of any letters too, and the summary is read alone."""
    tombstone = number().remove(Removal.WRONG)
    changes = (Change(OPEN, line(name="Lärche\n\ud83d", aliases="a; b")), Change(None, number(3)), Change(number(), tombstone))
    summary = summarise(REGISTER, changes, ImportedFile("may.csv", "0" * 64, "whole", 3, 4, ("A note.",)))
    packed = pack(summary, changes)

    assert {each.key: (each.before, each.after) for each in read_changes(packed)} == {
        each.key: (each.before, each.after) for each in changes
    }
    assert read_summary(packed) == summary
    assert {effect.value: count for effect, count in summary.counts.items() if count} == {"new": 1, "changed": 1, "removed": 1}
    assert change_object(changes[2])["after"]["removed"] == "wrong"


def test_what_a_match_rests_on_is_looked_for():
    """New, restored and redated numbers are looked for; notes, removals and lines are not."""
    changes = [
        Change(None, number(1)),
        Change(number(2).remove(Removal.ABSENT), number(2)),
        Change(number(3), number(3, first_seen="2026-01-01")),
        Change(number(4), number(4, notes="x", reported_by_sources="2")),
        Change(number(5), number(5).remove(Removal.WRONG)),
        Change(OPEN, line(name="Woodlark")),
    ]

    assert [record.id[-1] for record in numbers_to_look_for(changes, REGISTER)] == ["1", "2", "3"]


def test_what_the_list_takes_back_is_recalled_as_it_stood():
    """Removed for whatever reason, corrected to another number, or suspected to be false by now, each with its cause.

    Not what is written in another spelling, was closed, or had been no more on the list.
    """
    changes = [
        Change(number(1), number(1).remove(Removal.WRONG)),
        Change(number(2), number(2, text="07700 900124")),
        Change(number(3), number(3, text="+447700900123")),
        Change(number(4), number(4).remove(Removal.DUPLICATE)),
        Change(number(5).remove(Removal.ABSENT), number(5, text="07700 900125")),
        Change(None, number(6)),
        Change(number(7, intel_grade="B"), number(7, intel_grade="E")),
        Change(number(8), number(8, closed_on="2026-04-01", closure_type="seized")),
        Change(number(9), number(9).remove(Removal.ABSENT)),
    ]
    found = numbers_taken_off(changes, NUMBERS)

    assert [(each.record.id[-1], each.cause) for each in found] == [
        ("1", "wrong"),
        ("2", "corrected"),
        ("4", "duplicate"),
        ("7", "suspected-false"),
        ("9", "absent-from-import"),
    ]
    assert {each.record.get("number") for each in found} == {"07700 900123"}


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        pytest.param([], {("L-1", "+447700900123")}, id="nothing"),
        pytest.param([Change(number(1), number(1).remove(Removal.ABSENT))], set(), id="removed"),
        pytest.param(
            [Change(number(1), number(1).remove(Removal.ABSENT)), Change(None, number(2, text="+44 7700 900123"))],
            {("L-1", "+447700900123")},
            id="under another id",
        ),
        pytest.param([Change(number(1), number(1, intel_grade="E"))], set(), id="suspected to be false"),
        pytest.param([Change(line(), line().remove(Removal.WRONG))], set(), id="with its line"),
    ],
)
def test_what_a_line_still_holds_is_told_before_anything_is_published(changes, left):
    """By line and number, whichever record says so; what is compared with no phone does not count."""
    register = Register.of([line(), number(1)])

    assert still_listed(register, changes, {"L-1"}, NUMBERS) == left


@pytest.mark.parametrize(
    ("cells", "is_header"),
    [
        (["Line", "Phone no."], True),
        (["Nr.", "Téléphone", ""], True),
        (["L-1", "07700 900123"], False),
        (["Line", "Line "], False),
        (["only one"], False),
        (["a", "b\x00"], False),
        (["a", "x" * 101], False),
        ([], False),
    ],
)
def test_a_row_of_values_is_taken_for_no_header(cells, is_header):
    """A row is a header of unknown columns only where showing it tells nobody's number."""
    assert may_be_header(cells) is is_header


def test_a_mapping_names_columns_that_are_there_and_each_once():
    """A header the file does not have, an unknown column and one that stands for two are told, each at its place."""
    header = ["Line", "Phone no.", "Other"]
    told = faults_of_mapping(header, {"line": "line_id", "PHONE NO.": "number", "Other": ""})
    wrong = faults_of_mapping(header, {"Line": "line_id", "Other": "line_id", "Nowhere": "name", "Phone no.": "nonsense"})

    assert told == ()
    assert [fault.place for fault in wrong] == ["mapping.0", "mapping.1", "mapping.2", "mapping.3"]
    assert wrong[3].sentence.endswith(f"which is no column of a list. The columns are: {', '.join(COLUMNS)}.")


def test_what_cannot_be_seen_is_answered_as_if_absent():
    """Drafts about a hidden line have the faults of drafts about no line."""
    seen = part_of(REGISTER, sees_line(REVIEWER))
    told = [
        draw_changes(seen, [ChangeDraft(NUMBER, line_id=each, fields={"number": "07700 900222"})], NUMBERS, lambda kind: f"{kind}_{0:026d}")
        for each in ("L-2", "L-9")
    ]

    assert told[0].faults == told[1].faults
    assert [fault.place for fault in told[0].faults] == ["line_id"]


def test_all_numbers_of_a_line_that_opens_again_are_looked_for():
    """They are judged by its closure: those that stand in the register beside those that are changed themselves, and no removed one."""
    register = Register.of([line(status="closed_type2"), number(1), number(2), number(3).remove(Removal.WRONG), number(4, "L-2")])
    changes = [Change(line(status="closed_type2"), line(status="active")), Change(number(2), number(2, first_seen="2026-01-01"))]

    assert sorted(record.id[-1] for record in numbers_to_look_for(changes, register)) == ["1", "2"]
