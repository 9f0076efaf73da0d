"""Phone numbers, typed with dots and spaces or spoken digit by digit ("không chín một …").

Only what can be dialled from Vietnam is a phone; the value is E.164. Whose number it is, the dialogue asks.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity
from intake.cases.submission import read_phone

_TYPED = re.compile(r"(?<![\w.,/-])(?:\+\s?84|0084|84|\(?0)(?:[ .()-]{0,2}\d){8,10}(?![\w])")
_SPOKEN = {
    "khong": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_BETWEEN = re.compile(r"[\s,.-]*")
_LENGTHS = (10, 11)


def find_phones(reading: Reading) -> Iterator[Entity]:
    """Numbers that can be dialled."""
    for match in _TYPED.finditer(reading.folded):
        if number := _dialled(match[0]):
            yield reading.fact("phone", number, *match.span())
    yield from _spoken(reading)


def _dialled(typed: str) -> str | None:
    digits = re.sub(r"[^\d+]", "", typed)
    return read_phone(f"+{digits}" if digits.startswith("84") else digits)


def _spoken(reading: Reading) -> Iterator[Entity]:
    """Runs of spoken digits, which may be mixed with typed ones."""
    words = list(reading.words())
    for is_digits, run in groupby(words, key=lambda word: word[0] in _SPOKEN or word[0].isdecimal()):
        said = list(run)
        while is_digits and said and said[0][0] != "khong":
            said.pop(0)
        digits = "".join(_SPOKEN.get(word, word) for word, _, _ in said)
        if is_digits and len(digits) in _LENGTHS and _unbroken(reading, said) and (number := read_phone(digits)):
            yield reading.fact("phone", number, said[0][1], said[-1][2])


def _unbroken(reading: Reading, said: list[tuple[str, int, int]]) -> bool:
    """Whether nothing but spaces and small signs stands between the digits."""
    return all(_BETWEEN.fullmatch(reading.folded, before[2], after[1]) for before, after in pairwise(said))
