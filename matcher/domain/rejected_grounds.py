"""What a rejection means for an alert: it stays, for a person closes it, and says of which matches it speaks that were found not to hold.

It is laid over what is shown when somebody looks, so that a finding that is changed changes it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.later_alert import matches_of
from matcher.domain.recalled_answer import RETRACTED, rests_on, speaks_of, still_stands

Json = dict[str, Any]

#: Stands with an alert, as true, where a reviewer rejected every match it rests on.
MARK = "rests_on_rejected"
#: How a sentence begins that is about a match a reviewer rejected, on this phone or on another one of the same person.
REJECTED_BEFORE = "Rejected by a reviewer: "
_REJECTED = "rejected"


def with_rejections(answer: Json) -> Json:
    """Mark what alerts of an answer say of matches a reviewer rejected, and the alerts that rest on nothing else.

    Args:
        answer: With ids and the states of its matches.
    """
    if not any(each["review"] == _REJECTED for each in answer["matches"]):
        return answer
    live = {each["id"] for each in answer["matches"] if each["review"] != _REJECTED}
    gone = [each for each in answer["matches"] if each["review"] == _REJECTED and "recalled" not in each]
    told = [_with_sentences(each, gone) for each in answer["alerts"]]
    return {**answer, "alerts": [{**each, MARK: True} if _is_empty(each, answer, live) else each for each in told]}


def _with_sentences(alert: Json, gone: Sequence[Json]) -> Json:
    if RETRACTED in alert:
        return alert
    facts = [f"{REJECTED_BEFORE}{fact}" if any(speaks_of(fact, each) for each in gone) else fact for fact in alert["facts"]]
    return {**alert, "facts": facts}


def _is_empty(alert: Json, answer: Json, live: set[str]) -> bool:
    resting = rests_on(alert, [answer])
    # With nothing live only people that a line names can still carry it.
    gone = {(each["line"]["id"], each["number"]) for each in answer["associates"] if "recalled" in each}
    return RETRACTED not in alert and bool(resting) and not resting & live and not still_stands(alert, [answer], live, gone)


def is_rejected(body: Json, states: Mapping[str, str]) -> bool:
    """Whether an alert that says of which matches it speaks has none that was not rejected.

    Args:
        body: As it is kept.
        states: Of the matches of its submission, by their ids.
    """
    about = matches_of(body)
    return bool(about) and all(states.get(each) == _REJECTED for each in about)
