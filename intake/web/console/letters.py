"""Putting an issued reply on paper: number, day and signer proposed, the letter issued, its Word and PDF downloads.

The file is written between two transactions. What a letter needs is decided in ``intake.cases.letters``.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from intake.cases import case_page, viewing
from intake.cases.actor import Actor
from intake.cases.errors import Impossible, Invalid, Refusal, Stale
from intake.cases.letters import issuing, reading
from intake.cases.letters.heading import Heading
from intake.cases.letters.reading import LetterView
from intake.cases.work import Desk, Work
from intake.web import downloads
from intake.web.console.case import named_queue
from intake.web.console.forms import CodeHere, printable
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.public.typed import Typed
from intake.web.reach import DeskHere, OptionsHere
from models.languages import _
from models.vocabulary import Action
from routing.dates import say_day

router = APIRouter(prefix="/ho-so/{code}/cong-van")

_FIELDS = ("number", "sign", "place", "day", "superior", "signer", "signer_title", "subject")


class LetterFields(BaseModel):
    """The form of a letter as it is typed."""

    version: int = Field(ge=0, le=2**31 - 1)
    number: str = ""
    sign: str = ""
    place: str = ""
    day: str = ""
    superior: str = ""
    signer: str = ""
    signer_title: str = ""
    subject: str = ""
    tu: str = ""


@router.get("")
def letter_page(
    request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere, tu: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """The form, filled with what is proposed. Raises Impossible where no letter can be issued (any more)."""
    return _show(request, desk, officer, code, queue=tu)


@router.post("", response_model=None)
def issue(
    request: Request,
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[LetterFields, Form()],
) -> Response:
    """Issue the letter, or show the form again with what is wrong."""
    try:
        said = _issue(desk, officer, code, form)
    except (Invalid, Stale) as refusal:
        return _show(request, desk, officer, code, queue=form.tu, form=form, refusal=refusal)
    queue = named_queue(form.tu)
    return go(f"/ho-so/{code}" + (f"?tu={queue}" if queue else ""), desk, options, Flash(said))


@router.get("/{letter_id}/word")
def word(desk: DeskHere, officer: OfficerHere, code: CodeHere, letter_id: UUID) -> Response:
    """The letter as it was issued."""
    view = _letter(desk, officer, code, letter_id)
    return downloads.download(reading.word(desk, view), view.name)


@router.get("/{letter_id}/pdf")
def pdf(desk: DeskHere, officer: OfficerHere, code: CodeHere, letter_id: UUID) -> Response:
    """The same as a PDF; making it the first time takes some seconds."""
    view = _letter(desk, officer, code, letter_id)
    return downloads.download(reading.pdf(desk, view), f"{view.name.removesuffix('.docx')}.pdf")


def _issue(desk: Desk, officer: Actor, code: str, form: LetterFields) -> str:
    with desk.look(officer) as work:
        prepared = issuing.prepare(work, work.find(code), form.model_dump(include=set(_FIELDS)))
    docx = prepared.write()
    with desk.work(officer) as work:
        letter = issuing.issue(work, work.lock(code, version=form.version), prepared, docx)
        return _("Đã ra công văn số {number}, ngày {day}.").format(
            number=f"{letter.number:02d}/{letter.sign}", day=say_day(letter.day)
        )


def _letter(desk: Desk, officer: Actor, code: str, letter_id: UUID) -> LetterView:
    """The letter; who looks at it is written down."""
    with desk.work(officer) as work:
        view = reading.letter(work, work.find(code), letter_id)
        viewing.log_once(work, code, f"letter:{letter_id}")
        return view


def _show(
    request: Request,
    desk: Desk,
    officer: Actor,
    code: str,
    *,
    queue: str,
    form: LetterFields | None = None,
    refusal: Refusal | None = None,
) -> HTMLResponse:
    with desk.look(officer) as work:
        values = _values(work, code, queue, form)
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return show(
        request,
        "letter.html",
        status=refusal.status if refusal else 200,
        errors=list(errors),
        fault=refusal.sentence if refusal and not errors else None,
        prints=desk.printer is not None,
        **values,
    )


def _values(work: Work, code: str, queue: str, form: LetterFields | None) -> dict[str, object]:
    case = work.find(code)
    page = case_page.case_page(work, case)
    if Action.ISSUE_LETTER not in page.actions:
        raise Impossible("no_letter_now", _("Hồ sơ này chưa có trả lời đã ban hành, hoặc trả lời ấy đã có công văn."))
    said = form.model_dump(include=set(_FIELDS)) if form else _typed(issuing.proposal(work, case))
    frame = shell(work, named_queue(queue))
    return {
        "shell": frame,
        "page": page,
        "queue": named_queue(queue) or "",
        "typed": Typed(str, {name: printable(value) for name, value in said.items()}),
    }


def _typed(said: Heading) -> dict[str, str]:
    fields = {name: str(getattr(said, name)) for name in _FIELDS}
    return {**fields, "day": say_day(said.day)}
