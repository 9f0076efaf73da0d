"""The commune a text names: "xã Long Hữu", "P. Duyên Hải", or a known commune written without capitals.

It knows how Vietnamese place names are written and, when told, which communes exist. It does not know whether
the place is the one complained about, the scene, or the citizen's home: that is for competence and people.
"""

import re
import unicodedata
from collections.abc import Collection
from itertools import takewhile

from routing.text import fold, words

PREFIX = {
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
    "dac khu": "đặc khu",
    "p": "phường",
    "x": "xã",
}
LEVEL = (
    r"(?P<level>[Tt]hị trấn|[Tt]hi tran|(?:TT|tt)\.?|[Đđ]ặc khu|[Dd]ac khu"
    r"|[Pp]hường|[Pp]huong|[Xx]ã|[Xx]a|[Pp]\.|[Xx]\.)"
)
OF_A_TOWN = r"(?<!\b[Tt]hị )(?<!\b[Tt]hi )"  # "thị xã" was a district, not a commune
NAMED = re.compile(rf"(?<![\w.]){OF_A_TOWN}{LEVEL}\s*(?P<name>\d{{1,2}}\b|[^\W\d_]+(?:[ ][^\W\d_]+){{0,3}})")


def find_place(text: str, known: Collection[str] = ()) -> str | None:
    """The first commune the text names, as "xã Long Hữu"; ``known`` are plain commune names without "xã"."""
    text = unicodedata.normalize("NFC", text)
    for match in NAMED.finditer(text):
        if name := _name(match["name"]):
            return f"{PREFIX[fold(match['level']).strip('.')]} {name}"
    return _known_place(text, known)


def _name(following: str) -> str:
    """The capitalised words at the start; nothing for a heading in capitals ("XÃ KHÔNG GIẢI QUYẾT")."""
    if following.isdigit():
        return following
    name = " ".join(takewhile(lambda word: word[0].isupper(), following.split(" ")))
    return "" if name.isupper() else name


def _known_place(text: str, known: Collection[str]) -> str | None:
    """A known commune after its level word, however it is typed: "xa long huu"."""
    spoken = f" {' '.join(fold(word) for word in words(text))} ".replace(" thi xa ", " thi-xa ")
    found = [
        (spoken.index(needle), f"{level} {name}")
        for name in known
        for bare, level in PREFIX.items()
        if (needle := f" {bare} {' '.join(fold(word) for word in words(name))} ") in spoken
    ]
    return min(found)[1] if found else None
