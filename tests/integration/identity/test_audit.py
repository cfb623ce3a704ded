"""Who reads the audit trail, and what it tells when somebody was at the database, on both engines."""

import pytest
import sqlalchemy as sa

from matcher.domain.access.actor import Role
from matcher.domain.access.audit import FIRST, AuditAction, ChainFaultKind, Deed, Head, Outcome
from matcher.domain.access.audit_query import AuditQuery
from matcher.errors import BadCursor, BadRequest, NotAllowed, SealBroken
from matcher.service.read_audit import read_audit
from matcher.service.sign_out import sign_out
from matcher.service.verify_audit import verify_audit
from matcher.store.audit import put_on_record, read_head
from matcher.store.ids import new_id
from matcher.store.schema.answers import alerts, matches, submissions
from matcher.store.schema.identity import accounts, units
from matcher.store.schema.trail import audit_events, audit_head
from people import NOW, ORIGIN, at_the_machine, later


async def read(house, name, query=None, **changed):
    return await read_audit(house.vault, house.actor(name, **changed), query or AuditQuery(), now=NOW, origin=ORIGIN)


async def record(house, name, action=AuditAction.NUMBERS_CHECKED, object_type="check", object_id=None, reason=None):
    who = house.people[name]
    deed = Deed(NOW, who.organisation_id, who.id, action, object_type, object_id, origin=ORIGIN, reason=reason)
    async with house.vault.db.write() as connection:
        await put_on_record(connection, house.vault.keys, [deed])


def told(page):
    return [str(entry.event.action) for entry in page.entries]


async def test_an_auditor_reads_everything_of_the_organisation_and_nothing_of_another(house):
    """What people of either organisation did is shown to its own auditor only, with who did it and why."""
    await record(house, "north-submitter", reason="A strategy meeting")
    await record(house, "south-submitter")

    page = await read(house, "north-auditor")

    assert {entry.event.organisation_id for entry in page.entries} == {house.north.id}
    newest = page.entries[0]
    assert (newest.actor_name, newest.event.reason) == ("north-submitter", "A strategy meeting")


async def test_reading_the_trail_is_on_record_with_its_reason(house):
    """The next reader sees who looked before, and why they said they did."""
    await read_audit(house.vault, house.actor("north-auditor"), AuditQuery(), reason="Yearly check", now=NOW, origin="203.0.113.7")

    newest = (await read(house, "north-auditor")).entries[0]

    assert newest.event.action is AuditAction.AUDIT_CONSULTED
    assert (newest.actor_name, newest.event.reason, newest.event.origin) == ("north-auditor", "Yearly check", "203.0.113.7")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.SUPERVISOR, Role.ADMIN}))
async def test_no_other_role_reads_it(house, role):
    """Whoever has another role is refused, and the refusal is on record."""
    with pytest.raises(NotAllowed):
        await read(house, f"north-{role}")

    assert (await house.deeds())[-1] == "access:denied denied"


async def test_an_administrator_reads_what_is_about_running_the_service(house):
    """Accounts and tokens are shown, checks and submissions are not."""
    await record(house, "north-submitter")
    await house.signs_in("north-submitter")

    shown = told(await read(house, "north-admin"))

    assert "account:signed_in" in shown
    assert {each.split(":")[0] for each in shown} <= {"account", "organisation", "token", "store", "keys"}


async def test_a_supervisor_reads_what_people_of_the_own_unit_did(house):
    """What somebody of another unit did is not shown."""
    async with house.vault.db.write() as connection:
        other = await connection.scalar(sa.select(units.c.id).where(units.c.name == "Riverside", units.c.organisation_id == house.north.id))
        mover = house.people["north-analyst"].id
        await connection.execute(sa.update(accounts).where(accounts.c.id == mover).values(unit_id=other))
    await record(house, "north-analyst")
    await record(house, "north-submitter")

    page = await read(house, "north-supervisor")

    assert [entry.actor_name for entry in page.entries] == ["north-submitter"]


