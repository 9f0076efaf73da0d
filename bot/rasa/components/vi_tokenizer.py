"""A tokenizer for Rasa on underthesea, with exact places and the bare form of each word as its lemma.

underthesea rewrites letters ("Uỷ" to "Ủy", "hoà" to "hòa"), so a word is found again by the lengths of its syllables;
where that fails, plain words are taken. It runs in Rasa's own environment and uses nothing of ours but the folding.
"""

import re
import threading
import unicodedata
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from routing.text import fold

_WORD = re.compile(r"\w+(?:[-./@]\w+)*|[^\w\s]")
_WARMING = threading.Lock()

Place = tuple[int, int]


def segment(text: str) -> list[Place]:
    """Start and end of each word."""
    return _segmented(text) or [match.span() for match in _WORD.finditer(text)]


def _segmented(text: str) -> list[Place]:
    """The words underthesea sees, at their places; nothing when its rewriting hides one of them."""
    from underthesea import word_tokenize

    if unicodedata.normalize("NFC", text) != text:
        return []
    places: list[Place] = []
    at = 0
    for word in word_tokenize(text):
        start = None
        for syllable in word.split():
            at = _next_letter(text, at)
            if fold(text[at : at + len(syllable)]) != fold(syllable):
                return []
            start = at if start is None else start
            at += len(syllable)
        if start is not None:
            places.append((start, at))
    return [] if text[at:].strip() else places


def _next_letter(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UndertheseaTokenizer(Tokenizer):  # type: ignore[misc]  # Rasa is in an environment of its own
    """Words of several syllables are one token."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        return ["underthesea"]

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        with _WARMING:  # underthesea must not be used first by two threads at once
            segment("khởi động")

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        tokens = [
            Token(re.sub(r"\s+", "_", text[start:end]), start, end, lemma=fold(text[start:end]))
            for start, end in segment(text)
        ]
        applied: list[Token] = self._apply_token_pattern(tokens)
        return applied
