"""Looking after accounts and API tokens, on both engines."""

import asyncio

import pytest
import sqlalchemy as sa

from matcher.domain.access.account_change import AccountChange, AccountDraft
from matcher.domain.access.actor import Role
from matcher.domain.access.caller import Caller
from matcher.domain.access.permission import Action
from matcher.domain.access.token_draft import TokenDraft, lifetime_of
from matcher.errors import BadRequest, Conflict, NotAllowed, NotFound
from matcher.service.change_account import change_account
from matcher.service.create_account import create_account
from matcher.service.create_api_token import create_api_token
from matcher.service.create_organisation import create_organisation
from matcher.service.list_accounts import list_accounts
from matcher.service.list_api_tokens import list_api_tokens
from matcher.service.revoke_api_token import revoke_api_token
from matcher.store.api_tokens import find_tokens
from matcher.store.schema.identity import accounts, api_tokens
from people import NOW, ORIGIN, at_the_machine, later

DRAFT = AccountDraft("newcomer", "Hillside", frozenset({Role.REVIEWER}))


async def create(house, by="north-admin", draft=DRAFT, **changed):
    return await create_account(house.vault, house.actor(by, **changed), draft, now=NOW, origin=ORIGIN)


async def change(house, name, wanted, by="north-admin", **changed):
    return await change_account(house.vault, house.actor(by, **changed), house.people[name].id, wanted, now=NOW, origin=ORIGIN)


async def token_of(house, name="north-analyst", draft=None, now=NOW):
    caller = await house.caller(name, now=now)
    return await create_api_token(house.vault, caller, draft or TokenDraft("nightly"), now=now, origin=ORIGIN)


async def test_an_administrator_makes_accounts_of_the_own_organisation(house):
    """The account belongs to the organisation of whoever made it, and what was made is on record."""
    made = await create(house)

    assert (made.account.organisation_id, made.account.unit_name, made.account.roles) == (house.north.id, "Hillside", {Role.REVIEWER})
    assert made.password is not None
    assert (await house.deeds())[-1] == "account:created done"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
async def test_no_other_role_touches_accounts(house, role):
    """Whoever has another role is refused, and each refusal is on record."""
    by = f"north-{role}"
    other = "north-analyst" if role is not Role.ANALYST else "north-reviewer"
    tried = [
        create(house, by),
        change(house, other, AccountChange(roles=frozenset({Role.ADMIN})), by),
        change(house, by, AccountChange(roles=frozenset({Role.ADMIN})), by),
        list_accounts(house.vault, house.actor(by), now=NOW, origin=ORIGIN),
    ]

    refused = [await asyncio.gather(each, return_exceptions=True) for each in tried]

    assert [type(each[0]) for each in refused] == [NotAllowed] * 4
    assert (await house.deeds())[-4:] == ["access:denied denied"] * 4


async def test_an_account_of_another_organisation_is_not_there(house):
    """The refusal reads like that of an id nobody has, and what was typed in the place of an id is not kept."""
    with pytest.raises(NotFound) as other:
        await change(house, "south-analyst", AccountChange(is_disabled=True))
    for made_up in ("acc_00000000000000000000000000", "07700 900123", "\0", ""):
        with pytest.raises(NotFound) as nobody:
            await change_account(house.vault, house.actor("north-admin"), made_up, AccountChange(), now=NOW, origin=ORIGIN)
        assert str(nobody.value) == str(other.value)

    async with house.vault.db.read() as connection:
        kept = await connection.scalar(sa.text("SELECT count(*) FROM audit_events WHERE object_id LIKE '%900123%'"))
    assert kept == 0


async def test_a_token_without_the_scope_touches_no_accounts(house):
    """An administrator's token that was made for reading the trail makes nobody an administrator."""
    with pytest.raises(NotAllowed):
        await create(house, scopes=frozenset({"audit:read"}))


