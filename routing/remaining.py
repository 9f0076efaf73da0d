"""How a deadline reads today: the words of the chip in a queue and how urgent it is.

Counts in working days, because those are the days left to work in. Refuses to know today's date.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models.languages import N_
from models.vocabulary import Labelled
from routing.calendar import WorkingCalendar
from routing.dates import local_day


class Urgency(Labelled):
    """How a deadline is shown. Overdue is derived here and never stored."""

    ON_TIME = "on_time", "Còn hạn"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    OVERDUE = "overdue", "Quá hạn"


@dataclass(frozen=True, slots=True)
class Remaining:
    """``working_days``: left, or gone by when ``overdue``; never negative. ``sentence`` has a place for ``{days}``."""

    working_days: int
    overdue: bool
    sentence: str
    urgency: Urgency

    @property
    def words(self) -> str:
        """The sentence in Vietnamese, filled in."""
        return self.sentence.format(days=self.working_days)


_GONE = (N_("vừa quá hạn"), N_("quá hạn 1 ngày làm việc"), N_("quá hạn {days} ngày làm việc"))
_LEFT = (N_("còn chưa đến 1 ngày làm việc"), N_("còn 1 ngày làm việc"), N_("còn {days} ngày làm việc"))
"""For no working day, for one, and for several."""


def reading(due: date | datetime, now: date | datetime, calendar: WorkingCalendar, *, soon: int) -> Remaining:
    """What a deadline says now. Local days or aware instants; two instants are compared to the second.

    ``soon``: working days left at which it is called so, the rule book's ``due_soon``.
    """
    due_day, today = _day(due), _day(now)
    days = abs(calendar.working_days_between(today, due_day))
    if due_day < today or (isinstance(due, datetime) and isinstance(now, datetime) and due < now):
        return Remaining(days, True, _GONE[min(days, 2)], Urgency.OVERDUE)
    if due_day == today:
        return Remaining(0, False, N_("hạn hôm nay"), Urgency.DUE_SOON)
    return Remaining(days, False, _LEFT[min(days, 2)], Urgency.DUE_SOON if days <= soon else Urgency.ON_TIME)


def _day(when: date | datetime) -> date:
    # A datetime is also a date, but its own day is the day in UTC.
    return local_day(when) if isinstance(when, datetime) else when
