"""Marks of a message's shape for Rasa: how long it is, how it begins and ends, whether it asks, in which script.

They tell a command from a story, as in the embedded engine. Marks are hashed to places, so nothing is learned or kept.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from routing.text import fold, words

PLACES = 4096
LENGTHS = (1, 2, 4, 7, 11, 16, 24, 40)
_LATIN = "\u02ff"


def marks(text: str) -> Iterator[str]:
    """What stands out in a message, in words."""
    said = [fold(word) for word in words(text)]
    yield f"long {next((step for step in LENGTHS if len(said) <= step), 99)}"
    if said:
        yield f"begins {said[0]}"
        yield f"begins {' '.join(said[:2])}"
        yield f"ends {said[-1]}"
        yield f"ends {' '.join(said[-2:])}"
    if text.rstrip().endswith("?"):
        yield "asks"
    if "@" in text:
        yield "mail"
    if any(letter.isdigit() for letter in text):
        yield "number"
    for script in {_script(letter) for letter in text if letter.isalpha() and letter > _LATIN}:
        yield f"script {script}"


def _script(letter: str) -> str:
    """The first word of a letter's name: LATIN, KHMER, CJK. Vietnamese is LATIN."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ShapeFeaturizer(SparseFeaturizer, GraphComponent):  # type: ignore[misc]  # Rasa is in an environment of its own
    """One feature of the whole message for each mark."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return dict(SparseFeaturizer.get_default_config())

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShapeFeaturizer":
        return cls(config, execution_context.node_name)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                places = sorted({crc32(mark.encode()) % PLACES for mark in marks(text)})
                row = scipy.sparse.coo_matrix((np.ones(len(places)), ([0] * len(places), places)), shape=(1, PLACES))
                self.add_features_to_message(None, row, TEXT, message)
        return messages

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be set."""
