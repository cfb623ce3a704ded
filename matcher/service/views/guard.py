"""An entry of an organisation's own number lists as it may be told. Shared by the use cases that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.guarding.guard_number import Guard, GuardEntry
from matcher.service.views.guard_effect import GuardEffect
from matcher.store.guard_numbers import GuardRow, StoredGuard


@dataclass(frozen=True, slots=True)
class GuardView:
    """One entry as somebody may see it."""

    id: str
    guard: Guard
    #: None where no more may be known than that there is one.
    entry: GuardEntry | None
    #: Account that added it.
    added_by: str
    added_at: datetime
    #: What it does to the line list, for whoever adds it and may know of that; None for others, and later.
    effect: GuardEffect | None = None
    #: Whether what it says can be opened; where it was changed in the store nobody knows any more.
    is_readable: bool = True


def view_guard(stored: StoredGuard | GuardRow, *, is_open: bool, effect: GuardEffect | None = None) -> GuardView:
    """Give an entry.

    Args:
        stored: The entry.
        is_open: Whether what it says may be known, and not its existence alone.
        effect: What it does to the line list, as whoever adds it may know.
    """
    if isinstance(stored, GuardRow):
        return GuardView(stored.id, stored.guard, None, stored.added_by, stored.added_at, is_readable=False)
    return GuardView(stored.id, stored.entry.guard, stored.entry if is_open else None, stored.added_by, stored.added_at, effect)
