"""What is counted of requests, for Prometheus. One meter for each process; no label holds anything of a case or a person."""

from __future__ import annotations

from functools import cached_property

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

#: From a typed number (a few milliseconds) to an upload (minutes).
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0)


class Meter:
    """Counts what one process answers."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "linewatch_requests", "Requests that were answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "linewatch_request_seconds", "Time to the end of an answer.", ("route",), buckets=_BUCKETS, registry=self.registry
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    @cached_property
    def upload_bytes(self) -> Counter:
        """Bytes of files that came in, whether they were kept or not."""
        return Counter("linewatch_upload_bytes", "Bytes of uploads that were taken in.", registry=self.registry)

    @cached_property
    def open_streams(self) -> Gauge:
        """Streams of events that are open."""
        return Gauge("linewatch_event_streams", "Streams of events that are open.", registry=self.registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        key = (method, route, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(method, route, str(status))
            self._histograms.setdefault(route, self._seconds.labels(route))
        counter.inc()
        self._histograms[route].observe(seconds)

    def text(self) -> bytes:
        """Write everything as Prometheus reads it."""
        return generate_latest(self.registry)
