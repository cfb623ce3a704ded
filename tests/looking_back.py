"""Looking back, for tests: phones that are handed in, versions that come out later, and who sees which alerts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from matcher.domain.register import Record, RecordKind, Removal
from matcher.domain.upkeep.change_drafts import ChangeDraft
from matcher.service.list_alerts import list_alerts
from matcher.service.propose_changes import ProposalDraft, propose_changes
from matcher.service.views.alert import AlertView
from submitting import Desk, a_card, a_list

NOBODY_E164 = "+447700900111"
#: The number that stood on the phone and on no list.
LATER = "L-0043,Larkspur,07700 900111,active,open_to_force,Hillside,2026-02-01,2026-04-19,2,B,P,Estmoor"
LATER_COVERT = LATER.replace("L-0043,Larkspur", "L-0099,Nightjar").replace("open_to_force", "covert")


async def alerts_seen(desk: Desk, who: str, **changed: Any) -> tuple[AlertView, ...]:
    """The alerts somebody sees."""
    return (await list_alerts(desk.vault, desk.actor(who, **changed), policy=desk.policy, **desk.ask)).items


async def handed_in(desk: Desk, *numbers: str, **more: Any) -> str:
    """Hand a phone in and answer it."""
    receipt = await desk.hand_in(a_card(*numbers), **more)
    await desk.work()
    return receipt.submission_id


async def publish(desk: Desk, *rows: str, days: int = 0) -> int:
    """Publish a list some days later, and look back."""
    desk.now += timedelta(days=days)
    await desk.publish(a_list(*rows))
    return await desk.look_back()


async def draft_of(desk: Desk, number: str, **how: Any) -> ProposalDraft:
    """Draw a change of what the list says of a number, or of a line by its id."""
    async with desk.vault.db.read() as connection:
        _, register = await desk.lists.latest_register(connection, desk.house.north.id)
    is_wanted = how.get("restore", False)
    record = next(
        each
        for each in register.records.values()
        if register.is_live(each) is not is_wanted and (each.id == number or _is_number(each, number))
    )
    return ProposalDraft((ChangeDraft(record.kind, record.id, **how),), "It was never so.")


async def change(desk: Desk, number: str, *, days: int = 1, looks: bool = True, **how: Any) -> int:
    """Change what the list says of a number, or of a line by its id, with two people, and look back."""
    desk.now += timedelta(days=days)
    draft = await draft_of(desk, number, **how)
    proposal = await propose_changes(desk.vault, desk.actor("north-analyst"), desk.lists, draft, **desk.ask)
    await desk.let_out(proposal.id, who=desk.at_the_machine("north-supervisor"))
    return await desk.look_back() if looks else 0


def _is_number(record: Record, number: str) -> bool:
    return record.kind is RecordKind.NUMBER and record.get("number").replace(" ", "")[-9:] == number[-9:]


async def take_back(desk: Desk, number: str, **more: Any) -> int:
    """Remove a number as wrong."""
    return await change(desk, number, remove=Removal.WRONG, **more)


async def put_back(desk: Desk, number: str, **more: Any) -> int:
    """Bring a removed number back."""
    return await change(desk, number, restore=True, **more)


async def left_out(desk: Desk, *rows: str) -> int:
    """Publish a file that becomes the whole list, whatever it leaves out, and look back."""
    return await publish(desk, *rows, days=1)
