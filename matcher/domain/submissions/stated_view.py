"""What was stated with a file, as a role may see it beside the answer: who the person is, the exhibit, the answers of the law (domain 9).

It depends on what was stated and on who asks, and on nothing that was found: a match that somebody may not know of changes none of it.
"""

from __future__ import annotations

from typing import Any

from matcher.domain.access.permission import Form
from matcher.domain.submissions.metadata_reading import write_metadata
from matcher.domain.submissions.submission import Metadata

Json = dict[str, Any]

#: Who the person is (domain 4.4, row "Child identity").
_SUBJECT = ("reference", "age", "age_certainty", "home_area", "sex", "ethnicity")
_SUBJECT_OF_CONCERN = ("reference", "age", "age_certainty", "home_area")
_EPISODE = ("type", "status", "started", "ended", "returned")
_EPISODE_OF_PERSON = ("reference", "missing_from", "found_at")

#: Row "Child's views, context flags".
_CONTEXT = ("looked_after", "placed_out_of_area", "adult_at_risk", "home_takeover", "lacks_capacity")
_VIEWS = ("child_views", "why_no_child_views", "child_views_weighed")

#: What says which phone it was and how it was read, and nothing of whose it is.
_DEVICE = ("exhibit", "make_model", "tool", "extracted", "examiner", "kind")

#: What was answered about the law. Whoever sees a match sees on what power it rests.
_BASIS = (
    "power",
    "purpose",
    "confidential_material",
    "notice_served",
    "refused",
    "authorised_by",
    "authoriser_rank",
    "authorised",
    "risk_ground",
    "seized_under",
    "warrant_reference",
    "warrant_issued",
    "other_power",
    "code_of_practice",
    "supervisor_review",
)
#: Sentences about the person: for those who may know whose phone it is.
_BASIS_OF_PERSON = ("belief", "necessity", "proportionality", "other_means", "confidential_assessment", "risk", "agreement", "confirmation")


def stated_view(metadata: Metadata, form: Form, *, unit: str | None, shows_identity: bool, shows_context: bool) -> Json:
    """Give what was stated, as far as somebody may see it; what they may not is null.

    Args:
        metadata: All that was stated.
        form: In which form they see the answer.
        unit: The unit that handed the file in.
        shows_identity: Whether they may know whose phone it is.
        shows_context: Whether they may know the person's views and circumstances.
    """
    stated = write_metadata(metadata)
    is_concern = form is Form.SANITISED
    subject = _only(stated["subject"], _SUBJECT_OF_CONCERN if is_concern else _SUBJECT) if shows_identity else None
    if subject is not None and shows_context and not is_concern:
        subject |= _only(stated["subject"], _CONTEXT)
    episode = _only(stated["episode"], (*_EPISODE_OF_PERSON, *_EPISODE) if shows_identity else _EPISODE)
    return {
        "unit": unit,
        "subject": subject,
        "episode": episode,
        "device": None if is_concern else _only(stated["device"], _DEVICE),
        "legal_basis": None if is_concern else _basis(stated["legal_basis"], shows_identity=shows_identity, shows_context=shows_context),
    }


def _basis(basis: Json, *, shows_identity: bool, shows_context: bool) -> Json:
    names = (*_BASIS, *(_BASIS_OF_PERSON if shows_identity else ()), *(_VIEWS if shows_context else ()))
    return _only(basis, names)


def _only(values: Json, names: tuple[str, ...]) -> Json:
    return {name: values[name] for name in names}


def who_it_is_about(stated: Json) -> str | None:
    """Say in a sentence whom a concern is about; None where that may not be known."""
    subject = stated["subject"]
    if subject is None:
        return None
    said = [f"reference {subject['reference']}" if subject["reference"] else "a person whose reference was not stated"]
    if subject["age"] is not None:
        certain = "" if subject["age_certainty"] in {None, "known"} else ", the age is not certain"
        said.append(f"aged {subject['age']}{certain}")
    if subject["home_area"]:
        said.append(f"home area {subject['home_area']}")
    if stated["episode"]["reference"]:
        said.append(f"episode {stated['episode']['reference']}")
    return f"It is about {', '.join(said)}."
