"""Which classifier decides: the trained one, made at set-up when it is missing or out of date; keyword rules if
neither can be had."""

import gc
import threading
from collections.abc import Callable
from functools import lru_cache

import structlog

from intake.cases.ports import Decider
from intake.entry.settings import Settings
from routing import classifier
from routing.decision import Decision

log = structlog.get_logger()

ANY_TEXT = "Xin chào. Đường vào thôn hỏng."
"""Decided once when the classifier is loaded: the lists of words are read then, not while somebody waits."""

_LATELY = 64
"""So many decisions are remembered, with their texts, in memory only."""


def prepare_decider(settings: Settings) -> None:
    """Train the classifier if what is there does not fit this version; a second start finds it done."""
    if not classifier.is_current(settings.classifier):
        classifier.train(settings.classifier)


def load_decider(settings: Settings) -> Decider:
    """The trained classifier, or the keyword rules with the reason logged: then every case goes to a person."""
    try:
        decider = classifier.load(settings.classifier)
        decider.decide(ANY_TEXT)
        return decider
    except classifier.ModelUnusable as unusable:
        log.warning("classifier.unusable", reason=str(unusable), instead="keywords")
        return classifier.KeywordClassifier()


def prepared_decider(settings: Settings) -> Decider:
    """Trained if need be, and loaded."""
    prepare_decider(settings)
    return load_decider(settings)


class LoadedAtFirstUse:
    """A decider that is trained and loaded when the first text is to be decided.

    Whoever only sends letters never needs it, and what goes wrong while loading is a fault of that one job.
    """

    def __init__(self, prepared: Callable[[], Decider]) -> None:
        self._prepared, self._lock = prepared, threading.Lock()
        self._decider: Decider | None = None
        self._lately = lru_cache(maxsize=_LATELY)(self._decide)

    @property
    def is_loaded(self) -> bool:
        return self._decider is not None

    def load(self) -> Decider:
        """The decider, loaded once."""
        with self._lock:
            if self._decider is None:
                self._decider = self._prepared()
            return self._decider

    def load_early(self) -> None:
        """Load it before anybody waits for it. What goes wrong is waited out: the first job loads it again.

        What lives now, mostly what was loaded, is not looked through for garbage any more: each time that stopped
        everything for 0.4 s, and it took a twentieth of all processor time.
        """
        try:
            self.load()
            if not gc.get_freeze_count():
                gc.collect()
                gc.freeze()
        except Exception as fault:  # noqa: BLE001 - a fault of the job that needs it, retried with that job
            log.warning("classifier.not_loaded", fault=type(fault).__name__)

    def decide(self, text: str) -> Decision:
        """What is proposed to the sender is asked about again at every step, and when it is filed in this process."""
        return self._lately(text)

    def _decide(self, text: str) -> Decision:
        return self.load().decide(text)
