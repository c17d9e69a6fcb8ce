"""What the bot counts about itself, in Prometheus' terms.

No label names a person, a server, a channel or a hashtag: kinds and outcomes alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from math import inf

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.metrics_core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

# By itself every counter would come with a second series, of when it began.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

MINUTES = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3_600, 86_400)


class Seconds(Collector):
    """A histogram of what comes by the hundred: the library's own takes two locks for each."""

    def __init__(self, name: str, told: str, registry: CollectorRegistry) -> None:
        self._name, self._told = name, told
        self._counts = [0] * (len(MINUTES) + 1)
        self._sum = 0.0
        registry.register(self)

    def observe(self, *lags: float) -> None:
        for lag in lags:
            self._counts[bisect_left(MINUTES, lag)] += 1
        self._sum += sum(lags)

    def collect(self) -> Iterator[Metric]:
        until = map(floatToGoString, (*MINUTES, inf))
        buckets = list(zip(until, accumulate(self._counts), strict=True))
        yield HistogramMetricFamily(self._name, self._told, buckets, self._sum)


DELIVERIES = Counter(
    "tweetup_deliveries",
    "Messages to Discord, by kind and by what became of each attempt.",
    ["kind", "outcome"],
    registry=REGISTRY,
)
DELIVERY_LAG = Histogram(
    "tweetup_delivery_lag_seconds",
    "From when a message was asked for until Discord had it.",
    buckets=(0.1, 0.25, 0.5, *MINUTES),
    registry=REGISTRY,
)
POST_LAG = Seconds(
    "tweetup_post_lag_seconds",
    "From when a post was written on X until it was stored here.",
    registry=REGISTRY,
)
READ = Counter(
    "tweetup_x_read", "What X bills, each once a UTC day, by kind.", ["kind"], registry=REGISTRY
)
X_REQUESTS = Counter(
    "tweetup_x_requests",
    "Requests to X, by the status of the answer; none where there was none.",
    ["status"],
    registry=REGISTRY,
)
X_ANSWERED_AT = Gauge(
    "tweetup_x_answered_timestamp_seconds",
    "When X last answered anything but an error; 0 before it did.",
    registry=REGISTRY,
)
DISCORD_REQUESTS = Counter(
    "tweetup_discord_requests", "Answers of Discord, by HTTP status.", ["status"], registry=REGISTRY
)
RATE_LIMIT_WAITS = Counter(
    "tweetup_rate_limit_wait_seconds",
    "Seconds for which a platform asked to be left alone.",
    ["platform"],
    registry=REGISTRY,
)

# What is looked up whenever somebody asks.
INFO = Gauge("tweetup_info", "1, with the version of the program.", ["version"], registry=REGISTRY)
READY = Gauge("tweetup_ready", "1 while /readyz says yes.", registry=REGISTRY)
WAITING = Gauge(
    "tweetup_deliveries_waiting",
    "Messages in the queue, those that were put off included, by kind.",
    ["kind"],
    registry=REGISTRY,
)
OLDEST_WAITING = Gauge(
    "tweetup_deliveries_oldest_seconds",
    "For how long the oldest of those has waited that could go at once; 0 when there is none.",
    registry=REGISTRY,
)
SPENT = Gauge(
    "tweetup_x_spent_dollars",
    "What reading X has cost this calendar month (UTC), by this bot's own ledger.",
    registry=REGISTRY,
)
SPENDING_CAP = Gauge(
    "tweetup_x_spending_cap_dollars",
    "budget.monthly_cap_dollars; 0 without a limit.",
    registry=REGISTRY,
)
READING_STOPPED = Gauge(
    "tweetup_reading_stopped",
    "1 while X is not asked again before somebody acts.",
    registry=REGISTRY,
)
LEASES = Gauge(
    "tweetup_leases",
    "What this process has taken on, by kind: work, stream, hashtag, cluster; process is itself.",
    ["kind"],
    registry=REGISTRY,
)
WORKER_BEAT = Gauge(
    "tweetup_worker_beat_age_seconds",
    "Since when there was no sign of life of a worker; most sleep up to an hour.",
    ["worker"],
    registry=REGISTRY,
)
WORKER_SILENT = Gauge(
    "tweetup_worker_silent",
    "1 while a worker hangs: its sleep was over ten minutes ago.",
    ["worker"],
    registry=REGISTRY,
)
WORKER_FAILURES = Counter(
    "tweetup_worker_failures",
    "How often a worker failed, and began again half a minute later.",
    ["worker"],
    registry=REGISTRY,
)
