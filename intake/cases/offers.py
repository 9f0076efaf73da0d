"""Which choices stood under a message of ours, so that a channel's button need not carry what it means.

A choice counts only for whom it was offered to, and as long as no newer question was asked; how satisfied somebody is
may be said whenever they like. A long message goes out in parts: a part is named by the number it has (version 5 of
RFC 4122, under the id of the whole), and the choices stand under the last.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from sqlalchemy import select

from intake.cases import conversations, notices
from intake.cases.work import Work
from models.conversation import ChatLine, Conversation, ConversationCase
from models.notice import Notice
from models.vocabulary import ChannelKind, Speaker

_PARTS_MAX = 30
_NOTICES_KEPT = 50


def standing(work: Work, channel: ChannelKind, account: str, person: str, message_id: UUID) -> list[tuple[str, str]]:
    """What this person may still choose under the message with this id; nothing for a message that was not to them."""
    talk = conversations.find(work, channel, account, person)
    if talk is None:
        return []
    last = _last_question(work, talk)
    if last is not None and _is(message_id, last.id):
        return conversations.choices_of(last)
    told = next((one for one in _told(work, talk) if _is(message_id, one.id)), None)
    return list(notices.choices(told)) if told is not None else []


def _last_question(work: Work, talk: Conversation) -> ChatLine | None:
    offering = select(ChatLine).where(
        ChatLine.conversation_id == talk.id, ChatLine.speaker != Speaker.CITIZEN, ChatLine.choices_sealed.is_not(None)
    )
    return work.session.scalar(offering.order_by(ChatLine.seq.desc()).limit(1))


def _told(work: Work, talk: Conversation) -> Iterable[Notice]:
    """The last notices that went to this conversation."""
    filed = select(ConversationCase.case_id).where(ConversationCase.conversation_id == talk.id)
    query = select(Notice).where(Notice.case_id.in_(filed), Notice.channel == talk.channel)
    newest = query.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(_NOTICES_KEPT)
    return [one for one in work.session.scalars(newest) if one.to == str(talk.id)]


def _is(message_id: UUID, whole: UUID) -> bool:
    """Whether a message is this one or a part of it."""
    return message_id == whole or any(uuid5(whole, str(part)) == message_id for part in range(1, _PARTS_MAX))
