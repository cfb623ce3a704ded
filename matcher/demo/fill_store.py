"""Fills an empty store through the use cases everybody goes through: accounts of every role, a list, and the planted phones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.bootstrap_service import House
from matcher.demo.cases import Case, cases
from matcher.demo.line_lists import AREAS, Book
from matcher.domain.access.account_change import AccountDraft
from matcher.domain.access.actor import Actor, Role, SignedInBy
from matcher.domain.access.caller import Caller
from matcher.domain.access.token_draft import TokenDraft
from matcher.domain.register import RecordKind
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.domain.upkeep.list_import import ListFile
from matcher.errors import LegalBasisIncomplete
from matcher.service.create_account import create_account
from matcher.service.create_api_token import create_api_token
from matcher.service.create_organisation import create_organisation
from matcher.service.initialise_store import initialise_store
from matcher.service.measure_store import measure_store
from matcher.service.plan_import import import_list
from matcher.service.prepare_submission import prepare_submission
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.submit_extraction import FileOffer, submit_extraction
from matcher.store.jobs import pace_jobs
from matcher.store.passwords import draw_password
from matcher.store.place import Place
from matcher.worker import run_worker

ORIGIN = "demo"

#: The service takes a few seconds to start.
_BEFORE_THEY_BEGIN = timedelta(seconds=10)
#: A phone is read in a quarter of it.
_BETWEEN_PHONES = timedelta(seconds=1)

#: Both organisations: name, home area, and by how much their planted numbers lie apart from the drama numbers' beginning.
ORGANISATIONS = (("Estmoor Constabulary", "Estmoor", 100), ("Vale of Tarn Police", "Vale of Tarn", 600))

#: Where people of a role work. The unit that owns the list is cleared for all that is in it.
_INTELLIGENCE, _RESPONSE, _SAFEGUARDING = "Intelligence", "Response", "Safeguarding"
_UNIT_OF = {
    Role.ANALYST: _INTELLIGENCE,
    Role.REVIEWER: _INTELLIGENCE,
    Role.SAFEGUARDING: _SAFEGUARDING,
}

#: Roles that answer for an area.
_OF_AREAS = frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.SAFEGUARDING})
_ALL_AREAS = frozenset(AREAS)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who may sign in to the demonstration."""

    role: Role
    organisation: str
    username: str
    password: str
    token: str

    # Even of people who do not exist.
    def __repr__(self) -> str:
        return f"DemoAccount({self.username})"


async def set_up(place: Place, *, now: datetime) -> DemoAccount:
    """Set the store up with the first organisation and its administrator."""
    name, home, _ = ORGANISATIONS[0]
    username, password = _username(home, Role.ADMIN), draw_password()
    first = AccountDraft(username, _RESPONSE, frozenset({Role.ADMIN}), password=password)
    made = await initialise_store(place, name, first, now=now, origin=ORIGIN)
    return DemoAccount(Role.ADMIN, name, username, password, made.token)


async def fill(house: House, first: DemoAccount, *, now: datetime) -> tuple[DemoAccount, ...]:
    """Fill a store that was set up, and give everybody who may sign in. Phones wait to be read."""
    accounts = [first]
    handed_in: list[list[tuple[Actor, Case]]] = []
    for at, (name, home, offset) in enumerate(ORGANISATIONS):
        machine = Actor(SignedInBy.COMMAND_LINE.value, "", "", frozenset({Role.ADMIN}), signed_in_by=SignedInBy.COMMAND_LINE)
        units = (_RESPONSE, _INTELLIGENCE, _SAFEGUARDING)
        organisation = await create_organisation(house.vault, machine, name, units, now=now, origin=ORIGIN)
        actors: dict[Role, Actor] = {}
        for role in Role:
            if role is first.role and name == first.organisation:
                continue
            account, actors[role] = await _account(house, organisation.id, name, home, role, now=now)
            accounts.append(account)
        # What one of the owning unit proposes of a covert line only another one may know of, and publish.
        second, _ = await _account(house, organisation.id, name, home, Role.ANALYST, number=2, now=now)
        accounts.append(second)
        book = Book(offset, home, _INTELLIGENCE, now.date(), seed=17 + at)
        list_file = ListFile(f"lines-{home.lower().replace(' ', '-')}.csv", book.content())
        await import_list(house.vault, actors[Role.ANALYST], house.lists, list_file, now=now, origin=ORIGIN)
        await _propose(house, actors[Role.REVIEWER], book, now=now)
        handed_in.append([(actors[Role.SUBMITTER], case) for case in cases(book, now)])
    # In turns, so that both have answers early; each a little later than the one before.
    in_turns = [each for pair in zip(*handed_in, strict=True) for each in pair]
    for number, (submitter, case) in enumerate(in_turns):
        await _hand_in(house, submitter, case, now=now + timedelta(milliseconds=number))
    return tuple(sorted(accounts, key=lambda each: (each.organisation, list(Role).index(each.role))))


