"""Delivering one notice, with an honest word for how it went.

Before sending, the notice is marked as being sent; after it, as what it became. A crash in between leaves the
mark, and then only a channel that recognises a repeated message may try again: for the others it is uncertain.
"""

from uuid import UUID

from sqlalchemy import select

from intake.cases import conversations, jobs, notices
from intake.cases.jobs import Claimed
from intake.cases.ports import DeliveryFault, Outgoing
from intake.cases.work import Desk, Work, by_id
from models.notice import Notice
from models.outbox import OutboxJob
from models.vocabulary import ChannelKind, EventType, JobKind, JobState, NoticeKind

_ENDS = {JobState.DELIVERED, JobState.PERMANENT, JobState.UNCERTAIN}


def deliver(desk: Desk, job: Claimed) -> None:
    """Send the notice of this job and write down what became of it."""
    with desk.work() as work:
        message = _begin(work, job)
    if message is None:
        return

    fault: DeliveryFault | None = None
    try:
        desk.channels[message[0].channel].send(message[1])
    except DeliveryFault as known:
        fault = known

    with desk.work() as work:
        _end(work, job, fault)


def abandon(work: Work, job: Claimed, fault: str) -> JobState:
    """The job can go on no more; if it was being sent, nobody can know whether the citizen has the notice."""
    notice = _locked(work, job)
    if notice.state in _ENDS:
        return notice.state
    state = JobState.UNCERTAIN if notice.state is JobState.SENDING else JobState.PERMANENT
    _become(work, notice, state, fault)
    return state


def leave_waiting_unsent(work: Work, fault: str) -> int:
    """Nothing that waits goes out; whether it did elsewhere nobody here can know. Gives how many there were."""
    waiting = select(OutboxJob).where(OutboxJob.kind == JobKind.NOTICE, OutboxJob.finished_at.is_(None))
    rows = work.session.scalars(waiting).all()
    for row in rows:
        _become(work, work.session.get_one(Notice, row.notice_id), JobState.UNCERTAIN, fault)
        row.state, row.finished_at, row.fault, row.leased_until = JobState.UNCERTAIN, work.now, fault, None
    return len(rows)


def _begin(work: Work, job: Claimed) -> tuple[Notice, Outgoing] | None:
    notice = _locked(work, job)
    if notice.state in _ENDS:  # another worker was faster
        jobs.finish(work, job, notice.state)
        return None
    if jobs.held(work, job) is None:  # our lease ran out while we were slow, and another worker has begun
        return None
    interrupted = notice.state is JobState.SENDING
    channel = work.desk.channels.get(notice.channel)
    if channel is None:
        _become(work, notice, JobState.PERMANENT, "no_channel")
        jobs.finish(work, job, JobState.PERMANENT, fault="no_channel")
        return None
    if interrupted and not channel.dedupes:
        _become(work, notice, JobState.UNCERTAIN, "interrupted")
        jobs.finish(work, job, JobState.UNCERTAIN, fault="interrupted")
        return None
    if notice.kind is not NoticeKind.ALERT and by_id(work, notice.case_id).restricted:
        notices.say_only_news(work, notice)
    notice.state, notice.state_at = JobState.SENDING, work.now
    return notice, _outgoing(work, notice)


def _outgoing(work: Work, notice: Notice) -> Outgoing:
    """In a chat the address is what the conversation knows of the person; a notice only names the conversation."""
    words = notice.subject or "", notice.body or ""
    if notice.channel is ChannelKind.EMAIL:
        return Outgoing(notice.id, notice.to or "", *words)
    talk = conversations.by_id(work, UUID(notice.to))
    return Outgoing(notice.id, talk.address or "", *words, account=talk.account, choices=notices.choices(notice))


def _end(work: Work, job: Claimed, fault: DeliveryFault | None) -> None:
    notice = _locked(work, job)
    if fault is None:
        if notice.state is not JobState.DELIVERED:
            _become(work, notice, JobState.DELIVERED, None)
        jobs.finish(work, job)
        jobs.learn(work, job)
    elif notice.state is not JobState.SENDING:
        return  # so slow that its lease ran out: another worker has already said that nobody knows
    elif fault.state is not JobState.TEMPORARY:
        _become(work, notice, fault.state, str(fault))
        jobs.finish(work, job, fault.state, fault=str(fault))
        if fault.state is JobState.PERMANENT:
            _fall_back(work, notice)
    elif jobs.put_off(work, job, str(fault), after=fault.after):
        notice.state, notice.state_at, notice.fault = JobState.TEMPORARY, work.now, str(fault)
    else:
        _become(work, notice, JobState.PERMANENT, str(fault))
        jobs.finish(work, job, JobState.PERMANENT, fault=str(fault))


def _fall_back(work: Work, notice: Notice) -> None:
    """A chat that cannot be reached any more: the same words by e-mail, if the citizen left one."""
    if notice.channel is ChannelKind.EMAIL or ChannelKind.EMAIL not in work.desk.channels:
        return
    case = by_id(work, notice.case_id)
    if case.citizen.email is not None:
        notices.hand_in(work, case, notices.repeat(case, notice, at=work.now, channel=ChannelKind.EMAIL))


def _locked(work: Work, job: Claimed) -> Notice:
    """The notice, locked before anything else, so that of two workers who have this job one waits."""
    return work.session.get_one(Notice, job.notice_id, with_for_update=True)


def _become(work: Work, notice: Notice, state: JobState, fault: str | None) -> None:
    """The end of a delivery, also on the case's timeline; a letter to an office is no part of its history."""
    notice.state, notice.state_at, notice.fault = state, work.now, fault
    if notice.kind is NoticeKind.ALERT:
        return
    work.record(
        by_id(work, notice.case_id),
        EventType.DELIVERY_CHANGED,
        notice=str(notice.id),
        kind=notice.kind.value,
        channel=notice.channel.value,
        state=state.value,
    )
