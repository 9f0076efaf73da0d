"""A text as numbers: weighted word and letter groups, of which most ignore diacritics.

One vectoriser serves learning and deciding, so the two can't drift apart, and deciding needs NumPy alone. It
knows nothing of departments or kinds.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from routing.classifier.names import without_names
from routing.classifier.topics import agencies_in, topics_in
from routing.text import REMEMBERED, fold_word, words

LONGEST_TEXT = 6_000  # A decision reads the first four pages; a megabyte of paste must not hold up the queue.
BLOCKS = {"w": 1.3, "c": 0.8, "a": 0.8, "t": 0.8, "e": 0.35}
"""Weights of folded words, folded letter groups, words with diacritics, topics of the field table, and the edges:
how a text begins and ends, which tells its kind more than its matter."""

EDGE = 3
"""Edges are of one to so many words."""

SHORTHAND_FILE = Path(__file__).resolve().parent / "rules" / "shorthand.yaml"
NUMBER = re.compile(r"\d+")


@cache
def shorthand() -> dict[str, str]:
    """Abbreviations and chat spellings, folded, to the words they stand for."""
    return {str(key): str(value) for key, value in yaml.safe_load(SHORTHAND_FILE.read_text("utf-8")).items()}


def folded_words(text: str) -> list[str]:
    """Words without diacritics, shorthand written out, numbers as ``0``: a text's skeleton."""
    known = shorthand()
    spelled = (known.get(word, word) for word in map(fold_word, words(text)))
    return [NUMBER.sub("0", word) for group in spelled for word in group.split()]


def letter_groups(tokens: Iterable[str]) -> Iterator[str]:
    """Groups of two to five letters inside each word and its edges."""
    for token in tokens:
        yield from (_remembered if len(token) <= REMEMBERED else _groups_within)(token)


def _groups_within(token: str) -> tuple[str, ...]:
    padded = f" {token} "
    return tuple(
        padded[start : start + size] for size in range(2, 6) for start in range(max(len(padded) - size, 0) + 1)
    )


_remembered = lru_cache(maxsize=1 << 14)(_groups_within)


def word_blocks(text: str, tokens: list[str]) -> dict[str, Counter[str]]:
    """What every view counts: folded words, their letter groups, words with diacritics. ``tokens`` are its skeleton."""
    accented = [word for word in words(text) if not word.isdigit()]
    return {
        "w": Counter([*tokens, *(f"{a} {b}" for a, b in pairwise(tokens))]),
        "c": Counter(letter_groups(tokens)),
        "a": Counter([*accented, *(f"{a} {b}" for a, b in pairwise(accented))]),
    }


def groups(text: str) -> dict[str, Counter[str]]:
    """What a text contains, per block, counted. Every name counts as the same name."""
    text = without_names(text[:LONGEST_TEXT])
    tokens = folded_words(text)
    return word_blocks(text, tokens) | {
        "t": Counter([*(f.topic.name for f in topics_in(text)), *(f"@{n.department}" for n in agencies_in(text))]),
        "e": Counter(edges(tokens)),
    }


def edges(tokens: Sequence[str]) -> Iterator[str]:
    """The first words, marked ``^``, and the last, marked ``$``."""
    for size in range(1, min(EDGE, len(tokens)) + 1):
        yield "^" + " ".join(tokens[:size])
        yield "$" + " ".join(tokens[-size:])


@dataclass(frozen=True)
class View:
    """What is looked at in a text, by blocks, and how much each block weighs."""

    groups: Callable[[str], Mapping[str, Counter[str]]]
    weights: Mapping[str, float]


FEEDBACK = View(groups, BLOCKS)


@dataclass(frozen=True)
class Vocabulary:
    """The groups that count and how rare each is. ``index`` maps ``block:group`` to a row."""

    index: dict[str, int]
    rarity: NDArray[np.float32]
    view: View = FEEDBACK

    @classmethod
    def learn(cls, texts: Iterable[str], *, least: int = 2, view: View = FEEDBACK) -> "Vocabulary":
        """Keep the groups that occur in at least ``least`` texts."""
        spread: Counter[str] = Counter()
        total = 0
        for total, text in enumerate(texts, 1):  # noqa: B007
            spread.update(f"{block}:{group}" for block, found in view.groups(text).items() for group in found)
        kept = sorted(name for name, count in spread.items() if count >= least)
        rarity = [math.log((1 + total) / (1 + spread[name])) + 1 for name in kept]
        return cls({name: row for row, name in enumerate(kept)}, np.array(rarity, dtype=np.float32), view)

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and values of the groups of a text; each block has the length of its weight."""
        rows: list[int] = []
        values: list[NDArray[np.float32]] = []
        for block, found in self.view.groups(text).items():
            known = [(self.index[name], n) for g, n in found.items() if (name := f"{block}:{g}") in self.index]
            if known:
                places = [row for row, _ in known]
                weights = self.rarity[places] * np.array([1 + math.log(n) for _, n in known], dtype=np.float32)
                rows += places
                scale = self.view.weights[block] / float(np.linalg.norm(weights))
                values.append((weights * scale).astype(np.float32))
        return np.array(rows, dtype=np.int64), np.concatenate(values or [np.zeros(0, dtype=np.float32)])
