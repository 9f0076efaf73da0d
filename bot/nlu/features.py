"""What the embedded engine looks at in a message: words, letter groups, and a few marks of its shape.

Shape tells a command from a story: how long it is, how it begins and ends, whether it asks, which facts it holds. It
knows no intents.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from bot.nlu.entities import facts_of_form
from routing.classifier.features import View, folded_words, word_blocks
from routing.classifier.topics import topics_in
from routing.text import words

LONGEST_TEXT = 400  # What a message wants shows in its first lines; the story is read by the classifier.
WEIGHTS = {"w": 1.0, "c": 0.8, "a": 0.75, "m": 0.6, "t": 0.5}
"""Weights of folded words, folded letter groups, words with diacritics, marks of shape, topics."""

LENGTHS = (1, 2, 4, 7, 11, 16, 24, 40)


def length_of(text: str) -> int:
    """How many words it has; beyond a few hundred it no longer matters."""
    return len(words(text[: 4 * LONGEST_TEXT]))


def groups(text: str) -> dict[str, Counter[str]]:
    """What a message contains, per block, counted."""
    text = text[:LONGEST_TEXT]
    tokens = folded_words(text)
    return word_blocks(text, tokens) | {
        "m": Counter(_marks(text, tokens)),
        "t": Counter(found.topic.name for found in topics_in(text)),
    }


def _marks(text: str, tokens: list[str]) -> Iterator[str]:
    yield f"long {next((step for step in LENGTHS if len(tokens) <= step), 99)}"
    if tokens:
        yield f"begins {tokens[0]}"
        yield f"begins {' '.join(tokens[:2])}"
        yield f"ends {tokens[-1]}"
        yield f"ends {' '.join(tokens[-2:])}"
    if text.rstrip().endswith("?"):
        yield "asks"
    if "@" in text:
        yield "mail"
    facts = facts_of_form(text)
    for kind in sorted({fact.kind for fact in facts}):
        yield f"fact {kind}"
    if len(facts) == 1 and not words(text[: facts[0].start] + text[facts[0].end :]):
        yield f"nothing but {facts[0].kind}"
    for script in sorted({_script(letter) for letter in text if letter.isalpha() and ord(letter) > 0x2FF}):
        yield f"script {script}"


def _script(letter: str) -> str:
    """The first word of a letter's name: LATIN, KHMER, CJK. Vietnamese is LATIN."""
    return unicodedata.name(letter, "UNKNOWN").split()[0]


MESSAGE = View(groups, WEIGHTS)
