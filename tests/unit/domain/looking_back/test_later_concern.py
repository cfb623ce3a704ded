"""What of a restricted line that is found later makes a concern for partners, and what it holds."""

import json

import pytest

from answers import an_answer
from matcher.domain.alerts.rule import Recipient
from matcher.domain.answers.concern import concern_of
from matcher.domain.looking_back.later_concern import concern_parts, with_later
from matcher.render.json_answer import screening_object

AR_17 = {
    "rule": "AR-17",
    "rule_version": "2",
    "urgency": "P1",
    "title": "For the owning unit only; a decision is needed",
    "facts": ["Something on this phone is for the owning unit only."],
    "assessment": "Disclosure could endanger a source.",
    "actions": ["The owning unit decides."],
    "recipients": [Recipient.OWNER_UNIT.value],
    "restricted": True,
}


def concern(*parts, fallen=None):
    """The concern of an answer with no match, and what was found later."""
    opened = {**json.loads(json.dumps(screening_object(an_answer([])))), "alerts": [], "matches": []}
    told = [{"about": [{"match": match_id, "alert": alert} for match_id, alert in parts]}]
    whole = with_later(
        opened,
        [(part["match"], part["alert"]) for each in told for part in each["about"]],
        {"mat_1": "moderate", "mat_2": "strong"},
        fallen or {},
    )
    return concern_of(opened, whole)


def test_what_brings_a_case_to_partners_says_nothing():
    """Neither what the owning unit is told nor what it has to do stands with it."""
    ((match_id, part),) = concern_parts([("mat_1", AR_17)])

    assert (match_id, part["urgency"], part["facts"], part["actions"]) == ("mat_1", "P1", [], [])
    assert not {"title", "assessment"} & part.keys()


def test_a_number_that_can_only_have_been_reissued_is_no_concern():
    """P4 is for the upkeep of the list."""
    reissued = {**AR_17, "urgency": "P4"}

    assert concern_parts([("mat_1", reissued)]) == ()
    assert concern(("mat_1", reissued))["alerts"] == []


WRONG, REJECTED = {"recalled": {"version": 2, "cause": "wrong", "reason": "It was wrong."}}, {"review": "rejected"}


@pytest.mark.parametrize(("fallen", "sure"), [({}, "strong"), ({"mat_2": WRONG}, "moderate"), ({"mat_2": REJECTED}, "moderate")])
def test_how_sure_it_is_goes_by_what_holds(fallen, sure):
    """The strongest match that is live."""
    (told,) = concern(("mat_1", AR_17), ("mat_2", AR_17), fallen=fallen)["alerts"]

    assert told["urgency"] == "P1"
    assert any(f"That information is {sure}" in fact for fact in told["facts"])


def test_what_was_taken_back_is_no_concern():
    """And that it is no longer on record is no word of safety."""
    told = concern(("mat_1", AR_17), fallen={"mat_1": {"recalled": {"version": 2, "cause": "absent-from-import", "reason": "Left out."}}})

    assert told["alerts"] == []
    assert told["statement"].startswith("There is no concern to pass on")
    assert told["statement"] != concern()["statement"]
