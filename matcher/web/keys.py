"""Under which typed keys things are reached from an application and from a request."""

from __future__ import annotations

from aiohttp import web

from matcher.web.house import House
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.streams import Streams

HOUSE = web.AppKey("house", House)
OPTIONS = web.AppKey("options", WebOptions)
METER = web.AppKey("meter", Meter)
STREAMS = web.AppKey("streams", Streams)

#: Names one request in logs, problems and to whoever asks us about it.
REQUEST_ID = web.RequestKey("request_id", str)
