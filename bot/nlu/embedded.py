"""The engine inside the product: linear weights over words and letter groups, read from numbers, never executed.

It is learned at set-up from the examples that also teach Rasa, needs no server and answers in a millisecond or two. A
message without a word is out of scope with no confidence.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.commands import settle
from bot.nlu.entities import Facts
from bot.nlu.features import MESSAGE, length_of
from bot.nlu.port import Understanding
from routing.classifier import storage
from routing.classifier.features import Vocabulary
from routing.classifier.model import Head, floats, probabilities, read_head

HEAD = "intent"
ENGINE = "embedded"


@dataclass(frozen=True)
class IntentModel:
    """The stored model in memory."""

    manifest: storage.Manifest
    vocabulary: Vocabulary
    head: Head

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read and verify; raises `storage.ModelUnusable` with a sentence for people."""
        manifest, arrays = storage.read(folder)
        try:
            names = arrays["names"].tobytes().decode().split("\n")
            vocabulary = Vocabulary({name: row for row, name in enumerate(names)}, floats(arrays["rarity"]), MESSAGE)
            return cls(manifest, vocabulary, read_head(arrays, HEAD, manifest.temperatures[HEAD]))
        except (KeyError, ValueError, UnicodeDecodeError):
            raise storage.ModelUnusable(f"Mô hình hiểu tin nhắn trong thư mục {folder} thiếu thành phần.") from None

    def shares(self, text: str) -> dict[str, float]:
        """The probability of each intent."""
        rows, values = self.vocabulary.vector(text)
        scores = (values @ self.head.weights[rows] + self.head.bias).astype(np.float64) / self.head.temperature
        return dict(zip(self.head.labels, map(float, probabilities(scores)), strict=True))


@dataclass(frozen=True)
class EmbeddedNlu:
    """`Nlu` without a server. Safe to share between threads: it only reads."""

    model: IntentModel
    facts: Facts

    def understand(self, text: str) -> Understanding:
        entities = self.facts.find(text)
        length = length_of(text)
        shares = self.model.shares(text) if length else {}
        intent, confidence = settle(shares, length, self.model.manifest.thresholds[HEAD])
        return Understanding(intent, confidence, entities, ENGINE)


def load(folder: Path, facts: Facts) -> EmbeddedNlu:
    """The engine stored in a folder; raises `storage.ModelUnusable`."""
    return EmbeddedNlu(IntentModel.load(folder), facts)
