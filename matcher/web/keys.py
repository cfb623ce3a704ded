"""Under which typed keys things are reached from an application and from a request."""

from __future__ import annotations

from aiohttp import web

from matcher.web.house import House
from matcher.web.meter import Meter
from matcher.web.options import WebOptions
from matcher.web.short_way import Begun, ShortWay
from matcher.web.streams import Streams

HOUSE = web.AppKey("house", House)
OPTIONS = web.AppKey("options", WebOptions)
METER = web.AppKey("meter", Meter)
STREAMS = web.AppKey("streams", Streams)
SHORT_WAY = web.AppKey("short_way", ShortWay)

#: What a request came to before the library took it: its answer is this problem, and nothing is done for it again.
FOREGONE = web.RequestKey("foregone", Exception)
#: When that was begun, and the number it was given.
BEGUN: web.RequestKey[Begun] = web.RequestKey("begun", tuple)

#: Names one request in logs, problems and to whoever asks us about it.
REQUEST_ID = web.RequestKey("request_id", str)
