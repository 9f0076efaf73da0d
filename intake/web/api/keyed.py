"""How an API route reaches a case by its code and key: wrong guesses are counted and slow down."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from intake.cases import tracking
from intake.cases.errors import NotFound
from intake.cases.work import Desk, Work
from intake.web.limiter import Limiter
from intake.web.security import client_address
from models.case import Case
from routing.case_code import read_code


@contextmanager
def look_with_key(desk: Desk, limiter: Limiter, request: Request, code: str, key: str) -> Iterator[tuple[Work, Case]]:
    """The case, to be read. Raises NotFound for a wrong code or key alike, TooMany after too many of them."""
    who = read_code(code) or code, client_address(request)
    limiter.check("track", *who)
    with desk.look() as work:
        try:
            case = tracking.find(work, code, key)
        except NotFound:
            limiter.failed("track", *who)
            raise
        yield work, case
