"""The triage desk: a person decides what a message is and whose, refuses it with a listed reason, guides, or hands
it over to the system for legal documents."""

from uuid import UUID

from sqlalchemy import select

from intake.cases import followers, lessons, limits, notices, organisation, superior
from intake.cases.errors import FieldError, Impossible, Invalid
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.languages import N_, _
from models.organisation import Unit
from models.vocabulary import Action, CaseKind, DeadlineCause, EventType, Field, NoticeKind, RefusalReason
from routing.lifecycle import RESTRICTED_KINDS

EXTERNAL_CODE_MAX = 80


def assign(work: Work, case: Case, unit_id: UUID, *, kind: CaseKind, field: Field, note: str | None = None) -> Case:
    """Send a case to the unit that is competent. Raises Invalid for a unit that has ended or a restricted kind."""
    step = work.allow(case, Action.ASSIGN)
    if kind in RESTRICTED_KINDS:
        raise Invalid(FieldError("kind", "kind_restricted", _("Khiếu nại, tố cáo phải chuyển sang diện hạn chế.")))
    unit = unit_today(work, unit_id)

    corrected = _corrections(case, unit, kind, field)
    case.kind, case.field = kind, field
    case.triage_reason = None
    work.record(case, EventType.ROUTED, unit=str(unit.id), by="officer", corrected=corrected)
    limits.set_deadline(work, case, cause=DeadlineCause.CLASSIFIED)
    case.unit_id, case.unit = unit.id, unit
    work.record(case, step, unit=str(unit.id))
    if work.actor.officer_id is not None:
        lessons.decided(work, case, unit=unit, kind=kind, field=field)
    notices.tell(work, case, NoticeKind.ROUTED)
    if note:
        work.record(case, work.allow(case, Action.NOTE), read_text("note", note))
    return case


def take_back(work: Work, case: Case) -> Case:
    """Undo an assignment before anybody has taken the case on: back to the desk, as if it had not been sent.

    Raises Impossible for what a unit, a citizen or the superior has sent there.
    """
    step = work.allow(case, Action.TAKE_BACK)
    if not may_take_back(work, case):
        sentence = _("Hồ sơ này không còn lấy lại được: đã có người giữ, hoặc không do bàn tiếp nhận chuyển.")
        raise Impossible("not_taken_back", sentence)

    left = case.unit_id
    case.unit_id = case.unit = None
    case.triage_reason = N_("Bàn tiếp nhận đã lấy lại để phân loại lại.")

    work.record(case, step, unit=str(left), taken_back=True)
    return case


def may_take_back(work: Work, case: Case) -> bool:
    """Whether nobody holds the case yet and it was the desk, or the machine, that sent it where it is."""
    if case.officer_id is not None or superior.has_decided(case):
        return False
    ways = (EventType.ASSIGNED, EventType.TRANSFERRED, EventType.ESCALATED, EventType.REOPENED)
    last = select(CaseEvent.type).where(CaseEvent.case_id == case.id, CaseEvent.type.in_(ways))
    return work.session.scalar(last.order_by(CaseEvent.seq.desc()).limit(1)) is EventType.ASSIGNED


def refuse(work: Work, case: Case, *, reason: RefusalReason, text: str) -> Case:
    """Do not receive it, with a reason of the list and what the citizen may do instead."""
    step = work.allow(case, Action.REFUSE)
    words = read_text("text", text)

    case.answered_at = work.now
    work.record(case, step, words, reason=reason.value)
    notices.tell(work, case, NoticeKind.REFUSED, words)
    followers.tell_end(work, case, NoticeKind.REFUSED, words)
    return case


def guide(work: Work, case: Case, *, text: str) -> Case:
    """Tell the citizen the right way for their matter; the case ends here."""
    step = work.allow(case, Action.GUIDE)
    words = read_text("text", text)

    case.answered_at = work.now
    work.record(case, step, words)
    notices.tell(work, case, NoticeKind.GUIDED, words)
    followers.tell_end(work, case, NoticeKind.GUIDED, words)
    return case


def hand_over(work: Work, case: Case, *, external_code: str, text: str) -> Case:
    """Pass it to the feedback system for legal documents (QĐ 48/2025/QĐ-TTg), with the code it was given there.

    That code is kept as typed: no format of it is known. The case ends here, guided.
    """
    step = work.allow(case, Action.HAND_OVER)
    if not external_code.strip():
        raise Invalid(FieldError("external_code", "external_code_empty", _("Xin ghi mã hồ sơ ở hệ thống đó.")))
    words = read_text("text", text)
    code = " ".join(read_text("external_code", external_code, longest=EXTERNAL_CODE_MAX).split())

    case.external_code, case.answered_at = code, work.now

    work.record(case, step, words, external_code_digest=work.digest("external-code", code))
    limits.give_back(work, case)
    told = f"{words}\n\nMã hồ sơ ở hệ thống đó: {code}"
    notices.tell(work, case, NoticeKind.GUIDED, told)
    followers.tell_end(work, case, NoticeKind.GUIDED, words)
    return case


def unit_today(work: Work, unit_id: UUID) -> Unit:
    """A unit that holds its competence today. Raises Invalid."""
    unit = work.session.scalar(organisation.holding_on(work.today).where(Unit.id == unit_id))
    if unit is None:
        raise Invalid(FieldError("unit", "unit_unknown", _("Cơ quan này không còn hoạt động. Xin chọn cơ quan khác.")))
    return unit


def _corrections(case: Case, unit: Unit, kind: CaseKind, field: Field) -> list[str]:
    """Where the person decided otherwise than the machine proposed, for the timeline."""
    if case.proposal is None:
        return []
    proposed = case.proposal
    first = proposed["departments"][0]["department"] if proposed["departments"] else None
    said = {"kind": proposed["kind"], "field": proposed["field"], "department": first}
    decided = {"kind": kind.value, "field": field.value, "department": unit.department.value}
    return [what for what, value in decided.items() if said[what] != value]
