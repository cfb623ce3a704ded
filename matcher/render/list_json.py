"""Changes to the line list as JSON: the same objects on the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from matcher.domain.register import Change, Conflict, Effect
from matcher.domain.upkeep.list_effects import TakenBackCount
from matcher.domain.upkeep.list_import import ImportedList
from matcher.domain.upkeep.proposal import ProposalView
from matcher.render.plain_text import say_stamp

Json = dict[str, Any]

_NONE: Mapping[str, str] = {}


def change_object(change: Change, line_names: Mapping[str, str] = _NONE) -> Json:
    """Write one change: which record it is, what becomes of it, and every field that differs, before and after.

    Args:
        change: As it may be seen.
        line_names: Line -> its name, of those that may be known of.
    """
    before, after = change.before, change.after
    return {
        "effect": change.effect.value,
        "kind": change.kind.value,
        "id": change.id,
        "line_id": change.line_id,
        "line_name": line_names.get(change.line_id),
        "number": after.get("number") or None,
        "name": after.get("associate_name") or after.get("name") or None,
        "removed": after.removed.value if after.removed is not None else None,
        "fields": [
            {"name": name, "before": (before.get(name) or None) if before is not None else None, "after": after.get(name) or None}
            for name in change.fields
            if name != "removed"
        ],
    }


def conflict_object(conflict: Conflict) -> Json:
    """Write why one record cannot be changed as was meant."""
    return {
        "kind": conflict.kind.value,
        "id": conflict.id,
        "line_id": conflict.line_id,
        "fields": list(conflict.fields),
        "sentence": conflict.sentence,
        "row": conflict.row,
    }


def counts_object(counts: Mapping[Effect, int]) -> Json:
    """Write how many changes there are of each effect."""
    return {effect.value: counts.get(effect, 0) for effect in Effect}


def plan_object(imported: ImportedList, *, most: int) -> Json:
    """Write what a file would change, or changed: counts, the first changes, conflicts and columns nobody knows.

    Args:
        imported: The file.
        most: How many changes and conflicts are written out.
    """
    plan = imported.plan
    return {
        "state": imported.state.value,
        "proposal_id": imported.proposal_id,
        "import_id": imported.import_id,
        "warnings": list(imported.warnings),
        "to_mend": None if imported.to_mend is None else {code.value: count for code, count in imported.to_mend.items()},
        "counts": None if plan is None else {**counts_object(plan.diff.counts), "unchanged": plan.diff.unchanged},
        "changes": [] if plan is None else [change_object(each, imported.line_names) for each in imported.changes[:most]],
        "conflict_count": 0 if plan is None else len(plan.conflicts),
        "conflicts": [] if plan is None else [conflict_object(each) for each in plan.conflicts[:most]],
        "unknown_columns": list(imported.unknown),
        "missing_columns": list(imported.missing),
    }


def taken_back_object(counted: TakenBackCount) -> Json:
    """Write what would be recalled."""
    return {"submissions": counted.submissions, "alerts": counted.alerts, "at_least": counted.is_at_least}


def proposal_object(view: ProposalView) -> Json:
    """Write a proposal without its changes."""
    file = view.summary.file
    return {
        "id": view.id,
        "state": view.state.value,
        "origin": view.origin.value,
        "proposed_by": view.proposed_by,
        "proposed_at": say_stamp(view.proposed_at),
        "reason": view.reason,
        "base_version_id": view.base_version_id,
        "lines": len(view.summary.touches),
        "counts": counts_object(view.summary.counts),
        "file": None if file is None else {**asdict(file), "notes": list(file.notes)},
        "warnings": list(view.summary.warnings),
        "list_name": view.summary.list_name,
        "decided_by": view.decided_by,
        "decided_at": say_stamp(view.decided_at) or None,
        "decision": view.decision,
        "version_id": view.version_id,
    }
