"""The conversations that officers may enter, as a list, and one of them, whether or not a case was filed in it."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from intake.cases import chat_list, chatting, viewing
from intake.cases.chat_list import ChatState
from intake.cases.chatting import CHATS
from intake.cases.errors import NotAllowed
from intake.web.console.sent_along import brought
from intake.web.console.session import OfficerHere
from intake.web.console.shell import go, shell, show
from intake.web.flash import Flash
from intake.web.public.typed import FormHere
from intake.web.reach import DeskHere, OptionsHere
from models.languages import N_, _
from models.vocabulary import ChannelKind, Labelled

router = APIRouter(prefix="/tro-chuyen")
L = TypeVar("L", bound=Labelled)

_TAKEN = N_("Đã tiếp quản. Trợ lý im lặng cho đến khi được trao lại.")
_BACK = N_("Đã trao lại cho trợ lý.")
_SENT = N_("Đã gửi tin cho người gửi.")
_OPENED = N_("Đã mở cuộc trò chuyện cho các cơ quan khác cùng xem.")


class ChatForm(BaseModel):
    """What an officer writes."""

    text: str = ""


@router.get("")
def listed(
    request: Request,
    desk: DeskHere,
    officer: OfficerHere,
    kenh: Annotated[str, Query()] = "",
    trang_thai: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """Those that ask for a person first; ``kenh`` and ``trang_thai`` narrow it, and nonsense narrows nothing."""
    channel, state = _known(ChannelKind, kenh), _known(ChatState, trang_thai)
    with desk.look(officer) as work:
        if not chat_list.is_for(work):
            raise NotAllowed
        found, frame = chat_list.listed(work, channel=channel, state=state), shell(work, chats=True)
    offered: dict[str, Any] = {"channels": [one for one in ChannelKind if one in CHATS], "states": list(ChatState)}
    return show(request, "chats.html", shell=frame, found=found, channel=channel, state=state, **offered)


@router.get("/{talk_id}")
def page(request: Request, desk: DeskHere, officer: OfficerHere, talk_id: UUID) -> HTMLResponse:
    """What was said, and who speaks now."""
    with desk.work(officer) as work:  # looking at a case is written down
        found, frame = chatting.view_talk(work, talk_id), shell(work, chats=True)
        for code in found.codes[:1]:
            viewing.log_once(work, code, "reading")
    return show(request, "chat.html", shell=frame, code="", chat=found, version=None)


@router.post("/{talk_id}/tiep-quan")
def take(desk: DeskHere, options: OptionsHere, officer: OfficerHere, talk_id: UUID) -> Response:
    """The officer speaks from now on."""
    with desk.work(officer) as work:
        chatting.take_talk(work, talk_id)
    return go(f"/tro-chuyen/{talk_id}", desk, options, Flash(_(_TAKEN)))


@router.post("/{talk_id}/trao-lai")
def hand_back(desk: DeskHere, options: OptionsHere, officer: OfficerHere, talk_id: UUID) -> Response:
    """The bot speaks again."""
    with desk.work(officer) as work:
        chatting.hand_back_talk(work, talk_id)
    return go(f"/tro-chuyen/{talk_id}", desk, options, Flash(_(_BACK)))


@router.post("/{talk_id}/nhan")
def write(
    desk: DeskHere,
    options: OptionsHere,
    officer: OfficerHere,
    talk_id: UUID,
    form: Annotated[ChatForm, Form()],
    sent: FormHere,
) -> Response:
    """A line of the officer's own, with its files."""
    files = brought(desk, sent)
    with desk.work(officer) as work:
        chatting.write_talk(work, talk_id, text=form.text, upload_ids=files)
    return go(f"/tro-chuyen/{talk_id}", desk, options, Flash(_(_SENT)))


@router.post("/{talk_id}/mo")
def open_up(desk: DeskHere, options: OptionsHere, officer: OfficerHere, talk_id: UUID) -> Response:
    """Kept for one desk no more; whoever opened it may see it no more either."""
    with desk.work(officer) as work:
        chatting.open_up(work, talk_id)
    return go("/tro-chuyen", desk, options, Flash(_(_OPENED)))


def _known(vocabulary: type[L], value: str) -> L | None:
    return next((one for one in vocabulary if one.value == value), None)
