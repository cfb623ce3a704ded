"""The service over HTTP for tests: a store with two organisations, the application on our own server, and requests of people."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import test_utils, web

import people
from legal_metadata import EXAMPLE, metadata
from matcher.bootstrap import build
from matcher.domain.access.token_draft import TokenDraft
from matcher.domain.submissions.policy import SubmissionPolicy
from matcher.service.check_gate import CheckGate
from matcher.service.create_api_token import create_api_token
from matcher.service.lists.line_lists import LineLists
from matcher.store.vault import Vault
from matcher.web.app import create_app
from matcher.web.server import Runner
from matcher.web.who import COOKIE
from stores import new_vault
from submitting import Desk

SERVICES = build()

#: A card with a number of the list below.
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jay\r\nTEL:07700 900123\r\nEND:VCARD\r\n"
LIST = b"line_id,name,number,status\nL-0043,Larkspur,07700 900123,active\n"


@dataclass
class WebHouse:
    """What the application serves, with a clock that tests set."""

    vault: Vault
    lists: LineLists
    gate: CheckGate
    policy: SubmissionPolicy = field(default_factory=SubmissionPolicy)
    at: datetime = people.NOW

    def now(self) -> datetime:
        """The moment tests have set."""
        return self.at


def new_house(vault: Vault, policy: SubmissionPolicy | None = None) -> WebHouse:
    """Make a house over a store."""
    lists = LineLists(vault, SERVICES.lists)
    policy = policy or SubmissionPolicy()
    return WebHouse(vault, lists, CheckGate(vault, lists, SERVICES.thresholds, caps=policy.caps), policy)


class OurServer(test_utils.TestServer):
    """Runs an application as the service does."""

    async def _make_runner(self, **_more: Any) -> Runner:
        return Runner(self.app)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """Serve an application on this machine, and give its address."""
    server = OurServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


@dataclass(frozen=True)
class Asked:
    """What came back, read whole."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


@dataclass(frozen=True)
class Service:
    """A running service and how to ask it."""

    url: str
    web: aiohttp.ClientSession
    house: WebHouse
    people: people.House
    tokens: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, *, who: str | None = None, headers: Mapping[str, str] | None = None, **more: Any) -> Asked:
        """Send a request, as somebody with a token where a name is given."""
        own = dict(headers or {})
        if who is not None:
            own.setdefault("Authorization", f"Bearer {await self.token(who)}")
        async with self.web.request(method, f"{self.url}{path}", headers=own, allow_redirects=False, **more) as answer:
            return Asked(answer.status, {name.title(): value for name, value in answer.headers.items()}, await answer.text())

    async def token(self, who: str) -> str:
        """Give a token of somebody."""
        if who not in self.tokens:
            made = await create_api_token(
                self.house.vault, await self.people.caller(who, now=self.house.at), TokenDraft("test"), now=self.house.at, origin="test"
            )
            self.tokens[who] = made.token
        return self.tokens[who]

    async def browser(self, who: str) -> dict[str, str]:
        """Give the headers of somebody's browser on a page of the service."""
        cookie = await self.people.signs_in(who, now=self.house.at)
        return {"Cookie": f"{COOKIE}={cookie}", "Origin": self.url, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}

    async def form_token(self, browser: Mapping[str, str]) -> str:
        """Give what forms of that browser bring along."""
        caller = await self.people.who(browser["Cookie"].partition("=")[2], now=self.house.at)
        assert caller is not None
        assert caller.session is not None
        return caller.session.csrf_token

    @property
    def desk(self) -> Desk:
        """Give where the jobs of this store are done."""
        return Desk(self.people, self.house.lists, self.house.policy, self.house.at)

    async def answered(self, who: str = "north-submitter", content: bytes = CARD, **stated: Any) -> str:
        """Hand a file in, have it answered, and give the id of the submission."""
        submission_id: str = (await self.submit(who, content, metadata=metadata(stated))).json["id"]
        await self.desk.work()
        return submission_id

    async def load_list(self, who: str = "north-analyst", content: bytes = LIST) -> Asked:
        """Have a line list on the store: a later one is published by whoever sits at the machine."""
        loaded = await self.ask("POST", "/api/v1/lines/imports", who=who, data=parts(file=("lines.csv", content)))
        if loaded.status == 201 and loaded.json["proposal_id"] is not None:
            await self.desk.let_out(loaded.json["proposal_id"], who=self.desk.at_the_machine(who))
        return loaded

    async def submit(self, who: str = "north-submitter", content: bytes = CARD, *, metadata: Any = EXAMPLE, **more: Any) -> Asked:
        """Hand a file in."""
        return await self.ask("POST", "/api/v1/submissions", who=who, data=parts(metadata=metadata, file=("phone.vcf", content)), **more)


@asynccontextmanager
async def service(vault: Vault, *, who: people.House | None = None, policy: SubmissionPolicy | None = None) -> AsyncIterator[Service]:
    """Serve a store with its people."""
    who = who or await people.settle(vault)
    house = new_house(vault, policy)
    async with served(create_app(house)) as url, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
        yield Service(url, client, house, who)


@contextmanager
def in_a_thread(folder: Path, furnish: Callable[[Service], Awaitable[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Run a service on the embedded store in a thread of its own, and give what furnishing it told."""
    told: dict[str, Any] = {}
    ready = threading.Event()

    async def serve() -> None:
        vault = await new_vault("sqlite", folder)
        async with service(vault) as made:
            told.update(await furnish(made))
            told["loop"], told["stop"] = asyncio.get_running_loop(), (stop := asyncio.Event())
            ready.set()
            await stop.wait()
        await vault.db.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(60)
    yield told
    told["loop"].call_soon_threadsafe(told["stop"].set)
    thread.join(20)


def parts(**named: Any) -> aiohttp.MultipartWriter:
    """Write a multipart body: JSON values, or pairs of file name and bytes, in the order given."""
    made = aiohttp.MultipartWriter("form-data")
    for name, value in named.items():
        if isinstance(value, tuple):
            file_name, content = value
            made.append(content, {"Content-Type": "application/octet-stream"}).set_content_disposition(
                "form-data", name=name, filename=file_name
            )
        else:
            made.append_json(value).set_content_disposition("form-data", name=name)
    return made


__all__ = ["CARD", "LIST", "Asked", "Service", "WebHouse", "in_a_thread", "new_house", "parts", "served", "service"]
