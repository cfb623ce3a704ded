"""Signing in and out over HTTP, tokens, accounts and the audit trail, on both engines."""

import asyncio
import json
import re
import urllib.parse
import warnings
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest

import people
from matcher.domain.access.actor import Role
from matcher.domain.access.oidc import Provider
from matcher.web.app import create_app
from matcher.web.options import WebOptions
from matcher.web.session_cookie import OIDC_COOKIE
from matcher.web.who import COOKIE
from stores import new_vault
from web_clients import new_house, served

HTML = {"Accept": "text/html"}


async def form(service, path, values, **headers):
    """Send a form as a browser on a page of the service does."""
    own = {"Origin": service.url, "Sec-Fetch-Site": "same-origin", **HTML, **headers}
    return await service.ask("POST", path, headers=own, data=values)


async def sign_in(service, name="north-reviewer", password=people.PASSWORD, **headers):
    return await form(service, "/sign-in", {"username": name, "password": password}, **headers)


def cookie_of(answer, name=COOKIE):
    """Give a cookie an answer sets, with its attributes."""
    found = re.match(rf"{re.escape(name)}=([^;]*);(.*)", answer.headers["Set-Cookie"])
    return f"{name}={found[1]}", {each.strip().casefold() for each in found[2].split(";")}


async def test_whoever_signs_in_comes_to_the_first_page_with_a_cookie_no_script_reads(service):
    """The cookie is of this host alone, travels encrypted only, with our own pages only, and not beyond the browser."""
    answer = await sign_in(service)

    cookie, attributes = cookie_of(answer)
    home = await service.ask("GET", "/", headers={"Cookie": cookie, **HTML})

    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert attributes == {"httponly", "path=/", "samesite=strict", "secure"}
    assert home.status == 200
    assert "north-reviewer" in home.text


@pytest.mark.parametrize(("name", "password"), [("north-reviewer", "wrong"), ("no-such-name", people.PASSWORD)])
async def test_a_failure_says_nothing_of_why(service, name, password):
    """A wrong password and an unknown name give the same page, byte for byte, with no cookie and nothing of what was typed."""
    answer = await sign_in(service, name, password)

    assert answer.status == 401
    assert "Set-Cookie" not in answer.headers
    assert "Name and password do not go together." in answer.text
    assert name not in answer.text
    assert answer.text == (await sign_in(service, "somebody-else", "x")).text


async def test_after_five_failures_the_page_says_to_wait(service):
    """The sixth attempt is answered 429, with the right password too, and says after how many seconds another one makes sense."""
    for _ in range(5):
        assert (await sign_in(service, password="wrong")).status == 401
    answer = await sign_in(service)

    assert answer.status == 429
    assert 890 <= int(answer.headers["Retry-After"]) <= 900
    assert "Try again in 15 minutes." in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_page_of_another_site_signs_nobody_in(service, headers):
    """Nobody is made to use an account of somebody else's choosing."""
    assert (await sign_in(service, **headers)).status == 403


async def test_a_form_of_our_own_page_signs_in_though_it_does_not_tell_its_origin(service):
    """Under `Referrer-Policy: no-referrer` browsers send a form with the origin `null` and say it is of the same origin (Fetch, 3.1)."""
    assert (await sign_in(service, **{"Origin": "null", "Sec-Fetch-Site": "same-origin"})).status == 303


async def test_a_new_sign_in_ends_the_old_session_of_the_browser(service):
    """The old cookie opens nothing, and the new one is another."""
    old, _ = cookie_of(await sign_in(service))

    new, _ = cookie_of(await sign_in(service, Cookie=old))

    assert old != new
    assert (await service.ask("GET", "/api/v1/session", headers={"Cookie": old})).status == 401
    assert (await service.ask("GET", "/api/v1/session", headers={"Cookie": new})).status == 200


async def test_signing_out_needs_the_form_of_this_session_and_leaves_nothing(service):
    """Without its token nothing happens; with it the session is over, the cookie gone, and the browser told to forget."""
    browser = await service.browser("north-reviewer")
    token = await service.form_token(browser)
    refused = await service.ask("POST", "/sign-out", headers=browser, data={"form_token": "another"})

    done = await service.ask("POST", "/sign-out", headers=browser, data={"form_token": token})

    assert refused.status == 403
    assert (done.status, done.headers["Location"]) == (303, "/sign-in")
    assert "cookies" in done.headers["Clear-Site-Data"]
    assert cookie_of(done)[0] == f'{COOKIE}=""'
    assert (await service.ask("GET", "/api/v1/session", headers=browser)).status == 401


