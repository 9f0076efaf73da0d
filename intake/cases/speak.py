"""Handing one line of a conversation to its channel, with an honest word for how it went.

Like a notice: marked before it is sent and after. A crash in between leaves the mark, and then only a channel that
recognises a repeated message may try again.
"""

from intake.cases import conversations, jobs
from intake.cases.jobs import Claimed
from intake.cases.ports import DeliveryFault, Outgoing
from intake.cases.work import Desk, Work
from models.conversation import ChatLine
from models.vocabulary import ChannelKind, JobState

_ENDS = {JobState.DELIVERED, JobState.PERMANENT, JobState.UNCERTAIN}


def run(desk: Desk, job: Claimed) -> None:
    """Send the line of this job and write down what became of it."""
    with desk.work() as work:
        ready = _begin(work, job)
    if ready is None:
        return
    channel, message = ready

    fault: DeliveryFault | None = None
    try:
        desk.channels[channel].send(message)
    except DeliveryFault as known:
        fault = known

    with desk.work() as work:
        _end(work, job, fault)


def abandon(work: Work, job: Claimed, fault: str) -> JobState:
    """The job can go on no more; if it was being sent, nobody can know whether it arrived."""
    line = _locked(work, job)
    if line.state not in _ENDS:
        state = JobState.UNCERTAIN if line.state is JobState.SENDING else JobState.PERMANENT
        _become(work, line, state, fault)
    return line.state


def _begin(work: Work, job: Claimed) -> tuple[ChannelKind, Outgoing] | None:
    line = _locked(work, job)
    if line.state in _ENDS:
        jobs.finish(work, job, line.state)
        return None
    if jobs.held(work, job) is None:
        return None
    talk = conversations.by_id(work, line.conversation_id)
    channel = work.desk.channels.get(talk.channel)
    if channel is None or (line.state is JobState.SENDING and not channel.dedupes):
        state, fault = (JobState.PERMANENT, "no_channel") if channel is None else (JobState.UNCERTAIN, "interrupted")
        _become(work, line, state, fault)
        jobs.finish(work, job, state, fault=fault)
        return None
    _become(work, line, JobState.SENDING, None)
    choices = tuple(conversations.choices_of(line))
    return talk.channel, Outgoing(line.id, talk.address or "", "", line.text or "", talk.account, choices)


def _end(work: Work, job: Claimed, fault: DeliveryFault | None) -> None:
    line = _locked(work, job)
    if fault is None:
        _become(work, line, JobState.DELIVERED, None)
        jobs.finish(work, job)
        jobs.learn(work, job)
    elif line.state is not JobState.SENDING:
        return  # another worker has already said that nobody knows
    elif fault.state is JobState.TEMPORARY and jobs.put_off(work, job, str(fault), after=fault.after):
        _become(work, line, JobState.TEMPORARY, str(fault))
    else:
        state = JobState.PERMANENT if fault.state is JobState.TEMPORARY else fault.state
        _become(work, line, state, str(fault))
        jobs.finish(work, job, state, fault=str(fault))


def _locked(work: Work, job: Claimed) -> ChatLine:
    return work.session.get_one(ChatLine, job.line_id, with_for_update=True)


def _become(work: Work, line: ChatLine, state: JobState, fault: str | None) -> None:
    line.state, line.state_at, line.fault = state, work.now, fault
