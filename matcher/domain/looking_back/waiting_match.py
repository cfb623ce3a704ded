"""A match that a look back found where a reviewer confirms first: what is said of it to reviewers, before anybody else hears.

Whoever handed the phone in is told when it was confirmed. Without this nobody would know that there is something to confirm.
"""

from __future__ import annotations

from typing import Any

from matcher.domain.alerts.raising import SAFE_CONTACT
from matcher.domain.looking_back.later_alert import UNTOLD

Json = dict[str, Any]

_TITLE = "A match that was found after a phone was handed in waits for a reviewer"
_REVIEW = (
    "Look at the match, and confirm or reject it with a reason. Until it is confirmed whoever handed the phone in is told nothing of it; "
    "the urgency is that of the alert that waits for it."
)


def as_waiting(alert: Json) -> Json:
    """Give an alert of a look back as reviewers are told of it, who may know of all that it rests on."""
    plain = {key: value for key, value in alert.items() if key != UNTOLD}
    return {**plain, "title": _TITLE, "actions": [_REVIEW, SAFE_CONTACT]}
