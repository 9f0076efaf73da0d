"""How sure an answer of Rasa may be taken to be, learned from what its folds said of messages they had not seen.

The temperature is the one under which the shares explain the right intents best (least negative log-likelihood); the
threshold is the confidence below which an answer is wrong more often than right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.calibration import Calibration
from bot.nlu.commands import settle
from bot.nlu.evaluation import Pair
from bot.nlu.features import length_of
from bot.rasa import identity
from routing.text import fold

TEMPERATURES = np.geomspace(0.5, 4.0, 100)
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Said:
    """One message and what a fold made of it."""

    intent: str
    text: str
    shares: dict[str, float]


def said(answers: Sequence[tuple[str, str, dict[str, float], dict[str, float]]]) -> tuple[list[Said], list[Said]]:
    """The answers as written and without diacritics."""
    written = [Said(intent, text, shares) for intent, text, shares, _bare in answers]
    bare = [Said(intent, fold(text), shares) for intent, text, _written, shares in answers]
    return written, bare


def calibrated(everything: Sequence[Said]) -> Calibration:
    """Temperature and threshold for the pipeline of today."""
    temperature = min(map(float, TEMPERATURES), key=lambda one: _surprise(everything, one))
    undecided = Calibration(identity.recipe(), round(temperature, 3), 0.0)
    return Calibration(undecided.recipe, undecided.temperature, _threshold(everything, undecided))


def pairs(messages: Sequence[Said], calibration: Calibration, *, enough: float) -> list[Pair]:
    """The right intent and the one given, for each message."""
    return [(one.intent, _settled(one, calibration, enough)[0]) for one in messages]


def _settled(one: Said, calibration: Calibration, enough: float = 0.0) -> tuple[str, float]:
    return settle(calibration.believed(one.shares), length_of(one.text), enough)


def _surprise(everything: Sequence[Said], temperature: float) -> float:
    asked = Calibration("", temperature, 0.0)
    return -sum(float(np.log(max(asked.believed(one.shares).get(one.intent, 0.0), _LEAST))) for one in everything)


def _threshold(everything: Sequence[Said], calibration: Calibration) -> float:
    """Where leaving out everything below leaves the most right answers over wrong ones."""
    settled = sorted(
        (confidence, intent == one.intent) for one in everything for intent, confidence in [_settled(one, calibration)]
    )
    worth = np.cumsum([1 if right else -1 for _confidence, right in settled])
    worst = int(np.argmin(worth))
    return round(settled[worst][0], 3) if worth[worst] < 0 else 0.0
