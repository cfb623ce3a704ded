"""Every operation of the API, in every role, of one's own organisation and of another, on submissions in every state: default deny."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from legal_metadata import EXAMPLE
from matcher.domain.access.actor import Role
from matcher.web.app import APIS
from ways import A_GUARD, A_WATCH, SAID, STATES, WAYS, Way
from web_clients import CARD, LIST, Asked, Service, parts

API = "/api/v1"

DECLARED = {(each.method, re.sub(r"{\w+}", "{}", each.path)): each.status for api in APIS for each, _ in api.operations}

#: Every file, child and number is another one: the same twice is told once.
ANOTHER = count(1)

#: What is made by one request: where, by whom, and of what.
POSTED: dict[str, tuple[str, str, Any]] = {
    "watch": ("/watches", "submitter", A_WATCH),
    "guard": ("/number-lists", "safeguarding", A_GUARD),
    "token": ("/tokens", "submitter", {"name": "to be revoked"}),
}

#: A list that waits for what its columns mean.
WAITING = b"Line,Phone no.\nL-0060,07700 900160\n"

#: Ids of nothing.
NOTHING = {
    "submission": f"sub_{'0' * 26}",
    "match": f"mat_{'0' * 26}",
    "line": "L-9999",
    "version": f"lst_{'0' * 26}",
    "import": f"imp_{'0' * 26}",
    "proposal": f"prp_{'0' * 26}",
    "alert": f"alr_{'0' * 26}",
    "watch": f"wat_{'0' * 26}",
    "guard": f"grd_{'0' * 26}",
    "token": f"tok_{'0' * 26}",
    "account": f"acc_{'0' * 26}",
}


def address_of(way: Way) -> tuple[str, str]:
    """Give method and path of a way as its operation has them."""
    return way.method, API + re.sub(r"{\w+}", "{}", way.path)


async def submission(service: Service, state: str) -> str:
    """Have a submission of north's submitter in a state."""
    another = next(ANOTHER)
    content = CARD.replace(b"Jay", b"Jay %d" % another) if state != "refused" else b"\x7fELF, which nobody reads here"
    if state == "received":
        return (await service.submit(content=content)).json["id"]
    made = await service.answered(content=content, **{"subject.reference": f"S-{another}"})
    if state == "erased":
        assert (await service.ask("DELETE", f"{API}/submissions/{made}", who="north-supervisor", json=SAID)).status == 200
    return made


async def made_anew(service: Service, target: str, state: str = "done") -> str:
    """Have something of north made for a way to be done to, and give its id."""

    async def ask(method: str, path: str, who: str, **more: Any) -> Any:
        answer = await service.ask(method, API + path, who=f"north-{who}", **more)
        assert answer.status in {200, 201, 202}, answer.text
        return answer.json

    async def alert_of(done: str) -> str:
        return next(each["id"] for each in (await ask("GET", "/alerts", "supervisor"))["items"] if each["submission"] == done)

    match target:
        case "submission":
            made = await submission(service, state)
        case "match":
            address = f"/submissions/{await submission(service, 'done')}/result"
            made = (await ask("POST", address, "reviewer", json={"need": "To review it"}))["matches"][0]["id"]
        case "alert":
            made = await alert_of(await submission(service, "done"))
        case "version":
            made = (await ask("GET", "/list-versions", "analyst"))["items"][0]["id"]
        case "import":
            made = (await ask("POST", "/lines/imports", "analyst", data=parts(file=("other.csv", WAITING))))["import_id"]
        case "proposal":
            # One number more for each of them.
            number = {**SAID, "number": f"07700 900{500 + next(ANOTHER) % 400}"}
            made = (await ask("POST", "/lines/L-0043/numbers", "reviewer", json=number))["id"]
        case _ if target in POSTED:
            path, who, body = POSTED[target]
            made = (await ask("POST", path, who, json=body))["id"]
        case _:
            made = {"account": service.people.people["north-submitter"].id, "line": "L-0043"}[target]
    return made


async def go(service: Service, way: Way, who: str, target: str | None) -> Asked:
    """Do something as somebody."""
    path = way.path if way.target is None else way.path.replace(f"{{{way.target}}}", target or "")
    given: dict[str, Any] = {}
    if way.file is not None:
        metadata = {"metadata": EXAMPLE} if way.path == "/submissions" else {}
        given["data"] = parts(**metadata, file=("a-file", way.file))
    elif way.json is not None:
        given["json"] = way.json
    if path.endswith("/events"):
        return await beginning(service, f"{API}{path}", who)
    return await service.ask(way.method, f"{API}{path}{way.query}", who=who, headers=way.headers, **given)


async def beginning(service: Service, path: str, who: str) -> Asked:
    """Ask for a stream, which does not end before its submission does, and read no further than whether it is one."""
    headers = {"Authorization": f"Bearer {await service.token(who)}"}
    async with service.web.get(f"{service.url}{path}", headers=headers) as answer:
        return Asked(answer.status, {}, "" if answer.status == 200 else await answer.text())


def told(answer: Asked) -> Any:
    """Give what an answer says, but for the number of the request."""
    return answer.status, {**answer.json, "request": ""}


def may_know(way: Way, who: str) -> bool:
    """Whether somebody may read what they may not do more to: then a refusal tells them nothing new."""
    own, _, role = who.partition("-")
    return own == "north" and any(each.method == "GET" and each.path == way.path and role in each.roles for each in WAYS)


def cases() -> Iterator[tuple[Way, str]]:
    """Give every way, with every state of a submission where it is done to one."""
    for way in WAYS:
        for state in STATES if way.target == "submission" else ("done",):
            yield way, state


def test_every_operation_stands_in_the_table():
    """A new operation is written down there by hand, with who may."""
    assert {address_of(way) for way in WAYS} == set(DECLARED)
    assert len(WAYS) == len(DECLARED)


async def test_who_may_not_is_refused_and_hears_nothing(embedded):
    """In every role the table does not name, and in every role of another organisation, what is there is answered like what is not."""
    await embedded.load_list(content=LIST)
    made: dict[tuple[str, str], str] = {}
    of_nothing: dict[tuple[str, str, str], Any] = {}
    for way, state in cases():
        target = None
        if way.target is not None:
            # Nobody of these may change it, so one is enough for all of them.
            target = made.get((way.target, state)) or made.setdefault((way.target, state), await made_anew(embedded, way.target, state))
        for role in Role:
            strangers = [f"south-{role}"] if way.target not in {None, "line"} else []
            for who in (*strangers, *([f"north-{role}"] if role not in way.roles else [])):
                refused = await go(embedded, way, who, target)
                assert refused.status in {403, 404}, (way, state, who, refused.text)
                if way.target is not None and not may_know(way, who):
                    nothing = of_nothing.get((*address_of(way), who)) or told(await go(embedded, way, who, NOTHING[way.target]))
                    of_nothing[*address_of(way), who] = nothing
                    assert told(refused) == nothing, (way, state, who)


async def test_who_may_is_answered_as_the_operation_says(embedded):
    """In every role the table names, by the state of the submission: no role that has a say is turned away."""
    await embedded.load_list(content=LIST)
    for way, state in cases():
        target = None
        for role in sorted(way.roles):
            # Reading changes nothing, so that one is enough for all roles.
            if way.target is not None and (target is None or not way.reads):
                target = await made_anew(embedded, way.target, state)
            answer = await go(embedded, way, f"north-{role}", target)
            assert answer.status == way.status(DECLARED[address_of(way)], role, state), (way, state, role, answer.text)
