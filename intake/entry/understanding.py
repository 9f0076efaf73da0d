"""Which engine understands citizens' messages: the embedded one, made at set-up when it is missing or out of date, and
what is given instead when it cannot be used.
"""

import threading

import structlog

from bot.nlu import embedded, training
from bot.nlu.entities import CommuneBook, Facts, ProcedureBook
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Nlu
from bot.nlu.port import Understanding as Understood
from intake.cases import organisation, procedures
from intake.cases.work import Desk
from intake.entry.settings import Settings
from routing.classifier import ModelUnusable
from routing.dates import local_day
from routing.procedures import Catalogue

log = structlog.get_logger()


def prepare_nlu(settings: Settings) -> None:
    """Train the embedded engine if what is there does not fit this version; a second start finds it done."""
    if not training.is_current(settings.understanding):
        training.train(settings.understanding)


def load_nlu(settings: Settings, facts: Facts, *, otherwise: Nlu) -> Nlu:
    """The embedded engine, or ``otherwise`` with the reason logged."""
    try:
        return embedded.load(settings.understanding, facts)
    except ModelUnusable as unusable:
        log.warning("understanding.unusable", reason=str(unusable), instead=type(otherwise).__name__)
        return otherwise


class Understanding:
    """Listed phrases first, whose meaning is certain, then what the embedded engine has learnt of everything else.

    The engine is made, if need be, and loaded when the first text comes: most processes of a province never hear one.
    It knows the communes of that moment; a unit that is entered later is known after the next start. The catalogue of
    procedures is always today's.
    """

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings, self._desk, self._lock = settings, desk, threading.Lock()
        self._rules: KeywordNlu | None = None
        self._learnt: Nlu | None = None

    def understand(self, text: str) -> Understood:
        return self._engine(listed=KeywordNlu().is_listed(text)).understand(text)

    def _engine(self, *, listed: bool) -> Nlu:
        with self._lock:
            rules = self._rules = self._rules or KeywordNlu(self._facts())
            if listed:
                return rules
            if self._learnt is None:
                prepare_nlu(self._settings)
                self._learnt = load_nlu(self._settings, rules.facts, otherwise=rules)
            return self._learnt

    def _facts(self) -> Facts:
        with self._desk.look() as work:
            communes = CommuneBook.of_units(organisation.views_today(work))
        book = ProcedureBook(self._catalogue)
        return Facts(today=lambda: local_day(self._desk.clock()), communes=communes, procedures=book.find)

    def _catalogue(self) -> Catalogue:
        with self._desk.look() as work:
            return procedures.known(work)
