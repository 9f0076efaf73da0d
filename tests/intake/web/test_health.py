"""Health pages: alive says nothing of the database, ready says what is missing, each request is one log line."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import select, text
from starlette.testclient import TestClient
from structlog.testing import LogCapture

from intake.cases.work import Desk
from intake.web.app import create_app
from intake.web.options import WebOptions
from models.db import Database
from models.outbox import OutboxJob
from tests.world import Said, World

SITE = "http://testserver"


def client_of(desk: Desk, **options: object) -> TestClient:
    app = create_app(desk, WebOptions(public_url=SITE, **options))  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def lines() -> Iterator[LogCapture]:
    """What is logged, with what was bound to it."""
    before = structlog.get_config()
    capture = LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    yield capture
    structlog.configure(**before)


def test_alive_needs_no_database(sqlite_desk: Desk) -> None:
    nowhere = replace(sqlite_desk, database=Database("postgresql+psycopg://nobody@127.0.0.1:1/none"))

    answer = client_of(nowhere).get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_everything_is_there(desk: Desk) -> None:
    assert client_of(desk).get("/readyz").json() == {"status": "ok", "missing": []}


def test_not_ready_without_a_database(sqlite_desk: Desk) -> None:
    nowhere = replace(sqlite_desk, database=Database("postgresql+psycopg://nobody@127.0.0.1:1/none"))

    answer = client_of(nowhere).get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, ["database"])


def test_not_ready_before_the_migrations(sqlite_desk: Desk) -> None:
    with sqlite_desk.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = client_of(sqlite_desk).get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, ["migrations"])


def test_not_ready_while_the_classifier_loads(sqlite_desk: Desk) -> None:
    missing = ["classifier"]
    client = client_of(sqlite_desk, missing=lambda: missing)

    assert client.get("/readyz").json() == {"status": "not_ready", "missing": ["classifier"]}
    missing.clear()
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/cong-khai/PA-261120-000000-X", "/cong-khai/{code}", 404),
        ("GET", "/can-bo/ho-so/PA-261120-000000-X", "/can-bo/ho-so/{code}", 303),
        ("GET", "/api/v1/feedback/PA-261120-000000-X", "/api/v1/feedback/{code}", 422),
        ("GET", "/khong-co-trang-nay/0912345678", "(không có)", 404),
        ("POST", "/theo-doi", "(không có)", 403),
        ("BREW", "/", None, 405),
    ],
)
def test_a_request_is_logged_by_its_template(
    sqlite_world: World, lines: LogCapture, method: str, path: str, route: str | None, status: int
) -> None:
    client = client_of(sqlite_world.desk)
    headers = {"sec-fetch-site": "cross-site"} if method == "POST" else {}

    answer = client.request(method, path, headers=headers, follow_redirects=False)

    line = next(entry for entry in lines.entries if entry["event"] == "http.request")
    assert answer.status_code == status
    assert line["status"] == status
    assert line["method"] in {"GET", "POST", "OTHER"}
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["ms"] >= 0
    if route is not None:
        assert line["route"] == route


def test_health_probes_fill_no_log(sqlite_desk: Desk, lines: LogCapture) -> None:
    client = client_of(sqlite_desk)
    for path in ("/healthz", "/readyz"):
        client.get(path)

    assert [entry for entry in lines.entries if entry["event"] == "http.request"] == []


def test_the_id_of_a_request_goes_along_with_its_job(world: World, lines: LogCapture) -> None:
    client = client_of(world.desk)

    answer = client.post("/api/v1/feedback", json={"content": "Đường trước nhà có ổ gà."})
    with world.desk.look() as work:
        kept = work.session.scalars(select(OutboxJob.request_id)).all()
    world.classify(Said().decision)

    request_id = answer.headers["x-request-id"]
    assert kept == [request_id]
    done = [entry for entry in lines.entries if entry["event"] == "job.done"]
    assert [entry["request_id"] for entry in done] == [request_id]