async def test_several_roles_show_what_each_shows(house):
    """An administrator who is a supervisor too sees both parts and nothing else."""
    await record(house, "north-submitter")
    await house.signs_in("north-auditor")
    both = frozenset({Role.ADMIN, Role.SUPERVISOR})
    async with house.vault.db.write() as connection:
        changed = sa.update(accounts).where(accounts.c.username == "north-admin").values(roles="admin,supervisor")
        await connection.execute(changed)

    shown = told(await read(house, "north-admin", roles=both))

    assert {"numbers:checked", "account:signed_in"} <= set(shown)


async def test_a_role_that_was_taken_in_between_shows_nothing(house):
    """What counts is what the store says at the moment of reading, not what it said when the request came."""
    auditor = house.actor("north-auditor")
    async with house.vault.db.write() as connection:
        await connection.execute(sa.update(accounts).where(accounts.c.id == auditor.user_id).values(roles="submitter"))

    with pytest.raises(NotAllowed):
        await read_audit(house.vault, auditor, AuditQuery(), now=NOW, origin=ORIGIN)


async def test_a_token_without_the_scope_reads_nothing(house):
    """An auditor's token that was made for something else is refused."""
    with pytest.raises(NotAllowed):
        await read(house, "north-auditor", scopes=frozenset({"check:numbers"}))


async def test_pages_give_every_event_once_while_new_ones_are_written(house):
    """Going along the pages shows each event once, newest first, whatever is appended in between."""
    for _ in range(7):
        await record(house, "north-submitter", AuditAction.NUMBERS_CHECKED)
    query = AuditQuery(action=AuditAction.NUMBERS_CHECKED, limit=3)

    seen, cursor = [], None
    while True:
        page = await read(house, "north-auditor", AuditQuery(action=query.action, limit=3, cursor=cursor))
        seen += [entry.id for entry in page.entries]
        await record(house, "north-submitter", AuditAction.NUMBERS_CHECKED)
        cursor = page.cursor
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 7


async def test_a_cursor_is_of_use_to_nobody_else_and_for_nothing_else(house):
    """Another reader, another question, and a cursor that was made up are refused."""
    for _ in range(3):
        await record(house, "north-submitter")
    cursor = (await read(house, "north-auditor", AuditQuery(limit=2))).cursor
    wrong = [
        ("south-auditor", AuditQuery(limit=2, cursor=cursor)),
        ("north-supervisor", AuditQuery(limit=2, cursor=cursor)),
        ("north-auditor", AuditQuery(limit=3, cursor=cursor)),
        ("north-auditor", AuditQuery(limit=2, cursor=cursor[:-2] + "AA")),
        ("north-auditor", AuditQuery(limit=2, cursor="")),
        ("north-auditor", AuditQuery(limit=2, cursor="\ud800")),
        ("north-auditor", AuditQuery(limit=2, cursor="x" * 10_000)),
    ]

    for name, query in wrong:
        with pytest.raises(BadCursor):
            await read(house, name, query)


async def test_what_cannot_be_asked_is_refused_with_its_field(house):
    """Ids that are none and pages without bound are told field by field."""
    query = AuditQuery(limit=0, actor_id="' OR 1=1 --", object_id="\0")

    with pytest.raises(BadRequest) as refused:
        await read(house, "north-auditor", query)

    assert [fault.place for fault in refused.value.faults] == ["limit", "actor", "object"]


async def test_the_questions_narrow_what_is_shown(house):
    """Time, person, action, object and outcome each leave out what is something else."""
    submission = new_id("sub")
    await record(house, "north-submitter", AuditAction.SUBMISSION_STATUS_CONSULTED, "submission", submission)
    mine = house.people["north-submitter"].id

    for query, count in [
        (AuditQuery(object_id=submission), 1),
        (AuditQuery(actor_id=mine), 1),
        (AuditQuery(since=later(seconds=1)), 0),
        (AuditQuery(until=NOW), 0),
        (AuditQuery(outcome=Outcome.DENIED), 0),
        (AuditQuery(action=AuditAction.ACCESS_DENIED), 0),
    ]:
        assert len((await read(house, "north-auditor", query)).entries) == count


