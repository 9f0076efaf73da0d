"""Finding what the deadline watch may have to tell: open cases near or past their deadline, and unpublished answers.

Walks the index of statuses and deadlines, a page at a time, and never cases that are done. What is due of what it
finds is decided in ``routing.watching``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select, tuple_

from intake.cases import access, waits
from intake.cases.work import Desk, Work
from models.alert import Alert
from models.case import Case
from models.history import CaseEvent, Deadline
from models.thread import Publication
from models.vocabulary import ELECTRONIC, AlertKind, CaseKind, CaseStatus, EventType
from routing import watching
from routing.lifecycle import OPEN_STATUSES
from routing.recounting import Recounting
from routing.rulebook import RuleUnknown
from routing.watching import UNOWNED_STATUSES, Watched

PAGE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One case with its current deadline. ``keeper`` is the unit that holds it, if one does."""

    case_id: UUID
    deadline_id: UUID
    code: str
    kind: CaseKind | None
    last_day: date
    keeper: UUID | None
    watched: Watched


def pages(desk: Desk, units: frozenset[UUID], size: int = PAGE) -> Iterator[list[Found]]:
    """Everything an alert may be due of now; ``units`` are those of today."""
    for status in CaseStatus:
        after: tuple[datetime, UUID] | None = None
        while status in OPEN_STATUSES or status is CaseStatus.ANSWERED:
            with desk.look() as work:
                rows = work.session.execute(_page(work, status, after).limit(size)).all()
                found = _found(work, rows, units)
            yield found
            if len(rows) < size:
                break
            after = rows[-1].due_at, rows[-1].id


def locked(work: Work, case_ids: Iterable[UUID], units: frozenset[UUID]) -> list[Found]:
    """These cases as they are now, locked; without those that somebody else is just working on."""
    query = _watched(work).where(Case.id.in_(case_ids)).order_by(Case.id)
    return _found(work, work.session.execute(query.with_for_update(of=Case, skip_locked=True)).all(), units)


def _page(work: Work, status: CaseStatus, after: tuple[datetime, UUID] | None) -> Select[*tuple[Any, ...]]:
    query = _watched(work).where(Case.status == status).order_by(Case.due_at, Case.id)
    if status is CaseStatus.ANSWERED:
        told = exists().where(Alert.deadline_id == Deadline.id, Alert.kind == AlertKind.RESULT_DUTY)
        query = query.where(Case.publish_consent, ~Case.restricted, ~told)
    elif status not in UNOWNED_STATUSES:
        query = query.where(Case.due_at <= watching.horizon(work.now, work.desk.rulebook))
    return query if after is None else query.where(tuple_(Case.due_at, Case.id) > after)


def _watched(work: Work) -> Select[*tuple[Any, ...]]:
    published = exists().where(Publication.case_id == Case.id)
    current = and_(Deadline.case_id == Case.id, Deadline.superseded_at.is_(None))
    return (
        access.visible_cases(work.actor)
        .join(Deadline, current)
        .with_only_columns(
            Case.id,
            Case.code,
            Case.kind,
            Case.channel,
            Case.status,
            Case.restricted,
            Case.due_at,
            Case.answered_at,
            access.keeper().label("keeper"),
            and_(Case.publish_consent, ~Case.restricted, ~published).label("unpublished"),
            Deadline.id.label("deadline_id"),
            Deadline.rule,
            Deadline.counted_from,
            Deadline.last_day,
        )
    )


def _found(work: Work, rows: Sequence[Row[Any]], units: frozenset[UUID]) -> list[Found]:
    told, status_told = _told(work, rows), _status_told(work, rows)
    paused = _paused(work, rows)
    return [
        Found(
            case_id=row.id,
            deadline_id=row.deadline_id,
            code=row.code,
            kind=row.kind,
            last_day=row.last_day,
            keeper=row.keeper if row.keeper in units else None,
            watched=Watched(
                status=row.status,
                restricted=row.restricted,
                owned=row.status not in UNOWNED_STATUSES and row.keeper in units,
                counted_from=row.counted_from,
                due=paused.get(row.id, row.due_at),
                answered_at=row.answered_at,
                unpublished=row.unpublished,
                told=frozenset(told[row.deadline_id]),
                status_told_at=status_told.get(row.id),
                kind=row.kind,
                electronic=row.channel in ELECTRONIC,
            ),
        )
        for row in rows
    ]


def _paused(work: Work, rows: Sequence[Row[Any]]) -> dict[UUID, datetime]:
    """When the cases that wait for their sender would be due if they answered now, where waiting stops the clock."""
    counting = Recounting(work.desk.rulebook)
    waiting = [row for row in rows if row.status is CaseStatus.AWAITING_CITIZEN and counting.pauses(row.counted_from)]
    waited = waits.of_many(work, [row.id for row in waiting], until=work.now)
    found: dict[UUID, datetime] = {}
    for row in waiting:
        try:
            found[row.id] = counting.again(row.rule, row.kind, row.counted_from, waited.get(row.id, [])).due
        except RuleUnknown:  # named by the recount
            continue
    return found


def _told(work: Work, rows: Sequence[Row[Any]]) -> dict[UUID, set[tuple[AlertKind, int]]]:
    query = select(Alert.deadline_id, Alert.kind, Alert.turn)
    told: dict[UUID, set[tuple[AlertKind, int]]] = defaultdict(set)
    for deadline_id, kind, turn in work.session.execute(
        query.where(Alert.deadline_id.in_([row.deadline_id for row in rows]))
    ):
        told[deadline_id].add((kind, turn))
    return told


def _status_told(work: Work, rows: Sequence[Row[Any]]) -> dict[UUID, datetime]:
    """When the senders of late cases were last told how far it is."""
    late = [row.id for row in rows if row.status in OPEN_STATUSES and row.due_at < work.now]
    query = select(CaseEvent.case_id, func.max(CaseEvent.at)).where(
        CaseEvent.case_id.in_(late), CaseEvent.type == EventType.STATUS_TOLD
    )
    return dict(work.session.execute(query.group_by(CaseEvent.case_id)).all())
