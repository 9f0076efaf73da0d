"""Which classifier decides: the trained one, made at set-up when it is missing or out of date; keyword rules if
neither can be had."""

import structlog

from intake.cases.ports import Decider
from intake.entry.settings import Settings
from routing import classifier

log = structlog.get_logger()


def prepare_decider(settings: Settings) -> None:
    """Train the classifier if what is there does not fit this version; a second start finds it done."""
    if not classifier.is_current(settings.classifier):
        classifier.train(settings.classifier)


def load_decider(settings: Settings) -> Decider:
    """The trained classifier, or the keyword rules with the reason logged: then every case goes to a person."""
    try:
        return classifier.load(settings.classifier)
    except classifier.ModelUnusable as unusable:
        log.warning("classifier.unusable", reason=str(unusable), instead="keywords")
        return classifier.KeywordClassifier()
