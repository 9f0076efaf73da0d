"""The rule book as the system runs by it: every value with its legal basis and how sure we are of it."""

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere
from models.languages import _
from routing.reorganisation.lines import lines_of as reorganised
from routing.reorganisation.reading import shipped
from routing.rulebook.lines import lines_of

router = APIRouter()


@router.get("/quy-dinh")
def rules_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """For every officer: what is not yet certain stands first, so that nobody takes it for law."""
    with desk.look(officer) as work:
        frame = shell(work)
        book = work.desk.rulebook
    every = [*lines_of(book), *reorganised(shipped())]
    sections = [(_(name), list(group)) for name, group in groupby(every, key=lambda line: line.section)]
    doubtful = [line for line in every if line.is_uncertain]
    return show(request, "rules.html", shell=frame, book=book, sections=sections, every=every, doubtful=doubtful)
