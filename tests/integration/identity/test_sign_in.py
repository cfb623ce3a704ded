"""Signing in with a name and a password, on both engines."""

import asyncio

import pytest
import sqlalchemy as sa

from matcher.domain.access.account_change import AccountChange, AccountDraft
from matcher.domain.access.actor import Role
from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.sign_in import SignInPolicy
from matcher.errors import BadRequest, NotAllowed, SignInFailed, TooManyAttempts
from matcher.service.change_account import change_account
from matcher.service.change_password import PasswordChange, change_password
from matcher.service.create_account import create_account
from matcher.service.end_all_sessions import end_all_sessions
from matcher.service.resolve_actor import resolve_actor
from matcher.service.run_retention import run_retention
from matcher.service.sign_out import sign_out
from matcher.store.schema.identity import accounts, sessions, sign_in_attempts
from matcher.store.schema.trail import audit_events
from people import NOW, ORIGIN, PASSWORD, POLICY, at_the_machine, later

OTHER = "gull quarry ninefold tepid"


async def test_whoever_signs_in_is_who_the_store_says(house):
    """Name and password open a session that stands for the account, its organisation, unit and roles."""
    caller = await house.who(await house.signs_in("north-reviewer"))

    assert caller.account_id == house.people["north-reviewer"].id
    assert (caller.actor.organisation_id, caller.actor.unit_name, caller.actor.roles) == (house.north.id, "Hillside", {Role.REVIEWER})
    assert caller.organisation_name == "North Partnership"
    assert (await house.deeds())[-1] == "account:signed_in done"


@pytest.mark.parametrize("typed", ["North-Reviewer", "  north-reviewer ", "\uff2eorth-reviewer"])
async def test_a_name_is_the_same_however_it_is_typed(house, typed):
    """Capitals, blanks around it and wide letters make no other name."""
    assert await house.who(await house.signs_in(typed))


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("north-reviewer", "tolmen brawl fickle nub "),
        ("north-reviewer", PASSWORD.upper()),
        ("north-reviewer", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("north-reviewer\0", PASSWORD),
        ("x" * 100_000, "y" * 100_000),
        ("\ud800", "\ud800"),
    ],
)
async def test_what_does_not_go_together_opens_nothing(house, name, password):
    """A wrong password and a name nobody has are refused in the same words, and the refusal is on record."""
    with pytest.raises(SignInFailed) as refused:
        await house.signs_in(name, password)

    assert refused.value.sentence == "Name and password do not go together."
    assert type(refused.value) is SignInFailed
    assert (await house.deeds())[-1] == "account:sign_in_failed failed"


@pytest.mark.parametrize("name", ["north-reviewer", "nobody-of-this-name"])
async def test_after_five_failures_a_name_waits_whether_anybody_has_it_or_not(house, name):
    """The sixth attempt is not made at all, with the right password too, and reads the same for a name nobody has."""
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await house.signs_in(name, OTHER)

    with pytest.raises(TooManyAttempts) as refused:
        await house.signs_in(name)

    assert str(refused.value) == "Sign-ins under this name failed too often."
    assert (await house.deeds())[-3:] == ["account:sign_in_failed failed", "account:locked done", "account:sign_in_failed denied"]


async def test_a_name_that_waited_may_try_again(house):
    """When the time is over the right password opens a session again."""
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await house.signs_in("north-reviewer", OTHER)
    with pytest.raises(TooManyAttempts):
        await house.signs_in("north-reviewer", now=later(minutes=14))

    assert await house.signs_in("north-reviewer", now=later(minutes=15, seconds=1))


async def test_a_success_forgets_the_failures_before_it(house):
    """Four failures, a success and four more failures lock nobody out."""
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(SignInFailed):
                await house.signs_in("north-reviewer", OTHER)
        assert await house.signs_in("north-reviewer")


async def test_guesses_at_the_same_moment_are_no_more_than_five(house):
    """Of twenty guesses that come at once five are looked at, and the others are told to wait."""
    guesses = await asyncio.gather(*(house.signs_in("north-reviewer", OTHER) for _ in range(20)), return_exceptions=True)

    assert sorted(type(each).__name__ for each in guesses) == ["SignInFailed"] * 5 + ["TooManyAttempts"] * 15


