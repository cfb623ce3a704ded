"""What supervisors hear where an entry of their own number lists was changed in the store: nobody knows which number it sets apart."""

from __future__ import annotations

from typing import Any

from matcher.domain.alerts.rule import Recipient
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.guarding.guard_number import Guard
from matcher.domain.screening import Urgency

#: What is raised; one of ours, beside the rules of domain 6.
RULE = "NL-02"

_APART = {Guard.PROTECTED: "protected", Guard.WARNING: "one to be warned of"}
_MEANS = {
    Guard.PROTECTED: "A helpline, a solicitor or another number that is to leave no trace may be shown until it is set apart again.",
    Guard.WARNING: "A taxi firm or another everyday number may be shown without its caution until it is set apart again.",
}


def unreadable_alert(guard: Guard, entry_id: str) -> dict[str, Any]:
    """Give what supervisors hear where an entry was changed in the store, so that nobody knows which number it sets apart.

    Args:
        guard: On which list it stands.
        entry_id: Which entry: it is taken off by that.
    """
    urgency = Urgency.P2 if guard is Guard.PROTECTED else Urgency.P4
    return {
        "rule": RULE,
        "rule_version": "1",
        "urgency": urgency.value,
        "title": f"A number that was set apart as {_APART[guard]} cannot be read any more",
        "facts": [
            f"The entry {entry_id} was changed in the store by something that has no key. Nobody knows which number it sets apart.",
            "Phones are answered without it, and no file is kept waiting or lost for it.",
        ],
        "assessment": _MEANS[guard],
        "actions": [
            "Ask whoever added it which number it was; the trail says who and when.",
            "Have the number set apart anew: it is then taken out of what was answered meanwhile as well.",
            "Have whoever keeps the list take this entry off.",
            "Have whoever runs the service find out who or what changed the store.",
        ],
        "urgency_steps": [CLOCKS[urgency]],
        "recipients": [Recipient.SUPERVISOR.value],
        "restricted": True,
    }
