"""What the auditor is told of unusual use (AR-25): which cap ran over, never what was asked or answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from matcher.domain.access.check_limits import UNUSUAL_USE, Cap
from matcher.domain.screening import Urgency

#: Who hears of it, in words; of the roles of the service it is the auditor (matcher/domain/alerts/routing.py).
AUDITOR = "auditor"

_FACTS: Mapping[Cap, str] = {
    Cap.NUMBERS_PER_REQUEST: "More typed numbers at once than one request may ask for.",
    Cap.REQUESTS_PER_MINUTE: "More requests in a minute than one account may make.",
    Cap.NUMBERS_PER_HOUR: "More typed numbers in an hour than one account may ask for.",
    Cap.NUMBERS_PER_DAY: "More typed numbers in a day than one account may ask for.",
    Cap.SINGLE_CHECKS_PER_HOUR: "More requests for single numbers in an hour than one account may make.",
    Cap.REFERENCE_NUMBERS_PER_DAY: "More typed numbers in a day than one reference may stand for, whoever asks.",
    Cap.ORGANISATION_NUMBERS_PER_HOUR: "More typed numbers in an hour than one organisation may ask for; this account asked last.",
    Cap.ORGANISATION_NUMBERS_PER_DAY: "More typed numbers in a day than one organisation may ask for; this account asked last.",
    Cap.SAME_NUMBER_PER_DAY: "The same number was asked for again and again in a day.",
    Cap.TINY_SUBMISSIONS_PER_HOUR: "Several files in an hour that held a single number or none.",
    Cap.REFUSALS_PER_HOUR: "Several requests in an hour that were refused for their basis, purpose or reference.",
    Cap.DENIALS_PER_HOUR: "Many requests in an hour for what this account may not do, or may not know of.",
}


def caps_told(body: Mapping[str, Any]) -> frozenset[Cap]:
    """Say which caps an alert tells of."""
    return frozenset(cap for cap, fact in _FACTS.items() if fact in body["facts"])


def unusual_use_alert(caps: Iterable[Cap]) -> dict[str, Any]:
    """Give the alert as the contract shapes alerts."""
    ran_over = set(caps)
    return {
        "rule": UNUSUAL_USE,
        "rule_version": "1",
        "urgency": Urgency.P2.value,
        "title": "An account is used in an unusual way",
        "facts": [_FACTS[cap] for cap in Cap if cap in ran_over],
        "assessment": "It may be heavy lawful work, a mistake, or somebody who searches the list by asking.",
        "actions": [
            "Read what the account did in the audit trail, with whoever supervises it.",
            "Decide whether the account is suspended until that is clear, and record why.",
        ],
        "urgency_steps": [],
        "recipients": [AUDITOR],
        "restricted": True,
    }
