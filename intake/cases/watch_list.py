"""The list "Cần chú ý" of an officer's unit: what the watch told it and nobody has seen yet.

What may be read of a case is decided in ``access``. Seen once by anybody of the unit is seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, select, update

from intake.cases import access
from intake.cases.actor import Actor
from intake.cases.work import Work
from models.alert import Alert
from models.case import Case
from models.history import Deadline
from models.organisation import Unit
from models.vocabulary import AlertKind, CaseStatus
from routing import deadlines
from routing.deadlines import Remaining
from routing.lifecycle import OPEN_STATUSES
from routing.watching import PRESSING_FIRST

COUNTED = 100
"""Unseen alerts are counted up to here: more is simply too many."""

LISTED = 200


@dataclass(frozen=True, slots=True)
class Noted:
    """One unseen alert. ``unit``: who holds the case; ``may_open``: whether this officer may see the case itself."""

    id: UUID
    kind: AlertKind
    code: str
    status: CaseStatus
    unit: str | None
    last_day: date
    remaining: Remaining | None
    told_at: datetime
    restricted: bool
    may_open: bool


def is_for(actor: Actor) -> bool:
    """Whether this officer has such a list."""
    return actor.unit_id is not None and access.works_on_cases(actor)


def unseen(work: Work, limit: int = LISTED) -> list[Noted]:
    """The most pressing first: what nobody holds, then what is late, then what is near."""
    rank = case({kind: number for number, kind in enumerate(PRESSING_FIRST)}, value=Alert.kind)
    query = (
        select(Alert, Deadline.last_day, Unit.name, access.visible(work.actor).label("may_open"))
        .join(Case, Case.id == Alert.case_id)
        .join(Deadline, Deadline.id == Alert.deadline_id)
        .outerjoin(Unit, Unit.id == access.keeper())
        .add_columns(Case.code, Case.status, Case.restricted)
        .where(*_unseen_by(work.actor), access.alerted(work.actor))
        .order_by(rank, Deadline.last_day, Case.code, Alert.turn)
    )
    return [
        Noted(
            id=row.Alert.id,
            kind=row.Alert.kind,
            code=row.code,
            status=row.status,
            unit=row.name,
            last_day=row.last_day,
            remaining=_remaining(work, row.status, row.last_day),
            told_at=row.Alert.told_at,
            restricted=row.restricted,
            may_open=row.may_open,
        )
        for row in work.session.execute(query.limit(limit))
    ]


@lru_cache(maxsize=access.KEPT)
def counted(actor: Actor) -> ScalarSelect[int]:
    """How many this officer would find there, up to ``COUNTED``: the index of the unit's unseen ones is walked."""
    found = select(Alert.id).join(Case, Case.id == Alert.case_id)
    some = found.where(*_unseen_by(actor), access.alerted(actor)).limit(COUNTED).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def mark_seen(work: Work, alert_ids: Iterable[UUID]) -> int:
    """Note that this officer saw these alerts of their unit; returns how many were still unseen."""
    readable = exists().where(Case.id == Alert.case_id, access.alerted(work.actor))
    seen = update(Alert).where(Alert.id.in_(alert_ids), *_unseen_by(work.actor), readable)
    marked = seen.values(seen_at=work.now, seen_by=work.officer_id).returning(Alert.id)
    return len(work.session.execute(marked.execution_options(synchronize_session=False)).all())


def _unseen_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Alert.unit_id == actor.unit_id, Alert.seen_at.is_(None))


def _remaining(work: Work, status: CaseStatus, last_day: date) -> Remaining | None:
    if status not in OPEN_STATUSES:
        return None
    book = work.desk.rulebook
    soon = book.on(work.today).due_soon.value.amount
    return deadlines.reading(last_day, work.today, book.calendar, soon=soon)
