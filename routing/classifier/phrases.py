"""Finding fixed phrases in what people type: with diacritics, without them, and in either tone placement.

A phrase matches words written exactly so or written bare ("to cao" is "tố cáo"), but not words with other
marks ("tờ cáo"). This module knows spelling only; what a phrase means belongs to whoever lists it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from routing.text import fold_word, signature, words


@dataclass(frozen=True, slots=True)
class Phrase:
    """One listed phrase and the label that its list gave it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at a word position; ``length`` counts words."""

    phrase: Phrase
    position: int
    length: int


@dataclass(frozen=True)
class PhraseBook:
    """Phrases indexed by their folded words. Build once, search often."""

    index: dict[tuple[str, ...], list[tuple[Phrase, tuple[str, ...]]]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    """How many words the longest phrase has that begins with a word: most words begin none."""

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "PhraseBook":
        book = cls()
        for phrase in phrases:
            spelled = tuple(words(phrase.text))
            folded = tuple(map(fold_word, spelled))
            book.index.setdefault(folded, []).append((phrase, spelled))
            book.longest[folded[0]] = max(len(folded), book.longest.get(folded[0], 0))
        return book

    def find(self, text: str) -> list[Hit]:
        """Every phrase in the text, in order of position."""
        return self.find_among(words(text))

    def find_among(self, written: Sequence[str]) -> list[Hit]:
        """Every phrase among these words, in lower case, in order of position."""
        folded = [fold_word(word) for word in written]
        begins = [(start, self.longest[word]) for start, word in enumerate(folded) if word in self.longest]
        return [
            Hit(phrase, start, length)
            for start, longest in begins
            for length in range(1, min(longest, len(written) - start) + 1)
            for phrase, spelled in self.index.get(tuple(folded[start : start + length]), ())
            if all(map(same_word, written[start : start + length], spelled))
        ]


def same_word(written: str, listed: str) -> bool:
    """Whether a written word is the listed one: same marks wherever they sit, or no marks at all."""
    return written == listed or written == fold_word(listed) or signature(written) == signature(listed)
