"""The list an officer works through: one queue, a page at a time, searchable with or without diacritics, narrowed."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from intake.cases import find
from intake.web.console.find import asked
from intake.web.console.queue_filters import query_of, tidy, typed_of
from intake.web.console.queue_list import show_list
from intake.web.console.queue_names import named
from intake.web.console.queue_views import ViewForm
from intake.web.console.session import PREFIX, OfficerHere
from intake.web.console.shell import landing, shell, show
from intake.web.reach import DeskHere
from routing.case_code import read_code

router = APIRouter()


@router.get("/", response_model=None)
def start(request: Request, desk: DeskHere, officer: OfficerHere) -> Response:
    """To the queue where this officer's day begins; whoever works with no cases gets a page that says so."""
    with desk.look(officer) as work:
        frame = shell(work)
    if (first := landing(officer, frame)) is not None:
        return RedirectResponse(f"{PREFIX}/hang-doi/{first.value}", status_code=303)
    return show(request, "no_queue.html", shell=frame)


@router.get("/hang-doi/{name}", response_model=None)
def queue_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    name: str,
    sau: Annotated[str, Query()] = "",
    truoc: Annotated[str, Query()] = "",
) -> Response:
    """One page of one queue, narrowed by what else the address says: after the cursor ``sau`` or before ``truoc``."""
    typed = typed_of(request)
    if code := read_code(typed.get("q", "")):
        return RedirectResponse(f"{PREFIX}/ho-so/{code}", status_code=303)
    return show_list(request, desk, officer, named(name), typed, after=sau, before=truoc)


@router.post("/hang-doi/{name}/tim", response_model=None)
def search(desk: DeskHere, officer: OfficerHere, name: str, form: Annotated[ViewForm, Form()]) -> Response:
    """The search of a list. A phone or an e-mail is looked for in all cases, and stands in no address."""
    queue, typed = named(name), tidy(form.model_dump())
    if find.is_personal(form.q):
        return asked(desk, officer, form.q)
    return RedirectResponse(f"{PREFIX}/hang-doi/{queue}{query_of(typed)}", status_code=303)
