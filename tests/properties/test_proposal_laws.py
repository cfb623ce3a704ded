"""The law of the line list: whatever is proposed, published, withdrawn and cut short, every version stays what it was, to the byte."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import people
from matcher.domain.register import ImportMode, RecordKind, Removal, apply, read_document, write_document
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import Manner
from matcher.errors import MatcherError
from matcher.service.decide_proposal import reject_proposal, withdraw_proposal
from matcher.service.lists.line_lists import LineLists
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.store import steps
from matcher.store.line_lists import read_content, versions_of
from matcher.store.proposals import changes_of
from matcher.store.schema.answers import jobs
from matcher.store.schema.lists import list_changes, list_proposals, retro_runs
from stores import new_vault
from submitting import COVERT_LINE, OPEN_LINE, Desk, a_list, means

OTHERS = tuple(OPEN_LINE.replace("L-0043,Larkspur,07700 900123", f"L-005{at},Siskin {at},07700 90022{at}") for at in range(4))
ROWS = (OPEN_LINE, OPEN_LINE.replace("Larkspur", "Woodlark"), COVERT_LINE, *OTHERS)
LINES = ("L-0043", "L-0099", "L-0050", "L-0051")

STEPS = (
    "publication:prepared",
    "publication:within-transaction",
    "publication:version-written",
    "publication:history-written",
    "publication:before-commit",
    "proposal:within-transaction",
    "proposal:before-commit",
    "import:before-commit",
)

WHO = st.sampled_from(["north-analyst", "north-supervisor", "machine"])


class Killed(Exception):
    """What stands in for the end of the process."""


class ListKeeping(RuleBasedStateMachine):
    """One organisation's list, and several people who change it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="lw-law-")
        self.runner = asyncio.Runner()
        self.noted: dict[str, tuple[bytes, str]] = {}
        self.dies_at: str | None = None
        self.were_reached = steps.reached
        steps.reached = self.reach

    def reach(self, step: str) -> None:
        """End what goes on where it was to end."""
        if step == self.dies_at:
            # A process ends once; the next one goes on.
            self.dies_at = None
            raise Killed(step)

    def run(self, work):
        """Do something; refusals and deaths are outcomes like others."""

        async def quietly():
            try:
                return await work
            except (MatcherError, Killed):
                return None

        return self.runner.run(quietly())

    @initialize(rows=st.lists(st.sampled_from(ROWS), min_size=1, max_size=3, unique_by=lambda row: row[:6]))
    def begin(self, rows):
        """Set people up, and load a first list."""

        async def work():
            self.vault = await new_vault("sqlite", Path(self.folder.name))
            self.desk = Desk(await people.settle(self.vault), LineLists(self.vault, means().lists))
            await self.desk.load(a_list(*rows))

        self.runner.run(work())

    @rule(step=st.sampled_from(STEPS) | st.none())
    def be_about_to_die(self, step):
        """Have the next steps end at a moment, or at none."""
        self.dies_at = step

    @rule(
        rows=st.lists(st.sampled_from(ROWS), min_size=1, max_size=4, unique_by=lambda row: row[:6]),
        mode=st.sampled_from(ImportMode),
        by_machine=st.booleans(),
    )
    def import_(self, rows, mode, by_machine):
        """Compare a file with the list."""
        desk = self.desk
        who = desk.at_the_machine() if by_machine else desk.actor("north-analyst")
        from matcher.domain.upkeep.list_import import ListFile
        from matcher.service.plan_import import import_list

        self.run(import_list(self.vault, who, desk.lists, ListFile("lines.csv", a_list(*rows)), manner=Manner(mode), **desk.ask))

    @rule(
        line=st.sampled_from(LINES),
        number=st.integers(min_value=200, max_value=209),
        what=st.sampled_from(["number", "name", "wrong", "line gone", "restore"]),
        who=st.sampled_from(["north-reviewer", "north-analyst"]),
    )
    def propose(self, line, number, what, who):
        """Propose something that may make sense."""

        async def work():
            async with self.vault.db.read() as connection:
                _, register = await self.desk.lists.latest_register(connection, self.desk.house.north.id)
            numbers = [each for each in register.of_line(line) if each.kind is RecordKind.NUMBER]
            record = numbers[0].id if numbers else "num_" + "0" * 26
            draft = {
                "number": ChangeDraft(RecordKind.NUMBER, line_id=line, fields={"number": f"07700 900{number}"}),
                "name": ChangeDraft(RecordKind.LINE, line, fields={"name": f"Lark {number}"}),
                "wrong": ChangeDraft(RecordKind.NUMBER, record, remove=Removal.WRONG),
                "line gone": ChangeDraft(RecordKind.LINE, line, remove=Removal.DUPLICATE),
                "restore": ChangeDraft(RecordKind.NUMBER, record, restore=True),
            }[what]
            await propose_changes(
                self.vault, self.desk.actor(who), self.desk.lists, ProposalDraft((draft,), "Seen on a note"), **self.desk.ask
            )

        self.run(work())

    @rule(line=st.sampled_from(LINES), number=st.integers(min_value=200, max_value=209))
    def bring_a_number_in(self, line, number):
        """Propose a number, and have it published."""
        draft = ChangeDraft(RecordKind.NUMBER, line_id=line, fields={"number": f"07700 900{number}"})

        async def work():
            reviewer, drafts = self.desk.actor("north-reviewer"), ProposalDraft((draft,), "Seen on a note")
            made = await propose_changes(self.vault, reviewer, self.desk.lists, drafts, **self.desk.ask)
            await self.desk.let_out(made.id, who="north-analyst")

        self.run(work())

    def _one(self, which):
        found = self.runner.run(self.desk.rows(list_proposals))
        # Those that are decided already are tried as well, but not most of the time.
        found = [each for each in found if each["state"] == "open" or which > 15] or found
        return found[which % len(found)]["id"] if found else "prp_" + "0" * 26

    @rule(which=st.integers(min_value=0, max_value=20), who=WHO)
    def publish(self, which, who):
        """Publish one of them."""
        actor = self.desk.at_the_machine() if who == "machine" else who
        self.run(self.desk.let_out(self._one(which), who=actor))

    @rule(first=st.integers(min_value=0, max_value=20), second=st.integers(min_value=0, max_value=20), who=WHO)
    def publish_two_at_once(self, first, second, who):
        """Publish two at the same moment, by two people."""
        ids = self._one(first), self._one(second)
        actor = self.desk.at_the_machine() if who == "machine" else self.desk.actor(who)

        async def work():
            await asyncio.gather(
                self.desk.let_out(ids[0], who=actor), self.desk.let_out(ids[1], who=self.desk.at_the_machine()), return_exceptions=True
            )

        self.run(work())

    @rule(which=st.integers(min_value=0, max_value=20), who=st.sampled_from(["north-reviewer", "north-analyst"]))
    def withdraw(self, which, who):
        """Take one back."""
        self.run(withdraw_proposal(self.vault, self.desk.actor(who), self.desk.lists, self._one(which), **self.desk.ask))

    @rule(which=st.integers(min_value=0, max_value=20), who=WHO)
    def reject(self, which, who):
        """Reject one."""
        actor = self.desk.at_the_machine() if who == "machine" else self.desk.actor(who)
        self.run(reject_proposal(self.vault, actor, self.desk.lists, self._one(which), reason="Hearsay", **self.desk.ask))

    @invariant()
    def every_version_is_what_it_was(self):
        """Contents and the lists they make never change; each version is the one before with the changes of its proposal, and no others."""
        self.runner.run(self._check())

    async def _check(self):
        keys, owner = self.vault.keys, self.desk.house.north.id
        # As a process that has read nothing yet.
        lists = LineLists(self.vault, means().lists)
        async with self.vault.db.read() as connection:
            versions = list(reversed(await versions_of(connection, owner)))
            assert [each.number for each in versions] == list(range(1, len(versions) + 1))
            before = None
            for version in versions:
                content = await read_content(connection, keys, version.id)
                assert hashlib.sha256(content).hexdigest() == version.sha256
                told = repr((await lists.of_version(connection, version.id)).whole)
                assert self.noted.setdefault(version.id, (content, told)) == (content, told)
                if before is not None:
                    changes = await changes_of(connection, keys, version.proposal_id)
                    assert write_document(apply(read_document(before), changes)) == content
                    wanted = sa.select(sa.func.count()).select_from(list_changes).where(list_changes.c.version_id == version.id)
                    assert await connection.scalar(wanted) == len(changes)
                before = content
            published = sa.select(list_proposals.c.version_id).where(list_proposals.c.state == "published")
            assert sorted(await connection.scalars(published)) == sorted(each.id for each in versions[1:])
            runs = sorted(await connection.scalars(sa.select(retro_runs.c.version_id)))
            assert runs == sorted(await connection.scalars(sa.select(jobs.c.object_id).where(jobs.c.object_id.is_not(None))))
            own = sa.select(list_proposals.c.id).where(
                list_proposals.c.state.in_(("published", "rejected")), list_proposals.c.decided_by == list_proposals.c.proposed_by
            )
            assert (await connection.scalars(own)).all() == []

    def teardown(self):
        """Close the store."""
        steps.reached = self.were_reached
        if hasattr(self, "vault"):
            self.runner.run(self.vault.db.close())
        self.runner.close()
        self.folder.cleanup()


ListKeeping.TestCase.settings = settings(
    max_examples=12, stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


class TestListKeeping(ListKeeping.TestCase):
    """Any sequence of what people do to a list leaves every version reproducible."""