async def test_a_locked_name_is_let_go_by_an_administrator(house):
    """An administrator who knows why it failed lets somebody try again at once."""
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await house.signs_in("north-reviewer", OTHER)
    reviewer = house.people["north-reviewer"].id

    await change_account(house.vault, house.actor("north-admin"), reviewer, AccountChange(unlocks=True), now=NOW, origin=ORIGIN)

    assert await house.signs_in("north-reviewer")


async def test_two_who_sign_in_at_once_have_a_session_each(house):
    """Two sign-ins of one person at the same moment both succeed, and neither takes the other's session."""
    first, second = await asyncio.gather(house.signs_in("north-reviewer"), house.signs_in("north-reviewer"))

    assert first != second
    assert await house.who(first)
    assert await house.who(second)


async def test_a_disabled_account_does_not_sign_in(house):
    """A disabled account is refused like a wrong password."""
    reviewer = house.people["north-reviewer"].id
    await change_account(house.vault, house.actor("north-admin"), reviewer, AccountChange(is_disabled=True), now=NOW, origin=ORIGIN)

    with pytest.raises(SignInFailed, match="do not go together"):
        await house.signs_in("north-reviewer")


async def test_what_opens_a_session_stands_nowhere_in_the_store(house):
    """Neither the token of the cookie nor the password is in any column."""
    token = await house.signs_in("north-reviewer")

    async with house.vault.db.read() as connection:
        kept = [str(row) for table in (sessions, accounts, audit_events) for row in await connection.execute(sa.select(table))]

    assert not any(token in row or PASSWORD in row for row in kept)
    assert any("$argon2id$v=19$m=19456,t=2,p=1$" in row for row in kept)


async def test_a_session_ends_when_nobody_uses_it(house):
    """After 15 minutes without a request a session is over; with one every ten minutes it is not."""
    idle, used = await house.signs_in("north-reviewer"), await house.signs_in("north-reviewer")
    assert await house.who(used, now=later(minutes=10))

    assert await house.who(idle, now=later(minutes=15)) is None
    assert await house.who(used, now=later(minutes=20))


async def test_a_session_ends_in_any_case(house):
    """After twelve hours a session is over however much it was used."""
    token = await house.signs_in("north-reviewer")
    for minutes in range(10, 12 * 60, 10):
        assert await house.who(token, now=later(minutes=minutes))

    assert await house.who(token, now=later(hours=12)) is None


async def test_a_shorter_life_acts_on_sessions_that_are_open(house):
    """Where an operator shortens the life of sessions, those that are older are over."""
    token = await house.signs_in("north-reviewer")

    limits = SessionLimits(absolute=later(minutes=5) - NOW)

    assert await resolve_actor(house.vault, bearer=None, session_cookie=token, now=later(minutes=6), limits=limits) is None


async def test_use_is_noted_once_a_minute_at_most(house):
    """A request within a minute of the last one writes nothing."""
    token = await house.signs_in("north-reviewer")

    async def noted():
        async with house.vault.db.read() as connection:
            return await connection.scalar(sa.select(sessions.c.last_used_at))

    await house.who(token, now=later(seconds=59))
    early = await noted()
    await house.who(token, now=later(seconds=60))

    assert early == "2026-04-20T12:00:00.000000Z"
    assert await noted() == "2026-04-20T12:01:00.000000Z"


async def test_a_session_is_over_after_signing_out(house):
    """The cookie opens nothing any more, and signing out twice is no fault."""
    token = await house.signs_in("north-reviewer")
    caller = await house.who(token)

    await sign_out(house.vault, caller, now=NOW, origin=ORIGIN)
    await sign_out(house.vault, caller, now=NOW, origin=ORIGIN)

    assert await house.who(token) is None
    assert (await house.deeds()).count("account:signed_out done") == 1


async def test_signing_in_again_ends_the_session_the_browser_had(house):
    """A new sign-in gives a new token, and the old one opens nothing."""
    old = await house.signs_in("north-reviewer")
    caller = await house.who(old)

    new = await house.signs_in("north-reviewer", replaces=caller.session.id)

    assert await house.who(old) is None
    assert await house.who(new)


async def test_every_session_of_oneself_ends_at_once(house):
    """Somebody ends their own sessions in every browser, and nobody else's."""
    mine = [await house.signs_in("north-reviewer") for _ in range(3)]
    other = await house.signs_in("north-analyst")

    ended = await end_all_sessions(house.vault, house.actor("north-reviewer"), house.people["north-reviewer"].id, now=NOW, origin=ORIGIN)

    assert ended == 3
    assert [await house.who(each) for each in mine] == [None] * 3
    assert await house.who(other)


