"""Posters and leaflets for an officer to print: for the whole province, one unit, or one procedure at a unit."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import contacts, procedures
from intake.cases.errors import NotFound
from intake.cases.prefill import address
from intake.cases.work import Work
from intake.web import downloads
from intake.web.console.forms import printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.printed import Invitation, Sheet, printed
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _

router = APIRouter(prefix="/to-dan")

_TEXT_MAX = 200


@router.get("")
def sheets_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    unit: Annotated[str, Query(alias="don-vi")] = "",
    procedure: Annotated[str, Query(alias="thu-tuc")] = "",
    typed: Annotated[str, Query(alias="tim")] = "",
) -> HTMLResponse:
    """Choose a unit and, if wanted, a procedure (found by ``tim``); then take the papers."""
    text = printable(" ".join(typed.split()))[:_TEXT_MAX]
    with desk.look(officer) as work:
        chosen, named = contacts.by_key(work, unit), procedures.name_of(work, procedure)
        values: dict[str, Any] = {
            "shell": shell(work),
            "units": contacts.contacts(work),
            "found": procedures.catalogue_page(work, text).found[:20] if text else (),
        }
    asked = {"don-vi": chosen.key if chosen else "", "thu-tuc": procedure if named else ""}
    return show(
        request, "sheets.html", chosen=chosen, named=named, asked=asked, text=text, sheets=list(Sheet), **values
    )


@router.get("/{sheet}.pdf", response_model=None)
def sheet_file(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    sheet: Sheet,
    unit: Annotated[str, Query(alias="don-vi")] = "",
    procedure: Annotated[str, Query(alias="thu-tuc")] = "",
) -> Response:
    """The paper as a PDF. Raises NotFound for a unit or procedure that is none of today's."""
    with desk.look(officer) as work:
        invitation = _invitation(work, options.public_url, unit, procedure)
    name = "-".join(part for part in (sheet.value, unit, procedure) if part)
    return downloads.made(printed(sheet, invitation), f"{name}.pdf")


def _invitation(work: Work, public_url: str, unit: str, procedure: str) -> Invitation:
    chosen = contacts.by_key(work, unit) if unit else None
    named = procedures.name_of(work, procedure) if procedure else None
    if (unit and chosen is None) or (procedure and named is None):
        raise NotFound("no_unit", _("Không có cơ quan hoặc thủ tục này trong danh mục."))
    leads_to = address(public_url, unit=unit, procedure=procedure)
    return Invitation(leads_to, public_url.partition("://")[2], chosen, named)
