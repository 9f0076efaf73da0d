"""The thread that hears what has changed anywhere, remembers it for a minute and tells those who watch.

Who comes is told what was heard since their page was made or, where that is not known, to fetch everything once; so
is everybody after a time of deafness. It listens as long as somebody watches, and a minute longer, because a browser
that goes from page to page leaves and comes back.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intake.cases import news
from intake.cases.news import Item
from intake.cases.work import Desk
from intake.web.live.audience import messages
from intake.web.live.watcher import ANYTHING, Watcher
from models import bulletin
from models.bulletin import About, Ear, HearingLost

log = structlog.get_logger()

_REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 1000
_LINGER_SECONDS = 60.0
_SLACK_SECONDS = 5.0
"""A page takes a moment to be made and to arrive, and the clocks of two hosts differ a little."""

_PAUSE_SECONDS = 1.0
"""Between two rounds of telling: many changes at once are one round."""

_AFTER_FAULT_SECONDS = 3.0


class Hearing(threading.Thread):
    """``watchers`` gives those of this moment; ``closing`` is held while it is decided that nobody watches."""

    def __init__(self, desk: Desk, watchers: Callable[[], Iterable[Watcher]], closing: threading.Lock) -> None:
        super().__init__(name="hearing", daemon=True)
        self.stopping = threading.Event()
        self._desk, self._watchers, self._closing = desk, watchers, closing
        self._heard: deque[tuple[float, Item]] = deque(maxlen=_MOST_REMEMBERED)
        self._began = self._watched_at = time.time()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                ear = bulletin.open_ear(self._desk.database, About.CASES)
                try:
                    self._listen(ear)
                finally:
                    ear.close()
            except (HearingLost, SQLAlchemyError) as fault:
                log.warning("live.deaf", fault=type(fault).__name__)
                self.stopping.wait(_AFTER_FAULT_SECONDS)

    def _listen(self, ear: Ear) -> None:
        self._began = time.time()
        self._heard.clear()
        for watcher in self._watchers():
            watcher.welcomed = False
        while not self.stopping.is_set():
            items = [news.read(line) for line in ear.wait(_PAUSE_SECONDS)]
            self._pass_on(items, [one for one in self._watchers() if one.welcomed])
            self._heard.extend((time.time(), item) for item in items)
            self._welcome([one for one in self._watchers() if not one.welcomed])
            self._end_when_alone()
            if items:
                self.stopping.wait(_PAUSE_SECONDS)

    def _welcome(self, watchers: list[Watcher]) -> None:
        """Bring those who have just come up to this moment."""
        for watcher in watchers:
            watcher.welcomed = True
            after = watcher.since - _SLACK_SECONDS
            if after < self._known_since():
                watcher.tell({ANYTHING})
            self._pass_on([item for at, item in self._heard if at >= after], [watcher])

    def _known_since(self) -> float:
        """From when on nothing is missing in what is remembered."""
        oldest = self._heard[0][0] if len(self._heard) == _MOST_REMEMBERED else 0.0
        return max(self._began, time.time() - _REMEMBERED_SECONDS, oldest)

    def _pass_on(self, items: list[Item], watchers: list[Watcher]) -> None:
        if items and watchers:
            told = messages(self._desk, items, list({one.actor for one in watchers}))
            for watcher in watchers:
                watcher.tell(told.get(watcher.actor, {ANYTHING}))

    def _end_when_alone(self) -> None:
        with self._closing:
            if list(self._watchers()):
                self._watched_at = time.time()
            elif time.time() - self._watched_at > _LINGER_SECONDS:
                self.stopping.set()
