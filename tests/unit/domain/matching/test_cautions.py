"""Every caution of domain 5.4 is given where its condition holds, and only there."""

from __future__ import annotations

from datetime import date

import pytest

from builders import AT, NUMBER, a_call, a_line, a_list, a_moment, a_number_set, a_sighting, an_entry, number_lists
from matcher.domain.line import LineStatus
from matcher.domain.match import Match, Strength, Thresholds
from matcher.domain.matching.cautions import Caution
from matcher.domain.matching.grading import find_matches
from matcher.domain.numbers.reading import Certainty, Status
from matcher.domain.sighting import Role, Sighting

LISTS = number_lists(
    protected=a_number_set(words=["solicitor"]),
    warning=a_number_set(numbers=["+447700900999"], words=["taxi"]),
    family=a_number_set(words=["mum"]),
)


def match_of(*sightings: Sighting, entries=None, line=None, at=AT, thresholds: Thresholds | None = None) -> Match:
    """The only match of these sightings."""
    (found,) = find_matches(
        sightings,
        a_list(entries or [an_entry()], [line or a_line()]),
        at=at,
        lists=LISTS,
        thresholds=thresholds or Thresholds(),
        subject=None,
    )
    return found


#: A contact in the dates of the list, well graded: only the first caution applies.
CLEAN = a_call("2026-03-01")

#: For each caution a case where it holds, and the nearest case where it does not.
CASES = {
    Caution.CUSTOMER_OR_VICTIM: (lambda: match_of(CLEAN), None),
    Caution.REISSUED: (lambda: match_of(a_call("2026-06-01"), at=a_moment("2026-06-02")), lambda: match_of(a_call("2025-12-01"))),
    Caution.HELD_BEFORE: (
        lambda: match_of(a_call("2025-12-01")),
        lambda: match_of(a_call("2026-06-01"), at=a_moment("2026-06-02")),
    ),
    Caution.UNDATED: (lambda: match_of(a_sighting()), lambda: match_of(CLEAN)),
    Caution.OUT_OF_WINDOW: (lambda: match_of(a_call("2025-12-01")), lambda: match_of(a_call("2026-01-15"))),
    Caution.LINE_CLOSED: (
        lambda: match_of(CLEAN, line=a_line(status=LineStatus.CLOSED_TYPE1)),
        lambda: match_of(CLEAN, line=a_line(status=LineStatus.DORMANT)),
    ),
    Caution.NUMBER_CLOSED: (
        lambda: match_of(CLEAN, entries=[an_entry(closed_on=date(2026, 3, 31))]),
        lambda: match_of(CLEAN, entries=[an_entry(closed_on=date(2026, 3, 31))], line=a_line(status=LineStatus.CLOSED_TYPE1)),
    ),
    Caution.LINE_DISPUTED: (lambda: match_of(CLEAN, line=a_line(status=LineStatus.DISPUTED)), lambda: match_of(CLEAN)),
    Caution.LINE_SUSPECTED: (lambda: match_of(CLEAN, line=a_line(status=LineStatus.SUSPECTED)), lambda: match_of(CLEAN)),
    Caution.LINE_CONTINUED: (
        lambda: match_of(CLEAN, line=a_line(status=LineStatus.REBRANDED)),
        lambda: match_of(CLEAN, line=a_line(status=LineStatus.DORMANT)),
    ),
    Caution.REVIEW_OVERDUE: (
        lambda: match_of(CLEAN, line=a_line(review_due=date(2026, 3, 31))),
        lambda: match_of(CLEAN, line=a_line(review_due=date(2026, 4, 1))),
    ),
    Caution.SINGLE_SOURCE: (
        lambda: match_of(CLEAN, entries=[an_entry(intel_grade="A")]),
        lambda: match_of(CLEAN, entries=[an_entry(intel_grade="A"), an_entry(intel_grade="A", row=3, first_seen=date(2026, 1, 1))]),
    ),
    Caution.WEAK_GRADING: (
        lambda: match_of(CLEAN, entries=[an_entry(intel_grade="C")]),
        lambda: match_of(CLEAN, entries=[an_entry(intel_grade="A")]),
    ),
    Caution.UNGRADED: (
        lambda: match_of(CLEAN, entries=[an_entry(source_grade=None, intel_grade=None)]),
        lambda: match_of(CLEAN, entries=[an_entry(source_grade=None)]),
    ),
    Caution.HANDLING_CONDITIONS: (
        lambda: match_of(CLEAN, entries=[an_entry(handling="C")]),
        lambda: match_of(CLEAN, entries=[an_entry(handling="P")]),
    ),
    Caution.REPAIRED: (
        lambda: match_of(a_call("2026-03-01", certainty=Certainty.REPAIRED, status=Status.OK_REPAIRED)),
        lambda: match_of(a_call("2026-03-01", certainty=Certainty.INFERRED)),
    ),
    Caution.CARRYING_FOR_SOMEONE: (lambda: match_of(a_sighting(role=Role.OWNER)), lambda: match_of(CLEAN)),
    Caution.SHARED_HANDSET: (lambda: match_of(a_call("2026-01-15")), lambda: match_of(a_call("2026-04-01"))),
    Caution.SYNCED: (lambda: match_of(a_sighting()), lambda: match_of(a_sighting(), CLEAN)),
    Caution.MENTIONED_ONLY: (lambda: match_of(a_sighting(role=Role.GROUP)), lambda: match_of(a_sighting(role=Role.LIST_CHECK))),
    Caution.FAMILY_LABEL: (lambda: match_of(a_sighting(label="My mum")), lambda: match_of(a_sighting(label="Mumbles"))),
    Caution.PROTECTED_LABEL: (lambda: match_of(a_sighting(label="Solicitors")), lambda: match_of(a_sighting(label="Solly"))),
    Caution.NICKNAME: (lambda: match_of(a_sighting(label="Larkspur 2")), lambda: match_of(a_sighting(label="Lark"))),
    Caution.DELETED: (lambda: match_of(a_sighting(deleted=True)), lambda: match_of(a_sighting())),
    Caution.TIMES_LEFT_OUT: (lambda: match_of(a_call("1970-01-01")), lambda: match_of(CLEAN)),
    Caution.ZONE_UNKNOWN: (lambda: match_of(a_call("2026-03-01", zone_known=False)), lambda: match_of(a_sighting(zone_known=False))),
}


