"""What a rejection means for an alert: it stays as it is, for a person closes it, and says that nothing it rests on was found to hold.

It is laid over what is shown when somebody looks, so that a finding that is changed changes it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.domain.later_alert import matches_of
from matcher.domain.recalled_answer import RETRACTED, rests_on, still_stands

Json = dict[str, Any]

#: Stands with an alert, as true, where a reviewer rejected every match it rests on.
MARK = "rests_on_rejected"
_REJECTED = "rejected"


def with_rejections(answer: Json) -> Json:
    """Mark the alerts of an answer that rest on nothing but matches a reviewer rejected.

    Args:
        answer: With ids and the states of its matches.
    """
    if not any(each["review"] == _REJECTED for each in answer["matches"]):
        return answer
    live = {each["id"] for each in answer["matches"] if each["review"] != _REJECTED}
    return {**answer, "alerts": [{**each, MARK: True} if _is_empty(each, answer, live) else each for each in answer["alerts"]]}


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