async def test_a_first_password_leads_to_one_of_ones_own_and_nowhere_else(service):
    """Until it is set every page leads there and every operation is refused; then everything the role has is open."""
    body = {"username": "newcomer", "unit": "Hillside", "roles": ["reviewer"]}
    made = (await service.ask("POST", "/api/v1/accounts", who="north-admin", json=body)).json
    signed_in = await sign_in(service, "newcomer", made["password"])
    cookie, _ = cookie_of(signed_in)
    token = re.search(
        r'name="form_token" value="([0-9a-f]{64})"', (await service.ask("GET", "/password", headers={"Cookie": cookie})).text
    )[1]
    before = await service.ask("GET", "/api/v1/session", headers={"Cookie": cookie})
    page = await service.ask("GET", "/", headers={"Cookie": cookie, **HTML})
    own = "gull quarry ninefold tepid"

    asked = {"form_token": token, "current": made["password"]}
    weak = await form(service, "/password", {**asked, "new": "newcomer-2026-2026", "again": "newcomer-2026-2026"}, Cookie=cookie)
    typo = await form(service, "/password", {**asked, "new": own, "again": f"{own}s"}, Cookie=cookie)
    done = await form(service, "/password", {**asked, "new": own, "again": own}, Cookie=cookie)

    assert signed_in.headers["Location"] == "/password"
    assert (before.status, before.json["code"]) == (403, "password-change-needed")
    assert (page.status, page.headers["Location"]) == (303, "/password")
    assert (weak.status, typo.status, done.status) == (422, 422, 303)
    assert own not in typo.text
    assert (await service.ask("GET", "/api/v1/session", headers={"Cookie": cookie_of(done)[0]})).json["roles"] == ["reviewer"]
    assert (await sign_in(service, "newcomer", made["password"])).status == 401


async def test_the_session_says_who_is_asking(service):
    """A program learns its account, roles and what its token may do; a browser what its forms bring along."""
    by_token = (await service.ask("GET", "/api/v1/session", who="north-analyst")).json
    by_cookie = (await service.ask("GET", "/api/v1/session", headers=await service.browser("north-analyst"))).json

    assert (by_token["username"], by_token["organisation"], by_token["roles"]) == ("north-analyst", "North Partnership", ["analyst"])
    assert (by_token["signed_in_by"], by_token["form_token"]) == ("token", None)
    assert "lines:import" in by_token["actions"]
    assert (by_cookie["signed_in_by"], len(by_cookie["form_token"])) == ("password", 64)


async def test_signing_out_by_the_interface_ends_the_session(service):
    """DELETE on the session ends the one that was shown."""
    browser = await service.browser("north-analyst")

    done = await service.ask("DELETE", "/api/v1/session", headers=browser)

    assert done.status == 204
    assert (await service.ask("GET", "/api/v1/session", headers=browser)).status == 401


async def test_a_token_is_made_shown_once_and_revoked(service):
    """It works from the moment it is made to the moment it is revoked, and its secret stands nowhere again."""
    made = await service.ask("POST", "/api/v1/tokens", who="north-analyst", json={"name": "nightly", "scopes": ["lines:read"], "days": 30})
    bearer = {"Authorization": f"Bearer {made.json['token']}"}
    works = await service.ask("GET", "/api/v1/session", headers=bearer)
    listed = await service.ask("GET", "/api/v1/tokens", who="north-analyst")

    gone = await service.ask("DELETE", f"/api/v1/tokens/{made.json['id']}", who="north-analyst")

    assert (made.status, works.json["actions"]) == (201, ["lines:read"])
    assert made.json["token"].partition(".")[2] not in listed.text
    assert gone.status == 204
    assert (await service.ask("GET", "/api/v1/session", headers=bearer)).status == 401


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scopes": ["users:manage"]},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": []},
        {"name": "x", "days": 366},
        {"name": "x", "days": 0},
        {"name": "x", "days": 91},
        {"name": ""},
        {"name": "x", "more": 1},
        {},
    ],
)
async def test_a_token_that_is_more_than_its_maker_is_refused(embedded, body):
    """A scope one has not, a life of more than a year or than that of the token it is made with, and unknown fields are refused."""
    assert (await embedded.ask("POST", "/api/v1/tokens", who="north-analyst", json=body)).status == 422


