"""Running one outbox job: a thread of the web process and a worker behind a broker do exactly the same.

What is slow (a model, a mail server) happens outside any transaction and is written down inside one. What fails
is put off by its kind's schedule; what cannot succeed is set aside, shown, and never stops the others.
"""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

import structlog

from intake.cases import (
    anchors,
    classify,
    desks,
    inbound,
    jobs,
    recount,
    remind,
    scanning,
    setting_aside,
    speak,
    sweep,
    watch,
)
from intake.cases.deliver import deliver
from intake.cases.jobs import Claimed
from intake.cases.ports import Decider
from intake.cases.queues import taking_out
from intake.cases.work import Desk
from models.vocabulary import JobKind, WorkQueue

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
            again = jobs.put_off(work, job, name)
        if not again:
            setting_aside.set_aside(desk, job, name)
        return False
    log.info("job.done", kind=job.kind, attempts=job.attempts)
    return True


def hear_together(desk: Desk, decider: Decider, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Run jobs of messages of several people at once; gives those that have to be performed one by one."""
    heard = _heard_together(desk, decider, claimed)
    for job in claimed:
        if job.inbound_id in heard:
            log.info("job.done", kind=job.kind, attempts=job.attempts, job=str(job.id), request_id=job.request_id)
    return [job for job in claimed if job.inbound_id not in heard]


def drain(
    desk: Desk,
    decider: Decider,
    worker: str,
    *,
    queue: WorkQueue | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Run jobs, of one queue or of all, until none is ready or it is time to stop; returns how many were run."""
    run = 0
    while not stopping() and (claimed := _claim(desk, worker, queue)):
        while claimed and not stopping():
            perform(desk, decider, claimed.pop(0))
            run += 1
        if claimed:
            with desk.work() as work:
                jobs.give_back(work, claimed, worker)
    return run


def _heard_together(desk: Desk, decider: Decider, claimed: Sequence[Claimed]) -> Collection[UUID]:
    messages = [job.inbound_id for job in claimed if job.inbound_id is not None]
    try:
        return desk.conversation.hear_together(desk, decider, messages) if desk.conversation is not None else ()
    except Exception as fault:  # noqa: BLE001 - what is wrong with one of them must not stop the others; it is named
        log.warning("jobs.apart", jobs=[str(job.id) for job in claimed], fault=type(fault).__name__)
        return ()


def _run(desk: Desk, decider: Decider, job: Claimed) -> None:
    match job.kind:
        case JobKind.CLASSIFY:
            classify.run(desk, decider, job)
        case JobKind.NOTICE:
            deliver(desk, job)
        case JobKind.INBOUND:
            inbound.run(desk, decider, job)
        case JobKind.SPEAK:
            speak.run(desk, job)
        case JobKind.ANCHOR:
            with desk.work() as work:
                anchors.make(work)
                jobs.finish(work, job)
        case JobKind.SWEEP:
            with desk.work() as work:
                desks.rehouse(work)
            with desk.work() as work:
                sweep.sweep(work)
                jobs.finish(work, job)
        case JobKind.RECOUNT:
            recount.run(desk, job)
        case JobKind.SCAN:
            scanning.run(desk, job)
        case JobKind.EXPORT:
            taking_out.run(desk, job)
        case JobKind.WATCH:
            watch.watch(desk, job)
            remind.run(desk, job)
            with desk.work() as work:
                jobs.finish(work, job)


def _claim(desk: Desk, worker: str, queue: WorkQueue | None) -> list[Claimed]:
    with desk.look() as work:  # an idle relay must not take SQLite's one write lock three times a second
        if not jobs.any_ready(work, queue):
            return []
    with desk.work() as work:
        return jobs.claim(work, worker, queue=queue)
