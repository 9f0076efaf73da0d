"""Which engine understands citizens' messages: the embedded one, made at set-up when it is missing or out of date, and
what is given instead when it cannot be used.
"""

import structlog

from bot.nlu import embedded, training
from bot.nlu.entities import Facts
from bot.nlu.port import Nlu
from intake.entry.settings import Settings
from routing.classifier import ModelUnusable

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
