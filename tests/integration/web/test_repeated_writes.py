"""What becomes of a write that is sent twice: with its key it is one request, and without one its description says what happens."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matcher.store.schema.identity import accounts, api_tokens
from matcher.store.schema.lists import guard_numbers, watches
from matcher.store.schema.trail import audit_events, idempotency_keys
from matcher.web.app import APIS
from ways import A_QUESTION

API = "/api/v1"
KEY = {"Idempotency-Key": "k-1"}


def _until(service):
    return (service.house.at + timedelta(days=30)).isoformat().replace("+00:00", "Z")


#: What makes something by one request: where, by whom, of what, what makes it another request, which table holds it.
MAKES = {
    "watch": (
        "/watches",
        "north-coordinator",
        {"kind": "number", "value": "07700 900111", "purpose": "managed", "reason": "Agreed on Monday"},
        {"value": "07700 900112"},
        watches,
    ),
    "number": (
        "/number-lists",
        "north-analyst",
        {"list": "warning", "group": "taxi", "number": "07700 900111", "label": "Cabs", "reason": "Asked for", "source": "Letter"},
        {"label": "Other cabs"},
        guard_numbers,
    ),
    "token": (
        "/tokens",
        "north-submitter",
        {"name": "nightly", "scopes": ["submission:create", "submission:read_status"]},
        {"days": 3},
        api_tokens,
    ),
    "account": (
        "/accounts",
        "north-admin",
        {"username": "somebody.new", "unit": "Hillside", "roles": ["submitter", "reviewer"]},
        {"roles": ["reviewer"]},
        accounts,
    ),
}


async def count(service, table):
    async with service.house.vault.db.read() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table))


def ask(service, what, changed=None, headers=None):
    path, who, body, _, _ = MAKES[what]
    more = {"expires_at": _until(service)} if what == "watch" else {}
    return service.ask("POST", f"{API}{path}", who=who, json={**body, **more, **(changed or {})}, headers=headers or KEY)


@pytest.mark.parametrize("what", sorted(MAKES))
async def test_the_same_request_makes_one(service, what):
    """However often it comes, also at once, the same is given, and one deed is on record; another request with the key is refused."""
    *_, other, table = MAKES[what]
    await service.token(MAKES[what][1])
    before, deeds = await count(service, table), await count(service, audit_events)
    answers = [await ask(service, what), *await asyncio.gather(*(ask(service, what) for _ in range(3)))]
    refused = await ask(service, what, other)

    assert {each.status for each in answers} == {201}
    assert len({each.json["id"] for each in answers}) == 1
    assert await count(service, table) == before + 1
    assert await count(service, audit_events) == deeds + 1
    assert (refused.status, refused.json["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("what", ["watch", "number", "token"])
async def test_without_a_key_or_with_another_each_is_one(embedded, what):
    """Nothing but the key makes two requests one."""
    first = await ask(embedded, what)
    others = [await ask(embedded, what, headers={"Idempotency-Key": "k-2"}), await ask(embedded, what, headers={"X-Other": "k-1"})]

    assert len({each.json["id"] for each in (first, *others)}) == 3


@pytest.mark.parametrize(("what", "secret"), [("token", "token"), ("account", "password")])
async def test_a_secret_is_shown_once(embedded, what, secret):
    """The repetition says what was made and shows no secret: the store has its hash only."""
    first, again = await ask(embedded, what), await ask(embedded, what)

    assert first.json[secret]
    assert again.json[secret] is None
    assert {**again.json, secret: ""} == {**first.json, secret: ""}


async def test_a_refused_request_leaves_its_key_free(embedded):
    """What was refused made nothing: mended, it may come with the same key."""
    refused = await ask(embedded, "watch", {"value": "x"})
    made = await ask(embedded, "watch")

    assert (refused.status, made.status) == (422, 201)


async def test_the_key_of_what_was_erased_makes_nothing_of_another_kind(embedded):
    """What is left of a submission is its id: under its key it stays erased, and nothing else counts as done before, nor is made twice."""
    await embedded.load_list()
    made = await embedded.submit(headers=KEY)
    await embedded.ask("DELETE", f"{API}/submissions/{made.json['id']}", who="north-submitter")
    watch = MAKES["watch"][2]
    answers = [
        await embedded.submit(headers=KEY),
        await embedded.ask("POST", f"{API}/watches", who="north-submitter", json={**watch, "expires_at": _until(embedded)}, headers=KEY),
        await embedded.ask("POST", f"{API}/checks", who="north-submitter", json=A_QUESTION, headers=KEY),
    ]

    assert [each.status for each in answers] == [202, 422, 422]
    assert answers[0].json["erased_at"] is not None
    assert {each.json["code"] for each in answers[1:]} == {"idempotency-key-reused"}
    assert await count(embedded, watches) == 0


async def test_what_is_kept_of_a_request_tells_no_number(embedded):
    """The hash beside a key cannot be made by trying numbers: it takes the key of the store."""
    await ask(embedded, "watch")
    async with embedded.house.vault.db.read() as connection:
        kept = (await connection.execute(sa.select(idempotency_keys))).mappings().one()

    assert len(kept["request_hash"]) == 64
    assert "900111" not in str(dict(kept))


def test_every_write_says_what_becomes_of_a_repetition():
    """A write takes a key, or its description says what happens where it is sent once more."""
    silent = [
        each.name
        for api in APIS
        for each, _ in api.operations
        if each.method != "GET" and not each.is_idempotent_by_key and not each.repeated
    ]

    assert silent == []


async def test_a_token_made_with_a_token_lives_no_longer(embedded):
    """Where nothing is said the new one ends with the old one; days that are too many are named as such."""
    parent = (await ask(embedded, "token", {"days": 30, "scopes": ["tokens:manage"]})).json
    embedded.house.at += timedelta(days=1)
    own = {"Authorization": f"Bearer {parent['token']}"}
    made = await embedded.ask("POST", f"{API}/tokens", json={"name": "child"}, headers=own)
    refused = await embedded.ask("POST", f"{API}/tokens", json={"name": "child", "days": 30}, headers=own)

    assert (made.status, made.json["expires_at"]) == (201, parent["expires_at"])
    assert [each["field"] for each in refused.json["faults"]] == ["days"]
