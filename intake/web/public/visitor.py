"""The citizen's browser: which case it may follow, which draft it left, which device it is for counting.

It knows cookies and sessions. It refuses to know names: a visitor is whoever holds the key of a case.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response

from intake.cases import citizen_access
from intake.cases.actor import Actor
from intake.cases.errors import TooMany
from intake.cases.work import Desk
from intake.web import cookies
from intake.web.address import client_address
from intake.web.cookies import Cookie
from intake.web.limiter import Limiter
from intake.web.options import Proof, WebOptions

_DEVICE_KEPT = timedelta(days=365)


def holder(request: Request, desk: Desk, code: str) -> Actor | None:
    """The citizen of this case, if this browser has shown its key."""
    with desk.look() as work:
        return citizen_access.actor_for(work, session_token(request), code)


def session_token(request: Request) -> str | None:
    return cookies.read(request, Cookie.CITIZEN)


def remember(response: Response, options: WebOptions, token: str, *, shared: bool = False) -> None:
    """Let the browser carry its session; it ends on the server after ``SESSION_LENGTH``.

    One that several people use forgets it when it is closed.
    """
    lasts = None if shared else citizen_access.SESSION_LENGTH
    cookies.give(response, options, Cookie.CITIZEN, token, lasts=lasts)


def draft_id(request: Request) -> UUID | None:
    """The draft this browser left, if the cookie holds anything like one."""
    return read_id(cookies.read(request, Cookie.DRAFT) or "")


def read_id(text: str) -> UUID | None:
    """An id from a form or cookie, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def name_device(request: Request, response: Response, options: WebOptions) -> None:
    """Give a browser a number to count by, so that a village behind one address is not one person."""
    if cookies.read(request, Cookie.DEVICE) is None:
        cookies.give(response, options, Cookie.DEVICE, secrets.token_urlsafe(16), lasts=_DEVICE_KEPT)


class ProofWanted(Exception):
    """So many have filed from here that the browser should prove some work first."""


def count_filing(request: Request, proof: Proof, *, proven: bool, asked: bool, phone: str = "") -> None:
    """Count one filing by device and address. Raises TooMany, and ProofWanted once for a form that was not ``asked``.

    Whoever was asked and proves nothing has no scripts: they go on, within the narrower limits. ``phone`` is the number
    that was typed: many filings with it are asked to prove work and never refused, for anybody may type it.
    """
    who = cookies.read(request, Cookie.DEVICE) or "", client_address(request)
    limiter = _limiter(request)
    if proven:
        return limiter.check("file_proven", *who)
    limiter.check("file", *who)
    if asked or proof is Proof.NEVER:
        return None
    if proof is Proof.ALWAYS:
        raise ProofWanted
    try:
        limiter.check("file_calm", *who, _digits(phone))
    except TooMany:
        raise ProofWanted from None
    return None


def _digits(phone: str) -> str:
    """What the spellings of one number have in common: its last nine digits."""
    return "".join(letter for letter in phone if letter.isdecimal())[-9:]


def count_writing(request: Request) -> None:
    """Count one help while writing: a proposal, a look for a procedure, a kept draft. Raises TooMany."""
    _limiter(request).check("write", cookies.read(request, Cookie.DEVICE) or "", client_address(request))


def count_step(request: Request, rule: str, code: str) -> None:
    """Count one step on a case (``answer`` or ``rate``). Raises TooMany."""
    _limiter(request).check(rule, code, client_address(request))


def file_count(request: Request) -> Callable[[int], None]:
    """How files of this browser are counted, before they are kept. What it gives raises TooMany."""

    def count(files: int) -> None:
        if files:
            device = cookies.read(request, Cookie.DEVICE) or ""
            _limiter(request).check("upload", device, client_address(request), cost=files)

    return count


def check_tries(request: Request, code: str) -> None:
    """Refuse to try a key when too many have failed. Raises TooMany."""
    _limiter(request).check("track", code, client_address(request))


def count_failed_try(request: Request, code: str) -> None:
    """A key did not fit."""
    _limiter(request).failed("track", code, client_address(request))


def _limiter(request: Request) -> Limiter:
    limiter: Limiter = request.app.state.limiter
    return limiter
