"""The page of one case, and its files: reading only, each look written down."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse

from intake.cases import access, tracking, unfinished, viewing
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, NotFound
from intake.cases.queues import Queue
from intake.cases.work import Desk
from intake.web.console.case_view import choices, read_view
from intake.web.console.forms import NOTHING, CodeHere, Typed, some_id
from intake.web.console.session import OfficerHere
from intake.web.console.shell import show
from intake.web.reach import DeskHere

router = APIRouter()

_KEPT = "Phiên làm việc đã hết khi ông/bà đang viết. Nội dung vẫn được giữ ở đây, chưa gửi đi: xin xem lại rồi bấm gửi."


@router.get("/ho-so/{code}")
def case_route(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    tu: Annotated[str, Query()] = "",
    nhap: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The case; ``tu`` is the queue it was opened from, ``nhap`` a form kept when the session ended."""
    typed = recalled(desk, officer, nhap)
    seen = int(version) if (version := typed.value(typed.slug, "version")).isdecimal() and len(version) < 10 else None
    fault = _KEPT if typed.slug else None
    return show_case(request, desk, officer, code, typed=typed, seen=seen, fault=fault, queue=tu, kept=nhap)


@router.get("/ho-so/{code}/tep/{file_id}")
def file_route(desk: DeskHere, officer: OfficerHere, code: CodeHere, file_id: UUID) -> FileResponse:
    """A file of a case this officer may see: always a download, never shown on our own address."""
    with desk.look(officer) as work:
        case = work.find(code)
        files = tracking.files(work, case) if access.sees_identity(officer) else []
        found = next((file for file in files if file.id == file_id), None)
    path = desk.storage.path(file_id)
    if found is None or not path.exists():
        raise NotFound("no_file", "Không có tệp này trong hồ sơ.")
    with desk.work(officer) as work:
        viewing.log_once(work, code, f"file:{file_id}")
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return FileResponse(path, filename=found.name, media_type="application/octet-stream", headers=headers)


def show_case(
    request: Request,
    desk: Desk,
    officer: Actor,
    code: str,
    *,
    status: int = 200,
    typed: Typed = NOTHING,
    seen: int | None = None,
    fault: str | None = None,
    errors: tuple[FieldError, ...] = (),
    queue: str = "",
    kept: str = "",
) -> HTMLResponse:
    """The page, with what was typed and what changed since version ``seen``. Raises NotFound."""
    with desk.look(officer) as work:
        view = read_view(work, code, seen, named_queue(queue))
    if view.to_log:
        with desk.work(officer) as work:
            viewing.log_once(work, code, "page")
    told: dict[str, Any] = {"typed": typed, "errors": errors, "fault": fault}
    told |= {"queue": named_queue(queue) or "", "kept": some_id(kept) or ""}
    return show(request, "case.html", status=status, **told, **choices(view))


def recalled(desk: Desk, officer: Actor, kept: str) -> Typed:
    """The form that was kept when the session ended, if it is this officer's."""
    kept_id = some_id(kept)
    if kept_id is None:
        return NOTHING
    with desk.look(officer) as work:
        found = unfinished.recall(work, kept_id)
    return Typed(found[0].rsplit("/", 1)[-1], found[1]) if found else NOTHING


def named_queue(name: str) -> Queue | None:
    return Queue(name) if name in set(Queue) else None
