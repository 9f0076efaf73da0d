"""Following a case: the door (code and key), the page behind it, and leaving on a shared machine.

The key never stands in an address: it comes by form, or in the fragment that a small script reads and posts.
"""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from intake.cases import citizen_access, tracking
from intake.cases.errors import FieldError, NotFound, TooMany
from intake.cases.work import Desk
from intake.web import cookies
from intake.web.cookies import Cookie
from intake.web.page import render
from intake.web.public import visitor
from intake.web.public.case_view import show_case
from intake.web.public.typed import FormHere, Typed, shown, text_of
from intake.web.reach import DeskHere, OptionsHere
from routing.case_code import read_code

router = APIRouter()


@router.get("/theo-doi")
def door(request: Request) -> Response:
    """Where code and key are typed."""
    return _door(request, Typed(str))


@router.post("/theo-doi")
def enter(request: Request, desk: DeskHere, options: OptionsHere, form: FormHere) -> Response:
    """Open the case; one sentence whichever of the two is wrong."""
    typed = Typed(str, {"code": shown(text_of(form, "code"))})
    counted = read_code(typed["code"]) or ""
    try:
        visitor.check_tries(request, counted)
        code, session = _open(desk, text_of(form, "code"), text_of(form, "key"), visitor.session_token(request))
    except NotFound as refusal:
        visitor.count_failed_try(request, counted)
        return _door(request, typed, [FieldError("code", refusal.code, refusal.sentence)], status=refusal.status)
    except TooMany as refusal:
        return _door(request, typed, [FieldError("code", refusal.code, refusal.sentence)], status=refusal.status)
    response = RedirectResponse(f"/ho-so/{code}", status_code=303)
    visitor.remember(response, options, session)
    return response


@router.get("/ho-so/{code}")
def case_page(request: Request, desk: DeskHere, code: str) -> Response:
    """The case, or the door with the code filled in; whether the code exists is not told."""
    actor = visitor.holder(request, desk, code)
    if actor is None:
        known = read_code(code)
        return _door(request, Typed(str, {"code": known or ""}), fixed_code=known is not None)
    return show_case(request, desk, actor, code)


@router.get("/thoat")
def before_leaving(request: Request) -> Response:
    """A last word before the keys are needed again."""
    return render(request, "public/leave.html")


@router.post("/thoat")
def leave(request: Request, desk: DeskHere, options: OptionsHere) -> Response:
    """This browser forgets every case it has opened; so does the server."""
    with desk.work() as work:
        citizen_access.close_session(work, visitor.session_token(request))
    response = RedirectResponse("/theo-doi", status_code=303)
    cookies.take_back(response, options, Cookie.CITIZEN)
    return response


def _open(desk: Desk, code: str, key: str, session: str | None) -> tuple[str, str]:
    with desk.work() as work:
        case = tracking.find(work, code, key)
        return case.code, citizen_access.open_session(work, case, session)


def _door(
    request: Request,
    typed: Typed,
    errors: list[FieldError] | None = None,
    *,
    status: int = 200,
    fixed_code: bool = False,
) -> Response:
    return render(request, "public/track.html", status=status, typed=typed, errors=errors or [], fixed_code=fixed_code)
