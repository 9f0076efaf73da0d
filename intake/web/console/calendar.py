"""The working calendar: a year's days off and worked weekends, and an administrator's changes to them.

Nothing is changed at the first press: the page shows what would become of the running deadlines, in figures and
without any case, and the same days are sent once more to be entered.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from intake.cases import calendar_days
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, Refusal
from intake.cases.work import Desk
from intake.web.console import calendar_view
from intake.web.console.calendar_view import DayForm, Wanted, days_of_file, days_sent, typed_day, year_asked
from intake.web.console.forms import printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Role

router = APIRouter()

_LARGEST = 200_000


@router.get("/lich")
def calendar_page(
    request: Request, desk: DeskHere, officer: OfficerHere, nam: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """A year (``nam``) of the calendar, for every officer; the forms are for administrators."""
    return _show(request, desk, officer, nam)


@router.post("/lich/them", response_model=None)
def add_day(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, form: Annotated[DayForm, Form()]
) -> Response:
    """Look at one day that was typed in, or enter the days that were looked at."""
    try:
        _administrators_only(officer)
        with desk.look() as work:
            wanted = days_sent(work, form.rows) if form.rows else typed_day(work, form)
        if form.step != "confirm":
            return _preview(request, desk, officer, wanted)
        with desk.work(officer) as work:
            calendar_days.enter(work, wanted.days)
    except (Invalid, Impossible) as refusal:
        return _show(request, desk, officer, form.day[:4], form=form, refusal=refusal)
    return go(f"/lich?nam={wanted.year}", desk, options, Flash(_("Đã đổi lịch. Các thời hạn đang chạy được tính lại.")))


@router.post("/lich/tep", response_model=None)
def add_file(
    request: Request, desk: DeskHere, officer: OfficerHere, tep: Annotated[UploadFile | str, File()] = ""
) -> Response:
    """Look at the days of a file; where none was chosen, browsers send an empty word."""
    try:
        _administrators_only(officer)
        content = b"" if isinstance(tep, str) else tep.file.read(_LARGEST + 1)
        if isinstance(tep, str) or not content or len(content) > _LARGEST:
            sentence = _("Xin chọn tệp .yaml hoặc .csv, không quá 200 KB.")
            raise Invalid(FieldError("tep", "file_unusable", sentence))
        with desk.look() as work:
            wanted = days_of_file(work, tep.filename or "tep.yaml", content)
    except Invalid as invalid:
        return _show(request, desk, officer, "", refusal=invalid)
    return _preview(request, desk, officer, wanted)


@router.post("/lich/rut-lai", response_model=None)
def withdraw_day(
    request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere, form: Annotated[DayForm, Form()]
) -> Response:
    """Look at what withdrawing a day would do, or withdraw it."""
    try:
        _administrators_only(officer)
        with desk.look() as work:
            wanted = calendar_view.withdrawn(work, form)
        if form.step != "confirm":
            return _preview(request, desk, officer, wanted)
        with desk.work(officer) as work:
            calendar_days.withdraw(work, wanted.day, reason=form.reason)
    except (Invalid, Impossible) as refusal:
        return _show(request, desk, officer, form.day[:4], form=form, refusal=refusal)
    sentence = _("Đã rút lại ngày này. Các thời hạn đang chạy được tính lại.")
    return go(f"/lich?nam={wanted.year}", desk, options, Flash(sentence))


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    year: str,
    *,
    form: DayForm | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    with desk.look(officer) as work:
        frame = shell(work)
        view = calendar_view.read(work, year_asked(work, year))
    return show(
        request,
        "calendar.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        view=view,
        form=_showable(form or DayForm()),
        errors=_said_of(refusal),
        fault=printable(refusal.sentence) if refusal else None,
        may_change=Role.ADMINISTRATOR in officer.roles,
    )


def _showable(form: DayForm) -> DayForm:
    return DayForm(**{name: printable(value) for name, value in form})


def _said_of(refusal: Refusal | None) -> list[FieldError]:
    """The sentences beside the fields; some quote what was typed."""
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return [replace(error, sentence=printable(error.sentence)) for error in errors]


def _preview(request: Request, desk: Desk, officer: Actor, wanted: Wanted) -> HTMLResponse:
    """What was asked for and what it would move, without any case: an administrator sees none."""
    with desk.look(officer) as work:
        frame = shell(work)
    with desk.look() as work:
        shifts = calendar_view.foreseen(work, wanted)
    return show(request, "calendar_preview.html", shell=frame, wanted=wanted, shifts=shifts)


def _administrators_only(officer: Actor) -> None:
    if Role.ADMINISTRATOR not in officer.roles:
        raise NotAllowed("not_allowed", _("Chỉ người quản trị được thay đổi lịch làm việc."))
