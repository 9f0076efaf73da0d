"""A message folded letter by letter, with the way back to the places of the text as written.

Every finder searches the folded form, so diacritics, capitals and decomposed letters need no rules of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.nlu.port import Entity
from routing.phrases import folded_letters

LONGEST_TEXT = 4_000  # Facts stand near the beginning; a megabyte of paste must not hold up the chat.
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """``folded`` is what is searched; ``origin`` has, for each place in it and its end, the place in ``text``."""

    text: str
    folded: str
    origin: list[int]

    @classmethod
    def of(cls, text: str) -> "Reading":
        text = text[:LONGEST_TEXT]
        return cls(text, *folded_letters(text))

    def fact(self, kind: str, value: str, start: int, end: int) -> Entity:
        """An entity from places in the folded form."""
        return Entity(kind, value, self.origin[start], self.origin[end])

    def written(self, start: int, end: int) -> str:
        """The text as written between two places in the folded form."""
        return self.text[self.origin[start] : self.origin[end]]

    def words(self) -> Iterator[tuple[str, int, int]]:
        """Each folded word with its places in the folded form."""
        for match in _WORD.finditer(self.folded):
            yield match[0], match.start(), match.end()
