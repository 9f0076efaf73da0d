"""Several officers on one case: who else has it open, what has just happened, and what each is writing.

The scripts of the case's page ask here by themselves; each part is small and is shown inside the open page. Without
scripts nothing of this is needed: the page is right when it is opened, and a stale form shows what changed.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from intake.cases import looking, mentions, repeats, timeline, typed
from intake.cases.errors import NotFound
from intake.cases.timeline import Entry
from intake.web.console.case import named_queue
from intake.web.console.deeds import DEEDS
from intake.web.console.forms import CaseForm, CodeHere, typed_of, unsent
from intake.web.console.session import STREAM, OfficerHere
from intake.web.console.shell import go, part
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Action
from routing.dates import local

router = APIRouter()

_VERSION_MAX = 2**31 - 1
_SHOWN = 3
_NAME_MAX = 64


@router.get(STREAM + "/ho-so/{code}")
def news_of_case(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    version: Annotated[int, Query(ge=0, le=_VERSION_MAX)],
    tu: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """What has happened on the case since this version; empty if nothing has."""
    entries: list[Entry] = []
    gone = False
    try:
        with desk.look(officer) as work:
            case = work.find(code)
            if case.version > version:
                entries = [entry for entry in timeline.for_officer(work, case) if entry.seq > version]
    except NotFound:
        gone = True
    return part(request, "news.html", code=code, entries=entries[:_SHOWN], gone=gone, queue=named_queue(tu) or "")


@router.get(STREAM + "/ho-so/{code}/nhac")
def colleagues(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    ten: Annotated[str, Query(max_length=_NAME_MAX)] = "",
) -> HTMLResponse:
    """Whom the name that was begun after ``@`` in a note may mean: only officers who may see the case."""
    with desk.look(officer) as work:
        case = work.find(code)
        work.allow(case, Action.NOTE)
        found = mentions.offered(work, case, ten)
    return part(request, "colleagues.html", found=found)


@router.post(STREAM + "/ho-so/{code}", response_model=None)
def look(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    typing: Annotated[str, Form()] = "",
    closed: Annotated[str, Form()] = "",
) -> Response:
    """This officer has the case open (or has ``closed`` it); answers who else has."""
    with desk.work(officer) as work:
        if closed:
            looking.leave(work, code)
            return Response(status_code=204)
        others = looking.look(work, code, typing=bool(typing))
    return part(request, "beside.html", others=others)


@router.post("/ho-so/{code}/dang-viet/{slug}")
def keep(
    desk: DeskHere, officer: OfficerHere, code: CodeHere, slug: str, form: Annotated[CaseForm, Form()]
) -> JSONResponse:
    """Keep what is being typed into one form; answers at what time, or nothing when there is nothing to keep."""
    deed = DEEDS.get(slug)
    if deed is None:
        raise NotFound("no_such_step", _("Không có việc này trên hồ sơ."))
    with desk.work(officer) as work:
        case = work.find(code)
        sent = repeats.just_done(work, code, deed.action, since=form.version, text=None)
        if sent or not typed_of(slug, form).text(slug):  # sent meanwhile, or emptied
            typed.forget(work, case, slug)
            return _kept_at(None)
        typed.keep(work, code, slug, version=form.version, fields=unsent(form))
        return _kept_at(work.now)


@router.post("/ho-so/{code}/bo-ban/{slug}")
def drop(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    slug: str,
    tu: Annotated[str, Form()] = "",
) -> Response:
    """The officer does not want what they were writing any more."""
    with desk.work(officer) as work:
        typed.forget(work, work.find(code), slug)
    queue = named_queue(tu)
    return go(f"/ho-so/{code}" + (f"?tu={queue}" if queue else ""), desk, options, Flash(_("Đã bỏ bản đang viết.")))


def _kept_at(moment: datetime | None) -> JSONResponse:
    return JSONResponse({"kept_at": f"{local(moment):%H:%M}" if moment else None})
