"""Server-sent events of a submission."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from matcher.web.app import create_app
from matcher.web.options import WebOptions
from submitting import OPEN_NUMBER, a_card, a_list
from web_clients import Service, new_house, served

API = "/api/v1"


def events_of(text: str) -> list[tuple[int, str]]:
    """Give number and status of every event, by the grammar of the HTML standard (9.2.5)."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if fields.get("event") == "status":
            found.append((int(fields["id"]), json.loads(fields["data"])["status"]))
    return found


async def follow(service: Service, submission_id: str, **headers: str):
    """Read a stream to its end."""
    return await service.ask("GET", f"{API}/submissions/{submission_id}/events", who="north-submitter", headers=headers)


async def test_a_submission_is_followed_until_nothing_more_happens(service):
    """While it is worked on, statuses come as they happen, in order, and the stream ends with the last one."""
    await service.load_list(content=a_list())
    submission_id = (await service.submit(content=a_card(OPEN_NUMBER))).json["id"]

    async with asyncio.TaskGroup() as group:
        following = group.create_task(follow(service, submission_id))
        await asyncio.sleep(0.3)
        group.create_task(service.desk.work())
    answer = following.result()
    told = events_of(answer.text)

    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert [number for number, _ in told] == list(range(1, len(told) + 1))
    assert told[0][1] == "received"
    assert told[-1][1] == "done"
    assert answer.text.endswith("event: end\ndata: {}\n\n")


async def test_whoever_comes_back_goes_on_behind_the_last_event(embedded):
    """With Last-Event-ID only what came after it is told; behind the last one the stream ends at once."""
    await embedded.load_list(content=a_list())
    submission_id = await embedded.answered(content=a_card(OPEN_NUMBER))
    told = events_of((await follow(embedded, submission_id)).text)

    rest = await follow(embedded, submission_id, **{"Last-Event-ID": "2"})
    nothing = await follow(embedded, submission_id, **{"Last-Event-ID": str(len(told))})

    assert events_of(rest.text) == told[2:]
    assert events_of(nothing.text) == []
    assert nothing.text.endswith("event: end\ndata: {}\n\n")


@pytest.mark.parametrize("given", ["x", "-1", "1.5", "9" * 30, "1\u00b2"])
async def test_a_place_that_is_none_is_refused(embedded, given):
    """Last-Event-ID is the number of an event, or it is 422."""
    answer = await follow(embedded, f"sub_{'0' * 26}", **{"Last-Event-ID": given})

    assert answer.status == 422


async def test_a_stream_says_that_it_is_there_and_ends_in_time(embedded):
    """While nothing happens a comment comes now and then; after its time the stream ends and is asked for again."""
    house = new_house(embedded.house.vault)
    await embedded.load_list()
    submission_id = (await embedded.submit()).json["id"]
    async with served(create_app(house, WebOptions(heartbeat=0.1, longest_stream=0.6))) as url:
        answer = await follow(replace(embedded, url=url), submission_id)

    assert answer.text.count(": still here\n\n") >= 2
    assert events_of(answer.text)[0] == (1, "received")
    assert "event: end" not in answer.text


@pytest.mark.parametrize("lost", ["token", "role"])
async def test_a_stream_is_cut_when_whoever_listens_no_longer_may(embedded, lost):
    """A token that was revoked and a role that was taken end a stream within seconds, though nothing happens in it."""
    house = new_house(embedded.house.vault)
    await embedded.load_list()
    submission_id = (await embedded.submit()).json["id"]
    made = (await embedded.ask("POST", f"{API}/tokens", who="north-submitter", json={"name": "listens", "days": 1})).json
    account = embedded.desk.house.people["north-submitter"].id
    async with served(create_app(house, WebOptions(looks_again=0.1, longest_stream=60.0))) as url:
        path = f"{url}{API}/submissions/{submission_id}/events"
        async with embedded.web.get(path, headers={"Authorization": f"Bearer {made['token']}"}) as answer:
            await answer.content.readuntil(b"received")
            if lost == "token":
                await embedded.ask("DELETE", f"{API}/tokens/{made['id']}", who="north-submitter")
            else:
                await embedded.ask("PATCH", f"{API}/accounts/{account}", who="north-admin", json={"roles": ["coordinator"]})
            async with asyncio.timeout(30):
                rest = await answer.text()

    assert "event: end" not in rest


async def test_an_account_has_so_many_streams_and_no_more(embedded):
    """Beyond its number of streams an account is told to wait; another one is not."""
    house = new_house(embedded.house.vault)
    await embedded.load_list()
    submission_id = (await embedded.submit()).json["id"]
    async with served(create_app(house, WebOptions(streams=2, longest_stream=1.0))) as url:
        there = replace(embedded, url=url)
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(follow(there, submission_id)) for _ in range(3)]
        path = f"{API}/submissions/{submission_id}/events"
        other = await there.ask("GET", path, who="north-supervisor")

    assert sorted(each.result().status for each in asked) == [200, 200, 429]
    assert other.status == 200


async def test_a_listener_who_goes_away_is_forgotten(embedded):
    """Streams of listeners who hung up are closed, and their room is free again."""
    await embedded.load_list()
    submission_id = (await embedded.submit()).json["id"]
    path = f"{embedded.url}{API}/submissions/{submission_id}/events"
    headers = {"Authorization": f"Bearer {await embedded.token('north-submitter')}"}
    for _ in range(15):
        async with embedded.web.get(path, headers=headers) as answer:
            await answer.content.readline()
    for _ in range(100):
        metrics = await embedded.ask("GET", "/metrics")
        if "linewatch_event_streams 0.0" in metrics.text:
            break
        await asyncio.sleep(0.05)

    assert "linewatch_event_streams 0.0" in metrics.text
