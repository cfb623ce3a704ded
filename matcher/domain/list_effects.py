"""What a published change of the list reaches back to: numbers to look for in what was handed in before, and numbers to recall."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.register import Change, Conventions, Effect, Record, RecordKind, Removal, is_number, slots_of

#: What no match depends on.
_BESIDE = frozenset({"notes", "reported_by_sources", "predecessor", "successor", "ddtro_ref"})


def numbers_to_look_for(changes: Iterable[Change]) -> tuple[Record, ...]:
    """Give the numbers of lines that are new, came back, or changed in anything a match depends on, as they are from now on."""
    return tuple(
        change.after
        for change in changes
        if change.kind is RecordKind.NUMBER and change.after.removed is None and not _BESIDE.issuperset(change.fields)
    )


def numbers_wanted(changes: Iterable[Change], conventions: Conventions) -> dict[str, set[str]]:
    """Give the numbers worth looking for as E.164, each with the lines it is new or changed for."""
    records = numbers_to_look_for(changes)
    wanted: dict[str, set[str]] = {}
    for record, slot in zip(records, slots_of(records, conventions), strict=True):
        if is_number(slot):
            wanted.setdefault(slot, set()).add(record.line_id)
    return wanted


def numbers_to_recall(changes: Iterable[Change], conventions: Conventions) -> tuple[Record, ...]:
    """Give the numbers of lines that were never so, as the list held them: removed as wrong, or corrected to another number."""
    known = [change for change in changes if change.kind is RecordKind.NUMBER and change.before is not None]
    wrong = [change for change in known if change.after.removed is Removal.WRONG and change.effect is Effect.REMOVED]
    written = [change for change in known if "number" in change.fields and change.before is not None and change.before.removed is None]
    # The same number in another spelling was not corrected away.
    before = slots_of([change.before for change in written if change.before is not None], conventions)
    after = slots_of([change.after for change in written], conventions)
    corrected = [change for change, one, other in zip(written, before, after, strict=True) if one != other]
    recalled = {change.key: change.before for change in (*wrong, *corrected) if change.before is not None}
    return tuple(recalled[key] for key in sorted(recalled))
