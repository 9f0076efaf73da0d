"""From when to when a case waited for its sender: read from its events, which are never rewritten.

A wait ends with whatever takes the case on: an answer, but also an officer who goes on without one.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.vocabulary import CaseStatus, EventType
from routing.deadlines import Wait
from routing.lifecycle import ESCALATION, PATHS

ENDS = frozenset(
    step.event
    for table in PATHS.values()
    for (status, _), step in table.items()
    if status is CaseStatus.AWAITING_CITIZEN and step.to is not None
) | {ESCALATION.event}
"""What takes a case out of waiting."""


def of(work: Work, case: Case) -> list[Wait]:
    """The waits of one case that are over."""
    return of_many(work, [case.id]).get(case.id, [])


def of_many(work: Work, case_ids: Iterable[UUID], *, until: datetime | None = None) -> dict[UUID, list[Wait]]:
    """The waits of many cases; a case without any is left out. ``until``: one that goes on is counted up to then."""
    query = select(CaseEvent).where(CaseEvent.case_id.in_(list(case_ids)), CaseEvent.type.in_({EventType.ASKED, *ENDS}))
    found: dict[UUID, list[Wait]] = {}
    asked: dict[UUID, datetime] = {}
    for event in work.session.scalars(query.order_by(CaseEvent.case_id, CaseEvent.seq)):
        if event.type is EventType.ASKED:
            asked[event.case_id] = event.at
        elif event.case_id in asked and _ends(event):
            found.setdefault(event.case_id, []).append(Wait(asked.pop(event.case_id), event.at))
    if until is not None:
        for case_id, since in asked.items():
            found.setdefault(case_id, []).append(Wait(since, until))
    return found


def _ends(event: CaseEvent) -> bool:
    """Saying who one is answers nothing, and telling a superior that a case is late moves nothing."""
    return "completed" not in event.data and event.data.get("cause") != "overdue"