async def test_an_administrator_who_is_none_any_more_is_refused(house):
    """What counts is what the store says when it is done, not what it said when the request came."""
    admin = house.actor("north-admin")
    async with house.vault.db.write() as connection:
        await connection.execute(
            sa.update(accounts).where(accounts.c.id == admin.user_id).values(disabled_at="2026-04-20T12:00:00.000000Z")
        )

    with pytest.raises(NotAllowed):
        await create_account(house.vault, admin, DRAFT, now=NOW, origin=ORIGIN)


async def test_a_name_is_taken_once_over_the_whole_store(house):
    """Of two that are made at the same moment one is refused; the name is what somebody types to sign in."""
    made = await asyncio.gather(create(house), create(house, "south-admin"), return_exceptions=True)

    assert sorted(type(each).__name__ for each in made) == ["Conflict", "CreatedAccount"]


@pytest.mark.parametrize(
    ("draft", "place"),
    [
        (AccountDraft("New Comer", "Hillside", frozenset({Role.REVIEWER})), "username"),
        (AccountDraft("Newcomer", "Hillside", frozenset({Role.REVIEWER})), "username"),
        (AccountDraft("x" * 121, "Hillside", frozenset({Role.REVIEWER})), "username"),
        (AccountDraft("x\0", "Hillside", frozenset({Role.REVIEWER})), "username"),
        (AccountDraft("newcomer", "Elsewhere", frozenset({Role.REVIEWER})), "unit"),
        (AccountDraft("newcomer", "\0", frozenset({Role.REVIEWER})), "unit"),
        (AccountDraft("newcomer", "Hillside", frozenset()), "roles"),
        (AccountDraft("newcomer", "Hillside", frozenset({Role.REVIEWER}), areas=frozenset({""})), "areas"),
        (AccountDraft("newcomer", "Hillside", frozenset({Role.REVIEWER}), areas=frozenset({"a\nb"})), "areas"),
        (AccountDraft("newcomer", "Hillside", frozenset({Role.REVIEWER}), password="short"), "password"),
    ],
)  # fmt: skip
async def test_what_will_not_do_is_told_at_its_place(house, draft, place):
    """Names with blanks or capitals, units that are not there, no role and weak passwords make no account."""
    with pytest.raises(BadRequest) as refused:
        await create(house, draft=draft)

    assert [fault.place for fault in refused.value.faults] == [place]


async def test_a_change_acts_on_the_next_request(house):
    """Roles, clearance, areas and unit are those of the store for the session and for the token that are open already."""
    cookie = await house.signs_in("north-analyst")
    token = await token_of(house)

    wanted = AccountChange("Riverside", frozenset({Role.REVIEWER}), is_cleared=True, areas=frozenset({"Estmoor", "Tolby"}))
    await change(house, "north-analyst", wanted)

    for caller in (await house.who(cookie), await house.who(bearer=token.token)):
        assert (caller.actor.unit_name, caller.actor.roles, caller.actor.is_cleared) == ("Riverside", {Role.REVIEWER}, True)
        assert caller.actor.areas == {"Estmoor", "Tolby"}


async def test_a_disabled_account_loses_sessions_and_tokens_for_good(house):
    """Nothing of it works on the next request, and nothing of it works again when the account does."""
    cookie, token = await house.signs_in("north-analyst"), await token_of(house)

    await change(house, "north-analyst", AccountChange(is_disabled=True))
    shut = (await house.who(cookie), await house.who(bearer=token.token))
    await change(house, "north-analyst", AccountChange(is_disabled=False))

    assert shut == (None, None)
    assert (await house.who(cookie), await house.who(bearer=token.token)) == (None, None)
    assert await house.signs_in("north-analyst")


