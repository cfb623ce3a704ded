"""Reports how often reviewers confirm and reject what was matched."""

from __future__ import annotations

from datetime import datetime

from matcher.domain.access.actor import Actor
from matcher.domain.access.audit import AuditAction, Deed
from matcher.domain.access.permission import Action, ObjectFacts, may
from matcher.domain.answers.role_view import Sight, lines_seen_by, sight_of
from matcher.domain.looking_back.verdict_report import VerdictReport, report_of
from matcher.service.lists.line_lists import LineLists
from matcher.store.accounts import as_it_stands
from matcher.store.audit import put_on_record
from matcher.store.denials import Refused, denied
from matcher.store.vault import Vault
from matcher.store.verdict_figures import count_findings

_ACTION = Action.REPORTS_READ


async def report_verdicts(vault: Vault, actor: Actor, lists: LineLists, *, now: datetime, origin: str) -> VerdictReport:
    """Give the report of an organisation. What was found of lines somebody may not know of is part of none of its figures.

    Raises:
        NotAllowed: the role reads no reports.
    """
    # Outside the transaction that writes: a new list takes its time to be parsed.
    async with vault.db.read() as connection:
        published = await lists.latest(connection, actor.organisation_id)
    async with vault.db.write() as connection:
        standing = await as_it_stands(connection, actor)
        decision = may(standing, _ACTION, ObjectFacts(actor.organisation_id, unit_id=actor.unit_id))
        if decision.allowed:
            found = await count_findings(connection, actor.organisation_id)
            deed = Deed(now, actor.organisation_id, actor.user_id, AuditAction.REPORT_CONSULTED, "report", origin=origin)
            await put_on_record(connection, vault.keys, [deed])
    if not decision.allowed:
        raise await denied(vault, actor, Refused(_ACTION, decision, "report"), now=now, origin=origin)
    sees_all = sight_of(standing) is Sight.ALL
    known = {line.id for line in lines_seen_by(published.whole, standing)} if published else set()
    hidden = published.whole.lines.keys() - known if published else set()
    return report_of(
        each for each, is_restricted in found if sees_all or (each.line_id not in hidden and (each.line_id in known or not is_restricted))
    )
