"""``langnghe calendar import``: days off and working days of a file over the working calendar, all or none."""

from pathlib import Path

import typer

from intake.cases import calendar_days, impact
from intake.cases.errors import Refusal
from intake.cases.work import Desk, Work
from intake.entry.existing import open_existing
from intake.entry.faults import CannotStart
from intake.entry.settings import Settings
from routing.calendar_checks import doubts
from routing.calendar_file import read_days
from routing.dates import WEEKDAYS, say_day
from routing.days_off import EnteredDay
from routing.rulebook import RulebookInvalid


def import_calendar(settings: Settings, file: Path, *, dry_run: bool) -> None:
    """Enter the days of a file, or only say what they would do. Raises CannotStart in one sentence."""
    content = read_content(file)
    desk = open_existing(settings)
    try:
        days, moving = enter_days(desk, file.name, content, dry_run=dry_run)
    finally:
        desk.database.dispose()
    for entered in days:
        typer.echo(f"  {said(entered)}")
    for doubt in doubts(days, desk.loaded.calendar):
        typer.echo(f"Lưu ý: {doubt}")
    for year in sorted({entered.day.year for entered in days if entered.completes}):
        typer.echo(f"Lịch năm {year} được ghi là đã đủ.")
    if dry_run:
        typer.echo(f"Chưa nhập gì. Nếu nhập {len(days)} ngày này, {moving} hồ sơ đang xử lý sẽ đổi hạn.")
    else:
        typer.echo(f"Đã nhập {len(days)} ngày. {moving} hồ sơ đang xử lý sẽ được tính lại hạn trong ít phút.")


def enter_days(desk: Desk, name: str, content: bytes, *, dry_run: bool) -> tuple[tuple[EnteredDay, ...], int]:
    """The days of the file and how many running deadlines they move. Raises CannotStart; then nothing is entered."""
    try:
        with desk.look() as work:
            days = days_of(work, name, content)
            moving = sum(1 for _ in impact.of_days(work, days))
        if not dry_run:
            with desk.work() as work:
                calendar_days.enter(work, days)
    except Refusal as refusal:
        raise CannotStart(refusal.sentence) from None
    return days, moving


def read_content(file: Path) -> bytes:
    """Raises CannotStart."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise CannotStart(f"Không có tệp {file}.") from None
    except OSError:
        raise CannotStart(f"Không mở được tệp {file}. Xin xem lại quyền đọc tệp.") from None


def days_of(work: Work, name: str, content: bytes) -> tuple[EnteredDay, ...]:
    """The days of a file, checked against the calendar of this moment. Raises CannotStart."""
    try:
        return read_days(name, content, calendar_days.calendar_now(work), work.today)
    except RulebookInvalid as invalid:
        raise CannotStart(str(invalid)) from None


def said(entered: EnteredDay) -> str:
    status = "làm việc" if entered.working else "nghỉ"
    return f"{WEEKDAYS[entered.day.weekday()]} {say_day(entered.day)}: {status}, {entered.mark.name}"
