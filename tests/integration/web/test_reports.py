"""Rejection rates over HTTP, and what came of a line on its page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from matcher.store.schema.answers import matches
from matcher.store.schema.identity import accounts
from pages_seen import look, text_of, tree
from submitting import COVERT_LINE, COVERT_NUMBER, OPEN_LINE, OPEN_NUMBER, a_card, a_list

REPORT = "/api/v1/reports/verdicts"


async def findings(service, line_id, state, count):
    """Put so many findings of one kind on record, as a reviewer would over a month."""
    vault = service.house.vault
    async with vault.db.write() as connection:
        row = dict((await connection.execute(sa.select(matches).where(matches.c.line_id == line_id).limit(1))).mappings().one())
        reviewer = await connection.scalar(sa.select(accounts.c.id).where(accounts.c.username == "north-reviewer"))
        for at in range(count):
            made = {"id": f"mat_{state[:4]}{line_id.lower()}{at}", "number_token": f"{state}{at}".encode().ljust(32)[:32]}
            seen = {"state": state, "reviewer_id": reviewer, "reviewed_at": "2026-04-20T12:00:00.000000Z"}
            await connection.execute(sa.insert(matches).values({**row, **made, **seen}))


async def found(service):
    """Give a service with twenty confirmed and six rejected matches on an open line, and nine on a covert one."""
    await service.load_list(content=a_list(OPEN_LINE, COVERT_LINE))
    await service.answered(content=a_card(OPEN_NUMBER, COVERT_NUMBER))
    await findings(service, "L-0043", "confirmed", 20)
    await findings(service, "L-0043", "rejected", 6)
    await findings(service, "L-0099", "rejected", 9)


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor"])
async def test_rates_are_reported_without_what_is_restricted(service, role):
    """Months, lines and roles are told; the findings on a covert line are in none of the figures of those who may not know of it."""
    await found(service)
    told = (await service.ask("GET", REPORT, who=f"north-{role}")).json

    expected = {"confirmed": 20, "rejected": 6, "rejection_rate": 0.23, "warning": None}
    assert told["overall"] == {"name": "all", **expected}
    assert told["months"] == [{"name": "2026-04", **expected}]
    assert told["lines"] == [{"name": "L-0043", **expected}]
    assert told["roles"] == [{"name": "reviewer", **expected}]


async def test_the_owner_sees_the_findings_on_its_own_line(service):
    """The unit that owns the covert line sees it in the figures."""
    await found(service)
    told = (await service.ask("GET", REPORT, who="north-analyst")).json

    assert {each["name"]: each["rejected"] for each in told["lines"]} == {"L-0043": 6, "L-0099": 9}


@pytest.mark.parametrize("role", ["submitter", "coordinator", "safeguarding", "admin"])
async def test_nobody_else_reads_the_report(embedded, role):
    """The report is for those who answer for the work."""
    assert (await embedded.ask("GET", REPORT, who=f"north-{role}")).status == 403


async def test_reading_it_is_on_record(embedded):
    """A look at the report stands in the trail."""
    await embedded.ask("GET", REPORT, who="north-supervisor")
    trail = (await embedded.ask("GET", "/api/v1/audit?action=report:consulted", who="north-auditor")).json["items"]

    assert [each["actor_name"] for each in trail] == ["north-supervisor"]


async def test_the_page_of_a_line_says_what_came_of_it(embedded):
    """Confirmed, rejected and unreviewed matches stand on the entry; so do phones on which it was met after its closure."""
    closed = OPEN_LINE.replace("active", "closed_type2")
    await embedded.load_list(
        content=a_list(closed)
        .replace(b"exporting_area\n", b"exporting_area,closure_type,closed_on\n")
        .replace(b",Estmoor\n", b",Estmoor,type2,2026-04-01\n")
    )
    await embedded.answered(content=a_card(OPEN_NUMBER))
    await findings(embedded, "L-0043", "rejected", 3)

    page = await embedded.ask("GET", "/lines/L-0043", headers=await embedded.browser("north-analyst"))
    (entry,) = (await embedded.ask("GET", "/api/v1/lines/L-0043/numbers", who="north-analyst")).json["items"]

    told = entry["on_phones"]
    assert [told[name] for name in ("confirmed", "rejected", "unreviewed", "recalled", "after_closure")] == [0, 0, 1, 0, 1]
    assert told["last_met"]
    assert "0 confirmed, 3 rejected, 1 unreviewed" in page.text
    assert "after it was closed" in page.text
    assert "More false alarms than confirmed matches" in page.text


async def test_the_report_has_a_page_that_says_what_it_does_not_tell(service):
    """The rates stand on a page; figures that are too small are `not told`, which is explained, and covert findings are in none."""
    await found(service)
    await findings(service, "L-0099", "confirmed", 2)
    page = await look(service, "north-supervisor", "/reports/verdicts")
    shown = text_of(page)
    rows = [row.xpath("./*//text()") for row in tree(page).xpath("//section[@aria-labelledby='lines']//tbody/tr")]
    owner = await look(service, "north-analyst", "/reports/verdicts")
    refused = await look(service, "north-submitter", "/reports/verdicts")
    menus = [
        tree(await look(service, f"north-{role}", "/")).xpath("//nav[@aria-label='Main']//a/@href") for role in ("reviewer", "submitter")
    ]

    assert rows == [["L-0043", "20", "6", "23 %"]]
    assert "L-0099" not in shown
    assert "below 5 is not told" in shown
    assert "L-0099" in text_of(owner)
    assert tree(owner).xpath("//section[@aria-labelledby='lines']//td[@colspan]/text()") == ["not told", "not told"]
    assert refused.status == 403
    assert ["/reports/verdicts" in menu for menu in menus] == [True, False]
