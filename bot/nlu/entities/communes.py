"""Communes of this installation as people write them: with or without "xã", bare, or by an old name.

A name of ours is believed after a word of level, or when it is written as a name. Which commune answers for a place is
decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity
from routing.classifier.phrases import same_word
from routing.text import fold, words
from routing.units import UnitView

_LEVEL = re.compile(r"(?:^|[^\w])((?:thi tran|dac khu|phuong|xa|tt|p|x)\.?\s*)$")
_OLD_TOWN = re.compile(r"(?:^|\W)thi xa\s*$")
_ITS_LEVEL = re.compile(r"^(?:xã|phường|thị trấn|đặc khu)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class CommuneBook:
    """Names by their folded words; each has its spelling and the plain name of today's commune."""

    names: Mapping[tuple[str, ...], tuple[tuple[str, ...], str]] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Iterable[tuple[str, str]]) -> "CommuneBook":
        """From pairs of a name, new or old, and the commune it means today. The first of equal names stays."""
        names: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}
        for name, commune in named:
            spelled = tuple(words(_ITS_LEVEL.sub("", name.split(",")[0])))
            if spelled:
                names.setdefault(tuple(fold(word) for word in spelled), (spelled, commune))
        return cls(names)

    @classmethod
    def of_units(cls, units: Iterable[UnitView]) -> "CommuneBook":
        """Today's names first, then those that their units carry on."""
        local = [(unit, unit.commune) for unit in units if unit.commune]
        old = [(name, commune) for unit, commune in local for name in unit.formerly]
        return cls.of([*((commune, commune) for _, commune in local), *old])

    def find(self, reading: Reading) -> Iterator[Entity]:
        """The longest name at each place; the word of level belongs to it."""
        said, free = list(reading.words()), 0
        longest = max(map(len, self.names), default=0)
        for first in range(len(said)):
            for size in range(min(longest, len(said) - first), 0, -1):
                fact = self._at(reading, said[first : first + size]) if first >= free else None
                if fact is not None:
                    free = first + size
                    yield fact

    def _at(self, reading: Reading, said: list[tuple[str, int, int]]) -> Entity | None:
        known = self.names.get(tuple(word for word, _, _ in said))
        if known is None:
            return None
        spelled, commune = known
        written = [reading.written(start, end) for _, start, end in said]
        before = reading.folded[max(0, said[0][1] - 12) : said[0][1]]
        level = _LEVEL.search(before)
        named = all(word[0].isupper() for word in written) and not spelled[0].isdecimal()
        if _OLD_TOWN.search(before) or not (level or named):
            return None
        if not all(same_word(w.lower(), s) for w, s in zip(written, spelled, strict=True)):
            return None
        start = said[0][1] - (len(level[1]) if level else 0)
        return reading.fact("commune", commune, start, said[-1][2])
