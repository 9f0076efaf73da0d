"""Everybody who looked at a case and at what of it, on a page of its own."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.cases import access, viewing
from intake.cases.errors import NotFound
from intake.web.console.forms import CodeHere
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere

router = APIRouter()

_MOST = 1000


@router.get("/ho-so/{code}/ai-da-xem")
def viewers_page(request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere) -> HTMLResponse:
    """Every look, the latest first. Raises NotFound for whoever may not know who wrote: they see no names at all."""
    with desk.look(officer) as work:
        case = work.find(code)
        if not access.sees_identity(officer):
            raise NotFound
        frame, looked = shell(work), viewing.looks_at(work, case, _MOST)
    return show(request, "viewers.html", code=code, shell=frame, looked=looked)
