"""Days that an office wants to change in the working calendar, read from a YAML or CSV file or from a form.

Every day is written with its weekday, its status, a reference and a mark of certainty. One unclear place refuses
the whole, with file, line and key. Knows the calendar the days go over; writes nothing.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import yaml

from models.vocabulary import Certainty, Labelled
from routing.calendar import WorkingCalendar
from routing.calendar_checks import check_complete
from routing.dates import WEEKDAYS, say_day
from routing.days_off import EnteredDay, MarkedDay
from routing.grounds import Grounds
from routing.rulebook.errors import RulebookInvalid
from routing.rulebook.source import Section, iso_day, read_words

KEYS = ("day", "weekday", "status", "name", "reference", "certainty")
COMPLETES = "completes"
"""A column that a spreadsheet may have beside them: ``true`` where the list has every day of its year."""

LONGEST = {"name": 200, "reference": 500}


class DayStatus(Labelled):
    """What a day is to be."""

    OFF = "off", "Ngày nghỉ"
    WORKING = "working", "Ngày làm việc"


def read_days(file: str, content: bytes, calendar: WorkingCalendar, today: date) -> tuple[EnteredDay, ...]:
    """The days of a file, ``.csv`` or else YAML with a list ``days`` and perhaps ``complete_years``.

    Raises RulebookInvalid, also for a year that is called complete and is not.
    """
    rows, complete = _csv_rows(file, content) if file.lower().endswith(".csv") else _yaml_rows(file, content)
    found: dict[date, EnteredDay] = {}
    for row in rows:
        row.only(*KEYS, COMPLETES)
        entered = _entered(row, calendar, today)
        _check_weekday(row, entered.day)
        if entered.day in found:
            row.fail("day", f"ngày {say_day(entered.day)} được ghi hai lần trong tệp")
        found[entered.day] = replace(entered, completes=entered.completes or entered.day.year in complete)
    if not found:
        raise RulebookInvalid("tệp không có ngày nào", file=file)
    days = tuple(found.values())
    check_complete(file, complete | {each.day.year for each in days if each.completes}, days, calendar)
    return days


def read_day(typed: Mapping[str, str], calendar: WorkingCalendar, today: date) -> EnteredDay:
    """One day typed into a form, where the weekday is shown instead of asked for. Raises RulebookInvalid."""
    return _entered(_row("form", 1, {key: typed.get(key, "") for key in KEYS}), calendar, today)


def write_days(days: Iterable[EnteredDay]) -> str:
    """The same days as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    days = tuple(days)
    completing = any(entered.completes for entered in days)
    writer.writerow((*KEYS, COMPLETES) if completing else KEYS)
    for entered in days:
        status = DayStatus.WORKING if entered.working else DayStatus.OFF
        grounds, weekday = entered.mark.grounds, WEEKDAYS[entered.day.weekday()]
        row = (entered.day.isoformat(), weekday, status, entered.mark.name, grounds.reference, grounds.certainty)
        writer.writerow((*row, str(entered.completes).lower()) if completing else row)
    return out.getvalue()


def years_to_enter(calendar: WorkingCalendar, today: date) -> range:
    """The years whose days can be entered: those of the rule book, and always this one and the next."""
    return range(min(calendar.years), max(*calendar.years, today.year + 1) + 1)


def _yaml_rows(file: str, content: bytes) -> tuple[Iterable[Section], frozenset[int]]:
    """The rows, and the years of which the file says that it has every day."""
    top = read_words(file, content)
    top.only("complete_years", "days")
    years = top.texts("complete_years") if top.has("complete_years") else ()
    for year in years:
        if not (year.isascii() and year.isdigit()):
            top.fail("complete_years", f"“{year}” không phải một năm")
    return top.rows("days"), frozenset(map(int, years))


def _csv_rows(file: str, content: bytes) -> tuple[Iterable[Section], frozenset[int]]:
    return _lines(file, content), frozenset()


def _lines(file: str, content: bytes) -> Iterator[Section]:
    """Rows under a head line with the names of ``KEYS``; Excel writes a mark of byte order and semicolons."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise RulebookInvalid("không đọc được tệp, hoặc tệp không phải UTF-8", file=file) from None
    reader = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",", strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        if sorted(head) not in (sorted(KEYS), sorted((*KEYS, COMPLETES))):
            raise RulebookInvalid(f"dòng đầu phải gồm các cột {', '.join(KEYS)}", file=file, line=1)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(head):
                    raise RulebookInvalid(f"phải có {len(head)} ô", file=file, line=reader.line_num)
                yield _row(file, reader.line_num, dict(zip(head, cells, strict=True)))
    except csv.Error:
        raise RulebookInvalid("không đúng cú pháp CSV", file=file, line=reader.line_num) from None


def _row(file: str, line: int, cells: Mapping[str, str]) -> Section:
    nodes: dict[str, yaml.Node] = {key: yaml.ScalarNode("tag:yaml.org,2002:str", words) for key, words in cells.items()}
    return Section(file, "", line, nodes, dict.fromkeys(nodes, line))


def _entered(row: Section, calendar: WorkingCalendar, today: date) -> EnteredDay:
    day = row.parsed("day", _day)
    years = years_to_enter(calendar, today)
    if day.year not in years:
        row.fail("day", f"ngày {say_day(day)} nằm ngoài lịch, chỉ nhận các năm từ {years[0]} đến {years[-1]}")
    working = row.member("status", DayStatus) is DayStatus.WORKING
    grounds = Grounds(_line(row, "reference"), row.member("certainty", Certainty), today)
    completes = row.flag(COMPLETES, default=False)
    entered = EnteredDay(day, working, MarkedDay(_line(row, "name"), grounds), completes)
    if not calendar.says_better(entered):
        row.fail("day", f"ngày {say_day(day)} trong lịch hiện nay đã là {what_it_is(day, calendar)}")
    return entered


def what_it_is(day: date, calendar: WorkingCalendar) -> str:
    """``ngày nghỉ (Quốc khánh)``, ``ngày làm bù (…)`` or ``ngày làm việc``."""
    if calendar.is_working(day):
        mark = calendar.make_up.get(day)
        return f"ngày làm việc ({mark.name})" if mark else "ngày làm việc"
    return f"ngày nghỉ ({calendar.why_off(day)})"


def _check_weekday(row: Section, day: date) -> None:
    right = WEEKDAYS[day.weekday()]
    if row.text("weekday").casefold() != right.casefold():
        row.fail("weekday", f"ngày {say_day(day)} là {right}, không phải {row.text('weekday')}")


def _day(words: str) -> date:
    """``2026-11-24`` or, as Excel writes it here, ``24/11/2026``."""
    parts = words.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day, month, year = parts
        return iso_day(f"{year}-{month:0>2}-{day:0>2}")
    return iso_day(words)


def _line(row: Section, key: str) -> str:
    words = row.text(key)
    if not words.isprintable():
        row.fail(key, "có ký tự không đọc được")
    if len(words) > LONGEST[key]:
        row.fail(key, f"dài quá {LONGEST[key]} ký tự")
    return words
