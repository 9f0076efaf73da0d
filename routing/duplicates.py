"""Which texts may tell of the same matter, by the words they share.

It proposes and a person decides: two neighbours who write of one pothole use much the same words, but so may two
people about two potholes.
"""

from collections.abc import Sequence
from itertools import pairwise

from routing.text import WORD

ALIKE = 0.3
"""The least share of common word pairs that is worth an officer's look."""


def alike(folded: str, others: Sequence[str]) -> list[int]:
    """The places of those ``others`` that are like the text, the likest first; all as ``text.fold`` gives them."""
    mine = _pairs(folded)
    shares = [(likeness(mine, _pairs(other)), place) for place, other in enumerate(others)]
    return [place for share, place in sorted(shares, key=lambda one: (-one[0], one[1])) if share >= ALIKE]


def likeness(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """The share of word pairs that two texts have in common, 0 to 1 (Jaccard); 0 for a text of one word."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _pairs(folded: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(WORD.findall(folded)))
