"""Lines that come back without what stood on them: a line is restored by itself, and nothing is looked for on it then."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.register.change import Change
from matcher.domain.register.record import RecordKind
from matcher.domain.register.register import Register

#: So many are named; the others are counted.
_MOST_NAMED = 20


def say_left_behind(register: Register, changes: Sequence[Change]) -> tuple[str, ...]:
    """Say which lines would come back with all of their numbers and people still removed; nothing where none would.

    Args:
        register: The list as the changes found it.
        changes: To the register.
    """
    after = {change.after.key: change.after for change in changes}
    places = []
    for change in changes:
        if change.kind is not RecordKind.LINE or change.before is None or change.before.removed is None or change.after.removed is not None:
            continue
        had = [record for record in register.of_line(change.line_id) if record.kind is not RecordKind.LINE]
        brought = (each for each in after.values() if each.line_id == change.line_id and each.kind is not RecordKind.LINE)
        by_now = {record.key: record for record in (*had, *brought)}.values()
        if had and not any(record.removed is None for record in by_now):
            places.append(f"{change.line_id} ({len(had)})")
    if not places:
        return ()
    more = f"; and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    told = "; ".join(places[:_MOST_NAMED])
    return (f"A line comes back by itself, and its numbers and people stay removed: {told}{more}. Restore with it what belongs to it.",)
