"""Keeping the filters of a list under a name, for oneself or for one's unit, and dropping them again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from intake.cases.errors import Invalid
from intake.cases.queues import Queue, views
from intake.web.console.forms import printable
from intake.web.console.queue_filters import read, tidy
from intake.web.console.queue_list import show_list
from intake.web.console.queue_names import own_queue
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _

router = APIRouter()


class ViewForm(BaseModel):
    """A name, whether the unit shares it, and the filters of the page as they stand in its address."""

    ten: str = ""
    chung: str = ""
    q: str = ""
    loai: str = ""
    linh_vuc: str = ""
    kenh: str = ""
    trang_thai: str = ""
    han: str = ""
    co_quan: str = ""
    giu: str = ""
    han_tu: str = ""
    han_den: str = ""
    noi: str = ""
    giong: str = ""
    xep: str = ""


@router.post("/hang-doi/{name}/bo-loc", response_model=None)
def keep(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    name: str,
    form: Annotated[ViewForm, Form()],
) -> Response:
    """Keep these filters; a name that will not do is said beside it, and the filters stay."""
    wanted, typed = printable(" ".join(form.ten.split())), tidy(form.model_dump())
    try:
        with desk.work(officer) as work:
            queue = own_queue(work, name)
            narrowing = read(work, queue, typed)
            views.keep(work, queue, wanted, narrowing.given, shared=bool(form.chung))
    except Invalid as refusal:
        return show_list(request, desk, officer, Queue(name), typed, wanted=wanted, refusal=refusal)
    return go(
        f"/hang-doi/{queue}{narrowing.address}",
        desk,
        options,
        Flash(_("Đã lưu bộ lọc “{name}”.").format(name=wanted)),
    )


@router.post("/bo-loc/{view_id}/xoa", response_model=None)
def drop(desk: DeskHere, options: OptionsHere, officer: OfficerHere, view_id: UUID) -> Response:
    """Drop one's own view and go back to its queue."""
    with desk.work(officer) as work:
        dropped = views.drop(work, view_id)
        queue, name = dropped.queue, dropped.name
    return go(f"/hang-doi/{queue}", desk, options, Flash(_("Đã xoá bộ lọc “{name}”.").format(name=name)))