@pytest.mark.parametrize("caution", Caution, ids=lambda each: each.name.lower())
def test_a_caution_stands_where_its_condition_holds(caution: Caution):
    """Each caution is given in its own case."""
    assert caution in CASES[caution][0]().cautions


@pytest.mark.parametrize("caution", [each for each in Caution if CASES[each][1]], ids=lambda each: each.name.lower())
def test_a_caution_does_not_stand_beside_its_condition(caution: Caution):
    """Each caution is missing in the nearest case that is not its own."""
    assert caution not in CASES[caution][1]().cautions


@pytest.mark.parametrize("caution", Caution, ids=lambda each: each.name.lower())
def test_a_caution_is_one_plain_sentence(caution: Caution):
    """Cautions are sentences without names, numbers or codes."""
    assert caution.value.endswith(".")
    assert caution.value[0].isupper()
    assert "{" not in caution.value


@pytest.mark.parametrize(("due", "is_told"), [(date(2026, 3, 2), False), (date(2026, 3, 1), True)])
def test_how_late_a_review_may_be_is_the_operators_figure(due: date, is_told: bool):
    """A line is overdue when more days than the threshold have passed since its review was due."""
    match = match_of(CLEAN, line=a_line(review_due=due), thresholds=Thresholds(review_overdue_days=30))

    assert (Caution.REVIEW_OVERDUE in match.cautions) is is_told


