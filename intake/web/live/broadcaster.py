"""One per process: the browsers that watch, and the thread that hears for them."""

import threading

from intake.cases.work import Desk
from intake.web.live.hearing import Hearing
from intake.web.live.watcher import Watcher

_STOP_SECONDS = 10.0


class Broadcaster:
    """Watchers come and go in the event loop; the thread begins with the first of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watchers: frozenset[Watcher] = frozenset()
        self._hearing: Hearing | None = None
        self._closing = threading.Lock()
        self._closed = False

    def join(self, watcher: Watcher) -> None:
        with self._closing:
            self._watchers |= {watcher}
            if self._hearing is None or self._hearing.stopping.is_set() or not self._hearing.is_alive():
                self._hearing = Hearing(self._desk, lambda: self._watchers, self._closing)
                self._hearing.start()
        if self._closed:  # asked last: the signal may come at any moment before
            self.close()

    def leave(self, watcher: Watcher) -> None:
        with self._closing:
            self._watchers -= {watcher}

    def close(self) -> None:
        """End every stream, now and from now on, so that the server can stop.

        It takes no lock, because a signal may call it.
        """
        self._closed = True
        if self._hearing is not None:
            self._hearing.stopping.set()
        for watcher in self._watchers:
            watcher.end()

    def stop(self) -> None:
        """Close, and wait until nothing hears any more, so that the database can be shut."""
        self.close()
        if self._hearing is not None:
            self._hearing.join(_STOP_SECONDS)
