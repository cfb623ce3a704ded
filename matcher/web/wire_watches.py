"""Watches as they travel."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from matcher.domain.alerts.watch import LONGEST, LONGEST_VALUE, WatchKind, WatchPurpose
from matcher.service.views.watch import WatchState
from matcher.web.wire import In, Moment, Out, Sentence
from matcher.web.wire_identity import AskedMoment

WatchId = Annotated[str, StringConstraints(pattern=r"^wat_[0-9a-z]{26}$")]
Watched = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_VALUE, pattern=r"^[^\x00-\x1f\x7f]*$")]
_TERM = f"A moment that lies ahead, by at most {LONGEST.days} days."


class WatchPath(In):
    """Which watch."""

    id: WatchId


class WatchBody(In):
    """A watch that is to be set."""

    kind: WatchKind
    value: Watched = Field(description="A phone number as people write it, the id of a line, or the reference of a subject.")
    purpose: WatchPurpose = Field(description="`managed`, or `early_help`: support that is no flag on anybody.")
    reason: Sentence
    expires_at: AskedMoment = Field(description=_TERM)


class RenewalBody(In):
    """Why a watch is needed longer, and until when."""

    reason: Sentence
    expires_at: AskedMoment = Field(description=_TERM)


class EndBody(In):
    """Why a watch is ended."""

    reason: Sentence | None = None


class WatchWire(Out):
    """One watch."""

    id: str
    kind: WatchKind
    value: str | None = Field(description="What is watched; null where that is not for you.")
    purpose: WatchPurpose
    reason: str
    owner: str = Field(description="The account that is told, alone.")
    unit: str
    state: WatchState
    created_at: Moment
    expires_at: Moment
    ended_at: Moment | None


class WatchPageWire(Out):
    """Watches, the newest first."""

    items: list[WatchWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
