"""What the pages of the working calendar show, and the days an administrator sent, read and checked."""

from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from intake.cases import calendar_days, impact
from intake.cases.calendar_days import Entry
from intake.cases.errors import FieldError, Invalid
from intake.cases.impact import Shift
from intake.cases.work import Work
from models.languages import N_, _
from models.vocabulary import Certainty
from routing.calendar_file import DayStatus, read_day, read_days, write_days, years_to_enter
from routing.dates import WEEKDAYS, say_day
from routing.days_off import SATURDAY, EnteredDay
from routing.rulebook import RulebookInvalid
from routing.rulebook.source import iso_day

_ASKED = {
    "day": N_("Xin chọn ngày."),
    "status": N_("Xin chọn ngày nghỉ hay ngày làm việc."),
    "name": N_("Xin ghi tên của ngày này."),
    "reference": N_("Xin ghi số văn bản làm căn cứ."),
    "certainty": N_("Xin chọn mức chắc chắn."),
}
"""The fields of the form, each with what is said when it is empty."""


class DayForm(BaseModel):
    """One day typed in; or, once it was looked at, the rows to enter; or the day to withdraw and why."""

    day: str = ""
    status: str = ""
    name: str = ""
    reference: str = ""
    certainty: str = ""
    reason: str = ""
    rows: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """A day that is not what its weekday says."""

    day: date
    weekday: str
    status: DayStatus
    name: str
    reference: str
    certainty: Certainty
    by_office: bool


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One year. ``known``: its days off are all announced, not projected."""

    year: int
    years: range
    known: bool
    days: list[DayView]
    history: list[Entry]
    statuses: tuple[DayStatus, ...] = tuple(DayStatus)
    certainties: tuple[Certainty, ...] = tuple(Certainty)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change to be looked at: days to enter, or one to withdraw. ``fields`` is what confirming sends."""

    action: str
    fields: dict[str, str]
    day: date
    days: tuple[EnteredDay, ...] = ()
    lines: list[str] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.day.year


def read(work: Work, year: int) -> CalendarView:
    calendar = calendar_days.calendar_now(work)
    history = calendar_days.history(work, year)
    own = {entry.day.day for entry in history if entry.counts}
    days = [
        DayView(
            day=day,
            weekday=WEEKDAYS[day.weekday()],
            status=DayStatus.WORKING if calendar.is_working(day) else DayStatus.OFF,
            name=mark.name,
            reference=mark.grounds.reference,
            certainty=mark.grounds.certainty,
            by_office=day in own,
        )
        for day, mark in calendar.marked(year).items()
        if day.weekday() < SATURDAY or calendar.is_working(day) or day in own
    ]
    return CalendarView(year, years_to_enter(calendar, work.today), calendar.knows(year), days, history)


def year_asked(work: Work, typed: str) -> int:
    """The year in the address if it has a calendar, else this one."""
    years = years_to_enter(calendar_days.calendar_now(work), work.today)
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else work.today.year
    return year if year in years else work.today.year


def typed_day(work: Work, form: DayForm) -> Wanted:
    """The one day of the form. Raises Invalid beside every empty field, or the one that is wrong."""
    typed: dict[str, str] = {name: getattr(form, name) for name in _ASKED}
    empty = [FieldError(name, f"{name}_empty", _(_ASKED[name])) for name in typed if not typed[name].strip()]
    if empty:
        raise Invalid(*empty)
    try:
        return _to_enter((read_day(typed, calendar_days.calendar_now(work), work.today),))
    except RulebookInvalid as invalid:
        sentence = f"{invalid.problem[0].upper()}{invalid.problem[1:]}."
        raise Invalid(FieldError(invalid.key, f"{invalid.key}_invalid", sentence)) from None


def days_of_file(work: Work, name: str, content: bytes) -> Wanted:
    """The days of a file. Raises Invalid with file and line."""
    try:
        return _to_enter(read_days(name, content, calendar_days.calendar_now(work), work.today))
    except RulebookInvalid as invalid:
        raise Invalid(FieldError("tep", "file_invalid", str(invalid))) from None


def days_sent(work: Work, rows: str) -> Wanted:
    """The days that were looked at, sent once more; they may no longer fit the calendar. Raises Invalid."""
    return days_of_file(work, "lich.csv", rows.encode("utf-8", "replace"))


def withdrawn(work: Work, form: DayForm) -> Wanted:
    """The day to withdraw. Raises Invalid without a reason."""
    if not form.reason.strip():
        raise Invalid(FieldError("reason", "reason_empty", _("Xin ghi vì sao rút lại, ví dụ số công văn.")))
    try:
        day = iso_day(form.day)
    except ValueError as error:
        raise Invalid(FieldError("day", "day_invalid", _("Ngày {error}.").format(error=error))) from None
    works = calendar_days.calendar_without(work, day).is_working(day)
    back = N_("{weekday} {day} trở lại là ngày nghỉ theo sổ quy định")
    if works:
        back = N_("{weekday} {day} trở lại là ngày làm việc theo sổ quy định")
    line = _(back).format(weekday=_(WEEKDAYS[day.weekday()]), day=say_day(day))
    return Wanted("rut-lai", {"day": form.day, "reason": form.reason}, day, lines=[line])


def foreseen(work: Work, wanted: Wanted) -> list[Shift]:
    """How many cases would be due on another day."""
    without = None if wanted.days else wanted.day
    return impact.shifts(impact.of_days(work, wanted.days, without=without))


def _to_enter(days: tuple[EnteredDay, ...]) -> Wanted:
    lines = [
        _("{weekday} {day} là {status}: {name}").format(
            weekday=_(WEEKDAYS[entered.day.weekday()]),
            day=say_day(entered.day),
            status=_((DayStatus.WORKING if entered.working else DayStatus.OFF).label).lower(),
            name=entered.mark.name,
        )
        for entered in days
    ]
    return Wanted("them", {"rows": write_days(days)}, days[0].day, days, lines)
