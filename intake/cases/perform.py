"""Running one outbox job: a thread of the web process and a worker behind a broker do exactly the same.

What is slow (a model, a mail server) happens outside any transaction and is written down inside one. What fails
is put off by its kind's schedule; what cannot succeed is set aside, shown, and never stops the others.
"""

from collections.abc import Callable

import structlog
from sqlalchemy import select

from intake.cases import anchors, classify, desks, jobs, recount, scanning, sweep, watch
from intake.cases.deliver import abandon, deliver
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work, by_id
from models.case import Case
from models.vocabulary import JobKind

log = structlog.get_logger()


def perform(desk: Desk, decider: Decider, job: Claimed) -> bool:
    """Run one job in this worker's hands; whether it was done. No fault of the job leaves this function."""
    with structlog.contextvars.bound_contextvars(job=str(job.id), request_id=job.request_id):
        return _attempt(desk, decider, job)


def _attempt(desk: Desk, decider: Decider, job: Claimed) -> bool:
    try:
        if job.spent:
            raise TimeoutError
        _run(desk, decider, job)
    except Exception as fault:  # noqa: BLE001 - any fault of one job must not stop the others; it is named and counted
        name = type(fault).__name__
        log.warning("job.failed", kind=job.kind, attempts=job.attempts, fault=name)
        with desk.work() as work:
            if not jobs.put_off(work, job.id, name):
                _set_aside(work, job, name)
        return False
    log.info("job.done", kind=job.kind, attempts=job.attempts)
    return True


def drain(desk: Desk, decider: Decider, worker: str, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Run jobs until none is ready or it is time to stop; returns how many were run."""
    run = 0
    while not stopping() and (claimed := _claim(desk, worker)):
        while claimed and not stopping():
            perform(desk, decider, claimed.pop(0))
            run += 1
        if claimed:
            with desk.work() as work:
                jobs.give_back(work, claimed, worker)
    return run


def _run(desk: Desk, decider: Decider, job: Claimed) -> None:
    match job.kind:
        case JobKind.CLASSIFY:
            _classify(desk, decider, job)
        case JobKind.NOTICE:
            deliver(desk, job)
        case JobKind.ANCHOR:
            with desk.work() as work:
                anchors.make(work)
                jobs.finish(work, job.id)
        case JobKind.SWEEP:
            with desk.work() as work:
                desks.rehouse(work)
            with desk.work() as work:
                sweep.sweep(work)
                jobs.finish(work, job.id)
        case JobKind.RECOUNT:
            recount.run(desk, job)
        case JobKind.SCAN:
            scanning.run(desk, job)
        case JobKind.WATCH:
            watch.watch(desk, job)
            with desk.work() as work:
                jobs.finish(work, job.id)


def _set_aside(work: Work, job: Claimed, fault: str) -> None:
    """A job that failed for good: a case is given to a person, a notice says that nobody knows."""
    if job.kind is JobKind.CLASSIFY and job.case_id is not None:
        classify.give_up(work, by_id(work, job.case_id), fault)
    elif job.kind is JobKind.NOTICE:
        abandon(work, job, fault)


def _claim(desk: Desk, worker: str) -> list[Claimed]:
    with desk.look() as work:  # an idle relay must not take SQLite's one write lock three times a second
        if not jobs.any_ready(work):
            return []
    with desk.work() as work:
        return jobs.claim(work, worker)


def _classify(desk: Desk, decider: Decider, job: Claimed) -> None:
    with desk.look() as work:
        text = _content(work, job)

    decision = decider.decide(text)

    with desk.work() as work:
        if job.case_id is not None:
            classify.apply(work, by_id(work, job.case_id), decision)
        jobs.finish(work, job.id)


def _content(work: Work, job: Claimed) -> str:
    case = work.session.scalar(select(Case).where(Case.id == job.case_id))
    return case.content if case else ""
