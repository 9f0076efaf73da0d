"""A reply before it is saved, as the citizen will read it; from here it is sent on or written further."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from intake.cases import preview, reply_files, viewing
from intake.cases import reply as replies
from intake.cases.errors import Invalid
from intake.cases.submission import read_text
from intake.cases.work import Work
from intake.web.console.case import named_queue
from intake.web.console.forms import CaseForm, CodeHere, printable, some_id
from intake.web.console.sent_along import ids, taken_in
from intake.web.console.session import STREAM, OfficerHere
from intake.web.console.shell import part, shell, show
from intake.web.public.typed import FormHere
from intake.web.reach import DeskHere
from models.case import Case
from models.vocabulary import Action

router = APIRouter()


@router.post("/ho-so/{code}/xem-truoc")
def preview_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[CaseForm, Form()],
    sent_along: FormHere,
) -> HTMLResponse:
    """The written text on each channel; nothing but the look is saved. Raises NotAllowed, Impossible, Invalid."""
    form, unfit = taken_in(desk, form, sent_along)
    if unfit:
        raise Invalid(*unfit)
    with desk.work(officer) as work:  # looking at a case is written down
        case = work.find(code)
        work.allow(case, Action.DRAFT)
        text = read_text("text", form.text)
        found = preview.readings(work, case, text, files=_files(work, case, form))
        frame = shell(work, named_queue(form.tu))
        viewing.log_once(work, code, "reading")
    return show(
        request,
        "preview.html",
        shell=frame,
        code=code,
        readings=found,
        text=printable(form.text),
        attach=ids(form.attach),
        drop=ids(form.drop),
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
            found = preview.readings(work, case, read_text("text", form.text), files=_files(work, case, form))
        except Invalid:  # nothing yet, or too long: said when it is saved
            found = []
    return part(request, "readings.html", readings=found)


def _files(work: Work, case: Case, form: CaseForm) -> int:
    """How many files would go with the reply if the form were saved now."""
    dropped = set(ids(form.drop))
    on_draft = [file for file in reply_files.of_reply(work, replies.open_reply(work, case)) if file.id not in dropped]
    return len(on_draft) + len(ids(form.attach))
