"""What people taught the machine, for the administrator: counts per pair and the latest rows, without any text."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.cases import lessons
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere

router = APIRouter()


@router.get("/bai-hoc")
def lessons_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """Raises NotAllowed for whoever is no administrator."""
    with desk.look(officer) as work:
        page, frame = lessons.page(work), shell(work)
    return show(request, "lessons.html", shell=frame, page=page)
