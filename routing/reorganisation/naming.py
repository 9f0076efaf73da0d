"""A name taken apart: its words without diacritics, the level it begins with, the plain name after it.

It knows spellings ("P.", "TX", "UBND huyện"), not what any of them became.
"""

from dataclasses import dataclass
from functools import lru_cache

from routing.text import fold, words

COMMUNE_LEVELS = ("xa", "phuong", "thi tran", "dac khu")
ENDED_LEVELS = ("huyen", "quan", "thi xa", "thanh pho")
_SHORT = {"p": "phuong", "x": "xa", "tt": "thi tran", "tx": "thi xa", "tp": "thanh pho", "h": "huyen", "q": "quan"}
_OFFICE = ("uy ban nhan dan", "uy ban", "ubnd")
_PROVINCE = ("tinh", "thanh pho", "tp")


@lru_cache(maxsize=20_000)
def spoken(name: str) -> str:
    """The words of a name in lower case without diacritics: "Sở TN&MT" is ``so tn mt``."""
    return " ".join(fold(word) for word in words(name))


@dataclass(frozen=True, slots=True)
class PlaceName:
    """``level`` is empty for a name without one; both parts are without diacritics."""

    level: str
    plain: str

    @property
    def full(self) -> str:
        return f"{self.level} {self.plain}".strip()


def place_name(name: str) -> PlaceName:
    """The place a name speaks of, whether of the place or of its people's committee."""
    said = without(spoken(name), _OFFICE)
    first, _, rest = said.partition(" ")
    if rest and first in _SHORT:
        said = f"{_SHORT[first]} {rest}"
    level = next((level for level in (*COMMUNE_LEVELS, *ENDED_LEVELS, "tinh") if said.startswith(f"{level} ")), "")
    return PlaceName(level, said.removeprefix(level).strip())


def without(said: str, openings: tuple[str, ...]) -> str:
    """The rest of a spoken name after one of these openings."""
    opening = next((opening for opening in openings if said.startswith(f"{opening} ")), "")
    return said.removeprefix(opening).strip()


def province_words(said: str) -> str:
    """The plain name of a province in what follows a body's name: ``tinh tra vinh`` is ``tra vinh``."""
    return without(said, _PROVINCE)
