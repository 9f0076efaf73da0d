"""The list an officer works through: one queue, a page at a time, searchable with or without diacritics."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from intake.cases import queues, watch_list
from intake.cases.errors import NotFound
from intake.cases.queues import Queue
from intake.web.console.forms import printable
from intake.web.console.session import PREFIX, OfficerHere
from intake.web.console.shell import landing, shell, show
from intake.web.reach import DeskHere
from routing.case_code import read_code

router = APIRouter()

_SEARCH_MAX = 200
_ALERTS_SHOWN = 3
"""Above a list; all of them have a page of their own."""


@router.get("/", response_model=None)
def start(request: Request, desk: DeskHere, officer: OfficerHere) -> Response:
    """To the queue where this officer's day begins; whoever works with no cases gets a page that says so."""
    with desk.look(officer) as work:
        frame = shell(work)
    if (first := landing(officer, frame)) is not None:
        return RedirectResponse(f"{PREFIX}/hang-doi/{first.value}", status_code=303)
    return show(request, "no_queue.html", shell=frame)


@router.get("/hang-doi/{name}", response_model=None)
def queue_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    name: str,
    q: Annotated[str, Query()] = "",
    sau: Annotated[str, Query()] = "",
) -> Response:
    """One page of one queue; ``q`` searches in it, ``sau`` is the cursor of the next page."""
    searched = printable(" ".join(q.split()))[:_SEARCH_MAX]
    if code := read_code(searched):
        return RedirectResponse(f"{PREFIX}/ho-so/{code}", status_code=303)
    with desk.look(officer) as work:
        queue = _own_queue(name)
        frame = shell(work, queue)
        if queue not in {tab.queue for tab in frame.tabs}:
            raise NotFound("no_queue", "Không có hàng đợi này trong phần việc của ông/bà.")
        page = queues.page(work, queue, after=sau or None, text=searched)
        alerts = watch_list.unseen(work, _ALERTS_SHOWN) if frame.alerts and not (searched or sau) else []
    return show(
        request, "queue.html", shell=frame, page=page, queue=queue, searched=searched, later=bool(sau), alerts=alerts
    )


def _own_queue(name: str) -> Queue:
    try:
        return Queue(name)
    except ValueError:
        raise NotFound("no_queue", "Không có hàng đợi này trong phần việc của ông/bà.") from None
