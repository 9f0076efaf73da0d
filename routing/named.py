"""Which units a text speaks about, by their names of today or of before, as opposed to those it is addressed to.

Used to keep a possible denunciation away from whom it accuses. Naming too many units is safe here (the case then
goes to a desk further down the list); naming too few is not. So names are compared without diacritics.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from uuid import UUID

from models.vocabulary import Department
from routing.reorganisation.agencies import names_of
from routing.reorganisation.naming import COMMUNE_LEVELS, place_name, spellings, spoken
from routing.reorganisation.reading import shipped
from routing.text import folded
from routing.units import UnitView

_ADDRESSED = re.compile(r"(kinh gui|kinh goi|gui den|gui toi|goi toi|de nghi|nho|mong) (ubnd |uy ban nhan dan )?$")


def named_units(text: str, units: Iterable[UnitView], day: date) -> frozenset[UUID]:
    """The units named in the text anywhere but as its addressee."""
    said = f" {folded(text)} "
    return frozenset(unit.id for unit in units if any(_spoken_of(said, name) for name in _names(unit, day)))


def _names(unit: UnitView, day: date) -> Iterator[str]:
    if unit.department is not Department.COMMUNE:
        for department in (unit.department, *unit.also):
            yield from map(spoken, names_of(department, day))
    elif unit.commune:
        yield from (f"{level} {spoken(unit.commune)}" for level in COMMUNE_LEVELS)
        yield from _districts(unit)
    for name in unit.formerly:
        yield from spellings(name)


def _districts(unit: UnitView) -> Iterator[str]:
    """The old districts this commune was made of."""
    yield from _districts_of().get(spoken(unit.commune or ""), ())


@cache
def _districts_of() -> Mapping[str, tuple[str, ...]]:
    """For the plain name of a commune the districts its land was in: every text is compared with all of them."""
    found: dict[str, tuple[str, ...]] = {}
    for district in shipped().districts:
        for name in district.communes:
            plain = place_name(name).plain
            found[plain] = (*found.get(plain, ()), spoken(district.name))
    return found


def _spoken_of(said: str, name: str) -> bool:
    at = said.find(f" {name} ")
    while at >= 0:
        if not _ADDRESSED.search(said[max(0, at - 40) : at + 1]):
            return True
        at = said.find(f" {name} ", at + 1)
    return False
