"""The leader's desk: one draft after the other, the citizen's words beside it, approved or sent back with a comment.

It shows a draft as it waits; what may be approved and by whom is decided by the use case.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import case_page, drafts, preview, queues, repeats, reply, viewing
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, NotFound, Refusal, Stale
from intake.cases.queues import Queue
from intake.cases.work import Desk, Work
from intake.web.console.beside import examination_law
from intake.web.console.case import recalled
from intake.web.console.forms import CaseForm, CodeHere, printable, some_id
from intake.web.console.onward import after
from intake.web.console.return_to import next_of
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.case import Case
from models.languages import N_, _
from models.vocabulary import Action

router = APIRouter()

_WAITING = Queue.AWAITING_APPROVAL
_SAID = {
    Action.APPROVE: N_("Đã phê duyệt và ban hành văn bản trả lời."),
    Action.SEND_BACK: N_("Đã trả lại người soạn kèm ý kiến."),
}


@router.get("/duyet", response_model=None)
def start(desk: DeskHere, options: OptionsHere, officer: OfficerHere) -> Response:
    """To the draft that waits in the first place, or to the list that says none does."""
    with desk.look(officer) as work:
        if _WAITING not in queues.queues_of(work):
            raise NotFound("no_queue", _("Không có hàng đợi này trong phần việc của ông/bà."))
        rows = queues.page(work, _WAITING, size=1).rows
    return go(f"/ho-so/{rows[0].code}/duyet" if rows else f"/hang-doi/{_WAITING}", desk, options)


@router.get("/ho-so/{code}/duyet")
def approval_page(
    request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere, nhap: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """One draft; ``nhap`` is a comment that was kept when the session ended."""
    typed = recalled(desk, officer, nhap)
    return _show(request, desk, officer, code, comment=typed.value(typed.slug, "comment"), kept=nhap)


@router.post("/ho-so/{code}/duyet", response_model=None)
def decide(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[CaseForm, Form()],
) -> Response:
    """Approve or send back, and on to the next. What cannot be done comes back with the comment."""
    action = Action.SEND_BACK if form.then == "send_back" else Action.APPROVE
    try:
        upcoming = _decide(desk, officer, code, action, form)
    except Refusal as refusal:
        if not (isinstance(refusal, Stale) and _done_just_now(desk, officer, code, action, form)):
            return _show(request, desk, officer, code, comment=form.comment, kept=form.nhap, refusal=refusal)
        upcoming = _upcoming(desk, officer, code)
    to, sentence = after(officer, _WAITING, upcoming, _(_SAID[action]), desk="/duyet")
    return go(to, desk, options, Flash(sentence, code))


def _decide(desk: Desk, officer: Actor, code: str, action: Action, form: CaseForm) -> str | None:
    """Take the step; returns the draft that waits next, read before this one leaves its place."""
    with desk.work(officer) as work:
        case = work.lock(code, version=form.version)
        upcoming = next_of(work, _WAITING, case)
        if action is Action.SEND_BACK:
            reply.send_back(work, case, comment=form.comment)
        else:
            reply.approve(work, case)
        if kept := some_id(form.nhap):
            drafts.forget(work, kept)
        return upcoming


def _done_just_now(desk: Desk, officer: Actor, code: str, action: Action, form: CaseForm) -> bool:
    text = form.comment if action is Action.SEND_BACK else ""
    with desk.look(officer) as work:
        return repeats.just_done(work, code, action, since=form.version, text=text)


def _upcoming(desk: Desk, officer: Actor, code: str) -> str | None:
    with desk.look(officer) as work:
        return next_of(work, _WAITING, work.find(code))


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    code: str,
    *,
    comment: str,
    kept: str,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    with desk.work(officer) as work:  # looking at a case is written down
        case = work.find(code)
        values = _values(work, case, refusal)
        viewing.log_once(work, code, "page")
    return show(
        request,
        "approval.html",
        status=refusal.status if refusal else 200,
        fault=refusal.sentence if refusal else None,
        comment=printable(comment),
        kept=some_id(kept) or "",
        queue=_WAITING,
        Action=Action,
        **values,
    )


def _values(work: Work, case: Case, refusal: Refusal | None) -> dict[str, object]:
    page = case_page.case_page(work, case)
    if Action.SEND_BACK not in page.actions or page.draft is None:
        raise refusal or Impossible("not_waiting", _("Hồ sơ này không còn dự thảo nào chờ ông/bà phê duyệt."))
    frame = shell(work, _WAITING)
    return {
        "shell": frame,
        "page": page,
        "around": queues.around(work, _WAITING, case),
        "waiting": next((tab.count for tab in frame.tabs if tab.queue is _WAITING), None),
        "readings": preview.readings(work, case, page.draft.text),
        "law": examination_law(work) if page.evaluation else None,
    }