@pytest.mark.parametrize("name", ["north-analyst", "south-admin"])
async def test_nobody_ends_the_sessions_of_somebody_else(house, name):
    """A colleague and the administrator of another organisation are refused, and the session lives on."""
    token = await house.signs_in("north-reviewer")

    with pytest.raises((NotAllowed, LookupError, Exception)) as refused:
        await end_all_sessions(house.vault, house.actor(name), house.people["north-reviewer"].id, now=NOW, origin=ORIGIN)

    assert refused.value.code in {"not-allowed", "not-found"}
    assert await house.who(token)
    assert (await house.deeds())[-1] == "access:denied denied"


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "\ud800", "' OR 1=1 --"])
async def test_a_made_up_cookie_is_nobody(house, cookie):
    """Whatever stands in the cookie that we did not put there stands for nobody."""
    assert await house.who(cookie) is None


async def given_a_password(house, name="newcomer"):
    """Make an account that has a password that works once."""
    draft = AccountDraft(name, "Hillside", frozenset({Role.REVIEWER}))
    return await create_account(house.vault, at_the_machine(house.north.id), draft, now=NOW, origin=ORIGIN)


async def test_a_drawn_password_opens_nothing_but_the_way_to_ones_own(house):
    """Whoever signs in with it may do nothing else than set a password, and then signs in with that one."""
    created = await given_a_password(house)
    caller = await house.who(await house.signs_in("newcomer", created.password))

    opened = await change_password(house.vault, caller, PasswordChange(OTHER, created.password), policy=POLICY, now=NOW, origin=ORIGIN)

    assert caller.session.sets_password_only
    assert caller.actor.scopes == frozenset()
    assert not (await house.who(opened.token)).session.sets_password_only
    assert await house.signs_in("newcomer", OTHER)


async def test_the_password_one_has_does_not_become_ones_own_again(house):
    """Neither the drawn one, which an administrator has seen, nor one's own, nor what hardly differs is taken; the way stays open."""
    created = await given_a_password(house)
    newcomer = await house.who(await house.signs_in("newcomer", created.password))
    reviewer = await house.who(await house.signs_in("north-reviewer"))

    given, hyphens = created.password, str.maketrans("-", " ")
    for caller, change in (
        *(
            (newcomer, PasswordChange(each, given))
            for each in (given, f"{given.translate(hyphens)}!", given[:-5], f"{given[:-5]}-mine", given[1:])
        ),
        *[(reviewer, PasswordChange(PASSWORD, PASSWORD))] * 6,
        *((reviewer, PasswordChange(each, PASSWORD)) for each in (PASSWORD.upper(), f"{PASSWORD}1", PASSWORD[1:])),
    ):
        with pytest.raises(BadRequest) as refused:
            await change_password(house.vault, caller, change, policy=POLICY, now=NOW, origin=ORIGIN)
        assert [each.place for each in refused.value.faults] == ["new"]

    with pytest.raises(SignInFailed):
        await house.signs_in("newcomer", created.password)
    for caller, current in ((newcomer, given), (reviewer, PASSWORD)):
        assert await change_password(house.vault, caller, PasswordChange(OTHER, current), policy=POLICY, now=NOW, origin=ORIGIN)


async def test_a_drawn_password_does_not_become_ones_own_later(house):
    """Another one in between changes nothing: whoever gave it out has seen it, however it is dressed. One that looks alike will do."""
    created = await given_a_password(house)
    caller = await house.who(await house.signs_in("newcomer", created.password))
    opened = await change_password(house.vault, caller, PasswordChange(OTHER, created.password), policy=POLICY, now=NOW, origin=ORIGIN)

    for again in (created.password, created.password.upper(), f" {created.password}", created.password.replace("-", "")):
        with pytest.raises(BadRequest):
            await change_password(
                house.vault, await house.who(opened.token), PasswordChange(again, OTHER), policy=POLICY, now=NOW, origin=ORIGIN
            )
    alike = PasswordChange("xm3t-nqz5-52zx-7bfh-7w5d", OTHER)
    assert await change_password(house.vault, await house.who(opened.token), alike, policy=POLICY, now=NOW, origin=ORIGIN)


