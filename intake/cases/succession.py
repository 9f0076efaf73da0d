"""When a unit ends: who carries it on, and how its open cases come to whoever does.

The cases stay where they are until somebody takes them over: they are offered to every successor, and to the
receiving desk, which also finds what has no successor. The clock does not start again.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import structlog

from intake.cases import access, desks, limits, notices, organisation, reply
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.triage import unit_today
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.organisation import Unit, UnitSuccession
from models.vocabulary import Action, NoticeKind, ReplyState, Role
from routing.dates import say_day

log = structlog.get_logger(__name__)

AT_ONCE = 200
"""How many cases one press of "Tiếp quản tất cả" takes over."""


def end_unit(work: Work, unit: Unit, *, on: date, successors: Sequence[UUID], reference: str) -> Unit:
    """The unit is no more from this day on; its successors carry it on. Raises Invalid naming each wrong field."""
    if not work.actor.roles & {Role.ADMINISTRATOR, Role.SYSTEM}:
        raise NotAllowed
    if unit.valid_to is not None:
        raise Impossible(
            "unit_ended", _("{unit} đã kết thúc từ ngày {day}.").format(unit=unit.name, day=say_day(unit.valid_to))
        )
    if errors := _ending_errors(work, unit, on, successors, reference):
        raise Invalid(*errors)

    unit.valid_to = on
    for successor_id in dict.fromkeys(successors):
        row = UnitSuccession(unit_id=unit.id, successor_id=successor_id, since=on, reference=reference.strip())
        work.session.add(row)
    work.session.flush()
    desks.rehouse(work)
    if desks.left_without(work):
        raise Invalid(FieldError("successors", "no_restricted_desk", _(_NO_DESK)))

    log.info("organisation.unit_ended", unit=unit.key, on=on.isoformat(), successors=len(successors))
    return unit


def take_over(work: Work, case: Case, unit_id: UUID | None = None) -> Case:
    """Take a case of a unit that has ended: into the successor's own hands, or by the receiving desk to a unit."""
    step = work.allow(case, Action.TAKE_OVER)
    if not has_ended(case.unit, work.today):
        raise Impossible("unit_goes_on", _("Đơn vị đang giữ hồ sơ này vẫn hoạt động hoặc hồ sơ vừa được tiếp quản."))
    unit = _taker(work, case, unit_id)

    left, draft = case.unit_id, reply.open_reply(work, case)
    case.unit_id, case.unit = unit.id, unit
    case.officer_id = case.officer = None
    if draft is not None and draft.state is ReplyState.SUBMITTED:
        draft.state = ReplyState.DRAFT  # nobody of the new unit has put it before a leader

    work.record(case, step, unit=str(unit.id), before=str(left), cause="succession")
    limits.give_back(work, case)
    notices.tell(work, case, NoticeKind.ROUTED)
    return case


def take_over_if_clear(work: Work, case: Case) -> bool:
    """Take it over when there is no choice to make: oneself, or the only successor. Says whether it was done."""
    unit_id = None
    if case.unit_id not in work.actor.takes_over:
        heirs = organisation.successors_of(work, case.unit_id) if case.unit_id else []
        if len(heirs) != 1:
            return False
        unit_id = heirs[0].id
    take_over(work, case, unit_id)
    return True


def offered_codes(work: Work) -> list[str]:
    """The cases this actor may take over, the nearest deadline first, as many as are taken at once."""
    query = access.visible_cases(work.actor).where(access.offered(work.actor, work.today))
    codes = query.with_only_columns(Case.code).order_by(Case.due_at, Case.id).limit(AT_ONCE)
    return list(work.session.scalars(codes))


def has_ended(unit: Unit | None, day: date) -> bool:
    return unit is not None and unit.valid_to is not None and unit.valid_to <= day


def may_take_over(work: Work, case: Case) -> bool:
    """Whether this actor may take the case as it stands; the table of steps does not know whose unit has ended."""
    mine = case.unit_id in work.actor.takes_over and work.actor.roles & {Role.HANDLING, Role.LEADER}
    return has_ended(case.unit, work.today) and bool(mine or Role.RECEIVING in work.actor.roles)


def _taker(work: Work, case: Case, unit_id: UUID | None) -> Unit:
    """The unit that gets the case: the one the receiving desk names, else the actor's own. Raises NotAllowed."""
    if unit_id is not None and Role.RECEIVING in work.actor.roles:
        return unit_today(work, unit_id)
    if case.unit_id in work.actor.takes_over and work.actor.unit_id is not None:
        return unit_today(work, work.actor.unit_id)
    if Role.RECEIVING in work.actor.roles:
        raise Invalid(FieldError("unit", "unit_not_chosen", _("Xin chọn cơ quan tiếp quản hồ sơ.")))
    raise NotAllowed


def _ending_errors(work: Work, unit: Unit, on: date, successors: Sequence[UUID], reference: str) -> list[FieldError]:
    errors = []
    if on <= unit.valid_from:
        sentence = _("Ngày kết thúc phải sau ngày bắt đầu {day}.").format(day=say_day(unit.valid_from))
        errors.append(FieldError("valid_to", "dates_out_of_order", sentence))
    known = set(work.session.scalars(organisation.holding_on(on).where(Unit.id != unit.id).with_only_columns(Unit.id)))
    if not known.issuperset(successors):
        sentence = _("Xin chọn đơn vị kế tiếp trong danh sách: một đơn vị khác, còn hoạt động vào ngày kết thúc.")
        errors.append(FieldError("successors", "unit_unknown", sentence))
    if not reference.strip() or len(reference.strip()) > _REFERENCE_MAX:
        sentence = _("Xin ghi số, ngày của quyết định, không quá {most} ký tự.").format(most=_REFERENCE_MAX)
        errors.append(FieldError("reference", "reference_missing", sentence))
    if unit.receiving_desk:
        sentence = _("Đây là bàn tiếp nhận của tỉnh. Xin giao bàn tiếp nhận cho đơn vị khác trước (nhập danh mục).")
        errors.append(FieldError("unit", "receiving_desk", sentence))
    if unit.restricted_rank is not None and not desks.others_on(work, unit, on):
        errors.append(FieldError("unit", "only_restricted_desk", _(_NO_DESK)))
    return errors


_REFERENCE_MAX = 300
_NO_DESK = N_(
    "Sẽ không còn cơ quan nào giữ được các hồ sơ hạn chế. Xin giao thêm một cơ quan giữ hồ sơ hạn chế trước "
    "(nhập danh mục, cột restricted_rank)."
)
