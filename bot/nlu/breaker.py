"""When a server may be asked: only after it has shown that it is well, and not for a while after it failed.

Libraries of circuit breakers let a real call through to see whether a server is well again. Here a call that succeeds
shows nothing (another model answers as readily), so health has to be shown by other means before the next message,
after every fault and every half minute: that decision is these forty lines, and there is nothing else to it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BELIEVED = 30.0
"""Seconds after which health is to be shown again although nothing failed: another model may have been started."""

FIRST_REST, LONGEST_REST = 2.0, 30.0
"""Seconds during which a server that could not show its health is left alone; doubled each time."""


class Resting(Exception):
    """The server is not to be asked now."""


class Breaker:
    """For one server, shared by threads. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._well = self._showing = False
        self._show_at, self._rest = 0.0, FIRST_REST

    @contextmanager
    def asking(self) -> Iterator[bool]:
        """Around one call; gives whether health must be shown first. Raises Resting; any exception is a fault."""
        must_show = self._enter()
        try:
            yield must_show
        except BaseException:
            self._failed(must_show)
            raise
        self._succeeded(must_show)

    def _enter(self) -> bool:
        with self._lock:
            due = self._clock() >= self._show_at and not self._showing
            if not self._well and not due:
                raise Resting
            self._showing = self._showing or due
            return due

    def _failed(self, showed: bool) -> None:
        """One answer that is late in a rush is no reason to stop asking; it is one to look."""
        with self._lock:
            now = self._clock()
            if showed:
                self._well = self._showing = False
                self._show_at, self._rest = now + self._rest, min(2 * self._rest, LONGEST_REST)
            else:
                self._show_at = min(self._show_at, now)

    def _succeeded(self, showed: bool) -> None:
        if showed:
            with self._lock:
                self._well, self._showing = True, False
                self._show_at, self._rest = self._clock() + BELIEVED, FIRST_REST
