"""Two engines as one: the first while it answers, the second whenever it does not.

That it changes is logged, once in each direction; which one answered, and why not the first, stands in every answer.
"""

import threading
from dataclasses import replace

import structlog

from bot.nlu.port import Nlu, Unanswered, Understanding
from models.vocabulary import EngineFault

log = structlog.get_logger()


class FallingBack:
    """Asks ``first``; where that raises `Unanswered`, ``second`` answers. What has no word is not sent to the first."""

    def __init__(self, first: Nlu, second: Nlu) -> None:
        self._first, self._second = first, second
        self._lock, self._fallen = threading.Lock(), False

    def understand(self, text: str) -> Understanding:
        if not any(letter.isalnum() for letter in text):
            return self._second.understand(text)
        try:
            answer = self._first.understand(text)
        except Unanswered as unanswered:
            self._say(unanswered.fault)
            return replace(self._second.understand(text), fault=unanswered.fault)
        self._say(None)
        return answer

    def _say(self, fault: EngineFault | None) -> None:
        with self._lock:
            changed, self._fallen = self._fallen != (fault is not None), fault is not None
        if changed and fault is not None:
            log.warning("understanding.fell_back", fault=fault.value)
        elif changed:
            log.info("understanding.handed_back")
