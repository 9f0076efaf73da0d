"""A system that talks to the API over HTTP, on a desk of each engine."""

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions

PUBLIC_URL = "https://phananh.example.vn"

ClientFactory = Callable[[Desk], TestClient]


def client_of(desk: Desk) -> TestClient:
    """A client of the whole web, so that the security layer is in the way as it is in life."""
    app = create_app(desk, WebOptions(PUBLIC_URL, trusted_proxies=("10.0.0.0/8",)))
    return TestClient(app, raise_server_exceptions=False, client=("10.0.0.1", 50000))


@pytest.fixture
def api(desk: Desk) -> Iterator[TestClient]:
    with client_of(desk) as client:
        yield client


@pytest.fixture
def sqlite_api(sqlite_desk: Desk) -> Iterator[TestClient]:
    """On SQLite only, for what never reaches the record."""
    with client_of(sqlite_desk) as client:
        yield client
