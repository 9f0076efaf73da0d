"""Learning the classifier at set-up: examples in, a stored model with its figures out.

Each example is learned twice, as written and without diacritics, because half of what people type on a phone
has none. Confidence is calibrated on examples the weights did not see. It knows scikit-learn, which nothing
else here imports, and nothing of the database or the web.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.classifier import storage
from routing.classifier.examples import Example, load_examples
from routing.classifier.features import Vocabulary
from routing.classifier.model import HEADS
from routing.text import fold

STRENGTH = {"department": 20.0, "kind": 12.0, "field": 20.0}  # Inverse regularisation, by cross-validation.
FOLDS = 4
SEED = 20


@dataclass(frozen=True)
class Learned:
    """One fitted regression and what it said about examples it had not seen."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    unseen: NDArray[np.float64]
    truth: NDArray[np.int64]


def train(out: Path) -> storage.Manifest:
    """Learn from the examples and write the model to a folder. Deterministic."""
    examples = load_examples()
    vocabulary = Vocabulary.learn(example.text for example in examples)
    written, bare = (_matrix(vocabulary, [form(e.text) for e in examples]) for form in (str, fold))
    learned = {head: _learn(written, bare, labels_of(examples, head), STRENGTH[head]) for head in HEADS}
    weights_hash = storage.write(out, _arrays(vocabulary, learned))
    manifest = storage.Manifest(
        format=storage.FORMAT,
        model=f"tfidf-lr-{weights_hash[:12]}",
        recipe_hash=storage.recipe_hash(),
        examples_hash=storage.examples_hash(),
        rulebook=storage.rulebook_version(),
        weights_hash=weights_hash,
        examples=len(examples),
        features=len(vocabulary.index),
        temperatures={head: result.temperature for head, result in learned.items()},
        figures={name: value for head, result in learned.items() for name, value in _figures(head, result).items()},
    )
    storage.write_manifest(out, manifest)
    return manifest


def labels_of(examples: Sequence[Example], head: str) -> list[str | None]:
    """What one head should say of each example; None where an example teaches that head nothing."""
    return [getattr(example, head) and str(getattr(example, head).value) for example in examples]


def _matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix

    vectors = [vocabulary.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    rows = np.concatenate([rows for rows, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, rows, ends), shape=(len(texts), len(vocabulary.index)))


def _learn(written: Any, bare: Any, labels: list[str | None], strength: float) -> Learned:
    from scipy.sparse import vstack
    from sklearn.model_selection import StratifiedKFold

    taught = np.array([row for row, label in enumerate(labels) if label is not None])
    names = tuple(sorted({label for label in labels if label is not None}))
    truth = np.array([names.index(label) for label in labels if label is not None])
    written, bare = written[taught], bare[taught]
    unseen = np.zeros((len(truth), len(names)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, kept_back in folds.split(truth, truth):
        weights, bias = _fit(vstack([written[seen], bare[seen]]), np.tile(truth[seen], 2), len(names), strength)
        unseen[kept_back] = written[kept_back] @ weights + bias
    weights, bias = _fit(vstack([written, bare]), np.tile(truth, 2), len(names), strength)
    return Learned(names, weights, bias, _temperature(unseen, truth), unseen, truth)


def _fit(
    matrix: Any, truth: NDArray[np.int64], labels: int, strength: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, max_iter=60, tol=1e-3).fit(matrix, truth)
    weights = np.zeros((matrix.shape[1], labels), dtype=np.float32)
    bias = np.full(labels, -10.0, dtype=np.float32)  # A label that a fold never saw stays improbable.
    weights[:, fitted.classes_] = fitted.coef_.T
    bias[fitted.classes_] = fitted.intercept_
    return weights, bias


def _temperature(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """The divisor of the scores with the best likelihood on unseen examples."""
    choices = np.geomspace(0.3, 5.0, 80)
    return round(float(min(choices, key=lambda divisor: _surprise(scores / divisor, truth))), 4)


def _surprise(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    chosen = shifted[np.arange(len(truth)), truth]
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - chosen))


def _figures(head: str, result: Learned) -> dict[str, float]:
    order = np.argsort(-result.unseen, axis=1)
    first = order[:, 0] == result.truth
    among_three = (order[:, :3] == result.truth[:, None]).any(axis=1)
    return {
        f"{head}_top1": round(float(first.mean()), 4),
        f"{head}_top3": round(float(among_three.mean()), 4),
        f"{head}_surprise": round(_surprise(result.unseen / result.temperature, result.truth), 4),
    }


def _arrays(vocabulary: Vocabulary, learned: dict[str, Learned]) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
        "names": _letters(list(vocabulary.index)),
        "rarity": vocabulary.rarity,
    }
    for head, result in learned.items():
        arrays[f"{head}_labels"] = _letters(result.labels)
        arrays[f"{head}_weights"] = result.weights.astype(np.float16)
        arrays[f"{head}_bias"] = result.bias
    return arrays


def _letters(texts: Sequence[str]) -> NDArray[np.generic]:
    """Texts as bytes, because NumPy stores text objects by pickle."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
