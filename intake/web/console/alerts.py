"""What needs attention: the watch's alerts to the officer's unit, until somebody there has seen them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import watch_list
from intake.web.console.case import named_queue
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _

router = APIRouter()


@router.get("/can-chu-y")
def alerts_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """Everything that the unit has not seen, the most pressing first."""
    with desk.look(officer) as work:
        frame = shell(work)
        alerts = watch_list.unseen(work)
    return show(request, "alerts.html", shell=frame, alerts=alerts)


@router.post("/can-chu-y")
def mark_seen(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    viec: Annotated[list[UUID], Form(max_length=watch_list.LISTED)],
    tu: Annotated[str, Form()] = "",
) -> Response:
    """Note that these were seen, and go back to the page they stood on: a queue (``tu``) or the list of alerts."""
    with desk.work(officer) as work:
        seen = watch_list.mark_seen(work, viec)
    queue = named_queue(tu)
    sentence = (
        _("Đã ghi nhận {seen} việc đã xem.").format(seen=seen)
        if seen
        else _("Việc này đã có người trong đơn vị xem rồi.")
    )
    return go(f"/hang-doi/{queue}" if queue else "/can-chu-y", desk, options, Flash(sentence))
