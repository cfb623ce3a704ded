"""Whether an alert was raised before: about a person in an episode there is one, and what comes later is added to it (domain 6).

What is new in anything is told in full: another line or number, another rule, somebody else it is for, or more haste. In doubt it is raised
again: an alert too many is looked at and closed, and one that is not raised leaves a child alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Ground(NamedTuple):
    """What an alert rests on: a number on a line, or one by which the line names somebody."""

    is_person: bool
    line_id: str
    number_token: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """What an alert says, as far as that decides whether it was told already."""

    alert_id: str
    rule: str
    #: P1 is the most urgent, and sorts first.
    urgency: str
    #: The answers it stands in: what somebody sees depends on no alert of an answer that they do not see.
    audience: frozenset[str]
    recipients: frozenset[str]
    facts: frozenset[str]
    #: Those that hold.
    grounds: frozenset[Ground]
    #: Of the facts those that tell of a label that reads like a line, which no number carries.
    labels: frozenset[str] = frozenset()
    #: Whether somebody it was for is done with it: partners close the concern they have by it.
    is_closed: bool = False
    #: Whether it was raised for the very file that is looked at, or seen again with it.
    is_of_file: bool = False


def told_by(claim: Claim, before: Iterable[Claim]) -> Claim | None:
    """Give the alert that told the same already; one that is looked at before others, then one as urgent, and then the first.

    Args:
        claim: What would be raised.
        before: Alerts of the same person and episode that stand, the earliest first.
    """
    telling = [each for each in before if _tells(each, claim)]
    return min(telling, key=lambda each: (each.is_closed, each.urgency != claim.urgency), default=None)


def _tells(before: Claim, claim: Claim) -> bool:
    is_as_much = before.rule == claim.rule and before.urgency <= claim.urgency and claim.recipients <= before.recipients
    if not is_as_much or before.audience != claim.audience or not claim.grounds <= before.grounds:
        return False
    if claim.grounds and not claim.labels <= before.labels:
        return False
    # The same bytes say nothing new. Another file does, once nobody looks at what was said before; and where nothing says what it rests
    # on, its sentences do.
    return before.is_of_file or (not before.is_closed and (bool(claim.grounds) or claim.facts <= before.facts))
