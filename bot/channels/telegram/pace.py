"""How fast one bot may speak: to everybody together, and to one person; and when it was told to be silent.

The figures are Telegram's (30 messages a second, one a second in a chat, short bursts allowed); ours stay below them.
Each process keeps its own pace; what several do too fast together is told by the server, and kept to here.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock

from intake.cases.ports import Temporary

PER_SECOND = 25.0
CHAT_PER_SECOND = 1.0
BURST, CHAT_BURST = 5, 3
_LONGEST_WAIT = 3.0
"""Whoever would have to wait longer than these seconds lets others have the thread."""
_CHATS_KEPT = 10_000


class Pace:
    """Of one bot in this process. ``now`` counts seconds, ``sleep`` waits them."""

    def __init__(self, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self._now, self._sleep, self._lock = now, sleep, Lock()
        self._all = 0.0
        self._chats: dict[str, float] = {}
        self._silent_until: tuple[float, str] = (0.0, "")

    def wait(self, chat: str) -> None:
        """Until this person may be written to. Raises Temporary where that would take long."""
        with self._lock:
            now = self._now()
            until, why = self._silent_until
            if until > now:
                raise Temporary(why, after=timedelta(seconds=until - now))
            everybody = max(self._all, now)
            person = max(self._chats.get(chat, 0.0), now)
            wait = max(everybody - now - (BURST - 1) / PER_SECOND, person - now - (CHAT_BURST - 1) / CHAT_PER_SECOND)
            if wait > _LONGEST_WAIT:
                raise Temporary("slow_down", after=timedelta(seconds=wait))
            self._all, self._chats[chat] = everybody + 1 / PER_SECOND, person + 1 / CHAT_PER_SECOND
            self._forget(now)
        if wait > 0:
            self._sleep(wait)

    def silence(self, seconds: float, why: str) -> None:
        """Nothing more for so long: the server said so, or is not there."""
        with self._lock:
            self._silent_until = max(self._silent_until, (self._now() + seconds, why))

    def _forget(self, now: float) -> None:
        if len(self._chats) > _CHATS_KEPT:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now}
