"""Running one outbox job: whoever leased it (a thread of the web process, a worker) does the same.

A classification decides outside any transaction and is written inside one. What fails is put off; after the last
attempt the case goes to a person, with the reason.
"""

import structlog
from sqlalchemy import select

from intake.cases import classify, jobs
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider
from intake.cases.work import Desk, Work, by_id
from models.case import Case

log = structlog.get_logger()


def perform(desk: Desk, decider: Decider, job: Claimed) -> bool:
    """Run one leased job to its end; whether it was done. A fault never leaves this function."""
    try:
        _classify(desk, decider, job)
    except Exception as fault:  # noqa: BLE001 - any fault of one job must not stop the others; it is named and counted
        name = type(fault).__name__
        log.warning("job.failed", job=str(job.id), kind=job.kind, attempts=job.attempts, fault=name)
        with desk.work() as work:
            if not jobs.put_off(work, job.id, name) and job.case_id is not None:
                classify.give_up(work, by_id(work, job.case_id), name)
        return False
    return True


def drain(desk: Desk, decider: Decider, worker: str) -> int:
    """Run jobs until none is ready; returns how many were run."""
    run = 0
    while claimed := _claim(desk, worker):
        for job in claimed:
            perform(desk, decider, job)
            run += 1
    return run


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
