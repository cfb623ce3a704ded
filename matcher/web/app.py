"""The application: every route behind one frame, and what lives as long as the process serves."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from matcher.web import (
    alerts,
    checks,
    description,
    health,
    identity,
    later,
    lines,
    numbers,
    pages,
    proposals,
    register,
    reports,
    sign_in,
    submissions,
    watch_pages,
    watches,
)
from matcher.web.frame import frame, set_headers
from matcher.web.house import House
from matcher.web.keys import HOUSE, METER, OPTIONS, SHORT_WAY, STREAMS
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.streams import Streams

#: Every operation of the API, in the order of its description.
APIS = (
    submissions.api,
    checks.api,
    lines.api,
    register.api,
    proposals.api,
    later.api,
    alerts.api,
    reports.api,
    watches.api,
    numbers.api,
    identity.api,
)


def create_app(house: House, options: WebOptions | None = None) -> web.Application:
    """Make the application.

    Args:
        house: The store, what answers rest on, and the clock.
        options: How requests are taken; as for a service on this machine where none are given.
    """
    options = options or WebOptions()
    app = web.Application(middlewares=[frame], client_max_size=options.body_limit)
    app[HOUSE], app[OPTIONS] = house, options
    app[METER], app[STREAMS] = Meter(), Streams(options.streams)
    app[SHORT_WAY] = checks.short_way(house, options, app[METER])
    app.on_response_prepare.append(set_headers(options))
    app.cleanup_ctx.append(_open_gate)
    for api in APIS:
        api.add_to(app)
    health.add_to(app)
    pages.add_to(app)
    watch_pages.add_to(app)
    sign_in.add_to(app)
    description.add_to(app, [operation for api in APIS for operation, _ in api.operations])
    return app


async def _open_gate(app: web.Application) -> AsyncIterator[None]:
    async with app[HOUSE].gate:
        yield
