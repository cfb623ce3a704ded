"""How the service is, for machines that watch over it: alive, ready, and in figures."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from matcher.domain.upkeep.freshness import freshness_of
from matcher.errors import StoreFull, StoreUnavailable
from matcher.render.plain_text import say_stamp
from matcher.service.measure_store import Figures, ListAge, make_sure_of_room, make_sure_of_writing, measure_room, measure_store
from matcher.web.client import is_from_here
from matcher.web.keys import HOUSE, METER, OPTIONS
from matcher.web.problems import Refused
from matcher.web.statics import no_icon
from matcher.web.who import bearer_of


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process answers."""
    return web.json_response({"status": "alive"})


async def readyz(request: web.Request) -> web.Response:
    """Say whether requests can be met: the store answers with this key and this version of its tables, has room, and takes writes.

    Where uploads alone have no room, because they leave some for the database, everything else is still done: that is told, and is ready.
    Whether a list is loaded is told to everybody, and whether every entry of the numbers that organisations set apart can be opened.
    Version and age of each organisation's list, without its name, and whether somebody has none, are told to those who may see the figures.
    A service without any list is ready: it waits for one.
    """
    figures = await _figures(request)
    store, uploads = await _room(request) if figures else ("unavailable", "refused")
    is_ready = store == "answers"
    told: dict[str, object] = {"status": "ready" if is_ready else "not-ready", "store": store, "uploads": uploads}
    if not is_ready:
        # What every request is answered with that cannot be met for it.
        told["code"] = StoreFull.code if store == "full" else StoreUnavailable.code
    if figures is not None:
        told["line_list"] = "loaded" if figures.line_lists else "none"
        told["number_lists"] = await _number_lists(request)
    if figures is not None and _may_see_figures(request):
        limits = request.app[HOUSE].lists.limits
        told["line_lists"] = [_list_age(each, limits.list_old_after_days) for each in figures.line_lists]
        told["line_list_age_seconds"] = round(figures.line_list_age_seconds)
        told["organisations_without_list"] = figures.organisations_without_list
    return web.json_response(told, status=200 if is_ready else 503, headers={} if is_ready else {"Retry-After": "5"})


async def metrics(request: web.Request) -> web.Response:
    """Give the figures for Prometheus, to whoever has the token for them, or to this machine where there is none."""
    if not _may_see_figures(request):
        raise Refused("not-found")
    meter = request.app[METER]
    figures = await _figures(request)
    own = generate_latest(_of_store(figures, await _free_bytes(request), request.app[HOUSE].now()))
    return web.Response(body=meter.text() + own, headers={"Content-Type": meter.content_type})


def add_to(app: web.Application) -> None:
    """Route to these."""
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/favicon.ico", no_icon)


def _list_age(each: ListAge, old_after_days: int) -> dict[str, object]:
    fresh = freshness_of(each.published_at, each.published_at + timedelta(seconds=each.age_seconds), old_after_days=old_after_days)
    return {
        "version": each.version,
        "published_at": say_stamp(each.published_at),
        "age_seconds": round(each.age_seconds),
        "age_days": fresh.age_days,
        "is_old": fresh.is_old,
    }


async def _number_lists(request: web.Request) -> str:
    """Say by a word whether all that organisations set apart is held apart, and nothing of whose or which it is."""
    try:
        are_read = await request.app[HOUSE].lists.guards.are_readable()
    except StoreUnavailable:
        return "unavailable"
    return "readable" if are_read else "unreadable-entries"


async def _room(request: web.Request) -> tuple[str, str]:
    """Say how the store stands, and whether uploads are taken."""
    try:
        room = await make_sure_of_room(request.app[HOUSE].vault)
    except StoreFull:
        return "full", "refused"
    except StoreUnavailable:
        return "unavailable", "refused"
    try:
        await make_sure_of_writing(request.app[HOUSE].vault)
    except StoreFull:
        return "full", "refused"
    except StoreUnavailable:
        return "not-writable", "refused"
    return "answers", "taken" if room.takes_uploads else "no-room"


async def _figures(request: web.Request) -> Figures | None:
    house = request.app[HOUSE]
    try:
        return await measure_store(house.vault, now=house.now())
    except StoreUnavailable:
        return None


def _may_see_figures(request: web.Request) -> bool:
    token = request.app[OPTIONS].metrics_token
    if token is None:
        return is_from_here(request)
    shown = (bearer_of(request) or "").encode("utf-8", "surrogatepass")
    return secrets.compare_digest(shown, token.encode("utf-8"))


async def _free_bytes(request: web.Request) -> dict[str, float]:
    try:
        room = await measure_room(request.app[HOUSE].vault)
    except StoreUnavailable:
        return {}
    return {name: float(value) for name, value in (("database", room.database), ("uploads", room.uploads)) if value is not None}


def _of_store(figures: Figures | None, free: dict[str, float], now: datetime) -> CollectorRegistry:
    """Write the figures of the store, with whether it answered at all."""
    registry = CollectorRegistry()
    Gauge("linewatch_store_up", "Whether the store answers.", registry=registry).set(figures is not None)
    Gauge("linewatch_clock_seconds", "The clock of the service.", registry=registry).set(now.timestamp())
    gauge = Gauge("linewatch_free_bytes", "Room on the disks of the store.", ("of",), registry=registry)
    for of, value in free.items():
        gauge.labels(of).set(value)
    for name, words, label, values in _gauges(figures):
        gauge = Gauge(name, words, (label,) if label else (), registry=registry)
        for word, value in values.items():
            (gauge.labels(word) if label else gauge).set(value)
    return registry


def _gauges(figures: Figures | None) -> Iterator[tuple[str, str, str, dict[str, float]]]:
    if figures is None:
        return
    jobs = {"waiting": figures.jobs_waiting, "leased": figures.jobs_leased, "dead": figures.jobs_dead}
    yield "linewatch_submissions", "Submissions by status.", "status", {each.value: count for each, count in figures.submissions.items()}
    yield "linewatch_jobs", "Jobs by state.", "state", {word: float(count) for word, count in jobs.items()}
    yield "linewatch_oldest_job_seconds", "Age of the oldest job.", "", {"": figures.oldest_job_seconds}
    yield "linewatch_line_list_age_seconds", "Age of the list that was not renewed for longest.", "", {"": figures.line_list_age_seconds}
    yield "linewatch_organisations_without_list", "Organisations without a list.", "", {"": figures.organisations_without_list}