async def a_match(house, *, is_restricted):
    """Put a match and an alert of it into the store, and that somebody looked at both on record."""
    who = house.people["north-submitter"]
    submission, match, alert = new_id("sub"), new_id("mat"), new_id("alr")
    moment = "2026-04-20T12:00:00.000000Z"
    async with house.vault.db.write() as connection:
        await connection.execute(
            sa.insert(submissions).values(
                id=submission, organisation_id=who.organisation_id, unit_id=who.unit_id, submitter_id=who.id, status="done", progress=1000,
                created_at=moment, updated_at=moment, file_sha256="0" * 64, file_size=1,
            )
        )  # fmt: skip
        await connection.execute(
            sa.insert(matches).values(
                id=match, submission_id=submission, organisation_id=who.organisation_id, line_id="L-1", number_token=match.encode()[:32],
                grade="A", is_restricted=is_restricted, state="unreviewed",
            )
        )  # fmt: skip
        await connection.execute(
            sa.insert(alerts).values(
                id=alert, submission_id=submission, organisation_id=who.organisation_id, rule="AR-01", urgency="P1",
                is_restricted=is_restricted, created_at=moment, body_sealed=b"", state="open",
            )
        )  # fmt: skip
    await record(house, "north-reviewer", AuditAction.MATCH_REVIEWED, "match", match)
    await record(house, "north-reviewer", AuditAction.ALERT_CONSULTED, "alert", alert)


@pytest.mark.parametrize("name", ["north-auditor", "north-supervisor"])
async def test_what_tells_of_a_restricted_line_is_shown_to_the_cleared_only(house, name):
    """Without clearance the trail reads as if nobody had ever looked at the restricted match; nothing of it has a gap."""
    await a_match(house, is_restricted=False)
    plain = [(entry.event.action, entry.actor_name) for entry in (await read(house, name)).entries]
    await a_match(house, is_restricted=True)

    uncleared = [(entry.event.action, entry.actor_name) for entry in (await read(house, name)).entries]
    async with house.vault.db.write() as connection:
        await connection.execute(sa.update(accounts).where(accounts.c.username == name).values(is_cleared=True))
    cleared = told(await read(house, name))

    assert uncleared[1:] == plain
    assert (cleared.count("match:reviewed"), cleared.count("alert:consulted")) == (2, 2)


# What somebody with the database in their hands can do.


async def changed(house, *statements):
    async with house.vault.db.write() as connection:
        for statement in statements:
            await connection.execute(statement)


async def verified(house, *noted):
    return await verify_audit(house.vault, at_the_machine(), noted=noted, now=NOW, origin=ORIGIN)


async def end_of(house):
    async with house.vault.db.read() as connection:
        return (await read_head(connection, house.vault.keys))[0]


async def test_a_trail_nobody_touched_is_whole(house):
    """It is found whole, and that it was verified is on record behind it."""
    await record(house, "north-submitter", reason="why")
    end = await end_of(house)

    found = await verified(house, end)

    assert found.is_whole
    assert (found.head, found.events, found.erased_reasons) == (end, end.sequence, 0)
    assert (await house.deeds())[-1] == "audit:verified done"


async def test_only_somebody_at_the_machine_verifies_the_whole_trail(house):
    """An auditor of one organisation is not told of all."""
    with pytest.raises(NotAllowed):
        await verify_audit(house.vault, house.actor("north-auditor"), now=NOW, origin=ORIGIN)


