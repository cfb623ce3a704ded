"""Alerts that a look back raises, one for each submission and version: what is found afterwards is added, what is taken back is left out.

Beside what everybody sees of an alert they hold of which match each sentence is; that is never shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

#: What is never shown: of which matches it speaks, of which version, and which unit owns the line of a restricted one.
INSIDE = ("about", "version_id", "owner_unit")

#: With the alert of a single match: how it reads for those who may not know of all the earlier matches it speaks of, and which these are.
UNTOLD = "untold"


def joined(parts: Sequence[tuple[str, Json]], *, inside: Mapping[str, Any]) -> Json:
    """Make one alert of the alerts of single matches.

    Args:
        parts: Id of the match, and the alert it raises alone.
        inside: What the alert holds and never shows.
    """
    return _told([_part(match_id, alert) for match_id, alert in parts], inside)


def extended(body: Json, parts: Sequence[tuple[str, Json]]) -> Json:
    """Add matches to an alert."""
    known = [each for each in body["about"] if each["match"] not in {match_id for match_id, _ in parts}]
    inside = {key: body[key] for key in (*INSIDE, "id") if key in body and key != "about"}
    return _told([*known, *(_part(match_id, alert) for match_id, alert in parts)], inside)


def left_of(body: Json, gone: Collection[str]) -> Json | None:
    """Give an alert without matches that are gone; None where none is left. One that speaks of none of them stays as it is."""
    about = [each for each in body.get("about", []) if each["match"] not in gone]
    if not body.get("about") or len(about) == len(body["about"]):
        return body
    return _told(about, {key: value for key, value in body.items() if key in {*INSIDE, "id"} and key != "about"}) if about else None


def matches_of(body: Json) -> frozenset[str]:
    """Give the matches an alert speaks of."""
    return frozenset(each["match"] for each in body.get("about", []))


def shown(body: Json, *, marks: Mapping[str, str] | None = None, only: Collection[str] | None = None) -> Json | None:
    """Give an alert as it is shown: sentences about matches that were taken back or rejected say so.

    What it says of all its matches together, as its urgency, is said anew of those it may speak of.

    Args:
        body: As it is kept.
        marks: Words a sentence about a match begins with, by its id.
        only: Matches it may speak of, earlier ones of the number among them; None where all. It is not shown where none is left.
    """
    told = {key: value for key, value in body.items() if key not in INSIDE}
    about = [each for each in body.get("about", []) if only is None or each["match"] in only]
    if not body.get("about"):
        return told
    if not about:
        return None
    if only is not None and (len(about) < len(body["about"]) or any(not _may_know(each, only) for each in about)):
        about = [each if _may_know(each, only) else _part(each["match"], each[UNTOLD]["alert"]) for each in about]
        told = {**told, **_told(about, {})}
        del told["about"]
    begins = marks or {}
    facts = [f"{begins.get(each['match'], '')}{fact}" for each in about for fact in _own_facts(each)]
    common = [fact for each in about for fact in each["alert"]["facts"][_OWN:]]
    return {**told, "facts": list(dict.fromkeys([*facts, *common]))}


def _may_know(part: Json, only: Collection[str]) -> bool:
    return UNTOLD not in part or set(part[UNTOLD]["by"]) <= set(only)


#: The first sentence is about the match; those after it are about the phone.
_OWN = 1


def _own_facts(part: Json) -> list[str]:
    return list(part["alert"]["facts"][:_OWN])


def _part(match_id: str, alert: Json) -> Json:
    plain = {key: value for key, value in alert.items() if key != UNTOLD}
    return {"match": match_id, "alert": plain, **({UNTOLD: alert[UNTOLD]} if UNTOLD in alert else {})}


def _told(about: Sequence[Json], inside: Mapping[str, Any]) -> Json:
    # Stable: of equally urgent ones the first decides.
    decisive = min((each["alert"] for each in about), key=lambda alert: alert["urgency"])
    own = [fact for each in about for fact in _own_facts(each)]
    common = [fact for each in about for fact in each["alert"]["facts"][_OWN:]]
    actions = [action for each in about for action in each["alert"]["actions"]]
    return {
        **decisive,
        "facts": list(dict.fromkeys([*own, *common])),
        "actions": list(dict.fromkeys(actions)),
        **inside,
        "about": list(about),
    }
