"""Watches over HTTP: every operation for every role of both organisations, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from matcher.domain.access.actor import Role

API = "/api/v1"
EVERYBODY = [f"{word}-{role}" for word in ("north", "south") for role in Role]
#: In north, beside the owner.
READERS = {"north-supervisor", "north-auditor"}


def a_watch(service, **changed):
    """Write a watch."""
    until = (service.house.at + timedelta(days=30)).isoformat().replace("+00:00", "Z")
    sound = {"kind": "number", "value": "07700 900111", "purpose": "managed", "reason": "Agreed on Monday", "expires_at": until}
    return sound | changed


async def test_a_watch_is_set_read_renewed_and_ended(service):
    """The operations of a watch in their order, as its owner uses them."""
    made = await service.ask("POST", f"{API}/watches", who="north-coordinator", json=a_watch(service))
    address = made.headers["Location"]
    read = await service.ask("GET", address, who="north-coordinator")
    until = (service.house.at + timedelta(days=90)).isoformat()
    renewed = await service.ask(
        "POST", f"{address}/renewals", who="north-coordinator", json={"reason": "Still missing", "expires_at": until}
    )
    listed = await service.ask("GET", f"{API}/watches", who="north-coordinator")
    ended = await service.ask("DELETE", address, who="north-coordinator", json={"reason": "Found"})
    again = await service.ask("DELETE", address, who="north-coordinator")
    after = await service.ask("GET", address, who="north-coordinator")
    late = await service.ask("POST", f"{address}/renewals", who="north-coordinator", json={"reason": "Still missing", "expires_at": until})

    assert (made.status, made.json["state"], made.json["value"]) == (201, "live", "+447700900111")
    assert read.json == made.json
    assert (renewed.status, renewed.json["reason"]) == (200, "Still missing")
    assert [each["id"] for each in listed.json["items"]] == [made.json["id"]]
    assert (ended.status, again.status) == (204, 204)
    assert after.json["state"] == "ended"
    assert (late.status, late.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        pytest.param({"expires_at": "2030-01-01T00:00:00Z"}, 422, "expires_at", id="too long"),
        pytest.param({"expires_at": "2020-01-01T00:00:00Z"}, 422, "expires_at", id="over already"),
        pytest.param({"expires_at": "2026-05-01T00:00:00"}, 422, "expires_at", id="no zone"),
        pytest.param({"reason": "  "}, 422, "reason", id="no reason"),
        pytest.param({"value": "07700 900111 07700 900222"}, 422, "value", id="two numbers"),
        pytest.param({"kind": "phone"}, 422, "kind", id="unknown kind"),
        pytest.param({"purpose": "offender"}, 422, "purpose", id="unknown purpose"),
        pytest.param({"kind": "line", "value": "L-1"}, 403, None, id="not among what the role may watch"),
    ],
)
async def test_a_watch_that_will_not_do_is_refused_with_its_field(embedded, changed, status, field):
    """What is wrong comes with its field; nothing that was sent is repeated."""
    answer = await embedded.ask("POST", f"{API}/watches", who="north-coordinator", json=a_watch(embedded) | changed)

    assert answer.status == status
    assert field is None or field in {each["field"] for each in answer.json["faults"]}
    assert "900111" not in answer.text


async def test_for_everybody_else_a_watch_that_is_there_reads_like_one_that_is_not(service):
    """Every operation about a watch, asked by every role of both organisations: only its readers learn that it is there."""
    made = await service.ask("POST", f"{API}/watches", who="north-coordinator", json=a_watch(service))
    until = (service.house.at + timedelta(days=30)).isoformat()
    calls = (
        ("GET", "/watches/{}", None),
        ("POST", "/watches/{}/renewals", {"reason": "Still missing", "expires_at": until}),
        ("DELETE", "/watches/{}", {"reason": "Still missing"}),
    )
    for who in EVERYBODY:
        if who == "north-coordinator":
            continue
        listed = await service.ask("GET", f"{API}/watches", who=who)
        assert len(listed.json["items"] if listed.status == 200 else []) == int(who in READERS), who
        for method, path, body in calls:
            if (who, method) == ("north-supervisor", "DELETE"):
                continue
            answers = [
                await service.ask(method, API + path.format(each), who=who, json=body) for each in (made.json["id"], f"wat_{'0' * 26}")
            ]
            if who in READERS and method == "GET":
                assert (answers[0].status, answers[0].json["value"], answers[1].status) == (200, None, 404)
                continue
            seen = [(each.status, re.sub(r'"request": ?"\w+"', "", each.text)) for each in answers]
            assert seen[0] == seen[1], (who, method)
            assert seen[0][0] in {403, 404}, (who, method)
    after = await service.ask("GET", f"{API}/watches/{made.json['id']}", who="north-coordinator")
    assert after.json == made.json


async def fill_in(service, browser, path, **values):
    """Send a form of the page."""
    return await service.ask("POST", path, headers=browser, data={"form_token": await service.form_token(browser), **values})


async def test_a_person_sets_renews_and_ends_a_watch_on_a_page(service):
    """The form sets a watch, shows what is wrong with one beside what was typed, and the list renews and ends it."""
    browser = await service.browser("north-coordinator")
    until = (service.house.at + timedelta(days=30)).date().isoformat()
    sound = {"kind": "number", "value": "07700 900111", "purpose": "early_help", "reason": "Agreed on Monday", "until": until}
    wrong = await fill_in(service, browser, "/watches", **sound | {"value": "nobody <b>", "until": "2030-01-01"})
    done = await fill_in(service, browser, "/watches", **sound)
    shown = await service.ask("GET", "/watches", headers=browser)
    (watch,) = (await service.ask("GET", f"{API}/watches", who="north-coordinator")).json["items"]
    renewed = await fill_in(service, browser, f"/watches/{watch['id']}/renew", reason="Still missing", until=until)
    ended = await fill_in(service, browser, f"/watches/{watch['id']}/end", reason="She is back")
    after = await service.ask("GET", "/watches", headers=browser)

    assert wrong.status == 422
    assert "It is one phone number, in full." in wrong.text
    assert "at most 90 days" in wrong.text
    assert "nobody &lt;b&gt;" in wrong.text
    assert (done.status, done.headers["Location"]) == (303, "/watches")
    assert "+447700900111" in shown.text
    assert "Early help: to offer support" in shown.text
    assert (renewed.status, ended.status) == (303, 303)
    assert "Renew or end" not in after.text
    assert (await service.ask("GET", f"{API}/watches/{watch['id']}", who="north-coordinator")).json["state"] == "ended"


@pytest.mark.parametrize(("role", "kinds"), [("analyst", {"number", "line"}), ("safeguarding", {"subject"}), ("auditor", set())])
async def test_the_page_offers_what_the_role_may_watch(embedded, role, kinds):
    """Nobody is asked what would be refused; who has no watches has no page of them in the menu."""
    shown = await embedded.ask("GET", "/watches", headers=await embedded.browser(f"north-{role}"))
    admin = await embedded.ask("GET", "/watches", headers=await embedded.browser("north-admin"))

    assert set(re.findall(r'<option value="(number|line|subject)"', shown.text)) == kinds
    assert "early_help" not in shown.text or role == "safeguarding"
    assert admin.status == 403
    assert 'href="/watches"' not in admin.text


async def test_a_form_of_another_site_sets_no_watch(embedded):
    """Without the token of the session nothing is set."""
    browser = await embedded.browser("north-coordinator")
    answer = await embedded.ask("POST", "/watches", headers=browser, data={"form_token": "x", "kind": "number", "value": "07700 900111"})

    assert answer.status == 403
