"""Submissions for tests: a store with two organisations, a list in each, files that are handed in, and a worker's work step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import people
from legal_metadata import metadata
from matcher.bootstrap import TOOL, build
from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.domain.upkeep.list_import import ImportedList, ListFile
from matcher.domain.upkeep.proposal import ProposalView
from matcher.service.decide_proposal import publish_proposal
from matcher.service.lists.line_lists import LineLists
from matcher.service.plan_import import import_list
from matcher.service.prepare_submission import prepare_submission
from matcher.service.read_result import read_result
from matcher.service.retro_match import look_back
from matcher.service.screen_submission import Times, screen_submission
from matcher.service.screening.jailed_screening import JailBounds, ScreeningMeans
from matcher.service.submit_extraction import FileOffer, Receipt, submit_extraction
from matcher.store.jobs import Job, JobKind, take_job
from matcher.store.moments import to_text
from matcher.store.schema.identity import accounts, units
from matcher.store.vault import Vault
from stores import Kept, keep, new_vault

ORIGIN = "test"
LEASE = timedelta(seconds=20)

HEADER = "line_id,name,number,status,visibility,owner_unit,first_seen,last_seen,source_grade,intel_grade,handling,exporting_area"
OPEN_LINE = "L-0043,Larkspur,07700 900123,active,open_to_force,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"
COVERT_LINE = "L-0099,Nightjar,07700 900456,active,covert,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"
OWNER_LINE = "L-0077,Corncrake,07700 900789,active,owner_unit_only,Riverside,2026-02-01,2026-04-19,2,B,P,Estmoor"

#: On no list.
NOBODY = "07700 900111"
OPEN_NUMBER, COVERT_NUMBER = "07700 900123", "07700 900456"


def a_list(*rows: str) -> bytes:
    """Write a line list."""
    return "\n".join((HEADER, *(rows or (OPEN_LINE, COVERT_LINE)), "")).encode()


def a_card(*numbers: str) -> bytes:
    """Write a phone book in which each number is a contact of its own."""
    cards = (f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Contact {at}\r\nTEL:{each}\r\nEND:VCARD\r\n" for at, each in enumerate(numbers, 1))
    return "".join(cards).encode()


async def pieces_of(data: bytes, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    """Give bytes as they come over a network."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


@cache
def means() -> ScreeningMeans:
    """Give what answers rest on, as shipped."""
    services = build()
    return ScreeningMeans(services.lists, services.rules, services.thresholds, TOOL, jail=JailBounds(required=False))


