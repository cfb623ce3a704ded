"""What an alert rests on, which of it is live, and what becomes of the alert, whatever made the rest fall."""

from itertools import product

import pytest

from matcher.domain.answers.concern import concern_of
from matcher.domain.answers.fallen_alerts import with_fallen
from matcher.domain.answers.guarded_answer import KeptOut, alert_without
from matcher.domain.answers.live_grounds import grounds_of, labels_of, still_stands
from matcher.domain.answers.recalled_answer import with_recalls
from matcher.domain.guarding.protection import NumberLists

NUMBERS = {"m1": "+447700900123", "m2": "+447700900124", "m3": "+447700900125"}
ONE, TWO, THREE = NUMBERS.values()
RECALL = {"version": 2, "at": "2026-04-20T12:00:00Z", "cause": "absent-from-import", "reason": "The list no longer has this number."}
LIVE, REJECTED, RECALLED, PROTECTED = "live", "rejected", "recalled", "protected"


def a_line(line_id, visibility="open_to_force"):
    """A line as an answer tells of it."""
    return {"id": line_id, "name": None, "visibility": visibility}


def a_match(match_id, line_id, visibility="open_to_force"):
    """One match of an answer."""
    line = a_line(line_id, visibility)
    return {"id": match_id, "number": NUMBERS[match_id], "line": line, "review": "unreviewed", "strength": "strong", "grade": "A"}


def an_alert(rule, *facts):
    """One alert of an answer."""
    more = {"recipients": ["safeguarding"], "urgency": "P1", "urgency_steps": [], "restricted": False}
    return {"id": f"alr_{rule}", "rule": rule, "facts": list(facts), "state": "open", **more}


def says(number, line_id):
    """As rules write it."""
    return f"The phone holds {number}, listed for line {line_id}: grade A."


def an_answer(*alerts, matches=None, people=(), leads=()):
    """An answer with these parts."""
    found = [a_match("m1", "L-1"), a_match("m2", "L-2"), a_match("m3", "L-3")] if matches is None else matches
    return {"warnings": [], "matches": found, "associates": list(people), "leads": list(leads), "alerts": list(alerts)}


PERSON = {"number": THREE, "line": a_line("L-1"), "name": "P"}
LABEL = {"line": a_line("L-1")}
NAMED = "A number of line L-1 stands on it."
ANSWER = an_answer(matches=[a_match("m1", "L-1"), a_match("m2", "L-2"), a_match("m3", "L-9", "covert")])


@pytest.mark.parametrize(
    ("alert", "live", "stands"),
    [
        pytest.param(an_alert("AR-01", "The person is missing now.", says(ONE, "L-1")), {"m2", "m3"}, False, id="the one match"),
        pytest.param(an_alert("AR-01", says(ONE, "L-1"), says(TWO, "L-2")), {"m2"}, True, id="another match"),
        pytest.param(an_alert("AR-04", says(ONE, "L-1"), says(TWO, "L-2")), {"m2"}, False, id="one line is not several"),
        pytest.param(an_alert("AR-04", says(ONE, "L-1"), says(TWO, "L-2")), {"m1", "m2"}, True, id="two lines are"),
        pytest.param(an_alert("AR-17", "Something is for the owning unit only."), {"m1", "m2"}, False, id="the restricted line"),
        pytest.param(an_alert("AR-17", "Something is for the owning unit only."), {"m3"}, True, id="the restricted line that stays"),
        pytest.param(an_alert("X-1", NAMED), {"m2"}, False, id="a line that is named without a number"),
        pytest.param(an_alert("X-1", NAMED, "And line L-2 too."), {"m2"}, True, id="two lines that are named"),
        pytest.param(an_alert("X-1", "The person is missing now."), set(), True, id="it rests on nothing"),
    ],
)
def test_an_alert_stands_as_long_as_something_carries_it(alert, live, stands):
    """A match that holds, or nothing that was ever a match."""
    assert still_stands(alert, [ANSWER], live) is stands