_E = audit_events
_COLUMNS = {
    "at": "2026-04-20T12:00:00.000001Z",
    "organisation_id": "org_00000000000000000000000000",
    "actor_id": "acc_00000000000000000000000000",
    "action": "audit:exported",
    "object_type": "token",
    "object_id": "acc_00000000000000000000000000",
    "outcome": "denied",
    "origin": "elsewhere",
    "reason_sha256": "0" * 64,
    "previous_hash": "0" * 64,
    "hash": "0" * 64,
    "reason_sealed": b"\x01\x01 another one",
}


@pytest.mark.parametrize("column", sorted(_COLUMNS))
async def test_any_changed_column_is_found(house, column):
    """Whatever is changed of an event in the middle, its place is told."""
    await record(house, "north-submitter", reason="why")
    await record(house, "north-submitter", reason="why")
    middle = (await end_of(house)).sequence - 1
    await changed(house, sa.update(_E).where(_E.c.sequence == middle).values({column: _COLUMNS[column]}))

    found = await verified(house)

    assert not found.is_whole
    assert found.faults[0].sequence in {middle, middle + 1}


@pytest.mark.parametrize(
    "value", [{"at": "yesterday"}, {"action": "nothing:done"}, {"outcome": "?"}, {"reason_sealed": b"\x01\xc8" + b"x" * 40}]
)
async def test_a_row_that_cannot_be_read_is_a_fault_and_no_failure(house, value):
    """What makes no event is told as changed, and everything behind it is still looked at."""
    await record(house, "north-submitter", reason="why")
    await record(house, "north-submitter")
    place = (await end_of(house)).sequence - 1
    await changed(house, sa.update(_E).where(_E.c.sequence == place).values(value))

    found = await verified(house)

    assert [(fault.kind, fault.sequence) for fault in found.faults] == [(ChainFaultKind.CHANGED, place)]


@pytest.mark.parametrize("place", [1, 2])
async def test_a_deleted_event_is_found(house, place):
    """An event that is gone leaves a gap."""
    await record(house, "north-submitter")
    await changed(house, sa.delete(_E).where(_E.c.sequence == place))

    assert ChainFaultKind.MISSING in {fault.kind for fault in (await verified(house)).faults}


async def test_two_swapped_events_are_found(house):
    """Two events that changed their numbers are both in the wrong place."""
    await record(house, "north-submitter")
    await record(house, "north-analyst")
    last = (await end_of(house)).sequence
    await changed(
        house,
        sa.update(_E).where(_E.c.sequence == last).values(sequence=-5),
        sa.update(_E).where(_E.c.sequence == last - 1).values(sequence=last),
        sa.update(_E).where(_E.c.sequence == -5).values(sequence=last - 1),
    )

    kinds = {fault.kind for fault in (await verified(house)).faults}

    assert {ChainFaultKind.CHANGED, ChainFaultKind.BROKEN_LINK} <= kinds


@pytest.mark.parametrize("at", [0, -1, "behind"])
async def test_an_event_that_was_put_in_is_found(house, at):
    """Before the first or behind the last, an event nobody wrote is told."""
    last = (await end_of(house)).sequence
    async with house.vault.db.write() as connection:
        row = dict((await connection.execute(sa.select(_E).where(_E.c.sequence == last))).mappings().one())
    row["sequence"] = last + 1 if at == "behind" else at
    await changed(house, sa.insert(_E).values(row))

    assert not (await verified(house)).is_whole


async def test_events_that_were_all_moved_to_make_room_are_found(house):
    """An event put in the middle, with all behind it renumbered, breaks the chain there."""
    last = (await end_of(house)).sequence
    async with house.vault.db.write() as connection:
        row = dict((await connection.execute(sa.select(_E).where(_E.c.sequence == last))).mappings().one())
    await changed(house, sa.update(_E).where(_E.c.sequence == last).values(sequence=last + 1), sa.insert(_E).values(row | {"origin": "x"}))

    assert not (await verified(house)).is_whole


