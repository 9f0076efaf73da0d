"""Requests about personal data for whoever decides on them, and cases whose time of keeping is over.

Erasing cannot be taken back, so it asks for a tick beside the button, and says before what goes and what stays.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import data_requests, lifting, retention
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.work import Desk
from intake.web.console.forms import CodeHere, printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import DataRight

router = APIRouter()

_GRANTED = N_("Đã chấp thuận đề nghị.")
_DONE = {
    "refuse": N_("Đã từ chối đề nghị, người gửi được báo lý do."),
    "lift": N_("Đã bỏ hạn chế, người gửi được báo lý do."),
    "extend": N_("Đã gia hạn, người gửi được báo lý do và hạn mới."),
}


class DecisionForm(BaseModel):
    """What was decided, what the citizen reads, and the tick beside what cannot be taken back."""

    then: str = ""
    words: str = ""
    sure: str = ""


class ErasureForm(BaseModel):
    """The tick beside what cannot be taken back."""

    sure: str = ""


@router.get("/du-lieu-ca-nhan")
def requests_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """What waits, the soonest due first, and what was decided lately."""
    with desk.look(officer) as work:
        values: dict[str, Any] = {
            "waiting": data_requests.waiting(work),
            "decided": data_requests.decided(work),
            "shell": shell(work),
        }
    return show(request, "data_requests.html", **values)


@router.get("/du-lieu-ca-nhan/{request_id}")
def request_page(request: Request, desk: DeskHere, officer: OfficerHere, request_id: UUID) -> HTMLResponse:
    """One request, and the form that answers it."""
    return _show(request, desk, officer, request_id, DecisionForm())


@router.post("/du-lieu-ca-nhan/{request_id}", response_model=None)
def decide(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    request_id: UUID,
    form: Annotated[DecisionForm, Form()],
) -> Response:
    """Grant, refuse, take more time or lift what was granted; what will not do comes back with what was typed."""
    try:
        with desk.work(officer) as work:
            if form.then == "refuse":
                data_requests.refuse(work, request_id, reason=form.words)
            elif form.then == "extend":
                data_requests.extend(work, request_id, reason=form.words)
            elif form.then == "lift":
                lifting.lift(work, request_id, reason=form.words)
            else:
                _be_sure(form.sure, data_requests.one(work, request_id).wanted)
                data_requests.grant(work, request_id, note=form.words)
    except (Invalid, Impossible, NotAllowed) as refusal:
        return _show(request, desk, officer, request_id, form, refusal)
    return go("/du-lieu-ca-nhan", desk, options, Flash(_(_DONE.get(form.then, _GRANTED))))


@router.get("/luu-tru")
def retention_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """How long each kind is kept and why, what is past its time, what was erased."""
    return _show_retention(request, desk, officer)


@router.post("/luu-tru/{code}", response_model=None)
def erase(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[ErasureForm, Form()],
) -> Response:
    """Let one case be erased."""
    try:
        with desk.work(officer) as work:
            _be_sure(form.sure, DataRight.ERASE)
            retention.approve(work, code)
    except (Invalid, Impossible, NotAllowed) as refusal:
        return _show_retention(request, desk, officer, refusal)
    return go("/luu-tru", desk, options, Flash(_("Đã xóa dữ liệu cá nhân của hồ sơ {code}.").format(code=code)))


def _be_sure(ticked: str, wanted: DataRight) -> None:
    """Raises Invalid where erasing was not ticked."""
    if wanted is DataRight.ERASE and not ticked:
        raise Invalid(
            FieldError("sure", "not_sure", _("Xin đánh dấu ô xác nhận trước khi xóa; việc này không lấy lại được."))
        )


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    request_id: UUID,
    form: DecisionForm,
    refusal: Invalid | Impossible | NotAllowed | None = None,
) -> HTMLResponse:
    with desk.look(officer) as work:
        one = data_requests.one(work, request_id)
        may_lift = lifting.may_lift(work, work.find(one.code))
        values: dict[str, Any] = {"one": one, "may_lift": may_lift, "shell": shell(work)}
    return show(
        request,
        "data_request.html",
        status=refusal.status if refusal else 200,
        words=printable(form.words),
        refusal=refusal.sentence if refusal else "",
        **values,
    )


def _show_retention(
    request: Request, desk: Desk, officer: Actor, refusal: Invalid | Impossible | NotAllowed | None = None
) -> HTMLResponse:
    with desk.look(officer) as work:
        values: dict[str, Any] = {"page": retention.retention_page(work), "shell": shell(work)}
    status = refusal.status if refusal else 200
    return show(request, "retention.html", status=status, refusal=refusal.sentence if refusal else "", **values)
