"""What came afterwards, as it travels: notices of recalls, and how far a look back is."""

from __future__ import annotations

from pydantic import BaseModel, Field

from matcher.domain.upkeep.recall_cause import RecallCause
from matcher.store.retro import RetroState
from matcher.web.wire import Moment, Out


class NoticeWire(Out):
    """Something you were told does not hold, for the list took back the number it rested on; or it holds again.

    Or a case was erased with an alert that you could see and nobody had closed.
    """

    id: str
    submission: str | None = Field(description="Null where it tells of an erasure, and you might not know of the submission.")
    alerts: list[str] = Field(description="Ids of the alerts it is about, beside the answer. Empty for partners, who know of one concern.")
    line: str | None = Field(
        description="Id of the line the number was listed for. Null for partners, who hear of no line, and for an erasure."
    )
    version: int | None = Field(
        description="Number of the version of the list that took the number back, or by which it holds again. Null for a finding of "
        "a reviewer, and for an erasure."
    )
    cause: RecallCause | None = Field(
        description="Why the list took it back; `rejected` where a reviewer did. `wrong`, `corrected` and `suspected-false` "
        "deny it; the others only say it no longer, `moved` that it has the number for another line now, `redated` that by its "
        "dates the number may have been somebody else's when it came to this phone. Null for partners, and for an erasure."
    )
    restored: bool = Field(description="True where it tells that something holds again.")
    erased: bool = Field(description="True where it tells that an alert went with a case that was erased.")
    sentence: str
    action: str
    created_at: Moment
    read_at: Moment | None = Field(description="When it was read first; null the first time.")


class NoticePageWire(Out):
    """Notices, the newest first."""

    items: list[NoticeWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class RetroRunPath(BaseModel):
    """Which version."""

    id: str = Field(max_length=40)


class RetroRunWire(Out):
    """How far the look back of a version is. It says nothing of what was found, and counts only lines you may know of."""

    version_id: str
    version: int
    state: RetroState
    numbers_done: int
    numbers: int
