"""The conversation in which a case was filed: read by its officers, taken over, written in, handed back."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response

from intake.cases import chatting, meanings, viewing
from intake.web.console.forms import CaseForm, CodeHere, chosen
from intake.web.console.sent_along import brought
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.public.typed import FormHere
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import Intent, Speaker

router = APIRouter(prefix="/ho-so/{code}/tro-chuyen")

_TAKEN = N_("Đã tiếp quản. Trợ lý im lặng cho đến khi được trao lại.")
_BACK = N_("Đã trao lại cho trợ lý.")
_SENT = N_("Đã gửi tin cho người gửi.")
_MARKED = N_("Đã ghi điều người gửi muốn nói. Quản trị xuất những câu này để dạy lại máy.")


@router.get("")
def page(request: Request, desk: DeskHere, officer: OfficerHere, code: CodeHere) -> HTMLResponse:
    """What was said, and who speaks now."""
    with desk.work(officer) as work:  # looking at a case is written down
        case = work.find(code)
        found, version, frame = chatting.view(work, case), case.version, shell(work)
        viewing.log_once(work, code, "reading")
    return show(
        request, "chat.html", shell=frame, code=code, chat=found, version=version, Intent=Intent, Speaker=Speaker
    )


@router.post("/tiep-quan")
def take(
    desk: DeskHere, options: OptionsHere, officer: OfficerHere, code: CodeHere, form: Annotated[CaseForm, Form()]
) -> Response:
    """The officer speaks from now on."""
    with desk.work(officer) as work:
        chatting.take(work, chatting.lock(work, code, version=form.version))
    return go(f"/ho-so/{code}/tro-chuyen", desk, options, Flash(_(_TAKEN)))


@router.post("/trao-lai")
def hand_back(
    desk: DeskHere, options: OptionsHere, officer: OfficerHere, code: CodeHere, form: Annotated[CaseForm, Form()]
) -> Response:
    """The bot speaks again."""
    with desk.work(officer) as work:
        chatting.hand_back(work, chatting.lock(work, code, version=form.version))
    return go(f"/ho-so/{code}/tro-chuyen", desk, options, Flash(_(_BACK)))


@router.post("/nhan")
def write(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    form: Annotated[CaseForm, Form()],
    sent: FormHere,
) -> Response:
    """A line of the officer's own, with its files."""
    files = brought(desk, sent)
    with desk.work(officer) as work:
        chatting.write(work, chatting.lock(work, code, version=form.version), text=form.text, upload_ids=files)
    return go(f"/ho-so/{code}/tro-chuyen", desk, options, Flash(_(_SENT)))


@router.post("/hieu-sai/{seq}")
def mark(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    code: CodeHere,
    seq: Annotated[int, Path(ge=1, le=2**31 - 1)],
    form: Annotated[CaseForm, Form()],
) -> Response:
    """What a line of the sender really meant."""
    with desk.work(officer) as work:
        case = chatting.lock(work, code, version=form.version)
        meant = chosen(Intent, form.intent, name="intent", sentence=_("Xin chọn điều người gửi muốn nói."))
        meanings.mark(work, case, seq, meant=meant)
    return go(f"/ho-so/{code}/tro-chuyen", desk, options, Flash(_(_MARKED)))
