"""When two units say a case is not theirs: it goes to the superior, who decides, and the decision stands.

ND 20/2008 Điều 17 and 18 leave what agencies cannot agree on to whoever is above them; without this a citizen's
case would go to and fro. The superior is the provincial office of today, or the receiving desk where there is none.
"""

from dataclasses import replace
from uuid import UUID

from intake.cases import notices, organisation
from intake.cases.errors import Impossible
from intake.cases.work import Work
from models.case import Case
from models.languages import N_, _
from models.organisation import Unit
from models.vocabulary import Action, CaseStatus, Department, NoticeKind
from routing.lifecycle import ESCALATION, LAST_NOT_OURS


def has_decided(case: Case) -> bool:
    """Whether the case has been to the superior, so that its unit must handle it."""
    return case.not_ours >= LAST_NOT_OURS


def may_pass_on(case: Case, action: Action) -> bool:
    """Whether the unit that holds the case may still return it or transfer it."""
    if action is Action.RETURN and case.status is not CaseStatus.MERGED:
        return not has_decided(case)
    if action is Action.TRANSFER:
        return not has_decided(case) or _is_superior(case.unit)
    return True


def count_not_ours(case: Case, action: Action) -> None:
    """A unit says the case is not its own. Raises Impossible once the superior has decided whose it is."""
    if not may_pass_on(case, action):
        raise Impossible(
            "decided_above",
            _(
                "Hai cơ quan đã nói hồ sơ này không thuộc mình và cấp trên đã quyết định giao cho cơ quan của ông/bà. "
                "Quyết định này không trả lại, không chuyển tiếp được; cần trao đổi, xin báo lãnh đạo."
            ),
        )
    if not has_decided(case):
        case.not_ours += 1


def take_up(
    work: Work, case: Case, reason: str | None = None, *, left: UUID | None, suggested: UUID | None = None
) -> Case:
    """Put the case before the superior, or on the receiving desk where no unit is one."""
    superior = _superior(work, left)
    case.unit_id, case.unit = (superior.id, superior) if superior else (None, None)
    case.officer_id = case.officer = None
    case.triage_reason = None if superior else _TO_BE_DECIDED

    step = ESCALATION if superior else replace(ESCALATION, to=CaseStatus.TRIAGE)
    ids = {"unit": case.unit_id, "before": left, "suggested": suggested}
    work.record(case, step, reason, cause="not_ours", **{name: str(value) for name, value in ids.items() if value})
    if superior:
        notices.tell(work, case, NoticeKind.ROUTED)
    return case


_TO_BE_DECIDED = N_(
    "Hai cơ quan đều nói không thuộc mình: xin trình lãnh đạo quyết định. Cơ quan được giao sẽ không trả lại được nữa."
)


def _superior(work: Work, left: UUID | None) -> Unit | None:
    offices = organisation.holding_on(work.today).where(Unit.department == Department.PROVINCIAL_OFFICE)
    return next((unit for unit in work.session.scalars(offices.order_by(Unit.name)) if unit.id != left), None)


def _is_superior(unit: Unit | None) -> bool:
    return unit is not None and unit.department is Department.PROVINCIAL_OFFICE