@pytest.mark.parametrize(
    "wanted",
    [
        AccountChange(roles=frozenset({Role.ADMIN, Role.AUDITOR})),
        AccountChange(is_cleared=True),
        AccountChange(areas=frozenset({"Estmoor"})),
        AccountChange(unit="Riverside"),
        AccountChange(is_disabled=True),
    ],
)
async def test_nobody_changes_rights_of_their_own(house, wanted):
    """Whoever looks after accounts gives themselves nothing; somebody else has to."""
    with pytest.raises(NotAllowed):
        await change(house, "north-admin", wanted)

    assert (await house.deeds())[-1] == "access:denied denied"


@pytest.mark.parametrize("wanted", [AccountChange(is_disabled=True), AccountChange(roles=frozenset({Role.AUDITOR}))])
async def test_no_organisation_loses_its_last_administrator(house, wanted):
    """At the machine too: with another one beside them it is done, without it is refused."""
    admin = house.people["north-admin"].id
    with pytest.raises(BadRequest):
        await change_account(house.vault, at_the_machine(house.north.id), admin, wanted, now=NOW, origin=ORIGIN)
    await create(house, draft=AccountDraft("second", "Hillside", frozenset({Role.ADMIN})))

    assert await change_account(house.vault, at_the_machine(house.north.id), admin, wanted, now=NOW, origin=ORIGIN)


async def test_a_new_password_ends_every_session(house):
    """Whoever got hold of the old one is out with it."""
    cookie = await house.signs_in("north-analyst")

    changed = await change(house, "north-analyst", AccountChange(draws_password=True))

    assert await house.who(cookie) is None
    assert (await house.who(await house.signs_in("north-analyst", changed.password))).session.sets_password_only


async def test_only_somebody_at_the_machine_makes_organisations(house):
    """An administrator of one organisation does not make another."""
    with pytest.raises(NotAllowed):
        await create_organisation(house.vault, house.actor("north-admin"), "West", ["A"], now=NOW, origin=ORIGIN)


async def test_a_token_stands_for_its_owner_narrowed_to_its_scopes(house):
    """It has the roles of its owner at this moment, and its scopes beside them."""
    made = await token_of(house, draft=TokenDraft("nightly", frozenset({"lines:read"})))

    caller = await house.who(bearer=made.token)

    assert (caller.account_id, caller.actor.roles, caller.actor.scopes) == (
        house.people["north-analyst"].id,
        {Role.ANALYST},
        {"lines:read"},
    )
    assert caller.session is None
    assert caller.token.id == made.about.id


async def test_a_token_without_named_scopes_has_those_of_its_owner(house):
    """An analyst's has what an analyst may do and nothing of an administrator's."""
    made = await token_of(house)

    assert Action.LINES_IMPORT.value in made.about.scopes
    assert Action.USERS_MANAGE.value not in made.about.scopes


@pytest.mark.parametrize(
    ("draft", "place"),
    [
        (TokenDraft(""), "name"),
        (TokenDraft("x" * 121), "name"),
        (TokenDraft("a\nb"), "name"),
        (TokenDraft("x", frozenset()), "scopes"),
        (TokenDraft("x", frozenset({"users:manage"})), "scopes"),
        (TokenDraft("x", frozenset({"lines:read", "made:up"})), "scopes"),
        (TokenDraft("x", lives=lifetime_of(366)), "days"),
        (TokenDraft("x", lives=lifetime_of(0)), "days"),
        (TokenDraft("x", lives=lifetime_of(-1)), "days"),
    ],
)
async def test_a_token_that_will_not_do_is_told_at_its_place(house, draft, place):
    """No token is made with a right its owner has not, without an end, or for more than a year."""
    with pytest.raises(BadRequest) as refused:
        await token_of(house, draft=draft)

    assert [fault.place for fault in refused.value.faults] == [place]


