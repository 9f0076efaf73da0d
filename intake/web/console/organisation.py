"""The organisation for officers: who exists today, who carries on whom, what an old name means; ending a unit."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import contacts, organisation, succession
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed
from intake.cases.organisation_page import look_up, organisation_page, unit_by_key
from intake.cases.work import Desk
from intake.web.console.forms import chosen_unit, printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Role
from routing.dates import iso_of
from routing.rulebook.source import iso_day

router = APIRouter()

_NAME_MAX = 200


class EndingForm(BaseModel):
    """The day a unit is no more, who carries it on, and by which decision."""

    valid_to: str = ""
    successors: list[str] = []
    reference: str = ""


@router.get("/co-quan")
def organisation_route(
    request: Request, desk: DeskHere, officer: OfficerHere, ten: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """All units; ``ten`` is a name to look up, of before or of today."""
    name = printable(" ".join(ten.split()))[:_NAME_MAX]
    with desk.look(officer) as work:
        frame, page, found = shell(work), organisation_page(work), look_up(work, name)
        may_end = Role.ADMINISTRATOR in officer.roles
        gaps = contacts.incomplete(work) if may_end else []
    values: dict[str, Any] = {"page": page, "name": name, "found": found, "may_end": may_end, "gaps": gaps}
    return show(request, "organisation.html", shell=frame, **values)


@router.get("/co-quan/{key}/ket-thuc")
def ending_page(request: Request, desk: DeskHere, officer: OfficerHere, key: str) -> HTMLResponse:
    """The form that ends a unit."""
    return _show(request, desk, officer, key, EndingForm())


@router.post("/co-quan/{key}/ket-thuc", response_model=None)
def end_unit(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    key: str,
    form: Annotated[EndingForm, Form()],
) -> Response:
    """End the unit, or show the form again with what is wrong."""
    try:
        with desk.work(officer) as work:
            unit = succession.end_unit(
                work,
                unit_by_key(work, key),
                on=_day(form.valid_to),
                successors=[chosen_unit(value, name="successors") for value in form.successors if value],
                reference=form.reference,
            )
            sentence = _("Đã ghi {unit} kết thúc. Hồ sơ đang mở sẽ được đề nghị đơn vị kế tiếp tiếp quản.").format(
                unit=unit.name
            )
    except (Invalid, Impossible) as refusal:
        return _show(request, desk, officer, key, form, refusal)
    return go("/co-quan", desk, options, Flash(sentence))


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    key: str,
    form: EndingForm,
    refusal: Invalid | Impossible | None = None,
) -> HTMLResponse:
    if Role.ADMINISTRATOR not in officer.roles:
        raise NotAllowed("not_administrator", _("Chỉ người quản trị được sửa cơ cấu tổ chức."))
    with desk.look(officer) as work:
        frame, unit = shell(work), unit_by_key(work, key)
        others = [other for other in organisation.units_today(work) if other.id != unit.id]
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return show(
        request,
        "organisation_end.html",
        status=refusal.status if refusal else 200,
        shell=frame,
        unit=unit,
        others=others,
        form=form.model_copy(update={"valid_to": printable(form.valid_to), "reference": printable(form.reference)}),
        errors=errors,
        fault=refusal.sentence if refusal and not errors else None,
    )


def _day(typed: str) -> date:
    """``2026-12-01`` as browsers send it, or ``01/12/2026`` as people type it. Raises Invalid."""
    try:
        return iso_day(iso_of(typed))
    except ValueError:
        raise Invalid(FieldError("valid_to", "day_unreadable", _("Xin ghi ngày kết thúc, ví dụ 01/12/2026."))) from None
