"""Everything somebody can ask for of a submission and of an organisation, to be held byte for byte against what another is told."""

import json
import re
from dataclasses import asdict, replace

import sqlalchemy as sa

from matcher.domain.access.audit import AuditAction, Outcome
from matcher.domain.access.audit_query import AuditQuery
from matcher.errors import MatcherError
from matcher.service.list_alerts import list_alerts, list_waiting_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.read_audit import read_audit
from matcher.service.read_lines import list_versions, read_lines
from matcher.service.read_result import read_result
from matcher.service.read_submission import read_submission
from matcher.service.report_verdicts import report_verdicts
from matcher.service.reveal_unmatched import reveal_unmatched
from matcher.service.watch_submission import watch_submission
from matcher.store.schema.identity import accounts

ID = re.compile(r"\b[a-z]{3,4}_[0-9a-z]{24,26}\b")


def masked(value):
    """Write a value with its ids taken out."""
    return ID.sub("<id>", json.dumps(value, default=str, sort_keys=True)).replace("north", "<word>").replace("south", "<word>")


async def asked(call):
    """Give what a question gives, or how it is refused."""
    try:
        return await call
    except MatcherError as error:
        return {"code": error.code, "sentence": error.sentence, "hint": error.hint}


async def in_one_order(look):
    """Give numbers that match nothing sorted: they stand in an order of chance, another one for every phone."""
    found = await look
    return replace(found, numbers=tuple(sorted(found.numbers)))


async def of_one(desk, actor, submission_id):
    """Give whatever somebody can ask for of a submission."""
    vault, ask = desk.vault, desk.ask

    async def events():
        return [asdict(event) async for event in await watch_submission(vault, actor, submission_id, **ask)]

    return {
        "status": await asked(read_submission(vault, actor, submission_id, **ask)),
        "events": await asked(events()),
        "result": await asked(read_result(vault, actor, submission_id, policy=desk.policy, need="Strategy meeting", **ask)),
        "unmatched": await asked(in_one_order(reveal_unmatched(vault, actor, submission_id, need="Strategy meeting", **ask))),
        "export": await asked(read_result(vault, actor, submission_id, policy=desk.policy, is_export=True, **ask)),
    }


async def of_all(desk, actor):
    """Give whatever somebody can ask for of an organisation."""
    vault, ask = desk.vault, desk.ask

    async def audit(**narrowed):
        return [asdict(each) for each in (await read_audit(vault, actor, AuditQuery(**{"limit": 500} | narrowed), **ask)).entries]

    return {
        "list": await asked(list_submissions(vault, actor, **ask)),
        "alerts": await asked(list_alerts(vault, actor, policy=desk.policy, **ask)),
        "alerts that wait": await asked(list_waiting_alerts(vault, actor, policy=desk.policy, **desk.ask)),
        "how urgent": await asked(list_submissions(vault, actor, policy=desk.policy, **desk.ask)),
        "verdicts": await asked(report_verdicts(vault, actor, desk.lists, **desk.ask)),
        "a page of alerts": await asked(list_alerts(vault, actor, policy=desk.policy, limit=1, **ask)),
        "lines": await asked(read_lines(vault, actor, desk.lists, **ask)),
        "versions": await asked(list_versions(vault, actor, **ask)),
        "audit": await asked(audit()),
        "a page of the audit": await asked(audit(limit=3)),
        "what was refused": await asked(audit(outcome=Outcome.DENIED)),
        "which answers were looked at": await asked(audit(action=AuditAction.SUBMISSION_RESULT_CONSULTED)),
    }


async def clear(desk, name, *, is_cleared):
    """Give or take a clearance."""
    async with desk.vault.db.write() as connection:
        await connection.execute(sa.update(accounts).where(accounts.c.username == name).values(is_cleared=is_cleared))


def without_sequence(text):
    """Take out how many events others have written, which both organisations share."""
    return re.sub(r'"(sequence|previous_hash|hash|reason_sha256|name|cursor)": ("[^"]*"|\d+)|cursor=\'[^\']*\'', "", text)