def test_a_label_and_a_person_carry_an_alert_as_well():
    """No number falls under a label; a person of the line is a ground beside its numbers until the line names them no longer."""
    label, person = an_alert("AR-10", "A label reads like line L-1."), an_alert("AR-22", says(THREE, "L-1"))
    assert still_stands(label, [an_answer(leads=[LABEL])], {"m2"})
    assert still_stands(person, [an_answer(people=[PERSON])], set())
    assert not still_stands(person, [an_answer(people=[PERSON])], {"m1"}, {("L-1", THREE)})


def test_what_tells_of_a_label_is_what_no_number_carries():
    """Of the sentences that name its line, those that speak of a match or a person there have that to rest on."""
    label = "A label reads like line L-1."
    alert = an_alert("AR-10", label, says(ONE, "L-1"), says(THREE, "L-1"), "Line L-2 is another.", "The person is missing.")
    assert labels_of(alert, [an_answer(people=[PERSON], leads=[LABEL])]) == {label}
    assert not labels_of(alert, [an_answer(people=[PERSON])])


def test_a_number_that_another_begins_with_is_another():
    """An alert rests on the matches it names with number and line."""
    assert grounds_of(an_alert("AR-01", says(ONE, "L-1")), [ANSWER]).matches == {"m1"}
    assert not any(grounds_of(an_alert("AR-01", says(ONE, "L-10")), [ANSWER]))
    assert grounds_of(an_alert("AR-01", says(ONE, "L-2")), [ANSWER]).matches == {"m2"}
    assert not any(grounds_of(an_alert("AR-01", says(f"{ONE}4", "L-7")), [ANSWER]))


@pytest.mark.parametrize("other", ["Alpha 2", "Alpha.2", "Alpha/2", "Alpha: 2", "Alpha line 2"])
def test_an_id_that_begins_as_another_one_is_another_line(other):
    """Ids are whatever can be printed: what is said of the longer one is not said of the shorter, and the other way round."""
    same = [{**a_match("m1", "Alpha"), "number": ONE}, {**a_match("m2", other), "number": ONE}]
    answer = an_answer(an_alert("AR-01", says(ONE, other)), an_alert("AR-05", f"The list links line {other} to: x."), matches=same)
    assert [grounds_of(each, [answer]).matches for each in answer["alerts"]] == [{"m2"}, {"m2"}]
    assert grounds_of(an_alert("AR-01", says(ONE, "Alpha")), [answer]).matches == {"m1"}
    fallen = with_fallen({**answer, "matches": [same[0], {**same[1], "review": "rejected"}]})
    assert [each["state"] for each in fallen["alerts"]] == ["retracted", "retracted"]

    whole = {**answer, "matches": [a_match("m1", "Alpha"), a_match("m2", other)]}
    left, out = {**whole, "matches": whole["matches"][1:]}, KeptOut({ONE: None}, NumberLists())
    assert alert_without(answer["alerts"][1], whole, left, out) == answer["alerts"][1]
    assert alert_without(an_alert("AR-05", "The list links line Alpha to: x."), whole, left, out) is None


def test_a_short_protected_number_takes_out_no_longer_one():
    """An alert on a number that begins as a protected one stays whole."""
    alert, answer = an_alert("AR-01", says(ONE, "L-1")), an_answer(matches=[a_match("m1", "L-1")])
    assert alert_without(alert, answer, answer, KeptOut({ONE[:-3]: None}, NumberLists())) == alert


