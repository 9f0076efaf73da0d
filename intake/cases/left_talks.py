"""Forgetting conversations in which nothing was filed: what somebody told and never sent is nobody's record.

What led to a case is kept and erased with it. No law says how long the rest may lie; a browser remembers its
conversation for a year, and so do we.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, update

from intake.cases.webchat import KEPT
from intake.cases.work import Work
from models.conversation import ChatLine, Conversation, ConversationCase
from models.inbound import InboundMessage

_AT_ONCE = 200


def forget(work: Work) -> int:
    """Empty those in which nothing was heard for a year, a number of them at once; gives how many."""
    held = or_(Conversation.state_sealed.is_not(None), Conversation.address_sealed.is_not(None))
    led_to_a_case = exists().where(ConversationCase.conversation_id == Conversation.id)
    left = select(Conversation).where(Conversation.heard_at <= work.now - KEPT, held, ~led_to_a_case)
    talks = work.session.scalars(left.limit(_AT_ONCE).with_for_update(skip_locked=True)).all()
    _empty(work, talks)
    for talk in talks:
        talk.state = talk.address = talk.unfinished_at = talk.called_at = None
        talk.version += 1
    return len(talks)


def _empty(work: Work, talks: Sequence[Conversation]) -> None:
    ids: list[UUID] = [talk.id for talk in talks]
    silent = {"text_sealed": None, "choices_sealed": None}
    work.session.execute(update(ChatLine).where(ChatLine.conversation_id.in_(ids)).values(**silent))
    theirs = [
        and_(InboundMessage.channel == talk.channel, InboundMessage.person_digest == talk.person_digest)
        for talk in talks
    ]
    if theirs:
        handled = or_(*theirs), InboundMessage.handled_at.is_not(None)
        work.session.execute(update(InboundMessage).where(*handled).values(payload_sealed=None))
