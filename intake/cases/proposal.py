"""What the machine proposes for a case, as an officer checks it: departments with today's units, and why each.

It reads the decision that was kept with the case. Reasons are sentences over words of our own lists; the citizen's
letter is only cut where those words stand in it, never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from intake.cases import access
from intake.cases.scene import shown_place
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.vocabulary import CaseKind, Department, Field
from routing.classifier.evidence import Run, marked
from routing.decision import Evidence
from routing.places import Role as PlaceRole


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit a case may be sent to."""

    id: UUID
    name: str
    department: Department


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One department the machine thinks competent, today's unit for it if there is exactly one, and why."""

    department: Department
    confidence: float
    unit_id: UUID | None
    unit: str | None
    reasons: list[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One of the three places of a message, with why it was taken for that."""

    label: str
    name: str
    today: str
    reason: str
    confidence: float


_PLACES = {
    PlaceRole.COMPLAINED.value: N_("Xã, phường bị phản ánh"),
    PlaceRole.SCENE.value: N_("Nơi xảy ra"),
    PlaceRole.HOME.value: N_("Nơi ở của người gửi"),
}


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What the machine proposed and why. ``trace`` is everything it tried, in its own words."""

    kind: CaseKind
    kind_confidence: float
    field: Field
    suggestions: list[Suggestion]
    reasons: list[str]
    trace: list[str]
    model: str
    urgent: bool
    restricted: bool
    procedure: str
    places: list[PlaceView]


def of_case(work: Work, case: Case, units: Sequence[UnitOption]) -> ProposalView | None:
    """The machine's proposal for this case, if it made one."""
    record = case.proposal
    if record is None:
        return None
    return ProposalView(
        kind=CaseKind(record["kind"]),
        kind_confidence=record["kind_confidence"],
        field=Field(record["field"]),
        suggestions=[_suggestion(work, record, place, units) for place in range(len(record["departments"]))],
        reasons=_shown(work, record["reasons"]),
        trace=_shown(work, record["trace"]),
        model=record["model"],
        urgent=record["urgent"],
        restricted=record["restricted"],
        procedure=(record.get("procedure") or {}).get("name", ""),
        places=_places(work, record.get("places") or {}),
    )


def marked_letter(content: str, proposal: ProposalView | None) -> list[Run]:
    """The letter cut at the words that decided; whole where nothing is to be decided any more."""
    words = [suggestion.words for suggestion in proposal.suggestions] if proposal else []
    return marked(content, words) if any(words) else [Run(content)]


def parts(case: Case) -> list[str]:
    """The pieces of a letter that the machine took for matters of their own, by where they begin and end in it."""
    found = (case.proposal or {}).get("mixed") or []
    whole = case.content
    return [piece for one in found if (piece := whole[int(one["start"]) : int(one["end"])].strip())]


def _places(work: Work, kept: dict[str, Any]) -> list[PlaceView]:
    return [
        PlaceView(label, shown_place(work, place["name"]), place["today"], place["reason"], place["confidence"])
        for role, label in _PLACES.items()
        if (place := kept.get(role))
    ]


def _suggestion(work: Work, record: dict[str, Any], place: int, units: Sequence[UnitOption]) -> Suggestion:
    """The first is what the machine thinks likeliest, to which its choice of a unit belongs."""
    ranked, first = record["departments"][place], place == 0
    department = Department(ranked["department"])
    chosen = [unit for unit in units if str(unit.id) == record["unit"]]
    holders = [unit for unit in units if unit.department is department]
    if department is Department.COMMUNE:
        holders = [unit for unit in chosen if first or unit.department is department]
    elif first and not holders:
        holders = chosen
    only = holders[0] if len(holders) == 1 else None
    evidence = _evidence(record, department)
    return Suggestion(
        department,
        float(ranked["confidence"]),
        only.id if only else None,
        only.name if only else None,
        [*_said(evidence), *(_shown(work, [record["unit_reason"]]) if first else _unclear(department, len(holders)))],
        evidence.words,
    )


def _evidence(record: dict[str, Any], department: Department) -> Evidence:
    """What spoke for a department; nothing in what was kept before the machine told."""
    kept = next((one for one in record.get("evidence", ()) if one["department"] == department.value), None)
    if kept is None:
        return Evidence(department)
    return Evidence(department, *(tuple(kept[sort]) for sort in ("listed", "learned", "named")))


def _said(evidence: Evidence) -> list[str]:
    said = (
        (_("Thư nhắc đến {words}."), evidence.named),
        (_("Bảng lĩnh vực xếp {words} vào việc của cơ quan này."), evidence.listed),
        (_("Từ ngữ hay gặp trong việc của cơ quan này: {words}."), evidence.learned),
    )
    return [sentence.format(words=_quoted(words)) for sentence, words in said if words]


def _unclear(department: Department, holders: int) -> list[str]:
    """Why no unit stands beside a department that is not the first."""
    if holders == 1:
        return []
    if department is Department.COMMUNE:
        return [_("Chưa rõ xã, phường nào: xin chọn trong danh sách.")]
    if holders:
        return [_("Có {count} đơn vị cùng vai trò này: xin chọn trong danh sách.").format(count=holders)]
    return [_("Chưa có đơn vị nào trong danh mục đảm nhiệm vai trò này.")]


def _shown(work: Work, texts: Sequence[str]) -> list[str]:
    return [access.shown_text(work.actor, text) for text in texts]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
