"""Signing in at an identity provider, on both engines: at a real one that runs in the test, and at one that lies."""

import asyncio
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from joserfc import jws
from joserfc.jwk import RSAKey

from matcher.domain.access.account_change import AccountChange
from matcher.domain.access.actor import Role, SignedInBy
from matcher.domain.access.caller import SessionLimits
from matcher.domain.access.oidc import Provider, Reply
from matcher.errors import ProviderUnavailable, SignInFailed
from matcher.service.change_account import change_account
from matcher.service.oidc_sign_in import Callback, Reachable, begin_oidc_sign_in, finish_oidc_sign_in
from matcher.store.schema.identity import accounts, oidc_attempts
from matcher.store.schema.trail import audit_events
from people import ORIGIN

#: The provider is made of older parts than ours, and says so in its thread.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ROLES = {"lw-analysts": Role.ANALYST, "lw-reviewers": Role.REVIEWER}
BACK = "https://linewatch.example/oidc/callback"
USER = {"preferred_username": "Alex.Doe", "organisation": "North Partnership", "unit": "Hillside", "roles": ["lw-analysts"]}


def now():
    """Give the moment: the provider in the test has a clock of its own."""
    return datetime.now(UTC)


async def fetch(question):
    """Fetch over the network of this machine, as the service does, without following anything."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    def ask():
        data = None if question.form is None else urllib.parse.urlencode(question.form).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
        try:
            with opener.open(urllib.request.Request(question.url, data, dict(question.headers)), timeout=10) as answer:
                return Reply(answer.status, answer.read())
        except urllib.error.HTTPError as refused:
            with refused:
                return Reply(refused.code, refused.read())

    return await asyncio.to_thread(ask)


async def back_from(address, subject, *, action=None):
    """Do what the browser does at the provider: choose somebody there, and follow where it sends them."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    def sign_in():
        form = {"sub": subject} if action is None else {"action": action}
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
        try:
            opener.open(urllib.request.Request(address, urllib.parse.urlencode(form).encode()), timeout=10)
        except urllib.error.HTTPError as redirect:
            with redirect:
                return redirect.headers["Location"]
        raise AssertionError("the provider sends people back")

    location = await asyncio.to_thread(sign_in)
    assert location.startswith(BACK)
    return {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(location).query).items()}


@pytest.fixture(scope="module")
def server():
    """Run a provider on a port of this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import oidc_provider_mock
    changes = {
        "u-1": {},
        "u-2": {"preferred_username": "north-admin", "email": "north-admin@x.example"},
        "u-3": {"roles": ["staff"]},
        "u-4": {"organisation": "Elsewhere"},
    }
    people = [oidc_provider_mock.User(sub=subject, claims=USER | changed) for subject, changed in changes.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def at(server):
    """Give the provider, and what reaches it."""
    return Reachable(Provider(server, "linewatch", BACK, client_secret="secret", roles=ROLES), fetch)


def came_back(begun, answer, **changed):
    return replace(Callback(answer.get("code"), answer.get("state"), begun.binder, answer.get("iss"), answer.get("error")), **changed)


async def finish(house, at, callback, moment=None):
    return await finish_oidc_sign_in(house.vault, at, callback, limits=SessionLimits(), now=moment or now(), origin=ORIGIN)


async def signs_in(house, at, subject="u-1"):
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    opened = await finish(house, at, came_back(begun, await back_from(begun.address, subject)))
    return await house.who(opened.token, now=now())


async def reasons(house):
    async with house.vault.db.read() as connection:
        found = await connection.execute(
            sa.select(audit_events.c.sequence, audit_events.c.reason_sealed).where(audit_events.c.action == "account:sign_in_failed")
        )
        from matcher.store.crypto import Cell

        return [house.vault.keys.unseal_text(row.reason_sealed, Cell("audit_events", "reason_sealed", row.sequence)) for row in found]


async def test_whoever_the_provider_names_is_signed_in(house, at):
    """The first time an account is made of the claims; the second time it is the same one."""
    first = await signs_in(house, at)
    second = await signs_in(house, at)

    assert first.account_id == second.account_id
    assert (first.username, first.organisation_name, first.actor.unit_name) == ("alex.doe", "North Partnership", "Hillside")
    assert (first.actor.roles, first.actor.signed_in_by, first.actor.is_cleared) == ({Role.ANALYST}, SignedInBy.OIDC, False)
    assert (await house.deeds())[-3:] == ["account:created done", "account:signed_in done", "account:signed_in done"]


async def test_a_name_or_an_address_is_nobodys_identity(house, at):
    """Somebody who is called like an administrator here, and whose address says so too, gets an account of their own."""
    caller = await signs_in(house, at, "u-2")

    assert caller.account_id != house.people["north-admin"].id
    assert re.fullmatch(r"north-admin-[0-9a-f]{8}", caller.username)
    assert caller.actor.roles == {Role.ANALYST}


@pytest.mark.parametrize(("subject", "reason"), [("u-3", "oidc: no-role"), ("u-4", "oidc: unknown-place")])
async def test_whoever_has_no_role_or_place_here_does_not_come_in(house, at, subject, reason):
    """Claims that mean nothing here make no account; why is on record and not told."""
    with pytest.raises(SignInFailed) as refused:
        await signs_in(house, at, subject)

    assert refused.value.sentence == "The sign-in could not be completed."
    assert await reasons(house) == [reason]


async def test_an_answer_is_good_once(house, at):
    """The same state and code a second time are refused."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    callback = came_back(begun, await back_from(begun.address, "u-1"))
    await finish(house, at, callback)

    with pytest.raises(SignInFailed):
        await finish(house, at, callback)

    assert await reasons(house) == ["oidc: not-begun-here"]


