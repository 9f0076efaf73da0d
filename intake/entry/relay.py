"""The relay inside the one-process start: a thread that leases outbox rows and runs them.

It loads the classifier first, so the web answers before the model is there; what was filed meanwhile waits in the
outbox. A fault of the database is waited out, never fatal.
"""

import os
import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intake.cases import clock_work
from intake.cases.perform import drain
from intake.cases.ports import Decider
from intake.cases.work import Desk

log = structlog.get_logger()

_PAUSE_SECONDS = 0.3
_AFTER_FAULT_SECONDS = 3.0
_TICK_SECONDS = 60.0


class Relay(threading.Thread):
    """Runs jobs until ``stop`` is called."""

    def __init__(self, desk: Desk, load_decider: Callable[[], Decider]) -> None:
        super().__init__(name="relay", daemon=True)
        self._desk, self._load_decider = desk, load_decider
        self._stopping, self._loaded = threading.Event(), threading.Event()
        self._next_tick = 0.0

    def run(self) -> None:
        decider = self._load_decider()
        self._loaded.set()
        worker = f"{os.uname().nodename}:{os.getpid()}"
        while not self._stopping.is_set():
            try:
                self._mind_the_clock()
                drain(self._desk, decider, worker, stopping=self._stopping.is_set)
                self._stopping.wait(_PAUSE_SECONDS)
            except SQLAlchemyError as fault:
                log.warning("relay.database_fault", fault=type(fault).__name__)
                self._stopping.wait(_AFTER_FAULT_SECONDS)

    def _mind_the_clock(self) -> None:
        if time.monotonic() >= self._next_tick:
            with self._desk.work() as work:
                clock_work.ask(work)
            self._next_tick = time.monotonic() + _TICK_SECONDS

    def missing(self) -> tuple[str, ...]:
        """What is still being made ready."""
        return () if self._loaded.is_set() else ("classifier",)

    def stop(self) -> None:
        """End after the current job; what it had leased and not begun is ready for the next start."""
        self._stopping.set()
        self.join(timeout=10)
