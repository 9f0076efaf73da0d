"""From when to when a case waited for its sender: read from its events, which are never rewritten."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.vocabulary import EventType
from routing.deadlines import Wait


def of(work: Work, case: Case) -> list[Wait]:
    """The answered questions of one case."""
    return of_many(work, [case.id]).get(case.id, [])


def of_many(work: Work, case_ids: Iterable[UUID]) -> dict[UUID, list[Wait]]:
    """The answered questions of many cases; a case without any is left out."""
    told = (EventType.ASKED, EventType.ANSWERED_BY_CITIZEN)
    query = select(CaseEvent).where(CaseEvent.case_id.in_(list(case_ids)), CaseEvent.type.in_(told))
    found: dict[UUID, list[Wait]] = {}
    asked: dict[UUID, CaseEvent] = {}
    for event in work.session.scalars(query.order_by(CaseEvent.case_id, CaseEvent.seq)):
        if event.type is EventType.ASKED:
            asked[event.case_id] = event
        elif "completed" not in event.data and (question := asked.pop(event.case_id, None)):  # else: who they are
            found.setdefault(event.case_id, []).append(Wait(question.at, event.at))
    return found
