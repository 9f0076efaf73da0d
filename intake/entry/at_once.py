"""Hearing a message in the process that has just kept it, in a thread of its own: no look at the outbox, no broker.

The job of such a message is leased to this process in the transaction that keeps it, and only where nothing the same
person sent before still waits. What is too much at once, what failed and what a killed process held goes the way of
the outbox; that a process was killed, the next one on its host sees when it begins.
"""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from queue import Empty, SimpleQueue

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from intake.cases import jobs
from intake.cases.jobs import Claimed
from intake.cases.perform import hear_together, perform
from intake.cases.work import Desk
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.naming import is_gone, worker_name

log = structlog.get_logger()

ALONE, BESIDE_WORKERS = 20, 16
"""How many messages may wait for the thread: where nobody else hears them, and where workers would.

Sixteen, heard together, wait about as long as one needs by way of outbox, relay, broker and worker, which costs more.
"""

_TOGETHER = 8
"""So many people share a transaction, which is most of what a turn costs; the first of them waits for the last."""


class AtOnce:
    """One thread that hears, from ``start`` until ``stop``."""

    def __init__(self, decider: LoadedAtFirstUse, most: int) -> None:
        self.name = worker_name("at-once")
        self._decider, self._most = decider, most
        self._waiting = SimpleQueue[Claimed | None]()
        self._behind = 0
        """How many the thread has taken beside the one it hears."""
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def has_room(self, beside: int) -> bool:
        """Whether a message may be leased to this process now: somebody is here who can think about it.

        ``beside`` so many that the same transaction has leased already.
        """
        there = self._thread is not None and self._thread.is_alive() and not self._over.is_set()
        return there and self._decider.is_loaded and self._waiting.qsize() + self._behind + beside < self._most

    def take(self, job: Claimed) -> None:
        """Hear the message of this job, whose lease is committed, as soon as possible."""
        self._waiting.put(job)

    def start(self, desk: Desk) -> None:
        self._thread = threading.Thread(target=self._run, args=[desk], name="at-once", daemon=True)
        self._thread.start()

    def stop(self, desk: Desk) -> None:
        """End after the current message; what was not begun is ready for anybody."""
        left = self._left()
        self._over.set()
        self._waiting.put(None)  # so that it sees that
        if self._thread is not None:
            self._thread.join(timeout=10)
        if left := [*left, *self._left()]:
            with desk.work() as work:
                jobs.give_back(work, left, self.name)

    def _run(self, desk: Desk) -> None:
        self._free_messages(desk)
        self._decider.load_early()
        log.info("at_once.ready", able=self._decider.is_loaded)
        while not self._over.is_set():
            if (job := self._waiting.get()) is not None:
                self._hear(desk, [job, *self._left(_TOGETHER - 1)])

    def _hear(self, desk: Desk, waiting: list[Claimed]) -> None:
        self._behind = len(waiting) - 1
        left = hear_together(desk, self._decider, waiting) if self._behind else waiting
        for heard, job in enumerate(left, 1):
            self._behind = len(left) - heard
            if self._over.is_set():
                self._waiting.put(job)  # to be given back
            else:
                self._hear_alone(desk, job)
        self._behind = 0

    def _hear_alone(self, desk: Desk, job: Claimed) -> None:
        try:
            perform(desk, self._decider, job)
        except Exception as fault:  # noqa: BLE001 - the database is away: the lease runs out, and the thread lives
            log.warning("at_once.fault", fault=type(fault).__name__)

    def _free_messages(self, desk: Desk) -> None:
        """If another host's process was taken for gone, a message is thought about twice and answered once."""
        try:
            with desk.work() as work:
                freed = jobs.free_messages(work, is_gone)
        except SQLAlchemyError as fault:  # their leases run out
            log.warning("at_once.not_freed", fault=type(fault).__name__)
        else:
            log.info("at_once.freed", messages=freed)

    def _left(self, most: int | None = None) -> list[Claimed]:
        """What waits, or so many of it, and is now in the hands of whoever asked."""
        left: list[Claimed] = []
        while most is None or len(left) < most:
            try:
                job = self._waiting.get_nowait()
            except Empty:
                break
            if job is not None:
                left.append(job)
        return left


def hearing_at_once(app: FastAPI, desk: Desk, at_once: AtOnce) -> FastAPI:
    """The app, with the thread for as long as it answers."""

    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        at_once.start(desk)
        try:
            yield
        finally:
            await run_in_threadpool(at_once.stop, desk)

    app.router.lifespan_context = living
    return app
