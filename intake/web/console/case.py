"""The page of one case: reading only, each look written down."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from intake.cases import unfinished, viewing
from intake.cases.actor import Actor
from intake.cases.errors import FieldError
from intake.cases.queues import Queue
from intake.cases.work import Desk
from intake.web.console.case_view import choices, read_view
from intake.web.console.forms import NOTHING, CodeHere, Typed, some_id
from intake.web.console.return_to import query_of
from intake.web.console.session import OfficerHere
from intake.web.console.shell import show
from intake.web.reach import DeskHere
from models.languages import N_, _

router = APIRouter()

_KEPT = N_(
    "Phiên làm việc đã hết khi ông/bà đang viết. Nội dung vẫn được giữ ở đây, chưa gửi đi: xin xem lại rồi bấm gửi."
)


@router.get("/ho-so/{code}")
def case_route(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    tu: Annotated[str, Query()] = "",
    nhap: Annotated[str, Query()] = "",
    dan: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The case; ``tu`` is the queue it was opened from, ``nhap`` a form kept when the session ended.

    ``dan`` is the procedure whose words the guidance begins with.
    """
    typed = recalled(desk, officer, nhap)
    seen = int(version) if (version := typed.value(typed.slug, "version")).isdecimal() and len(version) < 10 else None
    fault = _(_KEPT) if typed.slug else None
    return show_case(
        request, desk, officer, code, typed=typed, seen=seen, fault=fault, queue=tu, kept=nhap, belongs_to=dan
    )


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
    belongs_to: str = "",
) -> HTMLResponse:
    """The page, with what was typed and what changed since version ``seen``. Raises NotFound."""
    query = query_of(request, named_queue(queue))
    with desk.look(officer) as work:
        view = read_view(work, code, seen, named_queue(queue), typed, belongs_to=belongs_to, query=query)
    if view.to_log:
        with desk.work(officer) as work:
            viewing.log_once(work, code, "page")
    told: dict[str, Any] = {"errors": errors, "fault": fault}
    told |= {"queue": named_queue(queue) or "", "kept": some_id(kept) or "", "list_query": query}
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
