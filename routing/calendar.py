"""The working calendar: which days the state works, and counting over them.

Monday to Friday, changed by three sets of dates: holidays, days off by swap, make-up working days. Knows
nothing of limits or cases. A year that is not loaded is still computed, from the holidays with a fixed date
alone, because a message in December has a deadline in January; ``knows`` says so and callers must pass it on.
Only a year outside 2008-2099 is refused, with CalendarUnknown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from models.vocabulary import Certainty
from routing.dates import WEEKDAYS
from routing.days_off import SATURDAY, EnteredDay, FixedHoliday, MarkedDay, projected
from routing.grounds import stronger

FIRST_YEAR = 2008  # the decree itself, ND 20/2008
LAST_YEAR = 2099


class CalendarUnknown(ValueError):
    """A date so far away that no working calendar can be given for it."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Không có lịch làm việc cho năm {year}; hệ thống tính từ {FIRST_YEAR} đến {LAST_YEAR}.")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date that was not counted and the reason, in words a citizen reads."""

    date: date
    reason: str
    weekend: bool
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Year:
    """Ordinals of one year, sorted, so that counting is a bisection."""

    working: tuple[int, ...]
    off: tuple[int, ...]
    made_up: tuple[int, ...]
    reasons: Mapping[int, Skipped]


class WorkingCalendar:
    """Immutable from outside; tables of years are built when first asked for."""

    def __init__(
        self,
        holidays: Mapping[date, MarkedDay],
        swapped_off: Mapping[date, MarkedDay],
        make_up: Mapping[date, MarkedDay],
        *,
        years: Iterable[int] = (),
        fixed: Iterable[FixedHoliday] = (),
    ) -> None:
        """``years``: those fully loaded. ``fixed``: what is known of every other year."""
        self.holidays = dict(holidays)
        self.swapped_off = dict(swapped_off)
        self.make_up = dict(make_up)
        self.years = frozenset(years)
        self.fixed = tuple(fixed)
        self._off = self.holidays | self.swapped_off
        self._tables: dict[int, _Year] = {}

    def changed(self, entered: Iterable[EnteredDay]) -> "WorkingCalendar":
        """This calendar with an office's own days over it; for a day entered twice the last one counts."""
        days = {each.day: each for each in entered}

        def kept(marked: Mapping[date, MarkedDay]) -> dict[date, MarkedDay]:
            return {day: mark for day, mark in marked.items() if day not in days}

        off = {day: each.mark for day, each in days.items() if not each.working}
        worked = {day: each.mark for day, each in days.items() if each.working}
        return WorkingCalendar(
            kept(self.holidays) | off,
            kept(self.swapped_off),
            kept(self.make_up) | worked,
            years=self.years | {each.day.year for each in days.values() if each.completes},
            fixed=self.fixed,
        )

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that name exactly these days with their names and marks."""
        marked = [("off", self._off), ("working", self.make_up)]
        rows = [
            f"{day.isoformat()} {status} {mark.grounds.certainty.value} {mark.name}"
            for status, days in marked
            for day, mark in sorted(days.items(), key=lambda pair: pair[0])
        ]
        rows += [f"{each.month}-{each.day} since {each.since} {each.compensated}" for each in self.fixed]
        return sha256("\n".join([*map(str, sorted(self.years)), *rows]).encode()).hexdigest()[:12]

    def says_better(self, entered: EnteredDay) -> bool:
        """Whether a day adds something here: another status, or the same one known from better grounds."""
        if self.is_working(entered.day) is not entered.working:
            return True
        mark = self.marked(entered.day.year).get(entered.day)
        return mark is not None and stronger(entered.mark.grounds.certainty, mark.grounds.certainty)

    def knows(self, year: int) -> bool:
        """Whether the days off of this year are loaded, not projected."""
        return year in self.years

    def require(self, year: int) -> None:
        """Raises CalendarUnknown for a year no calendar can be given for."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CalendarUnknown(year)

    def is_working(self, day: date) -> bool:
        return day.toordinal() not in self._year(day.year).reasons

    def marked(self, year: int) -> Mapping[date, MarkedDay]:
        """Every day of a year that is not what its weekday says, in order."""
        days = {**self._marked_off(year), **self.make_up}
        return {day: days[day] for day in sorted(days) if day.year == year}

    def why_off(self, day: date) -> str | None:
        """The reason a day is not worked, None if it is."""
        found = self._year(day.year).reasons.get(day.toordinal())
        return found.reason if found else None

    def next_working(self, day: date) -> date:
        """The day itself if worked, else the first later one that is."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def add_working_days(self, start: date, amount: int) -> date:
        """The ``amount``-th working day after ``start``, which is itself never counted.

        Negative amounts count back. Zero gives ``next_working(start)``.
        """
        if amount == 0:
            return self.next_working(start)
        year, at = start.year, start.toordinal()
        working = self._year(year).working
        index = (bisect_right(working, at) - 1 if amount > 0 else bisect_left(working, at)) + amount
        while index >= len(working):
            index -= len(working)
            year += 1
            working = self._year(year).working
        while index < 0:
            year -= 1
            working = self._year(year).working
            index += len(working)
        return date.fromordinal(working[index])

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        first, last = start.toordinal(), end.toordinal()
        return sum(
            bisect_right(working, last) - bisect_right(working, first)
            for working in (self._year(year).working for year in range(start.year, end.year + 1))
        )

    def skipped(self, start: date, end: date) -> tuple[Skipped, ...]:
        """Every day off after ``start`` up to and with ``end``, and why."""
        return tuple(
            table.reasons[at]
            for table in (self._year(year) for year in range(start.year, end.year + 1))
            for at in _within(table.off, start, end)
        )

    def made_up(self, start: date, end: date) -> tuple[date, ...]:
        """Every day entered as worked after ``start`` up to and with ``end``; nearly always a weekend day."""
        return tuple(
            date.fromordinal(at)
            for year in range(start.year, end.year + 1)
            for at in _within(self._year(year).made_up, start, end)
        )

    def _year(self, year: int) -> _Year:
        table = self._tables.get(year)
        if table is None:
            table = self._tables[year] = self._build(year)
        return table

    def _build(self, year: int) -> _Year:
        self.require(year)
        off = self._marked_off(year)
        ordinals = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
        days = [date.fromordinal(at) for at in ordinals]
        reasons = {day.toordinal(): why for day in days if (why := self._why_off(day, off))}
        return _Year(
            working=tuple(at for at in ordinals if at not in reasons),
            off=tuple(reasons),
            made_up=tuple(day.toordinal() for day in days if day in self.make_up),
            reasons=reasons,
        )

    def _marked_off(self, year: int) -> Mapping[date, MarkedDay]:
        """What is loaded, and for a year that is not complete what can be projected of it."""
        return self._off if self.knows(year) else dict(projected(year, self.fixed)) | self._off

    def _why_off(self, day: date, off: Mapping[date, MarkedDay]) -> Skipped | None:
        weekend = day.weekday() >= SATURDAY
        if day in self.make_up:
            return None
        if mark := off.get(day):
            return Skipped(day, mark.name, weekend, mark.grounds.certainty)
        return Skipped(day, WEEKDAYS[day.weekday()], weekend, Certainty.VERIFIED) if weekend else None


def _within(ordinals: tuple[int, ...], start: date, end: date) -> tuple[int, ...]:
    return ordinals[bisect_right(ordinals, start.toordinal()) : bisect_right(ordinals, end.toordinal())]
