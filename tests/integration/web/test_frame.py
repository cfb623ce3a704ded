"""What holds for every route there is, and for what is none."""

from __future__ import annotations

import asyncio
import re
from ipaddress import ip_network
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from matcher.web.app import create_app
from matcher.web.headers import EVERY
from matcher.web.options import WebOptions
from web_clients import Service, new_house, served

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

#: For anybody. A new route for anybody is written down here by hand.
PUBLIC = {
    "/healthz",
    "/favicon.ico",
    "/readyz",
    "/metrics",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/static/{name}",
    "/sign-in",
    "/oidc/start",
    "/oidc/callback",
    "/sign-out",
    "/password",
}


def routes_of(service: Service) -> dict[str, set[str]]:
    """Give every route of the application with its methods, as the router has them."""
    app = create_app(service.house)
    found: dict[str, set[str]] = {}
    for route in app.router.routes():
        found.setdefault(route.resource.canonical, set()).add(route.method)
    return found


def address_of(path: str) -> str:
    """Fill a route with ids that are none of anybody's."""
    kinds = {"/matches/": "mat", "/tokens/": "tok", "/watches/": "wat", "/number-lists/": "grd", "/alerts/": "alr", "/lines/import": "imp"}
    kind = next((kind for part, kind in kinds.items() if part in path), "sub")
    step = "publish" if "/proposals/" in path else "closed"
    kind = "prp" if "/proposals/" in path else kind
    return path.replace("{id}", f"{kind}_{'0' * 26}").replace("{name}", "pages.css").replace("{step}", step)


def assert_headers(answer, *, confidential: bool = False) -> None:
    """Every header of every answer is there."""
    missing = {name for name, value in EVERY.items() if answer.headers.get(name.title()) != value}
    assert missing == set()
    assert ("Strict-Transport-Security" in answer.headers) is confidential
    assert answer.headers["Cache-Control"] == "no-store"


async def test_every_answer_carries_the_headers(embedded):
    """Any method on any route, allowed or not, signed in or not, is answered with policy, nosniff, no-store and the rest."""
    for path, methods in routes_of(embedded).items():
        for method in METHODS:
            for who in (None, "north-submitter"):
                answer = await embedded.ask(method, address_of(path), who=who)
                assert_headers(answer)
                assert (answer.status == 405) is (method not in methods), (method, path)
                assert answer.status < 500, (method, path, answer.status)


@pytest.mark.parametrize("method", ["TRACK", "BREW", "get"])
async def test_a_method_nobody_has_heard_of_is_no_request(embedded, method):
    """What is no method of HTTP is refused before any route is looked for."""
    heard = await raw(embedded.url, f"{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert re.match(rb"HTTP/1\.[01] 40[05] ", heard)


async def test_a_method_that_is_not_listed_names_those_that_are(embedded):
    """405 comes with Allow, as a problem with a stable code."""
    answer = await embedded.ask("PUT", "/api/v1/submissions", who="north-submitter")

    assert answer.json["code"] == "method-not-allowed"
    assert answer.headers["Allow"] == "GET,POST"


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1/submissions"])
async def test_trace_is_refused_wherever_it_is_sent(embedded, path):
    """TRACE echoes nothing, on known and unknown paths."""
    answer = await embedded.ask("TRACE", path, headers={"X-Secret": "qzx"})

    assert answer.status == 405
    assert "qzx" not in answer.text


async def test_nobody_who_is_not_signed_in_gets_anywhere(embedded):
    """Every route that is not written down as public asks who it is: programs get 401, people the page to sign in."""
    for path, methods in routes_of(embedded).items():
        if path in PUBLIC:
            continue
        for method in methods - {"HEAD"}:
            answer = await embedded.ask(method, address_of(path), json={"numbers": [], "purpose": "", "reference": "", "reason": ""})
            if path.startswith("/api/"):
                assert (answer.status, answer.headers.get("Www-Authenticate")) == (401, "Bearer"), (method, path)
            else:
                where = "/sign-in" if method == "GET" or path == "/sign-out" else "/sign-in?sent=nothing-kept"
                assert (answer.status, answer.headers.get("Location")) == (303, where), (method, path)


async def test_nobody_is_told_what_is_wrong_with_a_question(embedded):
    """Who shows nothing is asked who they are before their numbers are read, as everywhere."""
    answer = await embedded.ask("POST", "/api/v1/checks", json={})

    assert (answer.status, answer.json["code"]) == (401, "not-signed-in")


@pytest.mark.parametrize(
    "shown",
    ["Bearer", "Bearer ", "Bearer x", "Bearer tok_0.x", "Basic dTpw", "Token x", "bearer x y", "Bearer " + "x" * 5000, "\u00e9"],
)
async def test_what_proves_nothing_is_nobody(embedded, shown):
    """A token that is none, another scheme and noise are answered alike."""
    answer = await embedded.ask("GET", "/api/v1/submissions", headers={"Authorization": shown})

    assert answer.status == 401
    assert answer.json["code"] == "not-signed-in"


async def test_a_cookie_does_not_stand_in_for_a_token_that_failed(embedded):
    """Where a token is shown it counts, whatever the browser sends along."""
    browser = await embedded.browser("north-submitter")

    assert (await embedded.ask("GET", "/api/v1/submissions", headers=browser)).status == 200
    assert (await embedded.ask("GET", "/api/v1/submissions", headers={**browser, "Authorization": "Bearer x"})).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Origin": "https://evil.example"}, id="an old browser on another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour on the same domain"),
        pytest.param({"Origin": "null"}, id="a page without an origin"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:1"}, id="another port"),
        pytest.param({}, id="a cookie and not a word of where it comes from"),
    ],
)
async def test_no_other_site_changes_anything(embedded, headers):
    """Every route that changes something refuses what another site made a browser send."""
    browser = await embedded.browser("north-submitter")
    for path, methods in routes_of(embedded).items():
        for method in methods - {"GET", "HEAD"}:
            answer = await embedded.ask(method, address_of(path), headers={"Cookie": browser["Cookie"], **headers})
            assert (answer.status, "cross-site" in answer.text) == (403, True), (method, path)


