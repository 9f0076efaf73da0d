"""Delegation while on leave: an officer of the unit has the leader's role for some days, and says for whom they act.

It knows who may let whom stand in and which delegation runs today. What the role allows is the lifecycle's business;
a draft of either of the two stays barred from their approval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, or_, select
from sqlalchemy.orm import aliased, joinedload

from intake.cases.actor import Actor, Standing
from intake.cases.errors import FieldError, Invalid, NotAllowed, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.languages import _
from models.organisation import Delegation, Officer, OfficerRole
from models.vocabulary import Role

REASON_MAX = 300
_SHOWN = 50
_MAY_STAND_IN = frozenset({Role.HANDLING, Role.RECEIVING})


_GIVER, _TAKER = aliased(Officer), aliased(Officer)
_OFFICER, _TODAY = bindparam("officer", type_=Uuid), bindparam("today", type_=Date)
_LEADS = select(OfficerRole.id).where(OfficerRole.officer_id == _GIVER.id, OfficerRole.role == Role.LEADER).exists()
_RUNNING = (
    select(Delegation.to_id, Delegation.last_day, _GIVER.id, _GIVER.name, _TAKER.id, _TAKER.name)
    .join(_GIVER, _GIVER.id == Delegation.from_id)
    .join(_TAKER, _TAKER.id == Delegation.to_id)
    .where(or_(Delegation.from_id == _OFFICER, Delegation.to_id == _OFFICER))
    .where(Delegation.revoked_at.is_(None), Delegation.first_day <= _TODAY, Delegation.last_day >= _TODAY)
    .where(_LEADS, _GIVER.active, _TAKER.active)
    .where(Delegation.unit_id == _GIVER.unit_id, Delegation.unit_id == _TAKER.unit_id)
    .order_by(Delegation.made_at)
)
"""Asked by every page, so it is put together once."""


@dataclass(frozen=True, slots=True)
class Given:
    """A delegation as its leader reads it. ``state``: coming, running, past or revoked."""

    id: UUID
    to: str
    first_day: date
    last_day: date
    reason: str
    state: str


def is_leader(actor: Actor) -> bool:
    """Whether this actor leads in their own right, and so may let somebody stand in."""
    return Role.LEADER in actor.roles and actor.stands_for is None and actor.unit_id is not None


def delegate(work: Work, to: UUID | None, *, first_day: date, last_day: date, reason: str) -> Delegation:
    """Let an officer of the unit stand in. Raises NotAllowed for whoever does not lead, Invalid for wrong fields."""
    if not is_leader(work.actor) or work.actor.unit_id is None:
        raise NotAllowed("not_leader", _("Chỉ lãnh đạo đơn vị được ủy quyền."))
    words = read_text("reason", reason, longest=REASON_MAX)
    errors = []
    if to not in {officer.id for officer in candidates(work)}:
        errors.append(FieldError("to", "officer_not_chosen", _("Xin chọn một cán bộ đang làm việc của đơn vị.")))
    if last_day < max(first_day, work.today):
        errors.append(
            FieldError("last_day", "days_not_in_order", _("Ngày cuối phải từ hôm nay và không trước ngày đầu."))
        )
    if errors or to is None:
        raise Invalid(*errors)

    row = Delegation(
        from_id=work.officer_id,
        to_id=to,
        unit_id=work.actor.unit_id,
        first_day=first_day,
        last_day=last_day,
        reason=words,
        made_at=work.now,
    )
    work.session.add(row)
    return row


def revoke(work: Work, delegation_id: UUID) -> Delegation:
    """End one's own delegation at once. Raises NotFound for anybody else's."""
    mine = Delegation.id == delegation_id, Delegation.from_id == work.officer_id, Delegation.revoked_at.is_(None)
    row = work.session.scalar(select(Delegation).where(*mine))
    if row is None:
        raise NotFound("no_delegation", _("Không có ủy quyền này trong các ủy quyền của ông/bà."))
    row.revoked_at = work.now
    return row


def candidates(work: Work) -> Sequence[Officer]:
    """The officers of the unit who may stand in: those who work on cases and do not lead already; by name."""
    query = select(Officer).where(Officer.active, Officer.unit_id == work.actor.unit_id, Officer.id != work.officer_id)
    found = work.session.scalars(query.options(joinedload(Officer.role_rows)).order_by(Officer.name)).unique()
    return [one for one in found if one.roles & _MAY_STAND_IN and Role.LEADER not in one.roles]


def given(work: Work) -> list[Given]:
    """One's own delegations, the latest first."""
    query = select(Delegation, Officer.name).join(Officer, Officer.id == Delegation.to_id)
    query = query.where(Delegation.from_id == work.officer_id).order_by(Delegation.made_at.desc()).limit(_SHOWN)
    return [
        Given(row.id, name, row.first_day, row.last_day, row.reason, _state(work, row))
        for row, name in work.session.execute(query)
    ]


def running(work: Work, officer: Officer) -> tuple[Standing | None, Standing | None]:
    """Whose place this officer takes today, and who takes theirs; both of the unit they are still in."""
    stands_for = stood_in_by = None
    for to_id, last_day, giver_id, giver_name, taker_id, taker_name in work.session.execute(
        _RUNNING, {"officer": officer.id, "today": work.today}
    ):
        if to_id == officer.id and Role.LEADER not in officer.roles:
            stands_for = stands_for or Standing(giver_id, giver_name, last_day)
        elif to_id != officer.id:
            stood_in_by = stood_in_by or Standing(taker_id, taker_name, last_day)
    return stands_for, stood_in_by


def _state(work: Work, row: Delegation) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.last_day < work.today:
        return "past"
    return "running" if row.first_day <= work.today else "coming"
