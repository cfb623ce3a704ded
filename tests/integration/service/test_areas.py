"""Which coordinator sees which child, by the areas of the case and of the coordinators (domain 4.4), on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

import people
from looking_back import alerts_seen, handed_in
from matcher.domain.access.account_change import AccountChange
from matcher.domain.access.actor import Role
from matcher.errors import NotFound
from matcher.service.act_on_alert import AlertStep, act_on_alert
from matcher.service.change_account import change_account
from matcher.service.list_submissions import list_submissions
from matcher.service.read_result import read_result
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from matcher.store.schema.answers import alerts, outbox
from submitting import NOBODY, OPEN_NUMBER

#: By coordinator: unit, by its place among those of the organisation, and areas. `north-coordinator` is of the first, and of Estmoor.
COORDINATORS = {"nowhere": (0, ()), "of-tarn": (1, ("Vale of  Tarn",)), "far": (1, ())}
#: More areas than the embedded database takes conditions in a row.
MANY = {f"far-{at}": (1, tuple(f"Area {at}.{number}" for number in range(50))) for at in range(21)}


async def settle(desk, names):
    """Have more coordinators in the organisation."""
    async with desk.vault.db.write() as connection:
        for name in names:
            at, areas = (COORDINATORS | MANY)[name]
            unit = desk.house.north.units[at].id
            new = NewAccount(new_id("acc"), desk.house.north.id, unit, name, frozenset({Role.COORDINATOR}), areas=frozenset(areas))
            desk.house.people[name] = await insert_account(connection, new, now=people.NOW)


async def who_sees(desk, submission, names):
    """Say which coordinators have a case in their lists; whoever has one of them opens it, and nobody else."""
    seen = []
    for name in names:
        page = await list_submissions(desk.vault, desk.actor(name), **desk.ask)
        has = submission in {each.id for each in page.items}
        assert (submission in {each.submission_id for each in await alerts_seen(desk, name)}) is has
        try:
            await read_result(desk.vault, desk.actor(name), submission, need="The case", policy=desk.policy, **desk.ask)
        except NotFound:
            assert not has
        else:
            assert has
            seen.append(name)
    return seen


async def hires(desk):
    """Have somebody in the other unit who hands files in."""
    async with desk.vault.db.write() as connection:
        new = NewAccount(new_id("acc"), desk.house.north.id, desk.house.north.units[1].id, "of-riverside", frozenset({Role.SUBMITTER}))
        desk.house.people["of-riverside"] = await insert_account(connection, new, now=people.NOW)


async def step(desk, how):
    """Have the coordinator of the first unit do something about the newest alert they see."""
    (alert, *_) = await alerts_seen(desk, "north-coordinator")
    actor, reason = desk.actor("north-coordinator"), "Found safe at home." if how is AlertStep.CLOSED else None
    await act_on_alert(desk.vault, actor, alert.id, how, policy=desk.policy, reason=reason, **desk.ask)


def of_area(home, missing_from=None):
    """State areas of a case."""
    return {"subject.home_area": home, "episode.missing_from": missing_from}


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (of_area("Estmoor"), ["north-coordinator"]),
        (of_area("vale of TARN"), ["of-tarn"]),
        (of_area("Estmoor North"), ["north-coordinator", "nowhere"]),
        (of_area("Estmoor North", "Vale of Tarn"), ["of-tarn"]),
        (of_area(None), ["north-coordinator", "nowhere"]),
    ],
    ids=["hers", "of another unit", "nobody's", "half somebody's", "none stated"],
)
async def test_no_child_falls_between_two_areas(desk, areas, expected):
    """A case of areas that are no coordinator's is seen by the coordinators of the unit that brought it, those without an area too."""
    await settle(desk, ["nowhere", "of-tarn", *MANY])
    submission = await handed_in(desk, OPEN_NUMBER, **areas)

    assert await who_sees(desk, submission, ["north-coordinator", "nowhere", "of-tarn", "far-0", "south-coordinator"]) == expected


async def test_a_unit_without_a_coordinator_has_those_of_all_units(desk):
    """Where the unit that brought a case has nobody who can sign in, coordinators of every unit see it."""
    await settle(desk, ["of-tarn"])
    submission = await handed_in(desk, OPEN_NUMBER, **of_area("Estmoor"))
    assert await who_sees(desk, submission, ["of-tarn"]) == []

    gone = desk.house.people["north-coordinator"].id
    machine = replace(desk.at_the_machine(), roles=frozenset({Role.ADMIN}))
    await change_account(desk.vault, machine, gone, AccountChange(is_disabled=True), **desk.ask)

    assert await who_sees(desk, submission, ["of-tarn"]) == ["of-tarn"]


