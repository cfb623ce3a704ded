"""What each match gives to the alerts of an answer, for where a reviewer confirms first: what one sees rests on those confirmed alone.

It is kept beside the answer against a list without lines, which is shown until then, and is shown itself in no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]

_PARTS = "alert_parts"
_KEPT = ("line", "number", "rule", "urgency", "urgency_steps", "actions", "recipients")


def with_parts(bare: Json, parts: Iterable[Mapping[str, Any]]) -> Json:
    """Keep parts with an answer: of each the line by its id, the number, and the alert as if it were about nothing else."""
    return {**bare, _PARTS: [{name: each[name] for name in _KEPT} for each in parts]}


def without_parts(bare: Json) -> Json:
    """Give an answer as it is shown."""
    return {name: value for name, value in bare.items() if name != _PARTS}


def parts_without(bare: Json, numbers: Collection[str]) -> Json:
    """Give an answer without the parts of some numbers; the same value where it has none of them."""
    kept = [each for each in bare.get(_PARTS, ()) if each["number"] not in numbers]
    return bare if len(kept) == len(bare.get(_PARTS, ())) else {**bare, _PARTS: kept}


def as_released(alert: Json, bare: Json, about: Collection[tuple[str, str]]) -> Json:
    """Give an alert with the urgency, the actions and the recipients that what was confirmed gives it, and no other.

    Args:
        alert: As far as its sentences are about that.
        bare: The answer that keeps the parts.
        about: What was confirmed of what it is about, by line and number. Where no part is kept of one of these, as of those that were
            found before parts were kept, the alert stays as it is: it must not say less than what is known.
    """
    of_rule = [each for each in bare.get(_PARTS, ()) if each["rule"] == alert["rule"]]
    parts = [each for each in of_rule if (each["line"], each["number"]) in about]
    if not parts or {(each["line"], each["number"]) for each in parts} != set(about):
        return alert
    # Of equally urgent ones the first of the answer decides, as in the whole.
    decisive = min(parts, key=lambda each: str(each["urgency"]))
    return {
        **alert,
        "urgency": decisive["urgency"],
        "urgency_steps": decisive["urgency_steps"],
        "actions": _of_parts(alert["actions"], parts, "actions"),
        "recipients": _of_parts(alert["recipients"], parts, "recipients"),
    }


def _of_parts(whole: Sequence[str], parts: Sequence[Json], name: str) -> list[str]:
    """Give what parts say, in the order of the whole."""
    said = dict.fromkeys(each for part in parts for each in part[name])
    return [*(each for each in whole if each in said), *(each for each in said if each not in whole)]
