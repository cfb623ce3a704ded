"""How an answer is shown of which numbers were taken back."""

from matcher.domain.answers.fallen_alerts import with_fallen
from matcher.domain.answers.recalled_answer import with_recalls

ONE, TWO = "+447700900123", "+447700900124"


def a_match(match_id, number, line):
    """One match of an answer."""
    return {"id": match_id, "number": number, "review": "unreviewed", "line": {"id": line, "name": None, "visibility": "open_to_force"}}


def an_alert(rule, *facts):
    """One alert of an answer."""
    return {"id": f"alr_{rule}", "rule": rule, "facts": list(facts), "state": "open"}


def says(number, line):
    """As rules write it."""
    return f"The phone holds {number}, listed for line {line}: grade A."


ANSWER = {
    "warnings": [],
    "matches": [a_match("m1", ONE, "L-1"), a_match("m2", TWO, "L-2")],
    "associates": [],
    "leads": [],
    "alerts": [],
}


def test_an_answer_without_recalls_is_the_same_value():
    """Nothing is laid over it."""
    assert with_recalls(ANSWER, {}, {}) is ANSWER


def test_recalls_are_told_at_the_match_the_alert_and_first_of_all():
    """A sentence of an alert that stands is marked; one that does not is retracted."""
    told = {"version": 2, "cause": "wrong", "reason": "It was wrong."}
    answer = {**ANSWER, "alerts": [an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2")), an_alert("AR-08", says(ONE, "L-1"))]}

    seen = with_fallen(with_recalls(answer, {"m1": told}, {"alr_AR-08": told}))

    assert len(seen["warnings"]) == 1
    assert [each.get("recalled") for each in seen["matches"]] == [told, None]
    stands, gone = seen["alerts"]
    assert (stands["state"], gone["state"], gone["retracted"]) == ("open", "retracted", told)
    assert [fact.startswith("Withdrawn") for fact in stands["facts"]] == [True, False]


def test_what_was_left_out_is_not_told_as_wrong():
    """That the list no longer has a number is no word that somebody is safe; that it was wrong is another thing, and each is said once."""
    causes = {
        "m1": {"version": 2, "cause": "absent-from-import", "reason": "Left out."},
        "m2": {"version": 3, "cause": "wrong", "reason": "Wrong."},
    }
    answer = {**ANSWER, "warnings": ["An old list."], "alerts": [an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2"))]}

    seen = with_fallen(with_recalls(answer, causes, {}))

    left, denied, old = seen["warnings"]
    assert "no word that the young person is safe" in left
    assert "Ask the intelligence unit before anything is closed." in left
    assert "does not hold" in denied
    assert old == "An old list."
    assert [fact.partition(":")[0] for fact in seen["alerts"][0]["facts"]] == [
        "The list no longer has the number",
        "Withdrawn, for the list took the number back",
    ]
