"""An officer in a conversation: taking it over so that the bot is silent, writing to the sender, handing it back.

Taking over and handing back lock the conversation and raise its version: a turn of the bot that is under way finds it
changed, and is thought about again under the new rule. It knows nothing of what the bot would say.
"""

from dataclasses import dataclass
from datetime import datetime

from intake.cases import access, conversations
from intake.cases.errors import Impossible, NotAllowed, NotFound
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine, Conversation
from models.languages import _
from models.vocabulary import ChannelKind, EventType, Speaker

CHATS = frozenset({ChannelKind.WEBCHAT, ChannelKind.TELEGRAM, ChannelKind.ZALO, ChannelKind.ZALO_BOT})
_TAKEN = "Cán bộ trả lời trực tiếp trong cuộc trò chuyện, trợ lý tự động im lặng."
_HANDED_BACK = "Cuộc trò chuyện được trao lại cho trợ lý tự động."


@dataclass(frozen=True, slots=True)
class ChatView:
    """A conversation as an officer sees it. ``mine``: they speak in it now; ``taken``: somebody does."""

    lines: list[ChatLine]
    taken: bool
    mine: bool
    called_at: datetime | None


def view(work: Work, case: Case) -> ChatView:
    """What was said where this case was filed. Raises NotFound, NotAllowed."""
    talk = talk_of(work, case, lock=False)
    lines = list(conversations.lines_after(work, talk.id, 0))
    return ChatView(lines, talk.officer_id is not None, talk.officer_id == work.actor.officer_id, talk.called_at)


def is_there(work: Work, case: Case) -> bool:
    """Whether the case was filed in a conversation this actor may enter."""
    return case.channel in CHATS and _may(work) and conversations.of_case(work, case.id) is not None


def take(work: Work, case: Case) -> Conversation:
    """From now on the officer speaks and the bot is silent. Raises Impossible if another officer does."""
    talk = talk_of(work, case)
    _only_mine(work, talk)
    if talk.officer_id is None:
        talk.officer_id, talk.taken_at, talk.called_at = work.officer_id, work.now, None
        talk.version += 1
        work.record(case, EventType.NOTED, _TAKEN)
    return talk


def hand_back(work: Work, case: Case) -> Conversation:
    """The bot speaks again, and goes on where it was."""
    talk = talk_of(work, case)
    if talk.officer_id is not None:
        talk.officer_id = talk.taken_at = None
        talk.version += 1
        work.record(case, EventType.NOTED, _HANDED_BACK)
    return talk


def write(work: Work, case: Case, *, text: str) -> ChatLine:
    """Write to the sender where they chat; the conversation is taken over by it."""
    words = read_text("text", text, longest=4_000)
    talk = take(work, case)

    work.record(case, EventType.NOTED, words)
    return conversations.say(work, talk, words, by=Speaker.OFFICER)


def talk_of(work: Work, case: Case, *, lock: bool = True) -> Conversation:
    """The conversation in which a case was filed. Raises NotFound, NotAllowed."""
    if not _may(work):
        raise NotAllowed
    talk = conversations.of_case(work, case.id)
    if talk is None:
        raise NotFound("no_chat", _("Hồ sơ này không gửi từ một cuộc trò chuyện."))
    if lock:
        work.session.refresh(talk, with_for_update=True)
    return talk


def _may(work: Work) -> bool:
    """A conversation names its sender, so it is for those who handle cases and may know who wrote."""
    return access.works_on_cases(work.actor) and access.sees_identity(work.actor)


def _only_mine(work: Work, talk: Conversation) -> None:
    if talk.officer_id not in (None, work.officer_id):
        raise Impossible("chat_taken", _("Cuộc trò chuyện đang do người khác trả lời."))
