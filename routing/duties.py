"""What is due around a deadline: warning, escalation, telling how a late case stands.

Days come from the rule book as it stands on the day of the deadline. Knows no case and tells nobody.
"""

from datetime import date, datetime

from models.vocabulary import CaseKind
from routing.dates import local_day
from routing.deadlines import DeadlineResult, for_use, transfer_for_kind
from routing.rulebook import Rulebook


def warned_on(due: datetime, book: Rulebook) -> date:
    """The day from which a deadline is called soon."""
    last = local_day(due)
    return book.calendar.add_working_days(last, -book.on(last).due_soon.value.amount)


def escalated_after(due: datetime, book: Rulebook) -> date:
    """The day after whose end a late case is told of one level higher."""
    last = local_day(due)
    return book.calendar.add_working_days(last, book.on(last).escalation.value.amount)


def passed_on_by(kind: CaseKind | None, start: datetime, book: Rulebook, *, electronic: bool) -> DeadlineResult | None:
    """By when a case at the triage desk must be with whoever is competent; None where no law says.

    While nobody has said what it is, the only number of the decree itself counts (ND 20/2008 Điều 9.1.d).
    """
    return transfer_for_kind(kind or CaseKind.REGULATION, start, book, electronic=electronic)


def status_update(overdue_since: datetime, now: datetime, book: Rulebook) -> DeadlineResult:
    """By when its sender must next be told how a late case stands; ``turn`` counts those times from 1.

    The turns are counted from the expired deadline, so that one told late does not push back all that follow.
    """
    duty = book.on(local_day(overdue_since)).status_duty
    turn = 1
    while (found := for_use(duty, overdue_since, book, turn=turn)).due < now:
        turn += 1
    return found
