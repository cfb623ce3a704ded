"""Changes to the line list as lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.domain.register import Change, Conflict, Effect, ImportPlan, RecordKind
from matcher.domain.upkeep.list_effects import TakenBackCount
from matcher.render.plain_text import harmless, shortened
from matcher.render.words import say_count

_LONGEST_VALUE = 60
_NONE: Mapping[str, str] = {}


#: What becomes of a record on the way back to a version that did not have it yet.
ADDED_SINCE = "added since"


def say_counts_of(counts: Mapping[Effect, int], added_since: int = 0) -> str:
    """Say how many records are changed, by what becomes of them.

    Args:
        counts: By effect.
        added_since: How many of those that count as removed were added since.
    """
    removed = counts.get(Effect.REMOVED, 0) - added_since
    told = [f"{removed if effect is Effect.REMOVED else counts.get(effect, 0)} {effect.value}" for effect in Effect]
    return ", ".join([*told, *([f"{added_since} {ADDED_SINCE}"] if added_since else [])])


def say_touched(touches: int) -> str:
    """Say how many earlier phones hold a number that a change would bring."""
    return f"{say_count(touches, 'earlier phone')} {'holds' if touches == 1 else 'hold'} a number it would bring."


#: How many these are is known when each phone is judged anew.
_MAY_TAKE_BACK = (
    "It narrows the dates of numbers that earlier phones hold, or closes them: matches that fit no more are taken back with their alerts, "
    "and whoever was told of them hears it."
)


def say_taken_back(counted: TakenBackCount) -> str:
    """Say what a change would recall; nothing where that is nothing."""
    if not counted.submissions:
        return _MAY_TAKE_BACK if counted.is_at_least else ""
    more = "at least " if counted.is_at_least else ""
    phones, alerts = say_count(counted.submissions, "earlier phone"), say_count(counted.alerts, "live alert")
    rests = "rests" if counted.submissions == 1 else "rest"
    return f"{phones} {rests} on numbers that would leave their lines: {more}{alerts} would be retracted."


def say_before_publishing(warnings: Sequence[str], takes_back: TakenBackCount | None) -> tuple[str, ...]:
    """Say what whoever is about to publish has to know first; nothing where there is nothing.

    Args:
        warnings: Of the proposal.
        takes_back: What it would recall; None for whoever may not decide, who is told nothing: they publish nothing.
    """
    if takes_back is None:
        return ()
    return (*warnings, *filter(None, (say_taken_back(takes_back),)))


def say_guarded(line_ids: Sequence[str], counted: TakenBackCount, *, is_done: bool = True) -> str:
    """Say what it does, or would do, to set a number apart that stands on the list."""
    more = "at least " if counted.is_at_least else ""
    phones, alerts = say_count(counted.submissions, "earlier phone"), say_count(counted.alerts, "live alert")
    on = harmless(", ".join(line_ids))
    is_, are = ("is", "is" if counted.alerts == 1 else "are") if is_done else ("would be", "would be")
    return (
        f"It stands on the line list ({on}): no phone {is_} compared with it any more, and {more}{alerts} about {phones} {are} taken back."
    )


def say_plan(plan: ImportPlan) -> str:
    """Say what a file changes, in one line."""
    conflicts = f", {len(plan.conflicts)} in conflict" if plan.conflicts else ""
    return f"{say_counts_of(plan.diff.counts)}, {plan.diff.unchanged} unchanged{conflicts}"


def say_way(since: int | None, version: int) -> str:
    """Say from which version of the list to which a comparison reads, and that it reads backwards where it does."""
    if since is None:
        return f"From nothing to version {version}"
    if since > version:
        return f"Backwards, from version {since} to the older version {version} (what came in between reads as added since)"
    return f"From version {since} to version {version}"


def change_line(change: Change, line_names: Mapping[str, str] = _NONE, *, is_added_since: bool = False) -> str:
    """Write which record it is, what becomes of it, and the fields that differ.

    Args:
        change: As it may be seen.
        line_names: Line -> its name, of those that may be known of.
        is_added_since: It is the way back to a version that did not have the record yet.
    """
    before, after = change.before, change.after
    if is_added_since and before is not None:
        added = Change(None, before)
        return f"{ADDED_SINCE} {change_line(added, line_names).removeprefix(f'{added.effect.value} ')}"
    about = _about(change, line_names.get(change.line_id, ""))
    if after.removed is not None:
        return f"{change.effect.value} {about}: {after.removed.value}"
    told = (
        f"{name} {_value(before.get(name) if before else '')} → {_value(after.get(name))}" for name in change.fields if name != "removed"
    )
    new = (f"{name} {_value(text)}" for name, text in after.fields.items())
    return f"{change.effect.value} {about}: {', '.join(new if before is None else told)}"


def _about(change: Change, line_name: str) -> str:
    """Name the record: what is removed is known by its number, and not by an id alone."""
    # Where the name itself changes it is told as it was and as it is to be.
    is_told = change.kind is RecordKind.LINE and "name" in change.fields and change.after.removed is None
    line = f"{harmless(change.line_id)} {_value(line_name)}" if line_name and not is_told else harmless(change.line_id)
    if change.kind is RecordKind.LINE:
        return line
    said = (change.after.get(column) for column in ("associate_name", "number"))
    named = ", ".join(_value(text) for text in said if text)
    return f"{line} {change.kind.value} {named + ' ' if named else ''}{change.id}"


def conflict_line(conflict: Conflict) -> str:
    """Write why one record cannot be changed as was meant."""
    row = f"row {conflict.row}, " if conflict.row is not None else ""
    return f"conflict {row}{harmless(conflict.line_id)} {conflict.kind.value} {conflict.id}: {conflict.sentence}"


def _value(text: str) -> str:
    return shortened(text, _LONGEST_VALUE) if text else "(empty)"
