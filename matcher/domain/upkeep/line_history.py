"""The history of a line as somebody may know it: what each version changed, as far back as they might have known of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from matcher.domain.register import Change, Key, Record, RecordKind, Register


class Kept(Protocol):
    """A change as it is kept: of one that made a record only that it did."""

    @property
    def number(self) -> int:
        """Number of the version."""

    @property
    def deed(self) -> str:
        """What was done."""

    @property
    def key(self) -> Key:
        """To which record."""

    @property
    def before(self) -> Record | None:
        """As it was."""

    @property
    def after(self) -> Record | None:
        """As it became, where that is kept."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Which version did it, who published it, and of what."""

    version_id: str
    number: int
    published_at: datetime
    #: An account.
    published_by: str
    #: None where it was loaded as it was, or where whoever reads may not know of all the proposal touches.
    proposal_id: str | None = None
    #: Who proposed and when; None with `proposal_id`.
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    #: Why: of the proposal, or of a list that was loaded as it was.
    reason: str | None = None
    #: What whoever decided said.
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One record in one version."""

    publication: Publication
    deed: str
    change: Change

    __hash__ = None  # type: ignore[assignment] # its change has none


def known_changes(
    register: Register, line_id: str, kept: Sequence[Kept], may_see: Callable[[Record], bool]
) -> list[tuple[int, str, Change]]:
    """Give the changes of a line that somebody may know of, the newest first: number of the version, deed, change.

    What was done while they might not have known of the line stays hidden, and so does that it was shown later.

    Args:
        register: The list as it stands.
        line_id: A line they may know of.
        kept: Its changes, the newest version first.
        may_see: Asked of the record of the line as it was and as it became.
    """
    states: dict[Key, Record] = {record.key: record for record in register.of_line(line_id)}
    line_key = Key(RecordKind.LINE, line_id)
    found: list[tuple[int, str, Change]] = []
    for number, group in groupby(kept, key=attrgetter("number")):
        several = list(group)
        steps = []
        for each in several:
            after = each.after if each.after is not None else states.get(each.key)
            if after is None:
                continue
            steps.append((number, each.deed, Change(each.before, after)))
            if each.before is not None:
                states[each.key] = each.before
            else:
                states.pop(each.key, None)
        of_line = next((change for _, _, change in steps if change.key == line_key), None)
        seen = [state for state in (of_line.before, of_line.after) if state is not None] if of_line is not None else []
        if not all(map(may_see, seen)):
            break
        found += steps
    return found
