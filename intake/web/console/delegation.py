"""A leader's delegations: who stands in for them, from when until when, and ending one early."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import delegation
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Invalid, NotFound
from intake.cases.work import Desk
from intake.web.console.forms import some_id, typed_of
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from routing.dates import iso_of
from routing.rulebook.source import iso_day

router = APIRouter(prefix="/uy-quyen")

_NO_DAY = N_("Xin ghi ngày, ví dụ 23/11/2026.")


class DelegationForm(BaseModel):
    """Who stands in, from one day to another, and why."""

    to: str = ""
    first_day: str = ""
    last_day: str = ""
    reason: str = ""


@router.get("")
def delegations(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """One's own delegations and the form for another."""
    return _show(request, desk, officer, DelegationForm())


@router.post("", response_model=None)
def delegate(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    form: Annotated[DelegationForm, Form()],
) -> Response:
    """Let somebody stand in; what will not do comes back with what was typed."""
    try:
        first_day, last_day = _day("first_day", form.first_day), _day("last_day", form.last_day)
        with desk.work(officer) as work:
            delegation.delegate(work, some_id(form.to), first_day=first_day, last_day=last_day, reason=form.reason)
    except Invalid as refusal:
        return _show(request, desk, officer, form, refusal)
    return go("/uy-quyen", desk, options, Flash(_("Đã ủy quyền. Người được ủy quyền thấy ngay trên trang của họ.")))


@router.post("/{delegation_id}/thu-hoi", response_model=None)
def revoke(desk: DeskHere, options: OptionsHere, officer: OfficerHere, delegation_id: UUID) -> Response:
    """End one at once."""
    with desk.work(officer) as work:
        delegation.revoke(work, delegation_id)
    return go("/uy-quyen", desk, options, Flash(_("Đã thu hồi ủy quyền.")))


def _show(
    request: Request, desk: Desk, officer: Actor, form: DelegationForm, refusal: Invalid | None = None
) -> HTMLResponse:
    if not delegation.is_leader(officer):
        raise NotFound("no_page", _("Chỉ lãnh đạo đơn vị có trang ủy quyền."))
    with desk.look(officer) as work:
        values = {"shell": shell(work), "given": delegation.given(work), "candidates": delegation.candidates(work)}
    return show(
        request,
        "delegation.html",
        status=refusal.status if refusal else 200,
        typed=typed_of("uy-quyen", form),
        errors=refusal.errors if refusal else (),
        **values,
    )


def _day(name: str, value: str) -> date:
    try:
        return iso_day(iso_of(value.strip()))
    except ValueError:
        raise Invalid(FieldError(name, "no_day", _(_NO_DAY))) from None