def shown(states):
    """An answer as it is shown after its matches came to stand so, in whatever way."""
    facts = [says(number, f"L-{at}") for at, number in enumerate(NUMBERS.values(), 1)]
    areas = [f"The list says that line L-{at} supplies Hillside." for at in (1, 2, 3)]
    whole = an_answer(an_alert("AR-01", *facts, *areas), an_alert("AR-04", *facts))
    ways = dict(zip(NUMBERS, states, strict=True))
    out = KeptOut({NUMBERS[key]: None for key, way in ways.items() if way == PROTECTED}, NumberLists())
    left = {**whole, "matches": [each for each in whole["matches"] if ways[each["id"]] != PROTECTED]}
    left["alerts"] = [told for each in whole["alerts"] if (told := alert_without(each, whole, left, out)) is not None]
    left["matches"] = [{**each, "review": "rejected"} if ways[each["id"]] == REJECTED else each for each in left["matches"]]
    return with_fallen(with_recalls(left, {key: RECALL for key, way in ways.items() if way == RECALLED}, {}))


@pytest.mark.parametrize("states", list(product((LIVE, REJECTED, RECALLED, PROTECTED), repeat=3)), ids="-".join)
def test_an_alert_holds_by_what_is_live_however_the_rest_fell(states):
    """It is open while enough is live, else retracted with a true reason, or gone where it became protected; and so is the concern."""
    answer = shown(states)
    lives, listed = states.count(LIVE), [each for each in states if each != PROTECTED]
    for rule, fewest in (("AR-01", 1), ("AR-04", 2)):
        told = next((each for each in answer["alerts"] if each["rule"] == rule), None)
        if told is None:
            assert len(listed) < fewest
            continue
        assert (told["state"] == "open") is (lives >= fewest)
        if lives < fewest:
            reason = told["retracted"]["reason"]
            assert (told["retracted"]["cause"] == "absent-from-import") is (RECALLED in states)
            assert ("reviewer" in reason) is (REJECTED in states)
        for at, state in enumerate(states, 1):
            about = [fact for fact in told["facts"] if fact.endswith((f"L-{at} supplies Hillside.", f"L-{at}: grade A."))]
            begins = {REJECTED: "Rejected by a reviewer: ", RECALLED: "The list no longer has the number: "}.get(state, "The ")
            assert all(fact.startswith(begins) for fact in about)
            assert bool(about) is (state != PROTECTED)
    screening = {"at": "", "tool": "", "normaliser": "", "phone_metadata": {}, "counts": {}, "subject": {}}
    concern = concern_of({"screening": screening}, answer)
    assert bool(concern["alerts"]) is bool(lives)


@pytest.mark.parametrize("first", [REJECTED, LIVE, RECALLED])
@pytest.mark.parametrize("second", [REJECTED, RECALLED])
def test_the_reason_is_what_is_fallen_now(first, second):
    """Not the recall an alert was once retracted by, whose number may be back: each sentence says what became of its own match."""
    undone = {"version": 1, "at": "2026-04-18T12:00:00Z", "cause": "wrong", "reason": "It was wrong, and never so."}
    answer = an_answer(an_alert("AR-04", says(ONE, "L-1"), says(TWO, "L-2")), matches=[a_match("m1", "L-1"), a_match("m2", "L-2")])
    states = dict(zip(("m1", "m2"), (first, second), strict=True))
    answer["matches"] = [{**each, "review": "rejected"} if states[each["id"]] == REJECTED else each for each in answer["matches"]]
    recalled = {key: RECALL for key, state in states.items() if state == RECALLED}
    seen = with_fallen(with_recalls(answer, recalled, {"alr_AR-04": undone}))
    (alert,) = seen["alerts"]
    assert alert["state"] == "retracted"
    assert alert["retracted"]["cause"] == ("absent-from-import" if recalled else "rejected")
    assert ("A reviewer rejected" in alert["retracted"]["reason"]) is (REJECTED in states.values())
    assert bool(seen["warnings"]) is bool(recalled)
    assert not [each for each in (str(seen["warnings"]), str(alert)) if "never so" in each]
    begins = {LIVE: "The phone", REJECTED: "Rejected by a reviewer: ", RECALLED: "The list no longer has the number: "}
    assert [fact.startswith(begins[state]) for fact, state in zip(alert["facts"], states.values(), strict=True)] == [True, True]