def test_cautions_are_told_once_and_the_first_is_always_the_same():
    """However many sightings there are, each caution stands once, and the customer-or-victim caution first."""
    found = match_of(*(a_sighting(label=label, deleted=True) for label in ("Mum", "Larkspur", "Solicitor", "Abbey taxi")))

    assert found.cautions[0] is Caution.CUSTOMER_OR_VICTIM
    assert len(set(found.cautions)) == len(found.cautions)
    assert any("warning list" in caution for caution in found.cautions)


def test_a_benign_number_is_cautioned_by_its_number():
    """A listed number that is on the warning list says so, whatever it is saved as."""
    entry = an_entry(e164="+447700900999")

    assert any("warning list" in caution for caution in match_of(a_sighting(e164="+447700900999"), entries=[entry]).cautions)


class TestDeletedRecords:
    """Deleted items recovered by tools may be partial: they are marked and weaken (domain 14.22)."""

    @pytest.mark.parametrize(
        ("sightings", "strength"),
        [
            pytest.param([CLEAN], Strength.STRONG, id="dated, not deleted"),
            pytest.param([a_call("2026-03-01", deleted=True)], Strength.MODERATE, id="dated, deleted"),
            pytest.param([a_call("2026-03-01", deleted=True), a_sighting()], Strength.STRONG, id="one of two deleted"),
            pytest.param([a_sighting(role=Role.CALL, calls_in=1)], Strength.MODERATE, id="undated, not deleted"),
            pytest.param([a_sighting(role=Role.CALL, calls_in=1, deleted=True)], Strength.WEAK, id="undated, deleted"),
        ],
    )
    def test_a_match_of_deleted_records_is_a_level_weaker(self, sightings: list[Sighting], strength: Strength):
        """A match that rests on deleted records only is one word weaker."""
        assert match_of(*sightings).strength is strength


class TestSeveralEntriesOfOneNumber:
    """The entry that carries furthest decides."""

    def test_a_weak_entry_does_not_hold_down_a_better_one_of_the_same_grade(self):
        """Of two dated entries the well graded one carries the match, even if its dates lie a little off."""
        weak = an_entry(row=2, source_grade="3", intel_grade="D")
        good = an_entry(row=3, source_grade="1", intel_grade="A", first_seen=date(2026, 1, 1), last_seen=date(2026, 2, 15))

        assert match_of(CLEAN, entries=[weak, good]).entry.row == 3
        assert match_of(CLEAN, entries=[good, weak]).entry.row == 3

    def test_the_better_grade_still_comes_first(self):
        """A dated entry carries the match before an undated one, however that is graded."""
        undated = an_entry(row=3, source_grade="1", intel_grade="A", first_seen=None, last_seen=None)

        assert match_of(CLEAN, entries=[undated, an_entry(source_grade="3")]).grade == "A"

    def test_a_good_spelling_on_the_list_comes_before_a_repaired_one(self):
        """Of two rows of the same dates the one that needed no repair carries the match."""
        assert match_of(CLEAN, entries=[an_entry(repaired=True, row=2), an_entry(row=3)]).grade == "A"

    def test_all_rows_count_as_sources(self):
        """Two rows of one line and number are no single source."""
        rows = [an_entry(intel_grade="A"), an_entry(intel_grade="A", row=3, first_seen=date(2025, 1, 1), last_seen=date(2025, 2, 1))]

        assert Caution.SINGLE_SOURCE not in match_of(CLEAN, entries=rows).cautions
        assert match_of(CLEAN, entries=rows).number == NUMBER


def test_the_moment_of_judgement_decides_what_is_in_the_future():
    """A time after the moment of judgement dates nothing, and dates something later on."""
    late = a_call("2026-04-10")

    assert Caution.TIMES_LEFT_OUT in match_of(late).cautions
    assert Caution.TIMES_LEFT_OUT not in match_of(late, at=a_moment("2026-04-11")).cautions


def test_what_a_file_says_beside_the_name_warns_as_the_name_does():
    """A listed number of somebody whose profession is confidential is shown with the caution, whatever they are called."""
    assert Caution.PROTECTED_LABEL in match_of(a_sighting(label="Kim", is_confidential=True)).cautions