async def test_a_drawn_password_works_once(house):
    """The second sign-in with it is refused, and so is the second of two at the same moment."""
    created = await given_a_password(house)

    tried = await asyncio.gather(*(house.signs_in("newcomer", created.password) for _ in range(2)), return_exceptions=True)

    assert sorted(isinstance(each, SignInFailed) for each in tried) == [False, True]
    with pytest.raises(SignInFailed):
        await house.signs_in("newcomer", created.password)


async def test_a_drawn_password_works_for_three_days(house):
    """Later it is refused."""
    created = await given_a_password(house)

    with pytest.raises(SignInFailed):
        await house.signs_in("newcomer", created.password, now=later(days=3, seconds=1))


async def test_setting_a_password_asks_for_the_current_one_and_ends_all_sessions(house):
    """An open session alone does not change the password; with the current one every session ends and a new one begins."""
    caller = await house.caller("north-reviewer")
    other = await house.signs_in("north-reviewer")
    with pytest.raises(SignInFailed):
        await change_password(house.vault, caller, PasswordChange(OTHER, "wrong"), policy=POLICY, now=NOW, origin=ORIGIN)

    opened = await change_password(house.vault, caller, PasswordChange(OTHER, PASSWORD), policy=POLICY, now=NOW, origin=ORIGIN)

    assert await house.who(other) is None
    assert await house.who(opened.token)
    with pytest.raises(SignInFailed):
        await house.signs_in("north-reviewer")


@pytest.mark.parametrize("is_given", [False, True])
async def test_guessing_the_current_password_locks_the_name(house, is_given):
    """Five wrong ones at the form for a new password count like five at the sign-in; so do those in the place of one that worked once."""
    current = (await given_a_password(house)).password if is_given else PASSWORD
    name = "newcomer" if is_given else "north-reviewer"
    caller = await house.who(await house.signs_in(name, current))
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await change_password(house.vault, caller, PasswordChange(OTHER, "wrong"), policy=POLICY, now=NOW, origin=ORIGIN)

    with pytest.raises(TooManyAttempts):
        await change_password(house.vault, caller, PasswordChange(OTHER, current), policy=POLICY, now=NOW, origin=ORIGIN)


async def test_a_weak_password_is_refused_with_what_is_wrong(house):
    """A password that holds the name of its owner and little else is not taken."""
    caller = await house.caller("north-reviewer")

    with pytest.raises(BadRequest) as refused:
        await change_password(house.vault, caller, PasswordChange("north-reviewer-2026", PASSWORD), policy=POLICY, now=NOW, origin=ORIGIN)

    assert [fault.place for fault in refused.value.faults] == ["new"]


async def test_a_hash_of_less_effort_is_made_anew(house):
    """An account whose hash was made with other parameters signs in, and its hash is renewed."""
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with house.vault.db.write() as connection:
        await connection.execute(sa.update(accounts).where(accounts.c.username == "north-reviewer").values(password_hash=weak))

    assert await house.signs_in("north-reviewer")

    async with house.vault.db.read() as connection:
        kept = await connection.scalar(sa.select(accounts.c.password_hash).where(accounts.c.username == "north-reviewer"))
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_how_often_somebody_may_fail_is_the_operators(house):
    """With a limit of two the third attempt is refused."""
    policy = SignInPolicy(failures=2)
    for _ in range(2):
        with pytest.raises(SignInFailed):
            await house.signs_in("north-reviewer", OTHER, policy=policy)

    with pytest.raises(TooManyAttempts):
        await house.signs_in("north-reviewer", policy=policy)


async def test_what_is_over_is_removed_and_what_is_not_stays(house):
    """Two days after their end nothing is left of sessions and failures; a session that lives is untouched."""
    for _ in range(2):
        await house.signs_in("north-reviewer")
    with pytest.raises(SignInFailed):
        await house.signs_in("nobody-of-this-name")
    alive = await house.signs_in("north-reviewer", now=later(days=2, hours=13))

    await run_retention(house.vault, checks_days=90, now=later(days=2, hours=13), origin="worker")

    async with house.vault.db.read() as connection:
        left = [await connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in (sessions, sign_in_attempts)]
    assert left == [1, 0]
    assert await house.who(alive, now=later(days=2, hours=13))