async def test_a_cut_end_is_found(house):
    """The last events gone, with or without a head set back to match, is told."""
    await record(house, "north-submitter")
    last = (await end_of(house)).sequence
    await changed(house, sa.delete(_E).where(_E.c.sequence == last))
    cut = {fault.kind for fault in (await verified(house)).faults}
    async with house.vault.db.read() as connection:
        before = await connection.scalar(sa.select(_E.c.hash).where(_E.c.sequence == last - 1))
    await changed(house, sa.update(audit_head).values(sequence=last - 1, hash=before))

    assert cut == {ChainFaultKind.CUT}
    assert {fault.kind for fault in (await verified(house)).faults} == {ChainFaultKind.FORGED_END}


async def test_nothing_is_appended_to_an_end_that_is_not_ours(house):
    """After the end was cut and set back the next use case fails, instead of putting our seal on what is left."""
    caller = await house.caller("north-submitter")
    last = (await end_of(house)).sequence
    async with house.vault.db.read() as connection:
        before = await connection.scalar(sa.select(_E.c.hash).where(_E.c.sequence == last - 1))
    await changed(house, sa.delete(_E).where(_E.c.sequence == last), sa.update(audit_head).values(sequence=last - 1, hash=before))

    with pytest.raises(SealBroken):
        await sign_out(house.vault, caller, now=NOW, origin=ORIGIN)

    assert not (await verified(house)).is_whole


@pytest.mark.parametrize("seal", ["0" * 64, "no hash", ""])
async def test_a_head_that_is_not_sealed_or_not_there_is_found(house, seal):
    """Whatever stands in the place of the seal, and no head at all, is told."""
    await changed(house, sa.update(audit_head).values(seal=seal))
    forged = await verified(house)
    await changed(house, sa.delete(audit_head))

    assert [fault.kind for fault in forged.faults] == [ChainFaultKind.FORGED_END]
    assert ChainFaultKind.FORGED_END in {fault.kind for fault in (await verified(house)).faults}


async def test_an_end_beside_the_end_is_found(house):
    """There is one: another one that somebody put in is told, even a copy with our seal."""
    async with house.vault.db.read() as connection:
        head = dict((await connection.execute(sa.select(audit_head))).mappings().one())
    await changed(house, sa.insert(audit_head).values(head | {"id": 2}))

    assert [fault.kind for fault in (await verified(house)).faults] == [ChainFaultKind.FORGED_END]


async def test_a_store_that_was_brought_back_as_a_whole_is_found_by_a_noted_end(house):
    """An older state with its own genuine end is whole by itself; an end that was put down elsewhere tells that it is not all."""
    old = await end_of(house)
    async with house.vault.db.read() as connection:
        head = dict((await connection.execute(sa.select(audit_head))).mappings().one())
    await record(house, "north-submitter")
    noted = await end_of(house)
    await changed(house, sa.delete(_E).where(_E.c.sequence > old.sequence), sa.update(audit_head).values(head))

    assert [fault.kind for fault in (await verified(house, noted)).faults] == [ChainFaultKind.CUT]
    assert [fault.kind for fault in (await verified(house, Head(1, FIRST))).faults] == [ChainFaultKind.OTHER_END]
    assert (await verified(house, old)).is_whole


async def test_a_reason_that_is_gone_without_an_erasure_is_a_fault(house):
    """Whoever deletes the reason of an event at the database is found out, with the event."""
    await record(house, "north-submitter", reason="why")
    await changed(house, sa.update(_E).values(reason_sealed=None))

    found = await verified(house)

    assert [(each.kind, each.sequence) for each in found.faults] == [(ChainFaultKind.REASON_GONE, (await end_of(house)).sequence)]
    assert found.erased_reasons == 0


async def test_a_changed_event_is_not_shown_as_if_it_were_one(house):
    """A reader is told that the trail was changed, instead of being shown what somebody put there."""
    await record(house, "north-submitter", reason="why")
    await changed(house, sa.update(_E).where(_E.c.reason_sealed.is_not(None)).values(reason_sealed=b"\x01\x01" + b"x" * 40))

    with pytest.raises(SealBroken):
        await read(house, "north-auditor")
