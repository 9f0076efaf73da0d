"""Which running deadlines of open cases would end otherwise when counted again; reads only, page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from intake.cases import access, waits
from intake.cases.limits import Running
from intake.cases.work import Work
from models.case import Case
from models.history import Deadline
from models.organisation import Unit
from routing import lifecycle
from routing.deadlines import DeadlineResult, Wait
from routing.recounting import Recounting
from routing.rulebook import RuleUnknown

PAGE = 2_000

Cursor = tuple[date, UUID]
Ruled = Callable[[Running], str]
"""The limit to count by; nearly always the one the deadline has."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline and where it would end."""

    running: Running
    result: DeadlineResult


def page(work: Work, version: str | None, after: Cursor | None) -> list[Running]:
    """Deadlines of open cases, in order of their last day, but those counted by this version of the calendar."""
    query = _running(work)
    if version is not None:
        query = query.where(Deadline.calendar != version)
    if after is not None:
        last_day, last_id = after
        beyond = or_(Deadline.last_day > last_day, and_(Deadline.last_day == last_day, Deadline.id > last_id))
        query = query.where(Deadline.last_day >= last_day, beyond)
    rows = work.session.execute(query.order_by(Deadline.last_day, Deadline.id).limit(PAGE))
    return [Running(*row) for row in rows]


def cursor_of(rows: list[Running]) -> Cursor | None:
    """Where the next page begins; None after the last."""
    return (rows[-1].last_day, rows[-1].id) if len(rows) == PAGE else None


def planned(work: Work, rows: list[Running], counting: Recounting, ruled: Ruled | None = None) -> list[Move]:
    """Those of a page that would end at another instant. A limit the rule book no longer has stays as it is."""
    ruled = ruled or (lambda one: one.rule)
    waited = waits.of_many(work, [row.case_id for row in rows if counting.pauses(row.counted_from)])
    return [
        Move(row, result)
        for row in rows
        if (result := _again(row, counting, ruled(row), waited.get(row.case_id, []))) and result.due != row.due_at
    ]


def all_moves(work: Work, counting: Recounting, ruled: Ruled | None = None) -> Iterator[Move]:
    """Every deadline that would move if all were counted again, by the limits they have unless told."""
    version = counting.book.calendar.version if ruled is None else None
    after: Cursor | None = None
    while rows := page(work, version, after):
        yield from planned(work, rows, counting, ruled)
        if (after := cursor_of(rows)) is None:
            return


def _again(row: Running, counting: Recounting, rule: str, waited: list[Wait]) -> DeadlineResult | None:
    try:
        return counting.again(rule, row.kind, row.counted_from, waited)
    except RuleUnknown:
        return None


def _running(work: Work) -> Select[*tuple[Any, ...]]:
    columns = (
        Deadline.id,
        Deadline.case_id,
        Deadline.rule,
        Deadline.counted_from,
        Deadline.provisional,
        Deadline.last_day,
        Deadline.due_at,
        Case.kind,
        Case.code,
        Unit.name,
        Case.restricted,
    )
    query = select(*columns).join(Case, Deadline.case_id == Case.id).outerjoin(Case.unit)
    open_ = Case.status.in_(lifecycle.OPEN_STATUSES)
    return query.where(Deadline.superseded_at.is_(None), open_, access.visible(work.actor))
