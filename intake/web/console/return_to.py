"""The list an officer came from, with its filters and its page: where they go back to, and what comes next there.

It is kept in a cookie of the browser's session and not in addresses, so that the words searched for are not carried
from case to case.
"""

import base64
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import Response

from intake.cases import queues
from intake.cases.queues import Queue
from intake.cases.work import Work
from intake.web.console.queue_filters import read, tidy
from intake.web.console.session import PREFIX
from models.case import Case

COOKIE = "langnghe_danh_sach"
_MAX = 3000


def note(request: Request, response: Response, queue: Queue, query: str) -> None:
    """This list was looked at last; ``query`` is its address from ``?`` on."""
    value = base64.urlsafe_b64encode(f"{queue.value}{query}".encode()).decode()
    if len(value) <= _MAX:
        secure = request.app.state.options.secure
        response.set_cookie(COOKIE, value, path=PREFIX, secure=secure, httponly=True, samesite="lax")


def query_of(request: Request, queue: Queue | None) -> str:
    """The query of the list of this queue as it was last looked at; empty for any other."""
    try:
        name, _, query = base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")).decode().partition("?")
    except ValueError:
        return ""
    known = queue is not None and name == queue.value and query.isascii() and query.isprintable()
    return f"?{query}" if query and known else ""


def next_of(work: Work, queue: Queue | None, case: Case, query: str = "") -> str | None:
    """The case to go on to in the list it was opened from, narrowed and ordered as it was."""
    if queue is None:
        return None
    narrowing = read(work, queue, tidy(dict(parse_qsl(query.removeprefix("?")))))
    return queues.next_code(work, queue, case, narrowing.filters, narrowing.order)
