"""The office's own days of the working calendar: entered, withdrawn, and how they came to be.

Rows are added and superseded, never rewritten, with who and when. What is entered was read and checked by
``routing.calendar_file``; here it is checked once more against the calendar of this moment, because two
administrators may enter days at once. Every change asks for the running deadlines to be counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from intake.cases import recount
from intake.cases.current_book import as_entered, days_entered, edition_of
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.calendar import CalendarDay
from models.languages import _
from models.organisation import Officer
from models.vocabulary import Role
from routing.calendar import WorkingCalendar
from routing.calendar_file import LONGEST, what_it_is
from routing.dates import say_day
from routing.days_off import EnteredDay

_BACK = "Trở về sổ quy định"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the history. ``counts``: it holds now. ``by`` is empty when it came from the command line."""

    day: EnteredDay
    by: str
    entered_at: datetime
    counts: bool


def calendar_now(work: Work) -> WorkingCalendar:
    """The calendar of this moment, as the record has it."""
    return work.desk.current.with_days(days_entered(work.session)).calendar


def calendar_without(work: Work, day: date) -> WorkingCalendar:
    """The same with this day as the rule book has it."""
    kept = [entered for entered in days_entered(work.session) if entered.day != day]
    return work.desk.current.with_days(kept).calendar


def enter(work: Work, days: Sequence[EnteredDay]) -> None:
    """Enter days over the calendar. Raises Impossible when one is already so, NotAllowed."""
    _administrators_only(work)
    now = calendar_now(work)
    for entered in days:
        if not now.says_better(entered):
            raise Impossible(
                "day_already_so",
                _("Ngày {day} đã là {what}.").format(day=say_day(entered.day), what=what_it_is(entered.day, now)),
            )

    _change(work, [_row(work, entered) for entered in days])


def withdraw(work: Work, day: date, *, reason: str) -> None:
    """A day the office had entered is again as the rule book has it; the row that says so counts for nothing else."""
    _administrators_only(work)
    words = read_text("reason", reason)
    if len(words) > LONGEST["reference"]:
        raise Invalid(
            FieldError(
                "reason",
                "reason_too_long",
                _("Lý do dài quá {most} ký tự.").format(most=LONGEST["reference"]),
            )
        )
    rows = select(CalendarDay).where(CalendarDay.day == day, CalendarDay.superseded_at.is_(None))
    held = work.session.scalars(rows).one_or_none()
    if held is None:
        raise Impossible(
            "day_not_entered", _("Cơ quan không nhập ngày {day}, hoặc đã có người rút lại.").format(day=say_day(day))
        )

    back = CalendarDay(
        day=day,
        working=calendar_without(work, day).is_working(day),
        name=_BACK,
        reference=words,
        certainty=held.certainty,
        officer_id=work.actor.officer_id,
        entered_at=work.now,
        superseded_at=work.now,
    )
    _change(work, [back])


def history(work: Work, year: int) -> list[Entry]:
    """Everything the office ever entered for a year, newest first."""
    query = select(CalendarDay, Officer.name).outerjoin(Officer, CalendarDay.officer_id == Officer.id)
    query = query.where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
    rows = work.session.execute(query.order_by(CalendarDay.entered_at.desc(), CalendarDay.day))
    return [Entry(as_entered(row), by or "", row.entered_at, row.superseded_at is None) for row, by in rows]


def _change(work: Work, rows: Sequence[CalendarDay]) -> None:
    """Supersede what counted for these days, add the rows, and ask for the deadlines to be counted again."""
    days = [row.day for row in rows]
    counting = update(CalendarDay).where(CalendarDay.day.in_(days), CalendarDay.superseded_at.is_(None))
    work.session.execute(counting.values(superseded_at=work.now))
    try:
        with work.session.begin_nested():
            work.session.add_all(rows)
            work.session.flush()
    except IntegrityError:
        raise Impossible("calendar_changed", _("Lịch vừa có người khác thay đổi. Xin xem lại rồi làm lại.")) from None
    recount.ask(work, work.desk.current.with_days(days_entered(work.session)), edition_of(work.session))


def _row(work: Work, entered: EnteredDay) -> CalendarDay:
    return CalendarDay(
        day=entered.day,
        working=entered.working,
        name=entered.mark.name,
        reference=entered.mark.grounds.reference,
        certainty=entered.mark.grounds.certainty,
        completes=entered.completes,
        officer_id=work.actor.officer_id,
        entered_at=work.now,
    )


def _administrators_only(work: Work) -> None:
    if not work.actor.roles & {Role.ADMINISTRATOR, Role.SYSTEM}:
        raise NotAllowed("not_allowed", _("Chỉ người quản trị được thay đổi lịch làm việc."))
