"""Which choices stood under a message of ours, so that a channel's button need not carry what it means.

A choice counts only for whom it was offered to, and as long as no newer question was asked; how satisfied somebody is
may be said whenever they like.
"""

from uuid import UUID

from sqlalchemy import select

from intake.cases import conversations, notices
from intake.cases.work import Work
from models.conversation import ChatLine, Conversation
from models.notice import Notice
from models.vocabulary import ChannelKind, Speaker


def standing(work: Work, channel: ChannelKind, account: str, person: str, message_id: UUID) -> list[tuple[str, str]]:
    """What this person may still choose under the message with this id; nothing for a message that was not to them."""
    talk = conversations.find(work, channel, account, person)
    if talk is None:
        return []
    notice = work.session.get(Notice, message_id)
    return _of_notice(talk, notice) if notice is not None else _of_last_question(work, talk, message_id)


def _of_notice(talk: Conversation, notice: Notice) -> list[tuple[str, str]]:
    theirs = notice.channel is talk.channel and notice.to == str(talk.id)
    return list(notices.choices(notice)) if theirs else []


def _of_last_question(work: Work, talk: Conversation, line_id: UUID) -> list[tuple[str, str]]:
    offering = select(ChatLine).where(
        ChatLine.conversation_id == talk.id, ChatLine.speaker != Speaker.CITIZEN, ChatLine.choices_sealed.is_not(None)
    )
    last = work.session.scalar(offering.order_by(ChatLine.seq.desc()).limit(1))
    return conversations.choices_of(last) if last is not None and last.id == line_id else []
