"""Days that are not what their weekday says, and the years for which nobody has announced them yet.

Knows the holidays that have a fixed date and how one on a weekend is compensated (Labour Code, Điều 111.3).
Refuses to guess lunar dates: in a year that is not loaded, Tết and Giỗ Tổ are simply missing, and every
answer that leans on such a year is marked as inferred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.vocabulary import Certainty
from routing.grounds import Grounds

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """Why one date is a day off, or a weekend day worked, and how sure we are."""

    name: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """A holiday with the same date every year. ``compensated``: a weekday off when it falls on a weekend."""

    month: int
    day: int
    since: int
    compensated: bool
    mark: MarkedDay


@dataclass(frozen=True, slots=True)
class EnteredDay:
    """One day as an office has entered it, whatever the rule book says: off, or worked.

    ``completes``: it came with a list of every day of its year, so nothing of that year is projected any more.
    """

    day: date
    working: bool
    mark: MarkedDay
    completes: bool = False


def projected(year: int, fixed: Iterable[FixedHoliday]) -> Mapping[date, MarkedDay]:
    """The fixed-date holidays of a year that nobody has announced, all marked as inferred."""
    holidays = {date(year, each.month, each.day): each for each in fixed if year >= each.since}
    marked = {day: _inferred(each.mark, "") for day, each in holidays.items()}
    for day, each in sorted(holidays.items(), key=lambda pair: pair[0]):
        if each.compensated and day.weekday() >= SATURDAY:
            marked[_next_free(day, marked)] = _inferred(each.mark, "Nghỉ bù ")
    return marked


def _next_free(day: date, taken: Mapping[date, MarkedDay]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def _inferred(mark: MarkedDay, before: str) -> MarkedDay:
    return MarkedDay(before + mark.name, replace(mark.grounds, certainty=Certainty.INFERRED))
