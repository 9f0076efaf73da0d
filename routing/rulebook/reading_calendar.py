"""From calendar.yaml to a working calendar and the office hours.

Every date is written with its weekday, because a wrong date in a list of holidays looks like a right one.
Refuses a date given twice, a swap that isn't a weekday, a make-up day that isn't a weekend day.
"""

from collections.abc import Container, Iterable
from datetime import date, time
from pathlib import Path

from routing.calendar import FIRST_YEAR, LAST_YEAR, WorkingCalendar
from routing.dates import WEEKDAYS, say_day
from routing.days_off import SATURDAY, FixedHoliday, MarkedDay
from routing.rulebook.dated import History
from routing.rulebook.entries import OfficeHours
from routing.rulebook.reading import GROUNDS, PERIOD, read_grounds, read_history
from routing.rulebook.source import Section, iso_day, read

COMMON_YEAR = 2027  # 29 February is no day of every year


def read_calendar(path: Path) -> tuple[WorkingCalendar, History[OfficeHours]]:
    top = read(path)
    top.only("years", "every_year", "holidays", "swapped_off", "make_up", "office_hours")
    years = tuple(_year(top, words) for words in top.texts("years"))
    seen: set[date] = set()
    holidays = _marked(top, "holidays", seen)
    fixed = tuple(_complete(row, _fixed(row), years, holidays) for row in top.rows("every_year"))
    calendar = WorkingCalendar(
        holidays,
        _marked(top, "swapped_off", seen, weekend=False),
        _marked(top, "make_up", seen, weekend=True),
        years=years,
        fixed=fixed,
    )
    return calendar, read_history(top.rows("office_hours"), read_office_hours, endless=True)


def _year(top: Section, words: str) -> int:
    if not words.isascii() or not words.isdigit() or not FIRST_YEAR <= int(words) <= LAST_YEAR:
        top.fail("years", f"“{words}” không phải năm từ {FIRST_YEAR} đến {LAST_YEAR}")
    return int(words)


def _marked(top: Section, key: str, seen: set[date], weekend: bool | None = None) -> dict[date, MarkedDay]:
    if not top.has(key):
        return {}
    marked: dict[date, MarkedDay] = {}
    for row in top.rows(key):
        row.only("name", "days", *GROUNDS)
        mark = MarkedDay(row.text("name"), read_grounds(row))
        days = row.section("days")
        for written in days.nodes:
            day = _checked_day(days, written, weekend)
            if day in seen:
                days.fail(written, f"ngày {say_day(day)} được ghi hai lần trong lịch")
            seen.add(day)
            marked[day] = mark
    return marked


def _checked_day(days: Section, written: str, weekend: bool | None) -> date:
    try:
        day = iso_day(written)
    except ValueError as error:
        days.fail(written, str(error))
    right = WEEKDAYS[day.weekday()]
    if days.text(written).casefold() != right.casefold():
        days.fail(written, f"ngày {say_day(day)} là {right}, không phải {days.text(written)}")
    if weekend is not None and weekend is not (day.weekday() >= SATURDAY):
        wanted = "Thứ Bảy hoặc Chủ Nhật" if weekend else "ngày trong tuần, từ Thứ Hai đến Thứ Sáu"
        days.fail(written, f"ngày {say_day(day)} phải là {wanted}")
    return day


def _fixed(row: Section) -> FixedHoliday:
    row.only("name", "day", "since", "compensated", *GROUNDS)
    day = row.parsed("day", lambda words: iso_day(f"{COMMON_YEAR}-{words}"))
    mark = MarkedDay(row.text("name"), read_grounds(row))
    return FixedHoliday(day.month, day.day, row.number("since"), row.flag("compensated"), mark)


def _complete(row: Section, each: FixedHoliday, years: Iterable[int], holidays: Container[date]) -> FixedHoliday:
    """Refuses a loaded year without this holiday, or with it before it began."""
    for year in years:
        day = date(year, each.month, each.day)
        if year >= each.since and day not in holidays:
            row.fail("day", f"năm {year} được ghi là đã đủ lịch nhưng thiếu ngày {say_day(day)} – {each.mark.name}")
        if year < each.since and day in holidays:
            row.fail("since", f"lịch năm {year} đã có ngày {say_day(day)} – {each.mark.name}")
    return each


def read_office_hours(row: Section) -> OfficeHours:
    row.only(*PERIOD, "sessions", "accepted_until", *GROUNDS)
    edges = [edge for session in row.texts("sessions") for edge in _session(row, session)]
    if edges != sorted(set(edges)):
        row.fail("sessions", "các buổi làm việc chồng nhau hoặc kết thúc trước khi bắt đầu")
    until = row.parsed("accepted_until", _clock) if row.has("accepted_until") else None
    return OfficeHours(tuple(zip(edges[::2], edges[1::2], strict=True)), until, read_grounds(row))


def _session(row: Section, words: str) -> tuple[time, time]:
    opens, _, closes = words.partition("-")
    try:
        return _clock(opens), _clock(closes)
    except ValueError as error:
        row.fail("sessions", str(error))


def _clock(words: str) -> time:
    try:
        return time.fromisoformat(words.strip())
    except ValueError:
        raise ValueError(f"“{words}” không phải giờ dạng 07:30") from None
