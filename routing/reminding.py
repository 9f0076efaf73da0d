"""When a person is reminded: of a question an officer asked them, and of a message they began and did not send.

Both waits are choices of the rule book, counted in working days; nobody is reminded outside office hours. It refuses
to know who was reminded before, and how.
"""

from datetime import datetime

from routing.counting import count
from routing.dates import local, local_day
from routing.rulebook import Rulebook
from routing.terms import Term


def question_is_due(asked_at: datetime, due: datetime, now: datetime, book: Rulebook) -> bool:
    """Whether whoever was asked is reminded now: after the chosen wait, or when the deadline is near, but before it."""
    if now > due or not _is_open(now, book):
        return False
    law, today = book.on(local_day(now)), local_day(now)
    near = book.calendar.working_days_between(today, local_day(due)) <= law.due_soon.value.amount
    return _is_over(law.question_reminder.value, asked_at, now, book) or (near and local_day(asked_at) < today)


def unfinished_is_due(left_at: datetime, now: datetime, book: Rulebook) -> bool:
    """Whether somebody who left a message unsent is reminded now."""
    wait = book.on(local_day(now)).unfinished_reminder.value
    return _is_open(now, book) and _is_over(wait, left_at, now, book)


def _is_over(wait: Term, since: datetime, now: datetime, book: Rulebook) -> bool:
    return now > count(wait, since, book.calendar, book.on(local_day(since)).office_hours).due


def _is_open(now: datetime, book: Rulebook) -> bool:
    today, clock = local_day(now), local(now).time()
    sessions = book.on(today).office_hours.sessions
    return book.calendar.is_working(today) and any(opens <= clock < closes for opens, closes in sessions)
