"""What others have done on a case since a form was made from it.

What machines note and what the officer did themselves is no surprise to them, so it is left out.
"""

from dataclasses import dataclass

from sqlalchemy import select

from intake.cases.work import Work
from models.case import Case
from models.history import CaseEvent
from models.vocabulary import EventType, Role


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """``seqs`` are the events of other people; ``drafted``: one of them saved the reply."""

    seqs: frozenset[int]
    drafted: bool


def by_others(work: Work, case: Case, version: int) -> Meanwhile:
    """What other people did after this version."""
    query = select(CaseEvent.seq, CaseEvent.type).where(
        CaseEvent.case_id == case.id,
        CaseEvent.seq > version,
        CaseEvent.role != Role.SYSTEM,
        CaseEvent.officer_id.is_distinct_from(work.actor.officer_id),
    )
    events = work.session.execute(query).all()
    drafted = any(kind is EventType.DRAFTED for _, kind in events)
    return Meanwhile(frozenset(seq for seq, _ in events), drafted)
