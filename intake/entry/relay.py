"""The relay inside the one-process start: for each queue a thread that leases outbox rows and runs them.

They are apart so that a mail server that hangs, or a long recount, keeps no case from being classified. The one that
classifies loads the classifier first, so the web answers before the model is there. No fault ends a thread: it is
named, waited out, and what was filed meanwhile waits in the outbox.
"""

import threading
import time
from collections.abc import Callable

import structlog

from bot import channels
from intake.cases import clock_work
from intake.cases.perform import drain
from intake.cases.work import Desk
from intake.entry.deciding import LoadedAtFirstUse
from intake.entry.naming import worker_name
from models.vocabulary import WorkQueue

log = structlog.get_logger()

_PAUSE_SECONDS = 0.3
_CHAT_PAUSE_SECONDS = 0.05
"""Somebody who chats looks at the screen; an empty look at the outbox reads one index."""
_AFTER_FAULT_SECONDS = 3.0
TICK_SECONDS = 60.0


class Lane(threading.Thread):
    """Runs the jobs of one queue until ``stopping`` is set."""

    def __init__(self, desk: Desk, decider: LoadedAtFirstUse, queue: WorkQueue, stopping: threading.Event) -> None:
        super().__init__(name=f"relay-{queue}", daemon=True)
        self._desk, self._decider, self._queue, self._stopping = desk, decider, queue, stopping
        self._worker = worker_name(queue)
        self._next_tick = 0.0

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._turn()
                self._stopping.wait(_CHAT_PAUSE_SECONDS if self._queue is WorkQueue.INBOUND else _PAUSE_SECONDS)
            except Exception as fault:  # noqa: BLE001 - a thread that died would take its queue with it; it is named
                log.warning("relay.fault", queue=self._queue, fault=type(fault).__name__)
                self._stopping.wait(_AFTER_FAULT_SECONDS)

    def _turn(self) -> None:
        if self._queue is WorkQueue.CLASSIFY:
            self._decider.load()
        if self._queue is WorkQueue.CLOCK and self._is_time():
            with self._desk.work() as work:
                clock_work.ask(work)
            self._next_tick = time.monotonic() + TICK_SECONDS
        drain(self._desk, self._decider, self._worker, queue=self._queue, stopping=self._interrupted)

    def _is_time(self) -> bool:
        return time.monotonic() >= self._next_tick

    def _interrupted(self) -> bool:
        """A backlog of clock work must not keep the clock from being looked at."""
        return self._stopping.is_set() or (self._queue is WorkQueue.CLOCK and self._is_time())


class Listener(threading.Thread):
    """Asks one channel for news until ``stopping`` is set; after a fault it begins again."""

    def __init__(self, desk: Desk, listen: Callable[[Desk, threading.Event], None], stopping: threading.Event) -> None:
        super().__init__(name=f"listener-{listen.__module__.rsplit('.', 1)[-1]}", daemon=True)
        self._desk, self._listen, self._stopping = desk, listen, stopping

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen(self._desk, self._stopping)
            except Exception as fault:  # noqa: BLE001 - a thread that died would make a channel deaf; it is named
                log.warning("listener.fault", listener=self.name, fault=type(fault).__name__)
            self._stopping.wait(_AFTER_FAULT_SECONDS)


def listeners(desk: Desk, stopping: threading.Event) -> list[Listener]:
    """One for each channel that has to be asked."""
    return [Listener(desk, listen, stopping) for listen in channels.listeners()]


class Relay:
    """The threads of all queues, from ``start`` until ``stop``."""

    def __init__(self, desk: Desk, decider: LoadedAtFirstUse) -> None:
        self._stopping, self._decider = threading.Event(), decider
        lanes: list[threading.Thread] = [Lane(desk, decider, queue, self._stopping) for queue in _queues(desk)]
        self._lanes = [*lanes, *listeners(desk, self._stopping)]

    def start(self) -> None:
        for lane in self._lanes:
            lane.start()

    def missing(self) -> tuple[str, ...]:
        """What is still being made ready, and every thread that is no more."""
        dead = tuple(lane.name for lane in self._lanes if not lane.is_alive())
        return dead if self._decider.is_loaded else ("classifier", *dead)

    def stop(self) -> None:
        """End after the current jobs; what was leased and not begun is ready for the next start."""
        self._stopping.set()
        for lane in self._lanes:
            lane.join(timeout=10)


def _queues(desk: Desk) -> list[WorkQueue]:
    """Those that somebody here works on."""
    return [queue for queue in WorkQueue if queue is not WorkQueue.INBOUND or desk.conversation is not None]
