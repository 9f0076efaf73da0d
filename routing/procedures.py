"""The catalogue of administrative procedures, searched by what people type.

Two questions: which procedures may somebody mean who types into a picker, and which one a message really names. It
reads folded words (no diacritics), rewrites everyday words into official ones (``rules/everyday.yaml``) and weighs
what is rare in the names. It knows neither rows nor departments; a catalogue is built once for each edition.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from routing.everyday import typed_words, weighed_words, whole_words

WHOLE = 0.35
"""How much what was typed counts by itself; the rest of its worth is the share of a name that it makes up.

Whoever types a whole short name means it, and not a long one in which the same words stand too."""
PAIR = 0.7  # What two neighbouring words add beside the two: "căn cước" is rarer than "căn" and "cước".
NAMED_WEIGHT, NAMED_WORDS, WRITTEN_WORDS = 0.72, 4, 3
"""A message names a procedure when so much of the name's weight stands close together, its first word (what is to be
done) among it, in so many words, of which so many were really written and not put there for everyday ones."""
TRIED = 12  # The best by search are compared word by word with a message.
SPREAD = 3  # Words between those of a name: "cấp lại cho tôi thẻ căn cước".
LONGEST_READ = 400  # Words of a message that are read.
_HEADINGS = (("thu", "tuc"), ("giai", "quyet"))


@dataclass(frozen=True, slots=True)
class Listed:
    """One procedure of the catalogue."""

    code: str
    name: str
    field: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure and how well it fits: for a picker relative to the best, in a message the share of its name."""

    procedure: Listed
    score: float


@dataclass(frozen=True)
class Catalogue:
    """All procedures of an edition, indexed. Only reads, so threads may share it."""

    listed: tuple[Listed, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    postings: dict[str, NDArray[np.int32]] = field(default_factory=dict)
    weight: dict[str, float] = field(default_factory=dict)
    totals: NDArray[np.float32] = field(default_factory=lambda: np.ones(0, np.float32))
    starts: tuple[str, ...] = ()

    @classmethod
    def of(cls, procedures: Iterable[Listed]) -> "Catalogue":
        listed = tuple(procedures)
        names = tuple(_without_heading(whole_words(one.name)) for one in listed)
        terms = [set(_terms(name)) for name in names]
        among = Counter(term for held in terms for term in held)
        weight = {term: _rarity(len(listed), n) * (PAIR if " " in term else 1.0) for term, n in among.items()}
        totals = np.array([sum(weight[term] for term in held) for held in terms], np.float32)
        starts = tuple(sorted(term for term in weight if " " not in term))
        return cls(listed, names, _postings(terms), weight, totals, starts)

    def search(self, text: str, limit: int = 10, *, least: float = 0.0) -> list[Found]:
        """The best procedures for what somebody typed so far, best first; the last word may be unfinished.

        ``least`` is the share of its name's weight that has to be typed.
        """
        scores = self._scores(_finished(typed_words(text), self.starts, self.weight), least)
        best = np.argsort(-scores, kind="stable")[:limit]
        top = float(scores[best[0]]) if len(best) else 0.0
        return [Found(self.listed[i], round(float(scores[i]) / top, 4)) for i in best if scores[i] > 0]

    def named_in(self, message: str) -> Found | None:
        """The procedure a message names, with the share of its name that stands there; None when none does."""
        weighed = weighed_words(message)[:LONGEST_READ]
        read, written = [word for word, _ in weighed], [share for _, share in weighed]
        scores = self._scores(weighed)
        tried = np.argsort(-scores, kind="stable")[:TRIED]
        fits = [(*self._fit(self.names[i], read, written), int(i)) for i in tried if scores[i] > 0]
        named = [(share * mass, share, i) for share, mass, i in fits if share >= NAMED_WEIGHT]
        if not named:
            return None
        _, share, best = max(named, key=lambda one: (one[0], -one[2]))
        return Found(self.listed[best], round(share, 4))

    def _scores(self, weighed: Sequence[tuple[str, float]], least: float = 0.0) -> NDArray[np.float32]:
        """What is typed and stands in a name, rare words most; more where it makes up much of the name."""
        typed, held = np.zeros(len(self.listed), np.float32), np.zeros(len(self.listed), np.float32)
        for term, share in _weighed_terms(weighed).items():
            if term in self.postings:
                rows, weight = self.postings[term], self.weight[term]
                typed[rows] += weight * share
                held[rows] += weight
        return typed * (WHOLE + (1 - WHOLE) * held / self.totals) * (held >= least * self.totals)

    def _fit(self, name: Sequence[str], read: Sequence[str], written: Sequence[float]) -> tuple[float, float]:
        """Share of the name's weight, and that weight, in the best stretch of the message."""
        wanted = {term: self.weight[term] for term in _terms(name)}
        total, stretch, best = sum(wanted.values()), len(name) + SPREAD, 0.0
        for first in (place for place, word in enumerate(read) if word in wanted):
            words = read[first : first + stretch]
            inside = {term for term in _terms(words) if term in wanted}
            behind = sum(share for word, share in zip(words, written[first:], strict=False) if word in wanted)
            if name[0] in inside and _enough(inside, behind, name):
                best = max(best, sum(wanted[term] for term in inside))
        return best / total if total else 0.0, best


@cache
def empty() -> Catalogue:
    """The catalogue of an installation that imported none: it finds nothing and stops nothing."""
    return Catalogue.of(())


def _enough(inside: Iterable[str], behind: float, name: Sequence[str]) -> bool:
    needed = min(NAMED_WORDS, max(len(set(name)), NAMED_WORDS - 1))
    return behind >= WRITTEN_WORDS and sum(" " not in term for term in inside) >= needed


def _terms(read: Sequence[str]) -> list[str]:
    return [*read, *(f"{one} {other}" for one, other in pairwise(read))]


def _without_heading(name: list[str]) -> tuple[str, ...]:
    return tuple(name[2:] if tuple(name[:2]) in _HEADINGS and len(name) > 3 else name)


def _weighed_terms(weighed: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Words and pairs, each with the share that was written: of what stands twice the larger one."""
    terms = [*weighed, *((f"{one} {other}", min(share, more)) for (one, share), (other, more) in pairwise(weighed))]
    found: dict[str, float] = {}
    for term, share in terms:
        found[term] = max(found.get(term, 0.0), share)
    return found


def _rarity(names: int, holding: int) -> float:
    return log(1 + (names - holding + 0.5) / (holding + 0.5))


def _postings(terms: Sequence[set[str]]) -> dict[str, NDArray[np.int32]]:
    rows: dict[str, list[int]] = {}
    for row, held in enumerate(terms):
        for term in held:
            rows.setdefault(term, []).append(row)
    return {term: np.array(held, np.int32) for term, held in rows.items()}


def _finished(
    read: list[tuple[str, float]], starts: Sequence[str], weight: dict[str, float]
) -> list[tuple[str, float]]:
    """What was typed, with an unfinished last word completed by every word of the catalogue it begins."""
    if not read or read[-1][0] in weight:
        return read
    begun = [word for word in starts if word.startswith(read[-1][0])]
    return [*read, *((word, 1.0) for word in begun[:20])]
