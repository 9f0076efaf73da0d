"""The commune a text names: "xã Long Hữu", "P. Duyên Hải".

It knows how Vietnamese place names are written and no installation. Which of several places is the one complained
about is for ``routing.places``.
"""

import re
import unicodedata
from itertools import takewhile

from routing.text import fold

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


def find_place(text: str) -> str | None:
    """The first commune the text names, as "xã Long Hữu"."""
    text = unicodedata.normalize("NFC", text)
    for match in NAMED.finditer(text):
        if name := _name(match["name"]):
            return f"{PREFIX[fold(match['level']).strip('.')]} {name}"
    return None


def _name(following: str) -> str:
    """The capitalised words at the start; nothing for a heading in capitals ("XÃ KHÔNG GIẢI QUYẾT")."""
    if following.isdigit():
        return following
    name = " ".join(takewhile(lambda word: word[0].isupper(), following.split(" ")))
    return "" if name.isupper() else name
