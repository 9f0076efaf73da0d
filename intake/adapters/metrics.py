"""The figures in the text format of Prometheus: what the web answered, and what the record holds.

Requests are counted here, by route template and status, never by address. Everything else is counted from the
record, at most once in ten seconds however often somebody asks.
"""

import os
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from intake.cases import figures
from intake.cases.figures import ANSWER_DAYS, Figures
from intake.cases.work import Desk
from models import migrate
from models.vocabulary import JobKind, JobState

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_KEPT_SECONDS = 10.0
_DAY = 86_400


class Metrics:
    """The meter of one process."""

    def __init__(self, desk: Desk) -> None:
        self._requests = Counter(
            "langnghe_http_requests",
            "Requests answered by this process",
            ["method", "route", "status"],
            registry=None,
        )
        self._seconds = Histogram(
            "langnghe_http_request_seconds",
            "Time to answer a request",
            ["method", "route"],
            buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=None,
        )
        self._record = _Record(desk)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(method, route).observe(seconds)

    def page(self) -> tuple[bytes, str]:
        """The figures of now; of several processes behind one port, the requests of all of them."""
        asked = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        else:
            asked.register(self._requests)
            asked.register(self._seconds)
        asked.register(self._record)
        return generate_latest(asked), MEDIA_TYPE


class _Record(Collector):
    """What the record holds, kept for a moment."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, threading.Lock()
        self._figures: Figures | None = None
        self._counted_at = 0.0

    def describe(self) -> list[Metric]:
        """Nothing beforehand, so that registering does not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield self._build()
        try:
            now = self._now()
        except SQLAlchemyError:
            yield GaugeMetricFamily("langnghe_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("langnghe_database_up", "Whether the database answers", value=1)
        yield from _of_cases(now)
        yield from _of_jobs(now)

    def _now(self) -> Figures:
        with self._lock:
            if self._figures is None or time.monotonic() - self._counted_at > _KEPT_SECONDS:
                with self._desk.look() as work:
                    self._figures = figures.count(work)
                self._counted_at = time.monotonic()
            return self._figures

    def _build(self) -> Metric:
        facts = {
            "version": version("langnghe"),
            "revision": migrate.newest(),
            "rulebook": self._desk.rulebook.version,
        }
        return InfoMetricFamily("langnghe_build", "What is running", value=facts)


def _of_cases(now: Figures) -> Iterator[Metric]:
    received = CounterMetricFamily("langnghe_cases_received", "Cases received", labels=["channel"])
    for channel, number in now.received.items():
        received.add_metric([channel.value], number)
    classified = CounterMetricFamily("langnghe_cases_classified", "Cases classified, by engine", labels=["engine"])
    for engine, number in now.classified.items():
        classified.add_metric([engine], number)
    unfinished = GaugeMetricFamily("langnghe_cases_open", "Cases not finished", labels=["status"])
    for status, number in now.unfinished.items():
        unfinished.add_metric([status.value], number)
    yield from (received, classified, unfinished)
    yield GaugeMetricFamily("langnghe_cases_overdue", "Open cases whose deadline has passed", value=now.overdue)
    alerts = CounterMetricFamily(
        "langnghe_alerts_told", "Alerts told to offices by the deadline watch", labels=["kind"]
    )
    for kind, number in now.alerts.items():
        alerts.add_metric([kind.value], number)
    yield alerts
    yield _messages(now)
    yield _answer_time(now)


def _messages(now: Figures) -> Metric:
    told = "Messages of chats understood, by engine, and by what was wrong with the first one"
    messages = CounterMetricFamily("langnghe_messages_understood", told, labels=["engine", "fault"])
    for share in now.understood:
        messages.add_metric([share.engine.value, share.fault.value if share.fault else ""], share.times)
    return messages


def _answer_time(now: Figures) -> Metric:
    buckets, total = [], 0
    for days in ANSWER_DAYS:
        total += now.answered.get(days, 0)
        buckets.append((str(float(days * _DAY)), total))
    buckets.append(("+Inf", total + now.answered.get(None, 0)))
    family = HistogramMetricFamily("langnghe_answer_seconds", "From receiving a case to answering it")
    family.add_metric([], buckets, sum_value=now.answer_seconds)
    return family


def _of_jobs(now: Figures) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("langnghe_outbox_jobs", "Outbox rows not done", labels=["kind", "state"])
    for (kind, state), number in now.jobs.items():
        jobs.add_metric([kind.value, state.value], number)
    yield jobs
    given_up = now.jobs.get((JobKind.CLASSIFY, JobState.PERMANENT), 0)
    for name, meaning, value in (
        ("langnghe_outbox_oldest_seconds", "Age of the oldest unfinished job", now.oldest_job_seconds),
        ("langnghe_cases_given_up", "Cases that the machine could not classify", given_up),
        ("langnghe_watch_age_seconds", "Since the watch of deadlines was last asked for", now.watch_seconds),
        ("langnghe_anchor_age_seconds", "Since all histories were last anchored", now.anchor_seconds),
    ):
        yield GaugeMetricFamily(name, meaning, value=value)
