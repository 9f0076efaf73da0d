"""Which running deadlines of open cases would end otherwise when counted again; reads only, page by page."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Select, and_, func, or_, select

from intake.cases import access, limits, waits
from intake.cases.limits import Running
from intake.cases.work import Work
from models.case import Case
from models.history import Deadline
from models.organisation import Unit
from routing import lifecycle
from routing.deadlines import DeadlineResult
from routing.recounting import Recounting, counting_of
from routing.rulebook import Rulebook, RuleUnknown

log = structlog.get_logger()

PAGE = 2_000

Cursor = tuple[date, UUID]
Ruled = Callable[[Running], str]
"""The limit to count by; nearly always the one the deadline has."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline and how it comes out when counted again: with another end, or only another explanation."""

    running: Running
    result: DeadlineResult

    @property
    def moves(self) -> bool:
        """Whether it would end at another instant."""
        return self.result.due != self.running.due_at

    @property
    def explains_anew(self) -> bool:
        """Whether the explanation that is kept would not be true any more, though the end is."""
        stored = self.running
        return counting_of(stored.sentence) != self.result.sentence or stored.skipped != limits.skipped_days(
            self.result
        )


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
    """Those of a page that would come out otherwise. What a limit no longer in the book governs stays, and is named."""
    ruled = ruled or (lambda one: one.rule)
    waited = waits.of_many(work, [row.case_id for row in rows if counting.pauses(row.counted_from)])
    found, lost = list[Move](), Counter[str]()
    for row in rows:
        try:
            result = counting.again(ruled(row), row.kind, row.counted_from, waited.get(row.case_id, []))
        except RuleUnknown:
            lost[ruled(row)] += 1
            continue
        move = Move(row, result)
        if move.moves or move.explains_anew:
            found.append(move)
    for rule, cases in lost.items():
        log.warning("deadline.rule_unknown", rule=rule, cases=cases)
    return found


def left_behind(work: Work, book: Rulebook) -> list[tuple[str, int]]:
    """The limits that running deadlines have and this book lacks, with how many cases no recount reaches."""
    running = _running(work).with_only_columns(Deadline.rule, func.count()).group_by(Deadline.rule)
    rows = work.session.execute(running.order_by(Deadline.rule))
    return [(rule, cases) for rule, cases in rows if rule not in book.limits]


def all_moves(work: Work, counting: Recounting, ruled: Ruled | None = None) -> Iterator[Move]:
    """Every deadline that would move if all were counted again, by the limits they have unless told."""
    version = counting.book.calendar.version if ruled is None else None
    after: Cursor | None = None
    while rows := page(work, version, after):
        yield from (move for move in planned(work, rows, counting, ruled) if move.moves)
        if (after := cursor_of(rows)) is None:
            return


def _running(work: Work) -> Select[*tuple[Any, ...]]:
    columns = (
        Deadline.id,
        Deadline.case_id,
        Deadline.rule,
        Deadline.counted_from,
        Deadline.provisional,
        Deadline.last_day,
        Deadline.due_at,
        Deadline.skipped,
        Deadline.sentence,
        Case.kind,
        Case.code,
        Unit.name,
        Case.restricted,
    )
    query = select(*columns).join(Case, Deadline.case_id == Case.id).outerjoin(Case.unit)
    open_ = Case.status.in_(lifecycle.OPEN_STATUSES)
    return query.where(Deadline.superseded_at.is_(None), open_, access.visible(work.actor))
