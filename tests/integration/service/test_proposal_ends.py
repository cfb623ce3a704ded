"""Whatever ends in the middle of changing the list leaves it as it was, and is done afterwards as if nothing had been; on both engines."""

import pytest

from matcher.domain.register import RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.proposal import ProposalState
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.store import steps
from matcher.store.schema.answers import jobs
from matcher.store.schema.lists import list_changes, list_imports, list_proposals, list_versions, recalls, retro_runs
from matcher.store.schema.trail import audit_events, idempotency_keys
from submitting import OPEN_LINE, a_list

TABLES = (audit_events, idempotency_keys, jobs, list_versions, list_changes, list_imports, list_proposals, recalls, retro_runs)
PUBLISHING = (
    "publication:prepared",
    "publication:within-transaction",
    "publication:version-written",
    "publication:history-written",
    "publication:before-commit",
)


class Ended(Exception):
    """What stands in for the end of the process."""


@pytest.fixture
def ends_at(monkeypatch):
    """Have whatever goes on end at a step."""

    def arrange(step):
        def reached(name):
            if name == step:
                raise Ended(name)

        monkeypatch.setattr(steps, "reached", reached)

    return arrange


async def state_of(desk):
    """Give everything that publishing writes."""
    return {table.name: sorted(map(repr, await desk.rows(table))) for table in TABLES}


async def proposed(desk):
    """Propose a number and the removal of another."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    number = next(each for each in register.of_line("L-0043") if each.kind is RecordKind.NUMBER)
    drafts = (
        ChangeDraft(RecordKind.NUMBER, line_id="L-0043", fields={"number": "07700 900222"}),
        ChangeDraft(RecordKind.NUMBER, number.id, remove=Removal.WRONG),
    )
    draft = ProposalDraft(drafts, "Another number was meant")
    return await propose_changes(desk.vault, desk.actor("north-reviewer"), desk.lists, draft, **desk.ask, idempotency_key="k-1")


@pytest.mark.parametrize("step", PUBLISHING)
async def test_a_publication_that_ends_midway_is_none(desk, ends_at, step):
    """Nothing of it is left, whichever moment it was, and publishing again does all of it once."""
    made = await proposed(desk)
    before = await state_of(desk)
    ends_at(step)
    with pytest.raises(Ended):
        await desk.let_out(made.id, who="north-analyst", idempotency_key="k-2")
    after = await state_of(desk)
    ends_at(None)
    published = await desk.let_out(made.id, who="north-analyst", idempotency_key="k-2")

    assert after == before
    assert published.state is ProposalState.PUBLISHED
    assert [len(await desk.rows(table)) for table in (retro_runs, recalls)] == [1, 1]


@pytest.mark.parametrize("key", ["k-2", None])
async def test_a_publication_whose_answer_was_lost_is_done(desk, ends_at, key):
    """Asked again, the same request is answered the same; without a key it is told that it was decided."""
    made = await proposed(desk)
    ends_at("publication:after-commit")
    with pytest.raises(Ended):
        await desk.let_out(made.id, who="north-analyst", idempotency_key=key)
    ends_at(None)
    if key is not None:
        assert (await desk.let_out(made.id, who="north-analyst", idempotency_key=key)).state is ProposalState.PUBLISHED
    else:
        with pytest.raises(Exception, match="published before"):
            await desk.let_out(made.id, who="north-analyst")

    assert len(await desk.rows(list_versions, organisation_id=desk.house.north.id)) == 2


@pytest.mark.parametrize("step", ["proposal:within-transaction", "proposal:before-commit"])
async def test_a_proposal_that_ends_midway_is_none(desk, ends_at, step):
    """Nothing of it is left, and its key is free."""
    before = await state_of(desk)
    ends_at(step)
    with pytest.raises(Ended):
        await proposed(desk)
    after = await state_of(desk)
    ends_at(None)

    assert after == before
    assert (await proposed(desk)).state is ProposalState.OPEN


async def test_an_import_that_ends_midway_is_none(desk, ends_at):
    """A file that was compared and not yet proposed leaves nothing."""
    before = await state_of(desk)
    ends_at("import:before-commit")
    with pytest.raises(Ended):
        await desk.load(a_list(OPEN_LINE), idempotency_key="k-1")

    assert await state_of(desk) == before
