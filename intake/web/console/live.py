"""What an open page of the console is told without asking: one stream for each browser, and the counts of its queues.

The stream is the only page that is ``async``: who asks is found out in a thread, like everywhere, and then it only
waits. It says that something has changed, never what; the page fetches again and is shown what its officer may see.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from intake.web.console.case import named_queue
from intake.web.console.session import STREAM, OfficerHere, token_of
from intake.web.console.shell import part, shell
from intake.web.live.stream import events
from intake.web.live.watcher import Watcher
from intake.web.reach import DeskHere

router = APIRouter()

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""No proxy keeps or gathers it (the second is read by nginx)."""


@router.get(STREAM, response_model=None)
async def stream(
    request: Request, desk: DeskHere, officer: OfficerHere, tu: Annotated[float, Query()] = 0.0
) -> Response:
    """The stream; ``tu``: until when, in seconds since 1970, the page is known to be right."""
    request.state.endless = True
    told = events(request.app.state.live, Watcher(officer, tu), desk, token_of(request))
    return StreamingResponse(told, media_type="text/event-stream", headers=_HEADERS)


@router.get(f"{STREAM}/hang-doi")
def counts(request: Request, desk: DeskHere, officer: OfficerHere, tu: Annotated[str, Query()] = "") -> HTMLResponse:
    """The left column and the number of things to attend to, as they are now."""
    with desk.look(officer) as work:
        frame = shell(work, named_queue(tu))
    return part(request, "queues.html", shell=frame)
