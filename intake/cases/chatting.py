"""An officer in a conversation: taking it over so that the bot is silent, writing to the sender, handing it back.

Taking over and handing back lock the conversation and raise its version: a turn of the bot that is under way finds it
changed, and is thought about again under the new rule. What is done is noted on the newest case of the conversation
that the officer sees. It knows nothing of what the bot would say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from intake.cases import access, attachments, conversations, enclosures, receipts
from intake.cases.enclosures import Enclosed
from intake.cases.errors import FieldError, Impossible, Invalid, NotAllowed, NotFound
from intake.cases.event_words import how_far
from intake.cases.ports import Chat
from intake.cases.submission import read_text
from intake.cases.work import Work
from models.case import Case
from models.conversation import ChatLine, Conversation, ConversationCase
from models.languages import N_, _
from models.thread import Upload
from models.vocabulary import ChannelKind, EventType, JobState, Receipt, Speaker
from routing.case_code import hide_keys

CHATS = frozenset({ChannelKind.WEBCHAT, ChannelKind.TELEGRAM, ChannelKind.ZALO, ChannelKind.ZALO_BOT})
_ONLY_FILES = "Gửi ông/bà tệp kèm theo."
_NOT_CARRIED = N_(
    "Kênh này không chuyển được tệp “{name}”, và cuộc trò chuyện chưa có hồ sơ nào để người gửi xem tệp ở đó."
)
_TAKEN = "Cán bộ trả lời trực tiếp trong cuộc trò chuyện, trợ lý tự động im lặng."
_HANDED_BACK = "Cuộc trò chuyện được trao lại cho trợ lý tự động."
_OPENED = "Cuộc trò chuyện không còn giữ riêng cho một cơ quan."


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as an officer reads it: the keys of cases, which open them as their sender, are hidden.

    ``intent`` is what the machine took it for, ``meant`` what an officer says it was; ``state``
    and ``receipt`` are how far a line of ours is.
    """

    seq: int
    speaker: Speaker
    at: datetime
    text: str
    intent: str | None
    meant: str | None
    state: JobState
    receipt: Receipt | None
    files: tuple[Enclosed, ...] = ()

    @property
    def how(self) -> str | None:
        """How far a line of ours is, where there is more to say than that it was sent."""
        told = self.receipt is not None or self.state is not JobState.DELIVERED
        return how_far(self.state, self.receipt) if told else None


@dataclass(frozen=True, slots=True)
class ChatView:
    """A conversation as an officer sees it. ``mine``: they speak in it now; ``taken``: somebody does.

    ``codes``: the cases filed in it that they see, the newest first; ``guarded``: it is kept for their desk.
    """

    talk: Conversation
    lines: tuple[ReadLine, ...]
    codes: tuple[str, ...]
    mine: bool

    @property
    def taken(self) -> bool:
        return self.talk.officer_id is not None

    @property
    def called_at(self) -> datetime | None:
        return self.talk.called_at

    @property
    def guarded(self) -> bool:
        return self.talk.guarded


def view(work: Work, case: Case) -> ChatView:
    """What was said where this case was filed. Raises NotFound, NotAllowed."""
    return _view(work, talk_of(work, case))


def view_talk(work: Work, talk_id: UUID) -> ChatView:
    """The same for a conversation, whether or not a case was filed in it."""
    return _view(work, _talk(work, talk_id))


def is_there(work: Work, case: Case) -> bool:
    """Whether the case was filed in a conversation this actor may enter."""
    return case.channel in CHATS and _filed_in(work, case) is not None


def lock(work: Work, code: str, *, version: int | None = None) -> Case:
    """The case with its conversation, both locked, in the order in which a turn of the bot locks them.

    Raises NotFound, NotAllowed, Stale.
    """
    _locked(work, talk_of(work, work.find(code)))
    return work.lock(code, version=version)


def take(work: Work, case: Case) -> Conversation:
    """From now on the officer speaks and the bot is silent. Raises Impossible if another officer does."""
    return _take(work, _locked(work, talk_of(work, case)), case)


def take_talk(work: Work, talk_id: UUID) -> Conversation:
    talk = _locked(work, _talk(work, talk_id))
    return _take(work, talk, _newest(work, talk))


def hand_back(work: Work, case: Case) -> Conversation:
    """The bot speaks again, and goes on where it was."""
    return _hand_back(work, _locked(work, talk_of(work, case)), case)


def hand_back_talk(work: Work, talk_id: UUID) -> Conversation:
    talk = _locked(work, _talk(work, talk_id))
    return _hand_back(work, talk, _newest(work, talk))


def write(work: Work, case: Case, *, text: str, upload_ids: Sequence[UUID] = ()) -> ChatLine:
    """Write to the sender where they chat, perhaps with files; the conversation is taken over by it."""
    words = _words(text, upload_ids)
    return _write(work, _locked(work, talk_of(work, case)), case, words, upload_ids)


