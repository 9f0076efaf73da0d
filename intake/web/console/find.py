"""The page that finds: what is typed comes in a form and is kept sealed under a key, so that no phone number and no
name ever stands in an address, in a history or in a log."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.cases import access, drafts, find
from intake.cases.actor import Actor
from intake.cases.errors import NotAllowed
from intake.cases.find import MOST, Hit
from intake.cases.work import Desk
from intake.web.console.forms import printable
from intake.web.console.session import PREFIX, OfficerHere
from intake.web.console.shell import part, shell, show
from intake.web.reach import DeskHere
from routing.case_code import read_code

router = APIRouter(prefix="/tim")

_MAX = 200


@router.get("")
def find_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """The empty box."""
    with desk.look(officer) as work:
        frame = shell(work)
    return _show(request, officer, frame=frame)


@router.post("", response_model=None)
def ask(desk: DeskHere, officer: OfficerHere, tim: Annotated[str, Form()] = "") -> Response:
    """Keep what was typed under a key and go where it is answered; a whole code opens its case."""
    return asked(desk, officer, tim)


@router.get("/{key}")
def answer(request: Request, desk: DeskHere, officer: OfficerHere, key: UUID) -> HTMLResponse:
    """What was found, and why."""
    with desk.look(officer) as work:
        kept = drafts.recall(work, key) or {}
        typed = str(kept["tim"]) if kept.get("officer") == str(officer.officer_id) and "tim" in kept else ""
        hits = find.find(work, typed) if typed else []
        frame = shell(work)
    _log(desk, officer, hits)
    return _show(request, officer, frame=frame, typed=typed, hits=hits)


@router.post("/nguoi-gui")
def earlier(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    phone: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """What a person has sent before, while an officer takes down what they say now."""
    if not access.takes_down(officer):
        raise NotAllowed
    with desk.look(officer) as work:
        hits = find.by_sender(work, phone=phone, email=email)
        frame = shell(work)
    _log(desk, officer, hits)
    if "hx-request" in request.headers:
        response = part(request, "find_earlier.html", hits=hits)
        response.headers["Cache-Control"] = "no-store"
        return response
    return _show(request, officer, frame=frame, typed=phone or email, hits=hits)


def asked(desk: Desk, officer: Actor, typed: str) -> Response:
    words = printable(" ".join(typed.split()))[:_MAX]
    if code := read_code(words):
        return RedirectResponse(f"{PREFIX}/ho-so/{code}", status_code=303)
    if not words:
        return RedirectResponse(f"{PREFIX}/tim", status_code=303)
    with desk.work(officer) as work:
        key = drafts.keep(work, {"tim": words, "officer": str(officer.officer_id)})
    return RedirectResponse(f"{PREFIX}/tim/{key}", status_code=303)


def _log(desk: Desk, officer: Actor, hits: list[Hit]) -> None:
    if any(hit.by_identity for hit in hits):
        with desk.work(officer) as work:
            find.log(work, hits)


def _show(
    request: Request, officer: Actor, *, frame: object, typed: str = "", hits: list[Hit] | None = None
) -> HTMLResponse:
    knows = access.sees_identity(officer)
    return show(request, "find.html", shell=frame, typed=typed, hits=hits or [], most=MOST, knows_people=knows)
