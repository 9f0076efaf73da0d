"""How fast pages are read on a large database: queues near and far, searches, a case, a list as a file."""

import json
import resource
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from benchmarks import feedback
from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import BROKER, REDIS, load
from benchmarks.seed.people import PASSWORD
from benchmarks.server import Server, running
from intake.cases import citizen_access
from intake.cases.perform import drain
from intake.cases.queues import PAGE_SIZE
from intake.cases.queues.order import cursor
from intake.entry.deciding import load_decider
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from intake.web.cookies import Cookie
from models.case import Case
from models.db import Database
from models.export import Export
from models.vocabulary import CaseStatus, WorkQueue
from routing.lifecycle import CLOSED_STATUSES

_TIMES = 200
_SEARCHED = ("đường", "sổ đỏ", "nuoc ban", "khai sinh tre em", "zzkhongco", "den duong thon")
"""Words that many texts hold, that few do, that none does; with and without diacritics."""


def reading(template: str) -> list[Figure]:
    """Pages of officers over one connection, all of them at once from two web processes, and a list as a file."""
    with copy_of(template) as name, running(HOME, url_of(name), BROKER_URL=BROKER) as server:
        triage, construction = _signed_in(server, "tiepnhan1"), _signed_in(server, "construction.canbo1")
        codes, far = _codes(url_of(name)), _far_cursor(url_of(name))
        finding = [f"/can-bo/hang-doi/done?{urlencode({'q': words})}" for words in _SEARCHED]
        figures = [
            *_page(server, "queue page (unit)", ["/can-bo/hang-doi/open"] * _TIMES, construction, 50),
            *_page(server, "queue page (receiving desk)", ["/can-bo/hang-doi/triage"] * _TIMES, triage, 50),
            *_page(server, "queue page 1,000", [f"/can-bo/hang-doi/done?sau={far}"] * _TIMES, triage, 50),
            *_page(server, "search", finding * (_TIMES // len(finding)), triage, 150),
            *_page(server, "case page", [f"/can-bo/ho-so/{code}" for code in codes], triage, 60),
            *_followed(server),
            *_exported(server, triage, url_of(name)),
        ]
    with (
        copy_of(template) as name,
        running(HOME, url_of(name), processes=2, BROKER_URL=BROKER, REDIS_URL=REDIS) as server,
    ):
        cookies = [_signed_in(server, "tiepnhan1"), _signed_in(server, "construction.canbo1")]
        return [*figures, _at_once(server, cookies)]


def following(template: str) -> list[Figure]:
    """The page on which citizens follow their cases, of every age and status, and the door before it."""
    with copy_of(template) as name, running(HOME, url_of(name), BROKER_URL=BROKER) as server:
        cookies = _citizens(url_of(name))
        requests = [_get(f"/ho-so/{code}", cookie) for code, cookie in cookies]
        return [
            *timed(server, "tracking page", requests, 50),
            *timed(server, "own data page", [_get(f"/ho-so/{code}/du-lieu", cookie) for code, cookie in cookies], 50),
            *timed(server, "contacts, searched", [_get("/lien-he?ten=long+huu", "")] * _TIMES, 50),
        ]


def _citizens(url: str) -> list[tuple[str, str]]:
    """Codes, each with the cookie of a browser that has shown its key."""
    desk = open_desk(Settings(home=HOME, database_url=url))
    with desk.work() as work:
        shown = [(code, citizen_access.open_session(work, work.find(code), None)) for code in _codes(url)]
    desk.database.dispose()
    return [(code, f"{Cookie.CITIZEN}={token}") for code, token in shown]


def _at_once(server: Server, cookies: list[str]) -> Figure:
    """Queue pages of two officers over eight connections."""
    paths = ("/can-bo/hang-doi/triage", "/can-bo/hang-doi/open")
    each = [_get(path, cookie) for path, cookie in zip(paths, cookies, strict=True)]
    load(server, each * 20, seconds=30)
    outcome = load(server, each * 500, seconds=15)
    return Figure("queue pages, 8 connections", len(outcome["seconds"]) / outcome["took"], "/s", at_least=100)


def _exported(server: Server, cookie: str, url: str) -> list[Figure]:
    """The longest list there may be, as a spreadsheet a worker makes: how long it takes, and by how much we grow."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("POST", "/can-bo/hang-doi/done/xuat.xlsx", headers={"Cookie": cookie})
    asked = connection.getresponse()
    if (asked.read(), asked.status)[1] != 303:
        return []  # a short list comes at once, and is not worth measuring
    settings = Settings(home=HOME, database_url=url)
    desk, decider = open_desk(settings), load_decider(settings)
    before, began = _grown(), time.perf_counter()
    with desk.look() as work:
        export_id, total = work.session.execute(select(Export.id, Export.total)).one()
    drain(desk, decider, "bench", queue=WorkQueue.CLOCK)
    took, file = time.perf_counter() - began, desk.storage.path(export_id)
    size = file.stat().st_size / 1024 / 1024
    desk.storage.delete(export_id)
    desk.database.dispose()
    return [
        Figure("list as XLSX (at most 100,000 rows)", took, "s", at_most=60, note=f"{total:,} rows, {size:.1f} MB"),
        Figure("list as XLSX: growth of the process", _grown() - before, "MB"),
    ]


def _grown() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _far_cursor(url: str) -> str:
    """Where the 1,000th page of the finished cases begins, or the last page of a shorter list."""
    database = Database(url, pool_size=1)
    closed = select(Case.received_at, Case.id).where(Case.status.in_(CLOSED_STATUSES), ~Case.restricted)
    newest = closed.order_by(Case.received_at.desc(), Case.id.desc())
    with database.reading() as session:
        row = session.execute(newest.offset(999 * PAGE_SIZE - 1).limit(1)).first()
        row = row or session.execute(closed.order_by(Case.received_at, Case.id).limit(1)).one()
    database.dispose()
    return cursor(row.received_at, row.id)


def _get(path: str, cookie: str) -> dict[str, Any]:
    return {"method": "GET", "path": path, "headers": {"Cookie": cookie}}


def _page(server: Server, what: str, paths: list[str], cookie: str, at_most: float) -> list[Figure]:
    return timed(server, what, [_get(path, cookie) for path in paths], at_most)


def _followed(server: Server) -> list[Figure]:
    filed = load(server, feedback.requests(_TIMES, seed=9), seconds=60, keep=True)
    receipts = [json.loads(body) for body in filed["bodies"]]
    requests = [
        {"method": "GET", "path": f"/api/v1/feedback/{one['code']}", "headers": {"X-Case-Key": one["key"]}}
        for one in receipts
    ]
    return timed(server, "following a case (API)", requests)


def timed(server: Server, what: str, requests: list[dict[str, Any]], at_most: float | None = None) -> list[Figure]:
    """Median, 95th percentile (against ``at_most`` ms) and processor time of requests over one connection."""
    load(server, requests[:20], seconds=30)
    outcome = load(server, requests, seconds=60, connections=1)
    if set(outcome["statuses"]) != {"200"}:
        raise ValueError(f"{what}: {outcome['statuses']}")
    middle, high = milliseconds(outcome["seconds"])
    return [
        Figure(f"{what}: median", middle, "ms"),
        Figure(f"{what}: p95", high, "ms", at_most=at_most),
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
