"""Alerts of a look back, made of the alerts of single matches."""

import pytest

from matcher.domain.looking_back.later_alert import extended, joined, left_of, matches_of, shown
from matcher.domain.upkeep.recall_cause import RecallCause


def an_alert(number, urgency="P3"):
    """The alert of one match."""
    return {
        "rule": "AR-19",
        "urgency": urgency,
        "title": "t",
        "facts": [f"{number} is listed.", "The phone was handed in 60 days ago."],
        "assessment": "a",
        "actions": ["Look."],
    }


def test_the_most_urgent_match_decides_and_every_match_is_told_once():
    """Sentences about the phone stand once, behind those about its numbers."""
    body = joined([("mat_1", an_alert("A")), ("mat_2", an_alert("B", "P2"))], inside={"version_id": "lst_1"})

    assert body["urgency"] == "P2"
    assert body["facts"] == ["A is listed.", "B is listed.", "The phone was handed in 60 days ago."]
    assert matches_of(body) == {"mat_1", "mat_2"}


def test_an_alert_grows_by_matches_and_by_each_once():
    """Extended twice by the same it is what it was."""
    body = {"id": "alr_1", **joined([("mat_1", an_alert("A"))], inside={"version_id": "lst_1"})}
    more = extended(body, [("mat_2", an_alert("B"))])

    assert more["id"] == "alr_1"
    assert extended(more, [("mat_2", an_alert("B"))]) == more
    assert left_of(more, {"mat_2"}) == body


def test_what_is_left_without_any_match_is_nothing():
    """An alert speaks of something, or is none; one that names no match is left alone."""
    body = joined([("mat_1", an_alert("A"))], inside={})
    assert left_of(body, {"mat_1"}) is None
    assert left_of(body, {"mat_9"}) == body
    assert left_of({"facts": []}, {"mat_1"}) == {"facts": []}


@pytest.mark.parametrize(("only", "expected"), [(None, ["A", "B"]), ({"mat_2"}, ["B"]), (set(), None)])
def test_shown_is_what_may_be_known_and_nothing_of_the_inside(only, expected):
    """Of which matches each sentence is, is never shown."""
    body = joined([("mat_1", an_alert("A")), ("mat_2", an_alert("B"))], inside={"version_id": "lst_1", "owner_unit": "Hillside"})
    told = shown(body, only=only)
    if expected is None:
        assert told is None
        return
    assert not {"about", "version_id", "owner_unit"} & told.keys()
    assert [fact[0] for fact in told["facts"] if "listed" in fact] == expected


def test_a_match_that_was_taken_back_is_told_as_withdrawn():
    """The others stand as they are."""
    body = joined([("mat_1", an_alert("A")), ("mat_2", an_alert("B"))], inside={})
    first, second, _ = shown(body, marks={"mat_1": RecallCause.WRONG.mark})["facts"]
    assert first.startswith("Withdrawn")
    assert second == "B is listed."
