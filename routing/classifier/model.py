"""The learned weights at work: a text in, calibrated probabilities out, and the words that moved them.

Linear heads share one vocabulary: three that choose (department, kind, field), two that raise an alarm. One more
looks at what those said of the kind. It knows labels as plain values of the vocabulary and decides nothing: what
follows from them is the decider's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import CaseKind
from routing.classifier import storage
from routing.classifier.features import Vocabulary
from routing.classifier.kinds import beside, noticed
from routing.classifier.nearest import WEIGHT, Nearest
from routing.classifier.signals import Signals
from routing.text import fold

CHOICES = ("department", "kind", "field")
ALARMS = {
    "restricted": frozenset({CaseKind.DENUNCIATION, CaseKind.COMPLAINT}),
    "urgent": frozenset({CaseKind.EMERGENCY}),
}
"""What must not be missed has a head of its own that says yes or no, beside the head that chooses among all kinds."""

HEADS = (*CHOICES, *ALARMS)

SECOND = "second"
"""The head that reads no words but what the heads of kind and alarms said, and what the rules noticed."""


@dataclass(frozen=True)
class Head:
    """One linear head: ``weights`` is features by labels; scores are divided by ``temperature``."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float


@dataclass(frozen=True)
class Reading:
    """What the model makes of one text: scores per head, and the evidence behind them."""

    rows: NDArray[np.int64]
    values: NDArray[np.float32]
    scores: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Model:
    """The stored model in memory."""

    manifest: storage.Manifest
    vocabulary: Vocabulary
    names: tuple[str, ...]
    heads: dict[str, Head]
    nearest: Nearest

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """Read and verify; raises `storage.ModelUnusable`."""
        manifest, arrays = storage.read(folder)
        try:
            names = tuple(arrays["names"].tobytes().decode().split("\n"))
            vocabulary = Vocabulary({name: row for row, name in enumerate(names)}, floats(arrays["rarity"]))
            heads = {head: read_head(arrays, head, manifest.temperatures[head]) for head in (*HEADS, SECOND)}
            nearest = Nearest.of(arrays, names, {head: len(heads[head].labels) for head in WEIGHT})
        except (KeyError, ValueError, UnicodeDecodeError):
            raise storage.ModelUnusable(f"Mô hình phân loại trong thư mục {folder} thiếu thành phần.") from None
        return cls(manifest, vocabulary, names, heads, nearest)

    def read(self, text: str, heads: Collection[str] = HEADS) -> Reading:
        rows, values = self.vocabulary.vector(text)
        scores = {
            name: (values @ head.weights[rows] + head.bias).astype(np.float64)
            for name, head in self.heads.items()
            if name in heads
        }
        for name, likeness in self.nearest.best(rows, values, scores.keys() & WEIGHT.keys()).items():
            scores[name] += WEIGHT[name] * likeness
        return Reading(rows, values, {name: said / self.heads[name].temperature for name, said in scores.items()})

    def kinds(self, text: str, reading: Reading, signals: Signals) -> dict[CaseKind, float]:
        """How likely each kind is at the second look."""
        head, first = self.heads[SECOND], {name: scores[None] for name, scores in reading.scores.items()}
        row = beside(first["kind"], [first[name] for name in ALARMS], np.array([noticed(text, signals)]))[0]
        shares = probabilities((row @ head.weights + head.bias) / head.temperature)
        return {CaseKind(label): float(share) for label, share in zip(head.labels, shares, strict=True)}

    def alarms(self, kinds: Mapping[CaseKind, float], head: str) -> bool:
        """Whether the kinds of an alarm are likely enough, together, to raise it."""
        return sum(kinds[kind] for kind in ALARMS[head]) >= self.manifest.thresholds[head]

    def deciding_words(self, reading: Reading, head: str, label: str, most: int = 4) -> list[str]:
        """The words, from our own examples, that spoke most for a label; bare ones for a text without diacritics."""
        column = self.heads[head].labels.index(label)
        weights = self.heads[head].weights[reading.rows]
        pull = reading.values * (weights[:, column] - weights.mean(axis=1))
        order = np.argsort(-pull)[:80]
        pulling = [int(reading.rows[i]) for i in order if pull[i] > 0]
        block = "a" if any(_block(self.names[row]) == "a" for row in reading.rows) else "w"
        return _without_parts([self.names[row][2:] for row in pulling if _block(self.names[row]) == block])[:most]


def probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Softmax."""
    grown = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = grown / grown.sum()
    return shares


@lru_cache(maxsize=65_536)
def _block(name: str) -> str:
    """The block of a group that reads as a Vietnamese word: two syllables, in the accented block with diacritics;
    else nothing.
    """
    here, group = name.split(":", 1)
    if " " not in group or any(map(str.isdigit, group)):
        return ""
    return here if here == "w" or (here == "a" and group != fold(group)) else ""


def _without_parts(spoken: list[str]) -> list[str]:
    """Prefer "lương hưu" to "lương" and "hưu" apart."""
    kept: list[str] = []
    for phrase in spoken:
        if not any(f" {phrase} " in f" {other} " or f" {other} " in f" {phrase} " for other in kept):
            kept.append(phrase)
    return kept


def read_head(arrays: dict[str, NDArray[np.generic]], name: str, temperature: float) -> Head:
    """One head out of the stored arrays. Raises KeyError for what is missing."""
    labels = tuple(arrays[f"{name}_labels"].tobytes().decode().split("\n"))
    return Head(labels, floats(arrays[f"{name}_weights"]), floats(arrays[f"{name}_bias"]), temperature)


def floats(array: NDArray[np.generic]) -> NDArray[np.float32]:
    """Stored numbers as they are computed with."""
    return np.asarray(array, dtype=np.float32)
