"""Who is at the console: the cookie of a signed-in officer, and the one dependency every page stands behind."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from intake.cases import accounts
from intake.cases.actor import Actor
from intake.web.options import WebOptions
from intake.web.reach import DeskHere

PREFIX = "/can-bo"
COOKIE = "langnghe_can_bo"
STREAM = "/truc-tiep"
"""Where an open page is told what has changed; it cannot say in a header that it asks by itself."""

BY_ITSELF, WRITING = "x-tu-dong", "viet"
"""The header our scripts send with what nobody pressed a button for. It keeps no session alive, unless it says that
somebody is writing."""


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended."""


def signed_in(request: Request, desk: DeskHere) -> Actor:
    """The officer who asks. Raises SignInNeeded."""
    token = token_of(request)
    with desk.look() as work:
        found = accounts.recognised(work, token) if token else None
    if found is None:
        raise SignInNeeded
    if found.to_note and (not asks_by_itself(request) or request.headers.get(BY_ITSELF) == WRITING):
        with desk.work(found.actor) as work:
            accounts.seen(work, token)
    return found.actor


def asks_by_itself(request: Request) -> bool:
    """Whether an open page asks, not a person: such a request is not led to the sign-in page."""
    return BY_ITSELF in request.headers or request.url.path.removeprefix(PREFIX) == STREAM


def token_of(request: Request) -> str:
    """The session this browser shows; empty without one."""
    return request.cookies.get(COOKIE, "")


OfficerHere = Annotated[Actor, Depends(signed_in)]
"""The signed-in officer, in a route."""


def remember(response: Response, token: str, options: WebOptions) -> None:
    """Give the browser its session. Lax, so that a link from a colleague's e-mail opens the case."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.SESSION_LENGTH.total_seconds()),
        path=PREFIX,
        secure=options.secure,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, options: WebOptions) -> None:
    response.delete_cookie(COOKIE, path=PREFIX, secure=options.secure, httponly=True, samesite="lax")
