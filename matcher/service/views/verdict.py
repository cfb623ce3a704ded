"""Why a match stands as it does where a reviewer looked at an earlier one with the same person. Shared by what tells of matches."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from matcher.domain.looking_back.earlier_verdict import say_standing
from matcher.render.uk_time import say_time
from matcher.store.earlier_verdicts import earlier_findings
from matcher.store.matches import StoredMatch
from matcher.store.vault import Connection, Vault


async def verdict_notes(vault: Vault, connection: Connection, rows: Collection[StoredMatch]) -> dict[str, dict[str, Any]]:
    """Say of matches why they stand as they do, by their ids. The reason is for those who see matches in full."""
    taken_over = [each for each in rows if each.earlier_id is not None]
    findings = await earlier_findings(connection, vault.keys, [each.earlier_id or "" for each in taken_over])
    notes = {}
    for each in taken_over:
        finding = findings.get(each.earlier_id or "")
        reviewed = say_time(finding.reviewed_at) if finding is not None and finding.reviewed_at is not None else None
        notes[each.id] = {"review_note": say_standing(each.state, reviewed), "review_reason": finding.reason if finding else None}
    return notes
