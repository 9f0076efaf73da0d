"""Resolving a name somebody still uses to the bodies of today, and finding such names in a text.

It proposes and explains; where several bodies are meant, or a name is not sure, a person decides.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from models.vocabulary import Department
from routing.classifier.phrases import Phrase, PhraseBook
from routing.personal_names import CAPITALISED
from routing.reorganisation.agencies import agency, holders, mergers_until, with_moved
from routing.reorganisation.district_offices import district_office, offices_until
from routing.reorganisation.naming import PlaceName, place_name, spoken
from routing.reorganisation.places import commune, district_named, former_district, place_without_level
from routing.reorganisation.provinces import became, home, province_of
from routing.reorganisation.reading import shipped
from routing.reorganisation.resolution import Body, Resolution, basis, listed
from routing.text import words
from routing.units import UnitView

_LONGEST_DISTRICT = 4  # words: "thành phố Trà Vinh"
_LONGEST_PROVINCE = 6  # words: "tỉnh Bà Rịa - Vũng Tàu"
_DISTRICT = re.compile(
    r"(?<!\w)(?P<level>[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố|TX|TP)\.? ?"
    rf"(?P<name>{CAPITALISED}\w*(?: {CAPITALISED}\w*){{0,2}})"
)
_WRITTEN_OUT = {"tx": "thị xã", "tp": "thành phố"}
_MOST = 3
"""Names told of one text: more would bury the reasons that matter."""


def resolve(name: str, units: Sequence[UnitView], day: date) -> Resolution:
    """The bodies of ``day`` that a name means, among these units, with every step in the trace."""
    return (
        district_office(name, units, day)
        or agency(name, units, day)
        or _former_unit(name, units)
        or former_district(name, units, day)
        or commune(name, units)
        or _without_level(name, units, day)
        or Resolution(name, (), (f"Không tìm thấy cơ quan hay địa danh nào tên “{name}”",), sure=False)
    )


def old_names_in(text: str, units: Sequence[UnitView], day: date) -> tuple[Resolution, ...]:
    """The old names a text uses, each once and resolved, in our spelling."""
    found: dict[str, Resolution] = {}
    for name in _names_in(text, tuple(units), day):
        if spoken(name) not in found:
            found[spoken(name)] = with_moved(resolve(name, units, day), text, day)
    return tuple(found.values())[:_MOST]


def _former_unit(name: str, units: Sequence[UnitView]) -> Resolution | None:
    """A unit that has ended, by the name its successor lists; places have rules of their own."""
    if place_name(name).level:
        return None
    held = [unit for unit in units if any(spoken(old) == spoken(name) for old in unit.formerly)]
    if not held:
        return None
    choice = "; cần người chọn" if len(held) > 1 else ""
    sentence = f"“{name}” nay là {', '.join(unit.name for unit in held)}{choice}"
    return Resolution(name, tuple(Body(unit.id, unit.name) for unit in held), (sentence,))


def _without_level(name: str, units: Sequence[UnitView], day: date) -> Resolution | None:
    """A province, or a place of the same name: "Trà Vinh" is both, so it is never sure."""
    province = _province(name, units)
    place = place_without_level(name, units, day) if not place_name(name).level else None
    if province is None or place is None:
        return place or province
    bodies = (*place.bodies, *province.bodies)
    sentence = f"“{name}” có thể là {listed(body.name for body in bodies)}; cần người chọn"
    return Resolution(name, bodies, (sentence, *province.trace), sure=False)


def _province(name: str, units: Sequence[UnitView]) -> Resolution | None:
    place = place_name(name)
    province, ours = province_of(place.plain), home(tuple(units))
    if province is None or not _fits(place):
        return None
    outside = ours is not None and province != ours
    said = became(place.plain, province) or f"“{name}” là {province.full_name}"
    office = () if outside else tuple(holders(Department.PROVINCIAL_OFFICE, units))
    bodies = office or (Body(None, f"Ủy ban nhân dân {province.full_name}"),)
    trace = (f"{said}, ngoài tỉnh này" if outside else said, basis(province.grounds))
    return Resolution(name, bodies, trace, outside=outside)


def _fits(place: PlaceName) -> bool:
    return place.level in ("", "tinh", "thanh pho")


def _names_in(text: str, units: tuple[UnitView, ...], day: date) -> Iterator[str]:
    written = words(text)
    covered = 0
    for hit in sorted(_phrases(units, day).find(text), key=lambda one: (one.position, -one.length)):
        if hit.position < covered:
            continue
        after = hit.position + hit.length
        if hit.phrase.label == "phòng":
            for length in range(2, min(_LONGEST_DISTRICT, len(written) - after) + 1):
                if district := district_named(" ".join(written[after : after + length]), units, day):
                    covered = after + length
                    yield f"{hit.phrase.text} {district.name}"
                    break
            continue
        covered = after
        province = _province_after(written[covered : covered + _LONGEST_PROVINCE]) if hit.phrase.label == "sở" else ""
        yield f"{hit.phrase.text} {province}".strip()
    for match in _DISTRICT.finditer(normalize("NFC", text)):
        level = match["level"].lower()
        name = f"{_WRITTEN_OUT.get(level, level)} {match['name']}"
        if former_district(name, units, day) is not None:
            yield name


def _province_after(following: list[str]) -> str:
    """The province named right after a body's name, as it was written."""
    for length in range(min(_LONGEST_PROVINCE, len(following)), 0, -1):
        named = place_name(" ".join(following[:length]))
        province = province_of(named.plain) if _fits(named) else None
        if province is not None:
            return next(name for name in (*province.merged, province.name) if spoken(name) == named.plain)
    return ""


def _written(former: str) -> Iterator[str]:
    """A former name as texts have it: whole, or without the district a commune was in."""
    yield former
    short, comma, _ = former.partition(",")
    if comma and not place_name(short).plain[:1].isdecimal():
        yield short


@lru_cache(maxsize=8)
def _phrases(units: tuple[UnitView, ...], day: date) -> PhraseBook:
    """Old names by which a text may call something; a bare abbreviation ("TNMT") is too little in a text."""
    offices = (Phrase(name, "phòng") for office in offices_until(day) for name in office.names)
    agencies = (Phrase(name, "sở") for merger in mergers_until(day) for name in merger.names)
    former = (Phrase(written, "cũ") for unit in units for name in unit.formerly for written in _written(name))
    districts = (Phrase(district.name, "cũ") for district in shipped().districts if district.last_day < day)
    return PhraseBook.of([*offices, *agencies, *former, *districts])
