"""What supervisors hear where a number that was set apart as protected stands on their own line list: it is matched no longer, at once.

Of a restricted line the analysts of the unit that owns it hear the same: they keep it (domain 11.5, "block and tell the owner").

It names no number: what is protected leaves no trace. That it stood on a line the hygiene of the list tells as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.domain.alerts.rule import Recipient
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.screening import Urgency
from matcher.domain.upkeep.list_effects import TakenBackCount

#: What is raised; one of ours, beside the rules of domain 6.
RULE = "NL-01"


def guard_alert(line_ids: Sequence[str], counted: TakenBackCount, recipient: Recipient = Recipient.SUPERVISOR) -> dict[str, Any]:
    """Give the alert as the contract shapes alerts.

    Args:
        line_ids: The lines the number stands on, of those that are told together.
        counted: What rested on it.
        recipient: Who is told.
    """
    urgency = Urgency.P2 if counted.alerts else Urgency.P4
    lines = f"line {line_ids[0]}" if len(line_ids) == 1 else f"the lines {', '.join(line_ids)}"
    more = "at least " if counted.is_at_least else ""
    alerts = "1 live alert" if counted.alerts == 1 else f"{counted.alerts} live alerts"
    phones = "1 earlier phone" if counted.submissions == 1 else f"{counted.submissions} earlier phones"
    return {
        "rule": RULE,
        "rule_version": "1",
        "urgency": urgency.value,
        "title": "A number on your own line list was set apart as protected",
        "facts": [
            f"It stands on {lines}. From now on no phone is compared with it.",
            f"It is taken out of what was answered before: {more}{alerts} about {phones} rested on it.",
        ],
        "assessment": "One of the two is a mistake: a helpline or a solicitor on a line list, or a line's number among the protected.",
        "actions": [
            "Ask whoever added it where that is known from; the trail says who.",
            "Where the number is the line's, have safeguarding take it off the protected numbers.",
            "The number is then looked for again; whoever handed a phone in, coordinators and partners hear of what is found.",
            "Where it is a helpline or a confidential person, have it taken off the line as wrong.",
        ],
        "urgency_steps": [CLOCKS[urgency]],
        "recipients": [recipient.value],
        "restricted": True,
    }
