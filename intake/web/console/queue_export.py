"""A list as a file: what stands in the queue, narrowed as it was on the page, through the same access.

A short list comes at once. A long one is made by a worker; its page says how far it is, and the file is for whoever
asked alone. The filters come in a form, so that no name that was searched for stands in an address.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from intake.cases.errors import NotFound
from intake.cases.queues import Queue, exporting
from intake.cases.queues.taking_out import WRITERS, TakenOut
from intake.web.console.queue_filters import read, tidy
from intake.web.console.queue_names import own_queue
from intake.web.console.queue_views import ViewForm
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.export import Export
from models.languages import _
from models.vocabulary import ExportState
from routing.dates import local_day

router = APIRouter()


@router.post("/hang-doi/{name}/xuat.{kind}", response_model=None)
def export(
    desk: DeskHere, options: OptionsHere, officer: OfficerHere, name: str, kind: str, form: Annotated[ViewForm, Form()]
) -> Response:
    """The whole list as ``csv`` or ``xlsx``, or the page on which it is waited for."""
    if kind not in WRITERS:
        raise NotFound("no_such_file", _("Danh sách chỉ có ở dạng CSV và Excel."))
    with desk.look(officer) as work:
        queue = own_queue(work, name)
        narrowing = read(work, queue, tidy(form.model_dump()))
        total = exporting.how_many(work, queue, narrowing.filters, narrowing.order)
        headers = {
            "Content-Disposition": f'attachment; filename="ho-so-{queue.value}-{local_day(work.now):%Y%m%d}.{kind}"',
            "Cache-Control": "no-store",
        }
    if total <= exporting.AT_ONCE:
        taken = TakenOut(desk, lambda: officer, queue, narrowing.filters, narrowing.order, kind)
        return StreamingResponse(taken.parts(), media_type=WRITERS[kind][1], headers=headers)
    with desk.work(officer) as work:
        asked = exporting.ask(work, queue, narrowing.filters, narrowing.order, kind, total=total)
    return go(f"/tai-ve/{asked}", desk, options)


@router.get("/tai-ve")
def exports_page(request: Request, desk: DeskHere, officer: OfficerHere) -> HTMLResponse:
    """The files this officer has asked for since yesterday."""
    with desk.look(officer) as work:
        return show(request, "exports.html", shell=shell(work), exports=exporting.all_own(work), Queue=Queue)


@router.get("/tai-ve/{export_id}")
def export_page(request: Request, desk: DeskHere, officer: OfficerHere, export_id: UUID) -> HTMLResponse:
    """How far one of them is."""
    with desk.look(officer) as work:
        one = exporting.own(work, export_id)
        return show(request, "export.html", shell=shell(work), export=one, share=_share(one), queue=Queue(one.queue))


@router.get("/tai-ve/{export_id}/tep", response_model=None)
def export_file(desk: DeskHere, officer: OfficerHere, export_id: UUID) -> Response:
    """The file itself."""
    with desk.look(officer) as work:
        one, path = exporting.file_of(work, export_id)
        name = f"ho-so-{one.queue}-{local_day(one.asked_at):%Y%m%d}.{one.kind}"
        media_type = WRITERS[one.kind][1]
    return FileResponse(path, filename=name, media_type=media_type, headers={"Cache-Control": "no-store"})


@router.post("/tai-ve/{export_id}/huy", response_model=None)
def cancel(desk: DeskHere, options: OptionsHere, officer: OfficerHere, export_id: UUID) -> Response:
    """Stop, and back to the list."""
    with desk.work(officer) as work:
        queue = exporting.own(work, export_id).queue
        exporting.cancel(work, export_id)
    return go(f"/hang-doi/{queue}", desk, options, Flash(_("Đã hủy việc lập tệp danh sách.")))


def _share(export: Export) -> int:
    """How much is done, in percent; the last percent is the packing."""
    if export.state is ExportState.DONE:
        return 100
    return min(99, export.done * 100 // export.total) if export.total else 0