async def test_nobody_revokes_the_token_of_another_organisation(service):
    """For an administrator elsewhere it is not there; for the one who looks after the account it is."""
    made = (await service.ask("POST", "/api/v1/tokens", who="north-analyst", json={"name": "nightly"})).json
    path = f"/api/v1/tokens/{made['id']}"

    assert (await service.ask("DELETE", path, who="south-admin")).status == 404
    assert (await service.ask("DELETE", path, who="north-reviewer")).status == 403
    assert (await service.ask("DELETE", path, who="north-admin")).status == 204


async def test_accounts_are_looked_after_by_administrators_of_the_organisation(service):
    """They see their own organisation's, change roles and disable; what they change acts on the next request of that person."""
    listed = (await service.ask("GET", "/api/v1/accounts", who="north-admin")).json["items"]
    analyst = next(each for each in listed if each["username"] == "north-analyst")
    path = f"/api/v1/accounts/{analyst['id']}"
    assert (await service.ask("GET", "/api/v1/session", who="north-analyst")).json["roles"] == ["analyst"]

    changed = await service.ask("PATCH", path, who="north-admin", json={"roles": ["reviewer"], "cleared": True, "areas": ["Estmoor"]})
    as_reviewer = await service.ask("GET", "/api/v1/session", who="north-analyst")
    disabled = await service.ask("PATCH", path, who="north-admin", json={"disabled": True})

    assert {each["username"].split("-")[0] for each in listed} == {"north"}
    assert (changed.json["roles"], changed.json["cleared"], changed.json["areas"]) == (["reviewer"], True, ["Estmoor"])
    assert as_reviewer.json["roles"] == ["reviewer"]
    assert disabled.json["disabled_at"] is not None
    assert (await service.ask("GET", "/api/v1/session", who="north-analyst")).status == 401


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
async def test_nobody_else_looks_after_accounts(embedded, role):
    """Every other role is refused on every one of the operations."""
    other = embedded.people.people["north-submitter" if role != "submitter" else "north-analyst"].id
    body = {"username": "x", "unit": "Hillside", "roles": ["admin"]}

    asked = [
        await embedded.ask("GET", "/api/v1/accounts", who=f"north-{role}"),
        await embedded.ask("POST", "/api/v1/accounts", who=f"north-{role}", json=body),
        await embedded.ask("PATCH", f"/api/v1/accounts/{other}", who=f"north-{role}", json={"roles": ["admin"]}),
        await embedded.ask("DELETE", f"/api/v1/accounts/{other}/sessions", who=f"north-{role}"),
    ]

    assert [each.status for each in asked] == [403] * 4


async def test_an_account_of_another_organisation_is_not_there(service):
    """An administrator gets the answer of an id that nobody has."""
    other = service.people.people["south-analyst"].id
    nobody = other[:-4] + "0000"

    for account in (other, nobody):
        asked = await service.ask("PATCH", f"/api/v1/accounts/{account}", who="north-admin", json={"disabled": True})
        assert (asked.status, asked.json["code"]) == (404, "not-found")


async def test_the_trail_is_read_page_by_page_and_narrowed(service):
    """An auditor goes along the pages and asks for one action; what nobody may ask is refused with its field."""
    await sign_in(service, password="wrong")
    await sign_in(service)

    first = (await service.ask("GET", "/api/v1/audit?limit=2", who="north-auditor")).json
    second = (await service.ask("GET", f"/api/v1/audit?limit=2&cursor={first['cursor']}", who="north-auditor")).json
    failed = (await service.ask("GET", "/api/v1/audit?action=account:sign_in_failed", who="north-auditor")).json
    wrong = await service.ask("GET", "/api/v1/audit?since=2026-04-20T12:00:00&object=x", who="north-auditor")

    assert len({each["id"] for each in first["items"] + second["items"]}) == 4
    assert [(each["actor_name"], each["outcome"], each["verb"]) for each in failed["items"]] == [
        ("north-reviewer", "failed", "consultation")
    ]
    assert wrong.status == 422
    assert {each["field"] for each in wrong.json["faults"]} == {"since", "object"}
    assert "sequence" not in json.dumps(first)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.AUDITOR, Role.SUPERVISOR}))
