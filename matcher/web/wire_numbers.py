"""The organisation's own number lists as they travel."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from matcher.domain.guarding.guard_number import CLASSES, LONGEST_TEXT, Guard
from matcher.web.wire import In, Moment, Out, PageQuery, Sentence

GuardId = Annotated[str, StringConstraints(pattern=r"^grd_[0-9a-z]{26}$")]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00-\x1f\x7f]*$")]
_CLASSES = "; ".join(f"`{guard.value}`: {', '.join(several)}" for guard, several in CLASSES.items())


class NumbersQuery(PageQuery):
    """Which of the two lists, and which part of it."""

    list: Guard = Field(default=Guard.WARNING, description="`protected` numbers leave no trace; `warning` numbers carry a caution.")


class GuardPath(In):
    """Which entry."""

    id: GuardId


class GuardBody(In):
    """A number, a range or a short code that is to be set apart."""

    list: Guard
    group: ShortText = Field(description=f"What it is. By list: {_CLASSES}.")
    number: ShortText = Field(description="As people write it: a whole number, or a short code.")
    last: ShortText | None = Field(default=None, description="The last number of a range that begins with `number`.")
    label: ShortText = Field(description="Whose it is.")
    reason: Sentence
    source: ShortText = Field(description="Where that is known from.")


class RemovalBody(In):
    """Why an entry is taken off its list."""

    reason: Sentence


class ReadingBody(In):
    """Why protected numbers have to be read."""

    need: Sentence
    limit: int = Field(default=50, ge=1, le=200, description="How many at most.")
    cursor: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.=-]{1,500}$")] | None = Field(
        default=None, description="As the page before gave it."
    )


class GuardEffectWire(Out):
    """The number stands on the line list: from now on no phone is compared with it, and what was answered is freed of it."""

    lines: list[str] = Field(description="Ids of the lines it stands on, of those you may know of.")
    submissions: int = Field(description="Earlier submissions with a match that rests on it.")
    alerts: int = Field(description="Alerts nobody closed that rest on it, and are taken back.")
    at_least: bool = Field(description="Whether there may be more.")


class GuardWire(Out):
    """One entry; where no more may be known than that there is one, the rest is null."""

    id: str
    list: Guard
    group: str | None
    number: str | None
    last: str | None = Field(description="The last number of a range; null for a single number.")
    label: str | None
    reason: str | None
    source: str | None
    added_by: str
    added_at: Moment
    readable: bool = Field(
        description="False where what it says was changed in the store, so that nobody knows its number: take it off and add it anew."
    )
    on_line_list: GuardEffectWire | None = Field(
        description="When a protected number is added that stands on the line list, to those who read that list and may know of the line."
    )


class GuardPreviewWire(Out):
    """What it would do to set a number apart."""

    on_line_list: GuardEffectWire | None = Field(
        description="Where it would be protected and stands on the line list, to those who read that list and may know of the line."
    )


class GuardPageWire(Out):
    """Entries of one list, the newest first."""

    items: list[GuardWire]
    cursor: str | None = Field(description="For the next page; null at the end.")
