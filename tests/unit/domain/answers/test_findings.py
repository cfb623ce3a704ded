"""Which rows an answer comes to, where a rule speaks more than once."""

from __future__ import annotations

from itertools import count
from typing import Any

from matcher.domain.answers.findings import find

COORDINATOR, OWNER = "missing-person coordinator", "intelligence unit that owns the line"


def an_alert(urgency: str, *recipients: str, fact: str = "Something.") -> dict[str, Any]:
    """One alert of AR-09."""
    return {"rule": "AR-09", "urgency": urgency, "recipients": list(recipients), "facts": [fact]}


def an_answer(*alerts: dict[str, Any]) -> dict[str, Any]:
    """An answer with these alerts."""
    return {"matches": [], "alerts": list(alerts)}


def test_two_alerts_of_a_rule_are_two_rows_in_both_answers():
    """An alert for the coordinator and one of the same rule for the owning unit alone each keep one id in both answers."""
    answer = an_answer(an_alert("P3", COORDINATOR, OWNER), an_alert("P4", OWNER))
    ids = count()

    found = find(answer, answer, [False, False], lambda kind: f"{kind}_{next(ids)}")

    assert [each["id"] for each in found.open["alerts"]] == [each["id"] for each in found.whole["alerts"]] == ["alr_0", "alr_1"]
    assert [each.instead_of for each in found.alerts] == [None, None]


def test_an_alert_that_says_more_stands_instead_of_the_one_for_the_same_people():
    """Where the whole answer knows more, its alert replaces that for the same recipients and no other."""
    opened = an_answer(an_alert("P3", COORDINATOR, OWNER), an_alert("P4", OWNER))
    whole = an_answer(an_alert("P3", COORDINATOR, OWNER), an_alert("P4", OWNER, fact="More."))
    ids = count()

    found = find(opened, whole, [False, False], lambda kind: f"{kind}_{next(ids)}")

    assert [(each.id, each.instead_of) for each in found.alerts] == [("alr_0", None), ("alr_1", None), ("alr_2", "alr_1")]
