"""One per process: the chat pages that are open, and the thread that hears that something was said to one of them.

It tells only that there is something to read. Whoever reads looks by itself now and then, because what is told may be
lost: seldom while this hears, often while it does not.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intake.cases.work import Desk
from models import bulletin
from models.bulletin import EVERYTHING, About, HearingLost

log = structlog.get_logger()

HEARING_LOOKS_SECONDS, DEAF_LOOKS_SECONDS = 5.0, 0.25
"""How long whoever reads may go on without looking."""

_PAUSE_SECONDS = 1.0
_LINGER_PAUSES = 5
"""A page whose stream ends asks again at once."""

_AFTER_FAULT_SECONDS = 3.0

Ring = Callable[[], object]
"""Called from any thread, when there may be something to read; it must not fail and not wait."""


class Talks:
    """Readers come and go, in the event loop or in threads; the thread begins with the first of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rings: dict[str, list[Ring]] = {}
        self._changing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._hears = False
        self.closed = False

    @property
    def looks_seconds(self) -> float:
        """After how long a reader who was not rung should look."""
        return HEARING_LOOKS_SECONDS if self._hears else DEAF_LOOKS_SECONDS

    @contextmanager
    def ringing(self, reader: str, ring: Ring) -> Iterator[None]:
        """Ring whenever something may have been said to this reader; who looks after this has begun misses nothing."""
        with self._changing:
            self._rings.setdefault(reader, []).append(ring)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="talks", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._changing:
                self._rings[reader].remove(ring)
                if not self._rings[reader]:
                    del self._rings[reader]

    def close(self) -> None:
        """Let every stream end, within a second and from now on, so that the server can stop.

        It takes no lock, because a signal may call it.
        """
        self.closed = True

    def _run(self) -> None:
        while self._is_wanted():
            try:
                self._listen()
            except (HearingLost, SQLAlchemyError) as fault:
                log.warning("talks.deaf", fault=type(fault).__name__)
                self._hear(now=False)
                time.sleep(_AFTER_FAULT_SECONDS)

    def _listen(self) -> None:
        ear, alone = bulletin.open_ear(self._desk.database, About.TALKS), 0
        try:
            self._hear(now=True)
            while alone < _LINGER_PAUSES and not self.closed:
                self._ring(ear.wait(_PAUSE_SECONDS))
                alone = 0 if self._rings else alone + 1
        finally:
            ear.close()

    def _hear(self, *, now: bool) -> None:
        """Whoever waits looks: for what was said before we heard, or more often from now on."""
        self._hears = now
        self._ring([EVERYTHING])

    def _ring(self, readers: Collection[str]) -> None:
        with self._changing:
            named = self._rings if EVERYTHING in readers else readers
            rings = [ring for reader in named for ring in self._rings.get(reader, ())]
        for ring in rings:
            ring()

    def _is_wanted(self) -> bool:
        with self._changing:
            if self._rings and not self.closed:
                return True
            self._thread, self._hears = None, False
        self._ring([EVERYTHING])
        return False
