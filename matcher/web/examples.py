"""What a body looks like that is taken, for the description of the API. Nobody in it exists; `examples/metadata.json` holds the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

METADATA: Mapping[str, Any] = {
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
