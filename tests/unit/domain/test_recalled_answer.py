"""Which alerts of an answer rest on a number that was taken back."""

import pytest

from matcher.domain.recalled_answer import rests_on, still_stands, with_recalls

ONE, TWO, HIDDEN = "+447700900123", "+447700900124", "+447700900456"


def a_match(match_id, number, line, visibility="open_to_force"):
    """One match of an answer."""
    return {"id": match_id, "number": number, "line": {"id": line, "name": None, "visibility": visibility}}


def an_alert(rule, *facts):
    """One alert of an answer."""
    return {"id": f"alr_{rule}", "rule": rule, "facts": list(facts), "state": "open"}


def says(number, line):
    """As rules write it."""
    return f"The phone holds {number}, listed for line {line}: grade A."


ANSWER = {
    "warnings": [],
    "matches": [a_match("m1", ONE, "L-1"), a_match("m2", TWO, "L-2"), a_match("m3", HIDDEN, "L-9", "covert")],
    "associates": [],
    "alerts": [],
}


@pytest.mark.parametrize(
    ("alert", "live", "stands"),
    [
        pytest.param(an_alert("AR-01", "The person is missing now.", says(ONE, "L-1")), {"m2", "m3"}, False, id="the one match"),
        pytest.param(an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2")), {"m2"}, True, id="another match"),
        pytest.param(an_alert("AR-04", says(ONE, "L-1"), says(TWO, "L-2")), {"m2"}, False, id="one line is not several"),
        pytest.param(an_alert("AR-10", "A label reads like line L-1."), {"m2"}, True, id="a label rests on no number"),
        pytest.param(an_alert("AR-17", "Something is for the owning unit only."), {"m1", "m2"}, False, id="the restricted line"),
        pytest.param(an_alert("AR-17", "Something is for the owning unit only."), {"m3"}, True, id="the restricted line that stays"),
    ],
)
def test_an_alert_stands_as_long_as_something_carries_it(alert, live, stands):
    """A match that holds, or nothing that was ever a match."""
    assert still_stands(alert, [ANSWER], live) is stands


def test_a_number_that_another_begins_with_is_another():
    """An alert rests on the matches it names with number and line."""
    assert rests_on(an_alert("AR-01", says(ONE, "L-1")), [ANSWER]) == {"m1"}
    assert rests_on(an_alert("AR-01", says(ONE, "L-2")), [ANSWER]) == frozenset()
    assert rests_on(an_alert("AR-01", says(ONE, "L-10")), [ANSWER]) == frozenset()
    assert rests_on(an_alert("AR-01", says(f"{ONE}4", "L-1")), [ANSWER]) == frozenset()


def test_an_answer_without_recalls_is_the_same_value():
    """Nothing is laid over it."""
    assert with_recalls(ANSWER, {}, {}) is ANSWER


def test_recalls_are_told_at_the_match_the_alert_and_first_of_all():
    """A sentence of an alert that stands is marked; one that does not is retracted."""
    told = {"version": 2, "cause": "wrong"}
    answer = {**ANSWER, "alerts": [an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2")), an_alert("AR-08", says(ONE, "L-1"))]}

    seen = with_recalls(answer, {"m1": told}, {"alr_AR-08": told})

    assert len(seen["warnings"]) == 1
    assert [each.get("recalled") for each in seen["matches"]] == [told, None, None]
    stands, gone = seen["alerts"]
    assert (stands["state"], gone["state"], gone["retracted"]) == ("open", "retracted", told)
    assert [fact.startswith("Withdrawn") for fact in stands["facts"]] == [True, False]


def test_what_was_left_out_is_not_told_as_wrong():
    """That the list no longer has a number is no word that somebody is safe; that it was wrong is another thing, and each is said once."""
    causes = {"m1": {"version": 2, "cause": "absent-from-import"}, "m2": {"version": 3, "cause": "wrong"}}
    answer = {**ANSWER, "warnings": ["An old list."], "alerts": [an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2"))]}

    seen = with_recalls(answer, causes, {})

    left, denied, old = seen["warnings"]
    assert "no word that the young person is safe" in left
    assert "Ask the intelligence unit before anything is closed." in left
    assert "does not hold" in denied
    assert old == "An old list."
    assert [fact.partition(":")[0] for fact in seen["alerts"][0]["facts"]] == [
        "The list no longer has the number",
        "Withdrawn, for the list took the number back",
    ]