async def test_two_that_bring_the_same_answer_at_once_are_one(house, at):
    """Of two requests with one answer exactly one opens a session."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    callback = came_back(begun, await back_from(begun.address, "u-1"))

    tried = await asyncio.gather(finish(house, at, callback), finish(house, at, callback), return_exceptions=True)

    assert sorted(isinstance(each, SignInFailed) for each in tried) == [False, True]


@pytest.mark.parametrize("changed", [{"binder": "another"}, {"binder": None}, {"state": "another"}, {"state": None}, {"state": "\ud800"}])
async def test_another_browser_does_not_end_what_one_began(house, at, changed):
    """Whoever is sent an answer somebody else began is not signed in with it; the one who began still is."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    callback = came_back(begun, await back_from(begun.address, "u-1"))

    with pytest.raises(SignInFailed):
        await finish(house, at, replace(callback, **changed))

    assert await finish(house, at, callback)


async def test_a_sign_in_that_took_too_long_is_begun_again(house, at):
    """After ten minutes the answer is refused, and what was kept for it is gone with the next sign-in."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now() - timedelta(minutes=11))
    callback = came_back(begun, await back_from(begun.address, "u-1"))

    with pytest.raises(SignInFailed):
        await finish(house, at, callback)
    await begin_oidc_sign_in(house.vault, at, now=now())

    async with house.vault.db.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(oidc_attempts)) == 1


async def test_somebody_who_says_no_at_the_provider_is_not_signed_in(house, at):
    """A refusal there is a refusal here."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    answer = await back_from(begun.address, "u-1", action="deny")
    # This provider leaves the state out, which the standard asks for (RFC 6749 section 4.1.2.1).
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.address).query)["state"][0]

    with pytest.raises(SignInFailed):
        await finish(house, at, came_back(begun, answer, state=state))

    assert await reasons(house) == ["oidc: refused-by-provider"]


async def test_a_made_up_code_is_refused(house, at):
    """The provider takes no code it did not give out."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    answer = await back_from(begun.address, "u-1")

    with pytest.raises(SignInFailed):
        await finish(house, at, came_back(begun, answer, code="made-up"))

    assert await reasons(house) == ["oidc: code-not-taken"]


async def test_an_answer_in_the_name_of_another_provider_is_refused(house, at):
    """Where the answer names an issuer it is ours."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    answer = await back_from(begun.address, "u-1")

    with pytest.raises(SignInFailed):
        await finish(house, at, came_back(begun, answer, issuer="https://other.example"))

    assert await reasons(house) == ["oidc: wrong-issuer"]


async def test_an_account_that_was_disabled_stays_out(house, at):
    """Whoever was disabled here does not come in, whatever the provider says; an open session ends with the next request."""
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    opened = await finish(house, at, came_back(begun, await back_from(begun.address, "u-1")))
    caller = await house.who(opened.token, now=now())
    await change_account(
        house.vault, house.actor("north-admin"), caller.account_id, AccountChange(is_disabled=True), now=now(), origin=ORIGIN
    )

    with pytest.raises(SignInFailed):
        await signs_in(house, at)

    assert await house.who(opened.token, now=now()) is None
    assert await reasons(house) == ["oidc: disabled"]


async def test_whoever_comes_through_a_provider_has_no_password(house, at):
    """The local form opens nothing for them, with no password and with any."""
    await signs_in(house, at)

    for password in ("", "anything at all"):
        with pytest.raises(SignInFailed):
            await house.signs_in("alex.doe", password, now=now())


# A provider that lies.

KEY = RSAKey.generate_key(2048, {"kid": "k"})
ISSUER = "https://login.example"


