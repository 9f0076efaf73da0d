"""How well intents are told apart: five-fold cross-validation on the examples, and a judged set nothing learned from.

F1 is the mean over intents, so that a rare one counts as much as a common one. It measures and decides nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from bot.nlu.commands import settle
from bot.nlu.features import MESSAGE, length_of
from bot.nlu.port import Nlu
from bot.nlu.training_data import Example
from routing.classifier.features import View, Vocabulary
from routing.classifier.model import probabilities
from routing.classifier.training import fit, matrix
from routing.text import fold

FOLDS = 5
SEED = 20

Pair = tuple[str, str]
"""The right intent and the given one."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1 and what was taken for what, most often first."""

    macro_f1: float
    right: float
    confused: tuple[tuple[Pair, int], ...]


def figures(pairs: Sequence[Pair]) -> Figures:
    """Figures of right and given intents."""
    wrong = Counter((right, given) for right, given in pairs if right != given)
    return Figures(
        macro_f1=round(sum(f1_of(pairs).values()) / len({right for right, _ in pairs}), 4),
        right=round(sum(right == given for right, given in pairs) / len(pairs), 4),
        confused=tuple(wrong.most_common()),
    )


def f1_of(pairs: Sequence[Pair]) -> dict[str, float]:
    """F1 of each intent that some message has."""
    scores = {}
    for intent in sorted({right for right, _ in pairs}):
        hits = sum(right == given == intent for right, given in pairs)
        named = sum(right == intent for right, _ in pairs) + sum(given == intent for _, given in pairs)
        scores[intent] = 2 * hits / named
    return scores


def judged(engine: Nlu, cases: Iterable[tuple[str, str]], *, bare: bool = False) -> list[Pair]:
    """What an engine makes of messages with their right intents; ``bare`` takes their diacritics away first."""
    return [(intent, engine.understand(fold(text) if bare else text).intent) for text, intent in cases]


def splits(examples: Sequence[Example], folds: int = FOLDS) -> Iterator[tuple[Any, Any]]:
    """For each fold the places of the examples that teach and of those kept back; always the same ones."""
    from sklearn.model_selection import StratifiedKFold

    intents = [example.intent for example in examples]
    yield from StratifiedKFold(folds, shuffle=True, random_state=SEED).split(intents, intents)


def cross_validated(examples: Sequence[Example], folds: int = FOLDS) -> tuple[list[Pair], list[Pair]]:
    """What each message was taken for by a model that had not seen it: as written, and without diacritics."""
    labels = sorted({example.intent for example in examples})
    truth = np.array([labels.index(example.intent) for example in examples])
    view = View(cache(MESSAGE.groups), MESSAGE.weights)  # each message is looked at in every fold
    written: list[Pair] = []
    bare: list[Pair] = []
    for seen, kept_back in splits(examples, folds):
        model = _Fold.learn([examples[place].text for place in seen], truth[seen], labels, view)
        for example in (examples[place] for place in kept_back):
            written.append((example.intent, model.intent(example.text)))
            bare.append((example.intent, model.intent(fold(example.text))))
    return written, bare


@dataclass(frozen=True)
class _Fold:
    vocabulary: Vocabulary
    labels: Sequence[str]
    weights: Any
    bias: Any

    @classmethod
    def learn(cls, texts: Sequence[str], truth: Any, labels: Sequence[str], view: View) -> "_Fold":
        from scipy.sparse import vstack

        vocabulary = Vocabulary.learn(texts, view=view)
        rows = vstack([matrix(vocabulary, texts), matrix(vocabulary, [fold(text) for text in texts])])
        return cls(vocabulary, labels, *fit(rows, np.tile(truth, 2), len(labels)))

    def intent(self, text: str) -> str:
        rows, values = self.vocabulary.vector(text)
        shares = probabilities((values @ self.weights[rows] + self.bias).astype(np.float64))
        return settle(dict(zip(self.labels, map(float, shares), strict=True)), length_of(text), 0.0)[0]
