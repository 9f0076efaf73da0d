"""Putting a lawful deadline on a case, with its explanation, as a row that stays.

What the law says is computed in ``routing``; here it is only written down: a newer row supersedes the one before,
and an event says what changed. The clock starts once; correcting what a case is never starts it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from intake.cases import waits
from intake.cases.work import Work
from models.base import new_id
from models.case import Case
from models.history import Deadline
from models.vocabulary import CaseKind, DeadlineCause, EventType
from routing import deadlines
from routing.deadlines import DeadlineResult
from routing.recounting import Recounting, moved_sentence
from routing.rulebook import Rulebook

_FIRST = (DeadlineCause.FILED, DeadlineCause.CLASSIFIED, DeadlineCause.REOPENED)
"""The causes that set a deadline; the others move one."""


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that runs, without its words, and what is shown of its case: for reading many at once."""

    id: UUID
    case_id: UUID
    rule: str
    counted_from: datetime
    provisional: bool
    last_day: date
    due_at: datetime
    kind: CaseKind | None
    code: str
    unit: str | None
    restricted: bool


def set_deadline(
    work: Work,
    case: Case,
    *,
    kind: CaseKind | None = None,
    provisional: bool = False,
    cause: DeadlineCause = DeadlineCause.FILED,
    counted_from: datetime | None = None,
) -> Deadline:
    """The limit for the case's kind (the ordinary one while it has none) becomes the current one.

    It is counted from the same instant as the one before, unless told. If the same limit runs already, it goes on
    as it is: extended, moved or paused.
    """
    book, counted_kind = work.desk.rulebook, kind or case.kind or CaseKind.CONDUCT
    before = None if provisional else current(work, case)  # before the provisional one there is none
    start = counted_from or (before.counted_from if before else case.received_at)
    waited = waits.of(work, case) if before and Recounting(book).pauses(start) else ()
    result = deadlines.for_kind(counted_kind, start, book, waited)
    if before and start == before.counted_from and _rule_set(work, before) == result.rule:
        return before

    if before:
        before.superseded_at = work.now
    facts = {"set_at": work.now, "cause": cause, "counted_from": start, "provisional": provisional}
    row = Deadline(case=case, **columns(result, book), **facts)
    case.due_at = result.due
    work.session.add(row)

    if not provisional:
        work.record(case, EventType.DEADLINE_SET, rule=result.rule, last_day=result.last_day.isoformat())
    return row


def current(work: Work, case: Case) -> Deadline | None:
    """The deadline that runs."""
    query = select(Deadline).where(Deadline.case_id == case.id, Deadline.superseded_at.is_(None))
    return work.session.scalar(query)


def give_back(work: Work, case: Case) -> None:
    """The citizen has answered: the days of waiting are given back, where the rule book says so."""
    counting, before = Recounting(work.desk.rulebook), current(work, case)
    if before is None or not counting.pauses(before.counted_from):
        return
    result = counting.again(before.rule, case.kind, before.counted_from, waits.of(work, case))
    if result.due != before.due_at:
        move(work, case, before, result, DeadlineCause.PAUSE)


def move(work: Work, case: Case, before: Deadline, result: DeadlineResult, cause: DeadlineCause) -> None:
    """The limit that runs gets another end."""
    move_many(work, [(case, before, result)], cause, work.desk.rulebook)


def move_many(
    work: Work,
    moves: Sequence[tuple[Case, Deadline | Running, DeadlineResult]],
    cause: DeadlineCause,
    book: Rulebook,
) -> None:
    """The same for many cases, counted by this book: rows that say from where to where and why, and the events.

    The rows are written by one statement each, not as objects: there may be a hundred thousand.
    """
    if not moves:
        return
    ids = [before.id for _, before, _ in moves]
    newer = update(Deadline).where(Deadline.id.in_(ids)).values(superseded_at=work.now)
    work.session.execute(newer, execution_options={"synchronize_session": False})
    rows = [_moved(case, before, result, cause, book) | {"set_at": work.now} for case, before, result in moves]
    work.session.execute(insert(Deadline), rows)

    for case, before, result in moves:
        case.due_at = result.due
        days = {"last_day": result.last_day.isoformat(), "before": before.last_day.isoformat()}
        work.record(case, EventType.DEADLINE_SET, rule=result.rule, cause=cause.value, **days)


def _moved(
    case: Case, before: Deadline | Running, result: DeadlineResult, cause: DeadlineCause, book: Rulebook
) -> dict[str, Any]:
    return columns(result, book) | {
        "id": new_id(),
        "case_id": case.id,
        "cause": cause,
        "counted_from": before.counted_from,
        "provisional": before.provisional,
        "sentence": f"{result.sentence}. {moved_sentence(before.due_at, result.due, cause)}",
    }


def columns(result: DeadlineResult, book: Rulebook) -> dict[str, Any]:
    """What was computed, as columns of a row that still lacks its case, when and why."""
    return {
        "calendar": book.calendar.version,
        "rule": result.rule,
        "rule_text": result.rule_text,
        "basis": result.basis,
        "certainty": result.certainty,
        "clock_start": result.clock_start,
        "last_day": result.last_day,
        "due_at": result.due,
        "skipped": [{"date": day.date.isoformat(), "reason": day.reason} for day in result.skipped],
        "sentence": result.sentence,
    }


def _rule_set(work: Work, before: Deadline) -> str | None:
    """The limit that was set, before it was extended, moved or paused; None while it is provisional."""
    if before.provisional or before.cause in _FIRST:
        return None if before.provisional else before.rule
    query = select(Deadline.rule).where(
        Deadline.case_id == before.case_id,
        Deadline.counted_from == before.counted_from,
        Deadline.cause.in_(_FIRST),
        ~Deadline.provisional,
    )
    return work.session.scalar(query.order_by(Deadline.set_at.desc(), Deadline.id.desc()).limit(1))