class Liar:
    """Answers as a provider would, but for what a test makes of it."""

    def __init__(self, issuer=ISSUER, **claims):
        self.issuer, self.claims, self.asked, self.replies = issuer, claims, [], {}

    async def __call__(self, question):
        self.asked.append(question)
        name = question.url.removeprefix(self.issuer)
        if name in self.replies:
            return self.replies[name]
        return Reply(200, json.dumps(getattr(self, name.rsplit("/", 1)[-1].replace("-", "_"))()).encode())

    def openid_configuration(self):
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        return {"issuer": self.issuer} | {
            name: f"{self.issuer}/{path}" for name, path in zip(names, ("authorize", "token", "keys"), strict=True)
        }

    def keys(self):
        return {"keys": [KEY.as_dict(private=False)]}

    def token(self):
        moment = int(now().timestamp())
        claims = {"iss": self.issuer, "aud": "linewatch", "sub": "u-1", "iat": moment, "exp": moment + 300, **USER, **self.claims}
        stated = {name: value for name, value in claims.items() if value is not None}
        return {"id_token": jws.serialize_compact({"alg": "RS256", "kid": "k"}, json.dumps(stated), KEY), "access_token": "a"}


async def lie(house, liar, *, keeps_nonce=True):
    at = Reachable(Provider(liar.issuer, "linewatch", BACK, roles=ROLES), liar)
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.address).query)
    if keeps_nonce:
        liar.claims["nonce"] = asked["nonce"][0]
    opened = await finish(house, at, Callback("code", asked["state"][0], begun.binder))
    return await house.who(opened.token, now=now())


async def test_the_code_is_redeemed_with_the_verifier_of_this_sign_in(house):
    """What goes to the provider fits the challenge that went ahead."""
    from matcher.domain.access.oidc import challenge_of

    liar = Liar()
    at = Reachable(Provider(ISSUER, "linewatch", BACK, roles=ROLES), liar)
    begun = await begin_oidc_sign_in(house.vault, at, now=now())
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.address).query)
    liar.claims["nonce"] = asked["nonce"][0]
    await finish(house, at, Callback("code", asked["state"][0], begun.binder))

    (redeemed,) = [each for each in liar.asked if each.form is not None]

    assert challenge_of(redeemed.form["code_verifier"]) == asked["code_challenge"][0]


async def test_the_same_subject_of_another_provider_is_somebody_else(house):
    """Two providers that both know a `u-1` know two people."""
    one = await lie(house, Liar())
    other = await lie(house, Liar("https://other.example"))

    assert one.account_id != other.account_id


async def test_roles_follow_the_claims_at_every_sign_in(house):
    """Who has become a reviewer there is one here from the next sign-in on, and an analyst no more."""
    await lie(house, Liar())

    caller = await lie(house, Liar(roles=["lw-reviewers"], unit="Riverside"))

    assert (caller.actor.roles, caller.actor.unit_name) == ({Role.REVIEWER}, "Riverside")
    assert "account:changed done" in await house.deeds()


async def test_nobody_moves_to_another_organisation_by_a_claim(house):
    """What somebody saw and did stays with the organisation they did it for."""
    await lie(house, Liar())

    with pytest.raises(SignInFailed):
        await lie(house, Liar(organisation="South Partnership"))

    assert await reasons(house) == ["oidc: other-organisation"]


@pytest.mark.parametrize(
    ("reason", "claims"),
    [
        ("wrong-nonce", {"nonce": "of another sign-in"}),
        ("wrong-nonce", {}),
    ],
)
async def test_a_token_of_another_sign_in_is_refused(house, reason, claims):
    """Without the nonce of this sign-in a token is worth nothing."""
    with pytest.raises(SignInFailed):
        await lie(house, Liar(**claims), keeps_nonce=False)

    assert await reasons(house) == [f"oidc: {reason}"]


@pytest.mark.parametrize(
    ("reason", "claims"),
    [
        ("wrong-issuer", {"iss": "https://other.example"}),
        ("wrong-audience", {"aud": "other"}),
        ("expired", {"exp": 1}),
        ("no-subject", {"sub": None}),
    ],
)
async def test_a_token_that_does_not_fit_is_refused_and_makes_no_account(house, reason, claims):
    """Each claim is held against this sign-in before anything is made of it."""
    with pytest.raises(SignInFailed):
        await lie(house, Liar(**claims))

    async with house.vault.db.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(accounts).where(accounts.c.oidc_issuer.is_not(None))) == 0
    assert await reasons(house) == [f"oidc: {reason}"]


@pytest.mark.parametrize("where", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize("reply", [Reply(500, b""), Reply(200, b"<html>"), Reply(302, b"")])
async def test_a_provider_that_is_down_lets_nobody_in(house, where, reply):
    """Whatever it fails to answer, nobody is signed in, and it is told as what it is."""
    liar = Liar()
    liar.replies[where] = reply

    with pytest.raises(ProviderUnavailable):
        await lie(house, liar)
