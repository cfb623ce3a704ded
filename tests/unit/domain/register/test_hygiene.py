"""What a unit should mend in its list (domain 12)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from config.door import FOLDER
from matcher.domain.register import HygieneCode, HygieneFinding, HygieneLimits, RecordKind, Register, Removal, apply, hygiene, removal
from matcher.errors import BadConfiguration
from matcher.service.load_thresholds import load_hygiene_limits
from register_lists import CONVENTIONS, a_record

TODAY = date(2026, 4, 1)

#: A line and a number with which nothing is wrong.
LINE = {"name": "Larkspur", "status": "active", "owner_unit": "Estmoor Intelligence", "review_due": "2026-09-01"}
NUMBER = {
    "number": "07700 900123",
    "first_seen": "2026-02-01",
    "last_seen": "2026-03-20",
    "source_grade": "2",
    "intel_grade": "B",
    "handling": "P",
    "reported_by_sources": "2",
}
ONE, TWO = (f"num_{str(at) * 26}" for at in (1, 2))


def a_list(line: dict[str, str] | None = None, number: dict[str, str] | None = None) -> Register:
    """One line with one number, with some fields changed."""
    return Register.of(
        [
            a_record(RecordKind.LINE, **{**LINE, **(line or {})}),
            a_record(id=ONE, **{**NUMBER, **(number or {})}),
        ]
    )


def found(register: Register, **changes) -> tuple[HygieneFinding, ...]:
    """What there is to mend."""
    return hygiene(register, CONVENTIONS, HygieneLimits(), TODAY, **changes)


def codes(register: Register, **changes) -> list[str]:
    """The codes of it."""
    return [each.code.value for each in found(register, **changes)]


def test_an_entry_that_says_everything_has_nothing_to_mend():
    """Owner, review date, dates, grading, handling and two sources: nothing is told."""
    assert codes(a_list()) == []


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        ({"owner_unit": ""}, {}, "no-owner"),
        ({"review_due": ""}, {}, "no-review-date"),
        ({"review_due": "2026-05-01"}, {}, "review-due"),
        ({"review_due": "2026-03-31"}, {}, "review-overdue"),
        ({}, {"first_seen": "2025-02-01", "last_seen": "2025-09-29"}, "not-reconfirmed"),
        ({"status": "closed_type1"}, {}, "closure-incomplete"),
        ({"status": "closed_type1", "closed_on": "2026-05-01", "closure_type": "type1"}, {}, "day-to-come"),
        ({}, {"closed_on": "2026-03-21"}, "closure-incomplete"),
        ({"status": "dormant"}, {"first_seen": "", "last_seen": ""}, "undated"),
        ({}, {"date_precision": "undated"}, "undated"),
        ({}, {"reported_by_sources": "1"}, "single-source"),
        ({}, {"source_grade": ""}, "no-grading"),
        ({}, {"intel_grade": "E"}, "suspected-false"),
        ({}, {"handling": ""}, "no-handling"),
        ({}, {"number": "07700 900888"}, "on-warning-list"),
        ({}, {"number": "07700 900999"}, "protected"),
        ({}, {"number": "07700 9009"}, "unreadable"),
    ],
)
def test_each_thing_to_mend_is_told(line, number, code):
    """Every fault alone is the only finding, with its record, a sentence and advice, and no number in either."""
    (finding,) = found(a_list(line, number))

    assert finding.code.value == code
    assert (finding.id in {"L-1", ONE}, finding.line_id) == (True, "L-1")
    assert finding.sentence.endswith(".")
    assert finding.advice.endswith(".")
    assert "07700" not in finding.sentence + finding.advice


def test_an_unknown_count_of_sources_is_no_single_source():
    """Where the list says nothing of how many sources report an entry, nothing is told of it."""
    assert codes(a_list({}, {"reported_by_sources": ""})) == []


@pytest.mark.parametrize(("due", "is_told"), [("2026-05-01", True), ("2026-05-02", False), ("2026-04-01", True)])
def test_a_review_is_due_thirty_days_ahead(due, is_told):
    """A review date today or within thirty days is told as due, a later one is not."""
    assert ("review-due" in codes(a_list({"review_due": due}))) is is_told


def test_a_confirmation_keeps_a_line_active():
    """Somebody who confirmed the line lately makes up for old dates; a dormant line needs none."""
    old = {"first_seen": "2025-02-01", "last_seen": "2025-03-01"}

    assert codes(a_list({}, old), confirmed={"L-1": date(2026, 3, 1)}) == []
    assert codes(a_list({}, old), confirmed={"L-1": date(2025, 3, 1)}) == ["not-reconfirmed"]
    assert codes(a_list({"status": "dormant"}, old)) == []


def test_a_closed_line_needs_no_review():
    """A line that was closed with day and type has no review that is due."""
    closed = {"status": "closed_type2", "closed_on": "2026-03-21", "closure_type": "type2", "review_due": "2026-01-01"}

    assert codes(a_list(closed)) == []


class TestTwoLines:
    """What two lines share."""

    def two(self, line: dict[str, str], number: dict[str, str]) -> Register:
        """A second line, called Kettle, with the number of the first."""
        return Register.of(
            [
                *a_list().records.values(),
                a_record(RecordKind.LINE, line_id="L-2", **{**LINE, "name": "Kettle", **line}),
                a_record(id=TWO, line_id="L-2", **{**NUMBER, **number}),
            ]
        )

    @pytest.mark.parametrize(
        ("number", "is_told"),
        [
            ({}, True),
            ({"first_seen": "2025-01-01", "last_seen": "2026-02-01"}, True),
            ({"first_seen": "2025-01-01", "last_seen": "2026-01-31"}, False),
            ({"first_seen": "2026-01-01", "last_seen": "2026-01-01", "date_precision": "quarter"}, True),
            ({"first_seen": "2025-11-01", "last_seen": "", "closed_on": "2026-01-15", "closure_type": "type2"}, False),
            ({"first_seen": "2025-11-01", "last_seen": ""}, True),
            ({"number": "07700 900124"}, False),
            ({"intel_grade": "E"}, False),
        ],
    )
    def test_a_number_on_two_lines_at_once_is_told_on_both(self, number, is_told):
        """A number handed on from one line to another is no fault; one that both have at one time is, told of each entry."""
        told = [each for each in found(self.two({}, number)) if each.code is HygieneCode.ON_TWO_LINES]

        assert [(each.id, [other.id for other in each.others]) for each in told] == ([(ONE, [TWO]), (TWO, [ONE])] if is_told else [])

    @pytest.mark.parametrize(
        ("line", "is_told"), [({"name": "larkspur"}, True), ({"aliases": "Spur; LARKSPUR"}, True), ({"name": "Lark"}, False)]
    )
    def test_a_brand_of_two_lines_is_told_on_both(self, line, is_told):
        """A name or alias that two lines share is told of both, whatever its case."""
        told = [each for each in found(self.two(line, {"number": "07700 900124"})) if each.code is HygieneCode.BRAND_SHARED]

        assert [(each.id, [other.id for other in each.others]) for each in told] == (
            [("L-1", ["L-2"]), ("L-2", ["L-1"])] if is_told else []
        )


def test_what_is_removed_is_no_matter_any_more():
    """Tombstones have nothing to mend."""
    register = a_list({}, {"handling": ""})

    assert codes(apply(register, [removal(register.records[RecordKind.NUMBER, ONE], Removal.WRONG)])) == ["not-reconfirmed"]


def test_the_most_urgent_comes_first():
    """Findings come in the order of the codes, earlier days before later ones."""
    told = found(a_list({"owner_unit": "", "review_due": "2026-03-01"}, {"number": "07700 900999"}))

    assert [each.code for each in told] == sorted((each.code for each in told), key=list(HygieneCode).index)
    assert told[0].code is HygieneCode.PROTECTED


def test_the_limits_come_from_the_configuration(tmp_path: Path):
    """The shipped figures are those of the domain, and a file that says too little or too much is refused with its lines."""
    assert load_hygiene_limits(FOLDER) == HygieneLimits()
    assert {each.name for each in fields(HygieneLimits)} == {
        line.split(":")[0] for line in (FOLDER / "hygiene.yaml").read_text().splitlines() if line[:1].isalpha()
    }
    (tmp_path / "hygiene.yaml").write_text("review_due_within_days: -1\nreconfirm_within_days: 183\n")
    with pytest.raises(BadConfiguration) as refused:
        load_hygiene_limits(tmp_path)

    told = {each.sentence.split()[0] for each in refused.value.faults}
    assert {"list_old_after_days", "sources_wanted"} < told
    assert len(refused.value.faults) == len(fields(HygieneLimits)) - 1
