"""Where two texts differ, word by word, so that nobody has to compare them by eye."""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words both texts have, or only the other's (``theirs``), or only one's own (``mine``)."""

    whose: Literal["both", "theirs", "mine"]
    words: str


def pieces(theirs: str, mine: str) -> list[Piece]:
    """Both texts as one row of pieces; none if they are the same but for spaces at the ends of lines."""
    one, other = _words(theirs), _words(mine)
    found: list[Piece] = []
    for _, start, stop, first, last in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if one[start:stop] == other[first:last]:
            found.append(Piece("both", "".join(one[start:stop])))
            continue
        found += [Piece("theirs", "".join(one[start:stop]))] if stop > start else []
        found += [Piece("mine", "".join(other[first:last]))] if last > first else []
    return found if any(piece.whose != "both" for piece in found) else []


def _words(text: str) -> list[str]:
    lines = (line.rstrip() for line in text.strip().splitlines())
    return _WORDS.findall("\n".join(lines))
