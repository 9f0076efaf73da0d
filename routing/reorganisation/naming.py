"""A name taken apart: its words without diacritics, the level it begins with, the plain name after it.

It knows spellings ("P.", "TX", "UBND huyện"), not what any of them became.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from routing.text import folded

COMMUNE_LEVELS = ("xa", "phuong", "thi tran", "dac khu")
ENDED_LEVELS = ("huyen", "quan", "thi xa", "thanh pho")
_SHORT = {"p": "phuong", "x": "xa", "tt": "thi tran", "tx": "thi xa", "tp": "thanh pho", "h": "huyen", "q": "quan"}
_INSIDE = re.compile(r"(?<= )(?:tx|tp|h)(?= )")  # "Phường 1, TX. Duyên Hải"
_WITHIN = re.compile(r"(?P<bare>.+?) (?P<district>(?:huyen|thi xa|thanh pho) .+?)(?: tinh .+)?")
_OFFICE = ("uy ban nhan dan", "uy ban", "ubnd")
_PROVINCE = ("tinh", "thanh pho", "tp")


@lru_cache(maxsize=20_000)
def spoken(name: str) -> str:
    """`folded`, remembered: for names only, never for a text, which is somebody's own words."""
    return folded(name)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """``level`` is empty for a name without one; every part is without diacritics.

    ``bare`` is the plain name without the district a commune was in, ``district`` that district, if it was said.
    """

    level: str
    plain: str
    bare: str = ""
    district: str = ""

    @property
    def full(self) -> str:
        return f"{self.level} {self.plain}".strip()

    def means(self, other: "PlaceName") -> bool:
        """Whether both can be one commune of before: the same name, and no two districts."""
        if (self.level, self.bare) != (other.level, other.bare):
            return False
        return not (self.district and other.district) or self.district == other.district


def place_name(name: str) -> PlaceName:
    """The place a name speaks of, whether of the place or of its people's committee."""
    said = _INSIDE.sub(lambda short: _SHORT[short[0]], without(spoken(name), _OFFICE))
    first, _, rest = said.partition(" ")
    if rest and first in _SHORT:
        said = f"{_SHORT[first]} {rest}"
    level = next((level for level in (*COMMUNE_LEVELS, *ENDED_LEVELS, "tinh") if said.startswith(f"{level} ")), "")
    plain = said.removeprefix(level).strip()
    within = _WITHIN.fullmatch(plain) if level in COMMUNE_LEVELS or not level else None
    return PlaceName(level, plain, within["bare"], within["district"]) if within else PlaceName(level, plain, plain)


@lru_cache(maxsize=20_000)
def spellings(former: str) -> tuple[str, ...]:
    """How a former name is found in a text: whole, and as a commune without its district unless it is a number."""
    place = place_name(former)
    if not place.district or place.bare.split(" ")[0].isdecimal():
        return (spoken(former),)
    return spoken(former), f"{place.level} {place.bare}".strip()


def without(said: str, openings: tuple[str, ...]) -> str:
    """The rest of a spoken name after one of these openings."""
    opening = next((opening for opening in openings if said.startswith(f"{opening} ")), "")
    return said.removeprefix(opening).strip()


def province_words(said: str) -> str:
    """The plain name of a province in what follows a body's name: ``tinh tra vinh`` is ``tra vinh``."""
    return without(said, _PROVINCE)
