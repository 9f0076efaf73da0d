"""The working calendar against a slow oracle that walks day by day from the YAML file itself."""

from datetime import date, datetime, time, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Certainty
from routing.calendar import CalendarUnknown
from routing.counting import count
from routing.dates import LOCAL
from routing.days_off import SATURDAY
from routing.rulebook import SHIPPED_RULES, Rulebook
from routing.terms import Term, TermUnit

ONE_DAY = timedelta(days=1)
BOOK = Rulebook.shipped()
CALENDAR = BOOK.calendar
HOURS = BOOK.on(date(2026, 11, 22)).office_hours

WRITTEN = yaml.safe_load((SHIPPED_RULES / "calendar.yaml").read_text("utf-8"))


def _written(*keys: str) -> set[date]:
    return {day for key in keys for row in WRITTEN[key] for day in row["days"]}


OFF, MADE_UP = _written("holidays", "swapped_off"), _written("make_up")


def worked(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def walk(day: date, amount: int) -> date:
    step = ONE_DAY if amount > 0 else -ONE_DAY
    left = abs(amount)
    while left:
        day += step
        left -= worked(day)
    return day


days = st.dates(date(2024, 3, 1), date(2027, 9, 1))
amounts = st.integers(1, 60)


@given(days)
def test_a_day_is_worked_when_the_file_says_so(day: date) -> None:
    assert CALENDAR.is_working(day) == worked(day)


@given(days, amounts)
def test_adding_working_days_equals_walking_day_by_day(day: date, amount: int) -> None:
    assert CALENDAR.add_working_days(day, amount) == walk(day, amount)


@given(days, amounts)
def test_counting_back_equals_walking_back(day: date, amount: int) -> None:
    assert CALENDAR.add_working_days(day, -amount) == walk(day, -amount)


def count_by_hand(day: date, amount: int, *, working: bool) -> date:
    """Điều 147 and 148 of the Civil Code as one reads them: the first day is not counted, then one day after the other;
    a term of calendar days that ends on a day off ends with the next working day."""
    left = amount
    while left:
        day += ONE_DAY
        if worked(day) or not working:
            left -= 1
    while not worked(day):
        day += ONE_DAY
    return day


@given(days, st.times(), amounts, st.booleans())
def test_a_term_ends_where_counting_by_hand_ends(day: date, moment: time, amount: int, working: bool) -> None:
    term = Term(amount, TermUnit.WORKING_DAYS if working else TermUnit.DAYS)

    counted = count(term, datetime.combine(day, moment, LOCAL), CALENDAR, HOURS)

    assert counted.last_day == count_by_hand(day, amount, working=working)


@given(st.sampled_from(sorted(MADE_UP)), st.integers(-12, 12), st.integers(1, 12), st.booleans())
def test_around_a_make_up_day_too(made_up: date, apart: int, amount: int, working: bool) -> None:
    received = datetime.combine(made_up + apart * ONE_DAY, time(9), LOCAL)
    term = Term(amount, TermUnit.WORKING_DAYS if working else TermUnit.DAYS)

    counted = count(term, received, CALENDAR, HOURS)

    assert counted.last_day == count_by_hand(received.date(), amount, working=working)
    assert set(counted.made_up) <= MADE_UP


@given(days, st.times(), st.integers(1, 40))
def test_working_hours_end_where_counting_minute_by_minute_ends(day: date, moment: time, hours: int) -> None:
    """From 05/08/2026 what comes after 15:00 starts with the next opening (ND 309/2026 Điều 9)."""
    start = datetime.combine(day, moment.replace(second=0, microsecond=0), LOCAL)
    at, left = start, hours * 60
    if day >= date(2026, 8, 5) and at.time() > time(15):
        at = datetime.combine(day + ONE_DAY, time(0), LOCAL)
    while left:
        open_ = time(7, 30) <= at.time() < time(11, 30) or time(13) <= at.time() < time(17)
        left -= worked(at.date()) and open_
        at += timedelta(minutes=1)

    office = BOOK.on(day).office_hours

    assert count(Term(hours, TermUnit.WORKING_HOURS), start, CALENDAR, office).due == at


@given(days, amounts)
def test_there_are_as_many_working_days_between_as_were_added(day: date, amount: int) -> None:
    later = CALENDAR.add_working_days(day, amount)

    assert CALENDAR.working_days_between(day, later) == amount
    assert CALENDAR.working_days_between(later, day) == -amount


@given(days)
def test_the_next_working_day_is_the_first_one_worked(day: date) -> None:
    found = CALENDAR.next_working(day)

    assert worked(found)
    assert not any(worked(day + ahead * ONE_DAY) for ahead in range((found - day).days))
    assert CALENDAR.add_working_days(day, 0) == found


@given(days, st.integers(0, 120))
def test_every_day_of_a_span_is_either_worked_or_skipped_with_a_reason(day: date, length: int) -> None:
    end = day + length * ONE_DAY
    skipped = CALENDAR.skipped(day, end)

    assert [each.date for each in skipped] == [at for n in range(1, length + 1) if not worked(at := day + n * ONE_DAY)]
    assert all(each.reason for each in skipped)
    assert len(skipped) + CALENDAR.working_days_between(day, end) == length


def test_a_swap_leaves_as_many_days_off_as_days_made_up() -> None:
    assert len(_written("swapped_off")) == len(MADE_UP)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_loaded_year_has_all_its_statutory_holidays(year: int) -> None:
    names = [mark.name for day, mark in CALENDAR.holidays.items() if day.year == year]
    off = [name for name in names if not name.startswith("Nghỉ bù")]

    # Điều 112: Tết Dương lịch 1, Tết 5, Giỗ Tổ 1, 30/4, 01/5, Quốc khánh 2; and 24/11 from 2026.
    assert len(off) == (12 if year >= 2026 else 11)


def test_a_year_nobody_announced_has_the_holidays_of_fixed_date_marked_as_inferred() -> None:
    first = CALENDAR.skipped(date(2028, 4, 29), date(2028, 5, 2))

    # 30/04/2028 is a Sunday and 01/05 a Monday, so the day in lieu is Tuesday.
    assert [(each.date.day, each.reason) for each in first] == [
        (30, "Ngày Chiến thắng"),
        (1, "Ngày Quốc tế Lao động"),
        (2, "Nghỉ bù Ngày Chiến thắng"),
    ]
    assert {each.certainty for each in first} == {Certainty.INFERRED}
    assert not CALENDAR.knows(2028)


@given(st.dates(date(2028, 1, 1), date(2090, 1, 1)), amounts)
def test_a_deadline_is_computable_long_after_the_last_loaded_year(day: date, amount: int) -> None:
    last = CALENDAR.add_working_days(day, amount)

    assert last.weekday() < SATURDAY
    assert CALENDAR.working_days_between(day, last) == amount


def test_culture_day_on_a_weekend_is_not_compensated_because_nobody_said_so() -> None:
    assert date(2029, 11, 24).weekday() == SATURDAY
    assert CALENDAR.is_working(date(2029, 11, 26))


@pytest.mark.parametrize("day", [date(2007, 12, 31), date(2100, 1, 1), date(9999, 12, 31)])
def test_a_year_out_of_range_is_refused_in_one_sentence(day: date) -> None:
    with pytest.raises(CalendarUnknown, match=f"Không có lịch làm việc cho năm {day.year}"):
        CALENDAR.is_working(day)
