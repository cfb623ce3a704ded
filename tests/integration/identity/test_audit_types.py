"""What the trail says where somebody put values of other types into it by hand, on both engines where they take them."""

import pytest
import sqlalchemy as sa

from matcher.domain.access.audit import AuditAction, ChainFaultKind, Deed
from matcher.domain.access.audit_query import AuditQuery
from matcher.errors import SealBroken
from matcher.service.read_audit import read_audit
from matcher.service.verify_audit import verify_audit
from matcher.store.audit import put_on_record, read_head
from people import NOW, ORIGIN, at_the_machine

_TEXTS = ("at", "action", "object_type", "object_id", "organisation_id", "actor_id", "outcome", "origin", "reason_sha256", "hash")


@pytest.fixture
async def trail(house):
    """Give a trail of an embedded store whose middle has a reason: the other engine takes no value of another type."""
    if house.vault.db.is_postgresql:
        pytest.skip("PostgreSQL refuses values of another type.")
    who = house.people["north-submitter"]
    several = [Deed(NOW, who.organisation_id, who.id, AuditAction.NUMBERS_CHECKED, "check", "chk_1", origin=ORIGIN, reason="w")] * 3
    async with house.vault.db.write() as connection:
        await put_on_record(connection, house.vault.keys, several)
    return house


async def change(house, statement):
    async with house.vault.db.write() as connection:
        await connection.execute(sa.text(statement))


async def middle_of(house):
    async with house.vault.db.read() as connection:
        return (await read_head(connection, house.vault.keys))[0].sequence - 1


async def verified(house):
    return await verify_audit(house.vault, at_the_machine(), now=NOW, origin=ORIGIN)


@pytest.mark.parametrize(
    "change_it", [*(f"{name} = CAST({name} AS BLOB)" for name in _TEXTS), "origin = 5", "at = 5", "outcome = 2.5", "reason_sealed = 'abc'"]
)
async def test_a_value_of_another_type_is_a_changed_event(trail, change_it):
    """The event is named, and what follows is looked at."""
    middle = await middle_of(trail)
    await change(trail, f"UPDATE audit_events SET {change_it} WHERE sequence = {middle}")

    found = await verified(trail)

    assert (ChainFaultKind.CHANGED, middle) in {(each.kind, each.sequence) for each in found.faults}
    assert found.events == middle + 1


@pytest.mark.parametrize("change_it", ["at = CAST(at AS BLOB)", "outcome = 2.5", "hash = x'00'", "reason_sealed = 'abc'"])
async def test_reading_the_trail_says_that_it_was_changed(trail, change_it):
    """Whoever reads a trail with a value of another type is told so, as of any other change."""
    await change(trail, f"UPDATE audit_events SET {change_it} WHERE sequence = {await middle_of(trail)}")

    with pytest.raises(SealBroken):
        await read_audit(trail.vault, trail.actor("north-auditor"), AuditQuery(), now=NOW, origin=ORIGIN)


@pytest.mark.parametrize("change_it", ["seal = CAST(seal AS BLOB)", "seal = 5", "hash = CAST(hash AS BLOB)", "sequence = 'x'"])
async def test_an_end_of_another_type_is_a_forged_one(trail, change_it):
    """It is told as such, and nothing is put on record behind it."""
    await change(trail, f"UPDATE audit_head SET {change_it}")

    assert ChainFaultKind.FORGED_END in {each.kind for each in (await verified(trail)).faults}
    with pytest.raises(SealBroken):
        await read_audit(trail.vault, trail.actor("north-auditor"), AuditQuery(), now=NOW, origin=ORIGIN)
