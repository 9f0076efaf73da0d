"""A reply before it is saved, as the citizen will read it; from here it is sent on or written further."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from intake.cases import preview, viewing
from intake.cases.errors import Invalid
from intake.cases.submission import read_text
from intake.web.console.case import named_queue
from intake.web.console.forms import CaseForm, CodeHere, printable, some_id
from intake.web.console.session import STREAM, OfficerHere
from intake.web.console.shell import part, shell, show
from intake.web.reach import DeskHere
from models.vocabulary import Action

router = APIRouter()


@router.post("/ho-so/{code}/xem-truoc")
def preview_page(
    request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere, form: Annotated[CaseForm, Form()]
) -> HTMLResponse:
    """The written text on each channel; nothing but the look is saved. Raises NotAllowed, Impossible, Invalid."""
    with desk.work(officer) as work:  # looking at a case is written down
        case = work.find(code)
        work.allow(case, Action.DRAFT)
        text = read_text("text", form.text)
        found = preview.readings(work, case, text)
        frame = shell(work, named_queue(form.tu))
        viewing.log_once(work, code, "reading")
    return show(
        request,
        "preview.html",
        shell=frame,
        code=code,
        readings=found,
        text=printable(form.text),
        version=form.version,
        queue=named_queue(form.tu) or "",
        kept=some_id(form.nhap) or "",
    )


@router.post(STREAM + "/xem-truoc/{code}")
def while_writing(
    request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere, form: Annotated[CaseForm, Form()]
) -> HTMLResponse:
    """The text as it stands in the box now, for the page that is open; that page is a look written down already."""
    with desk.look(officer) as work:
        case = work.find(code)
        work.allow(case, Action.DRAFT)
        try:
            found = preview.readings(work, case, read_text("text", form.text))
        except Invalid:  # nothing yet, or too long: said when it is saved
            found = []
    return part(request, "readings.html", readings=found)
