"""How fast pages are read on a large database: a queue, a case, and the citizen's state of a case, for information."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from benchmarks import feedback
from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import BROKER, load
from benchmarks.seed.people import PASSWORD
from benchmarks.server import Server, running
from models.case import Case
from models.db import Database
from models.vocabulary import CaseStatus

_TIMES = 200


def reading(template: str) -> list[Figure]:
    """Queue pages of a unit's officer and of the receiving desk, case pages, and following a case over the API."""
    with copy_of(template) as name, running(HOME, url_of(name), BROKER_URL=BROKER) as server:
        triage, construction = _signed_in(server, "tiepnhan1"), _signed_in(server, "construction.canbo1")
        codes = _codes(url_of(name))
        return [
            *_page(server, "queue page (unit)", ["/can-bo/hang-doi/open"] * _TIMES, construction),
            *_page(server, "queue page (receiving desk)", ["/can-bo/hang-doi/triage"] * _TIMES, triage),
            *_page(server, "case page", [f"/can-bo/ho-so/{code}" for code in codes], triage),
            *_followed(server),
        ]


def _page(server: Server, what: str, paths: list[str], cookie: str) -> list[Figure]:
    requests = [{"method": "GET", "path": path, "headers": {"Cookie": cookie}} for path in paths]
    return _timed(server, what, requests)


def _followed(server: Server) -> list[Figure]:
    filed = load(server, feedback.requests(_TIMES, seed=9), seconds=60, keep=True)
    receipts = [json.loads(body) for body in filed["bodies"]]
    requests = [
        {"method": "GET", "path": f"/api/v1/feedback/{one['code']}", "headers": {"X-Case-Key": one["key"]}}
        for one in receipts
    ]
    return _timed(server, "following a case (API)", requests)


def _timed(server: Server, what: str, requests: list[dict[str, Any]]) -> list[Figure]:
    load(server, requests[:20], seconds=30)
    outcome = load(server, requests, seconds=60, connections=1)
    if set(outcome["statuses"]) != {"200"}:
        raise ValueError(f"{what}: {outcome['statuses']}")
    middle, high = milliseconds(outcome["seconds"])
    return [
        Figure(f"{what}: median", middle, "ms"),
        Figure(f"{what}: p95", high, "ms"),
        Figure(f"{what}: CPU", outcome["cpu_ms"], "ms"),
    ]


def _signed_in(server: Server, username: str) -> str:
    """The cookie of a new session."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    form = urlencode({"username": username, "password": PASSWORD})
    connection.request("POST", "/can-bo/dang-nhap", form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    cookie = answer.getheader("Set-Cookie")
    if answer.status != 303 or cookie is None:
        raise ValueError(f"{username} could not sign in: {answer.status}")
    return cookie.split(";", 1)[0]


def _codes(url: str) -> list[str]:
    """Cases that the receiving desk may open, of every age."""
    database = Database(url, pool_size=1)
    query = select(Case.code).where(Case.status != CaseStatus.RECEIVED, ~Case.restricted)
    with database.reading() as session:
        codes = list(session.scalars(query.order_by(Case.code).limit(50_000)))
    database.dispose()
    return codes[:: max(1, len(codes) // _TIMES)][:_TIMES]
