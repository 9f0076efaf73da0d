"""The catalogue of procedures for officers: how much of it there is, from where, and a search in people's words."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from intake.cases.procedures import catalogue_page
from intake.web.console.forms import printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere
from models.vocabulary import Role

router = APIRouter()

_TEXT_MAX = 200


@router.get("/thu-tuc")
def procedures_route(
    request: Request, desk: DeskHere, officer: OfficerHere, q: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """The best of the catalogue for what was typed (``q``), in everyday words or official ones."""
    text = printable(" ".join(q.split()))[:_TEXT_MAX]
    with desk.look(officer) as work:
        frame, page = shell(work), catalogue_page(work, text)
    may_import = Role.ADMINISTRATOR in officer.roles
    return show(request, "procedures.html", shell=frame, page=page, text=text, may_import=may_import)