async def test_a_program_with_a_token_needs_no_origin(embedded):
    """What shows a token and no cookie comes from no browser."""
    answer = await embedded.ask("POST", "/api/v1/checks", who="north-submitter", json={})

    assert answer.status == 422


async def test_a_page_behind_a_proxy_has_the_address_people_know(tmp_path, embedded):
    """Where the settings name an address, its origin is ours too, and TLS is asked for ever after."""
    options = WebOptions(public_url="https://lines.example")
    async with served(create_app(new_house(embedded.house.vault), options)) as url:
        there = Service(url, embedded.web, embedded.house, embedded.people)
        browser = await embedded.browser("north-submitter")
        answer = await there.ask("POST", "/api/v1/checks", headers={**browser, "Origin": "https://lines.example"}, json={})
        refused = await there.ask("POST", "/api/v1/checks", headers={**browser, "Origin": "https://lines.example.evil"}, json={})

    assert answer.status == 422
    assert refused.status == 403
    assert_headers(answer, confidential=True)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/v1/nowhere", "/static/../app.py", "/static/%2e%2e%2fapp.py", "/%00", "/api/v1/submissions/x%0d%0ay"]
)
async def test_what_is_not_there_is_not_found(embedded, path):
    """Unknown paths, and paths that would lead out of a folder, are 404 with a code."""
    answer = await embedded.ask("GET", path, who="north-submitter")

    assert answer.status == 404
    assert answer.json["code"] == "not-found"


async def test_people_are_told_on_a_page_and_programs_as_problem_details(embedded):
    """A browser gets a page, a program JSON; neither repeats what was asked for."""
    page = await embedded.ask("GET", "/nowhere/qzx", headers={"Accept": "text/html,*/*"})
    problem = await embedded.ask("GET", "/api/v1/qzx", headers={"Accept": "text/html"})

    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert "qzx" not in page.text + problem.text


