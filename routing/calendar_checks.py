"""Whether entered days can be right as a whole: a year that is called complete, and days that go in pairs.

A file may be correct line by line and still leave something out. What would make a year wrong is refused; what is only
unusual is said, because whoever enters it may know better.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from routing.calendar import WorkingCalendar
from routing.dates import WEEKDAYS, say_day
from routing.days_off import SATURDAY, EnteredDay, projected
from routing.rulebook.errors import RulebookInvalid
from routing.text import fold

TET = ((1, 20), (2, 28))
TET_DAYS = 5  # Labour Code, Điều 112.1.b
KINGS = ((4, 1), (5, 5))
"""Between which days the lunar holidays fall: Tết, and Giỗ Tổ (the tenth of the third month) with its compensation."""

NEAR = timedelta(days=31)
"""How far apart a day off by swap and the day worked for it may be."""

SUNDAY = 6


def check_complete(file: str, years: Iterable[int], days: Sequence[EnteredDay], calendar: WorkingCalendar) -> None:
    """Raises RulebookInvalid for a year that is called complete but lacks a holiday of the Labour Code."""
    off = {each.day for each in days if not each.working} | set(calendar.holidays) | set(calendar.swapped_off)
    for year in sorted(years):
        if missing := next(_missing(year, off, calendar), None):
            raise RulebookInvalid(
                f"năm {year} được ghi là đã đủ lịch nhưng thiếu {missing}", file=file, key="complete_years"
            )


def doubts(days: Sequence[EnteredDay], calendar: WorkingCalendar) -> Iterator[str]:
    """What is unusual about these days, one sentence each."""
    off = [each.day for each in days if not each.working and each.day.weekday() < SATURDAY]
    worked = [each.day for each in days if each.working and each.day.weekday() >= SATURDAY]
    for each in days:
        said = f"{WEEKDAYS[each.day.weekday()]} {say_day(each.day)}"
        if each.day in worked and not _near(each.day, [*off, *calendar.swapped_off]):
            yield f"{said} là ngày làm bù nhưng không có ngày nghỉ hoán đổi nào đi cùng."
        if each.day in worked and each.day.weekday() == SUNDAY:
            yield f"{said} là Chủ Nhật; xưa nay làm bù vào Thứ Bảy."
        if each.day in off and "hoan doi" in fold(each.mark.name) and not _near(each.day, [*worked, *calendar.make_up]):
            yield f"{said} là ngày nghỉ hoán đổi nhưng chưa có ngày làm bù cho ngày này."


def _missing(year: int, off: set[date], calendar: WorkingCalendar) -> Iterator[str]:
    fixed = projected(year, calendar.fixed)
    for each in calendar.fixed:
        day = date(year, each.month, each.day)
        if year >= each.since and day not in off:
            yield f"ngày {say_day(day)} – {each.mark.name}"
    lunar = [day for day in off if day.year == year and day.weekday() < SATURDAY and day not in fixed]
    if sum(_between(day, TET) for day in lunar) < TET_DAYS:
        yield f"Tết Nguyên đán, ít nhất {TET_DAYS} ngày nghỉ"
    if not any(_between(day, KINGS) for day in lunar):
        yield "Giỗ Tổ Hùng Vương, hoặc ngày nghỉ bù"


def _between(day: date, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    return span[0] <= (day.month, day.day) <= span[1]


def _near(day: date, others: Iterable[date]) -> bool:
    return any(abs(other - day) <= NEAR for other in others)
