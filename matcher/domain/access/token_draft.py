"""An API token that is to be made, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from matcher.domain.access.actor import Actor
from matcher.domain.access.permission import CLEARABLE, Action, may_at_all
from matcher.errors import Fault

#: Nobody remembers a token that is older.
LONGEST_LIFE = timedelta(days=365)
USUAL_LIFE = timedelta(days=90)
_LONGEST_NAME = 120

#: What is no question: whoever may read an answer sees in it what its owner sees. Nobody is offered a word that narrows nothing.
_OF_ANSWERS = frozenset({Action.MATCH_READ_GRADING, Action.SUBJECT_READ, Action.SUBJECT_READ_CONTEXT})
#: What cannot be asked yet.
_NOT_YET = frozenset({Action.INTERVIEW_CREATE})


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """What a token is made of."""

    #: What its owner calls it.
    name: str
    #: Values of `Action`; None takes all its owner has.
    scopes: frozenset[str] | None = None
    #: None takes the usual time, or what is left to the token it is made with where that is less.
    lives: timedelta | None = None


def lifetime_of(days: int) -> timedelta:
    """Give a number of days as what a token lives."""
    return timedelta(days=days)


def scopes_of(actor: Actor) -> frozenset[str]:
    """Give every scope a token of somebody may have: what they may do themselves, and with a token of theirs no more than it may."""
    without = {*_OF_ANSWERS, *_NOT_YET}
    if not actor.roles & CLEARABLE:
        # What a partner is told names no line, whatever it rests on.
        without.add(Action.MATCH_READ_RESTRICTED)
    return frozenset(action.value for action in Action if action not in without and may_at_all(actor, action))


def faults_of_token(draft: TokenDraft, actor: Actor, *, now: datetime, no_later_than: datetime | None) -> tuple[Fault, ...]:
    """Say what is wrong with a token.

    Args:
        draft: What it is to be made of.
        actor: Whose it will be, as they ask.
        now: The moment of asking.
        no_later_than: When the token they ask with ends; the new one does not outlive it.
    """
    faults = []
    if not 0 < len(draft.name.strip()) <= _LONGEST_NAME or not draft.name.isprintable():
        faults.append(Fault("name", f"It has between 1 and {_LONGEST_NAME} characters."))
    if draft.scopes is not None and not draft.scopes:
        faults.append(Fault("scopes", "A token that may do nothing is of no use."))
    if draft.scopes is not None and draft.scopes & _OF_ANSWERS:
        named = ", ".join(sorted(draft.scopes & _OF_ANSWERS))
        faults.append(Fault("scopes", f"Leave out {named}: a token that may read an answer sees in it what its owner sees."))
    elif draft.scopes is not None and draft.scopes - scopes_of(actor):
        faults.append(Fault("scopes", "There is one among them that does not exist or that you do not have yourself."))
    if draft.lives is not None and not timedelta(0) < draft.lives <= LONGEST_LIFE:
        faults.append(Fault("days", f"It works for 1 to {LONGEST_LIFE.days} days."))
    elif draft.lives is not None and no_later_than is not None and now + draft.lives > no_later_than:
        faults.append(Fault("days", "It does not outlive the token it is made with; leave this out for the longest that can be."))
    return tuple(faults)


def end_of(draft: TokenDraft, *, now: datetime, no_later_than: datetime | None) -> datetime:
    """Give the moment at which a token that may be made ends."""
    if draft.lives is not None:
        return now + draft.lives
    return min(now + USUAL_LIFE, no_later_than or datetime.max.replace(tzinfo=UTC))