async def raw(url: str, sent: bytes) -> bytes:
    """Send bytes as they are, and give what comes back until the connection is closed."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(sent)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 20)
    finally:
        writer.close()


#: Requests that servers and proxies may understand in two ways.
SMUGGLED = [
    pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", id="two lengths"),
    pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", id="two content lengths"),
    pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", id="a coding nobody knows"),
    pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde", id="a length with a sign"),
    pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", id="a chunk without a size"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", id="a space before the colon"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", id="a bare carriage return"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n", id="the character zero"),
    pytest.param(b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n", id="a control character in the path"),
    pytest.param(b"GET / HTTP/9.1\r\nHost: x\r\n\r\n", id="a version nobody speaks"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", id="TLS on a plain port"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 20_000 + b"\r\n\r\n", id="a header without end"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 500 + b"\r\n", id="headers without end"),
    pytest.param(b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", id="an address without end"),
]


@pytest.mark.parametrize("sent", SMUGGLED)
async def test_what_is_no_request_is_refused_and_the_connection_closed(embedded, sent):
    """A request that could be understood in two ways gets 400 with the headers of every answer, and nothing after it is heard."""
    heard = await raw(embedded.url, sent + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert re.match(rb"HTTP/1\.[01] 400 ", heard)
    assert len(re.findall(rb"HTTP/1\.[01] ", heard)) == 1
    assert b"malformed-request" in heard
    assert b"aiohttp" not in heard
    for name, value in EVERY.items():
        assert f"{name}: {value}".encode() in heard


async def test_no_answer_tells_what_answers(embedded):
    """Neither a name nor a version of the server, the language or a library stands in any answer."""
    for path in ("/", "/nowhere", "/api/v1/openapi.json", "/api/v1/docs", "/healthz"):
        answer = await embedded.ask("GET", path)
        assert not re.search(
            r"python|aiohttp|sqlalchemy|pydantic|\d+\.\d+\.\d+(?!\.\d|\",)", f"{answer.headers}{answer.text}", re.IGNORECASE
        ), path


async def test_what_breaks_inside_is_told_as_nothing_but_that(embedded, capfd):
    """An error of nobody knows what is a 500 with a code and the number of the request; its words stand neither there nor in the log."""
    app = create_app(new_house(embedded.house.vault))

    async def broken(_request: web.Request) -> web.Response:
        raise RuntimeError("Jay 07700 900123")

    app.router.add_get("/broken", broken)
    async with served(app) as url:
        there = Service(url, embedded.web, embedded.house, embedded.people)
        answer = await there.ask("GET", "/broken")

    assert answer.status == 500
    assert answer.json["code"] == "internal-error"
    assert_headers(answer)
    logged = "".join(capfd.readouterr())
    assert answer.json["request"] in logged
    assert "Jay" not in answer.text + logged
    assert "900123" not in answer.text + logged


async def test_a_number_of_a_request_is_told_with_every_answer(embedded):
    """Each answer names its request, each time another one, and never the number a sender made up."""
    first = await embedded.ask("GET", "/healthz", headers={"X-Request-Id": "made-up"})
    second = await embedded.ask("GET", "/healthz")

    assert re.fullmatch(r"[0-9a-f]{16}", first.headers["X-Request-Id"])
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


async def test_an_upgrade_is_not_followed(embedded):
    """Nobody speaks another protocol here: what asks for one is answered as if it had not."""
    heard = await raw(
        embedded.url,
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n",
    )

    assert heard.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("host", ["lines.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil@", "[::1", "0x7f.1"])
async def test_another_name_is_refused(embedded, host):
    """A page whose own name was led to this machine reads nothing and changes nothing, signed in or not."""
    for path in ("/", "/sign-in", "/api/v1/openapi.json", "/metrics"):
        answer = await embedded.ask("GET", path, headers={"Host": host})

        assert answer.status == 421
        assert "wrong-host" in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "192.0.2.7", "localhost."])
async def test_addresses_and_this_machine_are_names_of_the_service(embedded, host):
    """No browser is led astray by an address."""
    assert (await embedded.ask("GET", "/sign-in", headers={"Host": host})).status == 200


async def test_what_watches_over_the_service_may_call_it_anything(embedded):
    """Health is asked for under the names of a network of containers; it says nothing of anybody."""
    for path in ("/healthz", "/readyz"):
        assert (await embedded.ask("GET", path, headers={"Host": "linewatch:8080"})).status == 200


@pytest.mark.parametrize(
    "options",
    [
        WebOptions(public_url="https://lines.example/phones"),
        WebOptions(host="lines.example"),
        WebOptions(trusted_proxies=(ip_network("127.0.0.0/8"),)),
    ],
)
async def test_names_the_settings_give_are_taken(embedded, options):
    """The public address, the name that is listened on, and whatever a trusted proxy passes on."""
    async with served(create_app(new_house(embedded.house.vault), options)) as url:
        there = Service(url, embedded.web, embedded.house, embedded.people)

        assert (await there.ask("GET", "/sign-in", headers={"Host": "lines.example"})).status == 200


async def test_a_browser_that_asks_for_an_icon_is_told_there_is_none(embedded):
    """It is no fault that shows up in a log."""
    answer = await embedded.ask("GET", "/favicon.ico")

    assert (answer.status, answer.text) == (204, "")
