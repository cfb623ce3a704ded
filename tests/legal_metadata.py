"""Metadata of a submission as JSON values: the example of the contract, and changes of it by path."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

#: The moment they are judged at.
NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)

#: The example of the contract, with words and times in place of the dots.
EXAMPLE: dict[str, Any] = {
    "subject": {
        "reference": "S-17",
        "age": 15,
        "age_certainty": "known",
        "sex": "male",
        "looked_after": False,
        "home_area": "Estmoor",
    },
    "episode": {
        "type": "missing",
        "reference": "M-2026-81",
        "status": "missing",
        "started": "2026-04-01T06:00:00Z",
        "missing_from": "Estmoor",
        "found_at": None,
    },
    "device": {
        "exhibit": "AB/1",
        "own_numbers": ["07700 900999"],
        "imei": None,
        "tool": "Extractor 7.1",
        "extracted": "2026-04-01T12:00:00Z",
    },
    "legal_basis": {
        "power": "pcsc-s37",
        "purpose": "locate-missing-person",
        "belief": "He rang somebody the night before he went missing.",
        "necessity": "Nobody knows whom he meant to meet.",
        "proportionality": "Contacts and calls only, of one phone.",
        "other_means": "Friends and family were asked; none knows.",
        "confidential_material": "none",
        "agreement": {"by": "parent", "relationship": "mother", "given": "2026-04-01T10:00:00Z"},
        "notice_served": "2026-04-01T09:50:00Z",
        "child_views": "He could not be asked, as he is missing.",
        "authorised_by": "Sergeant on duty",
        "authorised": "2026-04-01T11:00:00Z",
    },
    "scope": ["contacts", "calls", "messages"],
}

#: What another power needs instead of the agreement, changed by path; None takes a field away.
NO_AGREEMENT = {"legal_basis.agreement": None, "legal_basis.notice_served": None, "legal_basis.child_views": None}
S40 = {
    **NO_AGREEMENT,
    "legal_basis.power": "pcsc-s40",
    "legal_basis.risk_ground": "missing-user-at-risk",
    "legal_basis.risk": "He said that he will be hurt if he comes home.",
    "legal_basis.authoriser_rank": "inspector",
}
PACE = {
    **NO_AGREEMENT,
    "legal_basis.power": "pace-seizure",
    "legal_basis.purpose": "prevent-detect-crime",
    "legal_basis.seized_under": "PACE 1984 s.19",
    "episode.type": "arrest",
    "episode.status": "custody",
}
WARRANT = {
    **NO_AGREEMENT,
    "legal_basis.power": "warrant",
    "legal_basis.purpose": "prevent-detect-crime",
    "legal_basis.warrant_reference": "W-2026-4",
    "episode.type": "arrest",
    "episode.status": "custody",
}
ADULT = {
    "subject.age": 34,
    "legal_basis.power": "adult-volunteered",
    "legal_basis.purpose": "protect-child-or-adult",
    "legal_basis.agreement.by": "user",
    "legal_basis.child_views": None,
    "episode.type": "voluntary",
    "episode.status": "other",
}
OTHER = {**NO_AGREEMENT, "legal_basis.power": "other", "legal_basis.other_power": "Children Act 1989 s.46"}
FALLBACK = {
    "legal_basis.agreement.by": "responsible-adult",
    "legal_basis.agreement.relationship": "youth worker",
    "legal_basis.agreement.why_no_parent": "Both parents are abroad and cannot be reached.",
    "legal_basis.agreement.is_18_or_over": True,
    "legal_basis.agreement.is_authorised_person": False,
    "legal_basis.agreement.parent_told": "planned",
}
REVIEWED = {
    "legal_basis.supervisor_review.by": "Chief inspector",
    "legal_basis.supervisor_review.at": "2026-04-01T13:00:00Z",
    "legal_basis.supervisor_review.reason": "The risk to the child goes on.",
}


def metadata(*changes: dict[str, Any]) -> dict[str, Any]:
    """Give the example with values set by path; None takes one away."""
    made = copy.deepcopy(EXAMPLE)
    for change in changes:
        for path, value in change.items():
            *way, last = path.split(".")
            at = made
            for name in way:
                if at.get(name) is None:
                    at[name] = {}
                at = at[name]
            at[last] = value
    return made
