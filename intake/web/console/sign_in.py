"""Signing in and out: the only pages of the console that stand before its door."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.cases import accounts
from intake.cases.errors import NotAllowed, Refusal, TooMany
from intake.cases.work import Desk
from intake.web.console.forms import printable
from intake.web.console.return_to import COOKIE as LAST_LIST
from intake.web.console.session import COOKIE, PREFIX, forget, remember
from intake.web.console.shell import show
from intake.web.reach import DeskHere, OptionsHere
from intake.web.security import client_address

router = APIRouter()

LOGIN = "/dang-nhap"


@router.get(LOGIN)
def sign_in_page(request: Request, tiep: str = "", giu: str = "") -> HTMLResponse:
    """The form; ``tiep`` is where to go on, ``giu`` says that something typed was kept."""
    return show(request, "sign_in.html", going_on=safe_path(tiep), kept=bool(giu), username="", fault=None)


@router.post(LOGIN)
def sign_in(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    username: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    tiep: Annotated[str, Form()] = "",
) -> Response:
    """Open a session; a wrong name or password, or too many tries, comes back to the form."""
    to, named = safe_path(tiep), printable(username).strip().lower()[:64]
    try:
        token = _opened(request, desk, named, password)
    except Refusal as refusal:
        return _again(request, refusal, going_on=to, username=named)
    done = RedirectResponse(to or f"{PREFIX}/", status_code=303)
    remember(done, token, options)
    return done


@router.post("/dang-xuat")
def sign_out(request: Request, desk: DeskHere, options: OptionsHere) -> RedirectResponse:
    """End the session on the server as well, not only in the browser."""
    with desk.work() as work:
        accounts.sign_out(work, request.cookies.get(COOKIE, ""))
    response = RedirectResponse(f"{PREFIX}{LOGIN}", status_code=303)
    forget(response, options)
    response.delete_cookie(LAST_LIST, path=PREFIX, secure=options.secure, httponly=True, samesite="lax")
    return response


def _opened(request: Request, desk: Desk, username: str, password: str) -> str:
    """The token of a new session. A wrong password is counted; too many are refused."""
    limiter, who = request.app.state.limiter, ("sign_in", username, client_address(request))
    limiter.check(*who)
    try:
        with desk.look() as work:
            officer_id = accounts.check_password(work, username, password)
    except NotAllowed:
        limiter.failed(*who)
        raise
    with desk.work() as work:
        return accounts.open_session(work, officer_id)


def _again(request: Request, refusal: Refusal, **values: str) -> HTMLResponse:
    status = refusal.status if isinstance(refusal, TooMany) else 401
    response = show(request, "sign_in.html", status=status, kept=False, fault=refusal.sentence, **values)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.wait_seconds)
    return response


def safe_path(path: str) -> str:
    """A path of the console to go on to, or nothing: never another site (``//elsewhere``, ``\\\\elsewhere``)."""
    inside = path.startswith(f"{PREFIX}/") and "\\" not in path and "//" not in path
    return path if inside and path.isprintable() and len(path) <= 500 else ""
