"""A second reader beside DIET: linear weights over words and letter groups, with and without diacritics.

DIET likes the common intents, a linear reader is fairer to those that few examples show; together they are right more
often than either. It reads the message itself, learns each example as written and bare, and has the last word in the
pipeline. It runs in Rasa's own environment and uses nothing of ours but the folding.
"""

import re
from collections.abc import Iterator
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from routing.text import fold, words

RANKING = "intent_ranking"
LENGTHS = np.array([1, 2, 4, 7, 11, 16, 24, 40, 60])
LEAST = 1e-6
_NUMBER = re.compile(r"\d+")


def spoken(text: str) -> list[str]:
    """Its words, and whether it asks."""
    return words(text) + ["?"] * text.rstrip().endswith("?")


def bare(text: str) -> list[str]:
    """The same without diacritics; every number is one."""
    return [_NUMBER.sub("0", word) for word in spoken(fold(text))]


def letters(text: str) -> str:
    """What letter groups are taken from."""
    return " ".join(bare(text))


def shape(text: str) -> Iterator[str]:
    """How it begins and ends, and about how long it is."""
    if tokens := bare(text):
        yield f"begins {tokens[0]}"
        yield f"ends {tokens[-1]}"
        yield f"long {LENGTHS[np.abs(LENGTHS - len(tokens)).argmin()]}"


def untrained(strength: float) -> Pipeline:
    """Weights to be learned; ``strength`` is the inverse of regularisation."""
    pairs: dict[str, Any] = {"token_pattern": None, "lowercase": False, "ngram_range": (1, 2), "sublinear_tf": True}
    seen = FeatureUnion(
        [
            ("bare", TfidfVectorizer(tokenizer=bare, **pairs)),
            ("spoken", TfidfVectorizer(tokenizer=spoken, **pairs)),
            (
                "letters",
                TfidfVectorizer(preprocessor=letters, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            ),
            ("shape", TfidfVectorizer(analyzer=shape)),
        ],
        transformer_weights={"bare": 1.0, "spoken": 0.75, "letters": 0.8, "shape": 0.5},
    )
    return Pipeline(
        [("seen", seen), ("weights", LogisticRegression(C=strength, class_weight="balanced", max_iter=300))]
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearReader(GraphComponent, IntentClassifier):  # type: ignore[misc]  # Rasa is in an environment of its own
    """Weighs its own shares with those of the classifier before it, as a weighted geometric mean."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 20.0, "own_part": 0.75}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, weights: Pipeline | None = None
    ) -> None:
        self._own_part = config["own_part"]
        self._storage, self._resource = storage, resource
        self._weights = weights or untrained(config["strength"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearReader":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "LinearReader":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "weights.joblib"))

    def train(self, training_data: TrainingData) -> Resource:
        told = [(example.get(TEXT), example.get(INTENT)) for example in training_data.intent_examples]
        texts = [text for text, _ in told]
        self._weights.fit([*texts, *map(fold, texts)], [intent for _, intent in told] * 2)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._weights, folder / "weights.joblib")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                self._read(message, text)
        return messages

    def _read(self, message: Message, text: str) -> None:
        before = {one["name"]: one["confidence"] for one in message.get(RANKING) or ()}
        own = dict(zip(self._weights.classes_, self._weights.predict_proba([text])[0], strict=True))
        ranking = ranked(weighed(before, own, self._own_part) if before else own)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(RANKING, ranking, add_to_output=True)


def weighed(before: dict[str, float], own: dict[str, float], own_part: float) -> dict[str, float]:
    """The share of each intent by both, adding up to one."""
    score = {
        intent: max(before.get(intent, 0.0), LEAST) ** (1 - own_part) * max(share, LEAST) ** own_part
        for intent, share in own.items()
    }
    total = sum(score.values())
    return {intent: one / total for intent, one in score.items()}


def ranked(shares: dict[str, float]) -> list[dict[str, Any]]:
    """As Rasa tells it, most likely first."""
    ordered = sorted(shares.items(), key=lambda one: -one[1])
    return [{"name": intent, "confidence": float(share)} for intent, share in ordered]
