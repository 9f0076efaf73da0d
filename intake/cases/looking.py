"""Who has a case open right now, so that two officers do not work on it without knowing of each other.

It is told only to officers who may see the case, and only about such; whoever stops telling is forgotten. That
somebody has read a case for good is the access log's business, not ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from intake.cases import access, accounts
from intake.cases.errors import NotAllowed
from intake.cases.work import Work
from models.case import Case
from models.desk import Looking
from models.organisation import Officer

FORGOTTEN = timedelta(seconds=45)
"""A page tells every 15 seconds that it is open; after three times of silence it counts as closed."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another officer with the case open; ``typing`` while they are writing."""

    name: str
    typing: bool


def look(work: Work, code: str, *, typing: bool) -> list[Beside]:
    """Note that this officer has the case open; returns who else has. Raises NotFound, NotAllowed."""
    case = _case(work, code)
    row = work.session.scalar(select(Looking).where(_own(work, case)))
    if row is None or row.at <= work.now - FORGOTTEN or row.typing != typing:
        work.news.looked(case.id)
    if row is None:
        _begin(work, case, typing=typing)
    else:
        row.typing, row.at = typing, work.now
    return beside(work, case)


def leave(work: Work, code: str) -> None:
    """This officer has closed the case. Raises NotFound, NotAllowed."""
    case = _case(work, code)
    work.session.execute(delete(Looking).where(_own(work, case)))
    work.news.looked(case.id)


def beside(work: Work, case: Case) -> list[Beside]:
    """The other officers who have the case open and may see it, by name."""
    query = (
        select(Looking, Officer)
        .join(Officer, Officer.id == Looking.officer_id)
        .where(Looking.case_id == case.id, Looking.at > work.now - FORGOTTEN)
        .where(Looking.officer_id != work.officer_id, Officer.active)
        .options(selectinload(Officer.role_rows))
        .order_by(Officer.name, Officer.id)
    )
    rows = work.session.execute(query).all()
    allowed = _who_may(work, case, [officer for _, officer in rows])
    return [Beside(officer.name, row.typing) for row, officer in rows if officer in allowed]


def _who_may(work: Work, case: Case, officers: Iterable[Officer]) -> set[Officer]:
    """Those who may still see the case: it may have left them while they had it open."""
    listed = list(officers)
    if not listed:
        return set()
    query = access.who_sees([accounts.acting(work, officer) for officer in listed])
    _, _, *sees = work.session.execute(query.where(Case.id == case.id)).one()
    return {officer for officer, seen in zip(listed, sees, strict=True) if seen}


def _case(work: Work, code: str) -> Case:
    if not access.works_on_cases(work.actor):
        raise NotAllowed
    return work.find(code)


def _own(work: Work, case: Case) -> ColumnElement[bool]:
    return and_(Looking.case_id == case.id, Looking.officer_id == work.officer_id)


def _begin(work: Work, case: Case, *, typing: bool) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(Looking(case_id=case.id, officer_id=work.officer_id, typing=typing, at=work.now))
    except IntegrityError:  # another window of the same officer was quicker
        return
