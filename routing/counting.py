"""Counting a term over the calendar, as Điều 147 and 148 of the Civil Code say.

The day of the event isn't counted; a term in calendar days that ends on a day off ends with the next working
day; a day ends at 24:00 in Vietnam; a term in hours starts at once. Days of waiting for the citizen push a term in
days back; they don't stop one in hours, which is for accepting and for what is urgent. Knows terms and days, not
which law asks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from models.vocabulary import Certainty
from routing.calendar import Skipped, WorkingCalendar
from routing.dates import LOCAL, day_end, local, local_day
from routing.grounds import weakest
from routing.rulebook.entries import OfficeHours
from routing.terms import Term, TermUnit
from routing.waiting import Waiting, as_skipped

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a term ends. ``rolled_from``: the day off on which a calendar-day term would have ended.

    ``waited``: days that were not counted because the citizen had been asked for more. ``unlisted_years`` are over and
    not in the calendar, ``unknown_years`` not yet announced.
    """

    clock_start: date
    last_day: date
    due: datetime
    skipped: tuple[Skipped, ...]
    waited: tuple[Skipped, ...]
    made_up: tuple[date, ...]
    rolled_from: Skipped | None
    unknown_years: tuple[int, ...]
    unlisted_years: tuple[int, ...]
    certainty: Certainty
    """How sure we are of the days off that this answer leans on."""


NEVER_WAITED = Waiting()


def count(
    term: Term, start: datetime, calendar: WorkingCalendar, office: OfficeHours, waiting: Waiting = NEVER_WAITED
) -> Counted:
    """The end of a term that runs from an instant."""
    match term.unit:
        case TermUnit.WORKING_DAYS:
            return _working_days(term.amount, local_day(start), calendar, waiting)
        case TermUnit.DAYS:
            return _calendar_days(term.amount, local_day(start), calendar, waiting)
        case TermUnit.WORKING_HOURS:
            return _working_hours(term.amount, start, calendar, office)
        case TermUnit.HOURS:
            due = start.astimezone(UTC) + timedelta(hours=term.amount)
            return _counted(local_day(start), local_day(due), calendar, due=due)


def count_back(term: Term, event: datetime, calendar: WorkingCalendar) -> Counted:
    """The last day on which the whole term still fits before the day of an event. Working days only."""
    if term.unit is not TermUnit.WORKING_DAYS:
        raise ValueError(f"a term in {term.unit} can't be counted back")
    day = local_day(event)
    last = calendar.add_working_days(day, -term.amount)
    return _counted(day, last, calendar, (last, day - ONE_DAY))


def _working_days(amount: int, start: date, calendar: WorkingCalendar, waiting: Waiting) -> Counted:
    waited: tuple[date, ...] = ()
    last = calendar.add_working_days(start, amount)
    while (days := waiting.worked(start, last, calendar)) != waited:  # what is pushed back may meet the next wait
        waited, last = days, calendar.add_working_days(start, amount + len(days))
    return _counted(start, last, calendar, (start, last), waited=waited)


def _calendar_days(amount: int, start: date, calendar: WorkingCalendar, waiting: Waiting) -> Counted:
    waited: tuple[date, ...] = ()
    nominal = start + timedelta(days=amount)
    while (days := waiting.within(start, nominal)) != waited:
        waited, nominal = days, start + timedelta(days=amount + len(days))
    last = calendar.next_working(nominal)
    while last != nominal and (days := waiting.within(last - ONE_DAY, last)):  # put off to a day that was waited
        waited, last = (*waited, *days), calendar.add_working_days(last, 1)
    return _counted(start, last, calendar, (nominal - ONE_DAY, last), rolled=last != nominal, waited=waited)


def _working_hours(amount: int, start: datetime, calendar: WorkingCalendar, office: OfficeHours) -> Counted:
    moment = local(start)
    left, day, since = timedelta(hours=amount), moment.date(), moment.time()
    if office.accepted_until and since > office.accepted_until:
        since = time.max  # too late for today: the clock starts with the next opening
    while True:
        for opens, closes in office.sessions if calendar.is_working(day) else ():
            begin = datetime.combine(day, max(opens, since), LOCAL)
            room = max(datetime.combine(day, closes, LOCAL) - begin, timedelta())
            if left <= room:
                asked = (moment.date() - ONE_DAY, day)
                return _counted(moment.date(), day, calendar, asked, due=(begin + left).astimezone(UTC))
            left -= room
        day, since = day + ONE_DAY, time.min


def _counted(
    start: date,
    last: date,
    calendar: WorkingCalendar,
    asked: tuple[date, date] | None = None,
    *,
    rolled: bool = False,
    waited: tuple[date, ...] = (),
    due: datetime | None = None,
) -> Counted:
    """``asked``: the days, after the first up to and with the second, that the answer depends on."""
    skipped = calendar.skipped(*asked) if asked else ()
    made_up = calendar.made_up(*asked) if asked else ()
    unknown = _unknown_years(calendar, *asked) if asked else ()
    first = min(calendar.years, default=0)
    marks = [day.certainty for day in skipped if not day.weekend]
    marks += [calendar.make_up[day].grounds.certainty for day in made_up]
    marks += [Certainty.INFERRED for _ in unknown]
    return Counted(
        clock_start=start,
        last_day=last,
        due=due or day_end(last),
        skipped=skipped,
        waited=as_skipped(waited),
        made_up=made_up,
        rolled_from=skipped[0] if rolled else None,
        unknown_years=tuple(year for year in unknown if year > first),
        unlisted_years=tuple(year for year in unknown if year < first),
        certainty=weakest(marks),
    )


def _unknown_years(calendar: WorkingCalendar, after: date, through: date) -> tuple[int, ...]:
    years = range((after + ONE_DAY).year, through.year + 1)
    return tuple(year for year in years if not calendar.knows(year))
