"""The publication desk: the machine has marked what may be personal, a person decides mark by mark and confirms.

What is published is exactly the preview that was on the screen when the box was ticked.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import case_page, drafts, repeats, viewing
from intake.cases import publish as publishing
from intake.cases.actor import Actor
from intake.cases.errors import FieldError, Impossible, Invalid, Refusal, Stale
from intake.cases.publish import Confirmation
from intake.cases.work import Desk, Work
from intake.web.console.case import named_queue, recalled
from intake.web.console.forms import CodeHere, PublicationForm, Typed, printable, some_id
from intake.web.console.marks import digest, more_words, pieces, result
from intake.web.console.onward import after
from intake.web.console.return_to import next_of
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import Action

router = APIRouter()

PUBLISHED = N_("Đã công khai kết quả, thông tin cá nhân đã che.")


@router.get("/ho-so/{code}/cong-khai")
def publication_page(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    code: CodeHere,
    tu: Annotated[str, Query()] = "",
    nhap: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The question and the answer with every mark; all hidden to begin with."""
    return _show(request, desk, officer, code, _kept_form(recalled(desk, officer, nhap), tu, nhap))


@router.post("/ho-so/{code}/cong-khai", response_model=None)
def publish(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[PublicationForm, Form()],
) -> Response:
    """Show the preview again, or publish what the preview showed."""
    if form.step != "publish":
        return _show(request, desk, officer, code, form)
    upcoming = None
    try:
        upcoming = _publish(desk, officer, code, form)
    except Refusal as refusal:
        if not (isinstance(refusal, Stale) and _published_just_now(desk, officer, code, form)):
            return _show(request, desk, officer, code, form, refusal=refusal)
    to, sentence = after(officer, named_queue(form.tu), upcoming, _(PUBLISHED), desk="/cong-khai")
    return go(to, desk, options, Flash(sentence, code))


def _publish(desk: Desk, officer: Actor, code: str, form: PublicationForm) -> str | None:
    """Publish what was confirmed; returns the case that waits next."""
    with desk.work(officer) as work:
        case = work.lock(code, version=form.version)
        upcoming = next_of(work, named_queue(form.tu), case)
        if form.previewed != digest(*result(publishing.propose(work, case), form)):
            raise Invalid(FieldError("previewed", "preview_changed", _(_LOOK_AGAIN)))
        publishing.publish(work, case, _confirmation(form))
        if kept := some_id(form.nhap):
            drafts.forget(work, kept)
        return upcoming


_LOOK_AGAIN = N_("Bản xem trước vừa thay đổi theo lựa chọn mới. Xin đọc lại bản bên dưới rồi xác nhận.")


def _published_just_now(desk: Desk, officer: Actor, code: str, form: PublicationForm) -> bool:
    with desk.look(officer) as work:
        return repeats.just_done(work, code, Action.PUBLISH, since=form.version)


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    code: str,
    form: PublicationForm,
    *,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    with desk.work(officer) as work:  # looking at a case is written down
        values = _values(work, code, form)
        viewing.log_once(work, code, "publication")
    return show(
        request,
        "publication.html",
        status=refusal.status if refusal else 200,
        form=form.model_copy(
            update={
                "more": printable(form.more),
                "tu": named_queue(form.tu) or "",
                "nhap": str(some_id(form.nhap) or ""),
            }
        ),
        fault=refusal.sentence if refusal else None,
        **values,
    )


def _values(work: Work, code: str, form: PublicationForm) -> dict[str, object]:
    case = work.find(code)
    page = case_page.case_page(work, case)
    if Action.PUBLISH not in page.actions:
        raise Impossible("cannot_publish", _("Hồ sơ này chưa hoặc không còn công khai được."))
    proposal = publishing.propose(work, case)
    question, answer = result(proposal, form)
    return {
        "shell": shell(work, named_queue(form.tu)),
        "page": page,
        "question": list(pieces(proposal.question)),
        "answer": list(pieces(proposal.answer)),
        "preview": (question, answer),
        "digest": digest(question, answer),
        "phrases": [(printable(phrase), proposal.places(phrase)) for phrase in more_words(form)],
    }


def _confirmation(form: PublicationForm) -> Confirmation:
    return Confirmation(
        keep_in_question=frozenset(form.q),
        keep_in_answer=frozenset(form.a),
        hide_more=more_words(form),
        confirmed=bool(form.confirmed),
    )


def _kept_form(typed: Typed, queue: str, kept: str) -> PublicationForm:
    """The form as it was kept when the session ended, else a new one. Its box must be ticked again."""
    return PublicationForm(
        version=0,
        q=_numbers(typed, "q"),
        a=_numbers(typed, "a"),
        more=typed.value("cong-khai", "more"),
        tu=queue,
        nhap=kept if typed.slug else "",
    )


def _numbers(typed: Typed, name: str) -> list[int]:
    return [int(number) for number in typed.fields.get(name, []) if number.isdecimal() and len(number) < 6]
