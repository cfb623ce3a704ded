"""Which coordinator sees which child, by the areas of the case and of the coordinators (domain 4.4), on both engines."""

from dataclasses import replace

import pytest

import people
from looking_back import alerts_seen, handed_in
from matcher.domain.access.account_change import AccountChange
from matcher.domain.access.actor import Role
from matcher.errors import NotFound
from matcher.service.change_account import change_account
from matcher.service.list_submissions import list_submissions
from matcher.service.read_result import read_result
from matcher.store.accounts import NewAccount, insert_account
from matcher.store.ids import new_id
from submitting import OPEN_NUMBER

#: By coordinator: unit, by its place among those of the organisation, and areas. `north-coordinator` is of the first, and of Estmoor.
COORDINATORS = {"nowhere": (0, ()), "of-tarn": (1, ("Vale of  Tarn",))}
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
    await settle(desk, COORDINATORS | MANY)
    submission = await handed_in(desk, OPEN_NUMBER, **areas)

    assert await who_sees(desk, submission, ["north-coordinator", *COORDINATORS, "far-0", "south-coordinator"]) == expected


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
