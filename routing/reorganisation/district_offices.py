"""Offices of the ended level by name: "Phòng TN&MT huyện Cầu Kè", "Công an huyện Trà Ôn".

What follows the office must be a district. Which communes that is today, and which unit holds a department, is found by
the modules for places and for agencies.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from models.vocabulary import Department
from routing.dates import say_day
from routing.reorganisation.agencies import holders
from routing.reorganisation.entries import DistrictOffice
from routing.reorganisation.naming import spoken
from routing.reorganisation.places import former_district
from routing.reorganisation.reading import shipped
from routing.reorganisation.resolution import Body, Resolution, basis, listed
from routing.units import UnitView


def district_office(name: str, units: Sequence[UnitView], day: date) -> Resolution | None:
    """What an office of a district is today; None for a name that is not one."""
    said = spoken(name)
    for known, office in _known(day):
        if said.startswith(f"{known} "):
            district = former_district(_after(name, said.removeprefix(known).strip()), units, day)
            if district is not None:
                return _resolved(name, office, district, units)
    return None


def offices_until(day: date) -> Iterator[DistrictOffice]:
    """Those whose work had gone elsewhere by this day."""
    return (office for office in shipped().district_offices if office.since <= day)


def _resolved(name: str, office: DistrictOffice, district: Resolution, units: Sequence[UnitView]) -> Resolution:
    since = f"(từ {say_day(office.since)})"
    if office.department is not Department.COMMUNE:
        bodies = tuple(holders(office.department, units)) or (Body(None, office.department.label),)
        sentence = f"“{name}” nay là {listed(body.name for body in bodies)} {since}"
        return Resolution(name, bodies, (sentence, basis(office.grounds)), department=office.department)
    if not district.bodies:
        sentence = f"“{name}” nay là {office.part} thuộc UBND xã, phường {since}; {district.sentence}"
        return Resolution(name, (), (sentence, *district.trace[1:], basis(office.grounds)), sure=False)
    sentence = f"“{name}” nay là {office.part} thuộc UBND xã, phường nơi xảy ra việc {since}"
    return Resolution(name, district.bodies, (sentence, *district.trace, basis(office.grounds)))


def _after(name: str, said: str) -> str:
    """The end of a name that is spoken so, as it was written."""
    written = name.split()
    ends = (" ".join(written[start:]) for start in range(1, len(written)))
    return next((end for end in ends if spoken(end) == said), said)


def _known(day: date) -> list[tuple[str, DistrictOffice]]:
    """Every way to write an office, the longest first."""
    found = [(spoken(name), office) for office in offices_until(day) for name in office.names]
    return sorted(found, key=lambda pair: -len(pair[0]))
