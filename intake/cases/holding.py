"""Who has a case: given to an officer of the unit by its leader, or passed on by whoever has it.

It knows whom a case may be given to; whoever accepts a case has it too, which is done in ``handling``.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from intake.cases import access, accounts
from intake.cases.errors import FieldError, Invalid, NotAllowed
from intake.cases.work import Work
from models.case import Case
from models.languages import _
from models.organisation import Officer
from models.vocabulary import Action, Role

_KEEPERS = frozenset({Role.HANDLING, Role.LEADER})


@dataclass(frozen=True, slots=True)
class OfficerOption:
    """An officer a case may be given to."""

    id: UUID
    name: str


def hand_to(work: Work, case: Case, officer_id: UUID | None) -> Case:
    """Give the case to this officer. Raises NotAllowed for somebody else's case, Invalid for a wrong officer."""
    step = work.allow(case, Action.HAND_TO)
    if not may_hand(work, case):
        raise NotAllowed("not_holder", _("Hồ sơ do người khác giữ, chỉ lãnh đạo đơn vị giao lại được."))
    officer = next((one for one in _officers(work) if one.id == officer_id), None)
    if officer is None or not _may_see(work, case, officer):
        sentence = _("Xin chọn một cán bộ xử lý đang làm việc của đơn vị giữ hồ sơ.")
        raise Invalid(FieldError("officer", "officer_not_chosen", sentence))

    before = case.officer_id
    case.officer_id, case.officer = officer.id, officer

    work.record(case, step, officer=str(officer.id), before_officer=str(before) if before else None)
    return case


def may_hand(work: Work, case: Case) -> bool:
    """A leader gives any case of the unit; whoever handles cases, their own."""
    roles = work.actor.roles_on(case.unit_id, case.desk_id)
    return Role.LEADER in roles or case.officer_id == work.officer_id


def keepers(work: Work) -> list[OfficerOption]:
    """The officers of one's own unit that a case may be given to, by name."""
    return [OfficerOption(officer.id, officer.name) for officer in _officers(work)]


def _officers(work: Work) -> list[Officer]:
    query = select(Officer).where(Officer.active, Officer.unit_id == work.actor.unit_id, Officer.unit_id.is_not(None))
    query = query.options(joinedload(Officer.role_rows)).order_by(Officer.name, Officer.id)
    return [officer for officer in work.session.scalars(query).unique() if officer.roles & _KEEPERS]


def _may_see(work: Work, case: Case, officer: Officer) -> bool:
    actor = accounts.acting(work, officer)
    return work.session.scalar(access.visible_cases(actor).where(Case.id == case.id)) is not None
