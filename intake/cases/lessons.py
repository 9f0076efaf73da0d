"""What people make of the machine's proposals, kept as labelled rows, counted, and read again for teaching.

Nothing of the text or of a reason is copied. Of restricted and sealed cases no row is ever listed or exported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from intake.cases import access
from intake.cases.covering import without_personal_data
from intake.cases.errors import NotAllowed
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import _
from models.lesson import Lesson
from models.organisation import Unit
from models.vocabulary import CaseKind, Department, EventType, Field, LessonVerdict, Role

LISTED = 50
PROVED = 5_000
"""So many of the newest decided cases say how right the machine is."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """How often the machine said one department and people decided another (or said it is not theirs)."""

    said: Department
    department: Department | None
    verdict: LessonVerdict
    not_theirs: Department | None
    times: int


@dataclass(frozen=True, slots=True)
class Taught:
    """One lesson with the text of its case, without personal data."""

    lesson: Lesson
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the machine had said of one case, how sure it was, and whether people say the same in the end."""

    said: Department
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class LessonsPage:
    """Counts per pair, the most frequent first, and the latest rows."""

    verdicts: dict[LessonVerdict, int]
    pairs: list[Pair]
    latest: list[Lesson]


def decided(work: Work, case: Case, *, unit: Unit, kind: CaseKind, field: Field) -> None:
    """A person has said what the case is and whose: a confirmation or a correction of the proposal, if there is one."""
    if case.proposal is None:
        return
    said = _said(case.proposal)
    right = (unit.department, kind, field)
    same = right == (said["said_department"], said["said_kind"], said["said_field"])
    verdict = LessonVerdict.CONFIRMED if same else LessonVerdict.CORRECTED
    _keep(work, case, verdict, department=unit.department, kind=kind, field=field)


def taken_on(work: Work, case: Case) -> None:
    """A unit has taken on what the machine sent it: it was right, if nobody has taught it about this case before."""
    if case.proposal is None or case.unit is None or case.kind is None or case.field is None:
        return
    if work.session.scalar(select(Lesson.id).where(Lesson.case_id == case.id).limit(1)) is None:
        decided(work, case, unit=case.unit, kind=case.kind, field=case.field)


def kept_apart(work: Work, case: Case, said: dict[str, Any], kind: CaseKind | None) -> None:
    """A person has taken for a possible accusation what the machine had not: a lesson that is told to nobody."""
    _keep(work, case, LessonVerdict.CORRECTED, said=said, kind=kind)


def not_ours(work: Work, case: Case, left: UUID | None) -> None:
    """A unit has said that the case is not its own; why stands in the message of the same event."""
    department = work.session.scalar(select(Unit.department).where(Unit.id == left)) if left else None
    if case.proposal is not None and department is not None:
        _keep(work, case, LessonVerdict.NOT_OURS, not_theirs=department)


def page(work: Work) -> LessonsPage:
    """For the administrator. Raises NotAllowed for anybody else."""
    if Role.ADMINISTRATOR not in work.actor.roles:
        raise NotAllowed("not_administrator", _("Chỉ người quản trị xem được bài học của máy."))
    return LessonsPage(_verdicts(work), _pairs(work), list(work.session.scalars(_latest())))


def proofs(work: Work) -> list[Proof]:
    """The last word on each of the newest decided cases, whichever model had spoken."""
    last = func.row_number().over(partition_by=Lesson.case_id, order_by=Lesson.seq.desc()).label("last")
    words = select(Lesson.said_department, Lesson.confidence, Lesson.department, Lesson.at, last).join(
        Case, _tellable()
    )
    words = words.where(or_(Lesson.department.is_not(None), Lesson.not_theirs == Lesson.said_department))
    each = words.subquery()
    query = select(each.c.said_department, each.c.confidence, each.c.department).where(each.c.last == 1)
    newest = work.session.execute(query.order_by(each.c.at.desc()).limit(PROVED))
    return [Proof(said, confidence, said is decided) for said, confidence, decided in newest]


def exported(work: Work) -> Iterator[Taught]:
    """The last decision on each open case, without personal data, oldest first."""
    cut = select(CaseEvent.case_id, func.max(CaseEvent.seq).label("seq")).where(CaseEvent.type == EventType.SPLIT)
    splits = cut.group_by(CaseEvent.case_id).subquery()  # what is left of a letter is not what was decided on
    query = access.visible_cases(work.actor).where(Case.content_plain.is_not(None), Lesson.department.is_not(None))
    query = query.join(Lesson, _tellable()).outerjoin(splits, splits.c.case_id == Case.id)
    query = query.where(or_(splits.c.seq.is_(None), splits.c.seq < Lesson.seq)).options(joinedload(Case.citizen))
    ordered = query.add_columns(Lesson).order_by(Case.id, Lesson.seq.desc()).execution_options(yield_per=_AT_ONCE)
    done: UUID | None = None
    for case, lesson in work.session.execute(ordered):
        if case.id != done:
            yield Taught(lesson, without_personal_data(case.content, case.citizen))
        done = case.id


def _keep(
    work: Work,
    case: Case,
    verdict: LessonVerdict,
    *,
    said: dict[str, Any] | None = None,
    department: Department | None = None,
    kind: CaseKind | None = None,
    field: Field | None = None,
    not_theirs: Department | None = None,
) -> None:
    """One row beside the event that has just been recorded."""
    lesson = Lesson(
        case_id=case.id,
        seq=case.version,
        at=work.now,
        officer_id=work.officer_id,
        verdict=verdict,
        department=department,
        kind=kind,
        field=field,
        not_theirs=not_theirs,
        **_said(said or case.proposal or {}),
    )
    work.session.add(lesson)


def _said(record: dict[str, Any]) -> dict[str, Any]:
    first = record["departments"][0]
    return {
        "model": record["model"],
        "confidence": first["confidence"],
        "said_department": Department(first["department"]),
        "said_kind": CaseKind(record["kind"]),
        "said_field": Field(record["field"]),
    }


def _tellable() -> ColumnElement[bool]:
    """What may be told of at all: a lesson about a restricted case is kept and told to nobody."""
    return and_(Case.id == Lesson.case_id, access.told_of())


def _verdicts(work: Work) -> dict[LessonVerdict, int]:
    query = select(Lesson.verdict, func.count()).join(Case, _tellable()).group_by(Lesson.verdict)
    return dict.fromkeys(LessonVerdict, 0) | dict(work.session.execute(query).all())


def _pairs(work: Work) -> list[Pair]:
    pair = (Lesson.said_department, Lesson.department, Lesson.verdict, Lesson.not_theirs)
    query = select(*pair, func.count()).join(Case, _tellable()).where(Lesson.verdict != LessonVerdict.CONFIRMED)
    rows = work.session.execute(query.group_by(*pair).order_by(func.count().desc(), *pair))
    return [Pair(*row) for row in rows]


def _latest() -> Select[Lesson]:
    return select(Lesson).join(Case, _tellable()).order_by(Lesson.at.desc(), Lesson.id.desc()).limit(LISTED)
