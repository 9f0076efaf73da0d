"""The days on which an office waited for a citizen's answer, and how many of them fall into a span.

Whether they stop the clock is a choice of the rule book; this only counts them. A wait runs from the day after
asking up to and with the day of the answer, as the law counts every span.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.vocabulary import Certainty
from routing.calendar import Skipped, WorkingCalendar
from routing.dates import local_day

ONE_DAY = timedelta(days=1)
REASON = "chờ người gửi bổ sung"


@dataclass(frozen=True, slots=True)
class Wait:
    """From the question to the answer, both instants."""

    asked_at: datetime
    answered_at: datetime


class Waiting:
    """The days of several waits, each once however they overlap."""

    def __init__(self, waits: Iterable[Wait] = ()) -> None:
        self._days = sorted({day for wait in waits for day in _days(wait)})

    def within(self, after: date, through: date) -> tuple[date, ...]:
        """Every waited day after ``after`` up to and with ``through``."""
        return tuple(day for day in self._days if after < day <= through)

    def worked(self, after: date, through: date, calendar: WorkingCalendar) -> tuple[date, ...]:
        """Of these, the ones that would have been counted as working days."""
        return tuple(day for day in self.within(after, through) if calendar.is_working(day))


def as_skipped(days: Iterable[date]) -> tuple[Skipped, ...]:
    """Waited days as days that were not counted."""
    return tuple(Skipped(day, REASON, weekend=False, certainty=Certainty.VERIFIED) for day in days)


def _days(wait: Wait) -> Iterator[date]:
    day, last = local_day(wait.asked_at), local_day(wait.answered_at)
    while day < last:
        day += ONE_DAY
        yield day