async def test_the_trail_is_closed_to_every_other_role(embedded, role):
    """It is refused, and the refusal is on record."""
    assert (await embedded.ask("GET", "/api/v1/audit", who=f"north-{role}")).status == 403
    assert (await embedded.people.deeds())[-1] == "access:denied denied"


async def test_without_a_provider_there_is_no_way_to_one(embedded):
    """The page offers none, and its addresses are not there."""
    assert "/oidc/start" not in (await embedded.ask("GET", "/sign-in", headers=HTML)).text
    assert (await embedded.ask("GET", "/oidc/start", headers=HTML)).status == 404
    assert (await embedded.ask("GET", "/oidc/callback?code=c&state=s", headers=HTML)).status == 404


@asynccontextmanager
async def at_a_provider(tmp_path, issuer=None):
    """Serve a store with an identity provider that runs in the test, and give both addresses and a client."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import oidc_provider_mock
    claims = {"preferred_username": "alex", "organisation": "North Partnership", "unit": "Hillside", "roles": ["lw-analysts"]}
    vault = await new_vault("sqlite", tmp_path)
    house = new_house(vault)
    house.at = datetime.now(UTC)
    await people.settle(vault)
    with oidc_provider_mock.run_server_in_thread(user_claims=[oidc_provider_mock.User(sub="u-1", claims=claims)]) as server:
        issuer = issuer or f"http://localhost:{server.server_port}"
        provider = Provider(issuer, "linewatch", "https://linewatch.example/oidc/callback", "secret", roles={"lw-analysts": Role.ANALYST})
        app = create_app(house, WebOptions(provider=provider))
        async with served(app) as url, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
            yield url, client
    await vault.db.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_somebody_signs_in_at_the_provider_of_their_force(tmp_path):
    """The browser is sent there and comes back to a session; the same answer from another browser or a second time opens none."""
    async with at_a_provider(tmp_path) as (url, client):
        async with client.get(f"{url}/sign-in", headers=HTML) as page:
            offered = "/oidc/start" in await page.text()
        async with client.get(f"{url}/oidc/start", allow_redirects=False) as start:
            address = start.headers["Location"]
            binder = re.match(rf"{OIDC_COOKIE}=([^;]+)", start.headers["Set-Cookie"])[0]
            attributes = start.headers["Set-Cookie"].casefold()
        async with client.post(address, data={"sub": "u-1"}, allow_redirects=False) as there:
            back = urllib.parse.urlsplit(there.headers["Location"]).query
        async with client.get(f"{url}/oidc/callback?{back}", allow_redirects=False, headers=HTML) as other:
            other_status = other.status
        async with client.get(f"{url}/oidc/callback?{back}", allow_redirects=False, headers={"Cookie": binder, **HTML}) as done:
            cookies = done.headers.getall("Set-Cookie")
            location = done.headers["Location"]
        session = next(re.match(rf"{COOKIE}=[^;]+", each)[0] for each in cookies if each.startswith(f"{COOKIE}="))
        async with client.get(f"{url}/api/v1/session", headers={"Cookie": session}) as who:
            caller = await who.json()
        async with client.get(f"{url}/oidc/callback?{back}", allow_redirects=False, headers={"Cookie": binder, **HTML}) as again:
            again_status = again.status

    assert offered
    assert {"httponly", "secure", "samesite=lax"} <= {each.strip() for each in attributes.split(";")}
    assert (location, caller["username"], caller["roles"], caller["signed_in_by"]) == ("/", "alex", ["analyst"], "oidc")
    assert (other_status, again_status) == (401, 401)


async def test_a_provider_that_does_not_answer_is_told_on_the_page(tmp_path):
    """Nobody is sent anywhere; the local form is still there."""
    nobody = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = nobody.sockets[0].getsockname()[1]
    async with at_a_provider(tmp_path, f"http://127.0.0.1:{port}") as (url, client), client.get(f"{url}/oidc/start", headers=HTML) as start:
        status, text = start.status, await start.text()
    nobody.close()

    assert status == 401
    assert "The identity provider does not answer." in text
    assert 'action="/sign-in"' in text
