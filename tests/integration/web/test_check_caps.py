"""Caps on typed numbers as programs meet them: 429, when to ask again, nothing told, and on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matcher.domain.access.audit import AuditAction
from matcher.domain.access.check_limits import Caps
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.store.schema.answers import alerts, checks
from matcher.store.schema.trail import audit_events
from matcher.web.app import create_app
from pages_seen import look, send, text_of
from web_clients import new_house, served

PATH = "/api/v1/checks"
LISTED, NOWHERE = "07700 900123", "07700 900999"
WIDE = Caps(**dict.fromkeys(Caps.__dataclass_fields__, 10**9))


def question(*numbers: str, reference: str = "M-1") -> dict:
    """Ask for numbers."""
    return {
        "numbers": [{"raw": raw} for raw in numbers or (LISTED,)],
        "purpose": "locate-missing-person",
        "reference": reference,
        "reason": "seen on a note",
    }


async def asked_under(service, caps: Caps, *questions: dict, who: str = "north-submitter", later: timedelta = timedelta()):
    """Ask one question after the other where these caps hold, and give the answers and one more to the last question some time later."""
    await service.load_list()
    house = new_house(service.house.vault, SubmissionPolicy(caps=caps))
    async with served(create_app(house)) as url:
        there = replace(service, url=url, house=house)
        answers = [await there.ask("POST", PATH, who=who, json=each) for each in questions]
        house.at += later
        return answers, await there.ask("POST", PATH, who=who, json=questions[-1])


async def rows(service, table, *where) -> int:
    """Count rows."""
    async with service.house.vault.db.read() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


@pytest.mark.parametrize(
    ("cap", "seconds"),
    [
        ("requests_per_minute", 60),
        ("numbers_per_hour", 3600),
        ("single_checks_per_hour", 3600),
        ("organisation_numbers_per_hour", 3600),
        ("numbers_per_day", 86400),
        ("reference_numbers_per_day", 86400),
        ("organisation_numbers_per_day", 86400),
    ],
)
async def test_what_runs_over_a_cap_is_told_when_to_ask_again(embedded, cap, seconds):
    """Two are allowed: the third gets 429 with `Retry-After`, and is answered once that time and one step of its window have passed."""
    caps = replace(WIDE, **{cap: 2})
    waited = timedelta(seconds=seconds + seconds // 60 + 1)
    answers, again = await asked_under(embedded, caps, question(), question(), question(), later=waited)

    assert [each.status for each in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == str(seconds)
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert answers[2].json["code"] == "check-cap"
    assert again.status == 200


async def test_a_question_that_is_too_long_by_itself_is_not_told_to_wait(embedded):
    """More numbers than one question may ask for are 429 without `Retry-After`: no waiting makes it shorter."""
    answers, again = await asked_under(embedded, replace(WIDE, numbers_per_request=2), question(LISTED, NOWHERE, LISTED))

    assert (answers[0].status, answers[0].json["code"], again.status) == (429, "check-cap", 429)
    assert "Retry-After" not in answers[0].headers


async def test_a_cap_tells_nothing_of_the_list(embedded):
    """A listed number and one on no list are refused with the same words."""
    caps = replace(WIDE, numbers_per_hour=1)
    answers, _ = await asked_under(embedded, caps, question(NOWHERE), question(LISTED), question(NOWHERE))
    refused = [{**each.json, "request": ""} for each in answers[1:]]

    assert refused[0] == refused[1]
    assert all(text not in answers[1].text for text in ("900123", "Larkspur", "L-0043"))


async def test_a_refusal_is_on_record_and_the_auditor_hears_of_it_once(embedded):
    """Each refused question stands in the trail, none of them is counted as asked, and there is one alert for all."""
    caps = replace(WIDE, requests_per_minute=1)
    answers, again = await asked_under(embedded, caps, question(), question(), question())

    assert [each.status for each in (*answers, again)] == [200, 429, 429, 429]
    assert await rows(embedded, audit_events, audit_events.c.action == AuditAction.NUMBERS_CHECK_REFUSED.value) == 3
    assert await rows(embedded, checks) == 1
    assert await rows(embedded, alerts, alerts.c.rule == "AR-25") == 1

    (told,) = (await embedded.ask("GET", "/api/v1/alerts", who="north-auditor")).json["items"]
    shown = await look(embedded, "north-auditor", f"/alerts/{told['id']}")
    assert told["account"] in text_of(shown)
    closed = await send(embedded, "north-auditor", f"/alerts/{told['id']}/closed", {"reason": "Seen with his supervisor"})
    assert closed.status == 303
    assert (await embedded.ask("GET", f"/api/v1/alerts/{told['id']}", who="north-auditor")).json["state"] == "closed"


async def test_a_cap_holds_over_processes(service):
    """What one process answered counts for another on the same store."""
    caps = replace(WIDE, requests_per_minute=3)
    first, _ = await asked_under(service, caps, question(), question())
    second, _ = await asked_under(service, caps, question())

    assert [each.status for each in (*first, *second)] == [200, 200, 429]