def write_talk(work: Work, talk_id: UUID, *, text: str, upload_ids: Sequence[UUID] = ()) -> ChatLine:
    talk = _locked(work, _talk(work, talk_id))
    words = _words(text, upload_ids)
    return _write(work, talk, _newest(work, talk), words, upload_ids)


def open_up(work: Work, talk_id: UUID) -> Conversation:
    """A person of the desk that keeps it has read it: nothing in it accuses, so others may read it too."""
    talk = _locked(work, _talk(work, talk_id))
    if talk.guarded:
        talk.guarded, talk.desk_id = False, None
        _note(work, _newest(work, talk), _OPENED)
    return talk


def _view(work: Work, talk: Conversation) -> ChatView:
    said = conversations.every_line(work, talk.id)
    came = receipts.of_lines(work, talk.id)
    files = enclosures.of_lines(work, [line.id for line in said])
    lines = tuple(
        ReadLine(
            line.seq,
            line.speaker,
            line.at,
            hide_keys(line.text or ""),
            line.intent,
            line.meant,
            line.state,
            came[line.id][0] if line.id in came else None,
            tuple(files.get(line.id, ())),
        )
        for line in said
    )
    return ChatView(talk, lines, tuple(_codes(work, talk)), talk.officer_id == work.actor.officer_id)


def _take(work: Work, talk: Conversation, case: Case | None) -> Conversation:
    if talk.officer_id not in (None, work.officer_id):
        raise Impossible("chat_taken", _("Cuộc trò chuyện đang do người khác trả lời."))
    if talk.officer_id is None:
        talk.officer_id, talk.taken_at, talk.called_at = work.officer_id, work.now, None
        talk.version += 1
        _note(work, case, _TAKEN)
    return talk


def _hand_back(work: Work, talk: Conversation, case: Case | None) -> Conversation:
    if talk.officer_id is not None:
        talk.officer_id = talk.taken_at = None
        talk.version += 1
        _note(work, case, _HANDED_BACK)
    return talk


def _words(text: str, upload_ids: Sequence[UUID]) -> str:
    """What was written; files may come without a word."""
    return read_text("text", text if text.strip() or not upload_ids else _ONLY_FILES, longest=4_000)


def _write(work: Work, talk: Conversation, case: Case | None, words: str, upload_ids: Sequence[UUID]) -> ChatLine:
    _take(work, talk, case)
    files, digests = enclosures.attach(work, case, upload_ids)
    if case is None and talk.channel not in conversations.READ_HERE:
        _check_carried(work, talk, files)
    _note(work, case, words, **({"file_digests": digests} if digests else {}))
    return conversations.say(work, talk, words, by=Speaker.OFFICER, files=files)


def _check_carried(work: Work, talk: Conversation, files: Sequence[UUID]) -> None:
    """Without a case there is no page where the sender could see what their channel does not carry. Raises Invalid."""
    channel = work.desk.channels.get(talk.channel)
    carries = channel.carries if isinstance(channel, Chat) else ()
    for file in files:
        shown = attachments.view(work, work.session.get_one(Upload, file))
        if enclosures.carriage(carries, shown) is None:
            raise Invalid(FieldError("files", "file_not_carried", _(_NOT_CARRIED).format(name=shown.name)))


def _note(work: Work, case: Case | None, words: str, **told: object) -> None:
    work.news.lists()
    if case is not None:
        work.record(case, EventType.NOTED, words, **told)


def talk_of(work: Work, case: Case) -> Conversation:
    """The conversation of a case. One that holds what is kept from this actor is as if there were none."""
    if not (access.works_on_cases(work.actor) and access.sees_identity(work.actor)):
        raise NotAllowed
    talk_id = _filed_in(work, case)
    if talk_id is None:
        raise NotFound("no_chat", _("Hồ sơ này không gửi từ một cuộc trò chuyện."))
    return conversations.by_id(work, talk_id)


def _filed_in(work: Work, case: Case) -> UUID | None:
    query = select(Conversation.id).join(ConversationCase, ConversationCase.conversation_id == Conversation.id)
    return work.session.scalar(query.where(ConversationCase.case_id == case.id, access.conversing(work.actor)))


def _talk(work: Work, talk_id: UUID) -> Conversation:
    query = select(Conversation).where(Conversation.id == talk_id, access.conversing(work.actor))
    talk = work.session.scalar(query)
    if talk is None:
        raise NotFound
    return talk


def _locked(work: Work, talk: Conversation) -> Conversation:
    work.session.refresh(talk, with_for_update={"key_share": True})
    return talk


def _codes(work: Work, talk: Conversation) -> list[str]:
    query = access.visible_cases(work.actor).join(ConversationCase, ConversationCase.case_id == Case.id)
    query = query.where(ConversationCase.conversation_id == talk.id).order_by(Case.received_at.desc(), Case.id.desc())
    return list(work.session.scalars(query.with_only_columns(Case.code)))


def _newest(work: Work, talk: Conversation) -> Case | None:
    codes = _codes(work, talk)
    return work.lock(codes[0]) if codes else None
