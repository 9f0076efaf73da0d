"""Departments by every name: "Sở TN&MT Trà Vinh" is today's Sở Nông nghiệp và Môi trường of Vĩnh Long.

It knows mergers and matters that went another way. Which unit holds a department today is asked of the units.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from models.vocabulary import Department
from routing.dates import say_day
from routing.reorganisation.entries import Merger, Moved, Province
from routing.reorganisation.naming import province_words, spoken
from routing.reorganisation.provinces import became, home, province_of
from routing.reorganisation.reading import shipped
from routing.reorganisation.resolution import Body, Resolution, basis, listed
from routing.text import folded
from routing.units import UnitView, holding


@dataclass(frozen=True, slots=True)
class _Named:
    """A department that a name begins with, the merger if the name is an old one, the province named after it."""

    name: str
    department: Department
    merger: Merger | None
    former_province: str
    province: Province | None

    @property
    def today(self) -> str:
        """What it is called today, with its province if one was named."""
        return f"{self.department.label} {self.province.full_name}" if self.province else self.department.label


def agency(name: str, units: Sequence[UnitView], day: date) -> Resolution | None:
    """What a department's name of before or of today means; None for a name that is not one."""
    named = _named(name, day)
    if named is None:
        return None
    ours = home(tuple(units))
    outside = named.province is not None and ours is not None and named.province != ours
    held = () if outside else tuple(holders(named.department, units))
    return Resolution(
        name=name,
        bodies=held or (Body(None, named.today),),
        trace=tuple(_trace(named, held, outside=outside)),
        department=named.department,
        outside=outside,
    )


def with_moved(found: Resolution, text: str, day: date) -> Resolution:
    """The same, when the text is about a matter that did not go with the old body: then both are a proposal."""
    matter = next(_moved_in(found, f" {folded(text)} ", day), None)
    if matter is None or matter.department is found.department:
        return found
    sentence = f"{found.sentence}; riêng việc {matter.matter} nay thuộc {matter.department.label}"
    return replace(found, trace=(sentence, *found.trace[1:], basis(matter.grounds)), elsewhere=matter.department)


def holders(department: Department, units: Sequence[UnitView]) -> Iterator[Body]:
    """The provincial units that hold a department today."""
    return (Body(unit.id, unit.name) for unit in holding(department, units))


def mergers_until(day: date) -> Iterator[Merger]:
    """The old bodies that had been merged by this day."""
    return (merger for merger in shipped().mergers if merger.since <= day)


def names_of(department: Department, day: date) -> Iterator[str]:
    """Every name of a department: today's, its short ones, those of the bodies it carries on."""
    yield department.label
    yield from shipped().names.get(department, ())
    for merger in mergers_until(day):
        if merger.department is department:
            yield from (*merger.names, *merger.short)


def _named(name: str, day: date) -> _Named | None:
    """What the longest known name at the beginning stands for; only a province may follow it."""
    said, found = spoken(name), list[tuple[int, _Named]]()
    for known, department, merger in _known(day):
        if f"{said} ".startswith(f"{known} "):
            after = province_words(said.removeprefix(known).strip())
            province = province_of(after)
            if province or not after:
                found.append((len(known), _Named(name, department, merger, after, province)))
    return max(found, key=lambda one: one[0])[1] if found else None


@lru_cache(maxsize=8)
def _known(day: date) -> tuple[tuple[str, Department, Merger | None], ...]:
    old = ((name, one.department, one) for one in mergers_until(day) for name in (*one.names, *one.short))
    new = (
        (name, department, None)
        for department in Department
        if department is not Department.COMMUNE
        for name in (department.label, *shipped().names.get(department, ()))
    )
    return tuple((spoken(name), department, merger) for name, department, merger in (*old, *new))


def _moved_in(found: Resolution, text: str, day: date) -> Iterator[Moved]:
    named = _named(found.name, day)
    former = named.merger.former if named and named.merger else None
    for moved in shipped().moved:
        if moved.former == former and moved.since <= day and any(f" {spoken(word)} " in text for word in moved.words):
            yield moved


def _trace(named: _Named, held: Sequence[Body], *, outside: bool) -> Iterator[str]:
    place = f" của {named.province.full_name}, ngoài tỉnh này" if named.province and outside else ""
    since = f" (từ {say_day(named.merger.since)})" if named.merger else ""
    yield f"“{named.name}” {'nay ' if named.merger else ''}là {named.department.label}{place}{since}"
    if named.province and (sentence := became(named.former_province, named.province)):
        yield sentence
    if len(held) > 1:
        yield f"Có {len(held)} đơn vị cùng giữ nhiệm vụ này, cần người chọn: {listed(body.name for body in held)}"
    elif held:
        yield f"Đơn vị giữ nhiệm vụ này hôm nay: {held[0].name}"
    elif not outside:
        yield "Danh mục chưa có đơn vị nào giữ nhiệm vụ này"
    if named.merger:
        yield basis(named.merger.grounds)
