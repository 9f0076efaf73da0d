"""How like a text is to the examples: what weights can't see, because they only add up what each word says.

A text is held against every example by the words and pairs of words they share, without diacritics; each label gets the
likeness of its nearest example. It knows numbers and places of labels, no departments or kinds, and NumPy alone.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routing.classifier.features import BLOCKS

BLOCK = "w:"
"""The block that is compared: with letters too it is hardly better, and five times as large."""

WEIGHT = {"department": 4.0, "kind": 2.0}
"""What the likeness, 0 to 1, of its nearest example counts for a label's score, by cross-validation."""

NO_LABEL = -1


@dataclass(frozen=True)
class Labelled:
    """Which examples carry which label: ``order`` puts those of one label side by side, ``begins`` says where."""

    labels: int
    order: NDArray[np.int64]
    begins: NDArray[np.int64]
    present: NDArray[np.int64]

    @classmethod
    def of(cls, places: NDArray[np.integer], labels: int) -> "Labelled":
        """From the place of each example's label; `NO_LABEL` where it has none."""
        order = np.argsort(places, kind="stable")[int((places == NO_LABEL).sum()) :]
        present, begins = np.unique(places[order], return_index=True)
        return cls(labels, order, begins, present.astype(np.int64))

    def best(self, alike: NDArray[np.float64]) -> NDArray[np.float64]:
        """The highest likeness under each label, along the last axis; 0 where no example has that label."""
        found = np.zeros((*alike.shape[:-1], self.labels))
        found[..., self.present] = np.maximum.reduceat(alike[..., self.order], self.begins, axis=-1)
        return found


@dataclass(frozen=True)
class Nearest:
    """The examples by their words: for the row of a word, which examples have it and how much it weighs there."""

    first: int
    starts: NDArray[np.int64]
    examples: NDArray[np.int64]
    shares: NDArray[np.float32]
    total: int
    heads: Mapping[str, Labelled]

    @classmethod
    def of(
        cls, arrays: Mapping[str, NDArray[np.generic]], names: Sequence[str], labels: Mapping[str, int]
    ) -> "Nearest":
        """Out of the stored arrays; ``labels`` says how many each head has. Raises KeyError for what is missing."""
        places = {head: np.asarray(arrays[f"near_{head}"], dtype=np.int64) for head in labels}
        return cls(
            words_from(names),
            np.asarray(arrays["near_starts"], dtype=np.int64),
            np.asarray(arrays["near_examples"], dtype=np.int64),
            np.asarray(arrays["near_shares"], dtype=np.float32),
            max(map(len, places.values())),
            {head: Labelled.of(places[head], count) for head, count in labels.items()},
        )

    def best(
        self, rows: NDArray[np.int64], values: NDArray[np.float32], heads: Collection[str]
    ) -> dict[str, NDArray[np.float64]]:
        """By head, for each label, the likeness, 0 to 1, of its nearest example to a text of these groups."""
        alike = self.alike(rows, values)
        return {head: self.heads[head].best(alike) for head in heads}

    def alike(self, rows: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The likeness of each example: the cosine of the two rows of words."""
        words = rows >= self.first
        begins, ends = self.starts[rows[words] - self.first], self.starts[rows[words] - self.first + 1]
        count = ends - begins
        # The places of all postings at once: each run counts up from where its word begins.
        places = np.repeat(begins - np.cumsum(count) + count, count) + np.arange(count.sum())
        weights = self.shares[places] * np.repeat(values[words], count)
        return np.bincount(self.examples[places], weights, minlength=self.total) / BLOCKS["w"]


def words_from(names: Sequence[str]) -> int:
    """The row where the words of a vocabulary begin; they are its last block."""
    return bisect_left(names, BLOCK)
