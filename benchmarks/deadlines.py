"""Deadlines in bulk: how fast one core counts them, and how long a changed calendar takes over a whole province."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import select, text

from benchmarks import feedback
from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure, milliseconds
from benchmarks.measures import BROKER, load
from benchmarks.server import Server, running
from intake.cases import clock_work, jobs, recount
from intake.cases.jobs import Claimed
from intake.cases.work import Desk
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from models.outbox import OutboxJob
from models.vocabulary import CaseKind, JobKind
from routing import deadlines
from routing.rulebook import Rulebook

_COUNTED = 60_000
_FILED = 2_000

_ALL_OPEN = """UPDATE "case" SET status = 'accepted', due_at = due_at - interval '1 day'"""
_A_DAY_EARLY = """UPDATE deadline SET last_day = last_day - 1, due_at = due_at - interval '1 day', calendar = ''
WHERE superseded_at IS NULL"""


def counting() -> list[Figure]:
    """Pure computing on one core: any kind, any second of two years, nothing remembered between two deadlines."""
    book, rng, kinds = Rulebook.shipped(), Random(7), list(CaseKind)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    asked = [(rng.choice(kinds), first + timedelta(seconds=rng.randrange(2 * 365 * 86_400))) for _ in range(_COUNTED)]
    began = time.process_time()
    for kind, received_at in asked:
        deadlines.for_kind(kind, received_at, book)
    return [Figure("deadlines counted, one core", _COUNTED / (time.process_time() - began), "/s", at_least=20_000)]


def recounting(template: str, cases: int) -> list[Figure]:
    """Every stored case open and its deadline a day early, so that each of them moves; then the same while filing."""
    with copy_of(template) as name:
        desk = open_desk(Settings(home=HOME, database_url=url_of(name)))
        alone, moved = _timed(desk)
        figures = [
            Figure(f"{cases:,} open deadlines, all move", alone, "s", at_most=60 * cases / 100_000),
            Figure("deadlines moved", moved, ""),
        ]
        with running(HOME, url_of(name), BROKER_URL=BROKER) as server:
            load(server, feedback.requests(300, seed=11), seconds=20)
            figures += [*_filing("filed before", server, 13), *_filing_meanwhile(desk, server)]
        desk.database.dispose()
    return figures


def _timed(desk: Desk) -> tuple[float, int]:
    job = _asked(desk)
    began = time.perf_counter()
    recount.run(desk, job)
    took = time.perf_counter() - began
    with desk.look() as work:
        moved = work.session.scalar(text("SELECT count(*) FROM deadline WHERE cause = 'calendar'")) or 0
    return took, moved


def _filing_meanwhile(desk: Desk, server: Server) -> list[Figure]:
    job = _asked(desk)
    with ThreadPoolExecutor(1) as pool:
        running_recount = pool.submit(recount.run, desk, job)
        figures = _filing("filed meanwhile", server, 17)
        running_recount.result()
    return figures


def _filing(what: str, server: Server, seed: int) -> list[Figure]:
    outcome = load(server, feedback.requests(_FILED, seed=seed), seconds=10, connections=1)
    if set(outcome["statuses"]) != {"201"}:
        raise ValueError(f"not everything was filed: {outcome['statuses']}")
    middle, high = milliseconds(outcome["seconds"])
    return [Figure(f"{what}, one connection: median", middle, "ms"), Figure(f"{what}: p95", high, "ms", at_most=100)]


def _asked(desk: Desk) -> Claimed:
    """The job that a changed calendar asks for, taken by us."""
    with desk.work() as work:
        for statement in (_ALL_OPEN, _A_DAY_EARLY, "DELETE FROM outbox_job WHERE kind = 'recount'"):
            work.session.execute(text(statement))
    with desk.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    with desk.work() as work:
        clock_work.ask(work)
    with desk.work() as work:
        job_id = work.session.scalars(select(OutboxJob.id).where(OutboxJob.kind == JobKind.RECOUNT)).one()
        job = jobs.take(work, job_id, "benchmarks")
    if job is None:
        raise LookupError("the job was not there to take")
    return job
