"""From a decision and a place to the unit that is competent, with the trace of what was tried.

It knows that a commune's matter needs to know which commune, and that a province has one unit per department.
It does not know officers, dates or rows: whoever calls it gives the units that are in force on the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.vocabulary import CaseKind, Department
from routing.decision import Decision
from routing.text import fold, words

LEVELS = ("thi tran", "dac khu", "xa", "phuong")


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as competence sees it. ``commune`` is the plain name, "Long Hữu"; None for a provincial unit."""

    id: UUID
    department: Department
    commune: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Competence:
    """Who is competent and why. Without ``unit_id`` a person has to find the unit."""

    unit_id: UUID | None
    department: Department
    reason: str
    confidence: float
    trace: tuple[str, ...]


def plain_commune(place: str) -> str:
    """The folded bare name of a place: "Xã Long Hữu" and "long huu" are both ``long huu``."""
    spoken = " ".join(fold(word) for word in words(place))
    level = next((level for level in LEVELS if spoken.startswith(f"{level} ")), "")
    return spoken[len(level) :].strip()


def competent_unit(decision: Decision, units: Sequence[UnitView], *, place: str | None = None) -> Competence:
    """The unit for a decision. ``place`` is what the citizen chose; it outweighs what the text names."""
    if not decision.departments:
        raise ValueError("a decision names at least one department")
    first = decision.departments[0]
    trace = (f"Cơ quan có khả năng nhất: {first.department.label} ({first.confidence:.0%})",)
    if first.department is Department.COMMUNE:
        unit, reason, steps = _commune_unit(decision, units, place)
    else:
        unit, reason, steps = _provincial_unit(first.department, units)
    unit_id = unit.id if unit else None
    return Competence(unit_id, first.department, reason, first.confidence, (*trace, *steps, reason))


Found = tuple[UnitView | None, str, tuple[str, ...]]


def _provincial_unit(department: Department, units: Sequence[UnitView]) -> Found:
    found = [unit for unit in units if unit.department is department and unit.commune is None]
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


def _commune_unit(decision: Decision, units: Sequence[UnitView], chosen: str | None) -> Found:
    place, source = (chosen, "người gửi chọn") if chosen and chosen.strip() else (decision.place, "nội dung nhắc đến")
    if not place:
        return (
            None,
            "Việc thuộc cấp xã nhưng chưa biết xảy ra ở xã, phường nào.",
            ("Không có địa điểm để xác định xã",),
        )
    tried = (f"Tìm xã, phường theo địa điểm {source}",)
    wanted = plain_commune(place)
    found = [unit for unit in units if unit.commune is not None and plain_commune(unit.commune) == wanted]
    if len(found) == 1:
        return found[0], _commune_reason(decision.kind, found[0], source), tried
    if found:
        return None, f"Có {len(found)} đơn vị cấp xã cùng tên, cần người chọn.", tried
    return None, "Không có xã, phường nào trong danh mục khớp với địa điểm.", tried


def _commune_reason(kind: CaseKind, unit: UnitView, source: str) -> str:
    """Why this commune. Conduct at a commune goes up its chairman's line (ND 150/2025), not to an officer."""
    if kind is CaseKind.CONDUCT:
        return (
            f"Phản ánh hành vi ở cấp xã do Chủ tịch {unit.name} chỉ đạo xử lý, "
            f"không giao cho người bị phản ánh; địa điểm do {source}."
        )
    return f"Việc thuộc cấp xã và địa điểm do {source} khớp với {unit.name}."
