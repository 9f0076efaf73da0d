"""Delivering one notice by the way its reader chose, with an honest word for how it went, and by the next if it failed.

A chat whose window is closed is no attempt: the next way is taken at once. What nobody knows to have arrived is not
told again by another way. The last way is the page of the case, where everything lies.

An account that has been broken for a day is not waited for: each notice behind another would wait as long again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from intake.cases import carrying, channel_accounts, conversations, enclosures, handing, jobs, notices, reach, receipts
from intake.cases.handing import Obstacle, Ready
from intake.cases.jobs import Claimed
from intake.cases.ports import Chat, DeliveryFault, Outgoing, Permanent
from intake.cases.work import Desk, Work, by_id
from models.conversation import Conversation
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, JobKind, JobState, NoticeKind

_LONG = timedelta(days=1)


def deliver(desk: Desk, job: Claimed) -> None:
    """Send the notice of this job and write down what became of it."""
    with desk.work() as work:
        ready = _begin(work, job)
    if ready is None:
        return

    fault = carrying.hand_over(desk, job, ready, lambda work: _locked(work, job))

    with desk.work() as work:
        notice = _locked(work, job)
        if handing.settle(work, job, notice, _waited_for(work, notice, ready, fault)) is not None:
            _tell(work, notice)


def abandon(work: Work, job: Claimed, fault: str) -> JobState:
    """The job can go on no more; if it was being sent, nobody can know whether the citizen has the notice."""
    notice = _locked(work, job)
    if handing.give_up(work, notice, fault):
        _tell(work, notice)
    return notice.state


def leave_waiting_unsent(work: Work, fault: str) -> int:
    """Nothing that waits goes out; whether it did elsewhere nobody here can know. Gives how many there were."""
    waiting = select(OutboxJob).where(OutboxJob.kind == JobKind.NOTICE, OutboxJob.finished_at.is_(None))
    rows = work.session.scalars(waiting).all()
    for row in rows:
        notice = work.session.get_one(Notice, row.notice_id)
        handing.become(work, notice, JobState.UNCERTAIN, fault)
        _tell(work, notice)
        row.state, row.finished_at, row.fault, row.leased_until = JobState.UNCERTAIN, work.now, fault, None
    return len(rows)


def _begin(work: Work, job: Claimed) -> Ready | None:
    notice = _locked(work, job)
    if notice.state in enclosures.ENDED:  # another worker was faster
        jobs.finish(work, job, notice.state)
        return None
    if jobs.held(work, job) is None:  # our lease ran out while we were slow, and another worker has begun
        return None
    if notice.kind is not NoticeKind.ALERT and by_id(work, notice.case_id).restricted:
        notices.say_only_news(work, notice)
        enclosures.leave_on_page(work, notice)
    talk = conversations.by_id(work, UUID(notice.to)) if notice.channel is not ChannelKind.EMAIL else None
    channel = work.desk.channels.get(notice.channel)
    if not isinstance(channel, Chat):
        enclosures.leave_on_page(work, notice)
    files = [row.id for row in enclosures.of(work, notice)]
    ready = handing.ready(notice, channel, _outgoing(notice, talk), files) if channel is not None else None
    stop = handing.obstacle(work, notice, ready, _heard_at(talk))
    if stop is not None:
        _stop(work, job, notice, stop)
        return None
    handing.become(work, notice, JobState.SENDING, notice.fault)
    return ready


def _waited_for(work: Work, notice: Notice, ready: Ready, fault: DeliveryFault | None) -> DeliveryFault | None:
    """What stands in the way; for good where the account has been broken for long and there is another way."""
    if fault is None or fault.state is not JobState.TEMPORARY or notice.kind is NoticeKind.ALERT:
        return fault
    since = channel_accounts.broken_since(work, notice.channel, ready.messages[0].account, str(fault))
    if since is None or work.now < since + _LONG:
        return fault
    way = reach.next_after(work, by_id(work, notice.case_id), notice.channel)
    return fault if way == reach.PAGE else Permanent(str(fault))


def _heard_at(talk: Conversation | None) -> datetime | None:
    return talk.heard_at if talk is not None else None


def _stop(work: Work, job: Claimed, notice: Notice, stop: Obstacle) -> None:
    """A closed window is nobody's fault, so its job is done: the notice goes on by the next way."""
    handing.become(work, notice, stop.state, stop.fault)
    _tell(work, notice)
    done = stop.fault == handing.CLOSED
    jobs.finish(work, job, JobState.DELIVERED if done else stop.state, fault=None if done else stop.fault)


def _outgoing(notice: Notice, talk: Conversation | None) -> Outgoing:
    """In a chat the address is what the conversation knows of the person; a notice only names the conversation."""
    words = notice.subject or "", notice.body or ""
    if talk is None:
        return Outgoing(notice.id, notice.to or "", *words)
    return Outgoing(notice.id, talk.address or "", *words, account=talk.account, choices=notices.choices(notice))


def _locked(work: Work, job: Claimed) -> Notice:
    """The notice, locked before anything else, so that of two workers who have this job one waits."""
    return work.session.get_one(Notice, job.notice_id, with_for_update=True)


def _tell(work: Work, notice: Notice) -> None:
    """The end of a delivery, also on the case's timeline; a letter to an office is no part of its history."""
    if notice.kind is NoticeKind.ALERT:
        return
    case = by_id(work, notice.case_id)
    notices.record(work, case, notice)
    receipts.tell(work, notice)
    if notice.state is JobState.PERMANENT:
        notices.go_on(work, case, notice, reach.next_after(work, case, notice.channel))
