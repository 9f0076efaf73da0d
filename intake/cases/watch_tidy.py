"""Keeping the lists of alerts true: an unseen one follows its case to another unit, and ends when its matter has.

It looks at unseen alerts only. What was seen stays as it was, as a record of who was told what.
"""

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, update

from intake.cases import access
from intake.cases.watch_offices import Offices
from intake.cases.work import Work
from models.alert import Alert
from models.case import Case
from models.history import Deadline
from models.vocabulary import AlertKind, CaseStatus
from routing.lifecycle import OPEN_STATUSES
from routing.watching import AT_TRIAGE, UNOWNED_STATUSES

_OF_THE_KEEPER = (AlertKind.DUE_SOON, AlertKind.OVERDUE, AlertKind.STATUS_DUTY)


def tidy(work: Work, offices: Offices) -> None:
    """Before anything new is told."""
    unseen = Alert.seen_at.is_(None)
    over = update(Alert).where(unseen, ~_holds(work, offices)).values(seen_at=work.now)
    work.session.execute(over.execution_options(synchronize_session=False))
    if offices.duty_desk is not None:
        keeper = _keeper(offices)
        follows = or_(Alert.kind.in_(_OF_THE_KEEPER), exists().where(Case.id == Alert.case_id, Case.restricted))
        moved = update(Alert).where(unseen, follows, Alert.unit_id != keeper).values(unit_id=keeper)
        work.session.execute(moved.execution_options(synchronize_session=False))


def _keeper(offices: Offices) -> ColumnElement[object]:
    """Who is told of a case today: a restricted one only ever concerns its desk."""
    held = or_(Case.restricted, access.keeper().in_(offices.today))
    told = case((held, access.keeper()), else_=offices.duty_desk)
    return select(told).where(Case.id == Alert.case_id).scalar_subquery()


def _holds(work: Work, offices: Offices) -> ColumnElement[bool]:
    """Whether what an alert says is still so."""
    current = exists().where(Deadline.id == Alert.deadline_id, Deadline.superseded_at.is_(None))
    open_, kept = Case.status.in_(OPEN_STATUSES), access.keeper().in_(offices.today)
    still = case(
        (Alert.kind == AlertKind.RESULT_DUTY, Case.status == CaseStatus.ANSWERED),
        (Alert.kind == AlertKind.UNOWNED, and_(open_, or_(Case.status.in_(UNOWNED_STATUSES), kept.is_not(True)))),
        (Alert.kind == AlertKind.TRANSFER_DUTY, Case.status.in_(AT_TRIAGE)),
        (Alert.kind == AlertKind.DUE_SOON, and_(open_, Case.due_at >= work.now)),
        else_=open_,
    )
    return and_(current, access.visible_cases(work.actor).where(Case.id == Alert.case_id, still).exists())
