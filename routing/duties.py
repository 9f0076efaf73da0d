"""What is due around a deadline: warning, escalation, telling how a late case stands.

Days come from the rule book as it stands on the day of the deadline. Knows no case and tells nobody.
"""

from datetime import date, datetime

from routing.dates import local_day
from routing.deadlines import DeadlineResult, for_use
from routing.rulebook import Rulebook


def warned_on(due: datetime, book: Rulebook) -> date:
    """The day from which a deadline is called soon."""
    last = local_day(due)
    return book.calendar.add_working_days(last, -book.on(last).due_soon.value.amount)


def escalated_after(due: datetime, book: Rulebook) -> date:
    """The day after whose end a late case is told of one level higher."""
    last = local_day(due)
    return book.calendar.add_working_days(last, book.on(last).escalation.value.amount)


def status_update(overdue_since: datetime, now: datetime, book: Rulebook) -> DeadlineResult:
    """By when its sender must next be told how a late case stands; ``turn`` counts those times from 1.

    The turns are counted from the expired deadline, so that one told late does not push back all that follow.
    """
    duty = book.on(local_day(overdue_since)).status_duty
    turn = 1
    while (found := for_use(duty, overdue_since, book, turn=turn)).due < now:
        turn += 1
    return found
