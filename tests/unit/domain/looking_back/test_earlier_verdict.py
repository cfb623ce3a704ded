"""Where a match stands because of what a reviewer found of the same number and line before."""

from datetime import UTC, datetime, timedelta

import pytest

from matcher.domain.looking_back.earlier_verdict import Pairing, Standing, Verdict, is_changed, say_standing, standings

AT = datetime(2026, 4, 20, 12, tzinfo=UTC)
ENTRY = {"first_seen": "2026-02-01", "last_seen": None, "date_precision": "exact", "grading": "2B", "closed_on": None, "closure_type": None}
PAIRING = Pairing("mat_new", "L-1", frozenset({b"1", b"1-old-key"}), ENTRY)


def a_verdict(**changes):
    """A rejection of the same pairing by somebody who looked."""
    return Verdict(
        **{"match_id": "mat_1", "line_id": "L-1", "token": b"1", "state": "rejected", "earlier_id": None, "reviewed_at": AT, "entry": ENTRY}
        | changes
    )


def stand(*verdicts):
    """Where the new match stands."""
    return standings([PAIRING], verdicts).get("mat_new")


def test_a_rejection_is_taken_over():
    """The same line and number stand rejected, on the finding that somebody made."""
    assert stand(a_verdict()) == Standing("rejected", "mat_1")
    assert stand(a_verdict(token=b"1-old-key")) == Standing("rejected", "mat_1")
    assert stand(a_verdict(earlier_id="mat_0")) == Standing("rejected", "mat_0")


@pytest.mark.parametrize("other", [{"line_id": "L-2"}, {"token": b"2"}, {"state": "confirmed"}])
def test_another_pairing_or_finding_is_not(other):
    """Another line, another number, or a confirmation leave it as it is."""
    assert stand(a_verdict(**other)) is None


def test_the_newest_finding_counts():
    """Whoever decided otherwise since is followed, and those who only took a finding over say nothing against it."""
    since = a_verdict(match_id="mat_2", state="confirmed", reviewed_at=AT + timedelta(days=1))

    assert stand(a_verdict(), since) is None
    assert stand(since, a_verdict(match_id="mat_3", reviewed_at=AT + timedelta(days=2))) == Standing("rejected", "mat_3")
    assert stand(a_verdict(match_id="mat_4", earlier_id="mat_1", reviewed_at=None), since) is None


def test_it_holds_where_the_match_that_was_looked_at_was_erased():
    """What took a finding over stands for it."""
    assert stand(a_verdict(match_id="mat_4", earlier_id="mat_1", reviewed_at=None)) == Standing("rejected", "mat_1")


@pytest.mark.parametrize("name", sorted(ENTRY))
def test_an_entry_with_other_dates_or_grading_is_looked_at_again(name):
    """A change of dates, grading or closure brings it back unreviewed; of how it is written it does not."""
    assert stand(a_verdict(entry={**ENTRY, name: "another"})) == Standing("unreviewed", "mat_1")
    assert not is_changed({**ENTRY, "raw": "07700900123", "row": 7}, {**ENTRY, "raw": "07700 900123", "row": 9})


@pytest.mark.parametrize("state", ["rejected", "unreviewed", "confirmed"])
def test_why_it_stands_so_is_said_in_a_sentence(state):
    """Every state has its sentence, with the day where it is known."""
    assert "on 20 April" in say_standing(state, "20 April")
    assert " on " not in say_standing(state, None).partition("before")[2][:4]
