"""Putting a lawful deadline on a case, with its explanation, as a row that stays.

What the law says is computed in ``routing.deadlines``; here it is only written down.
"""

from datetime import datetime

from sqlalchemy import update

from intake.cases.work import Work
from models.case import Case
from models.history import Deadline
from models.vocabulary import CaseKind, DeadlineCause, EventType
from routing import deadlines


def set_deadline(
    work: Work,
    case: Case,
    *,
    kind: CaseKind | None = None,
    provisional: bool = False,
    cause: DeadlineCause = DeadlineCause.FILED,
    counted_from: datetime | None = None,
) -> Deadline:
    """Compute the limit for the case's kind (the ordinary one while it has none) and make it the current one."""
    counted_kind = kind or case.kind or CaseKind.CONDUCT
    start = counted_from or case.received_at
    result = deadlines.for_kind(counted_kind, start, work.desk.rulebook)

    if not provisional:  # before the provisional one there is none
        current = update(Deadline).where(Deadline.case_id == case.id, Deadline.superseded_at.is_(None))
        work.session.execute(current.values(superseded_at=work.now))
    row = Deadline(
        case_id=case.id,
        set_at=work.now,
        cause=cause,
        counted_from=start,
        provisional=provisional,
        rule=result.rule,
        rule_text=result.rule_text,
        basis=result.basis,
        certainty=result.certainty,
        clock_start=result.clock_start,
        last_day=result.last_day,
        due_at=result.due,
        skipped=[{"date": day.date.isoformat(), "reason": day.reason} for day in result.skipped],
        sentence=result.sentence,
    )
    case.due_at = result.due
    work.add(case, row)

    if not provisional:
        work.record(case, EventType.DEADLINE_SET, rule=result.rule, last_day=result.last_day.isoformat())
    return row