async def test_a_token_makes_no_token_that_is_more_than_itself(house):
    """Neither a scope it has not nor a longer life; and none at all without the scope for it."""
    made = await token_of(house, draft=TokenDraft("a", frozenset({"lines:read", "tokens:manage"}), lifetime_of(30)))
    narrow = await token_of(house, draft=TokenDraft("b", frozenset({"lines:read"})))
    caller = await house.who(bearer=made.token)

    for draft in (
        TokenDraft("c", frozenset({"lines:import"}), lifetime_of(1)),
        TokenDraft("c", frozenset({"lines:read"}), lifetime_of(31)),
    ):
        with pytest.raises(BadRequest):
            await create_api_token(house.vault, caller, draft, now=NOW, origin=ORIGIN)
    with pytest.raises(NotAllowed):
        await create_api_token(house.vault, await house.who(bearer=narrow.token), TokenDraft("c"), now=NOW, origin=ORIGIN)

    child = await create_api_token(house.vault, caller, TokenDraft("c", lives=lifetime_of(29)), now=NOW, origin=ORIGIN)
    assert child.about.scopes == {"lines:read", "tokens:manage"}


async def test_a_role_that_is_taken_takes_the_scope_with_it(house):
    """The token keeps its scope and has no role any more that grants it."""
    made = await token_of(house, draft=TokenDraft("nightly", frozenset({"lines:import"})))
    await change(house, "north-analyst", AccountChange(roles=frozenset({Role.REVIEWER})))

    caller = await house.who(bearer=made.token)
    from matcher.domain.access.permission import may_at_all

    assert not may_at_all(caller.actor, Action.LINES_IMPORT)


async def test_a_token_works_to_its_end_and_no_longer(house):
    """A second before the end it works, at the end it does not."""
    made = await token_of(house, draft=TokenDraft("nightly", lives=lifetime_of(1)))

    assert await house.who(bearer=made.token, now=later(days=1, seconds=-1))
    assert await house.who(bearer=made.token, now=later(days=1)) is None


async def test_a_revoked_token_does_not_work_on_the_next_request(house):
    """Its owner revokes it; doing it twice is no fault and one event."""
    made = await token_of(house)
    owner = house.actor("north-analyst")
    assert await house.who(bearer=made.token)

    for _ in range(2):
        await revoke_api_token(house.vault, owner, made.about.id, now=NOW, origin=ORIGIN)

    assert await house.who(bearer=made.token) is None
    assert (await house.deeds()).count("token:revoked done") == 1


@pytest.mark.parametrize(("name", "error"), [("north-reviewer", NotAllowed), ("south-admin", NotFound), ("south-analyst", NotAllowed)])
async def test_nobody_revokes_what_is_not_theirs(house, name, error):
    """A colleague may not, and for another organisation it is not there."""
    made = await token_of(house)

    with pytest.raises(error):
        await revoke_api_token(house.vault, house.actor(name), made.about.id, now=NOW, origin=ORIGIN)

    assert await house.who(bearer=made.token)


async def test_an_administrator_revokes_tokens_of_the_organisation(house):
    """Whoever looks after accounts shuts a token that got lost."""
    made = await token_of(house)

    await revoke_api_token(house.vault, house.actor("north-admin"), made.about.id, now=NOW, origin=ORIGIN)

    assert await house.who(bearer=made.token) is None


async def test_a_secret_of_another_token_opens_nothing(house):
    """Id and secret go together; so does every character of either."""
    one, other = await token_of(house), await token_of(house)
    (id_1, _, secret_1), (id_2, _, secret_2) = one.token.partition("."), other.token.partition(".")
    wrong = [
        f"{id_1}.{secret_2}",
        f"{id_2}.{secret_1}",
        f"{one.token}x",
        one.token[:-1],
        one.token.upper(),
        f" {one.token}",
        id_1,
        f"{id_1}.",
    ]

    assert [await house.who(bearer=each) for each in wrong] == [None] * len(wrong)


@pytest.mark.parametrize("bearer", ["", ".", "tok_1.x", "\0", "\ud800", "x" * 100_000, "' OR 1=1 --"])
async def test_a_made_up_token_is_nobody(house, bearer):
    """Whatever stands in the place of a token that we did not make stands for nobody, with a good cookie beside it too."""
    cookie = await house.signs_in("north-analyst")

    assert await house.who(cookie, bearer=bearer) is None


