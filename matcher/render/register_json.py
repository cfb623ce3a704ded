"""The register as JSON for the command line: the same names as over HTTP."""

from __future__ import annotations

from typing import Any

from matcher.domain.line_list.columns import split
from matcher.domain.register import COLUMNS_OF, HygieneFinding, Record, RecordKind
from matcher.domain.upkeep.freshness import Freshness, freshness_object
from matcher.domain.upkeep.line_history import HistoryStep
from matcher.render.list_json import change_object
from matcher.render.plain_text import say_date, say_stamp

Json = dict[str, Any]

_SEVERAL = frozenset({"aliases", "importing_areas", "markers", "commodities"})


def list_read(version_id: str, version: int, name: str, fresh: Freshness) -> Json:
    """Write which version was read, and how old it is."""
    return {"version_id": version_id, "version": version, "name": name, **freshness_object(fresh, say_stamp(fresh.published_at), version)}


def fields_object(record: Record) -> Json:
    """Write every field a record of its kind can have; null where it says nothing."""
    told: Json = {}
    for column in COLUMNS_OF[record.kind]:
        text = record.get(column)
        told[column] = list(split(text)) if column in _SEVERAL else text or None
    return told


def entry_object(record: Record, *, e164: str | None, is_live: bool, is_protected: bool, before: str | None, behind: str | None) -> Json:
    """Write a number of a line, or a person linked to it.

    Args:
        record: As it may be seen.
        e164: Its number, where it has one that may be told.
        is_live: Whether it counts.
        is_protected: Whether its number is protected by now.
        before: The entry it followed.
        behind: The entry that followed it.
    """
    return {
        "id": record.id,
        "kind": record.kind.value,
        "line_id": record.line_id,
        "e164": e164,
        "is_live": is_live,
        "is_protected": is_protected,
        "removed": record.removed.value if record.removed else None,
        "predecessor_id": before,
        "successor_id": behind,
        **fields_object(record),
    }


def step_object(step: HistoryStep) -> Json:
    """Write what one version did to one record, and on whose word."""
    by, told = step.publication, change_object(step.change)
    return {
        "version_id": by.version_id,
        "version": by.number,
        "published_at": say_stamp(by.published_at),
        "published_by": by.published_by,
        "proposal_id": by.proposal_id,
        "proposed_by": by.proposed_by,
        "proposed_at": say_stamp(by.proposed_at) or None,
        "reason": by.reason,
        "decision": by.decision,
        "deed": step.deed,
        **{name: told[name] for name in ("kind", "id", "number", "name", "removed", "fields")},
    }


def finding_object(found: HygieneFinding) -> Json:
    """Write one thing to mend."""
    return {
        "code": found.code.value,
        "kind": found.kind.value,
        "id": found.id,
        "line_id": found.line_id,
        "sentence": found.sentence,
        "advice": found.advice,
        "others": [{"kind": kind.value if isinstance(kind, RecordKind) else kind, "id": id_} for kind, id_ in found.others],
        "due": say_date(found.due) or None,
    }
