"""The line list and the alerts as they travel."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from matcher.domain.upkeep.line_search import LONGEST_SOUGHT
from matcher.web.wire import AlertId, Cursor, In, Moment, Out, Sentence


class LineWire(Out):
    """One line of the list, as far as your role may know of it. Its numbers are told by no list."""

    id: str
    name: str | None
    aliases: list[str]
    status: str
    exporting_area: str | None
    importing_areas: list[str]
    markers: list[str]
    visibility: str
    owner_unit: str | None
    review_due: date | None
    closed_on: date | None
    numbers: int = Field(description="How many numbers the list has for it.")


class ListFactsOut(Out):
    """Which list it is. Counts and hash are those of what you may see."""

    version_id: str
    version: str | None
    name: str
    sha256: str
    published_at: Moment
    lines: int
    numbers: int


class LinePageWire(Out):
    """Lines of the current list, by id."""

    line_list: ListFactsOut
    items: list[LineWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class SearchBody(In):
    """What line is looked for. It stands in no address, for it may be somebody's number."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SOUGHT)] = Field(
        description="Words of its id, names, areas or group, or one of its numbers in any spelling."
    )
    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: Cursor | None = Field(default=None, description="As the page before gave it.")


class ListVersionWire(Out):
    """One version of the list."""

    id: str
    version: int
    name: str
    published_at: Moment
    published_by: str
    published_by_name: str | None = Field(description="Null where it was done at the machine.")


class ListVersionPageWire(Out):
    """The versions of the list, the newest first."""

    items: list[ListVersionWire]
    cursor: str | None = Field(description="For the next page; null at the end.")


class SeenAgainWire(Out):
    """That an alert was seen again, with another file about the same person in the same episode."""

    at: Moment
    submission: str


class AlertWire(Out):
    """One alert, as your role may see it."""

    id: str
    submission: str | None = Field(description="Null where it is about the use of an account.")
    account: str | None
    created_at: Moment
    state: str
    alert: dict[str, Any] = Field(
        description="Rule, urgency, title, facts, assessment and actions, as in an answer. `retracted` says why it does not"
        " hold any more: `version` and `at` are null where a reviewer rejected every match it rests on, and `cause` is `rejected`."
    )
    seen_again: list[SeenAgainWire] = Field(
        description="The same on later files about the same person in the same episode, for which it was not raised a second time."
    )


class AlertPath(In):
    """Which alert."""

    id: AlertId


class ClosureBody(In):
    """What was done about an alert, or why nothing is to be done."""

    reason: Sentence


class AlertPageWire(Out):
    """Alerts, the newest first."""

    items: list[AlertWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
