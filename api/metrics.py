"""What the server counts, as Prometheus reads it; nothing about who asked or what.

Each process of the application counts for itself: where several run, each is scraped at a port
of its own.

Source: Prometheus text format 0.0.4 and OpenMetrics 1.0; "Metric and label naming" of the
Prometheus documentation (base units, `_total`, few values of a label).
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from api.engine import Engine
from api.workers.answers import BusyError
from kg.errors import StopError
from kg.store import TooLargeError

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_REASONS = ("busy", "client", "size")
"""The server has no time; one client asks too much at a time; the answer is too large."""
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """The figures of one application."""

    def __init__(self, engine: Engine) -> None:
        registry = self._registry = CollectorRegistry()
        self._requests = Counter(
            "coldwire_http_requests", "Requests that were answered.",
            ["route", "method", "status"], registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "coldwire_http_request_duration_seconds", "Time to the last byte of an answer.",
            ["route"], registry=registry, buckets=_SECONDS,
        )  # fmt: skip
        self._bytes = Counter(
            "coldwire_http_response_bytes", "Bytes of bodies, as sent.",
            ["route"], registry=registry,
        )  # fmt: skip
        self._refused = Counter(
            "coldwire_queries_refused", "Queries without an answer, by the reason.",
            ["reason"], registry=registry,
        )  # fmt: skip
        for reason in _REASONS:
            self._refused.labels(reason)
        self.dataset = DatasetCollector(engine)
        registry.register(EngineCollector(engine))
        registry.register(self.dataset)
        ProcessCollector(registry=registry)

    def answered(self, route: str, method: str, status: int, seconds: float, sent: int) -> None:
        """Count one request; `route` is the template of its path."""
        method = method if method in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.labels(route).inc(sent)

    def refused(self, error: Exception) -> None:
        """Count a question that was turned away."""
        if isinstance(error, BusyError):
            self._refused.labels("client" if error.is_of_client else "busy").inc()
        elif isinstance(error, TooLargeError):
            self._refused.labels("size").inc()

    def text(self, accept: str | None) -> tuple[bytes, str]:
        """All figures, and their media type. To be called on the event loop."""
        write, media_type = choose_encoder(accept or "")
        return write(self._registry), media_type


class EngineCollector(Collector):
    """What the workers do, read when it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """The figures of the pool; none before it has started."""
        try:
            load, pool = self._engine.load, self._engine.pool
        except StopError:
            return
        gauges = {
            "workers": ("Worker processes that are there.", load.workers),
            "queries_running": ("Queries that run.", load.running),
            "queries_long": ("Queries of those that run long.", load.long),
            "queries_waiting": ("Queries that wait for a worker.", load.waiting),
        }
        for name, (words, number) in gauges.items():
            yield GaugeMetricFamily(f"coldwire_{name}", words, value=number)
        yield CounterMetricFamily(
            "coldwire_queries_cut_off", "Queries ended at the time limit.", value=pool.cut_off
        )
        yield CounterMetricFamily(
            "coldwire_queries_crashed", "Workers that died of a query.", value=pool.crashed
        )


class DatasetCollector(Collector):
    """Which dataset is served; `statements` is set by whoever has asked for their number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.statements: int | None = None

    def collect(self) -> Iterator[Metric]:
        """Version, time and size of the dataset."""
        try:
            version = self._engine.version
        except StopError:
            return
        about = {"version": version}
        yield InfoMetricFamily("coldwire_dataset", "The version that is served.", value=about)
        if self._engine.built is not None:
            yield GaugeMetricFamily(
                "coldwire_dataset_built_timestamp_seconds",
                "When it was built.",
                value=self._engine.built,
            )
        if self.statements is not None:
            yield GaugeMetricFamily(
                "coldwire_dataset_statements",
                "Statements, as it counts them itself.",
                value=self.statements,
            )
