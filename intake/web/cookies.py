"""The cookies of the whole web: their names and attributes in one place.

``__Host-`` binds a cookie to this host over HTTPS; browsers refuse the prefix without it, so a development
server on plain HTTP uses the bare name. This module knows cookies, not what their values mean.
"""

from datetime import timedelta
from enum import StrEnum

from fastapi import Response
from starlette.requests import HTTPConnection

from intake.web.options import WebOptions


class Cookie(StrEnum):
    """Every cookie of the citizens' site, and what it is for; the console keeps its own in ``console.session``."""

    CITIZEN = "langnghe_citizen"
    """The token of a browser that has shown the key of a case."""
    DEVICE = "langnghe_device"
    """A random number to count tries by; means nothing elsewhere."""
    DRAFT = "langnghe_draft"
    """Where the form that was not sent yet is kept on the server."""
    CHAT = "langnghe_tro_chuyen"
    """Whose chat is whose: a random number that means nothing elsewhere."""
    FLASH = "langnghe_flash"
    """What to say on the next page, once."""
    LANGUAGE = "langnghe_ngon_ngu"
    """The language its visitor reads in."""


YEAR = timedelta(days=365)


def read(request: HTTPConnection, cookie: Cookie, options: WebOptions | None = None) -> str | None:
    """What the browser brings; ``options`` where there is no application yet to ask for them."""
    known: WebOptions = options or request.app.state.options
    return request.cookies.get(_name(cookie, known)) or None


def give(
    response: Response,
    options: WebOptions,
    cookie: Cookie,
    value: str,
    *,
    lasts: timedelta | None = None,
    framed: bool = False,
) -> None:
    """Set a cookie for the whole site, out of reach of scripts; without ``lasts`` until the browser closes.

    ``framed``: it must also come back from a frame on another site, which browsers allow over HTTPS for it alone.
    """
    elsewhere = framed and options.secure
    response.set_cookie(
        _name(cookie, options),
        value,
        max_age=int(lasts.total_seconds()) if lasts else None,
        path="/",
        secure=options.secure,
        httponly=True,
        samesite="none" if elsewhere else "lax",
    )
    if elsewhere:
        response.headers["set-cookie"] += "; Partitioned"


def take_back(response: Response, options: WebOptions, cookie: Cookie) -> None:
    response.delete_cookie(_name(cookie, options), path="/", secure=options.secure, httponly=True, samesite="lax")


def _name(cookie: Cookie, options: WebOptions) -> str:
    return f"__Host-{cookie.value}" if options.secure else cookie.value