async def read_some(house: House, *, most: int) -> None:
    """Read the phones that wait longest, so that there is something to look at from the beginning."""
    stop = asyncio.Event()
    working = asyncio.create_task(run_worker(house, stop=stop))
    try:
        while not working.done():
            figures = await measure_store(house.vault, now=house.now())
            answered = sum(count for status, count in figures.submissions.items() if status.is_final)
            if answered >= most or not figures.jobs_waiting + figures.jobs_leased:
                return
            await asyncio.sleep(0.05)
    finally:
        stop.set()
        await working


async def read_others_by_and_by(house: House) -> None:
    """Let the other phones be read one by one while somebody looks: a file that is handed in meanwhile is answered at once."""
    async with house.vault.db.write() as connection:
        await pace_jobs(connection, start=house.now() + _BEFORE_THEY_BEGIN, every=_BETWEEN_PHONES)


async def _account(  # noqa: PLR0913 - all but the first five are named
    house: House, organisation_id: str, organisation: str, home: str, role: Role, *, now: datetime, number: int = 1
) -> tuple[DemoAccount, Actor]:
    machine = Actor(SignedInBy.COMMAND_LINE.value, organisation_id, "", frozenset({Role.ADMIN}), signed_in_by=SignedInBy.COMMAND_LINE)
    username, password = _username(home, role, number), draw_password()
    draft = AccountDraft(
        username,
        _UNIT_OF.get(role, _RESPONSE),
        frozenset({role}),
        is_cleared=role is Role.ANALYST,
        areas=_ALL_AREAS if role in _OF_AREAS else frozenset(),
        password=password,
    )
    made = await create_account(house.vault, machine, draft, now=now, origin=ORIGIN)
    actor = made.account.actor(SignedInBy.PASSWORD)
    token = await create_api_token(house.vault, Caller(actor, made.account.id), TokenDraft("demonstration"), now=now, origin=ORIGIN)
    return DemoAccount(role, organisation, username, password, token.token), actor


async def _propose(house: House, reviewer: Actor, book: Book, *, now: datetime) -> None:
    """Leave something for an analyst to publish: a number that a review found, and what the line is called as well."""
    line_id = book.line_id("current")
    number = {"number": book.further_number, "number_role": "deal_line", "first_seen": now.date().isoformat()}
    graded = {"source_grade": "2", "intel_grade": "C", "handling": "P", "notes": "Named in a return interview"}
    changes = (
        ChangeDraft(RecordKind.NUMBER, line_id=line_id, fields=number | graded, place="changes.0"),
        ChangeDraft(RecordKind.LINE, line_id, fields={"aliases": "Lark"}, place="changes.1"),
    )
    draft = ProposalDraft(changes, "A return interview names a second number of this line.")
    await propose_changes(house.vault, reviewer, house.lists, draft, now=now, origin=ORIGIN)


async def _hand_in(house: House, submitter: Actor, case: Case, *, now: datetime) -> None:
    try:
        prepared = await prepare_submission(house.vault, submitter, case.metadata, policy=house.policy, now=now, origin=ORIGIN)
    except LegalBasisIncomplete:
        # One of the cases is refused; that it was stands in the audit trail.
        return
    offer = FileOffer(case.file_name, _pieces(case.content), len(case.content))
    await submit_extraction(house.vault, submitter, prepared, offer, policy=house.policy, now=now, origin=ORIGIN)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _username(home: str, role: Role, number: int = 1) -> str:
    return f"{home.lower().replace(' ', '-')}.{role.value}{f'-{number}' if number > 1 else ''}"
