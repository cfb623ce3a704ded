"""What is counted of requests, for Prometheus. One meter for each process; no label holds anything of a case or a person.

Counting stands in the way of every answer, so it is plain addition; the library that writes the figures is asked only when they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

#: From a typed number (a few milliseconds) to an upload (minutes).
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0)


@dataclass(slots=True)
class _Times:
    """How long answers of one route took."""

    total: float = 0.0
    #: By the first bucket they fit in; the last one is for those that fit in none.
    counts: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))


class Meter(Collector):
    """Counts what one process answers."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        """Begin at nothing."""
        self.upload_bytes = 0
        #: Streams of events that are open.
        self.open_streams = 0
        self._answers: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._times: defaultdict[str, _Times] = defaultdict(_Times)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._answers[method, route, status] += 1
        times = self._times[route]
        times.total += seconds
        times.counts[bisect_left(_BUCKETS, seconds)] += 1

    def collect(self) -> Iterator[Metric]:
        """Give the figures as the library writes them."""
        answers = CounterMetricFamily("linewatch_requests", "Requests that were answered.", labels=("method", "route", "status"))
        for (method, route, status), count in self._answers.items():
            answers.add_metric((method, route, str(status)), count)
        yield answers
        seconds = HistogramMetricFamily("linewatch_request_seconds", "Time to the end of an answer.", labels=("route",))
        for route, times in self._times.items():
            seconds.add_metric((route,), _summed(times.counts), times.total)
        yield seconds
        yield CounterMetricFamily("linewatch_upload_bytes", "Bytes of uploads that were taken in.", value=self.upload_bytes)
        yield GaugeMetricFamily("linewatch_event_streams", "Streams of events that are open.", value=self.open_streams)

    def text(self) -> bytes:
        """Write everything as Prometheus reads it."""
        registry = CollectorRegistry()
        registry.register(self)
        return generate_latest(registry)


def _summed(counts: list[int]) -> list[tuple[str, float]]:
    """Give the buckets as they are told: each holds those of the ones below it."""
    found, sum_so_far = [], 0
    for bucket, count in zip((*map(str, _BUCKETS), "+Inf"), counts, strict=True):
        sum_so_far += count
        found.append((bucket, float(sum_so_far)))
    return found
