"""What a citizen chose for their message: its kind, field and department, a procedure, a position.

A choice is a hint. It is read strictly, kept beside the case and shown to whoever classifies; nothing here decides.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select

from intake.cases.errors import FieldError
from intake.cases.work import Work
from models.case import Case
from models.filing import Choice
from models.languages import _
from models.procedure import Procedure
from models.vocabulary import CaseKind, Department, Field

KINDS = (CaseKind.SERVICE, CaseKind.CONDUCT, CaseKind.REGULATION, CaseKind.QUESTION, CaseKind.PRAISE)
"""What somebody may call their own message. What is an accusation is for a person of the office to say."""

_CODE_MAX = 40
_FARTHEST_METRES = 100_000

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Position:
    """A point in WGS 84, in degrees, and how far off it may be."""

    latitude: float
    longitude: float
    metres: int

    @property
    def at(self) -> str:
        return f"{self.latitude:.6f},{self.longitude:.6f}"

    @property
    def written(self) -> str:
        return f"{self.at},{self.metres}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices of one message; None for what was left to us."""

    kind: CaseKind | None = None
    field: Field | None = None
    department: Department | None = None
    procedure: str | None = None
    position: Position | None = None

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class ChosenView:
    """The choices as an officer reads them; ``procedure`` is its name, or its code when nobody knows it."""

    kind: CaseKind | None
    field: Field | None
    department: Department | None
    procedure: str
    position: Position | None


def read_choices(
    errors: list[FieldError],
    *,
    kind: str = "",
    field: str = "",
    department: str = "",
    procedure: str = "",
    at: str = "",
) -> Chosen:
    """Check every choice; what is none goes into ``errors`` with a sentence. ``at`` is a position as it is written."""
    read = Chosen(
        kind=_word(CaseKind, "kind", kind, errors),
        field=_word(Field, "field", field, errors),
        department=_word(Department, "department", department, errors),
        procedure=procedure.strip() or None,
        position=_position(at, errors),
    )
    if read.kind and read.kind not in KINDS:
        errors.append(_not_offered("kind"))
    if read.procedure and (len(read.procedure) > _CODE_MAX or not read.procedure.isprintable()):
        errors.append(_not_offered("procedure"))
    return read


def keep(work: Work, case: Case, chosen: Chosen) -> None:
    """Keep the choices beside a case that has just been filed."""
    if chosen.is_empty:
        return
    row = Choice(
        case_id=case.id,
        kind=chosen.kind,
        field=chosen.field,
        department=chosen.department,
        procedure=chosen.procedure,
    )
    row.position = chosen.position.written if chosen.position else None
    work.session.add(row)


def of_case(work: Work, case: Case) -> ChosenView | None:
    """What the sender chose, if they chose anything."""
    row = work.session.scalar(select(Choice).where(Choice.case_id == case.id))
    if row is None:
        return None
    name = work.session.scalar(select(Procedure.name).where(Procedure.code == row.procedure)) if row.procedure else None
    position = _position(row.position or "", [])
    return ChosenView(row.kind, row.field, row.department, name or row.procedure or "", position)


def differs(work: Work, case: Case, kind: CaseKind, department: Department) -> bool:
    """Whether the sender chose another kind or department than the machine found."""
    row = work.session.scalar(select(Choice).where(Choice.case_id == case.id))
    if row is None:
        return False
    return row.kind not in (None, kind) or row.department not in (None, department)


def _word(words: type[Word], name: str, typed: str, errors: list[FieldError]) -> Word | None:
    if not typed:
        return None
    try:
        return words(typed)
    except ValueError:
        errors.append(_not_offered(name))
        return None


def _not_offered(name: str) -> FieldError:
    return FieldError(name, f"{name}_unknown", _("Mục đã chọn không có trong danh sách. Xin chọn lại, hoặc bỏ trống."))


def _position(written: str, errors: list[FieldError]) -> Position | None:
    if not written.strip():
        return None
    try:
        latitude, longitude, metres = (float(part) for part in written.split(","))
        if abs(latitude) <= 90 and abs(longitude) <= 180 and 0 <= metres <= _FARTHEST_METRES:
            return Position(latitude, longitude, round(metres))
    except ValueError:
        pass
    errors.append(
        FieldError("at", "position_unreadable", _("Vị trí trên bản đồ không đọc được. Xin lấy lại vị trí, hoặc bỏ đi."))
    )
    return None
