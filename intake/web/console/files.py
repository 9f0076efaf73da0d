"""The files of a case for its officers: downloads, small pictures, and a warning before what nobody has scanned.

Each look is written down. What may be opened is decided by ``attachments``; nothing is shown on our own address but
pictures that we have drawn ourselves.
"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from intake.cases import attachments, viewing
from intake.cases.actor import Actor
from intake.cases.attachments import FileView
from intake.cases.errors import NotFound
from intake.cases.unfit import Unfit
from intake.cases.work import Desk
from intake.web import downloads
from intake.web.console.forms import CodeHere
from intake.web.console.session import OfficerHere
from intake.web.console.shell import shell, show
from intake.web.reach import DeskHere
from models.languages import N_, _

router = APIRouter(prefix="/ho-so/{code}/tep/{file_id}")

_NO_PREVIEW = N_("Tệp này không có ảnh xem trước.")


@router.get("")
def file_route(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    file_id: UUID,
    mo: Annotated[str, Query()] = "",
) -> Response:
    """The file as a download; one that was never scanned only after a warning, which links here with ``mo=1``."""
    found, path = _find(desk, officer, code, file_id)
    if found.is_unscanned and mo != "1":
        with desk.look(officer) as work:
            frame = shell(work)
        return show(request, "file_warning.html", shell=frame, code=code, file=found)
    _log(desk, officer, code, f"file:{file_id}")
    return downloads.download(path, found.name)


@router.get("/xem-truoc")
def preview_route(desk: DeskHere, officer: OfficerHere, code: CodeHere, file_id: UUID) -> Response:
    """A picture, small."""
    found, path = _find(desk, officer, code, file_id)
    if not found.is_picture:
        raise NotFound("no_preview", _(_NO_PREVIEW))
    try:
        shown = downloads.preview(path)
    except Unfit:
        raise NotFound("no_preview", _(_NO_PREVIEW)) from None
    _log(desk, officer, code, f"preview:{file_id}")
    return shown


def _find(desk: Desk, officer: Actor, code: str, file_id: UUID) -> tuple[FileView, Path]:
    with desk.look(officer) as work:
        return attachments.openable(work, work.find(code), file_id)


def _log(desk: Desk, officer: Actor, code: str, what: str) -> None:
    """Write the look down, without taking the write lock for one that is written down already."""
    with desk.look(officer) as work:
        known = viewing.looked_just_now(work, work.find(code), what)
    if not known:
        with desk.work(officer) as work:
            viewing.log_once(work, code, what)
