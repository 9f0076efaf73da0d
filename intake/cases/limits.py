"""Putting a lawful deadline on a case, with its explanation, as a row that stays.

What the law says is computed in ``routing``; here it is only written down: a newer row supersedes the one before,
and an event says what changed. The clock starts once; correcting what a case is never starts it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import insert, select, update

from intake.cases import waits
from intake.cases.work import Work
from models.alert import Alert
from models.base import new_id
from models.case import Case
from models.history import Deadline
from models.vocabulary import CaseKind, CaseStatus, DeadlineCause, EventType
from routing import deadlines
from routing.deadlines import DeadlineResult, Wait
from routing.recounting import Recounting, with_moves
from routing.rulebook import Rulebook, RuleUnknown

log = structlog.get_logger()

_FIRST = (DeadlineCause.FILED, DeadlineCause.CLASSIFIED, DeadlineCause.REOPENED)
"""The causes that set a deadline; the others move one."""


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that runs, with how it is explained, and what is shown of its case: for reading many at once."""

    id: UUID
    case_id: UUID
    rule: str
    counted_from: datetime
    provisional: bool
    last_day: date
    due_at: datetime
    skipped: list[Any]
    sentence: str
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
    as it is: extended, moved or paused. Coming back to a limit that was extended is coming back to the longer one.
    """
    book, counted_kind = work.desk.rulebook, kind or case.kind or CaseKind.CONDUCT
    before = None if provisional else current(work, case)  # before the provisional one there is none
    start = counted_from or (before.counted_from if before else case.received_at)
    waited = waits.of(work, case) if before and Recounting(book).pauses(start) else ()
    result = deadlines.for_kind(counted_kind, start, book, waited)
    if before and start == before.counted_from and not before.provisional:
        terms = _terms(work, case, start)
        if terms.set == result.rule:
            give_back(work, case)
            return current(work, case) or before
        if result.rule in terms.extended:
            result = deadlines.extension_for_kind(counted_kind, start, book, waited) or result

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
    """If a wait for the citizen has just ended, its days are given back, where the rule book says so."""
    counting, before = Recounting(work.desk.rulebook), current(work, case)
    if before is None or not counting.pauses(before.counted_from):
        return
    waited = waits.of(work, case)
    if any(wait.answered_at == work.now for wait in waited):
        _again(work, case, before, counting, waited, DeadlineCause.PAUSE)


def if_answered_now(work: Work, case: Case, running: Deadline) -> DeadlineResult | None:
    """The deadline if the wait for the citizen ended now; None while there is none, or it does not stop the clock."""
    counting = Recounting(work.desk.rulebook)
    if case.status is not CaseStatus.AWAITING_CITIZEN or not counting.pauses(running.counted_from):
        return None
    waited = waits.of_many(work, [case.id], until=work.now).get(case.id, [])
    try:
        return counting.again(running.rule, case.kind, running.counted_from, waited)
    except RuleUnknown:  # named when deadlines are counted again
        return None


def catch_up(work: Work, case: Case) -> None:
    """Count by the calendar of today a deadline that stood still while its case was closed."""
    counting, before = Recounting(work.desk.rulebook), current(work, case)
    if before is not None:
        waited = waits.of(work, case) if counting.pauses(before.counted_from) else []
        _again(work, case, before, counting, waited, DeadlineCause.CALENDAR)


def _again(
    work: Work, case: Case, before: Deadline, counting: Recounting, waited: Sequence[Wait], cause: DeadlineCause
) -> None:
    try:
        result = counting.again(before.rule, case.kind, before.counted_from, waited)
    except RuleUnknown:
        log.warning("deadline.rule_unknown", rule=before.rule, case=case.code)
        return
    if result.due != before.due_at:
        move(work, case, before, result, cause)


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

    What ends as before is only explained anew: a row, but nothing that anybody is told. The rows are written by one
    statement each, not as objects: there may be a hundred thousand.
    """
    if not moves:
        return
    ids = [before.id for _, before, _ in moves]
    newer = update(Deadline).where(Deadline.id.in_(ids)).values(superseded_at=work.now)
    work.session.execute(newer, execution_options={"synchronize_session": False})
    rows = [_moved(case, before, result, cause, book) | {"set_at": work.now} for case, before, result in moves]
    work.session.execute(insert(Deadline), rows)

    explained = {before.id: row["id"] for (_, before, _), row in zip(moves, rows, strict=True) if _stays(before, row)}
    for alert in work.session.scalars(select(Alert).where(Alert.deadline_id.in_(explained))):
        alert.deadline_id = explained[alert.deadline_id]  # what was told of this end is not told again
    for case, before, result in moves:
        if before.id in explained:
            continue
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
        "sentence": with_moves(result.sentence, before.sentence, before.due_at, result.due, cause),
    }


def _stays(before: Deadline | Running, row: Mapping[str, Any]) -> bool:
    """Whether the new row ends when the old one did."""
    return bool(row["due_at"] == before.due_at)


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
        "skipped": skipped_days(result),
        "sentence": result.sentence,
    }


def skipped_days(result: DeadlineResult) -> list[dict[str, str]]:
    """The days that were not counted, as a row keeps them."""
    return [{"date": day.date.isoformat(), "reason": day.reason} for day in result.skipped]


@dataclass(frozen=True, slots=True)
class _Terms:
    """The limit that was set last, whatever moved it since, and those that were extended while they were set."""

    set: str | None
    extended: frozenset[str]


def _terms(work: Work, case: Case, start: datetime) -> _Terms:
    """The limits a case has had from one start of its clock."""
    query = select(Deadline.rule, Deadline.cause).where(
        Deadline.case_id == case.id, Deadline.counted_from == start, ~Deadline.provisional
    )
    held, extended = None, set[str]()
    for rule, cause in work.session.execute(query.order_by(Deadline.set_at, Deadline.id)):
        if cause in _FIRST:
            held = rule
        elif cause is DeadlineCause.EXTENDED and held is not None:
            extended.add(held)
    return _Terms(held, frozenset(extended))
