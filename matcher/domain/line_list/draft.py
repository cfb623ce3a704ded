"""A line while its rows are still being read: facts said on one row hold for all, and two rows may not disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from matcher.domain.line import Line, LineStatus, Marker, Visibility
from matcher.domain.line_list.columns import split


def tidy(text: str) -> str:
    """Collapse runs of spaces and line breaks."""
    return " ".join(text.split())


def tidy_all(texts: Sequence[str]) -> list[str]:
    """Tidy many texts, already trimmed, in one go."""
    # A blank beside the joint would be one of a text that is not trimmed.
    tidied = " ".join("\x00".join(texts).split()).split("\x00")
    return tidied if len(tidied) == len(texts) else list(map(tidy, texts))


@dataclass(slots=True)
class Closure:
    """Numbers of a line that are closed, with the latest such day and its type."""

    numbers: int = 0
    closed_on: date | None = None
    #: The latest closure that tells its type: its day, or the first day there is where it tells none, and the type.
    typed: tuple[date, str] | None = None

    @property
    def closure_type(self) -> str | None:
        """The type of the latest closure that tells one."""
        return self.typed[1] if self.typed else None

    def add(self, closed_on: date | None, closure_type: str | None) -> None:
        """Count a closed number; in which order they come makes no difference."""
        self.numbers += 1
        if closed_on is not None:
            self.closed_on = closed_on if self.closed_on is None else max(self.closed_on, closed_on)
        if closure_type is not None:
            typed = closed_on or date.min, closure_type
            self.typed = typed if self.typed is None else max(self.typed, typed)

    def status(self, numbers: int) -> LineStatus:
        """Say where a line stands whose status the list does not give: one whose every number is closed is a closed line."""
        if self.numbers == numbers and self.closure_type is not None:
            return LineStatus.CLOSED_TYPE1 if self.closure_type == "type1" else LineStatus.CLOSED_TYPE2
        return LineStatus.ACTIVE


@dataclass(slots=True)
class LineDraft:
    """What the rows read so far say of one line, and which row said it first."""

    id: str
    #: Column -> its text and the row that gave it.
    texts: dict[str, tuple[str, int]] = field(default_factory=dict)
    status: tuple[LineStatus, int] | None = None
    visibility: tuple[Visibility, int] | None = None
    review_due: date | None = None
    aliases: dict[str, None] = field(default_factory=dict)
    importing_areas: dict[str, None] = field(default_factory=dict)
    markers: frozenset[Marker] = frozenset()

    def say(self, column: str, text: str, row: int) -> int | None:
        """Take a single-valued text; the answer is the row that says otherwise, None when there is none."""
        text = tidy(text)
        before = self.texts.setdefault(column, (text, row))
        return before[1] if before[0].casefold() != text.casefold() else None

    def say_status(self, status: LineStatus, row: int) -> int | None:
        """Take the status; the answer is the row that says otherwise."""
        if self.status is None:
            self.status = (status, row)
        return self.status[1] if self.status[0] is not status else None

    def say_visibility(self, visibility: Visibility, row: int) -> int | None:
        """Take the visibility; the answer is the row that says otherwise."""
        if self.visibility is None:
            self.visibility = (visibility, row)
        return self.visibility[1] if self.visibility[0] is not visibility else None

    def say_several(self, column: str, cell: str) -> None:
        """Add aliases or importing areas; several rows may each name some of them."""
        kept = self.aliases if column == "aliases" else self.importing_areas
        kept.update(dict.fromkeys(split(cell)))

    def say_review(self, due: date) -> None:
        """Keep the earliest day on which somebody has to look at the line again."""
        self.review_due = due if self.review_due is None else min(due, self.review_due)

    def finish(self, numbers: int, closure: Closure) -> Line:
        """Make the line, of which so many numbers are listed."""
        status = self.status[0] if self.status else closure.status(numbers)
        return Line(
            id=self.id,
            name=self._text("name"),
            aliases=tuple(self.aliases),
            status=status,
            exporting_area=self._text("exporting_area"),
            importing_areas=tuple(self.importing_areas),
            markers=self.markers,
            visibility=self.visibility[0] if self.visibility else Visibility.OPEN_TO_FORCE,
            owner_unit=self._text("owner_unit"),
            ocg_urn=self._text("ocg_urn"),
            review_due=self.review_due,
            closed_on=closure.closed_on if status.is_closed else None,
        )

    def _text(self, column: str) -> str | None:
        found = self.texts.get(column)
        return found[0] if found else None
