"""What is stated with a phone, by the power it was examined under (domain 9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

#: Nested values of metadata, as JSON has them.
Stated = Mapping[str, Any]


def stated(now: datetime, reference: str, *, home: str, power: str = "parent", **changes: Stated) -> dict[str, Any]:
    """State everything the law asks for.

    Args:
        now: The moment; everything that had to come before it lies within the last day.
        reference: Of person, episode and exhibit.
        home: Area the person lives in.
        power: A key of `_POWERS`.
        changes: Values for `subject`, `episode`, `device` and `legal_basis` that differ from the usual ones.
    """

    def ago(hours: int) -> str:
        return f"{now - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"

    made: dict[str, Any] = {
        "subject": {"reference": f"S-{reference}", "age": 15, "age_certainty": "known", "home_area": home},
        "episode": {"type": "missing", "reference": f"E-{reference}", "status": "found", "started": ago(30), "returned": True},
        "device": {"exhibit": f"DEMO/{reference}", "tool": "Extractor 7.1", "extracted": ago(5)},
        "legal_basis": {
            "purpose": "protect-child-or-adult",
            "belief": "Somebody rang the phone many times on the evening before.",
            "necessity": "Nobody else knows who the callers are.",
            "proportionality": "Contacts and calls of one phone, nothing else.",
            "other_means": "Friends and family were asked; none of them knows.",
            "confidential_material": "none",
            "authorised_by": "Sergeant on duty",
            "authorised": ago(6),
            **_POWERS[power](ago),
        },
        "scope": ["contacts", "calls", "messages"],
    }
    for part, values in changes.items():
        made[part] = {**made[part], **values}
    return made


def _agreed(by: str, relationship: str, views: str | None) -> Any:  # noqa: ANN401 - a function of moments
    def basis(ago: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
        power = "adult-volunteered" if by == "user" else "pcsc-s37"
        agreement = {"by": by, "relationship": relationship, "given": ago(7)}
        return {"power": power, "agreement": agreement, "notice_served": ago(8), **({"child_views": views} if views else {})}

    return basis


_POWERS: Mapping[str, Any] = {
    "parent": _agreed("parent", "mother", "The child would like to know who the callers are."),
    "council": _agreed("council", "social worker of the placing council", "The child would like the calls to stop."),
    "adult": _agreed("user", "the person themselves", None),
    "seized": lambda _ago: {"power": "pace-seizure", "purpose": "prevent-detect-crime", "seized_under": "PACE 1984 s.19"},
    "urgent": lambda _ago: {
        "power": "pcsc-s40",
        "purpose": "locate-missing-person",
        "risk_ground": "missing-user-at-risk",
        "risk": "The person said that they will be hurt if they come home.",
        "authoriser_rank": "inspector",
    },
    # Nobody agreed, and no notice was given: not lawful, and refused before the file is looked at.
    "nothing": lambda _ago: {"power": "pcsc-s37"},
}
