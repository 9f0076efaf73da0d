"""What the deadline watch must tell about one case at an instant: which alerts to offices, and whether the citizen.

Knows what was told before and tells nothing twice; of turns that went by unwatched it tells the last one only.
Leads are choices of the rule book, duties its limits. Refuses to know who is told, and has no clock of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.vocabulary import AlertKind, CaseKind, CaseStatus
from routing.counting import Counted, count
from routing.dates import LOCAL, day_end, local_day
from routing.duties import passed_on_by
from routing.lifecycle import OPEN_STATUSES
from routing.rulebook import Rulebook
from routing.terms import Term

UNOWNED_STATUSES = frozenset({CaseStatus.RECEIVED, CaseStatus.TRIAGE, CaseStatus.ASSIGNED})
"""Nobody has accepted the case yet."""

AT_TRIAGE = frozenset({CaseStatus.RECEIVED, CaseStatus.TRIAGE})
"""No unit has it: it is new, or a unit has returned it."""

PRESSING_FIRST = (
    AlertKind.UNOWNED,
    AlertKind.ESCALATION,
    AlertKind.OVERDUE,
    AlertKind.TRANSFER_DUTY,
    AlertKind.STATUS_DUTY,
    AlertKind.RESULT_DUTY,
    AlertKind.DUE_SOON,
)
"""The order in which alerts are told and listed."""

DUTY_DESK_RUNG, SUPERIOR_RUNG = 1, 2
"""The turns of an escalation: the duty desk is told, and the superior unit."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One case with its current deadline. ``told``: kinds and turns already told for this deadline.

    ``owned``: somebody in a unit of today has accepted it. ``unpublished``: its sender agreed to publication and
    nothing stands in the way. ``status_told_at``: when the citizen was last told how far it is, by anybody. ``kind``
    is None until somebody has said it.
    """

    status: CaseStatus
    restricted: bool
    owned: bool
    counted_from: datetime
    due: datetime
    answered_at: datetime | None
    unpublished: bool
    told: frozenset[tuple[AlertKind, int]]
    status_told_at: datetime | None
    kind: CaseKind | None = None
    electronic: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One alert that is due, and its turn."""

    kind: AlertKind
    turn: int


def alerts_due(case: Watched, now: datetime, book: Rulebook) -> tuple[Due, ...]:
    """Every alert that is due now and was not told, the most pressing first."""
    found = _open(case, now, book) if case.status in OPEN_STATUSES else _answered(case, now, book)
    new = [due for due in found if (due.kind, due.turn) not in case.told]
    return tuple(sorted(new, key=lambda due: (PRESSING_FIRST.index(due.kind), due.turn)))


def status_is_due(case: Watched, now: datetime, book: Rulebook) -> bool:
    """Whether the citizen must be told now that the case is late: a turn ends today and nobody told them in it.

    TT 02/2017/TT-VPCP: again every 7 days after the deadline, while there is no result. Told when the office opens.
    """
    if not _has_status_duty(case, now):
        return False
    opens = book.on(local_day(now)).office_hours.sessions[0][0]
    turn = _last_turn(case, book, lambda last_day: now >= datetime.combine(last_day, opens, LOCAL))
    return turn > 0 and not _told_in(case, turn, book)


def horizon(now: datetime, book: Rulebook) -> datetime:
    """The latest deadline that any alert of an owned case could be about now."""
    today = local_day(now)
    lead = book.on(today).due_soon.value.amount
    return day_end(book.calendar.add_working_days(today, lead + 1) - timedelta(days=1))


def _open(case: Watched, now: datetime, book: Rulebook) -> Iterator[Due]:
    leads, today = book.on(local_day(now)), local_day(now)
    if not case.owned and now > _count(leads.unowned.value, case.counted_from, book).due:
        yield Due(AlertKind.UNOWNED, 1)
    if _must_be_passed_on(case, now, book):
        yield Due(AlertKind.TRANSFER_DUTY, 1)
    if now <= case.due:
        if book.calendar.working_days_between(today, local_day(case.due)) <= leads.due_soon.value.amount:
            yield Due(AlertKind.DUE_SOON, 1)
        return
    yield Due(AlertKind.OVERDUE, 1)
    if now > _count(leads.escalation.value, case.due, book).due:
        yield Due(AlertKind.ESCALATION, DUTY_DESK_RUNG)
        yield Due(AlertKind.ESCALATION, SUPERIOR_RUNG)
    if _has_status_duty(case, now):
        lead = leads.due_soon.value.amount
        turn = _last_turn(case, book, lambda end: book.calendar.working_days_between(today, end) <= lead)
        if turn > _told_turn(case) and not _told_in(case, turn, book):
            yield Due(AlertKind.STATUS_DUTY, turn)


def _must_be_passed_on(case: Watched, now: datetime, book: Rulebook) -> bool:
    """Whether a case that no unit has is near the day by which whoever is competent must have it, or past it."""
    if case.status not in AT_TRIAGE or case.restricted or case.owned:
        return False
    limit = passed_on_by(case.kind, case.counted_from, book, electronic=case.electronic)
    lead = book.on(local_day(now)).due_soon.value.amount
    return limit is not None and book.calendar.working_days_between(local_day(now), limit.last_day) <= lead


def _answered(case: Watched, now: datetime, book: Rulebook) -> Iterator[Due]:
    """TT 02/2017/TT-VPCP: a result is entered within 2 working days of being there."""
    if case.status is CaseStatus.ANSWERED and case.unpublished and case.answered_at is not None:
        law = book.on(local_day(case.answered_at))
        if now > _count(law.limit(law.upload.limit).term, case.answered_at, book).due:
            yield Due(AlertKind.RESULT_DUTY, 1)


def _has_status_duty(case: Watched, now: datetime) -> bool:
    """The duty is one of the rules on feedback; complaints and denunciations have a law of their own."""
    return case.status in OPEN_STATUSES and not case.restricted and now > case.due


def _last_turn(case: Watched, book: Rulebook, reached: Callable[[date], bool]) -> int:
    """The last turn whose last day is reached; 0 before the first."""
    turn = _told_turn(case)
    while reached(_turn_ends(case, turn + 1, book)):
        turn += 1
    while turn and not reached(_turn_ends(case, turn, book)):
        turn -= 1
    return turn


def _told_turn(case: Watched) -> int:
    return max((turn for kind, turn in case.told if kind is AlertKind.STATUS_DUTY), default=0)


def _told_in(case: Watched, turn: int, book: Rulebook) -> bool:
    """Whether the citizen was told how far it is after the turn before this one ended."""
    before, ends = turn - 1, _turn_ends(case, turn, book)
    while before and _turn_ends(case, before, book) == ends:  # both were put off to the first day after Tết
        before -= 1
    last = _turn_ends(case, before, book) if before else local_day(case.due)
    return case.status_told_at is not None and local_day(case.status_told_at) > last


def _turn_ends(case: Watched, turn: int, book: Rulebook) -> date:
    """The last local day of a turn of the status duty."""
    law = book.on(local_day(case.due))
    return _count(law.limit(law.status_duty.limit).term.times(turn), case.due, book).last_day


def _count(term: Term, start: datetime, book: Rulebook) -> Counted:
    return count(term, start, book.calendar, book.on(local_day(start)).office_hours)