@pytest.mark.parametrize(
    ("until", "subject", "expected"),
    [("1970-01-01", None, ["north-coordinator"]), ("9970-01-01", None, []), ("1970-01-01", "s-1", []), (None, None, [])],
    ids=["ran out", "still works", "comes through a provider", "set by themselves"],
)
async def test_whoever_let_their_first_password_run_out_covers_no_area(desk, until, subject, expected):
    """They cannot sign in: their cases are seen as those of an area that is nobody's."""
    await settle(desk, ["of-tarn"])
    ends = f"{until}T00:00:00.000000Z" if until else None
    await desk._change("of-tarn", password_until=ends, oidc_subject=subject, oidc_issuer=subject and "https://idp.example")
    submission = await handed_in(desk, OPEN_NUMBER, **of_area("Vale of Tarn"))

    assert await who_sees(desk, submission, ["north-coordinator"]) == expected


@pytest.mark.parametrize("how", [AlertStep.ACKNOWLEDGED, AlertStep.CLOSED])
async def test_the_same_file_for_another_area_is_told_there_once_somebody_took_it_up(desk, how):
    """What another coordinator has in hand or is done with says nothing to whoever is responsible here; each is told once."""
    await settle(desk, ["of-tarn"])
    await hires(desk)
    await handed_in(desk, OPEN_NUMBER)
    await step(desk, how)
    tarn = {"who": "of-riverside", **of_area("Vale of Tarn", "Vale of Tarn")}

    second, third = [await handed_in(desk, OPEN_NUMBER, **tarn) for _ in range(2)]

    assert [(each.submission_id, each.state) for each in await alerts_seen(desk, "of-tarn")] == [(second, "open")]
    assert [len(await desk.rows(alerts, submission_id=each)) for each in (second, third)] == [1, 0]
    assert len(await desk.rows(outbox)) == 2


async def test_the_same_file_for_another_area_has_an_alert_of_its_own_which_tells_what_comes_after(desk):
    """Another area sees nothing of the first case, and of its alert neither that it stands nor who took it up; it is told once itself."""
    await settle(desk, ["of-tarn"])
    await hires(desk)
    tarn = {"who": "of-riverside", **of_area("Vale of Tarn", "Vale of Tarn")}
    await handed_in(desk, OPEN_NUMBER)
    second = await handed_in(desk, OPEN_NUMBER, **tarn)
    await step(desk, AlertStep.ACKNOWLEDGED)

    for numbers in ((OPEN_NUMBER,), (OPEN_NUMBER, NOBODY)):
        await handed_in(desk, *numbers, **tarn)

    assert [(each.submission_id, each.state) for each in await alerts_seen(desk, "of-tarn")] == [(second, "open")]
    assert "raised_before" not in (await desk.result(second, "of-tarn"))["alerts"][0]
    assert len(await desk.rows(outbox)) == len(await desk.rows(alerts)) == 2


@pytest.mark.parametrize("areas", [of_area("Nowhere"), of_area(None)], ids=["nobody's", "none stated"])
@pytest.mark.parametrize("first_of", ["the same areas", "an area of somebody's"])
async def test_a_unit_is_told_of_what_another_unit_or_area_was_told_of(desk, areas, first_of):
    """Where no area is somebody's the unit that brought the file is responsible (docs/decisions/0046), and no other one was that for it."""
    await settle(desk, ["far"])
    await hires(desk)
    first = await handed_in(desk, OPEN_NUMBER, **(areas if first_of == "the same areas" else {}))
    assert await alerts_seen(desk, "far") == ()
    await step(desk, AlertStep.ACKNOWLEDGED)
    desk.now += timedelta(hours=1)

    second = await handed_in(desk, OPEN_NUMBER, NOBODY, who="of-riverside", **areas)
    third = await handed_in(desk, OPEN_NUMBER, NOBODY, who="of-riverside", **areas)

    assert [(each.submission_id, each.state) for each in await alerts_seen(desk, "far")] == [(second, "open")]
    assert [len(await desk.rows(alerts, submission_id=each)) for each in (first, second, third)] == [1, 1, 0]
    assert len(await desk.rows(outbox)) == 2


async def test_the_same_coordinators_are_told_once_whatever_the_case_states(desk):
    """One who is responsible by their area and by their unit has the alert: that a later file names no area is no news."""
    await handed_in(desk, OPEN_NUMBER)

    await handed_in(desk, OPEN_NUMBER, NOBODY, **of_area(None))

    assert len(await desk.rows(alerts)) == len(await desk.rows(outbox)) == 1
