"""Several matters in one message: where one ends and the next begins.

A text is cut at the ends of sentences and before words that change the subject. The cheapest way to give each piece a
department, where every change of department costs something and less after such a word, shows the parts. It
knows scores per department, asked of its caller, and nothing of what departments or kinds are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from routing.classifier.features import LONGEST_TEXT

TURNS_FILE = Path(__file__).resolve().parent / "rules" / "turns.yaml"
SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n+")
WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 6
"""A piece of fewer words, numbers not counted, belongs to the one before it."""
MOST_PIECES = 40

CHANGE = 2.8
"""What a change of department must gain in log-likelihood; chosen on joined texts and single ones."""
CHANGE_AFTER_TURN = 0.6
DOUBT = 0.05
"""No department is less likely than this: one odd sentence shall not decide alone."""
SURE, SURE_AFTER_TURN = 0.6, 0.25
"""Each part must be so sure of its department, or the text stays whole; whoever says that another matter begins is
believed sooner."""

ALIKE = 0.4
"""Neighbours whose departments overlap more than this are one matter."""

Shares = Callable[[str], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the text; ``turns`` says that it begins with words that change the subject."""

    start: int
    end: int
    turns: bool = False


@cache
def _of_oneself() -> re.Pattern[str]:
    """How a sentence begins that tells who writes, or greets, and nothing of any matter."""
    words = yaml.safe_load(TURNS_FILE.read_text("utf-8"))["of_oneself"]
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})(?![^\W_])", re.IGNORECASE)


@cache
def _turn() -> re.Pattern[str]:
    words = sorted(yaml.safe_load(TURNS_FILE.read_text("utf-8"))["turns"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words))})(?![^\W_])", re.IGNORECASE)


def pieces(text: str) -> list[Piece]:
    """Sentences, cut again before words that change the subject. They cover the whole text."""
    head = text[:LONGEST_TEXT]
    turns = {match.start() for match in _turn().finditer(head)}
    ends = {match.end() for match in SENTENCE_END.finditer(head)}
    cuts = sorted({0, *(turns | ends) - {len(text)}})
    found: list[Piece] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        greets = len(found) == 1 and _says_little(text[found[0].start : found[0].end])
        if found and (greets or _says_little(text[start:end])):
            found[-1] = Piece(found[-1].start, end, found[-1].turns)
        else:
            found.append(Piece(start, end, start in turns))
    return found


def _says_little(piece: str) -> bool:
    return len(WORD.findall(piece)) < FEWEST_WORDS or _of_oneself().match(piece) is not None


def split(text: str, shares: Shares) -> list[Piece]:
    """The parts of a mixed text in order; empty when it is about one matter."""
    found = pieces(text)
    if not 1 < len(found) <= MOST_PIECES:
        return []
    likely = np.log(np.maximum([shares(text[piece.start : piece.end]) for piece in found], DOUBT))
    parts = _joined(found, _cheapest(likely, found))
    if len(parts) < 2:
        return []
    said = [shares(text[part.start : part.end]) for part in parts]
    apart = all(np.minimum(first, second).sum() <= ALIKE for first, second in pairwise(said))
    enough = SURE_AFTER_TURN if any(part.turns for part in parts[1:]) else SURE
    return parts if apart and all(one.max() >= enough for one in said) else []


def _cheapest(likely: NDArray[np.float64], found: list[Piece]) -> list[int]:
    """The best department of each piece when changes cost (Viterbi)."""
    total, back = likely[0], []
    for row, piece in zip(likely[1:], found[1:], strict=True):
        change = total.max() - (CHANGE_AFTER_TURN if piece.turns else CHANGE)
        back.append(np.where(total >= change, np.arange(len(total)), total.argmax()))
        total = np.maximum(total, change) + row
    path = [int(total.argmax())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    return path[::-1]


def _joined(found: list[Piece], path: list[int]) -> list[Piece]:
    """Neighbours of one department as one part."""
    parts = [found[0]]
    for piece, before, now in zip(found[1:], path[:-1], path[1:], strict=True):
        if before == now:
            parts[-1] = Piece(parts[-1].start, piece.end, parts[-1].turns)
        else:
            parts.append(piece)
    return parts
