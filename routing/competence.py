"""From a decision and a place to the unit that is competent, with the trace of what was tried.

It knows that a commune's matter needs to know which commune, and that a province has one unit per department.
It does not know officers, dates or rows: whoever calls it gives the units that are in force on the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from models.vocabulary import CaseKind, Department
from routing.decision import Decision
from routing.places import communes_in
from routing.reorganisation.resolution import Resolution
from routing.reorganisation.resolving import old_names_in, resolve
from routing.text import folded
from routing.units import UnitView, holding

LEVELS = ("thi tran", "dac khu", "xa", "phuong")


@dataclass(frozen=True, slots=True)
class Competence:
    """Who is competent and why. Without ``unit_id`` a person has to find the unit.

    ``names`` says of each old name in the text what it is today.
    """

    unit_id: UUID | None
    department: Department
    reason: str
    confidence: float
    trace: tuple[str, ...]
    names: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def plain_commune(place: str) -> str:
    """The folded bare name of a place: "Xã Long Hữu" and "long huu" are both ``long huu``.

    Every message is compared with all communes, and their names change rarely.
    """
    spoken = folded(place)
    level = next((level for level in LEVELS if spoken.startswith(f"{level} ")), "")
    return spoken[len(level) :].strip()


def competent_unit(
    decision: Decision,
    units: Sequence[UnitView],
    day: date,
    *,
    place: str | None = None,
    text: str = "",
    named: Sequence[Resolution] | None = None,
) -> Competence:
    """The unit for a decision on ``day``. ``place`` is what the citizen chose; it outweighs what the text names.

    Old names in the text lead to today's units; one that may mean several leaves the choice to a person. ``named`` are
    those names, for whoever asks for several decisions on one text.
    """
    if not decision.departments:
        raise ValueError("a decision names at least one department")
    first = decision.departments[0]
    named = old_names_in(text, units, day) if named is None else named
    trace = (f"Cơ quan có khả năng nhất: {first.department.label} ({first.confidence:.0%})",)
    if first.department is Department.COMMUNE:
        unit, reason, steps = _commune_unit(decision, units, place, named, day)
    else:
        unit, reason, steps = _provincial_unit(first.department, units, named)
    return Competence(
        unit_id=unit.id if unit else None,
        department=first.department,
        reason=reason,
        confidence=first.confidence,
        trace=(*trace, *(step for name in named for step in name.trace), *steps, reason),
        names=tuple(name.sentence for name in named),
    )


Found = tuple[UnitView | None, str, tuple[str, ...]]


def _provincial_unit(department: Department, units: Sequence[UnitView], named: Sequence[Resolution]) -> Found:
    doubtful = [name for name in named if name.department is department and (name.outside or name.elsewhere)]
    if doubtful:
        return None, f"{doubtful[0].sentence}: cần người chọn.", ("Tên cũ trong nội dung không dẫn đến một cơ quan",)
    found = holding(department, units)
    tried = (f"Tìm đơn vị cấp tỉnh đảm nhiệm: {len(found)} đơn vị",)
    if len(found) == 1:
        return found[0], f"{found[0].name} là đơn vị duy nhất của tỉnh phụ trách việc này.", tried
    if found:
        return (
            None,
            f"Có {len(found)} đơn vị cùng đảm nhiệm vai trò {department.label}, cần người chọn.",
            tried,
        )
    return None, f"Chưa có đơn vị nào trong danh mục đảm nhiệm vai trò {department.label}.", tried


def _commune_unit(
    decision: Decision, units: Sequence[UnitView], chosen: str | None, named: Sequence[Resolution], day: date
) -> Found:
    place, source = (chosen, "người gửi chọn") if chosen and chosen.strip() else (decision.place, "nội dung nhắc đến")
    if not place:
        return _unplaced(named)
    tried = (f"Tìm xã, phường theo địa điểm {source}",)
    names = [place, *communes_in(place, [unit.commune for unit in units if unit.commune])]
    for wanted in map(plain_commune, names):
        found = [unit for unit in units if unit.commune is not None and plain_commune(unit.commune) == wanted]
        if len(found) == 1:
            return found[0], _commune_reason(decision.kind, found[0], source), tried
        if found:
            return None, f"Có {len(found)} đơn vị cấp xã cùng tên, cần người chọn.", tried
    return _formerly_placed(old_place(names, units, day), units, tried)


def old_place(names: Sequence[str], units: Sequence[UnitView], day: date) -> Resolution:
    """The first of these names that means something today; the first of all when none does."""
    found = [resolve(name, units, day) for name in names]
    return next((one for one in found if one.bodies), found[0])


def _unplaced(named: Sequence[Resolution]) -> Found:
    """Without a place: an old district the text names at least tells between which communes to choose."""
    places = [name for name in named if name.department is None and name.bodies]
    said = f" {places[0].sentence}." if places else ""
    return (
        None,
        f"Việc thuộc cấp xã nhưng chưa biết xảy ra ở xã, phường nào.{said}",
        ("Không có địa điểm để xác định xã",),
    )


def _formerly_placed(was: Resolution, units: Sequence[UnitView], tried: tuple[str, ...]) -> Found:
    """The unit that an old place belongs to today, if there is no doubt about it."""
    steps = (*tried, *was.trace)
    unit = next((unit for unit in units if was.only and unit.id == was.only.unit_id and unit.commune), None)
    if unit is not None:
        return unit, f"{was.sentence}.", steps
    if was.bodies:
        return None, f"{was.sentence}; cần người chọn." if was.only else f"{was.sentence}.", steps
    return None, "Không có xã, phường nào trong danh mục khớp với địa điểm.", steps


def _commune_reason(kind: CaseKind, unit: UnitView, source: str) -> str:
    """Why this commune. Conduct at a commune goes up its chairman's line (ND 150/2025), not to an officer."""
    if kind is CaseKind.CONDUCT:
        return (
            f"Phản ánh hành vi ở cấp xã do Chủ tịch {unit.name} chỉ đạo xử lý, "
            f"không giao cho người bị phản ánh; địa điểm do {source}."
        )
    return f"Việc thuộc cấp xã và địa điểm do {source} khớp với {unit.name}."
