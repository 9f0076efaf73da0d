"""The language a visitor reads in: kept in a cookie, put around every request, changed by one form.

It is plain ASGI, so the language also holds in the threads that routes run in. It refuses to guess: whoever has not
chosen reads Vietnamese.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from intake.web.cookies import YEAR, Cookie, give
from intake.web.cookies import read as read_cookie
from intake.web.options import WebOptions
from models import languages

router = APIRouter(include_in_schema=False)


class LanguageMiddleware:
    """Speaks the language of the cookie during a request."""

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self.app, self.options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = read_cookie(HTTPConnection(scope), Cookie.LANGUAGE, self.options)
        with languages.speaking(chosen or languages.SOURCE):
            await self.app(scope, receive, send)


@router.post("/ngon-ngu")
def choose(
    request: Request, language: Annotated[str, Form()] = languages.SOURCE, back: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    """Read in another language from now on, on the page one was on."""
    response = RedirectResponse(_own(back), status_code=303)
    if language in languages.available():
        give(response, request.app.state.options, Cookie.LANGUAGE, language, lasts=YEAR)
    return response


def _own(back: str) -> str:
    """Only a path of ours: never another host, however it is written."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) and "\n" not in back else "/"
