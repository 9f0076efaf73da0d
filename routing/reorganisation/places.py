"""Old places: "thị xã Duyên Hải" is three communes today, "huyện …" is a level that has ended.

Names that differ only in their level ("thị xã", "huyện") are different places and are never taken for each other.
A number ("phường 1") is never sure without the district it was in.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from routing.dates import say_day
from routing.reorganisation.entries import District, EndedLevel
from routing.reorganisation.naming import COMMUNE_LEVELS, ENDED_LEVELS, PlaceName, place_name, province_words, spoken
from routing.reorganisation.provinces import home, province_of
from routing.reorganisation.reading import shipped
from routing.reorganisation.resolution import Body, Resolution, basis, listed
from routing.units import UnitView

_OFFICE = "Ủy ban nhân dân "


def former_district(name: str, units: Sequence[UnitView], day: date) -> Resolution | None:
    """What a unit of the ended level is today: its communes if we know them, else that the level has ended."""
    place, level = place_name(name), _level(day)
    if level is None or place.level not in ENDED_LEVELS or not place.plain or _is_city(place):
        return None
    districts = [one for one in shipped().districts if _is_district(place, one, units)]
    place = place_name(districts[0].name) if districts else place
    communes = (body for district in districts for body in _listed(district, units))
    bodies = tuple(_unique((*_carrying_on(place, units), *communes)))
    return Resolution(name, bodies, tuple(_district_trace(name, place, bodies, districts, level)))


def district_named(name: str, units: Sequence[UnitView], day: date) -> District | None:
    """The district of our province that a name is, if we know it and it has ended."""
    place = place_name(name)
    known = (one for one in shipped().districts if one.last_day < day and _is_district(place, one, units))
    return next(known, None) if place.level in ENDED_LEVELS else None


def commune(name: str, units: Sequence[UnitView]) -> Resolution | None:
    """The commune of today or of before that a name means; None when no unit has or had it."""
    place = place_name(name)
    if not place.plain or place.level not in COMMUNE_LEVELS:
        return None
    today = [unit for unit in units if unit.commune is not None and spoken(unit.commune) == place.plain]
    if len(today) == 1 and _has_level(today[0], place):
        return Resolution(name, (_body(today[0]),), (f"“{name}” là {_short(today[0].name)} hôm nay",))
    bodies = tuple(_unique((*_carrying_on(place, units), *map(_body, today))))
    if not bodies:
        return None
    numbered = place.plain.split(" ")[0].isdecimal() and not _carrying_on(place, units, whole=True)
    return Resolution(name, bodies, (_commune_sentence(name, bodies),), sure=not numbered)


def place_without_level(name: str, units: Sequence[UnitView], day: date) -> Resolution | None:
    """Everything a name like "Duyên Hải" may mean: a commune of today, a commune or a district of before."""
    plain = place_name(name).plain
    today = (_body(unit) for unit in units if unit.commune and spoken(unit.commune) == plain)
    before = (_body(unit) for unit in units if any(place_name(old).bare == plain for old in unit.formerly))
    districts = (one for one in shipped().districts if one.last_day < day and place_name(one.name).plain == plain)
    of_districts = (body for district in districts for body in _listed(district, units))
    bodies = tuple(_unique((*today, *before, *of_districts)))
    return Resolution(name, bodies, (_commune_sentence(name, bodies),)) if plain and bodies else None


def _district_trace(
    name: str, place: PlaceName, bodies: Sequence[Body], districts: Sequence[District], level: EndedLevel
) -> Iterator[str]:
    if bodies:
        choice = "; cần người chọn" if len(bodies) > 1 else ""
        yield f"“{name}” nay là {listed(_short(body.name) for body in bodies)} (từ {say_day(level.ended_on)}){choice}"
    else:
        yield (
            f"“{name}”: {level.name} đã kết thúc, việc của cấp này thuộc {level.instead} (từ {say_day(level.ended_on)})"
        )
    if len(districts) > 1:
        yield f"Có {len(districts)} đơn vị cũ cùng tên, của {listed(one.of for one in districts)}"
    for other in shipped().districts:
        if spoken(other.name) != place.full and place_name(other.name).plain == place.plain:
            yield f"Khác với “{other.name}”, một đơn vị khác cùng tên"
    yield basis(districts[0].grounds if districts else level.grounds)


def _commune_sentence(name: str, bodies: Sequence[Body]) -> str:
    if len(bodies) == 1:
        return f"“{name}” nay thuộc {_short(bodies[0].name)}"
    return f"“{name}” có thể là {listed(_short(body.name) for body in bodies)}; cần người chọn"


def _level(day: date) -> EndedLevel | None:
    return next((level for level in shipped().levels if level.last_day < day), None)


def _is_district(place: PlaceName, district: District, units: Sequence[UnitView]) -> bool:
    """Whether this is its name, alone or with its province after it: "thị xã Duyên Hải, tỉnh Trà Vinh".

    A district of another province than these units' is not meant: there is a huyện Châu Thành in many.
    """
    name, ours = spoken(district.name), home(tuple(units))
    if ours is not None and district.of not in ours.merged:
        return False
    if not place.full.startswith(f"{name} "):
        return place.full == name
    said = province_words(place.full.removeprefix(name).strip())
    province = province_of(said)
    if province is None or province != ours:
        return False
    return said in (spoken(district.of), spoken(province.name))


def _is_city(place: PlaceName) -> bool:
    """A city of its own, like thành phố Cần Thơ, and not one of a province."""
    province = province_of(place.plain)
    return province is not None and place.level == "thanh pho" and spoken(province.full_name) == place.full


def _carrying_on(place: PlaceName, units: Sequence[UnitView], *, whole: bool = False) -> list[Body]:
    """The units that list this place among their former ones, whole or with the district left out on one side."""
    return [
        _body(unit)
        for unit in units
        if any(old.full == place.full or (not whole and old.means(place)) for old in _former_places(unit))
    ]


def _former_places(unit: UnitView) -> Iterator[PlaceName]:
    """Its former names as places: it may carry on a place, or the committee of a place that has ended since."""
    return map(place_name, unit.formerly)


def _listed(district: District | None, units: Sequence[UnitView]) -> Iterator[Body]:
    """The communes our data names; without a unit of that name in the catalogue, the name alone."""
    for name in district.communes if district else ():
        place = place_name(name)
        held = [
            unit for unit in units if unit.commune and spoken(unit.commune) == place.plain and _has_level(unit, place)
        ]
        if len(held) == 1:
            yield _body(held[0])
        else:
            yield from _carrying_on(place, units, whole=True) or [Body(None, name)]


def _has_level(unit: UnitView, place: PlaceName) -> bool:
    return not place.level or spoken(unit.name).endswith(f" {place.full}")


def _body(unit: UnitView) -> Body:
    return Body(unit.id, unit.name)


def _short(name: str) -> str:
    """``phường Duyên Hải`` for its people's committee."""
    return name.removeprefix(_OFFICE).removeprefix("UBND ")


def _unique(bodies: Iterable[Body]) -> Iterator[Body]:
    return iter(dict.fromkeys(bodies))
