"""What comes of every planted case of the demonstration is what its gold label says."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import forked_readers
from config.settings import Settings
from matcher.bootstrap_service import House, open_house
from matcher.bootstrap_store import place_of
from matcher.demo.cases import cases
from matcher.demo.fill_store import ORGANISATIONS, fill, read_some, set_up
from matcher.demo.line_lists import PLANTED, Book
from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.register import RecordKind
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.errors import NotFound
from matcher.service.decide_proposal import publish_proposal
from matcher.service.list_alerts import list_alerts
from matcher.service.list_submissions import list_submissions
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.read_proposals import list_proposals
from matcher.service.read_result import read_result
from matcher.store.accounts import find_by_name
from matcher.store.audit import read_head
from matcher.store.trail_check import is_whole

readers_are_forked = forked_readers.readers_are_forked

RULES = Path(__file__).resolve().parents[3] / "config/rules"

NOW = datetime.now(UTC) - timedelta(minutes=1)

BOOKS = {home: Book(offset, home, "Intelligence", NOW.date(), seed=17 + at) for at, (_, home, offset) in enumerate(ORGANISATIONS)}


def test_every_rule_and_every_grade_has_a_case():
    """Of each alert rule that is switched on, and of each grade, there is a case at least; grade E is a lead."""
    golds = [case.gold for case in cases(BOOKS["Estmoor"], NOW)]

    assert {rule for gold in golds for rule in (*gold.alerts, *gold.silent, *gold.later)} == {path.stem for path in RULES.glob("*.yaml")}
    assert {grade for gold in golds for grade in gold.grades} == set("ABCD")
    assert {kind for gold in golds for kind in gold.leads} >= {"brand_label", "partial_number"}
    assert sum(gold.is_withheld for gold in golds) >= 2


def test_a_list_has_the_figures_of_the_trade():
    """120 seeded lines beside the planted ones, with covert and owner-only ones, and no number in both lists."""
    tables = {home: book.content().decode() for home, book in BOOKS.items()}

    for table in tables.values():
        lines = {row.split(",")[0] for row in table.splitlines()[1:]}
        assert len(lines) == 120 + len(PLANTED)
        assert "covert" in table
        assert "owner_unit_only" in table
    numbers = [set(re.findall(r"\b0\d{4} \d{6}\b", table)) for table in tables.values()]
    assert numbers[0]
    assert not numbers[0] & numbers[1]


@pytest.mark.parametrize("home", BOOKS)
def test_no_number_can_belong_to_anybody(home):
    """Every number of lists and phones is of a range kept for drama, of the unassigned +44 4 range, a helpline or a service."""
    texts = [BOOKS[home].content().decode(), *(case.content.decode() for case in cases(BOOKS[home], NOW))]
    known = re.compile(r"(?:0|44)?(?:7700900\d{2,3}|4\d{9}|1632960\d{3}|1134960\d{3})|08001111")

    for text in texts:
        for found in re.finditer(r"\+?\d(?:[ ()-]{0,3}\d){6,}", re.sub(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?|[A-Z]-\d{4}", "", text)):
            digits = re.sub(r"\D", "", found.group().replace("(0)", "")).removeprefix("00")
            assert known.fullmatch(digits), found.group()


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """What the demonstration is run with."""
    return Settings(data_dir=tmp_path_factory.mktemp("demo") / "data", test_numbers=True, free_space_floor_bytes="1MiB")


@pytest.mark.timeout(400)
async def test_what_comes_of_the_cases_is_what_their_labels_say(settings):
    """Filled and read as `demo` does it, each phone of both organisations is answered as its label says, to those cleared and to others."""
    house = await open_house_of(settings)
    try:
        await read_some(house, most=10_000)
        for home, book in BOOKS.items():
            expected = [case for case in cases(book, NOW) if case.gold.refused is None]
            submitter, analyst = [await somebody(house, home, role) for role in (Role.SUBMITTER, Role.ANALYST)]
            (proposal,) = (await list_proposals(house.vault, analyst, house.lists, now=house.now(), origin="test")).items
            assert (proposal.state, proposal.summary.counts["new"], proposal.summary.counts["changed"]) == ("open", 1, 1)
            page = await list_submissions(house.vault, submitter, now=house.now(), origin="test", limit=100)
            views = sorted(page.items, key=lambda view: view.created_at)
            ids = {case.name: view.id for case, view in zip(expected, views, strict=True)}
            for case, view in zip(expected, views, strict=True):
                whole, part = [
                    (await read_result(house.vault, who, view.id, policy=house.policy, now=house.now(), origin="test")).answer
                    for who in (analyst, submitter)
                ]
                named = (case.name, view.file_name)
                assert view.file_name == case.file_name, named
                assert view.same_as == (ids[case.gold.same_as] if case.gold.same_as else None), named
                # Of two alerts of a rule, one of them for the owning unit only, the most urgent stands first.
                assert {each["rule"]: each["urgency"] for each in reversed(whole["alerts"])} == dict(case.gold.alerts), named
                assert {rule for rule, count in Counter(each["rule"] for each in whole["alerts"]).items() if count > 1} <= {"AR-09"}, named
                assert "".join(sorted(each["grade"] for each in whole["matches"])) == case.gold.grades, named
                assert {each["kind"] for each in whole["leads"]} == case.gold.leads, named
                if case.gold.is_withheld:
                    assert part["matches"] == part["alerts"] == part["leads"] == [], named
                else:
                    assert len(part["matches"]) == len(case.gold.grades), named
            await publish_a_covert_change(house, home, analyst)
            before = await told(house, submitter)
            await publish_proposal(house.vault, analyst, house.lists, proposal.id, now=house.now(), origin="test")
            await read_some(house, most=10_000)
            later = [(ids[case.name], *each) for case in expected for each in case.gold.later.items()]
            assert sorted((await told(house, submitter) - before).elements()) == sorted(later)
        async with house.vault.db.read() as connection:
            head, _ = await read_head(connection, house.vault.keys)
            assert await is_whole(connection, house.vault.keys, head)
    finally:
        await house.vault.db.close()


async def publish_a_covert_change(house: House, home: str, analyst: Actor) -> None:
    """What one analyst proposes of a covert line the second one publishes, and a supervisor finds nowhere."""
    async with house.vault.db.read() as connection:
        _, register = await house.lists.latest_register(connection, analyst.organisation_id)
        second = await find_by_name(connection, f"{home.lower().replace(' ', '-')}.analyst-2")
    line = next(each for each in register.live() if each.kind is RecordKind.LINE and each.get("visibility") == "covert")
    draft = ProposalDraft((ChangeDraft(RecordKind.LINE, line.id, fields={"aliases": "Lark of the night"}),), "Heard in an interview")
    made = await propose_changes(house.vault, analyst, house.lists, draft, now=house.now(), origin="test")
    supervisor = await somebody(house, home, Role.SUPERVISOR)
    with pytest.raises(NotFound):
        await publish_proposal(house.vault, supervisor, house.lists, made.id, now=house.now(), origin="test")
    assert second is not None
    actor = second.actor(SignedInBy.PASSWORD)
    published = await publish_proposal(house.vault, actor, house.lists, made.id, now=house.now(), origin="test")
    assert published.state == "published"


async def told(house: House, submitter: Actor) -> Counter[tuple[str | None, str, str]]:
    """What an officer is told of: submission, rule and urgency of every alert."""
    alerts = await list_alerts(house.vault, submitter, policy=house.policy, now=house.now(), origin="test", limit=100)
    return Counter((each.submission_id, each.alert["rule"], each.alert["urgency"]) for each in alerts.items)


async def open_house_of(settings):
    """Set a store up and fill it."""
    first = await set_up(place_of(settings), now=NOW)
    house = await open_house(settings)
    accounts = await fill(house, first, now=NOW)
    assert [each.username for each in accounts if each.role is Role.ANALYST][:2] == ["estmoor.analyst", "estmoor.analyst-2"]
    assert {(each.organisation, each.role) for each in accounts} == {(name, role) for name, _, _ in ORGANISATIONS for role in Role}
    return house


async def somebody(house, home: str, role: Role):
    """Somebody of a role as they ask."""
    async with house.vault.db.read() as connection:
        found = await find_by_name(connection, f"{home.lower().replace(' ', '-')}.{role.value}")
    assert found is not None
    return found.actor(SignedInBy.PASSWORD)
