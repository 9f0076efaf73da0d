"""Reminding people once: of an officer's question they have not answered, and of a message they began and left.

It runs with the watch, case by case, each in a transaction of its own, so that a run that was killed repeats nobody.
When it is time is decided in ``routing.reminding``; what is said of an unfinished message is the conversation's.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select

from intake.cases import access, conversations, handing, jobs, notices, tracking
from intake.cases.jobs import Claimed
from intake.cases.work import Desk, Work, by_id
from models.case import Case
from models.conversation import Conversation
from models.history import CaseEvent
from models.notice import Notice
from models.vocabulary import CaseStatus, EventType, NoticeKind
from routing import reminding
from routing.dates import local_day, say_day

log = structlog.get_logger()

FORGOTTEN = timedelta(days=30)
"""What was left so long ago is kept as it is, and nobody is reminded of it any more."""
_AT_ONCE = 500
_REPLY = "Cán bộ hỏi ngày {asked}. Xin ông/bà trả lời để hồ sơ kịp hạn ngày {due}."


def run(desk: Desk, job: Claimed) -> None:
    """Remind whoever is to be reminded now."""
    with desk.look() as work:
        asked, left = _asked(work), _left(work)
    questions = sum(_each(desk, job, case_id, remind_of_question) for case_id in asked)
    unfinished = sum(_each(desk, job, talk_id, remind_of_unfinished) for talk_id in left)
    log.info("remind.done", questions=questions, unfinished=unfinished)


def remind_of_question(work: Work, case_id: UUID) -> bool:
    """Tell the sender once more what they were asked, by the way they chose; whether they were told."""
    case = by_id(work, case_id)
    asked_at, deadline = _open_question(work, case), tracking.current_deadline(work, case)
    if asked_at is None or deadline is None or not notices.reaches(work, case):
        return False
    if not reminding.question_is_due(asked_at, deadline.due, work.now, work.desk.rulebook):
        return False

    question = tracking.tracking(work, case).question or ""
    days = {"asked": say_day(local_day(asked_at)), "due": say_day(local_day(deadline.due))}
    notices.tell(work, case, NoticeKind.REMINDED, f"{question}\n\n{_REPLY.format(**days)}")
    return True


def remind_of_unfinished(work: Work, conversation_id: UUID) -> bool:
    """Say where somebody left, if the channel may still write to them; whether it was said."""
    talk = conversations.by_id(work, conversation_id, lock=True)
    left_at, speaker = talk.unfinished_at, work.desk.conversation
    if left_at is None or talk.officer_id is not None or speaker is None or not talk.state:
        return False
    if not reminding.unfinished_is_due(left_at, work.now, work.desk.rulebook):
        return False

    talk.unfinished_at = None
    channel = work.desk.channels.get(talk.channel)
    reminder = speaker.reminder(talk.state)
    if channel is None or reminder is None or handing.is_closed(work, channel, talk.heard_at):
        return False
    talk.state, talk.version = reminder.state, talk.version + 1
    conversations.say(work, talk, reminder.text, choices=reminder.choices)
    return True


def _each(desk: Desk, job: Claimed, id: UUID, remind: Callable[[Work, UUID], bool]) -> bool:
    with desk.work() as work:
        jobs.keep(work, job)
        return remind(work, id)


def _asked(work: Work) -> Sequence[UUID]:
    waiting = access.visible_cases(work.actor).where(Case.status == CaseStatus.AWAITING_CITIZEN)
    return work.session.scalars(waiting.with_only_columns(Case.id).order_by(Case.due_at)).all()


def _left(work: Work) -> Sequence[UUID]:
    left = Conversation.unfinished_at > work.now - FORGOTTEN, Conversation.officer_id.is_(None)
    return work.session.scalars(
        select(Conversation.id).where(*left).order_by(Conversation.unfinished_at).limit(_AT_ONCE)
    ).all()


def _open_question(work: Work, case: Case) -> datetime | None:
    """When the question was asked that waits now; None if its reader was reminded of it."""
    if case.status is not CaseStatus.AWAITING_CITIZEN:
        return None
    asked = select(func.max(CaseEvent.at)).where(CaseEvent.case_id == case.id, CaseEvent.type == EventType.ASKED)
    reminded = select(func.max(Notice.created_at)).where(Notice.case_id == case.id, Notice.kind == NoticeKind.REMINDED)
    asked_at, reminded_at = work.session.scalar(asked), work.session.scalar(reminded)
    return asked_at if reminded_at is None or (asked_at is not None and reminded_at <= asked_at) else None
