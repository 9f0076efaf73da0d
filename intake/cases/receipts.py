"""What a channel tells later about our own messages: one of which nobody knew whether it arrived, did.

Only what is uncertain is changed, and only to delivered. Which of our messages an echo is of, is decided by its words.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from intake.cases import conversations, notices
from intake.cases.work import Work, by_id
from models.conversation import ChatLine, ConversationCase
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, EventType, JobState, Speaker

Matches = Callable[[str, Sequence[tuple[str, str]]], bool]
_LOOKED_AT = 20


def arrived(work: Work, channel: ChannelKind, account: str, person: str, matches: Matches) -> bool:
    """The newest uncertain message to this person whose words match did arrive; False if there is none."""
    talk = conversations.find(work, channel, account, person, lock=True)
    if talk is None:
        return False
    lines = select(ChatLine).where(
        ChatLine.conversation_id == talk.id,
        ChatLine.state == JobState.UNCERTAIN,
        ChatLine.speaker != Speaker.CITIZEN,
    )
    for line in work.session.scalars(lines.order_by(ChatLine.seq.desc()).limit(_LOOKED_AT)):
        if matches(line.text or "", conversations.choices_of(line)):
            line.state, line.state_at, line.fault = JobState.DELIVERED, work.now, None
            _end_job(work, OutboxJob.line_id == line.id)
            return True
    return any(_notice_arrived(work, notice, matches) for notice in _uncertain(work, channel, talk.id))


def _uncertain(work: Work, channel: ChannelKind, talk_id: UUID) -> Sequence[Notice]:
    own = select(ConversationCase.case_id).where(ConversationCase.conversation_id == talk_id)
    query = select(Notice).where(Notice.case_id.in_(own), Notice.channel == channel, Notice.state == JobState.UNCERTAIN)
    return work.session.scalars(query.order_by(Notice.created_at.desc()).limit(_LOOKED_AT)).all()


def _notice_arrived(work: Work, notice: Notice, matches: Matches) -> bool:
    if not matches(notice.body or "", notices.choices(notice)):
        return False
    notice.state, notice.state_at, notice.fault = JobState.DELIVERED, work.now, None
    _end_job(work, OutboxJob.notice_id == notice.id)
    facts = {"notice": str(notice.id), "kind": notice.kind.value, "channel": notice.channel.value}
    work.record(by_id(work, notice.case_id), EventType.DELIVERY_CHANGED, **facts, state=JobState.DELIVERED.value)
    return True


def _end_job(work: Work, whose: ColumnElement[bool]) -> None:
    uncertain = OutboxJob.state == JobState.UNCERTAIN
    work.session.execute(update(OutboxJob).where(whose, uncertain).values(state=JobState.DELIVERED))
