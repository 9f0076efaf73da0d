"""Which engine understands citizens' messages: Rasa where it is set up, otherwise and whenever it does not answer the
embedded one, made at set-up when it is missing or out of date, and what is given instead when it cannot be used.
"""

import threading
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from bot.nlu import embedded, training
from bot.nlu.entities import CommuneBook, Facts, ProcedureBook
from bot.nlu.falling_back import FallingBack
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Nlu
from bot.nlu.port import Understanding as Understood
from bot.nlu.rasa import RasaNlu
from bot.nlu.rasa_server import RasaServer
from intake.cases import organisation, procedures
from intake.cases.current_book import REFRESH
from intake.cases.work import Desk
from intake.entry.faults import CannotStart
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


def rasa_of(settings: Settings) -> RasaServer | None:
    """The server of Rasa, if this installation has one. Raises CannotStart."""
    if not settings.rasa_url:
        return None
    place = urlsplit(settings.rasa_url)
    if place.scheme not in ("http", "https") or not place.hostname:
        raise CannotStart("LANGNGHE_RASA_URL không đúng dạng, ví dụ http://rasa:5005.")
    return RasaServer(settings.rasa_url, _token(settings))


def _token(settings: Settings) -> str:
    token = settings.rasa_token
    if settings.rasa_token_file is not None:
        try:
            token = settings.rasa_token_file.read_text("utf-8").strip()
        except (OSError, ValueError):
            raise CannotStart(f"Không đọc được tệp LANGNGHE_RASA_TOKEN_FILE {settings.rasa_token_file}.") from None
    if not token:
        raise CannotStart("Có LANGNGHE_RASA_URL thì cần LANGNGHE_RASA_TOKEN hoặc LANGNGHE_RASA_TOKEN_FILE.")
    return token


class Understanding:
    """Listed phrases first, whose meaning is certain, then what an engine has learnt of everything else.

    The engine is made, if need be, and loaded when the first text comes: most processes of a province never hear one.
    It knows the communes of that moment; a unit that is entered later is known after the next start. The catalogue of
    procedures is always today's, at most a few seconds old.
    """

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings, self._desk, self._lock = settings, desk, threading.Lock()
        self._rules: KeywordNlu | None = None
        self._rasa = rasa_of(settings)
        self._learnt: Nlu | None = None
        self._looked: tuple[datetime, Catalogue] | None = None

    def understand(self, text: str) -> Understood:
        return self._engine(listed=KeywordNlu().is_listed(text)).understand(text)

    def _engine(self, *, listed: bool) -> Nlu:
        with self._lock:
            rules = self._rules = self._rules or KeywordNlu(self._facts())
            if listed:
                return rules
            if self._learnt is None:
                prepare_nlu(self._settings)
                embedded = load_nlu(self._settings, rules.facts, otherwise=rules)
                first = RasaNlu(self._rasa, rules.facts) if self._rasa else None
                self._learnt = FallingBack(first, embedded) if first else embedded
            return self._learnt

    def _facts(self) -> Facts:
        with self._desk.look() as work:
            communes = CommuneBook.of_units(organisation.views_today(work))
        book = ProcedureBook(self._catalogue)
        return Facts(today=lambda: local_day(self._desk.clock()), communes=communes, procedures=book.find)

    def _catalogue(self) -> Catalogue:
        """As it was a few seconds ago: every message asks, and it changes a few times a year."""
        if self._looked is None or abs(self._desk.clock() - self._looked[0]) >= REFRESH:
            with self._desk.look() as work:
                self._looked = work.now, procedures.known(work)
        return self._looked[1]
