"""How chats are understood, for the administrator: whether the first engine is well, which answered, how often."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.cases import meanings
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere, OptionsHere

router = APIRouter()


@router.get("/hieu-tin-nhan")
def meanings_page(request: Request, desk: DeskHere, options: OptionsHere, officer: OfficerHere) -> HTMLResponse:
    """Raises NotAllowed for whoever is no administrator."""
    with desk.look(officer) as work:
        page, frame = meanings.page(work), shell(work)
    ask = options.engine_fault
    return show(
        request, "meanings.html", shell=frame, page=page, has_first=ask is not None, fault=ask() if ask else None
    )