async def test_many_tokens_are_looked_up_in_one_question(house):
    """Those that work are found, each with its own owner, and those that do not are left out."""
    made = [await token_of(house, name) for name in ("north-analyst", "south-analyst", "north-reviewer")]
    await revoke_api_token(house.vault, house.actor("north-reviewer"), made[2].about.id, now=NOW, origin=ORIGIN)

    async with house.vault.db.read() as connection:
        found = await find_tokens(connection, [*(each.token for each in made), "nobody"], now=NOW)

    assert {bearer: each.caller.username for bearer, each in found.items()} == {
        made[0].token: "north-analyst",
        made[1].token: "south-analyst",
    }


async def test_whoever_stands_behind_a_token_is_made_out_anew_only_where_the_store_says_something_else(house):
    """Asked twice, the same person is the same object; a name or a secret that changed in between is seen at once."""
    made = await token_of(house, "north-analyst")

    async def found():
        async with house.vault.db.read() as connection:
            return (await find_tokens(connection, [made.token], now=NOW)).get(made.token)

    async def change(statement):
        async with house.vault.db.write() as connection:
            await connection.execute(statement)

    first, again = await found(), await found()
    assert first is again
    await change(sa.update(accounts).where(accounts.c.username == "north-analyst").values(username="renamed"))
    assert (await found()).caller.username == "renamed"
    await change(sa.update(api_tokens).where(api_tokens.c.id == made.about.id).values(secret_hash="0" * 64))
    assert await found() is None


async def test_the_secret_of_a_token_stands_nowhere_in_the_store(house):
    """What the store keeps is its hash, and what its owner sees again is neither."""
    made = await token_of(house)
    secret = made.token.partition(".")[2]

    async with house.vault.db.read() as connection:
        kept = str((await connection.execute(sa.select(api_tokens))).all())
    listed = await list_api_tokens(house.vault, house.actor("north-analyst"), now=NOW, origin=ORIGIN)

    assert secret not in kept
    assert secret not in repr(made)
    assert [each.id for each in listed] == [made.about.id]


async def test_use_of_a_token_is_noted_once_a_minute_at_most(house):
    """Its owner sees when it was last used, to the minute."""
    made = await token_of(house)

    async def noted():
        return (await list_api_tokens(house.vault, house.actor("north-analyst"), now=NOW, origin=ORIGIN))[0].last_used_at

    await house.who(bearer=made.token)
    await house.who(bearer=made.token, now=later(seconds=59))
    early = await noted()
    await house.who(bearer=made.token, now=later(seconds=60))

    assert (early, await noted()) == (NOW, later(seconds=60))


async def test_an_account_has_no_more_tokens_than_anybody_can_look_after(house):
    """The fifty-first is refused; one that has ended makes room."""
    caller = Caller(house.actor("north-analyst"), house.people["north-analyst"].id)
    first = await create_api_token(house.vault, caller, TokenDraft("0"), now=NOW, origin=ORIGIN)
    for each in range(1, 50):
        await create_api_token(house.vault, caller, TokenDraft(str(each)), now=NOW, origin=ORIGIN)
    with pytest.raises(Conflict):
        await create_api_token(house.vault, caller, TokenDraft("50"), now=NOW, origin=ORIGIN)

    await revoke_api_token(house.vault, caller.actor, first.about.id, now=NOW, origin=ORIGIN)

    assert await create_api_token(house.vault, caller, TokenDraft("50"), now=NOW, origin=ORIGIN)


async def test_a_session_that_only_sets_a_password_makes_no_token(house):
    """A one-use password is not stretched into a token that lives for a year."""
    created = await create(house)
    caller = await house.who(await house.signs_in("newcomer", created.password))

    with pytest.raises(NotAllowed):
        await create_api_token(house.vault, caller, TokenDraft("x"), now=NOW, origin=ORIGIN)
