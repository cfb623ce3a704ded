"""The sanitised concern: what partners outside the police need to act, and nothing of any line, number, other person or source (domain 7).

It reads the same whether the lines behind it are open or restricted, so that it tells nobody which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matcher.domain.alerts.raising import SAFE_CONTACT
from matcher.domain.alerts.routing import WITHHELD
from matcher.domain.alerts.rule import Recipient
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.answers.live_grounds import REJECTED, is_live
from matcher.domain.answers.recalled_answer import cause_of
from matcher.domain.screening import Urgency
from matcher.domain.upkeep.recall_cause import OFF_RECORD

Json = dict[str, Any]

_OWNER = {Recipient.OWNER_UNIT.value}

_WHAT = "Police hold information that suggests a risk of criminal exploitation."

#: How sure that is, by the strongest match.
_SURE: Mapping[str, str] = {
    "strong": "That information is strong.",
    "moderate": "That information is moderate: it may prove right or wrong.",
    "weak": "That information is weak: it may well prove wrong.",
}
_UNSURE = "How sure that is has still to be judged."

_ASSESSMENT = "Whether the person is being exploited is for people to assess; the information alone does not show it."

#: Whoever handed the phone in may know of no line at all, and a call would tell them of a restricted one. So it is the same for all.
_ASK = (
    "Ask the intelligence unit of the police force this came from which office to speak to, and no other unit: whoever handed the phone in "
    "may know nothing of it. Further information comes from a person only."
)

_DECIDE = "Decide whether a strategy discussion or an enquiry is needed, and record the reason."


class Origin(NamedTuple):
    """What a partner has to know beside the concern: whom it is about."""

    #: A sentence; None where it may not be known.
    person: str | None = None


_NOBODY = Origin()


def concern_of(open_answer: Json, whole_answer: Json, origin: Origin = _NOBODY) -> Json:
    """Give an answer as a safeguarding partner sees it: in the same shape, with one sanitised concern or none."""
    urgency = _urgency_of(whole_answer["alerts"])
    screening = open_answer["screening"]
    return {
        **{key: value for key, value in open_answer.items() if key in {"schema", "id", "submission"}},
        "screening": {
            "at": screening["at"],
            "tool": screening["tool"],
            "normaliser": screening["normaliser"],
            "phone_metadata": screening["phone_metadata"],
            "line_list": {"name": None, "sha256": None, "version": None, "lines": None, "numbers": None, "notes": []},
            "sources": [],
            "unread": [],
            "counts": dict.fromkeys(screening["counts"]),
            "subject": {**screening["subject"], "own_numbers": [], "household_numbers": [], "sex": None, "ethnicity": None},
        },
        "statement": f"{_WHAT} {_sure(whole_answer)}" if urgency else _nothing(whole_answer["alerts"]),
        "warnings": [],
        "matches": [],
        "leads": [],
        "associates": [],
        "alerts": [_concern(urgency, whole_answer, origin)] if urgency else [],
        "unusable": [],
        "skipped": [],
    }


_NOTHING = "There is no concern to pass on; this does not indicate absence of exploitation."


def _nothing(alerts: Sequence[Json]) -> str:
    """Say that there is no concern; that one rested on what is no longer on record is another thing than that it was wrong."""
    causes = [cause_of(each["retracted"]) for each in alerts if "retracted" in each and each["retracted"]["cause"] != REJECTED]
    return next((f"{_NOTHING} {OFF_RECORD}" for each in causes if not each.is_denied), _NOTHING)


def _urgency_of(alerts: Sequence[Json]) -> str | None:
    """Find how soon a person must look."""
    # What was taken back is no concern any more; that it was is told by a notice.
    return min((each["urgency"] for each in alerts if "retracted" not in each and carries_concern(each)), default=None)


def carries_concern(alert: Json) -> bool:
    """Whether an alert of an answer is one a concern stands for: about the person, or about what the owning unit has to decide."""
    # A number that may have been reissued, and nothing else, is P4 and no concern.
    is_withheld = alert["rule"] == WITHHELD and alert["urgency"] != Urgency.P4
    return is_withheld or not set(alert["recipients"]) <= _OWNER


def _sure(answer: Json) -> str:
    strengths = {match["strength"] for match in answer["matches"] if is_live(match)}
    return next((words for strength, words in _SURE.items() if strength in strengths), _UNSURE)


def _concern(urgency: str, answer: Json, origin: Origin) -> Json:
    return {
        "rule": "concern",
        "rule_version": "1",
        "urgency": urgency,
        "title": "A concern about criminal exploitation",
        "facts": [*([origin.person] if origin.person else []), _WHAT, _sure(answer)],
        "assessment": _ASSESSMENT,
        "actions": [_DECIDE, _ASK, SAFE_CONTACT],
        # By when, which is nothing that a person decides.
        "urgency_steps": [CLOCKS[Urgency(urgency)]],
        "recipients": [Recipient.SAFEGUARDING.value],
        "restricted": False,
    }
