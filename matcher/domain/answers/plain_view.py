"""An answer for those who see the number and the name of the line, and nothing of how the list knows it (domain 4.4).

The shape of the answer stays; what may not be seen is null or empty. Only what is named here is let through.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from matcher.domain.access.permission import Form
from matcher.domain.alerts.rule import Recipient
from matcher.domain.match import GRADE_WORDS, Grade, Strength
from matcher.domain.matching.cautions import Caution
from matcher.domain.matching.explanation import quote

Json = dict[str, Any]

#: Cautions that tell how the list knows what it says.
_OF_PROVENANCE = frozenset({Caution.SINGLE_SOURCE.value, Caution.WEAK_GRADING.value, Caution.UNGRADED.value})

_OWNER = {Recipient.OWNER_UNIT.value}

_LINE: Mapping[str, Any] = {
    "aliases": [],
    "status": None,
    "exporting_area": None,
    "importing_areas": [],
    "markers": [],
    "visibility": None,
    "owner_unit": None,
    "closed_on": None,
}

#: What of a sighting is the file's own and says nothing of other people than by the number that matched.
_SIGHTING = (
    "type",
    "raw",
    "e164",
    "status",
    "certainty",
    "kind",
    "role",
    "app",
    "calls_in",
    "calls_out",
    "messages_in",
    "messages_out",
    "first_seen",
    "last_seen",
    "zone_known",
    "deleted",
    "source",
    "place",
    "steps",
    "reason",
)

#: What of a match is neither the line's nor the list's; the service adds `id` and `review`.
_MATCH = ("id", "number", "grade", "time_relation", "contact", "review", "review_note", "recalled")

_ALERT = (
    "id",
    "rule",
    "rule_version",
    "urgency",
    "title",
    "assessment",
    "actions",
    "recipients",
    "restricted",
    "state",
    "raised_before",
    "retracted",
)


def by_line_name(answer: Json, *, shows_identity: bool, shows_context: bool) -> Json:
    """Trim a whole answer to numbers and names of lines."""
    screening = dict(answer["screening"])
    screening["subject"] = trimmed_subject(screening["subject"], shows_identity=shows_identity, shows_context=shows_context)
    return {
        **answer,
        "screening": screening,
        "matches": [match_by_line_name(each) for each in answer["matches"]],
        # A label or a fragment is a contact that matches nothing; only what is said of the phone as a whole stays.
        "leads": [each for each in answer["leads"] if each["line"] is None],
        "associates": [associate_by_line_name(each) for each in answer["associates"]],
        "alerts": [_alert(each, answer["matches"]) for each in answer["alerts"] if not set(each["recipients"]) <= _OWNER],
        "unusable": masked_unusable(answer["unusable"], Form.NOTHING),
    }


def match_by_line_name(match: Json) -> Json:
    """Trim one match, of a submission or of a typed number."""
    return {
        "line": _line(match["line"]),
        **_kept(match, _MATCH),
        # How strong it is depends on the grading of the source.
        "strength": None,
        "sightings": [_sighting(each) for each in match["sightings"]],
        "list_entry": {key: value if key == "raw" else None for key, value in match["list_entry"].items()},
        "cautions": [each for each in match["cautions"] if each not in _OF_PROVENANCE],
        "explanation": _explain(match),
    }


def associate_by_line_name(person: Json) -> Json:
    """Trim a person the list names to the number and the name of the line."""
    return {
        "name": None,
        "number": person["number"],
        "line": _line(person["line"]),
        "role": None,
        "sightings": [_sighting(each) for each in person["sightings"]],
        "explanation": f"{_found(person['sightings'])}, is the number of a person the list links to {name_of(person['line'])}.",
        **_kept(person, ("recalled",)),
    }


def check_by_line_name(answer: Json) -> Json:
    """Trim the answer to one typed number."""
    return {
        **answer,
        "matches": [match_by_line_name(each) for each in answer["matches"]],
        "associates": [associate_by_line_name(each) for each in answer.get("associates", [])],
    }


def name_of(line: Json) -> str:
    """Name a line as every sentence of an answer does."""
    return f"line {line['id']} '{line['name']}'" if line["name"] else f"line {line['id']}"


def _line(line: Json) -> Json:
    return {"id": line["id"], "name": line["name"], **_LINE}


def _kept(value: Json, keys: Sequence[str]) -> Json:
    return {key: value[key] for key in keys if key in value}


def _sighting(sighting: Json) -> Json:
    return {**_kept(sighting, _SIGHTING), "label": None}


def _found(sightings: Sequence[Json]) -> str:
    first, more = sightings[0], len(sightings) - 1
    others = f" and {more} more {'place' if more == 1 else 'places'}" if more else ""
    return f"{quote(first['raw'])} ({first['place']}{others})"


def _explain(match: Json) -> str:
    grade = Grade(match["grade"])
    return (
        f"{_found(match['sightings'])} equals {quote(match['list_entry']['raw'])}, listed for {name_of(match['line'])}; "
        f"contact: {match['contact']}; {GRADE_WORDS[grade]} (grade {grade.value})."
    )


def _alert(alert: Json, matches: Sequence[Json]) -> Json:
    """Keep of an alert what it asks for, and of its facts those that do not tell more of a line than its name."""
    return {
        **_kept(alert, _ALERT),
        "facts": [_without_strength(fact) for fact in alert["facts"] if not _tells_of_line(fact, matches)],
        # The steps name the grading of the source wherever it capped the urgency.
        "urgency_steps": [],
    }


def _tells_of_line(fact: str, matches: Sequence[Json]) -> bool:
    """Whether a sentence that names a line says where it is run, where it supplies, or what harm it is linked to."""
    for line in (match["line"] for match in matches):
        details = [
            line["exporting_area"],
            *line["importing_areas"],
            *line["markers"],
            *(each.replace("_", " ") for each in line["markers"]),
        ]
        rest = fact.replace(name_of(line), "")
        if rest != fact and any(detail in rest for detail in details if detail):
            return True
    return False


#: How the facts of alerts tell the strength, which depends on the grading of the source.
_STRENGTHS = (*(f", {strength.value} confidence" for strength in Strength), f", {Strength.NOT_USABLE.value}")


def _without_strength(fact: str) -> str:
    for words in _STRENGTHS:
        fact = fact.replace(words, "")
    return fact


def masked_unusable(rows: Sequence[Json], form: Form) -> list[Json]:
    """Give the readings without a key with as much of their text as a role may see; reason and place are always told (domain 14.14)."""
    if form is Form.FULL:
        return list(rows)
    shown = 2 if form is Form.MASKED else 0
    return [{**row, "raw": mask(row["raw"], shown), "label": None} for row in rows]


def mask(text: str, shown: int = 0) -> str:
    """Hide letters and digits of a text but the last few."""
    kept = len(text) - shown
    return "".join("•" if each.isalnum() and at < kept else each for at, each in enumerate(text))


_IDENTITY: Mapping[str, Any] = {
    "age": None,
    "age_uncertain": False,
    "home_area": None,
    "found_area": None,
    "own_numbers": [],
    "household_numbers": [],
    "sex": None,
    "ethnicity": None,
}
_CONTEXT: Mapping[str, Any] = {"looked_after": False, "placed_out_of_area": False, "adult_at_risk": False, "home_takeover": False}


def trimmed_subject(subject: Json, *, shows_identity: bool, shows_context: bool) -> Json:
    """Give what may be said of the person."""
    return {**subject, **({} if shows_identity else _IDENTITY), **({} if shows_context else _CONTEXT)}


#: A file name this short, or without an ending, reads like a word of a sentence.
_SHORTEST_NAME = 6


def without_file_names(answer: Json) -> Json:
    """Call files by their place in the answer: people name them after the person."""
    screening = answer["screening"]
    names = list(dict.fromkeys(each["name"] for each in (*screening["sources"], *screening["unread"])))
    called = {name: f"file {at}" for at, name in enumerate(names, 1)}
    told = [name for name in sorted(names, key=len, reverse=True) if "." in name or len(name) >= _SHORTEST_NAME]
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(name)}(?![\w])" for name in told)) if told else None
    renamed: Json = _renamed(answer, called, pattern)
    return renamed


def _renamed(value: Any, called: Mapping[str, str], pattern: re.Pattern[str] | None, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {name: _renamed(each, called, pattern, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, called, pattern, key) for each in value]
    if not isinstance(value, str) or key in {"raw", "label"}:
        return value
    if value in called and key in {"name", "source"}:
        return called[value]
    whole, colon, rest = value.partition(":")
    if key == "place" and whole in called:
        return f"{called[whole]}{colon}{rest}"
    return pattern.sub(lambda found: called[found.group()], value) if pattern else value
