"""A citizen's own files, back as downloads: for whoever holds the key of the case and nobody else."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from intake.cases import attachments
from intake.web import downloads
from intake.web.public import visitor
from intake.web.reach import DeskHere

router = APIRouter()


@router.get("/ho-so/{code}/tep/{file_id}")
def own_file(request: Request, desk: DeskHere, code: str, file_id: UUID) -> Response:
    """The file, or the door to the case for a browser that has not shown its key."""
    actor = visitor.holder(request, desk, code)
    if actor is None:
        return RedirectResponse(f"/ho-so/{quote(code)}", status_code=303)
    with desk.look(actor) as work:
        found, path = attachments.openable(work, work.find(code), file_id)
    return downloads.download(path, found.name)
