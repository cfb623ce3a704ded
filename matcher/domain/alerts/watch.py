"""Watches: somebody asks to be told when a number, a line or a subject turns up again (domain 3.1, row 7).

There are two purposes, and they never look alike. A watch of a managed case tells the unit that works with it. One for early help offers
support to a young person: it is no flag on anybody, and roles that keep the line list neither set nor see one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from matcher.domain.access.actor import Actor, Role
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.alerts.raising import SAFE_CONTACT
from matcher.domain.alerts.urgency import CLOCKS
from matcher.domain.screening import Urgency
from matcher.errors import Fault

#: A watch ends by itself; whoever still needs it says why again.
LONGEST = timedelta(days=90)
LONGEST_REASON = 2000
LONGEST_VALUE = 200

#: What is raised where something watched turns up, by purpose.
RULE_MANAGED, RULE_EARLY_HELP = "WA-01", "WA-02"
RULES = frozenset({RULE_MANAGED, RULE_EARLY_HELP})

#: To whom it goes, in words.
OWNER = "watch_owner"


class WatchKind(StrEnum):
    """What is watched."""

    NUMBER = "number"
    LINE = "line"
    SUBJECT = "subject"


class WatchPurpose(StrEnum):
    """What it is watched for."""

    MANAGED = "managed"
    EARLY_HELP = "early_help"


#: Which right it takes to watch.
MAKES: Mapping[WatchKind, Action] = {
    WatchKind.NUMBER: Action.WATCH_NUMBER,
    WatchKind.LINE: Action.WATCH_LINE,
    WatchKind.SUBJECT: Action.WATCH_SUBJECT,
}

_BOTH = frozenset(WatchPurpose)
_MANAGED = frozenset({WatchPurpose.MANAGED})
_HELP = frozenset({WatchPurpose.EARLY_HELP})

#: For what each role may watch. Those who keep and judge the line list know of no early help; safeguarding of nothing else.
PURPOSES: Mapping[Role, frozenset[WatchPurpose]] = {
    Role.SUBMITTER: _BOTH,
    Role.COORDINATOR: _BOTH,
    Role.SUPERVISOR: _BOTH,
    Role.ANALYST: _MANAGED,
    Role.REVIEWER: _MANAGED,
    Role.SAFEGUARDING: _HELP,
}


@dataclass(frozen=True, slots=True)
class WatchDraft:
    """A watch that is to be set."""

    kind: WatchKind
    #: A number as typed, the id of a line, the reference of a subject.
    value: str
    purpose: WatchPurpose
    reason: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """What one submission touched: whatever of it is watched is told."""

    submission_id: str
    organisation_id: str
    #: The unit that handed it in.
    unit_id: str
    #: E.164 of its numbers, on a list or not. Protected ones are none of them.
    numbers: AbstractSet[str] = frozenset()
    #: Lines that matched, each with what a decision about it depends on.
    lines: Mapping[str, ObjectFacts] = field(default_factory=dict)
    #: Reference of the subject; None where there is none, or where it was looked at for this before.
    subject: str | None = None


def faults_of_watch(draft: WatchDraft, *, now: datetime) -> tuple[Fault, ...]:
    """Say what is wrong with a watch whoever sets it."""
    faults = list(_faults_of_term(draft.reason, draft.expires_at, now))
    if not 0 < len(draft.value.strip()) <= LONGEST_VALUE or not draft.value.isprintable():
        faults.append(Fault("value", f"It has between 1 and {LONGEST_VALUE} characters."))
    if draft.kind is WatchKind.LINE and draft.purpose is WatchPurpose.EARLY_HELP:
        faults.append(Fault("purpose", "Early help is for a person: watch a subject or a number."))
    return tuple(faults)


def faults_of_renewal(reason: str, expires_at: datetime, *, now: datetime) -> tuple[Fault, ...]:
    """Say what is wrong with a renewal."""
    return tuple(_faults_of_term(reason, expires_at, now))


def _faults_of_term(reason: str, expires_at: datetime, now: datetime) -> Iterator[Fault]:
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        yield Fault("reason", f"Say why, in at most {LONGEST_REASON} characters.")
    if not now < expires_at <= now + LONGEST:
        yield Fault("expires_at", f"It lies ahead, by at most {LONGEST.days} days.")


def may_watch(actor: Actor, kind: WatchKind, purpose: WatchPurpose, facts: ObjectFacts) -> bool:
    """Whether somebody may set a watch, or be told by one: by a role that has both the right and the purpose."""
    # Of each role alone: the right of one and the purpose of another make none.
    alone = (replace(actor, roles=frozenset({role})) for role in sorted(actor.roles) if purpose in PURPOSES.get(role, frozenset()))
    return any(may(each, MAKES[kind], facts).allowed for each in alone)


def facts_of_watch(
    organisation_id: str, *, owner_id: str, unit_id: str, purpose: WatchPurpose, line: ObjectFacts | None = None
) -> ObjectFacts:
    """Give what a decision about a watch depends on.

    Args:
        organisation_id: Whose it is.
        owner_id: The account that is told.
        unit_id: The unit of that account when it was set.
        purpose: One for early help is assigned to safeguarding.
        line: What a decision about the line depends on, where a line is watched.
    """
    partners = {Role.SAFEGUARDING.value} if purpose is WatchPurpose.EARLY_HELP else set()
    return ObjectFacts(
        organisation_id,
        unit_id=unit_id,
        submitter_id=owner_id,
        assigned_to=frozenset({owner_id, *partners}),
        is_restricted=line is not None and line.is_restricted,
        owner_unit=line.owner_unit if line is not None else None,
    )


def shows_value(actor: Actor, kind: WatchKind, purpose: WatchPurpose, owner_id: str) -> bool:
    """Whether somebody who sees a watch sees what is watched.

    Its owner does. A line is no secret to whoever may see the watch. Numbers and references of children are for others to see in their
    cases, under the rules of those; only safeguarding sees whom early help is for.
    """
    if owner_id == actor.user_id or kind is WatchKind.LINE:
        return True
    return kind is WatchKind.SUBJECT and purpose is WatchPurpose.EARLY_HELP and actor.has(Role.SAFEGUARDING)


_MET: Mapping[WatchKind, str] = {
    WatchKind.NUMBER: "A number you asked to be told of stands on a phone that was handed in.",
    WatchKind.LINE: "A number of a line you asked to be told of was met on a phone that was handed in.",
    WatchKind.SUBJECT: "A phone of the person you asked to be told of was handed in.",
}

_WORDS: Mapping[WatchPurpose, dict[str, Any]] = {
    WatchPurpose.MANAGED: {
        "rule": RULE_MANAGED,
        "title": "What you asked to be told of has turned up",
        "assessment": "It was met, and nothing says why: standing on a phone is no proof of use, ownership, knowledge or offending.",
        "actions": [
            "Ask the unit that handed the phone in what it needs to know to keep the person safe, and tell it.",
            "Decide whether the watch is still needed, and end it if it is not.",
        ],
    },
    WatchPurpose.EARLY_HELP: {
        "rule": RULE_EARLY_HELP,
        "title": "Early help: look whether support is needed now",
        "assessment": "This is an offer of help. It says nothing against anybody, is no sign of wrongdoing, and is passed on as neither.",
        "actions": [
            "Ask whoever supports the young person whether more support is needed now, and see that it is offered.",
            "Enter this in no record of suspicion; it is no information about conduct.",
        ],
    },
}


def watch_alert(watch_id: str, kind: WatchKind, purpose: WatchPurpose, *, unit_name: str) -> dict[str, Any]:
    """Give the alert as the contract shapes alerts. What is watched does not stand in it: it stands with the watch alone."""
    words = _WORDS[purpose]
    return {
        "rule": words["rule"],
        "rule_version": "1",
        "urgency": Urgency.P3.value,
        "title": words["title"],
        "facts": [_MET[kind], f"It was handed in by the unit {unit_name}."],
        "assessment": words["assessment"],
        "actions": [*words["actions"], SAFE_CONTACT],
        "urgency_steps": [CLOCKS[Urgency.P3]],
        "recipients": [OWNER],
        "restricted": True,
        "watch": watch_id,
        "purpose": purpose.value,
    }
