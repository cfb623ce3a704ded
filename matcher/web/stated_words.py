"""What was stated with a file, in words for a page: who the person is, which exhibit, and what the examination rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from matcher.render.uk_time import say_time
from matcher.web.form_fields import words_of

Json = Mapping[str, Any]
Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page shows of it: terms and words."""

    person: Terms
    exhibit: Terms
    basis: Terms


def stated_of(stated: Json) -> Stated:
    """Put what may be seen of what was stated into words; what may not be seen is left out."""
    return Stated(
        person=tuple(_person(stated)),
        exhibit=tuple(_exhibit(stated["device"] or {})),
        basis=(*_basis(stated["legal_basis"] or {}), *(("To be reviewed", each) for each in stated["review_reasons"] or ())),
    )


def _person(stated: Json) -> Iterator[tuple[str, str]]:
    subject, episode = stated["subject"] or {}, stated["episode"]
    if subject.get("reference"):
        yield "Reference", subject["reference"]
    if subject.get("age") is not None:
        certain = subject.get("age_certainty")
        yield "Age", f"{subject['age']}" + (f" ({certain})" if certain and certain != "known" else "")
    yield from _some(subject, {"home_area": "Home area"})
    ticks = {
        "looked_after": "looked after by a council",
        "placed_out_of_area": "placed out of the home area",
        "adult_at_risk": "adult at risk",
        "home_takeover": "possible home takeover",
    }
    known = [words for name, words in ticks.items() if subject.get(name)]
    if known:
        yield "Circumstances", "; ".join(known)
    if episode.get("type"):
        reference = f", {episode['reference']}" if episode.get("reference") else ""
        yield "Episode", f"{words_of(episode['type'])}{reference}; the person is {_PERSON_IS.get(episode['status'], episode['status'])}"
    yield from _some(episode, {"missing_from": "Missing from", "found_at": "Found in"})
    if stated["unit"]:
        yield "Sent by", f"the unit {stated['unit']}"


_PERSON_IS = {"missing": "missing", "found": "found", "custody": "in custody", "other": "neither missing nor in custody"}


def _exhibit(device: Json) -> Iterator[tuple[str, str]]:
    yield from _some(device, {"exhibit": "Exhibit", "make_model": "Phone", "tool": "Extracted with", "examiner": "Extracted by"})
    if device.get("extracted"):
        yield "Extracted", _time(device["extracted"])


def _basis(basis: Json) -> Iterator[tuple[str, str]]:
    """Give the answers of the law in the order they are asked."""
    for name, term in (("power", "Power"), ("purpose", "Purpose"), ("risk_ground", "Who is at risk")):
        if basis.get(name):
            yield term, words_of(basis[name])
    yield from _some(basis, {"seized_under": "Seized under", "warrant_reference": "Warrant", "other_power": "Relied on"})
    yield from _some(basis, _SENTENCES)
    if basis.get("confidential_material"):
        yield "Confidential material", words_of(basis["confidential_material"])
    yield from _some(basis, {"confidential_assessment": "Its assessment"})
    agreement = basis.get("agreement")
    if agreement and agreement.get("by"):
        relationship = f" ({agreement['relationship']})" if agreement.get("relationship") else ""
        yield "Agreed", f"{words_of(agreement['by'])}{relationship}" + (f", {_time(agreement['given'])}" if agreement.get("given") else "")
    if basis.get("notice_served"):
        yield "Notice given", _time(basis["notice_served"])
    yield from _some(basis, {"child_views": "The child's views", "child_views_weighed": "How they were weighed"})
    yield from _some(basis, {"why_no_child_views": "Why they were not sought"})
    if basis.get("authorised_by"):
        rank = f", {words_of(basis['authoriser_rank']).lower()}" if basis.get("authoriser_rank") else ""
        yield "Authorised by", f"{basis['authorised_by']}{rank}" + (f", {_time(basis['authorised'])}" if basis.get("authorised") else "")
    review = basis.get("supervisor_review")
    if review and review.get("by"):
        yield "Reviewed by", f"{review['by']}" + (f": {review['reason']}" if review.get("reason") else "")


_SENTENCES = {
    "risk": "The risk",
    "belief": "Why it is relevant",
    "necessity": "Why it is necessary",
    "proportionality": "Why it is proportionate",
    "other_means": "Other means considered",
}


def _some(values: Json, terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, term in terms.items():
        if values.get(name):
            yield term, str(values[name])


def _time(text: str) -> str:
    return say_time(datetime.fromisoformat(text).astimezone(UTC))