@dataclass
class Desk:
    """Where files are handed in and answered."""

    house: people.House
    lists: LineLists
    policy: SubmissionPolicy = field(default_factory=SubmissionPolicy)
    #: Tests move the clock.
    now: datetime = people.NOW

    @property
    def vault(self) -> Vault:
        """The store."""
        return self.house.vault

    def actor(self, name: str, **changed: Any) -> Actor:
        """Give somebody as they ask."""
        return self.house.actor(name, **changed)

    @property
    def ask(self) -> dict[str, Any]:
        """Give what every question has."""
        return {"now": self.now, "origin": ORIGIN}

    async def publish(self, content: bytes, *, who: str = "north-analyst", name: str = "lines.csv") -> None:
        """Have a list on the store: imported by somebody, and published by whoever sits at the machine."""
        imported = await self.load(content, who=who, name=name)
        if imported.proposal_id is not None:
            await self.let_out(imported.proposal_id, who=self.at_the_machine(who))

    async def load(self, content: bytes, *, who: str = "north-analyst", name: str = "lines.csv", **more: Any) -> ImportedList:
        """Import a list."""
        return await import_list(self.vault, self.actor(who), self.lists, ListFile(name, content), **self.ask, **more)

    async def let_out(self, proposal_id: str, *, who: str | Actor, **more: Any) -> ProposalView:
        """Publish a proposal."""
        actor = self.actor(who) if isinstance(who, str) else who
        return await publish_proposal(self.vault, actor, self.lists, proposal_id, **self.ask, **more)

    def at_the_machine(self, of: str = "north-analyst") -> Actor:
        """Give whoever looks after the list of somebody's organisation at the machine."""
        return self.actor(
            of, user_id="command-line", roles=frozenset({Role.ANALYST}), is_cleared=True, signed_in_by=SignedInBy.COMMAND_LINE
        )

    async def hand_in(
        self, data: bytes, *, who: str = "north-submitter", name: str = "contacts.vcf", key: str | None = None, **stated: Any
    ) -> Receipt:
        """Hand a file in."""
        actor = self.actor(who)
        prepared = await prepare_submission(self.vault, actor, metadata(stated), policy=self.policy, **self.ask)
        offer = FileOffer(name, pieces_of(data), len(data))
        return await submit_extraction(self.vault, actor, prepared, offer, policy=self.policy, idempotency_key=key, **self.ask)

    async def take(self) -> Job | None:
        """Take a job as a worker does."""
        async with self.vault.db.write() as connection:
            return await take_job(connection, "worker", now=self.now, lease=LEASE)

    async def run(self, job: Job) -> None:
        """Do a job."""
        times = Times(lambda: self.now, LEASE)
        await screen_submission(self.vault, job, self.lists, means(), policy=self.policy, times=times)

    async def work(self) -> int:
        """Do all jobs there are, and say how many they were."""
        done = 0
        while job := await self.take():
            await self.run(job)
            done += 1
        return done

    async def clear(self, name: str, *, is_cleared: bool = True) -> None:
        """Clear somebody for restricted lines, or no longer."""
        await self._change(name, is_cleared=is_cleared)

    async def move(self, name: str, unit: str) -> None:
        """Put somebody into another unit of their organisation."""
        (found,) = await self.rows(units, organisation_id=self.house.people[name].organisation_id, name=unit)
        await self._change(name, unit_id=found["id"])

    async def disable(self, name: str) -> None:
        """Take somebody's account out of use."""
        await self._change(name, disabled_at=to_text(self.now))

    async def _change(self, name: str, **changed: Any) -> None:
        async with self.vault.db.write() as connection:
            await connection.execute(sa.update(accounts).where(accounts.c.id == self.house.people[name].id).values(**changed))

    async def look_back(self) -> int:
        """Look back for every version that was published, and say how often somebody had to begin."""
        done = 0
        while True:
            async with self.vault.db.write() as connection:
                job = await take_job(connection, "worker", now=self.now, lease=LEASE, kinds=[JobKind.RETRO_MATCH])
            if job is None:
                return done
            await look_back(self.vault, job, self.lists, means(), policy=self.policy, now=lambda: self.now, lease=LEASE)
            done += 1

    async def result(self, submission_id: str, who: str = "north-submitter", *, need: str | None = None, **changed: Any) -> dict[str, Any]:
        """Give the answer as somebody sees it."""
        seen = await read_result(self.vault, self.actor(who, **changed), submission_id, policy=self.policy, need=need, **self.ask)
        return seen.answer

    async def rows(self, table: sa.Table, **where: Any) -> list[dict[str, Any]]:
        """Give the rows of a table."""
        async with self.vault.db.read() as connection:
            found = await connection.execute(sa.select(table).filter_by(**where))
            return [dict(row) for row in found.mappings()]

    def with_policy(self, **changed: Any) -> None:
        """Change the policy."""
        self.policy = replace(self.policy, **changed)


async def set_up(vault: Vault, *, content: bytes | None = None) -> Desk:
    """Make organisations, people, and the same list in both organisations."""
    house = await people.settle(vault)
    desk = Desk(house, LineLists(vault, means().lists))
    for word in ("north", "south"):
        await desk.publish(content or a_list(), who=f"{word}-analyst")
    return desk


@cache
def kept(engine: str) -> tuple[Kept, Desk]:
    """Keep a store that was set up."""
    return keep(engine, set_up)


async def new_desk(engine: str, folder: Path) -> Desk:
    """Give what `set_up` makes, on a copy of a store where it was made."""
    vault = await new_vault(engine, folder, lambda engine: kept(engine)[0])
    return Desk(replace(kept(engine)[1].house, vault=vault), LineLists(vault, means().lists))
