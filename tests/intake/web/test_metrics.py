"""Metrics: the figures are right on both engines, name nobody, and are for a collector on this machine only."""

from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from intake.adapters.metrics import Metrics
from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.case import Case
from models.db import Database
from tests.conftest import TestClock
from tests.intake.cases.test_path import issue  # noqa: F401
from tests.world import UNSURE, World

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def collector(desk: Desk, address: str = "127.0.0.1", **options: object) -> TestClient:
    given = {"meter": Metrics(desk), **options}
    app = create_app(desk, WebOptions(public_url="http://testserver", **given))  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False, client=(address, 50000))


def samples(client: TestClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found.get((name, tuple(sorted(labels.items()))), 0.0)
