"""Guesses from one address under ever other names are slowed, and nobody who shares the address is shut out; on both engines."""

import asyncio

import pytest
import sqlalchemy as sa

from matcher.domain.access.sign_in import SignInPolicy
from matcher.errors import SignInFailed, TooManyAttempts
from matcher.store.schema.identity import sign_in_attempts
from people import later

OTHER = "gull quarry ninefold tepid"
OFFICE = "192.0.2.7"


async def fails(house, name, **more):
    """Try to sign in with a wrong password, and give the kind of answer."""
    with pytest.raises(SignInFailed) as refused:
        await house.signs_in(name, OTHER, **{"origin": OFFICE} | more)
    return refused.value


async def test_sixty_names_from_one_address_are_slowed(house):
    """Thirty guesses are looked at; each one after that waits for its turn, and is told for how long, and locks no name meanwhile."""
    answers = [await fails(house, f"name-{at % 30}") for at in range(60)]
    elsewhere = await fails(house, "name-1", origin="192.0.2.8")

    assert [type(each) for each in answers] == [SignInFailed] * 30 + [TooManyAttempts] * 30
    assert {each.retry_after_seconds for each in answers[30:]} == {30}
    assert answers[-1].sentence == "Sign-ins from this address failed too often."
    assert type(elsewhere) is SignInFailed
    assert (await house.deeds())[-2:] == ["account:sign_in_failed denied", "account:sign_in_failed failed"]


async def test_whoever_shares_a_slowed_address_signs_in_in_turn(house):
    """When a pace has gone by the right password opens a session, though the one before was guessed; a success takes no turn."""
    for at in range(30):
        await fails(house, f"name-{at}")
    assert type(await fails(house, "name-30", now=later(seconds=29))) is TooManyAttempts

    for _ in range(3):
        assert await house.signs_in("north-reviewer", origin=OFFICE, now=later(seconds=30))
    assert type(await fails(house, "name-31", now=later(seconds=31))) is SignInFailed
    assert type(await fails(house, "name-32", now=later(seconds=32))) is TooManyAttempts


async def test_an_office_that_signs_in_is_not_slowed(house):
    """However many sign in from one address, at once or in turn, none waits, and nothing is kept of the address."""
    policy = SignInPolicy(address_failures=6)
    for _ in range(3):
        await asyncio.gather(*(house.signs_in(name, origin=OFFICE, policy=policy) for name in sorted(house.people)[:6]))

    async with house.vault.db.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(sign_in_attempts)) == 0


async def test_a_name_that_waits_takes_nothing_from_its_address(house):
    """Under a locked name nothing is tried: whoever goes on with it slows nobody else."""
    for _ in range(40):
        await fails(house, "north-reviewer")

    assert await house.signs_in("south-reviewer", origin=OFFICE)


async def test_guesses_at_once_from_one_address_are_no_more_than_in_turn(house):
    """Of twenty that come at once under twenty names as many are looked at as there may be."""
    policy = SignInPolicy(address_failures=4)
    answers = await asyncio.gather(*(fails(house, f"name-{at}", policy=policy) for at in range(20)))

    assert sorted(type(each).__name__ for each in answers) == ["SignInFailed"] * 4 + ["TooManyAttempts"] * 16
